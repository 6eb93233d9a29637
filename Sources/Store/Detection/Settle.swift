internal import Fulfillment
internal import GRDB

extension Work {
  /// Brings everything derived from the facts of touched orders in line with them and marks them for
  /// detection. Called once, at the end of the transaction that changed the facts.
  mutating func settle() throws {
    for id in touched.sorted() {
      guard let loaded = try load(id) else { continue }
      try settle(loaded)
      try database.run("UPDATE customerOrder SET nextCheckAt = 0 WHERE id = ?", id)
    }
    for id in reworded.sorted() { try writeWords(of: id) }
    touched = []
    reworded = []
  }

  /// The derived columns of one order, its purchases' times and its parcels' status. Writes only what
  /// differs; returns what the row has now.
  @discardableResult
  mutating func settle(_ loaded: LoadedOrder) throws -> Derived {
    let derived = Derived(
      loaded.facts, orderDigest: loaded.digest, offeredBy: try offeredBy(loaded.lines),
      tags: TagList.text(try tags(of: loaded.id)))
    if derived != loaded.kept {
      try database.run(
        """
        UPDATE customerOrder SET supplier = ?, tracking = ?, trackingStatus = ?, trackedAt = ?,
          deliveredAt = ?, fingerprint = ?, tags = ?, purchase = ?, holdUntil = ? WHERE id = ?
        """, derived.supplier, derived.tracking, derived.trackingStatus?.rawValue,
        derived.trackedAt?.milliseconds, derived.deliveredAt?.milliseconds, derived.fingerprint,
        derived.tags, derived.purchase?.rawValue, derived.holdUntil?.milliseconds, loaded.id)
    }
    if derived.state != loaded.kept.state {
      try database.run(
        "UPDATE customerOrder SET state = ?, stateRank = ?, isOpen = ? WHERE id = ?",
        derived.state.rawValue, derived.state.rank, derived.state.isFinal ? 0 : 1, loaded.id)
    }
    if derived.fingerprint != loaded.kept.fingerprint, loaded.kept.fingerprint != 0 {
      try database.run(
        "UPDATE customerOrder SET changedAt = max(changedAt, ?) WHERE id = ?", now.milliseconds,
        loaded.id)
    }
    try forgetLateChanges(loaded)
    try settleParcels(loaded)
    return derived
  }

  /// What carriers say of each parcel, and from it when each purchase was scanned and delivered.
  private func settleParcels(_ loaded: LoadedOrder) throws {
    let start = loaded.facts.placedAt - Facts.clockMargin
    var tracks: [Int64: [ParcelTrack]] = [:]
    for kept in loaded.shipments {
      let track = ParcelTrack(kept.events, since: start)
      if track.status != kept.status {
        try database.run(
          "UPDATE shipment SET status = ? WHERE id = ?", track.status?.rawValue, kept.id)
      }
      // A storefront's parcel of an order with one purchase can only be that purchase's.
      let bought = loaded.purchases.filter(\.isBought)
      let only = bought.count == 1 ? bought[0].id : nil
      if let purchase = kept.purchaseID ?? only { tracks[purchase, default: []].append(track) }
    }
    for kept in loaded.purchases {
      let own = tracks[kept.id] ?? []
      let scannedAt = own.compactMap(\.firstScanAt).min()
      let ends = own.map { $0.status == .delivered ? $0.statusSince : nil }
      let deliveredAt = ends.contains(nil) ? nil : ends.compactMap { $0 }.max()
      guard scannedAt != kept.scannedAt || deliveredAt != kept.deliveredAt else { continue }
      try database.run(
        "UPDATE purchaseOrder SET scannedAt = ?, deliveredAt = ? WHERE id = ?",
        scannedAt?.milliseconds, deliveredAt?.milliseconds, kept.id)
    }
  }

  /// The supplier of the first line that somebody offers; "" where nobody does.
  mutating func offeredBy(_ lines: [OrderLine]) throws -> String {
    for line in lines {
      let offer = try offers(for: line.sku)
      if offer.count > 0 { return offer.supplier }
    }
    return ""
  }

  func tags(of orderID: Int64) throws -> [String] {
    try database.texts(
      "SELECT tag FROM orderTag WHERE orderID = ? AND source <> 'removed' ORDER BY tag", orderID)
  }

  /// The words the order is found by.
  func writeWords(of orderID: Int64) throws {
    let own = try database.row(
      """
      SELECT name, customerName, email, city, note FROM customerOrder WHERE id = ?
      """, orderID
    ) { columns in try (0..<5).map { _ in try columns.text() } }
    guard var words = own else { return }
    for sql in [
      "SELECT sku || ' ' || title FROM orderLine WHERE orderID = ?",
      "SELECT number FROM shipment WHERE orderID = ? AND number <> ''",
      "SELECT text FROM orderNote WHERE orderID = ?",
    ] { words += try database.texts(sql, orderID) }
    let text = words.joined(separator: "\n")
    try database.run("UPDATE orderWords SET words = ? WHERE rowid = ?", text, orderID)
    if database.changesCount == 0 {
      try database.run("INSERT INTO orderWords (rowid, words) VALUES (?, ?)", orderID, text)
    }
  }
}

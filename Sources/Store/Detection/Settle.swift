internal import Fulfillment
internal import GRDB

extension Work {
  /// Brings everything derived from the facts of touched orders in line with them and marks them for
  /// detection. Called once, at the end of the transaction that changed the facts.
  mutating func settle() throws {
    if !touched.isEmpty {
      let loader = try Loader(database, offers, now: now)
      for var order in try loader.load(touched, isForRules: false) {
        order.facts.fold()
        try write(Settlement(order))
        try noteDelays(order)
        try checkSoon(order.id)
      }
      uncounted.formUnion(touched)
    }
    if !uncounted.isEmpty {
      var figures = FigureCount(database)
      for id in uncounted.sorted() { try figures.note(id) }
      try figures.write()
    }
    for id in reworded.sorted() { try writeWords(of: id) }
    (touched, uncounted, reworded) = ([], [], [])
  }

  /// One order as the rules see it; nil where there is none.
  func load(_ id: Int64) throws -> LoadedOrder? {
    try Loader(database, offers, now: now).load([id], isForRules: true).first
  }

  /// Detection looks at that order in its next round.
  func checkSoon(_ orderID: Int64) throws { try check(orderID, by: Timestamp(milliseconds: 0)) }

  /// Detection looks at that order then, or before.
  func check(_ orderID: Int64, by time: Timestamp) throws {
    try database.run(
      """
      INSERT INTO orderCheck (orderID, at) VALUES (?1, ?2)
      ON CONFLICT (orderID) DO UPDATE SET at = ?2 WHERE at > ?2
      """, orderID, time.milliseconds)
  }

  /// The derived columns of one order, its purchases' times and its parcels' status, where they differ.
  func write(_ settlement: Settlement) throws {
    let (derived, kept, id) = (settlement.derived, settlement.kept, settlement.id)
    if derived != kept { try write(derived, replacing: kept, of: id) }
    if settlement.forgetsChange {
      try database.run("UPDATE customerOrder SET changedAfter = '' WHERE id = ?", id)
    }
    for parcel in settlement.parcels {
      try database.run(
        "UPDATE shipment SET status = ? WHERE id = ?", parcel.status?.rawValue, parcel.id)
    }
    for purchase in settlement.purchases {
      try database.run(
        "UPDATE purchaseOrder SET scannedAt = ?, deliveredAt = ? WHERE id = ?",
        purchase.scannedAt?.milliseconds, purchase.deliveredAt?.milliseconds, purchase.id)
    }
  }

  /// In parts by what usually changes together: each index and trigger on a column that is written costs,
  /// whether the column changes or not.
  private func write(_ derived: Derived, replacing kept: Derived, of id: Int64) throws {
    if derived.news != kept.news {
      try database.run(
        """
        UPDATE customerOrder SET tracking = ?, trackingStatus = ?, trackedAt = ?, deliveredAt = ?,
          fingerprint = ? WHERE id = ?
        """, derived.tracking, derived.trackingStatus?.rawValue, derived.trackedAt?.milliseconds,
        derived.deliveredAt?.milliseconds, derived.fingerprint, id)
    }
    if derived.supplier != kept.supplier || derived.tags != kept.tags
      || derived.purchase != kept.purchase || derived.holdUntil != kept.holdUntil
    {
      try database.run(
        "UPDATE customerOrder SET supplier = ?, tags = ?, purchase = ?, holdUntil = ? WHERE id = ?",
        derived.supplier, derived.tags, derived.purchase?.rawValue,
        derived.holdUntil?.milliseconds, id)
    }
    if derived.state != kept.state {
      try database.run(
        "UPDATE customerOrder SET state = ?, stateRank = ?, isOpen = ? WHERE id = ?",
        derived.state.rawValue, derived.state.rank, derived.state.isFinal ? 0 : 1, id)
    }
    if derived.fingerprint != kept.fingerprint, kept.fingerprint != 0 {
      try database.run(
        "UPDATE customerOrder SET changedAt = ?2 WHERE id = ?1 AND changedAt < ?2", id,
        now.milliseconds)
    }
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

internal import Fulfillment
internal import GRDB

extension Work {
  /// Brings everything derived from the facts of touched orders in line with them and marks them for
  /// detection. Called once, at the end of the transaction that changed the facts.
  mutating func settle() throws {
    if !touched.isEmpty || !uncounted.isEmpty {
      var figures = FigureCount(database)
      for order in try touchedOrders() {
        let settlement = Settlement.of(order)
        try write(settlement)
        try noteDelays(order)
        try checkSoon(order.id)
        try figures.note(order, settlement)
      }
      for id in uncounted.subtracting(touched).sorted() { try figures.note(id) }
      try figures.write()
    }
    for id in reworded.sorted() { try writeWords(of: id) }
    (touched, uncounted, reworded, loaded) = ([], [], [], [])
  }

  /// The touched orders with their facts, folded. Read once: nothing of them is to be written after that
  /// but by `settle`.
  mutating func touchedOrders() throws -> [LoadedOrder] {
    guard loaded.isEmpty, !touched.isEmpty else { return loaded }
    let loader = try Loader(database, offers, now: now)
    loaded.reserveCapacity(touched.count)
    try loader.load(touched, isForRules: false) { order in
      order.facts.fold()
      loaded.append(order)
    }
    return loaded
  }

  /// One order as the rules see it; nil where there is none.
  func load(_ id: Int64) throws -> LoadedOrder? {
    try Loader(database, offers, now: now).load([id], isForRules: true).first
  }

  /// Detection looks at that order in its next round.
  func checkSoon(_ orderID: Int64) throws { try check(orderID, by: Timestamp(milliseconds: 0)) }

  /// Detection looks at that order then, or before.
  func check(_ orderID: Int64, by time: Timestamp) throws {
    try database.put(
      """
      INSERT INTO orderCheck (orderID, at) VALUES (?1, ?2)
      ON CONFLICT (orderID) DO UPDATE SET at = ?2 WHERE at > ?2
      """, [.number(orderID), .time(time)])
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
      let hasMoved = derived.fingerprint != kept.fingerprint && kept.fingerprint != 0
      try database.put(
        """
        UPDATE customerOrder SET tracking = ?2, trackingStatus = ?3, trackedAt = ?4,
          deliveredAt = ?5, fingerprint = ?6, changedAt = max(changedAt, ifnull(?7, changedAt))
        WHERE id = ?1
        """,
        [
          .number(id), .text(derived.tracking), .text(derived.trackingStatus?.rawValue),
          .time(derived.trackedAt), .time(derived.deliveredAt), .number(derived.fingerprint),
          .time(hasMoved ? now : nil),
        ])
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

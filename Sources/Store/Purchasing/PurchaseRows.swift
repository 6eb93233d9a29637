package import Fulfillment
internal import GRDB

extension Store {
  /// Purchases of the orders that the query matches, newest first: what was asked of whom, and what
  /// became of it.
  package func purchases(_ query: Query, limit: Int, now: Timestamp) throws -> [PurchaseRow] {
    try read("can't read the purchases") { database in
      let condition = query.condition(now: now)
      let candidates = try Narrowing.candidates(query, now: now, database)
      let inside = candidates.map { "p.orderID IN (" + $0.sql + ") AND " } ?? ""
      return try PurchaseRow.where(
        inside + condition.sql + " ORDER BY p.id DESC LIMIT ?",
        (candidates?.arguments ?? []) + condition.arguments + [limit], database)
    }
  }

  /// One purchase; nil where there is none.
  package func purchase(_ id: PurchaseOrderID) throws -> PurchaseRow? {
    try read("can't read the purchase") {
      try PurchaseRow.where("p.id = ?", [id.number], $0).first
    }
  }
}

extension PurchaseRow {
  /// Of one order, oldest first.
  static func of(order orderID: Int64, _ database: Database) throws -> [PurchaseRow] {
    try `where`("p.orderID = ? ORDER BY p.placedAt, p.id", [orderID], database)
  }

  fileprivate static func `where`(
    _ condition: String, _ values: [Argument], _ database: Database
  ) throws -> [PurchaseRow] {
    var rows = try database.rows(
      """
      SELECT p.id, p.key, p.orderID, o.name, a.name, s.name, p.number, p.state, m.state,
        m.holdUntil, p.cost, p.currency, p.method, p.placedAt,
        CASE WHEN s.pausedAt IS NOT NULL AND m.state IN ('proposed', 'held', 'ready')
          THEN \(SupplierPause.told) ELSE ifnull(nullif(m.outcome, ''), p.note) END, ifnull(m.attempts, 0), m.lastSentAt, p.automation,
        ifnull(m.body, ''), ifnull(m.receiver, ''), m.notBefore,
        ifnull((SELECT h.number FROM shipment h WHERE h.purchaseID = p.id AND h.number <> ''
          ORDER BY h.createdAt, h.id LIMIT 1), ''), \(Charge.columns),
        ifnull((SELECT r.externalID FROM returnRequest r WHERE r.id = p.returnID), ''),
        ifnull((SELECT b.name || ' ' || CASE q.number WHEN '' THEN q.key ELSE q.number END
          FROM purchaseOrder q JOIN supplier b ON b.id = q.supplierID WHERE q.id = p.replaces), '')
      FROM purchaseOrder p JOIN customerOrder o ON o.id = p.orderID
      JOIN account a ON a.id = o.accountID JOIN supplier s ON s.id = p.supplierID
      LEFT JOIN outboxMessage m ON m.purchaseID = p.id AND m.kind = 'place'
      WHERE \(condition)
      """, values, read: PurchaseRow.init)
    for index in rows.indices {
      let id = rows[index].id.number
      rows[index].items = try database.texts(
        """
        SELECT quantity || ' x ' || CASE supplierSKU WHEN '' THEN sku ELSE supplierSKU END
        FROM purchaseLine WHERE purchaseID = ? ORDER BY position
        """, id
      ).joined(separator: ", ")
      if rows[index].sending != nil { rows[index].evidence = try Attempts.of(id, database) }
    }
    return rows
  }

  private init(_ columns: inout Columns) throws {
    self.init(
      id: PurchaseOrderID(try columns.number()), key: try columns.text(),
      order: OrderID(try columns.number()), orderName: try columns.text(),
      storefront: try columns.text(), supplier: try columns.text(), number: try columns.text(),
      state: try columns.state(PurchaseState.self),
      sending: try columns.stateOrNil(Sending.State.self), holdUntil: try columns.timeOrNil(),
      cost: try columns.money(), method: try columns.text(), placedAt: try columns.time(),
      outcome: try columns.text(), attempts: try columns.int(),
      lastSentAt: try columns.timeOrNil(), automation: try columns.text(),
      tracking: "", body: try columns.text())
    (receiver, notBefore) = (try columns.text(), try columns.timeOrNil())
    tracking = try columns.text()
    (planned, charged) = (try columns.money(), try columns.money())
    (replacesFor, replaces) = (try columns.text(), try columns.text())
    if sending != .held { holdUntil = nil }
  }
}

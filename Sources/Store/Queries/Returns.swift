package import Fulfillment
internal import GRDB

extension Store {
  /// A window of returns: those that wait for a decision first, the longest waiting at the top; then
  /// the decided ones, newest first. `returnWindow`: how long after delivery a return may be asked for.
  package func returns(
    _ query: Query, openOnly: Bool, at anchor: Anchor, count: Int, returnWindow: Span,
    now: Timestamp, patience: Patience? = nil
  ) throws -> Window<ReturnRow> {
    try read("can't read the returns", patience) { database in
      let reader = Store.returnReader(
        query, openOnly: openOnly, returnWindow: returnWindow, now: now)
      let window = try reader.window(at: anchor, count: count, total: nil, database)
      return try Store.withItems(window, database)
    }
  }

  static func returnReader(
    _ query: Query, openOnly: Bool, returnWindow: Span, now: Timestamp
  ) -> ListReader<ReturnRow> {
    let condition = Condition.and(
      [query.condition(now: now)] + (openOnly ? [Condition("r.listRank = 0")] : []))
    let order = ListOrder(
      row: "r", table: "returnRequest r", index: "returnRequest_list",
      keys: [.up("r.listRank"), .up("r.listKey")])
    return ListReader(
      order: order, select: ReturnRow.columns, joins: ReturnRow.joins, condition: condition,
      candidates: nil, read: { try ReturnRow(&$0, returnWindow: returnWindow) })
  }

  /// Items are read for the rows of the window only.
  static func withItems(
    _ window: Window<ReturnRow>, _ database: Database
  ) throws -> Window<ReturnRow> {
    var window = window
    for index in window.rows.indices {
      window.rows[index].items = try database.texts(
        """
        SELECT quantity || ' x ' || sku FROM returnItem WHERE returnID = ? ORDER BY position
        """, window.rows[index].id.number
      ).joined(separator: ", ")
    }
    return window
  }
}

extension ReturnRow {
  /// In the order of `init`.
  static let columns = """
    r.id, r.orderID, o.name, a.name, r.state, r.requestedAt, r.requestedBy, r.reason, r.amount, \
    r.currency, o.deliveredAt, r.decidedAt, \
    (SELECT max(m.holdUntil) FROM outboxMessage m WHERE m.returnID = r.id AND m.state = 'held'), \
    (SELECT e.id FROM orderException e WHERE e.orderID = r.orderID AND e.code = 'return.waiting' \
    AND e.state NOT IN ('resolved', 'cleared')), r.externalID
    """
  static let joins = """
    JOIN customerOrder o ON o.id = r.orderID JOIN account a ON a.id = o.accountID
    """

  init(_ columns: inout Columns, returnWindow: Span) throws {
    self.init(
      id: ReturnID(try columns.number()), order: OrderID(try columns.number()),
      orderName: try columns.text(), storefront: try columns.text(),
      state: try columns.state(ReturnState.self), requestedAt: try columns.time(),
      requestedBy: try columns.text(), reason: try columns.text(), amount: try columns.money(),
      deliveredAt: try columns.timeOrNil(), decidedAt: try columns.timeOrNil(),
      holdUntil: try columns.timeOrNil(),
      exception: try columns.numberOrNil().map { ExceptionID($0) },
      externalID: try columns.text())
    windowEnds = deliveredAt.map { $0 + returnWindow }
  }
}

package import Fulfillment
internal import GRDB

extension Store {
  /// A window of the exceptions that are shown and stand, snoozed ones last. The query tests their
  /// orders; an account's exception is listed where the query is empty or a flag names it.
  package func exceptions(
    _ query: Query, sort: ExceptionSort, reversed: Bool = false, at anchor: Anchor, count: Int,
    now: Timestamp, patience: Patience? = nil
  ) throws -> Window<ExceptionRow> {
    try read("can't read the exceptions", patience) { database in
      let reader = Store.exceptionReader(query, sort: sort, reversed: reversed, now: now)
      return try reader.window(at: anchor, count: count, total: nil, database)
    }
  }

  /// How many there are in that list; with `atMost`, no further than one more than that many.
  package func exceptionCount(
    _ query: Query, atMost: Int? = nil, now: Timestamp, patience: Patience? = nil
  ) throws -> Int {
    try read("can't count the exceptions", patience) { database in
      let limit = atMost.map { $0 + 1 } ?? -1
      if query == .all {
        return Int(
          try database.number(
            """
            SELECT count(*) FROM (SELECT 1 FROM orderException INDEXED BY orderException_since
            WHERE listRank IS NOT NULL LIMIT ?)
            """, limit) ?? 0)
      }
      let condition = Store.listed(query, now: now)
      let count = try database.numbers(
        "SELECT count(*) FROM (SELECT 1 FROM orderException e "
          + "LEFT JOIN customerOrder o ON o.id = e.orderID WHERE " + condition.sql + " LIMIT ?)",
        condition.arguments + [limit])
      return Int(count.first ?? 0)
    }
  }

  static func exceptionReader(
    _ query: Query, sort: ExceptionSort, reversed: Bool = false, now: Timestamp
  ) -> ListReader<ExceptionRow> {
    // Snoozed ones stay last.
    ListReader(
      order: reversed ? sort.order.reversed(after: 1) : sort.order, select: ExceptionRow.columns,
      joins: ExceptionRow.joins,
      condition: listed(query, now: now), candidates: nil, read: { try ExceptionRow(&$0) })
  }

  private static func listed(_ query: Query, now: Timestamp) -> Condition {
    .and([
      Condition("e.listRank IS NOT NULL"), query.condition(now: now, isException: true),
    ])
  }
}

extension ExceptionSort {
  fileprivate var order: ListOrder {
    let keys: [ListOrder.Key] =
      switch self {
      case .money: [.down("e.severity"), .down("e.moneyHundredths")]
      case .since: [.up("e.since")]
      case .due: [.up("e.listDue")]
      case .code: [.up("e.code")]
      }
    let rank = ListOrder.Key(column: "e.listRank", isDescending: false, fallback: 0)
    return ListOrder(
      row: "e", table: "orderException e", index: "orderException_" + rawValue,
      keys: [rank] + keys)
  }
}

extension ExceptionRow {
  /// In the order of `init`.
  static let columns = """
    e.id, e.orderID, ifnull(o.name, a.name), e.code, e.severity, e.state, e.since, e.due, \
    e.snoozedUntil, ifnull(e.money, max(0, o.total - ifnull(o.refunded, 0))), o.currency, e.reason, \
    ifnull(o.supplier, ''), a.name, e.learned, \
    (SELECT count(*) FROM orderException w WHERE w.orderID = e.orderID AND w.shown = 0 \
    AND w.state NOT IN ('resolved', 'cleared'))
    """
  static let joins = """
    LEFT JOIN customerOrder o ON o.id = e.orderID \
    JOIN account a ON a.id = ifnull(o.accountID, e.accountID)
    """

  init(_ columns: inout Columns) throws {
    self.init(
      id: ExceptionID(try columns.number()),
      order: try columns.numberOrNil().map { OrderID($0) }, subject: try columns.text(),
      code: try columns.text(), severity: try columns.severity(),
      state: try columns.state(OrderException.State.self), since: try columns.time(),
      due: try columns.timeOrNil(), snoozedUntil: try columns.timeOrNil(),
      money: try columns.money(), reason: try columns.text(), supplier: try columns.text(),
      storefront: try columns.text(), learned: try columns.bool(), hidden: try columns.int())
  }
}

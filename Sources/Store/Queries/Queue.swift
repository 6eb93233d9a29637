package import Fulfillment
internal import GRDB

extension Store {
  /// A window of the order queue. Its cost does not grow with the number of orders.
  package func queue(
    _ query: Query, sort: QueueSort, reversed: Bool = false, at anchor: Anchor, count: Int,
    now: Timestamp, patience: Patience? = nil
  ) throws -> Window<QueueRow> {
    try read("can't read the queue", patience) { database in
      let reader = try Store.queueReader(
        query, sort: sort, reversed: reversed, now: now, database)
      let total = query == .all ? try Counter.orders.value(database) : nil
      return try reader.window(at: anchor, count: count, total: total, database)
    }
  }

  /// How many orders the query matches; with `atMost`, no further than one more than that many.
  package func queueCount(
    _ query: Query, atMost: Int? = nil, now: Timestamp, patience: Patience? = nil
  ) throws -> Int {
    try read("can't count the queue", patience) { database in
      if query == .all { return try Counter.orders.value(database) }
      let condition = query.condition(now: now)
      let candidates = try Narrowing.candidates(query, now: now, database)
      let inside = candidates.map { "o.id IN (" + $0.sql + ") AND " } ?? ""
      let count = try database.numbers(
        "SELECT count(*) FROM (SELECT 1 FROM customerOrder o WHERE " + inside + condition.sql
          + " LIMIT ?)",
        (candidates?.arguments ?? []) + condition.arguments + [atMost.map { $0 + 1 } ?? -1])
      return Int(count.first ?? 0)
    }
  }

  /// Those orders as the queue lists them, by that sort; one that is not there is left out.
  package func inQueueOrder(_ orders: [OrderID], sort: QueueSort) throws -> [OrderID] {
    try read("can't sort the orders") { database in
      let keys = sort.order.allKeys.map { $0.column + ($0.isDescending ? " DESC" : "") }
      let list = "[" + orders.map { String($0.number) }.joined(separator: ",") + "]"
      return try database.numbers(
        """
        SELECT o.id FROM customerOrder o WHERE o.id IN (SELECT value FROM json_each(?))
        ORDER BY \(keys.joined(separator: ", "))
        """, [list]
      ).map(OrderID.init)
    }
  }

  static func queueReader(
    _ query: Query, sort: QueueSort, reversed: Bool = false, now: Timestamp, _ database: Database
  ) throws -> ListReader<QueueRow> {
    ListReader(
      order: reversed ? sort.order.reversed() : sort.order, select: QueueRow.columns,
      joins: QueueRow.joins,
      condition: query.condition(now: now),
      candidates: try Narrowing.candidates(query, now: now, database),
      read: { try QueueRow(&$0) })
  }
}

extension QueueSort {
  var order: ListOrder {
    switch self {
    case .risk: .orders("risk", [.down("riskHundredths"), .down("placedAt")])
    case .age: .orders("age", [.up("placedAt")])
    case .newest: .orders("newest", [.down("placedAt")])
    case .value: .orders("value", [.down("valueHundredths")])
    case .state: .orders("state", [.up("stateRank")])
    case .supplier: .orders("supplier", [.up("supplier")])
    case .updated: .orders("updated", [.down("changedAt")])
    }
  }
}

extension ListOrder {
  fileprivate static func orders(_ index: String, _ keys: [Key]) -> ListOrder {
    ListOrder(
      row: "o", table: "customerOrder o", index: "customerOrder_" + index,
      keys: keys.map { Key(column: "o." + $0.column, isDescending: $0.isDescending) })
  }
}

extension ListOrder.Key {
  static func up(_ column: String) -> Self { Self(column: column, isDescending: false) }
  static func down(_ column: String) -> Self { Self(column: column, isDescending: true) }
}

extension QueueRow {
  /// In the order of `init`.
  static let columns = """
    o.id, o.name, a.name, o.customerName, o.country, o.supplier, o.state, o.payment, o.placedAt, \
    o.changedAt, o.currency, o.total, o.risk, o.exceptionCode, o.severity, o.lineCount, o.tags, \
    o.tracking, o.trackingStatus, o.trackedAt, o.purchase, o.holdUntil,
    CASE o.purchase WHEN 'ready' THEN (SELECT max(m.notBefore) FROM outboxMessage m
      WHERE m.orderID = o.id AND m.kind = 'place' AND m.state = 'ready') END,
    CASE o.purchase WHEN 'ready' THEN (
      SELECT max(CASE WHEN s.pausedAt IS NULL THEN m.outcome ELSE \(SupplierPause.told) END)
      FROM outboxMessage m JOIN purchaseOrder p ON p.id = m.purchaseID
      JOIN supplier s ON s.id = p.supplierID
      WHERE m.orderID = o.id AND m.kind = 'place' AND m.state = 'ready') END
    """
  static let joins = "JOIN account a ON a.id = o.accountID"

  init(_ columns: inout Columns) throws {
    self.init(
      id: OrderID(try columns.number()), name: try columns.text(),
      storefront: try columns.text(), customer: try columns.text(),
      country: try columns.text(), supplier: try columns.text(),
      state: try columns.state(OrderState.self), payment: try columns.state(PaymentState.self),
      placedAt: try columns.time(), updatedAt: try columns.time())
    let currency = try columns.currency()
    total = try columns.money(currency)
    risk = try columns.money(currency)
    exception = try columns.textOrNil() ?? ""
    severity = try columns.numberOrNil().flatMap { Severity(rawValue: Int($0)) }
    lineCount = try columns.int()
    tags = TagList.tags(try columns.text())
    tracking = try columns.text()
    trackingStatus = try columns.stateOrNil(TrackingStatus.self)
    trackedAt = try columns.timeOrNil()
    purchase = try columns.stateOrNil(Sending.State.self)
    holdUntil = try columns.timeOrNil()
    notBefore = try columns.timeOrNil()
    purchaseNote = try columns.textOrNil() ?? ""
  }
}

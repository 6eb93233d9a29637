internal import Fulfillment
internal import GRDB

/// Reads orders with all their facts, many at a time: one statement a table for each run of neighbouring
/// orders, merged as they come. One order alone is a run of one.
final class Loader {
  private let database: Database
  let offers: OfferBook
  private let now: Timestamp
  private let orders: OrderRows
  private let lines: OrderRows
  private let purchases: OrderRows
  private let covers: OrderRows
  private let shipments: OrderRows
  private let events: Scan
  private let returns: OrderRows
  private let tags: OrderRows
  private let exceptions: OrderRows
  private let refusals: OrderRows
  private let sharers: Scan
  private let alike: Scan
  private let again: Scan

  /// Orders that are not asked for are read and passed over where no more lie between two that are.
  private static let gap: Int64 = 4

  init(_ database: Database, _ offers: OfferBook, now: Timestamp) throws {
    (self.database, self.offers, self.now) = (database, offers, now)
    func rows(_ sql: String) throws -> OrderRows { try OrderRows(database, sql) }
    orders = try rows(
      "SELECT id, \(LoadedOrder.columns) FROM customerOrder WHERE id BETWEEN ? AND ? ORDER BY id")
    lines = try rows(
      """
      SELECT orderID, position, externalID, sku, title, quantity, price, requiresShipping, fulfilled
      FROM orderLine WHERE orderID BETWEEN ? AND ? ORDER BY orderID
      """)
    purchases = try rows(
      """
      SELECT p.orderID, \(Facts.purchaseColumns) WHERE p.orderID BETWEEN ? AND ? ORDER BY p.orderID
      """
    )
    covers = try rows(
      """
      SELECT orderID, line, part, firstUnit, units FROM purchaseLine
      WHERE orderID BETWEEN ? AND ? AND isLive = 1 ORDER BY orderID
      """)
    shipments = try rows(
      """
      SELECT orderID, \(Facts.shipmentColumns) FROM shipment WHERE orderID BETWEEN ? AND ?
      ORDER BY orderID
      """)
    events = try Scan(database, Facts.eventsSQL)
    returns = try rows(
      """
      SELECT orderID, id, externalID, state, requestedAt, decidedAt, reason FROM returnRequest
      WHERE orderID BETWEEN ? AND ? ORDER BY orderID
      """)
    tags = try rows(
      """
      SELECT orderID, tag FROM orderTag WHERE orderID BETWEEN ? AND ? AND source <> 'removed'
      ORDER BY orderID, tag
      """)
    exceptions = try rows(
      """
      SELECT orderID, \(KeptException.columns) FROM orderException WHERE orderID BETWEEN ? AND ?
      ORDER BY orderID
      """)
    refusals = try rows(
      """
      SELECT orderID, sku, reason FROM routeRefusal WHERE orderID BETWEEN ? AND ? ORDER BY orderID
      """)
    sharers = try Scan(
      database, "SELECT 1 FROM shipment WHERE number = ? AND number <> '' AND id <> ? LIMIT 1")
    alike = try Scan(
      database,
      "SELECT 1 FROM customerOrder WHERE likeness = ? AND likeness <> 0 AND id <> ? LIMIT 1")
    again = try Scan(
      database, "SELECT 1 FROM customerOrder WHERE externalID = ? AND id <> ? LIMIT 1")
  }

  /// The orders of these numbers that are there, in their order.
  /// - Parameter isForRules: with what only the rules need; else what is derived follows from it.
  func load(_ ids: some Collection<Int64>, isForRules: Bool) throws -> [LoadedOrder] {
    var loaded: [LoadedOrder] = []
    loaded.reserveCapacity(ids.count)
    var rest = ids.sorted()[...]
    while let first = rest.first {
      var end = rest.startIndex + 1
      while end < rest.endIndex, rest[end] - rest[end - 1] <= Loader.gap { end += 1 }
      try load(rest[..<end], first...rest[end - 1], isForRules, &loaded)
      rest = rest[end...]
    }
    return loaded
  }

  private func load(
    _ ids: ArraySlice<Int64>, _ range: ClosedRange<Int64>, _ isForRules: Bool,
    _ loaded: inout [LoadedOrder]
  ) throws {
    let facts = [orders, lines, purchases, covers, shipments, returns, tags]
    let all = isForRules ? facts + [exceptions, refusals] : facts
    defer { for rows in all { rows.end() } }
    for rows in all { try rows.begin(range) }
    for id in ids {
      var order: LoadedOrder?
      try orders.take(id) { order = try LoadedOrder(id: id, &$0) }
      guard var order else { continue }
      try fill(&order)
      if isForRules { try complete(&order) }
      loaded.append(order)
    }
  }

  private func fill(_ order: inout LoadedOrder) throws {
    let id = order.id
    let currency = order.currency
    var lines: [(position: Int64, line: OrderLine)] = []
    try self.lines.take(id) {
      lines.append((try $0.number(), try OrderLine(&$0, currency)))
    }
    if lines.count > 1 { lines.sort { $0.position < $1.position } }
    order.lines = lines.map(\.line)
    try purchases.take(id) { order.purchases.append(try KeptPurchase(&$0)) }
    if order.purchases.count > 1 {
      order.purchases.sort { ($0.purchase.placedAt, $0.id) < ($1.purchase.placedAt, $1.id) }
    }
    var covered: [CoveredUnits] = []
    try covers.take(id) { covered.append(try CoveredUnits(&$0)) }
    try shipments.take(id) { order.shipments.append(try KeptShipment(&$0)) }
    if order.shipments.count > 1 {
      order.shipments.sort { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }
    for index in order.shipments.indices {
      try events.begin(order.shipments[index].id)
      while try events.next() {
        var columns = events.columns
        order.shipments[index].events.append(try Facts.event(&columns))
      }
    }
    var returns: [(id: Int64, facts: ReturnFacts)] = []
    try self.returns.take(id) {
      let id = try $0.number()
      var request = ReturnFacts(
        externalID: try $0.text(), state: try $0.state(Kept.returned),
        requestedAt: try $0.time())
      request.decidedAt = try $0.timeOrNil()
      request.reason = try $0.text()
      returns.append((id, request))
    }
    if returns.count > 1 {
      returns.sort { ($0.facts.requestedAt, $0.id) < ($1.facts.requestedAt, $1.id) }
    }
    order.facts.returns = returns.map(\.facts)
    var tags: [String] = []
    try self.tags.take(id) { tags.append(try $0.text()) }
    order.tags = TagList.text(tags)
    try order.fillFacts(covered, offers)
  }

  /// What only the rules need: the ways to fill each line, the orders that this one may repeat, those that
  /// had its numbers before, and what was raised.
  private func complete(_ order: inout LoadedOrder) throws {
    let id = order.id
    try exceptions.take(id) { order.exceptions.append(try KeptException(&$0)) }
    if order.exceptions.count > 1 { order.exceptions.sort { $0.id < $1.id } }
    var blocked: [String: String] = [:]
    try refusals.take(id) { blocked[try $0.text().lowercased()] = try $0.text() }
    let placedAt = order.facts.placedAt
    for index in order.facts.lines.indices {
      let sku = order.facts.lines[index].sku
      if !blocked.isEmpty { order.facts.lines[index].blocked = blocked[sku.lowercased()] ?? "" }
      let offered = try offers.offered(sku)
      guard !offered.isPlain else { continue }
      order.facts.lines[index].renewal = offered.states.renewal(now)
      order.facts.lines[index].stockOut = offered.states.stockOut(since: placedAt)
      order.facts.lines[index].costRise = offered.states.costRise(since: placedAt)
    }
    for index in order.shipments.indices {
      let kept = order.shipments[index]
      guard !kept.shipment.number.isEmpty else { continue }
      try sharers.begin(kept.shipment.number, kept.id)
      guard try sharers.next() else { continue }
      sharers.end()
      order.facts.shipments[index].sharedWith = try database.sharers(of: kept, orderID: id)
    }
    try alike.begin(order.likeness, id)
    var mayRepeat = try alike.next()
    alike.end()
    if !mayRepeat {
      try again.begin(order.externalID, id)
      mayRepeat = try again.next()
      again.end()
    }
    if mayRepeat { order.facts.duplicateOf = try database.duplicates(of: id) }
  }
}

extension OrderLine {
  fileprivate init(_ columns: inout Columns, _ currency: Currency) throws {
    self.init(
      externalID: try columns.text(), sku: try columns.text(), title: try columns.text(),
      quantity: try columns.int(), price: try columns.money(currency),
      requiresShipping: try columns.bool(), fulfilled: try columns.bool())
  }
}

/// How long before an order the same one may have come.
private let repeatWindow = Span.days(2)

extension Database {
  /// Other orders that had the number before.
  fileprivate func sharers(of kept: KeptShipment, orderID: Int64) throws -> [String] {
    try texts(
      """
      SELECT DISTINCT o.name FROM shipment s JOIN customerOrder o ON o.id = s.orderID
      WHERE s.number = ?1 AND s.number <> '' AND s.createdAt >= ?3 - ?4
        AND (s.createdAt < ?3 AND s.orderID <> ?2 OR s.createdAt = ?3 AND s.orderID < ?2)
      ORDER BY o.id
      """, kept.shipment.number, orderID, kept.createdAt.milliseconds,
      Facts.recycling.milliseconds)
  }

  /// Earlier orders of the same customer for the same, or with the same id of the storefront.
  fileprivate func duplicates(of orderID: Int64) throws -> [String] {
    try texts(
      """
      SELECT e.name FROM customerOrder o JOIN customerOrder e ON e.id <> o.id AND (
        e.likeness = o.likeness AND e.likeness <> 0
          AND e.placedAt BETWEEN o.placedAt - ?2 AND o.placedAt
        OR e.externalID = o.externalID AND e.email = o.email AND e.email <> '')
      WHERE o.id = ?1 AND (e.placedAt, e.id) < (o.placedAt, o.id) AND e.cancelledAt IS NULL
      AND e.payment NOT IN ('refunded', 'voided') AND e.isHistory = 0 ORDER BY e.id LIMIT 5
      """, orderID, repeatWindow.milliseconds)
  }
}

internal import Fulfillment
internal import GRDB

/// Reads orders with all their facts, many at a time: one statement a table for each run of neighbouring
/// orders, merged as they come. One order alone is a run of one.
final class Loader {
  let database: Database
  let offers: OfferBook
  private let now: Timestamp
  private let orders: OrderRows
  private let lines: OrderRows
  private let purchases: OrderRows
  private let covers: OrderRows
  private let shipments: OrderRows
  private let shipmentsWithSharers: OrderRows
  private let events: OrderRows
  private let returns: OrderRows
  private let tags: OrderRows
  private let exceptions: OrderRows
  private let refusals: OrderRows
  private let recourse: OrderRows
  /// Orders with a dispute that is not decided, once the rules have asked.
  private var disputed: Set<Int64>?
  /// What payment services keep, once the rules have asked.
  private var fees: FeeBook?
  /// Of the lines of the order that is being read.
  private var positions: [Int64] = []
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
      SELECT orderID, \(CoveredUnits.columns) FROM purchaseLine
      WHERE orderID BETWEEN ? AND ? AND isLive = 1 ORDER BY orderID
      """)
    func shipments(_ isShared: String) throws -> OrderRows {
      try rows(
        """
        SELECT orderID, \(isShared), \(Facts.shipmentColumns) FROM shipment s
        WHERE orderID BETWEEN ? AND ? ORDER BY orderID
        """)
    }
    self.shipments = try shipments("0")
    shipmentsWithSharers = try shipments(
      """
      EXISTS (SELECT 1 FROM shipment t
        WHERE t.number = s.number AND t.number <> '' AND t.id <> s.id)
      """)
    events = try rows(
      """
      SELECT s.orderID, s.id, \(Facts.eventColumns)
      FROM shipment s CROSS JOIN trackingEvent e ON e.shipmentID = s.id
      WHERE s.orderID BETWEEN ? AND ? ORDER BY s.orderID
      """)
    returns = try rows(
      """
      SELECT orderID, id, externalID, state, requestedAt,
        CASE state WHEN 'received' THEN receivedAt ELSE decidedAt END, reason,
        outcome NOT IN ('reship', 'return-supplier', 'return-local'),
        EXISTS (SELECT 1 FROM purchaseOrder p WHERE p.returnID = returnRequest.id
          AND p.state NOT IN ('rejected', 'cancelled')
          AND (EXISTS (SELECT 1 FROM purchaseLine l WHERE l.purchaseID = p.id AND l.isLive = 1)
            OR NOT EXISTS (SELECT 1 FROM purchaseLine l WHERE l.purchaseID = p.id)))
      FROM returnRequest WHERE orderID BETWEEN ? AND ? ORDER BY orderID
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
    recourse = try rows(
      "SELECT orderID FROM recourse WHERE orderID BETWEEN ? AND ? ORDER BY orderID")
    alike = try Scan(
      database,
      "SELECT 1 FROM customerOrder WHERE likeness = ? AND likeness <> 0 AND id <> ? LIMIT 1")
    again = try Scan(
      database, "SELECT 1 FROM customerOrder WHERE externalID = ? AND id <> ? LIMIT 1")
  }

  /// The orders of these numbers that are there, in their order.
  func load(_ ids: some Collection<Int64>, isForRules: Bool) throws -> [LoadedOrder] {
    var loaded: [LoadedOrder] = []
    loaded.reserveCapacity(ids.count)
    try load(ids, isForRules: isForRules) { order in
      if isForRules { try findRepeated(&order) }
      loaded.append(order)
    }
    return loaded
  }

  /// The same one by one, each without the orders that it may repeat.
  /// - Parameter isForRules: with what only the rules need; else what is derived follows from it.
  func load(
    _ ids: some Collection<Int64>, isForRules: Bool, take: (inout LoadedOrder) throws -> Void
  ) throws {
    var rest = ids.sorted()[...]
    while let first = rest.first {
      var end = rest.startIndex + 1
      while end < rest.endIndex, rest[end] - rest[end - 1] <= Loader.gap { end += 1 }
      try load(rest[..<end], first...rest[end - 1], isForRules, take)
      rest = rest[end...]
    }
  }

  private func load(
    _ ids: ArraySlice<Int64>, _ range: ClosedRange<Int64>, _ isForRules: Bool,
    _ take: (inout LoadedOrder) throws -> Void
  ) throws {
    let shipments = isForRules ? shipmentsWithSharers : self.shipments
    let facts = [orders, lines, purchases, covers, shipments, events, returns, tags]
    let all = isForRules ? facts + [exceptions, refusals, recourse] : facts
    defer { for rows in all { rows.end() } }
    for rows in all { try rows.begin(range) }
    for id in ids {
      guard var columns = try orders.columns(of: id) else { continue }
      var order = try LoadedOrder(id: id, &columns)
      let shared = try fill(&order, shipments)
      if isForRules { try complete(&order, shared: shared) }
      try take(&order)
    }
  }

  /// Its rows. The parcels whose number another parcel has or had.
  private func fill(_ order: inout LoadedOrder, _ shipments: OrderRows) throws -> [Int64] {
    let id = order.id
    let currency = order.currency
    positions.removeAll(keepingCapacity: true)
    try lines.take(id) {
      positions.append(try $0.number())
      order.lines.append(try OrderLine(&$0, currency))
    }
    // They nearly always come so.
    if zip(positions, positions.dropFirst()).contains(where: { $0 > $1 }) {
      order.lines = zip(positions, order.lines).sorted { $0.0 < $1.0 }.map { $0.1 }
    }
    try purchases.take(id) { order.purchases.append(try KeptPurchase(&$0)) }
    if order.purchases.count > 1 {
      order.purchases.sort { ($0.purchase.placedAt, $0.id) < ($1.purchase.placedAt, $1.id) }
    }
    var covered: [CoveredUnits] = []
    try covers.take(id) { covered.append(try CoveredUnits(&$0)) }
    var shared: [Int64] = []
    try shipments.take(id) {
      let isShared = try $0.bool()
      order.shipments.append(try KeptShipment(&$0))
      if isShared, let last = order.shipments.last { shared.append(last.id) }
    }
    if order.shipments.count > 1 {
      order.shipments.sort { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }
    try events.take(id) {
      let shipmentID = try $0.number()
      guard let index = order.shipments.firstIndex(where: { $0.id == shipmentID }) else { return }
      // Most parcels have a handful: one piece of memory instead of four that grow.
      if order.shipments[index].events.isEmpty {
        order.shipments[index].events.reserveCapacity(8)
      }
      order.shipments[index].events.append(try Facts.event(&$0))
    }
    var returns: [(id: Int64, facts: ReturnFacts)] = []
    try self.returns.take(id) {
      let id = try $0.number()
      var request = ReturnFacts(
        externalID: try $0.text(), state: try $0.state(Kept.returned),
        requestedAt: try $0.time())
      request.decidedAt = try $0.timeOrNil()
      request.reason = try $0.text()
      request.isOwed = try $0.bool()
      request.isReplaced = try $0.bool()
      returns.append((id, request))
    }
    if returns.count > 1 {
      returns.sort { ($0.facts.requestedAt, $0.id) < ($1.facts.requestedAt, $1.id) }
    }
    if !returns.isEmpty { order.facts.returns = returns.map { $0.facts } }
    var tags: [String] = []
    try self.tags.take(id) { tags.append(try $0.text()) }
    if !tags.isEmpty { order.tags = TagList.text(tags) }
    try order.fillFacts(covered, offers)
    return shared
  }

  /// The orders that this one may repeat.
  func findRepeated(_ order: inout LoadedOrder) throws {
    try alike.begin(order.likeness, order.id)
    var mayRepeat = try alike.next()
    alike.end()
    if !mayRepeat {
      try again.begin(order.externalID, order.id)
      mayRepeat = try again.next()
      again.end()
    }
    if mayRepeat { order.facts.duplicateOf = try database.duplicates(of: order.id) }
  }

  /// What only the rules need: the ways to fill each line, the orders that had its numbers before, and what
  /// was raised.
  private func complete(_ order: inout LoadedOrder, shared: [Int64]) throws {
    let id = order.id
    try exceptions.take(id) { order.exceptions.append(try KeptException(&$0)) }
    if order.exceptions.count > 1 { order.exceptions.sort { $0.id < $1.id } }
    let disputed = try self.disputed ?? database.disputedOrders()
    self.disputed = disputed
    if disputed.contains(id) { order.facts.disputes = try database.disputes(of: id) }
    let fees = try self.fees ?? FeeBook(database)
    self.fees = fees
    order.fees = fees.fee(of: order.total, accountID: order.accountID)
    try recourse.take(id) { _ in order.hasRecourse = true }
    var blocked: [String: String] = [:]
    try refusals.take(id) { blocked[try $0.text().lowercased()] = try $0.text() }
    for index in order.facts.lines.indices where order.hasOfferNews || !blocked.isEmpty {
      let sku = order.facts.lines[index].sku
      order.facts.lines[index].blocked = blocked[sku.lowercased()] ?? ""
      let offered = try offers.offered(sku)
      guard !offered.isPlain else { continue }
      let placedAt = order.facts.placedAt
      order.facts.lines[index].renewal = offered.states.renewal(now)
      order.facts.lines[index].stockOut = offered.states.stockOut(since: placedAt)
      order.facts.lines[index].costRise = offered.states.costRise(since: placedAt)
    }
    if !shared.isEmpty {
      for index in order.shipments.indices where shared.contains(order.shipments[index].id) {
        order.facts.shipments[index].sharedWith = try database.sharers(
          of: order.shipments[index], orderID: id)
      }
    }
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

package import Fulfillment
internal import GRDB

extension Store {
  /// Open orders that the query matches and in which something is to be shipped, oldest row first, as
  /// the router sees them: those after `after`, at most `limit`.
  package func routeRequests(
    _ query: Query, limit: Int, after: OrderID?, now: Timestamp
  ) throws -> [RouteRequest] {
    try read("can't read what is to be bought") { database in
      let condition = query.condition(now: now)
      let candidates = try Narrowing.candidates(query, now: now, database)
      let inside = candidates.map { "o.id IN (" + $0.sql + ") AND " } ?? ""
      let ids = try database.numbers(
        """
        SELECT o.id FROM customerOrder o WHERE o.id > ? AND o.isOpen = 1 AND \(inside)\(condition.sql)
        AND EXISTS (SELECT 1 FROM orderLine w WHERE w.orderID = o.id AND w.requiresShipping = 1
          AND w.fulfilled = 0 AND w.quantity > 0)
        ORDER BY o.id LIMIT ?
        """, [after?.number ?? 0] + (candidates?.arguments ?? []) + condition.arguments + [limit])
      let work = Work(database, now: now)
      return try ids.compactMap(work.routeRequest)
    }
  }

  /// Those orders as the router sees them, in that order, open or not; one that is not there is left
  /// out.
  package func routeRequests(_ orders: [OrderID], now: Timestamp) throws -> [RouteRequest] {
    try read("can't read what is to be bought") { database in
      let work = Work(database, now: now)
      return try orders.compactMap { try work.routeRequest(of: $0.number) }
    }
  }

  /// Keeps why nobody could fill lines of orders when they were last routed, for the rules; in place of
  /// what was kept of those orders before.
  package func keepRefusals(
    _ refusals: [Plan.Refusal], for orders: [OrderID], now: Timestamp
  ) throws {
    let fresh = Dictionary(grouping: refusals.filter { $0.code == "order.blocked" }, by: \.order)
    try work("can't keep what could not be routed", now: now) { work in
      for order in orders { try work.keepRefusals(fresh[order] ?? [], of: order.number) }
    }
  }
}

extension Work {
  func routeRequest(of orderID: Int64) throws -> RouteRequest? {
    guard let ground = try ground(of: orderID) else { return nil }
    let purchases = try Facts.purchases(of: orderID, database)
    let cover = try Cover(of: orderID, purchases, database)
    let came = try nothings(of: orderID)
    var obstacle = ground.obstacle
    if obstacle == nil { obstacle = try boughtByHand(orderID).map { "bought by hand: " + $0 } }
    var request = RouteRequest(
      order: OrderID(orderID), orderName: ground.name, storefront: ground.storefront,
      externalID: ground.externalID, placedAt: ground.placedAt, promisedAt: ground.promisedAt,
      shipTo: ground.shipTo, email: ground.email, tags: try tags(of: orderID),
      lines: ground.lines.filter { $0.requiresShipping && !$0.fulfilled && $0.quantity > 0 }.map {
        cover.request(for: $0, generation: came[$0.externalID] ?? 0)
      }, obstacle: obstacle ?? "")
    request.fingerprint = request.print
    return request
  }

  /// How many purchases of each line came to nothing.
  func nothings(of orderID: Int64, isAgain: Bool = false) throws -> [String: Int] {
    let rows = try database.rows(
      """
      SELECT line, count(DISTINCT purchaseID) FROM purchaseLine WHERE orderID = ?1 AND isLive = 0
      AND (again > 0) = ?2 GROUP BY line
      """, orderID, isAgain ? 1 : 0
    ) { (line: try $0.text(), count: try $0.int()) }
    return Dictionary(rows.map { ($0.line, $0.count) }, uniquingKeysWith: +)
  }

  fileprivate mutating func keepRefusals(
    _ refusals: [Plan.Refusal], of orderID: Int64
  ) throws {
    let before = try database.texts(
      "SELECT sku || char(10) || reason FROM routeRefusal WHERE orderID = ? ORDER BY sku", orderID)
    var reasons: [String: String] = [:]
    for refusal in refusals where reasons[refusal.sku.lowercased()] == nil {
      reasons[refusal.sku.lowercased()] = refusal.reason.sanitised(limit: 300)
    }
    let after = reasons.map { $0.key + "\n" + $0.value }.sorted()
    guard after != before, try exists(OrderID(orderID)) else { return }
    try database.run("DELETE FROM routeRefusal WHERE orderID = ?", orderID)
    for (sku, reason) in reasons.sorted(by: { $0.key < $1.key }) {
      try database.run(
        "INSERT INTO routeRefusal (orderID, sku, reason) VALUES (?, ?, ?)", orderID, sku, reason)
    }
    touched.insert(orderID)
  }
}

extension Cover {
  /// A line as the router sees it. Where a purchase in the middle came to nothing, only the units up to
  /// the next one that is covered are asked for: the rest comes with the next plan.
  fileprivate func request(for line: OrderLine, generation: Int) -> RouteRequest.Line {
    let parts = (stretches[line.externalID] ?? [:]).mapValues { $0.reachAndNext }
    let gaps = parts.values.filter { $0.reach < line.quantity }
    let quantity = min(line.quantity, gaps.map(\.next).min() ?? line.quantity)
    return RouteRequest.Line(
      id: line.externalID, sku: line.sku, title: line.title, quantity: quantity,
      covered: parts.mapValues { min($0.reach, quantity) }.filter { $0.value > 0 },
      generation: generation, price: line.price)
  }
}

extension [Range<Int>] {
  /// How many units from the first on they cover, and where they go on after that.
  fileprivate var reachAndNext: (reach: Int, next: Int) {
    var reach = 0
    for stretch in self {
      guard stretch.lowerBound <= reach else { return (reach, stretch.lowerBound) }
      reach = Swift.max(reach, stretch.upperBound)
    }
    return (reach, .max)
  }
}

extension RouteRequest {
  /// Of all of it; never 0, which stands for "not compared".
  fileprivate var print: Int64 {
    var digest = Digest()
    digest.add(order.number)
    for text in [orderName, storefront, externalID, email, obstacle] + shipTo.parts + tags {
      digest.add(text)
    }
    digest.add(placedAt)
    digest.add(promisedAt)
    for line in lines {
      for text in [line.id, line.sku, line.title] { digest.add(text) }
      digest.add(Int64(line.quantity))
      digest.add(Int64(line.generation))
      digest.add(line.price)
      for (part, units) in line.covered.sorted(by: { $0.key < $1.key }) {
        digest.add(part)
        digest.add(Int64(units))
      }
    }
    return digest.value == 0 ? 1 : digest.value
  }
}

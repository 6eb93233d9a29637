/// What another routing policy would have chosen: the answer of `rules try`.
package struct RoutingTrial: Hashable, Sendable {
  /// Orders that were routed both ways.
  package var examined: Int
  package var changes: [Change]

  /// One order that would go another way.
  package struct Change: Hashable, Sendable {
    package var order: OrderID
    package var orderName: String
    /// `CJ by CJPacket Ordinary: 2 MUG-1`, one for each purchase and refusal.
    package var from: [String]
    package var to: [String]
    /// The new cost less the old one; nil where either is not known or something is refused.
    package var costDifference: Money?
    /// Why it goes so now: the first reason of the new routes and refusals.
    package var reasons: [String]

    package init(
      order: OrderID, orderName: String, from: [String], to: [String], costDifference: Money?,
      reasons: [String]
    ) {
      self.order = order
      self.orderName = orderName
      self.from = from
      self.to = to
      self.costDifference = costDifference
      self.reasons = reasons
    }
  }

  package init(examined: Int = 0, changes: [Change] = []) {
    self.examined = examined
    self.changes = changes
  }

  /// Routes every order by both policies; orders that go the same way are only counted.
  package static func compare(
    _ requests: [RouteRequest], _ catalogue: Catalogue, from old: RoutingPolicy,
    to new: RoutingPolicy, rates: Rates, now: Timestamp
  ) -> RoutingTrial {
    var trial = RoutingTrial(examined: requests.count)
    for request in requests {
      let before = Router.route(request, catalogue, old, rates: rates, now: now)
      let after = Router.route(request, catalogue, new, rates: rates, now: now)
      let (from, to) = (ways(before), ways(after))
      guard from != to else { continue }
      trial.changes.append(
        Change(
          order: request.order, orderName: request.orderName, from: from, to: to,
          costDifference: difference(before, after, rates),
          reasons: (after.routes.compactMap(\.reasons.first) + after.refused.map(\.reason)).uniqued)
      )
    }
    return trial
  }

  private static func ways(_ routing: Routing) -> [String] {
    routing.routes.map { route in
      let method = route.method.isEmpty ? "" : " by \(route.method.briefly)"
      return "\(route.supplier.briefly)\(method): " + PlanDifference.text(route.items)
    } + routing.refused.map { "nobody: \($0.sku.briefly)" }
  }

  private static func difference(_ before: Routing, _ after: Routing, _ rates: Rates) -> Money? {
    guard before.refused.isEmpty, after.refused.isEmpty,
      let currency = after.routes.first?.landed?.currency,
      let old = sum(before.routes, currency, rates), let new = sum(after.routes, currency, rates)
    else { return nil }
    return new.plus(Money(minor: -old.minor, currency: currency))
  }

  private static func sum(_ routes: [Route], _ currency: Currency, _ rates: Rates) -> Money? {
    var sum = Money.zero(currency)
    for route in routes {
      guard let landed = route.landed, let same = rates.convert(landed, to: currency),
        let next = sum.plus(same)
      else { return nil }
      sum = next
    }
    return sum
  }
}

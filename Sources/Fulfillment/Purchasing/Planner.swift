/// Makes a plan: what would be bought for which orders, from whom, and how each purchase would come about.
package enum Planner {
  /// Plans orders one after the other; what one of them uses of a daily limit, or of a supplier's stock,
  /// the next can't. An order that is given twice is planned once.
  ///
  /// An order older than the routing policy allows is refused (`order.stale`) where it would be bought
  /// by itself, and only said to be so where a person looks at it first: whoever buys at an operator's
  /// word plans with `PurchasingPolicy()`.
  /// - Parameters:
  ///   - usage: what every automation has bought so far, by its name.
  ///   - buysManual: what is left to an operator is bought, too, and so uses up stock.
  package static func plan(
    _ requests: [RouteRequest], _ catalogue: Catalogue, routing: RoutingPolicy,
    purchasing: PurchasingPolicy, usage: [String: PurchasingPolicy.Usage], rates: Rates,
    buysManual: Bool = true, now: Timestamp
  ) -> Plan {
    var catalogue = catalogue
    var planning = Planning(
      purchasing: purchasing, maxAge: routing.maxAge, usage: usage, rates: rates, now: now)
    var seen: Set<OrderID> = []
    for request in requests where seen.insert(request.order).inserted {
      guard request.obstacle.isEmpty else {
        planning.refuse(request, request.obstacle)
        continue
      }
      let result = Router.route(request, catalogue, routing, rates: rates, now: now)
      let before = planning.plan.entries.count
      planning.take(request, result)
      for entry in planning.plan.entries[before...]
      where buysManual || entry.verdict.mode != .manual {
        catalogue.use(entry.draft)
      }
    }
    return planning.plan
  }

  /// The purchase that a route is.
  package static func draft(_ route: Route, of request: RouteRequest) -> PurchaseDraft {
    let lines = Set(route.items.map(\.line))
    var draft = PurchaseDraft(
      order: request.order, storefront: request.storefront, externalID: request.externalID,
      orderName: request.orderName, supplier: route.supplier, method: route.method,
      items: route.items, shipTo: request.shipTo, email: request.email, cost: route.landed,
      generation: request.lines.lazy.filter { lines.contains($0.id) }.map(\.generation).max() ?? 0,
      placedAt: request.placedAt)
    draft.replacement = request.replacement
    return draft
  }
}

/// A plan in the making.
private struct Planning {
  let purchasing: PurchasingPolicy
  let maxAge: Span
  var usage: [String: PurchasingPolicy.Usage]
  let rates: Rates
  let now: Timestamp
  var plan: Plan

  init(
    purchasing: PurchasingPolicy, maxAge: Span, usage: [String: PurchasingPolicy.Usage],
    rates: Rates, now: Timestamp
  ) {
    self.purchasing = purchasing
    self.maxAge = maxAge
    self.usage = usage
    self.rates = rates
    self.now = now
    plan = Plan(madeAt: now)
  }

  mutating func refuse(_ request: RouteRequest, _ reason: String, code: String = "") {
    plan.refused.append(
      Plan.Refusal(
        order: request.order, orderName: request.orderName, reason: reason, code: code))
  }

  mutating func take(_ request: RouteRequest, _ routing: Routing) {
    if routing.routes.isEmpty, routing.refused.isEmpty {
      let isEmpty = request.lines.allSatisfy { $0.quantity <= 0 }
      refuse(request, isEmpty ? "nothing of it is to be bought" : "all of it is bought already")
      return
    }
    plan.refused += routing.refused
    let rest = Planning.remainder(routing)
    let age = now - request.placedAt
    // Goods come back late: that the order is old says nothing against sending them again.
    let isStale = age > maxAge && request.replacement == nil
    var isRefused = false
    for var route in routing.routes {
      let draft = Planner.draft(route, of: request)
      var verdict = purchasing.verdict(
        draft, route: route, request: request, usage: usage, rates: rates, now: now)
      if isStale {
        let text = StaleWord.text(age: age, limit: maxAge)
        if verdict.mode == .automatic {
          if !isRefused { refuse(request, text, code: "order.stale") }
          isRefused = true
          continue
        }
        verdict.trips.insert(text, at: 0)
      }
      if let rest {
        route.reasons.append(rest)
        switch purchasing.partial {
        case .never where verdict.mode == .automatic:
          if !isRefused { refuse(request, rest) }
          isRefused = true
          continue
        case .never, .ask: verdict.trips.append(rest)
        case .allow: break
        }
      }
      count(draft, verdict)
      plan.entries.append(Plan.Entry(draft: draft, route: route, verdict: verdict))
    }
  }

  /// Which lines of an order stay behind where others are bought, and why; nil: none.
  private static func remainder(_ routing: Routing) -> String? {
    guard !routing.routes.isEmpty, let first = routing.refused.first else { return nil }
    let skus = routing.refused.map { $0.sku.briefly }.uniqued
    let more = routing.refused.count > 1 ? " and more" : ""
    return "\(skus.prefix(3).joined(separator: ", ")) of it stays behind: \(first.reason)\(more)"
  }

  /// What goes out by itself counts against what may still go out today.
  private mutating func count(_ draft: PurchaseDraft, _ verdict: PurchasingPolicy.Verdict) {
    guard !verdict.automation.isEmpty, verdict.mode != .manual, verdict.trips.isEmpty else {
      return
    }
    var used = usage[verdict.automation] ?? PurchasingPolicy.Usage()
    used.countToday += 1
    let limit = purchasing.automations.first { $0.name == verdict.automation }?
      .guardrails.dailyMoney
    if let limit, let cost = draft.cost.flatMap({ rates.convert($0, to: limit.currency) }) {
      let before = used.moneyToday ?? .zero(limit.currency)
      used.moneyToday = (rates.convert(before, to: limit.currency) ?? before).plus(cost) ?? before
    }
    usage[verdict.automation] = used
  }
}

/// Chooses a supplier and a shipping method for every unit of an order that is still to be bought, and
/// keeps the reasons.
package enum Router {
  /// One route for each supplier and method, by supplier and method; what nobody can fill is refused
  /// with the reason of every supplier. The same facts always give the same routes.
  ///
  /// Postage is counted once for each supplier and method, as that of the dearest thing in the parcel.
  /// The price ceiling looks at a line's goods, the margin floor at a purchase with its postage. An
  /// offer that would come after the promise is taken only where every other would too. Units that
  /// `request` says are covered are never routed.
  package static func route(
    _ request: RouteRequest, _ catalogue: Catalogue, _ policy: RoutingPolicy, rates: Rates,
    now: Timestamp
  ) -> Routing {
    var routing = Routing()
    let goods = lines(request, catalogue)
    var inquiry = Inquiry(
      request, catalogue, policy, rates: rates, now: now, offers: goods.lazy.map(\.offers))
    var auctions: [Auction] = []
    for (bundle, group) in goods.enumerated() {
      let needs = SKUNeeds(
        request, lines: group.lines, offers: group.offers, policy: policy, bundle: bundle)
      for refusal in needs.refusals {
        routing.refused.append(self.refusal(request, needs.sku, refusal))
      }
      var refusals: [(reason: String, code: String)] = []
      for way in needs.ways {
        let asked = way.map { inquiry.auction($0) }
        refusals = asked.filter(\.bids.isEmpty).map(\.refusal) + refusals
        guard asked.allSatisfy({ !$0.bids.isEmpty }) else { continue }
        auctions += asked
        refusals = []
        break
      }
      if !refusals.isEmpty { routing.refused.append(joined(refusals, request, needs.sku)) }
    }
    let result = PurchaseChoice(inquiry, auctions).result()
    routing.routes = result.routes
    for auction in result.failed {
      routing.refused.append(refusal(request, auction.need.sku, auction.refusal))
    }
    return routing
  }

  /// The lines of each sku together, in the order of the request.
  private static func lines(
    _ request: RouteRequest, _ catalogue: Catalogue
  ) -> [(lines: [Int], offers: [Offer])] {
    if request.lines.count == 1, let line = request.lines.first {
      return [([0], catalogue.offers[line.sku.lowercased()] ?? [])]
    }
    var groups: [(lines: [Int], offers: [Offer])] = []
    var places: [String: Int] = [:]
    for (place, line) in request.lines.enumerated() {
      let sku = line.sku.lowercased()
      if let group = places[sku] {
        groups[group].lines.append(place)
      } else {
        places[sku] = groups.count
        groups.append(([place], catalogue.offers[sku] ?? []))
      }
    }
    return groups
  }

  private static func refusal(
    _ request: RouteRequest, _ sku: String, _ why: (reason: String, code: String)
  ) -> Plan.Refusal {
    Plan.Refusal(
      order: request.order, orderName: request.orderName, sku: sku, reason: why.reason,
      code: why.code)
  }

  /// One refusal of a sku, whatever number of parts or ways failed.
  private static func joined(
    _ refusals: [(reason: String, code: String)], _ request: RouteRequest, _ sku: String
  ) -> Plan.Refusal {
    let reason = refusals.map(\.reason).uniqued.joined(separator: "; ")
    // A mapping to renew is told as such only where nothing else is wrong.
    let code = refusals.first { $0.code == "order.blocked" }?.code ?? "order.unmapped"
    return refusal(request, sku, (reason, code))
  }
}

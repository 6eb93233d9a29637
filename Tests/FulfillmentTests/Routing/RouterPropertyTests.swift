import Fulfillment
import Testing

/// What holds of any order and any catalogue; a failure names its seed.
@Suite struct RouterPropertyTests {
  @Test(arguments: seeds)
  func unitsAreRoutedOnceAndNeverWhereCovered(_ seed: UInt64) {
    for world in worlds(seed) {
      let routing = world.routing
      for line in world.request.lines {
        var taken: [String: Set<Int>] = [:]
        for item in routing.routes.flatMap(\.items) where item.line == line.id {
          #expect(item.units > 0 && item.firstUnit + item.units == line.quantity)
          let units = item.firstUnit..<(item.firstUnit + item.units)
          #expect(taken[item.part, default: []].isDisjoint(with: units))
          taken[item.part, default: []].formUnion(units)
          #expect(item.firstUnit >= line.covered[""] ?? 0)
          #expect(item.firstUnit >= line.covered[item.part] ?? 0)
        }
        // Never the whole and a part of it.
        #expect(taken[""] == nil || taken.count == 1)
        if taken[""] != nil { #expect(line.covered.values.max() ?? 0 <= line.quantity) }
      }
    }
  }

  @Test(arguments: seeds)
  func everyLineIsRoutedCoveredOrRefused(_ seed: UInt64) {
    for world in worlds(seed) {
      let refused = Set(world.routing.refused.map { $0.sku.lowercased() })
      let routed = Set(world.routing.routes.flatMap(\.items).map(\.line))
      for line in world.request.lines {
        let isCovered = line.quantity <= line.covered.values.max() ?? 0
        let isTold = routed.contains(line.id) || refused.contains(line.sku.lowercased())
        #expect(isCovered || isTold)
      }
      #expect(world.routing.refused.allSatisfy { !$0.reason.isEmpty && !$0.code.isEmpty })
    }
  }

  @Test(arguments: seeds)
  func everySupplierTakenMayBe(_ seed: UInt64) {
    for world in worlds(seed) {
      let country = world.request.shipTo.country
      for route in world.routing.routes {
        #expect(world.catalogue.suppliers[route.supplier.lowercased()]?.takesOrders == true)
        for item in route.items {
          let offer = world.catalogue.offers[item.sku.lowercased()]?.first {
            $0.supplier == route.supplier && $0.part == item.part
              && $0.supplierSKU == item.supplierSKU
          }
          #expect(offer != nil)
          guard let offer else { continue }
          #expect(
            offer.renewal.isEmpty && offer.countries.isEmpty || offer.countries.contains(country))
          #expect(item.quantity == offer.items(for: item.units))
          if let stock = offer.stock, offer.stockAt == RouterSamples.now {
            #expect(item.quantity <= stock)
          }
          #expect(item.quantity <= offer.maxQuantity ?? .max)
          let method = offer.methods.first { $0.name == route.method }
          #expect(method != nil || offer.methods.isEmpty && route.method.isEmpty)
          #expect(method?.countries.isEmpty != false || method?.countries.contains(country) == true)
        }
        if let floor = world.policy.marginFloor, let share = route.marginShare {
          #expect(share >= floor)
        }
        #expect(!route.reasons.isEmpty && route.reasons.allSatisfy { !$0.isEmpty })
        #expect(!route.runnersUp.contains { $0.reason.isEmpty })
      }
    }
  }

  @Test(arguments: seeds)
  func theSameFactsMakeTheSameRoutesInWhateverOrderTheyCome(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for world in worlds(seed) {
      var catalogue = world.catalogue
      for sku in catalogue.offers.keys.sorted() { catalogue.offers[sku]?.shuffle(using: &random) }
      let again = Router.route(
        world.request, catalogue, world.policy, rates: Rates(), now: RouterSamples.now)
      #expect(again.routes == world.routing.routes)
      #expect(again.refused == world.routing.refused)
    }
  }

  @Test(arguments: seeds)
  func oneRouteForEachSupplierAndMethod(_ seed: UInt64) {
    for world in worlds(seed) {
      let names = world.routing.routes.map { [$0.supplier, $0.method] }
      #expect(Set(names).count == names.count)
    }
  }

  /// For one line, the cheapest is what a simple search finds.
  @Test(arguments: seeds)
  func aSingleLineGoesToTheCheapest(_ seed: UInt64) {
    for var world in worlds(seed) {
      world.request.lines = Array(world.request.lines.prefix(1))
      world.policy.preferences = [.cost]
      world.policy.marginFloor = nil
      guard let route = world.routing.routes.first, world.routing.routes.count == 1,
        route.items.count == 1, let landed = route.landed
      else { continue }
      let others = route.runnersUp.filter(\.isEligible).compactMap(\.cost)
      #expect(others.allSatisfy { $0.minor >= landed.minor })
    }
  }

  private struct World {
    var request: RouteRequest
    var catalogue: Catalogue
    var policy: RoutingPolicy

    var routing: Routing {
      Router.route(request, catalogue, policy, rates: Rates(), now: RouterSamples.now)
    }
  }

  private func worlds(_ seed: UInt64) -> [World] {
    var random = SplitMix64(seed: seed)
    return (0..<20).map { _ in
      let offers = (0..<random.int(1...14)).map { _ in offer(&random) }
      let lines = (1...random.int(1...5)).map { line($0, &random) }
      var policy = RoutingPolicy(
        preferences: RoutingPolicy.Preference.allCases.shuffled(using: &random))
      if random.once(in: 3) { policy.marginFloor = random.int(0...3000) }
      policy.splitTolerance = random.int(0...3000)
      policy.takesUnknownStock = random.once(in: 2)
      let catalogue = RouterSamples.catalogue(unique(offers)) { suppliers in
        if random.once(in: 3) { suppliers["a"]?.takesOrders = false }
      }
      var request = RouterSamples.request(lines)
      if random.once(in: 2) { request.promisedAt = RouterSamples.now + .days(random.int64(3...20)) }
      request.shipTo.country = random.pick(["US", "BR", ""], or: "US")
      return World(request: request, catalogue: catalogue, policy: policy)
    }
  }

  /// One offer for each supplier, sku and part, as the store keeps them.
  private func unique(_ offers: [Offer]) -> [Offer] {
    var seen: Set<[String]> = []
    return offers.filter { seen.insert([$0.supplier, $0.sku, $0.part]).inserted }
  }

  private func offer(_ random: inout SplitMix64) -> Offer {
    let methods = (0..<random.int(0...2)).map { index in
      RouterSamples.method(
        "M\(index)", random.once(in: 6) ? nil : random.int64(1...900),
        random.once(in: 4) ? nil : 1...random.int(1...20),
        countries: random.once(in: 4) ? ["US"] : [])
    }
    return RouterSamples.offer(
      random.pick(["A", "B", "C", "D"], or: "A"), random.once(in: 8) ? nil : random.int64(1...1900),
      sku: random.pick(["X", "Y", "Z"], or: "X"), methods: methods
    ) { offer in
      offer.part = random.once(in: 4) ? random.pick(["a", "b"], or: "a") : ""
      offer.stock = random.once(in: 3) ? nil : random.int(0...9)
      offer.stockAt = random.once(in: 3) ? RouterSamples.now - .days(9) : RouterSamples.now
      offer.countries = random.once(in: 4) ? ["BR"] : []
      offer.maxQuantity = random.once(in: 5) ? random.int(1...4) : nil
      offer.pack = random.int(1...3)
      offer.priority = random.int(0...2)
      offer.renewal = random.once(in: 6) ? "link expired" : ""
    }
  }

  private func line(_ place: Int, _ random: inout SplitMix64) -> RouteRequest.Line {
    let quantity = random.int(0...4)
    var covered: [String: Int] = [:]
    for part in ["", "a", "b"] where random.once(in: 4) { covered[part] = random.int(0...quantity) }
    return RouterSamples.line(
      "\(place)", random.pick(["X", "Y", "Z", "x"], or: "X"), quantity,
      price: random.once(in: 6) ? nil : random.int64(0...3000), covered: covered)
  }
}

import Fulfillment
import Testing

private typealias Samples = RouterSamples

/// Requests become purchases and refusals.
@Suite struct PlannerTests {
  private func plan(
    _ requests: [RouteRequest], _ offers: [Offer] = [RouterSamples.offer("CJ")],
    _ purchasing: PurchasingPolicy = PurchasingPolicy(), maxAge: Span = .days(3),
    usage: [String: PurchasingPolicy.Usage] = [:]
  ) -> Plan {
    Planner.plan(
      requests, Samples.catalogue(offers), routing: RoutingPolicy(maxAge: maxAge),
      purchasing: purchasing, usage: usage, rates: Rates(), now: Samples.now)
  }

  @Test func anEntryHoldsAllThatIsSent() throws {
    let request = Samples.request([
      Samples.line("1", "MUG-1", 2, generation: 1), Samples.line("2", "CAP-1", generation: 5),
    ]) { $0.email = "ada@example.com" }
    let plan = plan([request])
    let draft = try #require(plan.entries.first?.draft)
    #expect(plan.madeAt == Samples.now && plan.entries.count == 1)
    #expect(draft.order == OrderID(1) && draft.orderName == "#1001")
    #expect(draft.storefront == "shop" && draft.externalID == "5001")
    #expect(draft.supplier == "CJ" && draft.method == "Post")
    #expect(draft.cost == Samples.usd(1400))
    #expect(draft.shipTo == request.shipTo && draft.email == "ada@example.com")
    // Only the lines of this purchase count their generations.
    #expect(draft.generation == 1 && draft.items.map(\.line) == ["1"])
    #expect(plan.entries.first?.verdict == PurchasingPolicy.Verdict(mode: .manual))
    #expect(plan.refused.map(\.sku) == ["CAP-1"])
    #expect(plan.refused.map(\.code) == ["order.unmapped"])
  }

  @Test(
    arguments: [
      ("cancelled", 1, [:], "cancelled"), ("", 2, ["": 2], "all of it is bought already"),
      ("", 0, [:], "nothing of it is to be bought"),
    ] as [(String, Int, [String: Int], String)])
  func nothingIsPlannedFor(
    obstacle: String, quantity: Int, covered: [String: Int], reason: String
  ) {
    let line = Samples.line("1", "MUG-1", quantity, covered: covered)
    let plan = plan([Samples.request([line]) { $0.obstacle = obstacle }])
    #expect(plan.entries.isEmpty)
    #expect(plan.refused.map(\.reason) == [reason] && plan.refused.map(\.code) == [""])
  }

  @Test func anOrderGivenTwiceIsPlannedOnce() {
    #expect(plan([Samples.request(), Samples.request()]).entries.count == 1)
  }

  @Test func anOldOrderIsRefusedWhereItWouldGoByItself() {
    let old = Samples.request { $0.placedAt = Samples.now - .days(5) }
    let refused = plan([old], [Samples.offer("CJ")], PurchasingPolicy(mode: .automatic))
    #expect(refused.entries.isEmpty)
    #expect(refused.refused.map(\.code) == ["order.stale"])
    #expect(refused.refused.map(\.reason) == ["the order is 5d old, more than 3 d"])
    for mode in [PurchasingPolicy.Mode.manual, .approve] {
      let asked = plan([old], [Samples.offer("CJ")], PurchasingPolicy(mode: mode))
      #expect(asked.refused.isEmpty)
      #expect(asked.entries.map(\.verdict.trips) == [["the order is 5d old, more than 3 d"]])
    }
    #expect(plan([old], maxAge: .days(6)).entries.map(\.verdict.trips) == [[]])
  }

  @Test func whatIsPlannedCountsAgainstTheDay() {
    let automation = PurchasingPolicy.Automation(
      name: "mugs", mode: .automatic, guardrails: .init(dailyCount: 50))
    let plan = plan(
      (1...52).map { Samples.request(order: $0) }, [Samples.offer("CJ")],
      PurchasingPolicy(automations: [automation]),
      usage: ["mugs": .init(countToday: 1), "other": .init(countToday: 90)])
    #expect(plan.entries.prefix(49).allSatisfy { $0.verdict.trips.isEmpty })
    #expect(
      plan.entries.dropFirst(49).map(\.verdict.trips)
        == Array(
          repeating: ["50 bought today already, and the limit is 50"], count: 3))
  }

  @Test func moneyOfThePlanCountsAgainstTheDay() {
    let automation = PurchasingPolicy.Automation(
      name: "mugs", mode: .automatic, guardrails: .init(dailyMoney: Samples.usd(3000)))
    let plan = plan(
      (1...4).map { Samples.request(order: $0) }, [Samples.offer("CJ")],
      PurchasingPolicy(automations: [automation]),
      usage: ["mugs": .init(moneyToday: Samples.usd(300))])
    // 9 dollars each, 3 before: the fourth would make 39.
    #expect(
      plan.entries.map(\.verdict.trips) == [
        [], [], [], ["with it 39.00 USD today, above 30.00 USD"],
      ])
  }

  /// One line can be bought, the other nobody sells.
  @Test(
    arguments: [
      (.allow, .automatic, 1, []), (.ask, .automatic, 1, [Self.rest]), (.never, .automatic, 0, []),
      (.never, .approve, 1, [Self.rest]), (.allow, .manual, 1, []),
    ] as [(PurchasingPolicy.Partial, PurchasingPolicy.Mode, Int, [String])])
  func whatStaysBehindIsTold(
    partial: PurchasingPolicy.Partial, mode: PurchasingPolicy.Mode, entries: Int, trips: [String]
  ) {
    let request = Samples.request([Samples.line("1", "MUG-1"), Samples.line("2", "CAP-1")])
    let plan = plan(
      [request], [Samples.offer("CJ")], PurchasingPolicy(mode: mode, partial: partial))
    #expect(plan.entries.count == entries)
    #expect(plan.entries.allSatisfy { $0.verdict.trips == trips })
    #expect(plan.entries.allSatisfy { $0.route.reasons.last == Self.rest })
    #expect(plan.refused.contains { $0.sku == "CAP-1" })
    #expect(plan.refused.contains { $0.reason == Self.rest } == (entries == 0))
  }

  private static let rest = "CAP-1 of it stays behind: no supplier is mapped to CAP-1"

  /// In the order of the queue: who comes last finds nothing.
  @Test func stockIsUsedUpAcrossAPlan() {
    let offer = Samples.offer("CJ") { $0.stock = 3 }
    let requests = [2, 1, 1].enumerated().map {
      Samples.request([Samples.line("1", "MUG-1", $1)], order: Int64($0 + 1))
    }
    let plan = plan(requests, [offer])
    #expect(plan.entries.map(\.draft.orderName) == ["#1001", "#1002"])
    #expect(plan.entries.first?.route.reasons.contains("1 left after this") == true)
    #expect(plan.entries.last?.route.reasons.contains("the last in stock") == true)
    #expect(plan.refused.map(\.reason) == ["CJ: stock of 3 is used up by #1002"])
    #expect(plan.refused.map(\.code) == ["order.blocked"])
  }

  @Test func whatIsUsedUpHereIsBoughtElsewhere() {
    let offers = [Samples.offer("CJ") { $0.stock = 1 }, Samples.offer("Agent", 600)]
    let plan = plan([Samples.request(order: 1), Samples.request(order: 2)], offers)
    #expect(plan.entries.map(\.draft.supplier) == ["CJ", "Agent"])
    #expect(
      plan.entries.last?.route.runnersUp.map(\.reason) == ["stock of 1 is used up by #1001"])
  }

  @Test func aPurchaseThatIsTooLargeForWhatIsLeftSaysSo() {
    let offer = Samples.offer("CJ") { $0.stock = 3 }
    let plan = plan(
      [
        Samples.request([Samples.line("1", "MUG-1", 2)], order: 1),
        Samples.request([Samples.line("1", "MUG-1", 2)], order: 2), Samples.request(order: 3),
      ], [offer])
    #expect(
      plan.refused.map(\.reason) == ["CJ: only 1 of 2 left of 3 in stock, after #1001"])
    #expect(plan.entries.map(\.draft.orderName) == ["#1001", "#1003"])
  }

  /// An item that fills several skus has one stock.
  @Test func stockIsTheItemsAndNotTheSkus() {
    let offers = ["A", "B"].map { sku in
      Samples.offer("CJ", sku: sku) { ($0.supplierSKU, $0.stock) = ("VAR-1", 1) }
    }
    let plan = plan(
      [
        Samples.request([Samples.line("1", "A")], order: 1),
        Samples.request([Samples.line("1", "B")], order: 2),
      ], offers)
    #expect(plan.entries.map(\.draft.orderName) == ["#1001"])
  }

  /// Only what is bought uses stock up: what is left to an operator is not, where nobody applies it.
  @Test(arguments: [true, false])
  func whatStaysManualUsesStockOnlyAtAnOperatorsWord(_ buysManual: Bool) {
    let automation = PurchasingPolicy.Automation(
      name: "web", mode: .automatic, storefronts: ["web"])
    let plan = Planner.plan(
      [Samples.request(order: 1), Samples.request(order: 2) { $0.storefront = "web" }],
      Samples.catalogue([Samples.offer("CJ") { $0.stock = 1 }]), routing: RoutingPolicy(),
      purchasing: PurchasingPolicy(automations: [automation]), usage: [:], rates: Rates(),
      buysManual: buysManual, now: Samples.now)
    #expect(plan.entries.map(\.verdict.mode) == (buysManual ? [.manual] : [.manual, .automatic]))
  }

  @Test(arguments: seeds)
  func noPlanBuysMoreThanThereIs(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let offers = (0..<6).map { index in
      Samples.offer("S\(index % 3)", sku: index < 3 ? "X" : "Y") { offer in
        offer.stock = random.int(0...9)
        if random.once(in: 3) { offer.pack = 2 }
      }
    }
    let requests = (1...12).map { order in
      Samples.request(
        [Samples.line("1", "X", random.int(1...3)), Samples.line("2", "Y", random.int(0...2))],
        order: Int64(order))
    }
    let plan = plan(requests, offers)
    for offer in offers {
      let taken = plan.entries.filter { $0.draft.supplier == offer.supplier }
        .flatMap(\.draft.items).filter { $0.supplierSKU == offer.supplierSKU }
        .reduce(0) { $0 + $1.quantity }
      #expect(taken <= offer.stock ?? 0)
    }
  }

  @Test(arguments: seeds)
  func planningIsRepeatable(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let offers = (0..<12).map { index in
      Samples.offer(
        "S\(index % 4)", random.int64(100...900), sku: random.pick(["X", "Y"], or: "X"))
    }
    let requests = (1...20).map { order in
      Samples.request(
        [Samples.line("1", "X", random.int(1...3)), Samples.line("2", "Y", random.int(0...2))],
        order: Int64(order))
    }
    let first = plan(requests, offers)
    #expect(plan(requests, offers.shuffled(using: &random)) == first)
    #expect(Set(first.entries.map(\.draft.key)).count == first.entries.count)
  }
}

/// What has changed since a plan was kept.
@Suite struct PlannerDifferenceTests {
  private func plan(_ offers: [Offer], _ request: RouteRequest = RouterSamples.request()) -> Plan {
    Planner.plan(
      [request], Samples.catalogue(offers), routing: RoutingPolicy(),
      purchasing: PurchasingPolicy(), usage: [:], rates: Rates(), now: Samples.now)
  }

  @Test func nothingIsNoDifference() {
    let plan = plan([Samples.offer("CJ")])
    #expect(PlanDifference.between(plan, plan).isEmpty)
    #expect(plan.entries.compactMap { PlanDifference.of($0, in: plan) }.isEmpty)
  }

  @Test func anotherSupplierIsTold() throws {
    let kept = plan([Samples.offer("CJ"), Samples.offer("Agent", 600)])
    let made = plan([Samples.offer("CJ") { $0.stock = 0 }, Samples.offer("Agent", 600)])
    let difference = try #require(PlanDifference.between(kept, made).first)
    #expect(difference.order == OrderID(1) && difference.orderName == "#1001")
    #expect(
      difference.changes.map(\.text) == [
        "supplier CJ -> Agent", "cost 9.00 USD -> 10.00 USD",
      ])
  }

  @Test func costMethodAndAddressAreTold() {
    let kept = plan([Samples.offer("CJ")])
    let dearer = plan([Samples.offer("CJ", nil, methods: [Samples.method("Air", 500)])])
    #expect(
      PlanDifference.between(kept, dearer).first?.changes == [
        .cost(from: Samples.usd(900), to: nil), .method(from: "Post", to: "Air"),
      ])
    let moved = plan([Samples.offer("CJ")], Samples.request { $0.shipTo.city = "Boston" })
    #expect(
      PlanDifference.between(kept, moved).first?.changes.map(\.text) == [
        #"address "Ada, 1 Lake St, Chicago, US" -> "Ada, 1 Lake St, Boston, US""#
      ])
  }

  @Test func unitsAreTold() {
    let kept = plan([Samples.offer("CJ")], Samples.request([Samples.line("1", "MUG-1", 3)]))
    let less = plan(
      [Samples.offer("CJ")], Samples.request([Samples.line("1", "MUG-1", 3, covered: ["": 1])]))
    #expect(
      PlanDifference.between(kept, less).first?.changes.first
        == .items(from: "3 MUG-1", to: "2 MUG-1"))
    let other = plan([Samples.offer("CJ") { ($0.supplierSKU, $0.perUnit) = ("v2", 2) }])
    #expect(
      PlanDifference.between(plan([Samples.offer("CJ")]), other).first?.changes.first
        == .items(from: "1 of CJ-MUG-1", to: "2 of v2"))
  }

  @Test func whatIsNotBoughtAnyMoreIsToldWithItsReason() {
    let kept = plan([Samples.offer("CJ")])
    let refused = plan([Samples.offer("CJ")], Samples.request { $0.obstacle = "cancelled" })
    #expect(
      PlanDifference.between(kept, refused).map { $0.changes.map(\.text) } == [
        ["not bought any more: cancelled"]
      ])
    let missing = Plan(madeAt: Samples.now)
    #expect(
      PlanDifference.between(kept, missing).first?.changes == [
        .gone("the order is not to be bought for any more")
      ])
  }

  @Test func whatIsNewAndWhatFailedSinceAreTold() {
    let kept = Plan(madeAt: Samples.now)
    #expect(
      PlanDifference.between(kept, plan([Samples.offer("CJ")])).map(\.changes) == [[.new]])
    let again = plan([Samples.offer("CJ")], Samples.request([Samples.line(generation: 1)]))
    #expect(
      PlanDifference.between(plan([Samples.offer("CJ")]), again).first?.changes == [
        .generation(from: 0, to: 1)
      ])
  }
}

/// What another policy would have done.
@Suite struct RouterTrialTests {
  @Test func onlyWhatChangesIsTold() throws {
    let catalogue = Samples.catalogue([
      Samples.offer("A", 500), Samples.offer("B", 620), Samples.offer("A", 100, sku: "PEN-1"),
    ])
    let requests = [
      Samples.request(), Samples.request([Samples.line("1", "PEN-1")], order: 2),
      Samples.request(order: 3) { $0.shipTo.country = "BR" },
    ]
    func trial(_ rule: RoutingPolicy.Rule) -> RoutingTrial {
      RoutingTrial.compare(
        requests, catalogue, from: RoutingPolicy(), to: RoutingPolicy(rules: [rule]),
        rates: Rates(), now: Samples.now)
    }
    let mugs = trial(
      RoutingPolicy.Rule(name: "mugs", countries: ["US"], skus: ["MUG*"], only: ["B"]))
    #expect(mugs.examined == 3)
    #expect(
      mugs.changes == [
        RoutingTrial.Change(
          order: OrderID(1), orderName: "#1001", from: ["A by Post: 1 MUG-1"],
          to: ["B by Post: 1 MUG-1"], costDifference: Samples.usd(120),
          reasons: ["the only one of 2 that can"])
      ])
    let pens = trial(RoutingPolicy.Rule(name: "pens", skus: ["PEN-1"], never: ["A"]))
    #expect(pens.changes.map(\.to) == [["nobody: PEN-1"]])
    #expect(pens.changes.map(\.costDifference) == [nil])
    #expect(trial(RoutingPolicy.Rule(name: "none", skus: ["CAP"], only: ["B"])).changes.isEmpty)
  }
}

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

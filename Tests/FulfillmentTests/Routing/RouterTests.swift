import Fulfillment
import Testing

private typealias Samples = RouterSamples

/// Who is taken for one thing, and why the others are not.
@Suite struct RouterTests {
  @Test func theCheapestIsTakenWithItsReasons() throws {
    let routing = Samples.route([
      Samples.offer("Agent", 620), Samples.offer("CJ", 500), Samples.offer("Boat", 500),
    ])
    let route = try #require(routing.routes.first)
    #expect(routing.routes.count == 1 && routing.refused.isEmpty)
    #expect(route.supplier == "Boat" && route.method == "Post")
    #expect(route.goods == Samples.usd(500) && route.postage == Samples.usd(400))
    #expect(route.landed == Samples.usd(900))
    // Two working days from Monday, then 7 to 12.
    #expect(route.days == 9...14)
    #expect(route.margin == Samples.usd(1100) && route.marginShare == 5500)
    #expect(route.reasons == ["as good as CJ, first by name", "stock 100, 4h old", "margin 55 %"])
    #expect(route.runnersUp.map(\.supplier) == ["CJ", "Agent"])
    #expect(route.runnersUp.map(\.reason) == ["as good, later by name", "dearer by 1.20 USD"])
    #expect(route.runnersUp.map(\.cost) == [Samples.usd(900), Samples.usd(1020)])
    #expect(route.runnersUp.allSatisfy { $0.isEligible })
    #expect(
      route.items == [
        PurchaseDraft.Item(
          line: "1", sku: "MUG-1", title: "A MUG-1", units: 1, supplierSKU: "Boat-MUG-1",
          quantity: 1, unitCost: Samples.usd(500))
      ])
  }

  @Test func whatToldThemApartIsSaid() {
    let offers = [
      Samples.offer("A", 500, methods: [Samples.method("Post", 300, 9...9)]),
      Samples.offer("B", 400, methods: [Samples.method("Post", 300, 5...5)]) { $0.priority = 1 },
      Samples.offer("C", 600, methods: [Samples.method("Post", 300, 3...3)]),
    ]
    func choice(_ preferences: [RoutingPolicy.Preference]) -> [String?] {
      let route = Samples.route(offers) { $0.preferences = preferences }.routes.first
      return [route?.supplier, route?.reasons.first]
    }
    #expect(choice([.priority, .cost]) == ["A", "cheapest of 2"])
    #expect(choice([.cost]) == ["B", "cheapest of 3"])
    #expect(choice([.speed]) == ["C", "fastest of 3"])
    #expect(choice([.record]) == ["A", "as good as B, first by name"])
    #expect(choice([]) == ["A", "as good as B, first by name"])
  }

  @Test func priorityGoesBeforeCost() throws {
    let route = try #require(
      Samples.route([
        Samples.offer("Dear", 900), Samples.offer("Cheap", 100) { $0.priority = 1 },
      ]).routes.first)
    #expect(route.supplier == "Dear" && route.reasons.first == "first by priority")
    #expect(route.runnersUp.map(\.reason) == ["later by priority"])
  }

  @Test func theBetterRecordWinsOnceItsSampleCarriesIt() throws {
    func taken(_ onTime: Int, _ sample: Int) -> String? {
      let catalogue = Samples.catalogue([Samples.offer("A"), Samples.offer("B")]) {
        $0["a"] = SupplierRecord(supplier: "A", onTime: 9400, sample: 400)
        $0["b"] = SupplierRecord(supplier: "B", onTime: onTime, sample: sample)
      }
      return Router.route(
        Samples.request(), catalogue, RoutingPolicy(), rates: Rates(), now: Samples.now
      ).routes.first?.supplier
    }
    #expect(taken(9800, 400) == "B")
    #expect(taken(10_000, 2) == "A")
    #expect(taken(9300, 400) == "A")
  }

  @Test func theMethodFollowsThePreferences() {
    let offers = [
      Samples.offer(
        "CJ", methods: [Samples.method("DHL", 2000, 2...3), Samples.method("Post", 300, 9...20)])
    ]
    #expect(Samples.route(offers).summary == ["CJ/Post: 1 MUG-1"])
    let fast = Samples.route(offers) { $0.preferences = [.speed, .cost] }
    #expect(fast.summary == ["CJ/DHL: 1 MUG-1"])
    #expect(fast.routes.first?.reasons.first == "fastest of its 2 methods")
    #expect(fast.routes.first?.runnersUp.map(\.reason) == ["slower by 17 days"])
  }

  @Test func aKnownCostGoesBeforeAnUnknownOne() throws {
    let route = try #require(
      Samples.route([
        Samples.offer("Quiet", nil), Samples.offer("NoPostage", 1, methods: []),
        Samples.offer("Known", 900),
      ]).routes.first)
    #expect(route.supplier == "Known")
    #expect(
      route.runnersUp.map(\.reason) == ["its cost is not known", "its cost is not known"])
  }

  @Test func aSupplierThatChoosesTheMethodIsTakenWithoutOne() throws {
    let route = try #require(Samples.route([Samples.offer("Agent", methods: [])]).routes.first)
    #expect(route.method == "" && route.postage == nil && route.landed == nil)
    #expect(route.goods == Samples.usd(500) && route.days == nil && route.margin == nil)
    #expect(route.reasons.first == "the only supplier")
    #expect(route.reasons.last == "margin not known: no postage told")
  }

  /// What a supplier is left out for, by what is changed of its offer.
  struct LeftOut: Sendable, CustomTestStringConvertible {
    var reason: String
    var change: @Sendable (inout Offer) -> Void
    var testDescription: String { reason }

    init(_ reason: String, _ change: @escaping @Sendable (inout Offer) -> Void) {
      (self.reason, self.change) = (reason, change)
    }
  }

  /// What a supplier is left out for, while another is taken.
  static let leftOut: [LeftOut] = [
    LeftOut("does not serve US", { $0.countries = ["BR", "DE"] }),
    LeftOut("does not serve US", { $0.methods[0].countries = ["BR"] }),
    LeftOut("out of stock, 4h ago", { $0.stock = 0 }),
    LeftOut("only 1 of 2 in stock, 4h ago", { $0.stock = 1 }),
    LeftOut("only 1 of 2 in stock, just now", { ($0.stock, $0.stockAt) = (1, RouterSamples.now) }),
    LeftOut("at least 3 in one purchase, and only 2 are needed", { $0.minQuantity = 3 }),
    LeftOut("at most 1 in one purchase, and 2 are needed", { $0.maxQuantity = 1 }),
    LeftOut(
      "its mapping must be renewed: option names changed", { $0.renewal = "option names changed" }
    ),
    LeftOut(
      "its mapping must be renewed: it held until 2026-03-02 08:00",
      { $0.validUntil = RouterSamples.now }
    ),
    LeftOut(
      "costs 30.00 USD, 75 % of what was paid, above 60 %",
      { $0.cost = RouterSamples.usd(1500) }
    ),
    LeftOut("margin 14.75 %, under 15 %", { $0.methods[0].cost = RouterSamples.usd(2410) }),
    LeftOut(
      "may arrive 2026-04-02, after the promise of 2026-03-22", { $0.methods[0].days = 9...29 }),
    LeftOut("more items than can be counted", { $0.perUnit = .max }),
  ]

  @Test(arguments: leftOut)
  func isLeftOut(_ example: LeftOut) throws {
    let request = Samples.request([Samples.line("1", "MUG-1", 2)]) {
      $0.promisedAt = Samples.now + .days(20)
    }
    let routing = Samples.route(
      [Samples.offer("Bad", 500, example.change), Samples.offer("Good")], request
    ) {
      ($0.priceCeiling, $0.marginFloor) = (6000, 1500)
    }
    let route = try #require(routing.routes.first)
    #expect(route.supplier == "Good" && routing.routes.count == 1)
    #expect(routing.reason("Bad") == example.reason)
    #expect(route.runnersUp.first { $0.supplier == "Bad" }?.isEligible == false)
    #expect(route.reasons.first == "the only one of 2 that can")
  }

  @Test(
    arguments: [
      ("P.O. Box 12", "does not deliver to a PO box"),
      ("c/o Shipito, 12 Lake St", "does not deliver to a freight forwarder"),
    ])
  func onlyWhoDeliversToAPostBoxIsAsked(_ street: String, _ reason: String) throws {
    let offers = [Samples.offer("Bad", 100), Samples.offer("Good"), Samples.offer("Goods", 900)]
    let boxed = Samples.request { $0.shipTo.line1 = street }
    #expect(Samples.route(offers, boxed).summary == ["Bad/Post: 1 MUG-1"])
    let routing = Samples.route(offers, boxed) { $0.postBoxes = ["good*"] }
    #expect(routing.summary == ["Good/Post: 1 MUG-1"])
    #expect(routing.reason("Bad") == reason)
    let plain = Samples.route(offers) { $0.postBoxes = ["Good"] }
    #expect(plain.summary == ["Bad/Post: 1 MUG-1"])
    let none = Samples.route(offers, boxed) { $0.postBoxes = ["Nobody"] }
    #expect(none.routes.isEmpty && none.refused.map(\.code) == ["order.blocked"])
  }

  @Test func aSupplierThatTakesNoOrdersIsLeftOut() {
    let offers = [Samples.offer("Bad"), Samples.offer("Good")]
    for change in [
      { $0["bad"]?.takesOrders = false }, { $0["bad"] = nil },
    ] as [(inout [String: SupplierRecord]) -> Void] {
      let routing = Router.route(
        Samples.request(), Samples.catalogue(offers, change), RoutingPolicy(), rates: Rates(),
        now: Samples.now)
      #expect(routing.summary == ["Good/Post: 1 MUG-1"])
      #expect(
        routing.reason("Bad")
          == "no order can be sent to it: it has no account, folder or address")
    }
  }

  @Test func oldStockCountsAsUnknown() {
    let old = [Samples.offer("A") { ($0.stock, $0.stockAt) = (0, Samples.now - .days(3)) }]
    let untold = [Samples.offer("A") { ($0.stock, $0.stockAt) = (nil, nil) }]
    let reasons = [old, untold].map { Samples.route($0).routes.first?.reasons[1] }
    #expect(reasons == ["stock 0 is 3d old: it counts as unknown", "stock not known"])
    for offers in [old, untold] {
      let routing = Samples.route(offers) { $0.takesUnknownStock = false }
      #expect(routing.routes.isEmpty && routing.refused.map(\.code) == ["order.blocked"])
    }
  }

  @Test func nobodyMappedIsUnmapped() {
    let routing = Samples.route([Samples.offer("CJ", sku: "OTHER")])
    #expect(
      routing.refused == [
        Plan.Refusal(
          order: OrderID(1), orderName: "#1001", sku: "MUG-1",
          reason: "no supplier is mapped to MUG-1", code: "order.unmapped")
      ])
    let unnamed = Samples.route([], Samples.request([Samples.line("1", "")]))
    #expect(unnamed.refused.map(\.reason) == ["the line has no sku to find a supplier by"])
    #expect(unnamed.refused.map(\.code) == ["order.unmapped"])
  }

  @Test func skusCompareWithoutCase() {
    #expect(
      Samples.route(
        [Samples.offer("CJ", sku: "mug-1")], Samples.request([Samples.line("1", "Mug-1")])
      )
      .summary == ["CJ/Post: 1 Mug-1"])
  }

  @Test func everySuppliersReasonIsToldWhereNobodyCan() {
    let routing = Samples.route([
      Samples.offer("Far") { $0.countries = ["BR"] }, Samples.offer("Empty") { $0.stock = 0 },
    ])
    #expect(routing.routes.isEmpty)
    #expect(
      routing.refused.map(\.reason) == ["Empty: out of stock, 4h ago; Far: does not serve US"])
    #expect(routing.refused.map(\.code) == ["order.blocked"])
  }

  @Test func aMappingToRenewIsUnmappedWhereNothingElseIsLeft() {
    let stale = Samples.offer("CJ") { $0.renewal = "link expired" }
    let alone = Samples.route([stale])
    #expect(
      alone.refused.map(\.reason) == ["the mapping of MUG-1 at CJ must be renewed: link expired"])
    #expect(alone.refused.map(\.code) == ["order.unmapped"])
    let withOther = Samples.route([stale, Samples.offer("Far") { $0.countries = ["BR"] }])
    #expect(withOther.refused.map(\.code) == ["order.blocked"])
    // Whom a rule forbids is no candidate.
    let forbidden = Samples.route([stale, Samples.offer("Far")]) {
      $0.rules = [RoutingPolicy.Rule(name: "not far", never: ["far"])]
    }
    #expect(forbidden.refused.map(\.code) == ["order.unmapped"])
  }

  @Test func anOrderThatCanNotBeOnTimeIsStillBoughtAndSaysSo() throws {
    let request = Samples.request { $0.promisedAt = Samples.now + .days(3) }
    let route = try #require(Samples.route([Samples.offer("CJ")], request).routes.first)
    #expect(route.reasons[1] == "may arrive 2026-03-16, after the promise of 2026-03-05")
  }

  @Test func anUnknownTimeKeepsNoPromiseAndBreaksNone() throws {
    let request = Samples.request { $0.promisedAt = Samples.now + .days(3) }
    let routing = Samples.route([Samples.offer("A", methods: []), Samples.offer("B")], request)
    let route = try #require(routing.routes.first)
    #expect(route.supplier == "A")
    #expect(route.reasons.contains("promised for 2026-03-05, and its time is not known"))
  }

  @Test func anOldOrderIsRoutedAndSaysSo() throws {
    let request = Samples.request { $0.placedAt = Samples.now - .days(5) }
    let route = try #require(Samples.route([Samples.offer("CJ")], request).routes.first)
    #expect(route.reasons[1] == "the order is 5d old, more than 3 d")
  }
}

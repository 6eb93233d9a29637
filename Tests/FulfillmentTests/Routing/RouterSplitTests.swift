import Fulfillment
import Testing

private typealias Samples = RouterSamples

/// Several lines in one order: fewer parcels, postage once.
@Suite struct RouterSplitTests {
  private let two = RouterSamples.request([
    RouterSamples.line("1", "MUG-1"), RouterSamples.line("2", "CAP-1"),
  ])

  /// Two suppliers, each cheaper for one of the two; postage is 4 dollars.
  private func offers(mug: (Int64, Int64), cap: (Int64, Int64)) -> [Offer] {
    [
      Samples.offer("A", mug.0), Samples.offer("B", mug.1),
      Samples.offer("A", cap.0, sku: "CAP-1"), Samples.offer("B", cap.1, sku: "CAP-1"),
    ]
  }

  @Test func postageIsPaidOnceForEachSupplierAndMethod() throws {
    let route = try #require(
      Samples.route(offers(mug: (500, 900), cap: (600, 900)), two).routes.first)
    #expect(route.goods == Samples.usd(1100) && route.postage == Samples.usd(400))
    #expect(route.margin == Samples.usd(2500) && route.marginShare == 6250)
  }

  @Test func theDearerPostageOfAParcelCounts() throws {
    let offers = [
      Samples.offer("A", 500),
      Samples.offer("A", 500, sku: "CAP-1", methods: [Samples.method("Post", 700, 9...30)]),
    ]
    let route = try #require(Samples.route(offers, two).routes.first)
    #expect(route.postage == Samples.usd(700) && route.days == 11...32)
  }

  @Test func oneSupplierForAllWinsBySavedPostage() throws {
    // Alone B is cheaper for the cap by 3.00, but its postage is 4.00 more.
    let routing = Samples.route(offers(mug: (500, 900), cap: (600, 300)), two)
    #expect(routing.summary == ["A/Post: 1 MUG-1, 1 CAP-1"])
    #expect(routing.reason("B") == "dearer by 1.00 USD")
  }

  /// Split: 5 + 3 + two postages of 4 = 16.00; all from A: 5 + X + 4.
  @Test(arguments: [
    (Int64(600), 0, 1), (700, 0, 1), (701, 0, 2), (780, 500, 1), (781, 500, 2), (2300, 10_000, 1),
  ])
  func aSplitIsAvoidedWithinTheTolerance(cap: Int64, tolerance: Int, purchases: Int) {
    let routing = Samples.route(offers(mug: (500, 3000), cap: (cap, 300)), two) {
      $0.splitTolerance = tolerance
    }
    #expect(routing.routes.count == purchases)
    if cap == 780 {
      #expect(routing.routes.first?.reasons.first == "one purchase instead of 2")
    }
  }

  @Test func aSplitIsMadeWhereNobodyHasAll() {
    let offers = [Samples.offer("A"), Samples.offer("B", sku: "CAP-1")]
    let routing = Samples.route(offers, two)
    #expect(routing.summary == ["A/Post: 1 MUG-1", "B/Post: 1 CAP-1"])
    #expect(routing.routes.map(\.reasons.first) == ["the only supplier", "the only supplier"])
  }

  @Test func twoOfThreeGoTogetherWhereTheThirdCanNot() {
    // The mug and the cap are cheaper apart, but not by what a second parcel costs.
    let offers =
      offers(mug: (500, 600), cap: (600, 500)) + [Samples.offer("D", 100, sku: "PEN-1")]
    let three = Samples.request(two.lines + [Samples.line("3", "PEN-1")])
    #expect(
      Samples.route(offers, three).summary == ["A/Post: 1 MUG-1, 1 CAP-1", "D/Post: 1 PEN-1"])
  }

  @Test func aMethodThatTakesEverythingJoinsWhatOthersWouldPart() {
    let both = [Samples.method("Post", 400), Samples.method("Air", 600, 3...5)]
    let offers = [
      Samples.offer("A", methods: both),
      Samples.offer("A", sku: "CAP-1", methods: [Samples.method("Air", 600, 3...5)]),
    ]
    #expect(Samples.route(offers, two).summary == ["A/Air: 1 MUG-1, 1 CAP-1"])
  }

  @Test func methodsInNoCommonMakeTwoPurchasesOfOneSupplier() {
    let offers = [
      Samples.offer("A"), Samples.offer("A", sku: "CAP-1", methods: [Samples.method("Air", 600)]),
    ]
    #expect(Samples.route(offers, two).summary == ["A/Air: 1 CAP-1", "A/Post: 1 MUG-1"])
  }

  @Test func aLineThatNobodyFillsDoesNotKeepTheOthers() {
    let routing = Samples.route([Samples.offer("A")], two)
    #expect(routing.summary == ["A/Post: 1 MUG-1"])
    #expect(routing.refused.map(\.sku) == ["CAP-1"])
  }

  @Test func theMarginFloorLooksAtThePurchaseWithItsPostage() {
    // Alone each leaves (20 - 14 - 4) / 20 = 10 %, together (40 - 28 - 4) / 40 = 20 %.
    let offers = offers(mug: (1400, 1950), cap: (1400, 1950))
    let together = Samples.route(offers, two) { $0.marginFloor = 1500 }
    #expect(together.summary == ["A/Post: 1 MUG-1, 1 CAP-1"])
    #expect(together.routes.first?.marginShare == 2000)
    let alone = Samples.route(offers, Samples.request()) { $0.marginFloor = 1500 }
    #expect(alone.refused.map(\.code) == ["order.blocked"])
    #expect(
      alone.refused.map(\.reason) == [
        "A by Post: margin 10 %, under 15 %; B by Post: margin -17.5 %, under 15 %"
      ])
  }

  @Test func whatIsUnderTheFloorGoesToTheNext() {
    let offers = [
      Samples.offer("First", 1900), Samples.offer("Second", 800) { $0.priority = 1 },
    ]
    let routing = Samples.route(offers) { $0.marginFloor = 0 }
    #expect(routing.summary == ["Second/Post: 1 MUG-1"])
    #expect(routing.reason("First") == "margin -15 %, under 0 %")
  }

  @Test func aBuyersOwnStockIsASupplierLikeAnyOther() {
    let offers = [
      Samples.offer("Own 3PL", 0, methods: [Samples.method("Parcel", 500, 1...2)]) {
        ($0.handlingDays, $0.stock) = (0, 1)
      },
      Samples.offer("CJ", 500),
    ]
    #expect(Samples.route(offers).summary == ["Own 3PL/Parcel: 1 MUG-1"])
    let more = Samples.request([Samples.line("1", "MUG-1", 2)])
    #expect(Samples.route(offers, more).summary == ["CJ/Post: 2 MUG-1"])
  }
}

/// Parts, packs and units that are bought already.
@Suite struct RouterUnitTests {
  private let set = [
    RouterSamples.offer("A", sku: "SET-1") { $0.part = "Cup" },
    RouterSamples.offer("B", sku: "SET-1") { $0.part = "lid" },
  ]

  private func request(_ quantity: Int = 2, covered: [String: Int] = [:]) -> RouteRequest {
    Samples.request([Samples.line("1", "SET-1", quantity, covered: covered)])
  }

  @Test func aBundleNeedsEveryPart() {
    #expect(
      Samples.route(set, request()).summary == ["A/Post: 2 SET-1(cup)", "B/Post: 2 SET-1(lid)"])
    var lacking = set
    lacking[1].stock = 0
    let routing = Samples.route(lacking, request())
    #expect(routing.routes.isEmpty)
    #expect(
      routing.refused.map(\.reason) == ["part lid of SET-1: B: out of stock, 4h ago"])
  }

  @Test func theMarginOfABundleIsKnownOfTheWholeOnly() {
    let apart = Samples.route(set, request())
    #expect(apart.routes.map(\.margin) == [nil, nil])
    #expect(apart.routes.first?.reasons.last == "margin not known: only a part of SET-1")
    let together = Samples.route(
      [set[0], Samples.offer("A", sku: "SET-1") { $0.part = "lid" }], request())
    #expect(together.summary == ["A/Post: 2 SET-1(cup), 2 SET-1(lid)"])
    #expect(together.routes.first?.margin == Samples.usd(4000 - 2000 - 400))
  }

  @Test func theWholeIsTakenWhereSomebodyHasItElseTheParts() {
    let whole = Samples.offer("W", sku: "SET-1")
    #expect(Samples.route(set + [whole], request()).summary == ["W/Post: 2 SET-1"])
    let soldOut = Samples.offer("W", sku: "SET-1") { $0.stock = 0 }
    #expect(
      Samples.route(set + [soldOut], request()).summary
        == ["A/Post: 2 SET-1(cup)", "B/Post: 2 SET-1(lid)"])
  }

  @Test(arguments: [
    ([:], ["A/Post: 3 SET-1(cup)", "B/Post: 3 SET-1(lid)"]),
    (["cup": 1], ["A/Post: 2 SET-1(cup)", "B/Post: 3 SET-1(lid)"]),
    (["CUP": 3], ["B/Post: 3 SET-1(lid)"]),
    (["": 1], ["A/Post: 2 SET-1(cup)", "B/Post: 2 SET-1(lid)"]),
    (["": 1, "lid": 2], ["A/Post: 2 SET-1(cup)", "B/Post: 1 SET-1(lid)"]),
    (["cup": 3, "lid": 3], []), (["": 3], []), (["": 9], []),
    (["cup": 9, "lid": -4], ["B/Post: 3 SET-1(lid)"]),
  ])
  func coveredPartsAreNotBoughtAgain(covered: [String: Int], expected: [String]) {
    let routing = Samples.route(set, request(3, covered: covered))
    #expect(routing.summary == expected)
    #expect(routing.refused.isEmpty)
  }

  @Test func unitsBegunInPartsAreNeverBoughtWhole() {
    let whole = Samples.offer("W", sku: "SET-1")
    #expect(
      Samples.route(set + [whole], request(2, covered: ["cup": 1])).summary
        == ["A/Post: 1 SET-1(cup)", "B/Post: 2 SET-1(lid)"])
    let routing = Samples.route([whole], request(2, covered: ["cup": 1]))
    #expect(routing.routes.isEmpty)
    #expect(
      routing.refused.map(\.reason)
        == ["\"cup\" of it is bought already, and no offer names that part"])
    #expect(routing.refused.map(\.code) == ["order.blocked"])
  }

  @Test func onlyWhatIsNotCoveredIsRouted() throws {
    let line = Samples.line("1", "MUG-1", 5, covered: ["": 2])
    let item = try #require(
      Samples.route([Samples.offer("A")], Samples.request([line])).routes.first?.items.first)
    #expect(item.firstUnit == 2 && item.units == 3 && item.quantity == 3)
  }

  /// Units wanted, supplier items for one, units in a pack: items asked for.
  @Test(arguments: [(1, 2, 1, 2), (3, 2, 1, 6), (1, 1, 3, 1), (4, 1, 3, 2), (2, 3, 2, 3)])
  func packsAreRoundedUp(units: Int, perUnit: Int, pack: Int, items: Int) throws {
    let offer = Samples.offer("A", 100) { ($0.perUnit, $0.pack) = (perUnit, pack) }
    let route = try #require(
      Samples.route([offer], Samples.request([Samples.line("1", "MUG-1", units)])).routes.first)
    #expect(route.items.map(\.quantity) == [items] && route.items.map(\.units) == [units])
    #expect(route.goods == Samples.usd(Int64(100 * items)))
  }

  @Test func linesOfOneSKUShareStockAndLimits() {
    let lines = [Samples.line("1", "MUG-1", 3), Samples.line("2", "mug-1", 3)]
    let short = Samples.offer("Short", 100) { $0.stock = 5 }
    let least = Samples.offer("Least", 200) { $0.minQuantity = 6 }
    #expect(
      Samples.route([short, least], Samples.request(lines)).summary
        == ["Least/Post: 3 MUG-1, 3 mug-1"])
  }

  @Test func linesWithoutUnitsAreNothing() {
    let lines = [Samples.line("1", "MUG-1", 0), Samples.line("2", "MUG-1", -3)]
    let routing = Samples.route([Samples.offer("A")], Samples.request(lines))
    #expect(routing == Routing())
  }

  @Test func hugeFiguresEndInUnknownsNotInCrashes() {
    let offers = [
      Samples.offer("A", .max, methods: [Samples.method("Post", .max, 0...Int.max)]) {
        ($0.stock, $0.handlingDays, $0.priority) = (.max, .max, .min)
      },
      Samples.offer("B", -5) { $0.perUnit = 1_000_000 },
    ]
    let lines = [
      Samples.line("1", "MUG-1", .max, price: .max), Samples.line("2", "MUG-1", 7, price: .max),
    ]
    let routing = Samples.route(offers, Samples.request(lines)) {
      ($0.marginFloor, $0.priceCeiling, $0.takesUnknownStock) = (.max, .max, true)
    }
    #expect(routing.routes.allSatisfy { $0.margin == nil })
  }
}

/// Amounts in several currencies.
@Suite struct RouterCurrencyTests {
  private let offers = [
    RouterSamples.offer("Dollar", 500),
    RouterSamples.offer("Yuan", methods: [.init(name: "Post", cost: RouterSamples.cny(1000))]) {
      $0.cost = RouterSamples.cny(2000)
    },
  ]

  @Test func costsAreComparedByTheRates() throws {
    let rates = Rates(millionths: [Samples.yuan: 7_200_000])
    let route = try #require(Samples.route(offers, rates: rates).routes.first)
    #expect(route.supplier == "Yuan" && route.landed == Samples.cny(3000))
    // 30 yuan are 4.17 dollars.
    #expect(route.margin == Samples.usd(2000 - 417))
    #expect(route.runnersUp.map(\.reason) == ["dearer by 4.83 USD"])
  }

  @Test func withoutARateTheCostAndTheMarginAreUnknown() throws {
    let both = Samples.route(offers)
    #expect(both.summary == ["Dollar/Post: 1 MUG-1"])
    #expect(both.reason("Yuan") == "its cost is not known")
    let alone = try #require(Samples.route([offers[1]]) { $0.marginFloor = 9000 }.routes.first)
    #expect(alone.margin == nil && alone.marginShare == nil)
    #expect(alone.reasons.last == "margin not known: no rate of CNY to USD")
  }

  @Test func offersOfOneForeignCurrencyNeedNoRate() {
    let cheap = Samples.offer("Cheap", methods: [.init(name: "Post", cost: Samples.cny(900))]) {
      $0.cost = Samples.cny(2000)
    }
    #expect(Samples.route([offers[1], cheap]).reason("Yuan") == "dearer by 1.00 CNY")
  }

  @Test func withoutAPriceTheMarginIsUnknown() {
    let routing = Samples.route([offers[0]], Samples.request([Samples.line(price: nil)]))
    #expect(routing.routes.first?.reasons.last == "margin not known: no price of MUG-1")
    let free = Samples.route([offers[0]], Samples.request([Samples.line(price: 0)]))
    #expect(free.routes.first?.reasons.last == "margin -9.00 USD of nothing paid")
  }

  /// What is sent again was paid for once: its cost is all it does to the margin.
  @Test func aReplacementEarnsNothing() {
    let again = Samples.request { $0.replacement = Replacement(returnID: ReturnID(1), again: 1) }
    let routing = Samples.route([offers[0]], again) { $0.marginFloor = 3000 }
    #expect(routing.routes.first?.margin == Samples.usd(-900))
    #expect(routing.routes.first?.marginShare == nil)
    #expect(routing.routes.first?.reasons.last == "margin -9.00 USD of nothing paid")
  }
}

extension RouterSamples {
  static func cny(_ cents: Int64) -> Money { Money(minor: cents, currency: yuan) }
}

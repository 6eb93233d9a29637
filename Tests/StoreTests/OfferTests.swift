import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct OfferTests {
  private let full = Offer(
    sku: "SET-1", supplier: "CJ", supplierSKU: "P;A:1", cost: dollars(4), handlingDays: 2,
    part: "lamp", perUnit: 2, pack: 3,
    methods: [
      ShippingMethod(name: "CJPacket Ordinary", cost: dollars(3), days: 7...12, countries: ["BR"]),
      ShippingMethod(name: "Sea\tmail\n(slow)"),
    ], countries: ["BR", "DE"], stock: 120, stockAt: noon, minQuantity: 1, maxQuantity: 50,
    priority: -1, validUntil: noon + .days(9), renewal: "link expired")

  @Test func everyColumnComesBack() throws {
    let scratch = try Scratch()
    #expect(try scratch.store.save([full], now: noon) == IntakeResult(imported: 1))
    var expected = full
    // Names are one clean line each.
    expected.methods[1].name = expected.methods[1].name.sanitised(limit: 120)
    #expect(try scratch.store.offers() == [expected])
    #expect(try scratch.store.save([full], now: noon + .hours(1)) == IntakeResult(unchanged: 1))
  }

  /// A change of an offer, and what is said of it.
  struct Edit: CustomTestStringConvertible, Sendable {
    var name: String
    var run: @Sendable (inout Offer) -> Void
    var testDescription: String { name }

    init(_ name: String, _ run: @escaping @Sendable (inout Offer) -> Void) {
      (self.name, self.run) = (name, run)
    }
  }

  static let edits = [
    Edit("supplierSKU") { $0.supplierSKU = "Q" }, Edit("cost") { $0.cost = nil },
    Edit("handlingDays") { $0.handlingDays = 9 }, Edit("perUnit") { $0.perUnit = 1 },
    Edit("pack") { $0.pack = 1 }, Edit("methods") { $0.methods = [] },
    Edit("countries") { $0.countries = [] }, Edit("stock") { $0.stock = nil },
    Edit("stockAt") { $0.stockAt = nil }, Edit("minQuantity") { $0.minQuantity = nil },
    Edit("maxQuantity") { $0.maxQuantity = nil }, Edit("priority") { $0.priority = 7 },
    Edit("validUntil") { $0.validUntil = nil }, Edit("renewal") { $0.renewal = "" },
  ]

  @Test(arguments: edits)
  func everyColumnCanChange(edit: Edit) throws {
    let scratch = try Scratch()
    _ = try scratch.store.save([full], now: noon)
    var changed = full
    edit.run(&changed)
    #expect(try scratch.store.save([changed], now: noon).changed == 1)
    #expect(try scratch.store.save([changed], now: noon).unchanged == 1)
    let kept = try #require(try scratch.store.offers().first)
    #expect(kept.priority == changed.priority && kept.stock == changed.stock)
    #expect(kept.cost == changed.cost && kept.renewal == changed.renewal)
  }

  @Test func partsOfABundleAreOffersOfTheirOwn() throws {
    let scratch = try Scratch()
    let offers = ["", "base", "lamp", "LAMP"].map {
      Offer(sku: "SET-1", supplier: "CJ", supplierSKU: "V" + $0, part: $0)
    }
    #expect(try scratch.store.save(offers, now: noon) == IntakeResult(imported: 3, changed: 1))
    #expect(try scratch.store.offers().map(\.supplierSKU) == ["V", "Vbase", "VLAMP"])
    #expect(try scratch.store.suppliers(now: noon).map(\.offers) == [3])
  }

  static let oddities = [
    Edit("no sku") { $0.sku = " " }, Edit("no supplier") { $0.supplier = "" },
    Edit("handling days") { $0.handlingDays = -1 },
    Edit("less than one of its") { $0.perUnit = 0 }, Edit("less than one unit") { $0.pack = 0 },
    Edit("stock") { $0.stock = -1 }, Edit("least quantity") { $0.minQuantity = 0 },
    Edit("greatest") { $0.maxQuantity = 0 },
    Edit("greatest") {
      $0.minQuantity = 9
      $0.maxQuantity = 8
    },
  ]

  @Test(arguments: oddities)
  func offerThatMakesNoSenseIsRefused(edit: Edit) throws {
    let scratch = try Scratch()
    var odd = full
    edit.run(&odd)
    let result = try scratch.store.save([odd], now: noon)
    #expect(result.imported == 0 && result.refused.count == 1)
    #expect(result.refused[0].contains(edit.name))
    #expect(try scratch.store.offers().isEmpty)
  }

  // MARK: what the rules hear of offers

  private func facts(_ store: Store, now: Timestamp = noon) throws -> LineFacts {
    let id = try store.only("#1").number
    return try store.pool.read { database in
      let loaded = try #require(try Work(database, now: now).load(id))
      return try #require(loaded.facts.lines.first)
    }
  }

  private func offer(
    _ supplier: String, part: String = "", edit: (inout Offer) -> Void = { _ in }
  ) -> Offer {
    var offer = Offer(
      sku: "CASE-1", supplier: supplier, supplierSKU: "V", cost: dollars(4), part: part)
    edit(&offer)
    return offer
  }

  @Test func mappingIsBadOnlyWhereNoOtherIsGood() throws {
    let scratch = try shop()
    let store = scratch.store
    _ = try store.save([offer("CJ") { $0.renewal = "option names changed" }], now: noon)
    #expect(try facts(store).renewal == "option names changed")
    _ = try store.save([offer("Agent") { $0.validUntil = noon + .hours(1) }], now: noon)
    #expect(try facts(store).renewal.isEmpty)
    #expect(!(try facts(store, now: noon + .hours(2)).renewal.isEmpty))
    // Of a bundle every part needs a good one.
    _ = try store.save(
      [offer("Depot", part: "box") { $0.renewal = "link expired" }], now: noon)
    #expect(try facts(store).renewal == "link expired")
  }

  @Test func whoOffersALineIsToldBestFirst() throws {
    let scratch = try shop()
    #expect(try facts(scratch.store).suppliers.isEmpty)
    _ = try scratch.store.save([offer("CJ") { $0.priority = 2 }, offer("Agent")], now: noon)
    #expect(try facts(scratch.store).suppliers == ["Agent", "CJ"])
  }

  @Test func stockIsOutWhereNobodyHasAnySinceTheSale() throws {
    let scratch = try shop()
    let store = scratch.store
    func save(_ supplier: String, _ stock: Int?, _ at: Timestamp) throws {
      _ = try store.save(
        [
          offer(supplier) {
            $0.stock = stock
            $0.stockAt = at
          }
        ], now: noon)
    }
    try save("CJ", 0, noon - .days(2))
    #expect(try facts(store).stockOut.isEmpty)
    try save("CJ", 0, noon)
    #expect(try facts(store).stockOut == "CJ has none since 2026-11-16")
    try save("Agent", nil, noon)
    #expect(try facts(store).stockOut.isEmpty)
    try save("Agent", 0, noon)
    #expect(try facts(store).stockOut == "CJ, Agent have none since 2026-11-16")
  }

  @Test func riseOfTheCostIsToldUntilItFallsOrAnotherIsCheaper() throws {
    let scratch = try shop()
    let store = scratch.store
    func save(_ supplier: String, _ cost: Int64, now: Timestamp = noon) throws {
      _ = try store.save([offer(supplier) { $0.cost = dollars(cost) }], now: now)
    }
    try save("CJ", 4, now: noon - .days(3))
    try save("CJ", 5, now: noon - .days(2))
    // Before the sale: it was sold at that cost.
    #expect(try facts(store).costRise.isEmpty)
    try save("CJ", 6)
    #expect(try facts(store).costRise == "CJ asks 6.00 USD, was 5.00 USD")
    try store.saveStock("CJ", [StockTold(supplierSKU: "V", quantity: 3)], now: noon)
    #expect(try !facts(store).costRise.isEmpty)
    try save("Agent", 5)
    #expect(try facts(store).costRise.isEmpty)
    try save("Agent", 7)
    try save("CJ", 3)
    // It fell, and asks no more than the other did before.
    #expect(try facts(store).costRise.isEmpty)
  }

  @Test func sameOrderTwiceNamesTheFirst() throws {
    let scratch = try Scratch()
    let store = scratch.store
    func twin(_ number: Int, _ edit: (inout Order) -> Void = { _ in }) -> Order {
      sampleOrder(number) {
        $0.email = "Rosa@example.com"
        edit(&$0)
      }
    }
    try store.takeSamples([
      twin(1), twin(2), twin(3) { $0.lines[0].quantity = 2 },
      twin(4) { $0.email = "other@example.com" }, twin(5) { $0.shipTo.line1 = "2 Road" },
      twin(6) { $0.placedAt = noon + .days(5) }, twin(7) { $0.cancelledAt = noon },
    ])
    func duplicates(_ name: String) throws -> [String] {
      let id = try store.only(name).number
      return try store.pool.read { database in
        let loaded = try #require(try Work(database, now: noon).load(id))
        return loaded.facts.duplicateOf
      }
    }
    #expect(try duplicates("#1").isEmpty)
    #expect(try duplicates("#2") == ["#1"])
    for name in ["#3", "#4", "#5", "#6"] { #expect(try duplicates(name).isEmpty, "\(name)") }
    // One that has been cancelled repeats nothing, and nothing repeats it.
    #expect(try duplicates("#7") == ["#1", "#2"])
    try store.takeSamples([twin(8) { $0.externalID = "ext-3" }], from: "outlet")
    #expect(try duplicates("#8") == ["#1", "#2", "#3"])
  }

  @Test func purchaseTellsTheRulesHowItStands() throws {
    let scratch = try shop { $0.makeTwoLines() }
    let store = scratch.store
    try store.buy("#1", .held(until: noon + .minutes(5), now: noon), lines: ["2"])
    func purchase() throws -> (PurchaseFacts, [LineFacts]) {
      let id = try store.only("#1").number
      return try store.pool.read { database in
        let loaded = try #require(try Work(database, now: noon).load(id))
        return (try #require(loaded.facts.purchases.first), loaded.facts.lines)
      }
    }
    var (facts, lines) = try purchase()
    #expect(facts.sending == .held && facts.holdUntil == noon + .minutes(5))
    #expect(!facts.key.isEmpty && facts.attempts == 0 && facts.lastSentAt == nil)
    #expect(lines.map(\.covered) == [0, 3] && !facts.isCancelWanted)
    let later = noon + .minutes(5)
    try store.send(.lost("HTTP 502"), now: later)
    facts = try purchase().0
    #expect(facts.sending == .waiting && facts.outcome == "HTTP 502")
    #expect(facts.lastSentAt == later && facts.attempts == 1 && facts.state == .unknown)
    try store.decide(.settlePlaced(number: "N1"), try store.onlyBought("#1"))
    try store.decide(.cancelPurchase(reason: ""), try store.onlyBought("#1"))
    #expect(try purchase().0.isCancelWanted)
    let hand = samplePurchase("H1", for: "")
    try store.recordPurchase(hand, for: try store.only("#1"), by: "ana", now: noon)
    lines = try purchase().1
    #expect(lines.map(\.covered) == [1, 3])
  }

  @Test func unknownPurchaseBecomesAnExceptionByItself() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(.lost("time-out"))
    try store.detectAll(now: noon + .minutes(10))
    let row = try #require(try store.listed(now: noon + .minutes(10)).first)
    #expect(row.code == "purchase.unknown" && row.severity == .critical)
    try store.decide(.settlePlaced(number: "N1"), try store.onlyBought("#1"))
    try store.detectAll(now: noon + .minutes(11))
    #expect(try !store.listed(now: noon + .minutes(11)).contains { $0.code == "purchase.unknown" })
  }
}

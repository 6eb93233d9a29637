import Fulfillment
import Simulator
import Testing
import Wire

/// The catalogue as it is given to the program.
@Suite struct OfferTests {
  static let world = World(seed: 1, options: .init(start: monday, orders: 1))

  @Test func everyOfferIsComplete() {
    for offer in Self.world.offers {
      #expect((offer.cost?.minor ?? 0) > 0 && offer.cost?.currency == .usd)
      #expect(!offer.methods.isEmpty && offer.stockAt == monday)
      #expect((offer.stock ?? -1) >= 2 && (offer.handlingDays ?? 0) > 0)
      for method in offer.methods {
        #expect((method.cost?.minor ?? 0) > 0 && !method.name.isEmpty)
        #expect((method.days?.lowerBound ?? 0) > 0)
      }
    }
  }

  @Test func someProductsHaveSeveralSuppliersAndSomeNone() {
    let bySKU = Dictionary(grouping: Self.world.offers, by: \.sku).mapValues(\.count)
    #expect(bySKU.values.contains(1) && bySKU.values.contains(2))
    #expect(bySKU["GLASS-WHALE"] == nil && bySKU["RETRO-RADIO"] == nil)
    let suppliers = Dictionary(grouping: Self.world.offers, by: \.supplier).mapValues(\.count)
    #expect(suppliers.keys.sorted() == ["AliExpress", "CJ", "Shenzhen agent"])
    #expect(suppliers.values.allSatisfy { $0 >= 5 })
  }

  @Test func someStockIsSoLowThatItShows() {
    let stocks = Self.world.offers.compactMap(\.stock)
    #expect(stocks.contains { $0 < 5 } && stocks.contains { $0 > 100 })
  }

  @Test func theFillersOffersAreTheSame() {
    let filler = Filler(seed: 1, orders: 1, now: monday)
    #expect(filler.offers == Self.world.offers)
    #expect(filler.suppliers.map(\.name) == Self.world.suppliers.map(\.name))
  }

  /// What an offer says can be ordered exactly so, by every method, to a country it serves.
  @Test func whatCJOffersCanBeOrdered() throws {
    var visitor = Visitor.buying(balance: 50_000_000)
    for offer in visitor.world.offers where offer.supplier == "CJ" {
      for method in offer.methods {
        var body = Visitor.cjOrder("\(offer.sku)\(method.name)", payType: 2, sku: offer.sku)
        body["logisticName"] = method.name
        body["fromCountryCode"] = method.countries == ["US"] ? "US" : "CN"
        let answer = try visitor.placeAtCJ(body)
        #expect(answer.code.int == 200, "\(offer.sku) \(method.name)")
        let cost = Double(offer.cost?.minor ?? 0) / 100
        let postage = Double(method.cost?.minor ?? 0) / 100
        #expect(answer.data.productAmount.double == cost)
        #expect(answer.data.postageAmount.double == postage)
      }
    }
  }

  @Test func whatAliExpressOffersCanBeOrdered() throws {
    var visitor = Visitor.buying()
    for offer in visitor.world.offers where offer.supplier == "AliExpress" {
      for country in offer.countries where country != "BR" {
        let body = Visitor.aliExpressOrder(
          offer.sku + country, skus: [offer.sku], country: country)
        let result = try visitor.placeAtAliExpress(body)
        #expect(result.is_success.bool == true, "\(offer.sku) \(country)")
      }
    }
  }

  @Test func whatTheAgentOffersCanBeOrdered() {
    var agent = FolderAgent(seed: 1, temper: .smooth)
    let offers = Self.world.offers.filter { $0.supplier == "Shenzhen agent" }
    let text = offers.map { AgentTests.picking($0.sku, [($0.supplierSKU, 1)]) }.joined()
    _ = agent.exchange([AgentTests.file("ord_all.csv", text)], now: monday)
    #expect(agent.placed.map(\.key) == offers.map(\.sku))
  }
}

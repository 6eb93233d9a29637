package import Fulfillment

extension Catalogue {
  /// Each way to fill each mapped sku, in the order of the products.
  package static func offers(stockAt: Timestamp?) -> [Offer] {
    products.flatMap { product in
      [fromCJ(product), fromAliExpress(product), fromAgent(product)].compactMap { offer in
        var offer = offer
        offer?.stock = product.stock
        offer?.stockAt = stockAt
        return offer
      }
    }
  }

  private static func fromCJ(_ product: Product) -> Offer? {
    guard product.isAtCJ else { return nil }
    // Orders name the house they leave from; these are for the one in China.
    let methods = CJMethod.allCases.filter { !$0.isDomestic }
    return Offer(
      sku: product.sku, supplier: "CJ", supplierSKU: product.variantID, cost: usd(product.cost),
      handlingDays: 3,
      methods: methods.map {
        ShippingMethod(
          name: $0.rawValue, cost: usd($0.postage(product.grams)), days: $0.days)
      })
  }

  private static func fromAliExpress(_ product: Product) -> Offer? {
    guard product.isAtAliExpress else { return nil }
    return Offer(
      sku: product.sku, supplier: "AliExpress",
      supplierSKU: "\(product.aliExpressID);\(product.attributes)",
      cost: usd(product.aliExpressCost), handlingDays: 4,
      methods: AliExpressMethod.allCases.map {
        ShippingMethod(name: $0.rawValue, cost: usd($0.postage(product.grams)), days: $0.days)
      }, countries: AliExpressMethod.countries)
  }

  private static func fromAgent(_ product: Product) -> Offer? {
    guard product.isAtAgent else { return nil }
    return Offer(
      sku: product.sku, supplier: "Shenzhen agent", supplierSKU: product.agentSKU,
      cost: usd(product.agentCost), handlingDays: 3,
      methods: [
        ShippingMethod(name: "Agent line", cost: usd(350 + product.grams), days: 9...18)
      ])
  }

  private static func usd(_ cents: Int) -> Money { Money(minor: Int64(cents), currency: .usd) }
}

/// How CJ sends.
enum CJMethod: String, CaseIterable, Sendable {
  case packet = "CJPacket Ordinary"
  case usps = "USPS+"
  case ups = "UPS Ground"

  /// From the house in the United States, to the United States only.
  var isDomestic: Bool { self != .packet }
  var carrier: Carrier { self == .packet ? .chinaPost : self == .usps ? .usps : .ups }
  var days: ClosedRange<Int> { self == .packet ? 6...14 : self == .usps ? 3...7 : 2...5 }

  /// US cents of one parcel of that weight.
  func postage(_ grams: Int) -> Int {
    switch self {
    case .packet: 290 + grams * 9 / 10
    case .usps: 390 + grams * 6 / 10
    case .ups: 620 + grams * 5 / 10
    }
  }
}

/// How AliExpress sends: the codes that a freight query gives.
enum AliExpressMethod: String, CaseIterable, Sendable {
  case standard = "CAINIAO_FULFILLMENT_STD"
  case economy = "CAINIAO_ECONOMY"

  var company: String {
    self == .standard ? "AliExpress Selection Standard" : "AliExpress Saver Shipping"
  }
  var days: ClosedRange<Int> { self == .standard ? 7...13 : 15...32 }

  /// US cents of one parcel of that weight.
  func postage(_ grams: Int) -> Int { self == .standard ? 199 + grams * 8 / 10 : 99 + grams / 2 }

  /// Where it sends to.
  static let countries = [
    "US", "GB", "CA", "AU", "DE", "FR", "ES", "PL", "BR", "JP", "KR", "NO",
  ]
}

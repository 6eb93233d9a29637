package import Fulfillment

/// One product of the simulated shop.
struct Product: Sendable {
  /// Who can fill it.
  enum Source: Sendable {
    case cj, agent
    /// Nobody yet: the product has no offer.
    case nobody
  }

  let id: Int
  let sku: String
  let title: String
  /// Shop price and supplier's price in US cents.
  let price: Int
  let cost: Int
  let source: Source
  /// The supplier keeps stock in the United States.
  let isDomestic: Bool
  let grams: Int

  /// CJ's variant id.
  var variantID: String { "13920537449459\(91_680 + id * 37)" }
}

extension Product {
  /// Who sells it: CJ or the agent, and for some both and AliExpress too.
  var isAtCJ: Bool { source == .cj }
  var isAtAliExpress: Bool { source == .cj && id % 2 == 0 }
  var isAtAgent: Bool { source == .agent || source == .cj && id % 5 == 0 }

  /// AliExpress's product id, the attributes of its only variant, and that variant's id.
  var aliExpressID: Int64 { 1_005_006_000_000_000 + Int64(id) * 1013 }
  var attributes: String { "14:\(190 + id)#Default" }
  var aliExpressSKU: String { "1200003\(702_000_000 + id * 37)" }
  var agentSKU: String { "SZ-" + sku }

  /// US cents of one piece there.
  var aliExpressCost: Int { cost * 93 / 100 }
  var agentCost: Int { source == .agent ? cost : cost * 108 / 100 }

  /// What every supplier has of it; of some very little.
  var stock: Int { id % 11 == 0 ? 2 : 35 + id * 37 % 400 }

  static let byVariant = Dictionary(
    uniqueKeysWithValues: Catalogue.fromCJ.map { ($0.variantID, $0) })
  static let byAliExpressID = Dictionary(
    uniqueKeysWithValues: Catalogue.products.filter(\.isAtAliExpress).map { ($0.aliExpressID, $0) })
  static let byAgentSKU = Dictionary(
    uniqueKeysWithValues: Catalogue.products.filter(\.isAtAgent).map { ($0.agentSKU, $0) })
}

/// What the simulated shop sells and who can fill it.
package enum Catalogue {
  /// The suppliers that are reached by their APIs, and the one that is worked by files or by hand.
  package static let suppliers = [
    Supplier(name: "CJ", account: "CJ", contact: "support@cj.example.test", handlingDays: 3),
    Supplier(name: "Shenzhen agent", contact: "lily.chen@agent.example.test", handlingDays: 3),
    Supplier(name: "AliExpress", account: "AliExpress", handlingDays: 4),
  ]

  /// Each way to fill each mapped sku, with its stock undated.
  package static let offers: [Offer] = offers(stockAt: nil)

  static let products: [Product] = {
    let rows: [(String, String, Int, Int, Product.Source, Bool, Int)] = [
      ("LAMP-MOON", "Moon lamp, 15 cm", 2990, 840, .cj, false, 420),
      ("LAMP-MOON-L", "Moon lamp, 20 cm", 4490, 1290, .cj, false, 710),
      ("CAT-TUNNEL", "Cat tunnel, three ways", 2450, 690, .cj, false, 530),
      ("CAT-FOUNT", "Cat fountain & filter set", 3990, 1320, .cj, true, 900),
      ("DOG-LEASH", "Hands-free dog leash", 1990, 410, .cj, false, 260),
      ("MUG-SELFSTIR", "Self-stirring mug", 2290, 560, .cj, false, 380),
      ("MATCHA-SET", "抹茶茶筅セット", 3490, 980, .cj, false, 460),
      ("PHONE-RING", "Phone ring holder", 890, 90, .cj, false, 40),
      ("USB-FAN", "USB desk fan – quiet", 1890, 520, .cj, true, 350),
      ("YOGA-MAT", "Yoga mat “Lotus” 6 mm", 3190, 990, .cj, true, 1100),
      ("POSTURE-S", "Posture corrector S", 2590, 480, .cj, false, 210),
      ("POSTURE-M", "Posture corrector M", 2590, 480, .cj, false, 220),
      ("POSTURE-L", "Posture corrector L", 2590, 490, .cj, false, 230),
      ("LED-STRIP-5", "LED strip 5 m, RGB", 1790, 430, .cj, false, 300),
      ("CAR-VAC", "Car vacuum, cordless", 5490, 1890, .cj, true, 980),
      ("KIDS-TENT", "Play tent 🦄", 4990, 1670, .cj, false, 1900),
      ("RING-MOOD", "Mood ring, adjustable", 1290, 150, .cj, false, 15),
      ("SOCKS-ORE", "Söckchen „Øre“", 1490, 260, .cj, false, 90),
      ("GARLIC-PRESS", "Garlic press", 1690, 330, .cj, false, 240),
      ("PROJECTOR-MINI", "Mini projector", 12_900, 5400, .cj, false, 1500),
      ("ENGRAVED-PEN", "Engraved pen with case", 3900, 1100, .agent, false, 120),
      ("NAME-NECKLACE", "Name necklace, gold filled", 5900, 1750, .agent, false, 30),
      ("GLASS-WHALE", "Glass whale, hand-blown", 3450, 0, .nobody, false, 340),
      ("RETRO-RADIO", "Retro radio", 6990, 0, .nobody, false, 1200),
    ]
    return rows.enumerated().map { index, row in
      Product(
        id: 101 + index, sku: row.0, title: row.1, price: row.2, cost: row.3, source: row.4,
        isDomestic: row.5, grams: row.6)
    }
  }()

  static let fromCJ = products.filter { $0.source == .cj }
  static let fromAgent = products.filter { $0.source == .agent }
  static let fromNobody = products.filter { $0.source == .nobody }
}

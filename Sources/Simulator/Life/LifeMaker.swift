import Fulfillment

/// Decides the lives of orders, one after the other; the same seed, shares and times give the same
/// lives.
struct LifeMaker: Sendable {
  private let seed: UInt64
  private let shares: ScenarioShares
  private let firstSerial: Int
  /// An earlier parcel whose number a later order may be given by mistake.
  private var donor: Parcel?

  init(seed: UInt64, shares: ScenarioShares) {
    self.seed = seed
    self.shares = shares
    firstSerial = Int(SeededRandom.mixed(seed) % 90_000_000)
  }

  /// The life of the order at that position, placed at that time. Positions come in rising order.
  mutating func make(index: Int, placedAt: Timestamp) -> Life {
    var random = SeededRandom(seed: seed, stream: index)
    var scenario = shares.pick(&random)
    if scenario == .reusedNumber && donor == nil { scenario = .happy }
    let isMended = random.chance(shares.mended)
    let customer = Customer.make(&random)
    let country = customer.address.country
    let products = LifeMaker.products(for: scenario, in: country, &random)
    let cart = Cart.make(
      from: products, to: country,
      forgetsSKU: scenario == .unmapped && random.chance(0.2), &random)
    var shown = customer
    if scenario == .badAddress { shown.address = Customer.broken(customer.address, &random) }
    let life = Life(
      index: index, id: 1001 + 2 * index, scenario: scenario, isMended: isMended,
      placedAt: placedAt, customer: shown, cart: cart)
    var fate = Fate(
      life: life, goodAddress: customer.address, serial: firstSerial + 4 * index, donor: donor,
      random: random)
    fate.run()
    if scenario == .happy, let parcel = fate.life.purchases.first?.parcels.first,
      donor == nil || index % 8 == 0
    {
      donor = parcel
    }
    return fate.life
  }

  private static func products(
    for scenario: Scenario, in country: String, _ random: inout SeededRandom
  ) -> [Product] {
    switch scenario {
    case .unmapped: Catalogue.fromNobody
    case .happy, .unpaid, .returnRequested:
      if random.chance(0.06) {
        Catalogue.fromAgent
      } else {
        cjProducts(in: country, &random)
      }
    default: cjProducts(in: country, &random)
    }
  }

  private static func cjProducts(in country: String, _ random: inout SeededRandom) -> [Product] {
    country == "US" && random.chance(0.4)
      ? Catalogue.fromCJ.filter(\.isDomestic) : Catalogue.fromCJ
  }
}

import Fulfillment

/// Decides the lives of orders, one after the other; the same seed, shares and times give the same
/// lives.
struct LifeMaker: Sendable {
  private let seed: UInt64
  private let shares: ScenarioShares
  private let firstSerial: Int
  /// An earlier parcel whose number a later order may be given by mistake.
  private var donor: Parcel?

  /// Share of the orders that the shop's people buy by themselves, and from when on others wait.
  private let buysItself: Double
  private let waitsFrom: Timestamp

  init(
    seed: UInt64, shares: ScenarioShares, buysItself: Double = 1,
    waitsFrom: Timestamp = Timestamp(seconds: 0)
  ) {
    self.seed = seed
    self.shares = shares
    self.buysItself = buysItself
    self.waitsFrom = waitsFrom
    firstSerial = Int(SeededRandom.mixed(seed) % 90_000_000)
  }

  /// The life of the order at that position, placed at that time. Positions come in rising order.
  mutating func make(index: Int, placedAt: Timestamp) -> Life {
    var random = SeededRandom(seed: seed, stream: index)
    var scenario = shares.pick(&random)
    if scenario == .reusedNumber && donor == nil { scenario = .happy }
    let isMended = random.chance(shares.mended)
    let isWaiting = waits(index, placedAt, &scenario)
    let customer = Customer.make(&random)
    let country = customer.address.country
    let products = LifeMaker.products(for: scenario, in: country, &random)
    let cart = Cart.make(
      from: products, to: country,
      forgetsSKU: scenario == .unmapped && random.chance(0.2), &random)
    var shown = customer
    if scenario == .badAddress { shown.address = Customer.broken(customer.address, &random) }
    var life = Life(
      index: index, id: 1001 + 2 * index, scenario: scenario, isMended: isMended,
      placedAt: placedAt, customer: shown, cart: cart)
    life.isWaiting = isWaiting
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

  /// Whether that order is left for somebody else to buy. What such an order meets is what parcels can
  /// meet: troubles of a colleague's purchase are none of it.
  private func waits(_ index: Int, _ placedAt: Timestamp, _ scenario: inout Scenario) -> Bool {
    guard buysItself < 1, placedAt >= waitsFrom else { return false }
    var random = SeededRandom(seed: seed ^ 0x3A17, stream: index)
    guard !random.chance(buysItself) else { return false }
    switch scenario {
    case .unpaid, .badAddress, .unmapped, .cancelled: return false
    case .happy, .labelOnly, .stalled, .customs, .lost, .damaged, .failedDelivery, .pickup,
      .returnedToSender:
      return true
    default:
      scenario = .happy
      return true
    }
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

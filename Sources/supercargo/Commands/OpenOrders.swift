import Fulfillment
import Store

/// Open orders of every stage for measuring: the same for the same seed, taken in as they would have come.
struct OpenOrders {
  /// The moment they are of: Sunday 2026-03-01 12:00 UTC.
  static let now = Timestamp(seconds: 1_772_366_400)
  static let shop = "bench"
  static let tracker = "bench tracker"

  private static let skus = 400
  private static let suppliers = ["CJ", "Shenzhen Agent", "EuroStock"]
  private var dice: Dice
  private var made = 0

  init(seed: UInt64) { dice = Dice(seed: seed) }

  /// Fills a new store with that many.
  static func fill(_ store: Store, orders: Int, seed: UInt64, told: (Int) -> Void) throws {
    try store.register(
      [
        AccountSetup(
          account: Account(name: shop, service: "files", role: .storefront),
          cadence: .milliseconds(0))
      ], now: now - .days(30))
    _ = try store.save(
      (0..<skus).map { number in
        Offer(
          sku: "SKU-\(number)", supplier: suppliers[number % 3], supplierSKU: "S\(number)",
          cost: Money(minor: 700, currency: .usd))
      }, now: now - .days(30))
    var source = OpenOrders(seed: seed)
    while source.made < orders {
      try source.take(min(2000, orders - source.made), into: store)
      told(source.made)
    }
  }

  /// Orders of one hour with all that became of them. Nine in ten have been bought, eight sent.
  private mutating func take(_ count: Int, into store: Store) throws {
    let placedAt = OpenOrders.now - .hours(Int64(24 + dice.roll(24 * 9)))
    let first = made
    made += count
    let orders = (first..<made).map { order($0, placedAt) }
    _ = try store.take(
      orders, from: OpenOrders.shop, isHistory: false, cursor: nil, now: placedAt + .minutes(5))
    let bought = orders.filter { _ in dice.roll(10) < 9 }
    let purchases = bought.enumerated().map { place, order in
      purchase(of: order, first + place, isSent: place % 9 != 0)
    }
    _ = try store.take(
      purchases, from: "bench supplier", cursor: nil, now: min(placedAt + .hours(20), Self.now))
    let reports = purchases.flatMap(\.shipments).map { report($0.number, placedAt) }
    _ = try store.take(
      reports, from: OpenOrders.tracker, nextTrack: { _, _ in .hours(12) }, now: OpenOrders.now)
  }

  /// New orders, as a shop tells them at that moment.
  mutating func fresh(_ count: Int, now: Timestamp) -> [Order] {
    let first = made
    made += count
    // Their numbers are those of the moment, so that another run on the same store adds others.
    return (first..<made).map {
      order($0 + Int(now.milliseconds / 1000 % 100_000_000) * 100, now - .minutes(5))
    }
  }

  private mutating func order(_ number: Int, _ placedAt: Timestamp) -> Order {
    var order = Order(
      externalID: "\(4_000_000 + number)", name: "#\(10_000 + number)",
      placedAt: placedAt + .milliseconds(Int64(number % 3600) * 1000),
      payment: dice.roll(40) == 0 ? .pending : .paid, currency: .usd)
    if order.payment == .paid { order.paidAt = order.placedAt }
    order.promisedAt = order.placedAt + .days(25)
    order.total = Money(minor: Int64(1500 + dice.roll(9000)), currency: .usd)
    order.customerName = "Customer \(number)"
    order.email = "customer\(number)@example.com"
    order.shipTo = Address(
      name: order.customerName, line1: "\(number % 900 + 1) Harbour Road", city: "Campinas",
      province: "SP", postcode: "13010-\(100 + number % 900)", country: "BR")
    order.lines = (0..<(1 + dice.roll(3) / 2)).map { line in
      OrderLine(
        externalID: "\(number)-\(line)", sku: "SKU-\(dice.roll(OpenOrders.skus))",
        title: "A useful thing in blue, size \(line)", quantity: 1 + dice.roll(2),
        price: Money(minor: 1499, currency: .usd))
    }
    return order
  }

  private mutating func purchase(of order: Order, _ number: Int, isSent: Bool) -> PurchaseOrder {
    var purchase = PurchaseOrder(
      supplier: OpenOrders.suppliers[dice.roll(3)], number: "P\(1_000_000 + number)",
      reference: order.name, state: isSent ? .shipped : .acknowledged,
      cost: Money(minor: 700, currency: .usd), placedAt: order.placedAt + .hours(2),
      acknowledgedAt: order.placedAt + .hours(6))
    if isSent {
      purchase.shipments = [
        Shipment(
          number: OpenOrders.parcel(number), carrier: "china-post",
          shippedAt: order.placedAt + .hours(18))
      ]
    }
    return purchase
  }

  /// One to eight scans up to the day before.
  private mutating func report(_ number: String, _ placedAt: Timestamp) -> TrackingReport {
    let days = max(1, (OpenOrders.now - placedAt).milliseconds / 86_400_000)
    let words = [
      "Shipment information received", "Accepted by carrier", "Departed from facility",
      "Arrived at sorting centre", "Departed from country of origin", "Arrived in country",
      "Arrived at sorting centre", "In transit to next facility",
    ]
    var events: [TrackingEvent] = []
    for (place, message) in words.prefix(Int(min(days, 8))).enumerated() {
      let hours = 19 + Int64(place) * 24 * days / 9
      var status = TrackingStatus.inTransit
      if place == 0 { status = .label } else if place == 1 { status = .pickedUp }
      let isAbroad = place < 5
      events.append(
        TrackingEvent(
          occurredAt: placedAt + .hours(hours), recordedAt: OpenOrders.now, status: status,
          message: message, location: isAbroad ? "Shenzhen" : "Curitiba",
          country: isAbroad ? "CN" : "BR"))
    }
    return TrackingReport(
      number: number, carrier: "china-post", status: events.last?.status ?? .label, events: events)
  }

  /// The number of a registered letter from China, its check digit right (UPU S10).
  static func parcel(_ number: Int) -> String {
    let digits = String(10_000_000 + number % 90_000_000)
    let weights = [8, 6, 4, 2, 3, 5, 9, 7]
    var sum = 0
    for (digit, weight) in zip(digits.utf8, weights) { sum += (Int(digit) - 48) * weight }
    let rest = 11 - sum % 11
    let check = rest == 10 ? 0 : rest == 11 ? 5 : rest
    return "LX\(digits)\(check)CN"
  }
}

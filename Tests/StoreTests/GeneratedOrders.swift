import Foundation
import Fulfillment

@testable import Store

/// Orders of every kind, the same for the same seed.
struct GeneratedOrders {
  private var dice: Dice
  private var count = 0

  init(seed: UInt64) { dice = Dice(seed: seed) }

  mutating func next(_ number: Int) -> [Order] { (0..<number).map { _ in next() } }

  mutating func next() -> Order {
    count += 1
    let currency = Currency(dice.pick(["USD", "USD", "EUR", "JPY", "KWD"])) ?? .usd
    // Few different moments, so that many orders tie.
    let placedAt = noon - .days(Int64(dice.roll(12)))
    var order = Order(
      externalID: "g\(count)", name: "#\(5000 + count)", placedAt: placedAt,
      updatedAt: placedAt + .minutes(Int64(dice.roll(3))),
      payment: dice.pick(PaymentState.allCases),
      currency: currency)
    if order.payment.isCaptured { order.paidAt = placedAt }
    if dice.chance(5) { order.cancelledAt = placedAt + .hours(1) }
    order.fulfillment = dice.pick([.unfulfilled, .unfulfilled, .partial, .fulfilled])
    if !dice.chance(10) {
      order.total = Money(minor: Int64(dice.roll(8)) * 5000, currency: currency)
    }
    if dice.chance(20) { order.refunded = Money(minor: 1000, currency: currency) }
    order.customerName = dice.pick(["Rosa Lima", "Jörg Weiß", "李 小龍", "O'Neill \"Bob\""])
    order.email = "buyer\(dice.roll(50))@example.com"
    order.shipTo = Address(
      line1: "1 Street", city: dice.pick(["Campinas", "Köln", "Zürich"]),
      country: dice.pick(["BR", "DE", "CH", ""]))
    order.lines = (0..<dice.roll(4)).map { index in
      OrderLine(
        externalID: "\(index)", sku: dice.pick(["CASE-1", "CASE-2", "var-5-40", "VAR-5-41"]),
        title: dice.pick(["Phone case", "Red shoe", "Lamp"]), quantity: 1 + dice.roll(3),
        price: Money(minor: 500, currency: currency))
    }
    order.tags = dice.chance(30) ? [dice.pick(["vip", "Gift", "re-ship"])] : []
    if dice.chance(40) {
      order.shipments = [
        Shipment(number: "LX\(100 + dice.roll(60))CN", carrier: "china-post", shippedAt: placedAt)
      ]
    }
    if dice.chance(10) { order.returns = [sampleReturn("R\(count)")] }
    return order
  }
}

/// A filled store for tests that only read: made once for each seed and size.
func sharedStore(seed: UInt64, orders count: Int) throws -> Scratch {
  try SharedStores.all.store("\(seed) \(count)") { try filledStore(seed: seed, orders: count) }
}

/// The filled stores made so far.
private final class SharedStores: @unchecked Sendable {
  static let all = SharedStores()
  private let lock = NSLock()
  private var made: [String: Scratch] = [:]

  func store(_ name: String, make: () throws -> Scratch) throws -> Scratch {
    lock.lock()
    defer { lock.unlock() }
    if let known = made[name] { return known }
    let fresh = try make()
    made[name] = fresh
    return fresh
  }
}

/// A store filled with everything that `GeneratedOrders` makes, suppliers, exceptions and snoozes.
func filledStore(seed: UInt64, orders count: Int) throws -> Scratch {
  let scratch = try Scratch()
  var generated = GeneratedOrders(seed: seed)
  var dice = Dice(seed: seed &+ 1)
  let orders = generated.next(count)
  for (shop, part) in [("main", orders.prefix(count / 2)), ("Outlet", orders.suffix(count / 2))] {
    try scratch.store.takeSamples(Array(part), from: shop)
  }
  for row in try scratch.store.everyRow() {
    if dice.chance(30) {
      let purchase = samplePurchase("P\(row.id.number)", for: row.name) {
        $0.supplier = dice.pick(["CJ", "Ali Express", "Agent"])
        $0.state = dice.pick(PurchaseState.allCases)
      }
      try scratch.store.recordPurchase(purchase, for: row.id, by: "ana", now: noon)
    }
    for _ in 0..<2 where dice.chance(25) {
      try scratch.store.raise(
        dice.pick(["transit.stalled", "transit.customs", "tracking.missing", "order.address"]),
        dice.pick(Severity.allCases), on: row.id,
        since: noon - .hours(Int64(dice.roll(5))))
    }
  }
  let listed = try scratch.store.listed()
  for row in listed where dice.chance(20) {
    _ = try scratch.store.decide(
      .snooze(.untilMoved), on: [.exception(row.id)], by: "ana", hold: .minutes(10), now: noon)
  }
  return scratch
}

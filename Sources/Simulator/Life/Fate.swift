import Fulfillment

/// Lives one order through: money, purchase, parcel, aftermath.
struct Fate {
  var life: Life
  let goodAddress: Address
  let serial: Int
  let donor: Parcel?
  var random: SeededRandom

  init(
    life: Life, goodAddress: Address, serial: Int, donor: Parcel?, random: SeededRandom
  ) {
    self.life = life
    self.goodAddress = goodAddress
    self.serial = serial
    self.donor = donor
    self.random = random
  }

  mutating func run() {
    if let paidAt = pay(), !life.isWaiting, let boughtAt = buy(paidAt) {
      ship(boughtAt)
    }
    life.shop.sort { $0.at < $1.at }
  }

  /// A time that many minutes later, to the second.
  mutating func after(_ start: Timestamp, minutes: ClosedRange<Int>) -> Timestamp {
    start + .seconds(Int64(random.int(minutes) * 60 + random.int(0...59)))
  }

  mutating func after(_ start: Timestamp, hours: ClosedRange<Int>) -> Timestamp {
    after(start, minutes: hours.lowerBound * 60...hours.upperBound * 60)
  }

  mutating func after(_ start: Timestamp, days: ClosedRange<Int>) -> Timestamp {
    after(start, hours: days.lowerBound * 24...days.upperBound * 24)
  }

  mutating func shop(_ at: Timestamp, _ change: ShopStep.Change) {
    life.shop.append(ShopStep(at: at, change: change))
  }

  /// Notes when a rule should see it and when it is over.
  mutating func trouble(from start: Timestamp, until end: Timestamp) {
    life.trouble = start..<max(start, end)
  }

  /// The seller gives up on the order and sends the money back.
  mutating func refundAll(at: Timestamp, reason: String) {
    shop(at, .refund(life.cart.total, reason: reason))
    shop(at, .status("refunded"))
  }

  /// The supplier takes it off its books.
  mutating func supplierCancels(at: Timestamp) {
    life.purchases[0].steps.append((at, "CANCELLED"))
  }

  // MARK: - Money

  /// Until the order is paid; nil where it never is.
  private mutating func pay() -> Timestamp? {
    guard life.scenario == .unpaid else {
      let paidAt = life.placedAt + .seconds(Int64(random.int(4...180)))
      shop(paidAt, .paid)
      return paidAt
    }
    let noticed = life.placedAt + .hours(24)
    guard life.isMended else {
      let end = after(life.placedAt, days: 5...8)
      trouble(from: noticed, until: end)
      shop(end, .status("cancelled"))
      return nil
    }
    let paidAt = after(life.placedAt, hours: 26...70)
    trouble(from: noticed, until: paidAt)
    shop(paidAt, .paid)
    return paidAt
  }

  // MARK: - Purchase

  /// Until a colleague has bought it at the supplier's site; nil where nobody ever does.
  private mutating func buy(_ paidAt: Timestamp) -> Timestamp? {
    switch life.scenario {
    case .cancelled:
      let end = after(paidAt, minutes: 15...60)
      shop(end, .status("cancelled"))
      if random.chance(0.5) { shop(after(end, days: 2...4), .status("trash")) }
      let boughtAt = after(paidAt, minutes: 4...70)
      if boughtAt < end {
        accept(boughtAt)
        supplierCancels(at: after(max(end, boughtAt + .hours(1)), minutes: 10...60))
      }
      return nil
    case .badAddress:
      let end = life.isMended ? after(paidAt, hours: 3...20) : after(paidAt, days: 3...6)
      trouble(from: life.placedAt, until: end)
      guard life.isMended else {
        refundAll(at: end, reason: "Address could not be confirmed")
        return nil
      }
      shop(end, .address(goodAddress))
      return after(end, minutes: 4...70)
    case .unmapped:
      let end = life.isMended ? after(paidAt, hours: 8...40) : after(paidAt, days: 3...6)
      trouble(from: life.placedAt, until: end)
      if !life.isMended { refundAll(at: end, reason: "No supplier for this product") }
      return life.isMended ? end : nil
    case .notBought:
      let end = life.isMended ? after(paidAt, hours: 5...30) : after(paidAt, days: 4...6)
      trouble(from: paidAt + .hours(2), until: end)
      if !life.isMended { refundAll(at: end, reason: "Out of stock") }
      return life.isMended ? end : nil
    default:
      return after(paidAt, minutes: 4...70)
    }
  }

  /// Enters the purchase in the supplier's books; paid for within the hour.
  mutating func accept(_ boughtAt: Timestamp) {
    let cart = life.cart
    let isAgent = cart.lines.allSatisfy { $0.product.source == .agent }
    let date = boughtAt.date
    let day = zeroPadded(date.year % 100 * 10_000 + date.month * 100 + date.day, 6)
    let grams = cart.lines.reduce(0) { $0 + $1.product.grams * $1.quantity }
    var purchase = Purchase(
      supplier: isAgent ? "Shenzhen agent" : "CJ",
      number: (isAgent ? "SZ" : "") + day + "1000" + zeroPadded(life.index, 8),
      lines: Array(cart.lines.indices),
      productCost: cart.lines.reduce(0) {
        $0 + max($1.product.cost, $1.product.price / 3) * $1.quantity
      },
      postage: 290 + grams * 9 / 10, placedAt: boughtAt)
    purchase.steps.append((boughtAt, "CREATED"))
    if life.scenario != .silentSupplier {
      let unpaidAt = after(boughtAt, minutes: 1...4)
      purchase.steps.append((unpaidAt, "UNPAID"))
      purchase.steps.append((after(unpaidAt, minutes: 6...40), "UNSHIPPED"))
    }
    life.purchases.append(purchase)
  }
}

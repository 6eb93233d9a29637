import Fulfillment

extension World {
  /// Records an order, unpaid; `status` is its first.
  mutating func book(_ new: Booking, status: String) -> Int {
    var booking = new
    let at = books.bookings.count
    booking.life = wanting(
      booking.groups.flatMap(\.self), key: booking.key,
      hints: [
        booking.shipTo.name, booking.shipTo.postcode,
      ])
    booking.parts = booking.groups.enumerated().map { part, lines in
      Booking.Part(
        lines: lines, purchase: purchase(booking, lines, number: number(booking, at, part)))
    }
    for part in booking.parts.indices {
      booking.parts[part].purchase.steps = [(booking.at, status)]
    }
    _ = books.add(booking)
    if let life = booking.life { cover(life, booking.groups.flatMap(\.self), sign: 1) }
    tellLife(at)
    return at
  }

  /// The next state of an unpaid order.
  mutating func step(_ at: Int, _ status: String, now: Timestamp) {
    for part in books.bookings[at].parts.indices {
      books.bookings[at].parts[part].purchase.steps.removeAll { $0.at > now }
      books.bookings[at].parts[part].purchase.steps.append((now, status))
    }
    tellLife(at)
  }

  /// Lets it be paid then, and decides everything that follows from it.
  mutating func pay(_ at: Int, at paidAt: Timestamp, fromBalance: Bool) {
    books.bookings[at].paidAt = paidAt
    books.bookings[at].isFromBalance = fromBalance
    plan(at, paidAt)
    books.index(at)
    for parcel in books.bookings[at].parts.flatMap(\.purchase.parcels) { know(parcel) }
    tellLife(at)
  }

  /// Takes it off the books: nothing that was still to come will.
  mutating func drop(_ at: Int, now: Timestamp) {
    step(at, "CANCELLED", now: now)
    books.bookings[at].paidAt = nil
    release(at)
  }

  /// A colleague pays what waits to be paid on a page, or forgets it.
  mutating func payOnPage(_ at: Int, now: Timestamp) {
    guard books.bookings[at].course != .forgotten else { return }
    var random = SeededRandom(seed: seed ^ 0xFA6E, stream: at)
    pay(at, at: now + .minutes(Int64(random.int(20...240))), fromBalance: false)
  }

  // MARK: - What follows

  private mutating func plan(_ at: Int, _ paidAt: Timestamp) {
    var random = SeededRandom(seed: seed ^ 0xB00C, stream: at)
    var booking = books.bookings[at]
    // What an earlier plan (to be paid on a page) had in store is void.
    let steps = booking.parts[0].purchase.steps.filter {
      $0.at <= paidAt && $0.status != "UNSHIPPED"
    }
    booking.parts = booking.groups.enumerated().map { part, lines in
      var purchase = purchase(booking, lines, number: number(booking, at, part))
      purchase.steps = steps + [(paidAt, "UNSHIPPED")]
      return Booking.Part(lines: lines, purchase: purchase)
    }
    if booking.course == .cancelled {
      let end = paidAt + .minutes(Int64(random.int(180...1800)))
      for part in booking.parts.indices {
        booking.parts[part].purchase.steps.append((end, "CANCELLED"))
      }
    } else {
      if booking.course == .split, booking.service == .cj { split(&booking, at) }
      let isSplit = booking.course == .split && booking.service == .aliexpress
      var shippedAt = paidAt
      for part in booking.parts.indices {
        shippedAt = shippedAt + .minutes(Int64(random.int(480...2280)))
        let pieces = booking.parts[part].lines.reduce(0) { $0 + $1.quantity }
        ship(&booking, at, part, parcels: isSplit && pieces > 1 ? 2 : 1, shippedAt, &random)
      }
    }
    books.bookings[at] = booking
    if booking.course == .cancelled { release(at) }
  }

  private mutating func ship(
    _ booking: inout Booking, _ at: Int, _ part: Int, parcels: Int, _ first: Timestamp,
    _ random: inout SeededRandom
  ) {
    var shippedAt = first
    for parcel in 0..<parcels {
      let isLast = parcel + 1 == parcels
      var fate = Fate(
        life: booking.life.map { lives[$0] } ?? .stranger(booking), goodAddress: booking.shipTo,
        serial: 0, donor: nil, random: random)
      let path = fate.travel(shippedAt, isDomestic: booking.carrier != .chinaPost)
      fate.noteCarrierTrouble(path)
      if let life = booking.life { lives[life].trouble = fate.life.trouble }
      random = fate.random
      let number = booking.carrier.number(serial: serial(at, part * 2 + parcel))
      let toldAt = shippedAt + .minutes(Int64(random.int(15...50)))
      booking.parts[part].purchase.steps.append((shippedAt, isLast ? "SHIPPED" : "PART_SHIPPED"))
      booking.parts[part].purchase.numbers.append((toldAt, parcel))
      booking.parts[part].purchase.parcels.append(
        Parcel(number: number, carrier: booking.carrier, scans: path.scans))
      if isLast, let end = path.scans.last, end.kind == .delivered {
        let at = end.knownAt + .minutes(Int64(random.int(30...240)))
        booking.parts[part].purchase.steps.append((at, "DELIVERED"))
      }
      shippedAt = shippedAt + .minutes(Int64(random.int(720...3600)))
    }
  }

  /// CJ makes two orders of one; both keep the buyer's number.
  private func split(_ booking: inout Booking, _ at: Int) {
    let all = booking.parts[0].lines
    let pieces = all.reduce(0) { $0 + $1.quantity }
    guard booking.parts.count == 1, pieces > 1 else { return }
    var (first, second): ([Booking.Line], [Booking.Line]) = (all, [])
    if all.count > 1 {
      second = [first.removeLast()]
    } else {
      func piece(_ count: Int) -> Booking.Line {
        Booking.Line(
          product: all[0].product, sku: all[0].sku, quantity: count, cost: all[0].cost,
          reference: all[0].reference)
      }
      (first, second) = ([piece(pieces - 1)], [piece(1)])
    }
    let (steps, postage) = (booking.parts[0].purchase.steps, booking.parts[0].purchase.postage)
    booking.parts = [first, second].enumerated().map { part, lines in
      // The buyer has paid for one parcel.
      var purchase = purchase(
        booking, lines, number: number(booking, at, part), postage: part == 0 ? postage : 0)
      purchase.steps = steps
      return Booking.Part(lines: lines, purchase: purchase)
    }
  }

  private func purchase(
    _ booking: Booking, _ lines: [Booking.Line], number: String, postage told: Int? = nil
  ) -> Purchase {
    let grams = lines.reduce(0) { $0 + $1.product.grams * $1.quantity }
    let postage =
      booking.service == .cj
      ? CJMethod(rawValue: booking.method)?.postage(grams)
      : (AliExpressMethod(rawValue: booking.method) ?? .standard).postage(grams)
    return Purchase(
      supplier: booking.service == .cj ? "CJ" : "AliExpress", number: number, lines: [],
      productCost: lines.reduce(0) { $0 + $1.cost * $1.quantity }, postage: told ?? postage ?? 0,
      placedAt: booking.at)
  }

  private func number(_ booking: Booking, _ at: Int, _ part: Int) -> String {
    let serial = at * 4 + part
    guard booking.service == .cj else {
      let noise = SeededRandom.mixed(seed ^ UInt64(at)) % 1_000_000
      return String(8_190_000_000_000_000 + noise * 1_000_000 + UInt64(serial % 1_000_000))
    }
    let date = booking.at.date
    let day = zeroPadded(date.year % 100 * 10_000 + date.month * 100 + date.day, 6)
    return day + "2000" + zeroPadded(serial, 8)
  }

  /// Far from the serials that lives are given.
  private func serial(_ at: Int, _ parcel: Int) -> Int {
    Int(SeededRandom.mixed(seed) % 90_000_000) + 100_000_000 + 4 * at + parcel
  }
}

extension Life {
  /// Somebody who is no customer of the shop: nothing goes wrong on the way.
  static func stranger(_ booking: Booking) -> Life { stranger(booking.shipTo, booking.at) }

  static func stranger(_ shipTo: Address, _ at: Timestamp) -> Life {
    Life(
      index: 0, id: 0, scenario: .happy, isMended: true, placedAt: at,
      customer: Customer(first: shipTo.name, last: "", email: "", address: shipTo),
      cart: Cart(currency: .usd, lines: [], shipping: 0, tax: 0, coupon: nil))
  }
}

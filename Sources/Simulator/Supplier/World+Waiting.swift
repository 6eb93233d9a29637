import Fulfillment

/// Lives that don't buy themselves: they wait for an order at a supplier that is for them.
extension World {
  /// The waiting life that an order is for: paid by now, and with these products still to buy. Of
  /// several the one whose number is in the key, then the one that the hints (name, postcode) fit, then
  /// the oldest.
  func wanting(_ lines: [Booking.Line], key: String, hints: [String]) -> Int? {
    var best: (rank: Int, life: Int)?
    for at in waiting where lives[at].wants(lines) {
      let life = lives[at]
      let paid = life.shop.contains { step in
        if case .paid = step.change { step.at <= reached } else { false }
      }
      guard paid else { continue }
      let address = life.customer.address
      let rank =
        (key.contains(String(life.id)) ? 4 : 0) + (hints.contains(address.name) ? 2 : 0)
        + (hints.contains(address.postcode) ? 1 : 0)
      if rank > best?.rank ?? -1 { best = (rank, at) }
    }
    return best?.life
  }

  /// Counts what is bought for a life up, or down again.
  mutating func cover(_ life: Int, _ lines: [Booking.Line], sign: Int) {
    for line in lines {
      lives[life].bought[line.product.id, default: 0] += sign * line.quantity
    }
    let isWaiting = lives[life].wants()
    waiting.removeAll { $0 == life }
    if isWaiting {
      waiting.insert(life, at: waiting.firstIndex { $0 > life } ?? waiting.endIndex)
    }
  }

  /// The life an order was for may be bought for again.
  mutating func release(_ at: Int) {
    guard let life = books.bookings[at].life else { return }
    cover(life, books.bookings[at].groups.flatMap(\.self), sign: -1)
  }

  /// Writes how an order stands into the life that it is for.
  mutating func tellLife(_ at: Int) {
    guard let life = books.bookings[at].life else { return }
    for purchase in books.bookings[at].parts.map(\.purchase) { lives[life].set(purchase) }
  }
}

extension Life {
  /// Some of these pieces, or without lines anything at all, is still to be bought for it.
  func wants(_ lines: [Booking.Line] = []) -> Bool {
    guard isWaiting else { return false }
    func left(_ product: Int) -> Int {
      cart.lines.reduce(-bought[product, default: 0]) {
        $0 + ($1.product.id == product ? $1.quantity : 0)
      }
    }
    return lines.isEmpty
      ? cart.lines.contains { left($0.product.id) > 0 }
      : lines.allSatisfy { left($0.product.id) >= $0.quantity }
  }

  /// Puts a purchase in, in the place of the one with its number.
  mutating func set(_ purchase: Purchase) {
    if let at = purchases.firstIndex(where: { $0.number == purchase.number }) {
      purchases[at] = purchase
    } else {
      purchases.append(purchase)
    }
  }
}

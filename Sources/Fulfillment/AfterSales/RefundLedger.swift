/// What was paid for an order, what has gone back by any path, and what still may. All in minor units of
/// one currency; nothing is ever guessed: what the shop does not tell is nil.
package struct RefundLedger: Hashable, Sendable {
  package var currency: Currency
  /// Captured from the customer; nil where it is not known.
  package var paid: Int64?
  package var lines: [Line]
  /// Of what was paid: the share of postage.
  package var postage: Int64
  /// What the shop says has gone back, whoever sent it.
  package var shopRefunded: Int64
  /// The shop's word on the order is from then.
  package var shopToldAt: Timestamp?
  /// Ours that stand: meant, on their way, unknown or sent.
  package var refunds: [Refund]
  /// Lost to chargebacks.
  package var disputed: Int64
  /// Goods that were bought again for the customer, and what was paid for them.
  package var replaced: [Share] = []

  /// One line and its share of what was paid, with its shares of tax and discount.
  package struct Line: Hashable, Sendable {
    /// `OrderLine.externalID`
    package var id: String
    package var sku: String
    package var quantity: Int
    /// nil where prices are missing.
    package var paid: Int64?

    package init(id: String, sku: String, quantity: Int, paid: Int64?) {
      self.id = id
      self.sku = sku
      self.quantity = quantity
      self.paid = paid
    }

    /// The share of `count` units after the first `from`. The shares of all units add up to the line's.
    package func paid(units count: Int, after from: Int) -> Int64? {
      guard let paid, quantity > 0, from >= 0, count >= 0, from + count <= quantity else {
        return nil
      }
      func upTo(_ units: Int) -> Int64 {
        Int64(Int128(paid) * Int128(units) / Int128(quantity))
      }
      return upTo(from + count) - upTo(from)
    }
  }

  /// Units of a line, and the money that goes back for them.
  package struct Share: Hashable, Sendable {
    package var line: String
    package var quantity: Int
    package var amount: Int64

    package init(line: String, quantity: Int, amount: Int64) {
      self.line = line
      self.quantity = quantity
      self.amount = amount
    }
  }

  /// One of ours that stands.
  package struct Refund: Hashable, Sendable {
    package var amount: Int64
    package var shares: [Share]
    /// `shopRefunded` when it was written down.
    package var shopRefunded: Int64
    /// It has arrived; nil: it has not, or nobody knows.
    package var sentAt: Timestamp?

    package init(
      amount: Int64, shares: [Share] = [], shopRefunded: Int64 = 0, sentAt: Timestamp? = nil
    ) {
      self.amount = amount
      self.shares = shares
      self.shopRefunded = shopRefunded
      self.sentAt = sentAt
    }
  }

  package init(
    currency: Currency, paid: Int64?, lines: [Line] = [], postage: Int64 = 0,
    shopRefunded: Int64 = 0, shopToldAt: Timestamp? = nil, refunds: [Refund] = [],
    disputed: Int64 = 0
  ) {
    self.currency = currency
    self.paid = paid
    self.lines = lines
    self.postage = postage
    self.shopRefunded = shopRefunded
    self.shopToldAt = shopToldAt
    self.refunds = refunds
    self.disputed = disputed
  }

  /// Of an order as its storefront tells it, without refunds of ours.
  package init(_ order: Order) {
    let paid: Int64? =
      switch order.payment {
      case .paid, .partiallyRefunded, .refunded: order.total?.minor
      // How much of it was captured is not told.
      case .partiallyPaid: nil
      case .unknown: order.paidAt == nil ? nil : order.total?.minor
      case .pending, .authorized, .voided: 0
      }
    self.init(
      currency: order.currency, paid: paid,
      shopRefunded: order.payment == .refunded
        ? max(order.refunded?.minor ?? 0, paid ?? 0) : max(0, order.refunded?.minor ?? 0),
      shopToldAt: order.updatedAt)
    postage = min(max(0, order.shipping?.minor ?? 0), max(0, paid ?? 0))
    let worth = order.lines.map { line in
      line.price.flatMap { $0.times(line.quantity) }.map { max(0, $0.minor) }
    }
    let isKnown = !worth.contains(nil) && worth.contains { ($0 ?? 0) > 0 }
    let shares =
      isKnown && paid != nil
      ? RefundLedger.divide(max(0, (paid ?? 0) - postage), by: worth.map { $0 ?? 0 }) : []
    lines = order.lines.enumerated().map { index, line in
      Line(
        id: line.externalID, sku: line.sku, quantity: line.quantity,
        paid: isKnown && paid != nil ? shares[index] : nil)
    }
  }

  /// Divides an amount by weights so that the parts add up to it: what rounding leaves goes to the
  /// largest remainders, the earlier first.
  package static func divide(_ amount: Int64, by weights: [Int64]) -> [Int64] {
    let sum = weights.reduce(Int128(0)) { $0 + Int128($1) }
    guard sum > 0 else { return weights.map { _ in 0 } }
    var parts: [Int64] = []
    var rests: [(rest: Int128, place: Int)] = []
    for (place, weight) in weights.enumerated() {
      let top = Int128(amount) * Int128(weight)
      parts.append(Int64(top / sum))
      rests.append((top % sum, place))
    }
    var left = amount - parts.reduce(0, +)
    for (_, place) in rests.sorted(by: { ($1.rest, $0.place) < ($0.rest, $1.place) })
    where left > 0 {
      parts[place] += 1
      left -= 1
    }
    return parts
  }
}

extension RefundLedger {
  /// Gone back, or about to, over all paths together. Ours count beside the shop's own word until that
  /// word is newer than they are and high enough to hold them: nothing is counted too low.
  package var committed: Int64 {
    let ours = refunds.map(\.amount).clampedSum
    guard let first = refunds.map(\.shopRefunded).min() else {
      return shopRefunded.clampedSum(disputed)
    }
    let sent = refunds.filter { $0.sentAt != nil }
    let sum = sent.map(\.amount).clampedSum
    let newest = sent.compactMap(\.sentAt).max()
    let isTold = newest.map { at in shopToldAt.map { $0 >= at } ?? false } ?? false
    let isSeen = isTold && shopRefunded.clampedDifference(first) >= sum
    let open = isSeen ? refunds.filter { $0.sentAt == nil }.map(\.amount).clampedSum : ours
    return shopRefunded.clampedSum(open).clampedSum(disputed)
  }

  /// Gone back, or replaced by goods.
  var given: Int64 { committed.clampedSum(replacedWorth) }

  /// What may still go back; nil: what was paid is not known.
  package var left: Int64? { paid.map { max(0, $0.clampedDifference(given)) } }

  /// Units of a line that have been paid back by us.
  package func refundedUnits(of line: String) -> Int {
    refunds.flatMap(\.shares).filter { $0.line == line }.reduce(0) { $0 + $1.quantity }
  }

  private func refunded(of line: String) -> Int64 {
    refunds.flatMap(\.shares).filter { $0.line == line }.map(\.amount).clampedSum
  }

  /// What was paid for those units, as shares; nil where it is not known. Units that have been made good
  /// already are worth nothing. Without units: of all that was paid.
  package func worth(of units: [(line: String, quantity: Int)]) -> [Share]? {
    var shares: [Share] = []
    for (id, quantity) in units where quantity > 0 {
      guard let line = lines.first(where: { $0.id == id }) else { return nil }
      let from = min(settledUnits(of: id), line.quantity)
      let count = min(quantity, line.quantity - from)
      guard let amount = line.paid(units: count, after: from) else { return nil }
      if count > 0 { shares.append(Share(line: id, quantity: count, amount: amount)) }
    }
    return shares
  }

  /// What was paid for the goods of a return and has not gone back; all that is left where it names
  /// none. nil where it is not known.
  package func money(
    for items: [ReturnRequest.Item], _ units: [(line: String, quantity: Int)]
  ) -> Money? {
    let sum = items.isEmpty ? left : worth(of: units)?.map(\.amount).clampedSum
    return sum.map { Money(minor: min($0, left ?? $0), currency: currency) }
  }

  /// Divides an amount over units: no line gets more than was paid for it and has not gone back. What
  /// the lines can't take (postage) belongs to none.
  package func shares(
    of amount: Int64, over units: [(line: String, quantity: Int)]
  ) -> [Share] {
    guard let worth = worth(of: units), !worth.isEmpty else {
      return []
    }
    let whole = worth.map(\.amount).clampedSum
    let parts =
      amount >= whole
      ? worth.map(\.amount) : RefundLedger.divide(amount, by: worth.map(\.amount))
    return zip(worth, parts).map { share, part in
      let paid = lines.first { $0.id == share.line }?.paid ?? 0
      return Share(
        line: share.line, quantity: share.quantity,
        amount: max(0, min(part, paid.clampedDifference(refunded(of: share.line)))))
    }
  }

  /// Refuses what would send back more than was paid, of the order or of a line.
  package func check(_ amount: Money, _ shares: [Share] = []) throws(DecisionRefusal) {
    guard amount.currency == currency else {
      throw DecisionRefusal(
        reason: "it was paid in \(currency.code), not in \(amount.currency.code)")
    }
    guard amount.minor > 0 else { throw DecisionRefusal(reason: "there is nothing to pay back") }
    guard let left, let paid else {
      throw DecisionRefusal(reason: "the shop does not tell what was paid")
    }
    guard amount.minor <= left else {
      throw DecisionRefusal(
        reason: "\(amount.inWords) is more than is left: " + account(paid))
    }
    for share in shares {
      guard let line = lines.first(where: { $0.id == share.line }) else {
        throw DecisionRefusal(reason: "there is no line \(share.line.briefly)")
      }
      if let most = line.paid, refunded(of: share.line).clampedSum(share.amount) > most {
        throw DecisionRefusal(
          reason: "more would go back for \(line.sku.briefly) than was paid for it")
      }
      if settledUnits(of: share.line) + share.quantity > line.quantity {
        let replaced = replacedUnits(of: share.line)
        throw DecisionRefusal(
          reason: replaced == 0
            ? "all of \(line.sku.briefly) has been paid back"
            : line.madeGood(refunded: refundedUnits(of: share.line), replaced: replaced))
      }
    }
  }
}

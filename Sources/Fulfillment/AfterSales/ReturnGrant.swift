/// How a return ends for the customer and for the goods.
package enum ReturnOutcome: String, CaseIterable, Sendable {
  /// The money goes back, the customer keeps the goods.
  case refundAndKeep = "refund-keep"
  /// Part of the money goes back, the customer keeps the goods.
  case partialRefund = "partial"
  /// The goods are bought again; the customer keeps the first ones.
  case reship
  /// The goods go to the supplier; the money goes back once they are there.
  case returnToSupplier = "return-supplier"
  /// The goods go to an address of the seller's; the money goes back once they are there.
  case returnLocally = "return-local"

  /// The money goes back with the approval, without waiting for goods.
  package var refundsAtOnce: Bool { self == .refundAndKeep || self == .partialRefund }
  /// The goods are sent back.
  package var needsGoods: Bool { self == .returnToSupplier || self == .returnLocally }

  /// `refund, and the customer keeps it`
  package var text: String {
    switch self {
    case .refundAndKeep: "refund, the customer keeps it"
    case .partialRefund: "refund a part, the customer keeps it"
    case .reship: "send a replacement"
    case .returnToSupplier: "back to the supplier, then refund"
    case .returnLocally: "back to your address, then refund"
    }
  }
}

/// What an operator grants with an approval.
package struct ReturnGrant: Hashable, Sendable {
  package var outcome: ReturnOutcome
  /// What goes back to the customer; nil: what was paid for the goods.
  package var amount: Money?
  /// Above any of these a second operator must approve (the one in the amount's currency counts; an
  /// amount in a currency that is not here always needs two). Empty: never.
  package var secondAbove: [Money]

  /// Kept of what was paid for goods that come back, in hundredths of a percent, where no amount is
  /// named.
  package var keeps: Int

  package init(
    outcome: ReturnOutcome, amount: Money? = nil, secondAbove: [Money] = [], keeps: Int = 0
  ) {
    self.outcome = outcome
    self.amount = amount
    self.secondAbove = secondAbove
    self.keeps = keeps
  }

  /// What goes back of what the goods were paid with.
  package func refund(of worth: Money) -> Money {
    let kept = outcome.needsGoods ? Int128(worth.minor) * Int128(keeps) / 10_000 : 0
    return Money(minor: worth.minor - Int64(kept), currency: worth.currency)
  }

  /// Two operators must approve an amount.
  package func needsSecond(_ amount: Money?) -> Bool {
    guard !secondAbove.isEmpty else { return false }
    guard let amount,
      let limit = secondAbove.first(where: { $0.currency == amount.currency })
    else { return true }
    return amount.minor > limit.minor
  }

  /// `partial 12.50 USD above 100.00 USD`: as it is kept beside the decision.
  package var text: String {
    let words = [amount].compactMap { $0 } + secondAbove
    let money = words.map { "\($0.decimal) \($0.currency.code)" }
    let above = amount == nil ? money : Array(money.dropFirst())
    return
      ([outcome.rawValue] + (amount == nil ? [] : [money[0]])
      + (keeps == 0 ? [] : ["keeps \(keeps)"])
      + (above.isEmpty ? [] : ["above " + above.joined(separator: " ")])).joined(separator: " ")
  }

  /// Reads `text`; nil for anything else.
  package init?(_ text: String) {
    var words = text.split(separator: " ")[...]
    guard let first = words.popFirst(), let outcome = ReturnOutcome(rawValue: String(first)) else {
      return nil
    }
    self.init(outcome: outcome)
    if words.count >= 2, words.first != "above", words.first != "keeps" {
      guard let money = Self.money(&words) else { return nil }
      amount = money
    }
    if words.first == "keeps" {
      words.removeFirst()
      guard let share = words.popFirst().flatMap({ Int($0) }), (0...10_000).contains(share) else {
        return nil
      }
      keeps = share
    }
    guard let word = words.popFirst() else { return }
    guard word == "above", !words.isEmpty else { return nil }
    while !words.isEmpty {
      guard let money = Self.money(&words) else { return nil }
      secondAbove.append(money)
    }
  }

  private static func money(_ words: inout ArraySlice<Substring>) -> Money? {
    guard let amount = words.popFirst(), let code = words.popFirst(), let currency = Currency(code)
    else { return nil }
    return Money(decimal: amount, currency: currency)
  }
}

extension Money {
  /// Reads `inWords`; nil for anything else.
  package init?(inWords text: String) {
    let parts = text.split(separator: " ")
    guard parts.count == 2, let currency = Currency(parts[1]) else { return nil }
    self.init(decimal: parts[0], currency: currency)
  }
}

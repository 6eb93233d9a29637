/// One way to end a return, and what it would do to the money.
package struct ReturnOption: Hashable, Sendable {
  package var outcome: ReturnOutcome
  /// Goes back to the customer; nil where it is not known.
  package var refund: Money?
  /// Kept of what was paid for the goods, by the shop's policy.
  package var fee: Money?
  /// Cost of goods that is lost with it, or bought again; nil where it is not known.
  package var lost: Money?
  /// What the supplier should credit, by its policy; nil where nothing is written.
  package var recoverable: Money?
  /// Postage of goods that come back, where the seller pays it.
  package var postage: Money?
  /// What is left of the order afterwards, with what was written as recoverable; nil where it is not
  /// known.
  package var margin: Money?
  /// What is not known and would matter.
  package var unknown: [String]
  /// Why it can't be chosen; "": it can.
  package var obstacle: String

  package init(outcome: ReturnOutcome) {
    self.outcome = outcome
    (unknown, obstacle) = ([], "")
  }
}

/// The ways to end a return, with what the written policy suggests. It never decides.
package struct ReturnAdvice: Hashable, Sendable {
  package var options: [ReturnOption]
  /// What the policy suggests; nil: it suggests none of them.
  package var suggested: ReturnOutcome?
  /// Why, in a sentence.
  package var reason: String
  /// What to look at first.
  package var warnings: [String]
  package var shop: ReturnPolicy?
  package var supplier: ReturnPolicy?
  /// `ReturnRules.secondAbove`
  package var secondAbove: [Money] = []

  /// What an approval with that outcome would grant.
  package func grant(_ outcome: ReturnOutcome, amount: Money? = nil) -> ReturnGrant {
    ReturnGrant(
      outcome: outcome, amount: amount, secondAbove: secondAbove,
      keeps: outcome.needsGoods ? shop?.restocking ?? 0 : 0)
  }

  /// - Parameter defaultWindow: where the shop's policy names no window.
  package static func of(
    _ matter: ReturnCase, _ rules: ReturnRules, rates: Rates, defaultWindow: Span, now: Timestamp
  ) -> ReturnAdvice {
    let storefront = matter.row.storefront
    var advice = ReturnAdvice(
      options: [], suggested: nil, reason: "", warnings: [], shop: rules.shop(storefront),
      supplier: rules.supplier(matter.supplier, storefront: storefront))
    advice.secondAbove = rules.secondAbove
    let scale = Scale(matter, advice, rates)
    advice.options = ReturnOutcome.allCases.map(scale.option)
    advice.warn(matter, defaultWindow, now)
    advice.suggest(matter, scale)
    return advice
  }

  private mutating func warn(_ matter: ReturnCase, _ defaultWindow: Span, _ now: Timestamp) {
    if matter.openDisputes > 0 {
      warnings.append("a dispute is open: money sent back now may be taken a second time")
    }
    if let ends = shop?.window.map({ $0 }) ?? Optional(defaultWindow),
      let at = matter.row.deliveredAt, matter.row.requestedAt > at + ends
    {
      warnings.append("asked for after the shop's window of \(ends.limitText)")
    }
    if let window = supplier?.window, let at = matter.row.deliveredAt, now > at + window {
      warnings.append("the supplier's window of \(window.limitText) is over")
    }
    if matter.customer.returns > 2 {
      warnings.append("the customer's return number \(matter.customer.returns)")
    }
  }

  private mutating func suggest(_ matter: ReturnCase, _ scale: Scale) {
    if matter.openDisputes > 0 {
      reason = "nothing is suggested while a dispute is open"
      return
    }
    if warnings.contains(where: { $0.hasPrefix("asked for after") }) {
      reason = "the policy suggests to decline: it was asked for too late"
      return
    }
    func isOpen(_ outcome: ReturnOutcome) -> Bool {
      options.contains { $0.outcome == outcome && $0.obstacle.isEmpty }
    }
    if let worth = scale.worth,
      let limit = shop?.keepBelow.first(where: { $0.currency == worth.currency }),
      worth.minor <= limit.minor, isOpen(.refundAndKeep)
    {
      (suggested, reason) = (
        .refundAndKeep, "worth \(worth.inWords), goods up to \(limit.inWords) are not asked back"
      )
    } else if supplier?.takesBack == true, isOpen(.returnToSupplier),
      !warnings.contains(where: { $0.hasPrefix("the supplier's window") })
    {
      (suggested, reason) = (.returnToSupplier, "\(matter.supplier) takes goods back")
    } else if shop?.address.isEmpty == false, isOpen(.returnLocally) {
      (suggested, reason) = (.returnLocally, "goods come back to your address")
    } else {
      let whole = options.filter {
        ($0.outcome == .refundAndKeep || $0.outcome == .reship) && $0.obstacle.isEmpty
      }
      let best = whole.filter { $0.margin != nil }.max {
        ($0.margin?.minor ?? 0) < ($1.margin?.minor ?? 0)
      }
      suggested = best?.outcome
      reason =
        best.map {
          "no policy decides it: of what makes the customer whole, \($0.outcome.text) "
            + "leaves most"
        } ?? "no policy decides it, and too little is known to compare"
    }
  }
}

/// A return with what is needed to decide it.
package struct ReturnDossier: Hashable, Sendable {
  package var matter: ReturnCase
  package var advice: ReturnAdvice

  package init(matter: ReturnCase, advice: ReturnAdvice) {
    self.matter = matter
    self.advice = advice
  }
}

/// What the options are weighed with.
private struct Scale {
  let matter: ReturnCase
  let shop: ReturnPolicy?
  let supplier: ReturnPolicy?
  let rates: Rates
  /// Paid for the units, what has gone back taken off.
  let worth: Money?

  init(_ matter: ReturnCase, _ advice: ReturnAdvice, _ rates: Rates) {
    (self.matter, shop, supplier, self.rates) = (matter, advice.shop, advice.supplier, rates)
    worth = matter.ledger.money(for: matter.value.request.items, matter.units)
  }

  private func own(_ money: Money?) -> Money? {
    money.flatMap { rates.convert($0, to: matter.ledger.currency) }
  }

  private func part(_ share: Int?, of money: Money?) -> Money? {
    guard let share, let money else { return nil }
    return Money(
      minor: Int64(Int128(money.minor) * Int128(share) / 10_000), currency: money.currency)
  }

  func option(_ outcome: ReturnOutcome) -> ReturnOption {
    var option = ReturnOption(outcome: outcome)
    let cost = own(matter.cost)
    let zero = Money.zero(matter.ledger.currency)
    switch outcome {
    case .refundAndKeep: option.refund = worth
    case .partialRefund:
      option.refund = worth.map { Money(minor: $0.minor / 2, currency: $0.currency) }
    case .reship: option.refund = zero
    case .returnToSupplier, .returnLocally:
      option.fee = part(shop?.restocking, of: worth) ?? zero
      option.refund = worth.flatMap { worth in
        option.fee.map { Money(minor: worth.minor - $0.minor, currency: worth.currency) }
      }
    }
    option.lost = outcome == .partialRefund ? zero : cost
    let credit = part(supplier?.credits, of: cost)
    option.recoverable =
      switch outcome {
      case .returnLocally, .partialRefund: nil
      case .returnToSupplier: supplier?.takesBack == false ? nil : credit
      case .refundAndKeep, .reship: supplier?.takesBack == true ? nil : credit
      }
    if outcome.needsGoods {
      option.postage = shop?.pays == .seller ? own(shop?.postage ?? supplier?.postage) : zero
      if shop?.pays == .seller, option.postage == nil {
        option.unknown.append("what the postage back costs")
      }
      if shop?.pays == nil { option.unknown.append("who pays the postage back") }
    }
    weigh(&option, cost)
    option.obstacle = obstacle(option)
    return option
  }

  private func weigh(_ option: inout ReturnOption, _ cost: Money?) {
    if worth == nil { option.unknown.append("what was paid for the goods") }
    if matter.cost == nil {
      option.unknown.append("what the goods cost")
    } else if cost == nil {
      option.unknown.append("a rate for the cost")
    }
    if supplier?.credits == nil, option.outcome != .partialRefund,
      option.outcome != .returnLocally
    {
      option.unknown.append("what the supplier credits")
    }
    guard let paid = matter.ledger.paid, let spent = own(matter.spent), let refund = option.refund
    else { return }
    var left = paid - matter.ledger.committed - spent.minor - refund.minor
    if option.outcome == .reship {
      guard let cost else { return }
      left -= cost.minor
    }
    if option.outcome.needsGoods {
      guard let postage = option.postage else { return }
      left -= postage.minor
    }
    left += option.recoverable?.minor ?? 0
    option.margin = Money(minor: left, currency: matter.ledger.currency)
  }

  private func obstacle(_ option: ReturnOption) -> String {
    if option.outcome == .reship {
      guard !matter.units.isEmpty else { return "nothing of the order is named" }
      do throws(DecisionRefusal) { try matter.ledger.checkReplacing(matter.units) } catch {
        return error.reason
      }
      return ""
    }
    if matter.ledger.paid == nil { return "the shop does not tell what was paid" }
    if matter.ledger.left == 0 { return "all that was paid has gone back" }
    if option.outcome == .returnToSupplier, supplier?.takesBack == false {
      return "\(matter.supplier) takes nothing back"
    }
    if option.refund.map({ $0.minor > 0 }) ?? true { return matter.noWayBack }
    return ""
  }
}

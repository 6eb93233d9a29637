/// The money at risk in one order, as far as it is known.
///
/// `expected = probability x (value + cost + fees)`: what a bad end costs, times how likely it is. A bad
/// end means the customer is paid back, while what suppliers and payment services took is gone too.
package struct Risk: Hashable, Sendable {
  /// What may have to be paid back: the order's total less what was refunded, never below nothing.
  package var value: Money
  /// What suppliers were paid, or are owed, for it, in the order's currency; nil: nothing is known.
  package var cost: Money?
  /// What payment services keep of it; nil: nothing is known.
  package var fees: Money?
  /// Chance of a bad end, 0 to 1.
  package var probability: Double
  /// The nearest deadline of what stands; nil: none is known.
  package var due: Timestamp?

  package init(
    value: Money, cost: Money? = nil, fees: Money? = nil, probability: Double,
    due: Timestamp? = nil
  ) {
    self.value = value
    self.cost = cost
    self.fees = fees
    self.probability = min(max(probability.isFinite ? probability : 1, 0), 1)
    self.due = due
  }

  /// Value, cost and fees; those in another currency are left out.
  package var stake: Money {
    let others = [cost, fees].compactMap { $0 }.filter { $0.currency == value.currency }
    let minor = others.reduce(max(0, value.minor)) { $0.addingClamping(max(0, $1.minor)) }
    return Money(minor: minor, currency: value.currency)
  }

  /// The stake times the chance of losing it, to the nearest minor unit.
  package var expected: Money {
    // A chance is known to a thousandth at best; whole numbers give the same on every machine.
    let thousandths = Int64((probability * 1000).rounded())
    let (whole, rest) = stake.minor.quotientAndRemainder(dividingBy: 1000)
    return Money(
      minor: whole * thousandths + (rest * thousandths + 500) / 1000, currency: stake.currency)
  }
}

extension Risk {
  /// The chance that what was found ends badly if nothing is done.
  ///
  /// Seeds, not measured: an operator's own outcomes are to replace them. Of parcels that arrive late, four
  /// in ten are taken to cost the sale.
  package static func probability(of finding: Finding, _ outlook: Outlook? = nil) -> Double {
    if finding.code == "transit.delayed", finding.learned, let outlook {
      return lateLoses * outlook.probabilityLate
    }
    return seeds[finding.code] ?? 0.2
  }

  private static let lateLoses = 0.4

  private static let seeds: [String: Double] = [
    "parcel.returned": 1, "parcel.lost": 0.95, "parcel.damaged": 0.9, "parcel.returning": 0.85,
    "refund.overdue": 0.95, "claim.closing": 0.9, "delivery.disputed": 0.6,
    "delivery.elsewhere": 0.6,
    "return.waiting": 0.9, "dispute.due": 0.9,
    "purchase.unknown": 0.5, "order.changed": 0.5, "stock.out": 0.5,
    "order.blocked": 0.4, "delivery.failed": 0.4, "purchase.cancelled": 0.4,
    "transit.customs": 0.35, "purchase.rejected": 0.3, "order.stale": 0.3,
    "order.duplicate": 0.3, "order.address": 0.3, "tracking.invalid": 0.3,
    "delivery.pickup": 0.3, "transit.stalled": 0.3, "transit.delayed": 0.3,
    "tracking.unscanned": 0.25, "tracking.missing": 0.2, "dispatch.late": 0.2,
    "order.unmapped": 0.2, "purchase.unpaid": 0.15, "purchase.unacknowledged": 0.15,
    "purchase.unsent": 0.1, "payment.pending": 0.1, "price.rise": 0.1,
  ]

  /// `370.35 USD = 30 % of (1000.00 to pay back + 234.50 paid for it); act by 2026-03-12 14:00`
  package var text: String {
    var parts = ["\(value.decimal) to pay back"]
    if let cost, cost.currency == value.currency, cost.minor > 0 {
      parts.append("\(cost.decimal) paid for it")
    }
    if let fees, fees.currency == value.currency, fees.minor > 0 {
      parts.append("\(fees.decimal) in fees")
    }
    return "\(expected.decimal) \(expected.currency.code) = \(probability.percent) of "
      + Risk.sum(parts) + (due.map { "; act by \($0.minuteText)" } ?? "")
  }
}

extension Risk {
  /// What a share is of: several amounts in brackets.
  package static func sum(_ parts: [String]) -> String {
    parts.count > 1 ? "(" + parts.joined(separator: " + ") + ")" : parts.joined()
  }
}

extension Int64 {
  fileprivate func addingClamping(_ other: Int64) -> Int64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }
}

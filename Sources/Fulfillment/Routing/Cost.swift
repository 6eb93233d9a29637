/// What something costs, for comparing: one that is wholly known goes before one that is not.
struct Cost: Comparable {
  /// Minor units of the currency in which an order's offers are compared; what is known of it.
  var amount: Int64 = 0
  /// Prices in it that are not known.
  var gaps = 0

  static func < (one: Cost, other: Cost) -> Bool {
    (one.gaps, one.amount) < (other.gaps, other.amount)
  }

  static func + (one: Cost, other: Cost) -> Cost {
    Cost(amount: one.amount.bounded(plus: other.amount), gaps: one.gaps + other.gaps)
  }

  /// A known amount, or a gap.
  init(_ amount: Int64?) {
    self.amount = amount ?? 0
    gaps = amount == nil ? 1 : 0
  }

  init(amount: Int64 = 0, gaps: Int = 0) {
    self.amount = amount
    self.gaps = gaps
  }

  /// It costs at most so many hundredths of a percent more than the other.
  func isWithin(_ tolerance: Int, of other: Cost) -> Bool {
    guard gaps == other.gaps else { return gaps < other.gaps }
    let limit = Int128(other.amount) * Int128(10_000 + max(0, tolerance))
    return Int128(amount) * 10_000 <= limit
  }
}

extension Int64 {
  /// The sum, or the bound it would pass.
  func bounded(plus other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other > 0 ? .max : .min) : sum
  }
}

extension Money {
  /// `12.34 USD`
  package var inWords: String { decimal + " " + currency.code }

  /// So many of it; nil where that is too much to count.
  func times(_ count: Int) -> Money? {
    let (product, overflow) = minor.multipliedReportingOverflow(by: Int64(count))
    return overflow ? nil : Money(minor: product, currency: currency)
  }

  /// The sum; nil where the other is of another currency or too much to count.
  func plus(_ other: Money) -> Money? {
    guard currency == other.currency else { return nil }
    let (sum, overflow) = minor.addingReportingOverflow(other.minor)
    return overflow ? nil : Money(minor: sum, currency: currency)
  }

  /// Its share of a whole of the same currency, in hundredths of a percent, rounded down; nil where
  /// there is no such share.
  func share(of whole: Money) -> Int? {
    guard currency == whole.currency, whole.minor > 0 else { return nil }
    let top = Int128(minor) * 10_000
    let quotient = top / Int128(whole.minor)
    let rounded = top % Int128(whole.minor) < 0 ? quotient - 1 : quotient
    return Int(exactly: rounded)
  }
}

/// `34.2 %`, `-3.25 %`, of hundredths of a percent.
func percentText(_ hundredths: Int) -> String {
  let whole = hundredths.magnitude / 100
  let rest = hundredths.magnitude % 100
  var text = (hundredths < 0 ? "-" : "") + "\(whole)"
  if rest > 0 { text += rest % 10 == 0 ? ".\(rest / 10)" : "." + padded(Int64(rest), 2) }
  return text + " %"
}

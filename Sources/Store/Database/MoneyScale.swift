internal import Fulfillment

extension Money {
  /// In hundredths of a major unit whatever the currency's own digits, for sorting and filtering.
  var hundredths: Int64 {
    let scale = currency.minorPerMajor
    return scale <= 100
      ? minor.multipliedClamping(by: 100 / scale) : minor / (scale / 100)
  }
}

extension Int64 {
  fileprivate func multipliedClamping(by factor: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? (self < 0 ? .min : .max) : product
  }
}

extension Order {
  /// What is lost if nothing more is done: the total less what was refunded, never below nothing.
  var exposure: Money? {
    guard let total else { return nil }
    return Money(minor: max(0, total.minor - (refunded?.minor ?? 0)), currency: total.currency)
  }
}

/// What a payment service keeps of each payment of some storefronts, whether it is paid back or not.
package struct PaymentFee: Hashable, Sendable {
  /// Names may end in `*`, case is ignored; empty: every one.
  package var storefronts: [String]
  /// Of the order's total, in hundredths of a percent.
  package var share: Int
  /// Of every payment in its currency; nil: nothing.
  package var fixed: Money?

  package init(storefronts: [String] = [], share: Int, fixed: Money? = nil) {
    self.storefronts = storefronts
    self.share = share
    self.fixed = fixed
  }
}

extension [PaymentFee] {
  /// What was kept of an order of that total: by the first that names its storefront; nil where none does.
  package func fee(of total: Money, storefront: String) -> Money? {
    let fee = first {
      $0.storefronts.isEmpty || NamePattern.any($0.storefronts, match: storefront)
    }
    guard let fee, total.minor > 0 else { return nil }
    let (product, overflows) = total.minor.multipliedReportingOverflow(by: Int64(fee.share))
    guard !overflows, product < .max - 5000 else { return nil }
    let fixed = fee.fixed.flatMap { $0.currency == total.currency ? $0.minor : nil } ?? 0
    return Money(minor: (product + 5000) / 10_000 + fixed, currency: total.currency)
  }
}

/// Exchange rates of one day, as the operator wrote them down: what one unit of the base buys.
package struct Rates: Hashable, Sendable {
  package var base: Currency
  /// The day they are of; nil where there are none.
  package var date: CivilDate?
  /// Millionths of a unit of the currency for one unit of the base.
  package var millionths: [Currency: Int64]

  package init(
    base: Currency = .usd, date: CivilDate? = nil, millionths: [Currency: Int64] = [:]
  ) {
    self.base = base
    self.date = date
    self.millionths = millionths
  }

  /// The amount in another currency, rounded half away from zero; nil where a rate is missing or the
  /// amount is too large to convert.
  package func convert(_ money: Money, to currency: Currency) -> Money? {
    if money.currency == currency { return money }
    guard let from = rate(money.currency), let to = rate(currency) else { return nil }
    // minor / minorPerMajor / from * to * minorPerMajor, kept whole to the end.
    let (top, overflow) = Int128(money.minor).multipliedReportingOverflow(
      by: Int128(to) * Int128(currency.minorPerMajor))
    guard !overflow else { return nil }
    let bottom = Int128(from) * Int128(money.currency.minorPerMajor)
    let doubled = top.magnitude * 2 + bottom.magnitude
    let rounded = doubled / (bottom.magnitude * 2)
    guard let minor = Int64(exactly: rounded) else { return nil }
    return Money(minor: top < 0 ? -minor : minor, currency: currency)
  }

  private func rate(_ currency: Currency) -> Int64? {
    currency == base ? 1_000_000 : millionths[currency].flatMap { $0 > 0 ? $0 : nil }
  }
}

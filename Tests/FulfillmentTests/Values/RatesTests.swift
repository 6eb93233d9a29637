import Fulfillment
import Testing

/// Money of one currency in another.
@Suite struct RatesTests {
  private static let euro = Currency("EUR") ?? .usd
  private static let yen = Currency("JPY") ?? .usd
  private static let dinar = Currency("KWD") ?? .usd
  private let rates = Rates(
    base: .usd,
    millionths: [euro: 920_000, yen: 150_000_000, dinar: 307_000, Currency("XXX") ?? .usd: 0])

  @Test(arguments: [
    (Int64(10_000), Currency.usd, euro, Int64(9200)), (9200, euro, .usd, 10_000),
    (100, .usd, yen, 150), (150, yen, .usd, 100), (1, .usd, yen, 2), (-1, .usd, yen, -2),
    (1000, dinar, .usd, 326), (100, .usd, dinar, 307), (0, euro, yen, 0), (920, euro, yen, 1500),
  ])
  func amountsAreConverted(
    _ minor: Int64, _ from: Currency, _ to: Currency, _ expected: Int64
  ) {
    #expect(
      rates.convert(Money(minor: minor, currency: from), to: to)
        == Money(minor: expected, currency: to))
  }

  @Test(arguments: ["CHF", "XXX"])
  func withoutARateThereIsNoAmount(_ code: String) throws {
    let other = try #require(Currency(code))
    #expect(rates.convert(Money(minor: 1, currency: .usd), to: other) == nil)
    #expect(rates.convert(Money(minor: 1, currency: other), to: .usd) == nil)
    #expect(
      rates.convert(Money(minor: 1, currency: other), to: other)
        == Money(minor: 1, currency: other))
  }

  @Test func whatIsTooMuchIsNoAmount() {
    #expect(rates.convert(Money(minor: .max, currency: .usd), to: Self.yen) == nil)
  }

  @Test(arguments: seeds)
  func thereAndBackLosesLessThanACent(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let money = Money(minor: random.int64(-9_999_999...9_999_999), currency: .usd)
      let rate = random.int64(1_000_000...900_000_000)
      let rates = Rates(millionths: [Self.euro: rate])
      let there = try #require(rates.convert(money, to: Self.euro))
      let back = try #require(rates.convert(there, to: .usd))
      #expect(abs(back.minor - money.minor) <= 1)
    }
  }
}

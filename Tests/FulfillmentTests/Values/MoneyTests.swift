import Fulfillment
import Testing

@Suite struct CurrencyTests {
  @Test(arguments: [
    ("usd", "USD"), ("EUR", "EUR"), ("Jpy", "JPY"), ("US", nil), ("USDT", nil), ("U$D", nil),
    ("", nil),
    ("ＵＳＤ", nil), ("US1", nil),
  ])
  func codeIsThreeLetters(_ text: String, _ code: String?) {
    #expect(Currency(text)?.code == code)
  }

  @Test(arguments: [("USD", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("KRW", 0), ("XYZ", 2)])
  func minorDigitsFollowISO4217(_ code: String, _ digits: Int) throws {
    let currency = try #require(Currency(code))
    #expect(currency.minorDigits == digits)
    #expect(String(currency.minorPerMajor).count == digits + 1)
  }
}

@Suite struct MoneyTests {
  private static let yen = Currency("JPY") ?? .usd
  private static let dinar = Currency("KWD") ?? .usd

  @Test(arguments: [
    ("235.00", Int64(23_500)), ("-5", -500), ("+5", 500), (".5", 50), ("0", 0), ("1.", 100),
    ("1234.5600", 123_456), ("007.10", 710), ("-0.01", -1),
    ("9999999999999.99", 999_999_999_999_999),
  ])
  func decimalIsRead(_ text: String, _ minor: Int64) {
    #expect(Money(decimal: text, currency: .usd)?.minor == minor)
  }

  @Test(arguments: [
    "", "-", ".", "1,234.00", "1e3", "0x10", "12.345", "1.2.3", " 1", "1 ", "$1", "--1", "١٢",
    "NaN",
    "9999999999999999999", "12.001",
  ])
  func otherTextIsRefused(_ text: String) {
    #expect(Money(decimal: text, currency: .usd) == nil)
  }

  @Test(arguments: [
    ("1.004", Int64(100)), ("1.005", 101), ("1.0049", 100), ("-1.005", -101),
    ("1234.5678", 123_457),
    ("0.999", 100), ("1.00", 100),
  ])
  func roundingIsHalfAwayFromZero(_ text: String, _ minor: Int64) {
    #expect(Money(decimal: text, currency: .usd, rounding: true)?.minor == minor)
  }

  @Test func digitsFollowTheCurrency() {
    #expect(Money(decimal: "1500", currency: Self.yen)?.minor == 1500)
    #expect(Money(decimal: "1500.00", currency: Self.yen)?.minor == 1500)
    #expect(Money(decimal: "1500.5", currency: Self.yen) == nil)
    #expect(Money(decimal: "1.5", currency: Self.dinar)?.minor == 1500)
  }

  @Test(arguments: [
    (Int64(0), "0.00"), (5, "0.05"), (-5, "-0.05"), (123_456, "1234.56"), (-100, "-1.00"),
  ])
  func decimalIsWritten(_ minor: Int64, _ text: String) {
    #expect(Money(minor: minor, currency: .usd).decimal == text)
  }

  @Test func decimalIsWrittenInTheCurrencysDigits() {
    #expect(Money(minor: 1500, currency: Self.yen).decimal == "1500")
    #expect(Money(minor: -7, currency: Self.dinar).decimal == "-0.007")
    #expect(Money.zero(Self.yen).decimal == "0")
  }

  @Test(arguments: seeds)
  func whatIsWrittenIsRead(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let currency = try #require(Currency(random.pick(["USD", "JPY", "KWD", "CLF"], or: "USD")))
      let bound: Int64 = 90_000_000_000_000
      let money = Money(minor: random.int64(-bound...bound), currency: currency)
      #expect(Money(decimal: money.decimal, currency: currency) == money)
      #expect(Money(decimal: money.decimal + "9", currency: currency, rounding: true) != nil)
    }
  }

  @Test func smallestAmountIsWritten() {
    #expect(Money(minor: .min, currency: .usd).decimal == "-92233720368547758.08")
  }
}

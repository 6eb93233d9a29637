import Fulfillment
import Settings
import Testing

/// `[[promise]]`
@Suite struct PromiseSettingsTests {
  private func parse(_ text: String) throws -> [Promise] {
    try Configuration.parse(text, file: "config.toml", environment: [:]).thresholds.promises
  }

  @Test func promisesAreReadInTheirOrder() throws {
    let promises = try parse(
      """
      [[promise]]
      storefronts = ["main-shop"]
      countries = ["US", "CA"]
      methods = ["Express*"]
      within = "5bd"
      [[promise]]
      within = "3w"
      """)
    #expect(
      promises == [
        Promise(
          storefronts: ["main-shop"], countries: ["US", "CA"], methods: ["Express*"],
          within: .businessDays(5)), Promise(within: .days(21)),
      ])
    #expect(try parse("").isEmpty)
  }

  @Test(arguments: [
    ("[[promise]]\ncountries = [\"US\"]", "a promise does not say within what time", 1),
    ("[[promise]]\nwithin = \"soon\"", "within is not a number of days: \"soon\"", 2),
    ("[[promise]]\nwithin = \"36h\"", "within is not a number of days: \"36h\"", 2),
    ("[[promise]]\nwithin = \"0d\"", "within is \"0d\", which is no time for a delivery", 2),
    ("[[promise]]\nwithin = \"400bd\"", "within is \"400bd\", which is no time for a delivery", 2),
    ("[[promise]]\nwithin = \"3d\"\ncountry = \"US\"", "unknown key \"country\" in [promise]", 3),
    ("[promise]\nwithin = \"3d\"", "promise is a table", 1),
    (
      "[[promise]]\nwithin = \"3d\"\n[[promise]]\nwithin = \"4d\"",
      "the promise before this one fits every order, so this one never counts", 3
    ),
  ])
  func whatIsWrongIsToldWithItsLine(text: String, what: String, line: Int) {
    do {
      _ = try parse(text)
      Issue.record("it was taken")
    } catch let error as ConfigurationError {
      #expect(error.what == what && error.line == line, "\(error)")
      #expect(!error.remedy.isEmpty)
    } catch {
      Issue.record("\(error)")
    }
  }
}

/// `[[payment_fee]]`
@Suite struct PaymentFeeSettingsTests {
  private func parse(_ text: String) throws -> [PaymentFee] {
    try Configuration.parse(text, file: "config.toml", environment: [:]).thresholds.paymentFees
  }

  @Test func feesAreRead() throws {
    let fees = try parse(
      """
      [[payment_fee]]
      storefronts = ["main-shop"]
      percent = "2.9%"
      fixed = "0.30 USD"
      [[payment_fee]]
      percent = "1.5%"
      """)
    #expect(
      fees == [
        PaymentFee(
          storefronts: ["main-shop"], share: 290, fixed: Money(minor: 30, currency: .usd)),
        PaymentFee(share: 150),
      ])
    #expect(try parse("").isEmpty)
  }

  @Test(arguments: [
    (
      "[[payment_fee]]\nstorefronts = [\"a\"]",
      "a payment fee is neither a percentage nor an amount"
    ),
    ("[[payment_fee]]\npercent = 3", "percent is not a percentage"),
    ("[[payment_fee]]\nfixed = \"0.30\"", "fixed is not an amount of money"),
    ("[[payment_fee]]\nshare = \"1%\"", "unknown key \"share\" in [payment_fee]"),
  ])
  func whatIsWrongIsTold(text: String, what: String) {
    do {
      _ = try parse(text)
      Issue.record("it was taken")
    } catch let error as ConfigurationError {
      #expect(error.what == what && !error.remedy.isEmpty, "\(error)")
    } catch {
      Issue.record("\(error)")
    }
  }
}

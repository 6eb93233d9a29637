import Fulfillment
import Settings
import Testing

@Suite struct ReturnSettingsTests {
  private func parse(_ text: String) throws -> ReturnRules {
    try Configuration.parse(text, file: "config.toml", environment: [:]).returns
  }

  @Test func nothingWrittenMeansNoRules() throws {
    #expect(try parse("[console]\nhold = \"5m\"") == ReturnRules())
  }

  @Test func everyKeyIsRead() throws {
    let rules = try parse(
      """
      [returns]
      two_person_above = ["200.00 USD", "18000 JPY"]
      [[returns.policy]]
      storefront = "main"
      window = "30d"
      pays = "seller"
      keep_below = "15.00 USD"
      restocking = "10%"
      postage = "6.00 USD"
      address = "1 Long Street"
      [[returns.policy]]
      supplier = "CJ"
      window = "15d"
      takes_back = false
      credits = "80%"
      """)
    let dollars = { Money(minor: $0, currency: .usd) }
    #expect(rules.secondAbove.map(\.inWords) == ["200.00 USD", "18000 JPY"])
    #expect(
      rules.policies == [
        ReturnPolicy(
          storefront: "main", window: .days(30), pays: .seller, keepBelow: [dollars(15_00)],
          restocking: 1_000, postage: dollars(6_00), address: "1 Long Street"),
        ReturnPolicy(supplier: "CJ", window: .days(15), takesBack: false, credits: 8_000),
      ])
  }

  @Test(arguments: [
    ("[returns]\ntwo_person = \"1.00 USD\"", "unknown key"),
    ("[returns]\ntwo_person_above = \"much\"", "not an amount"),
    ("[returns]\ntwo_person_above = [\"1.00 USD\", \"2.00 USD\"]", "two amounts in USD"),
    ("[returns]\npolicy = \"strict\"", "returns.policy is"),
    ("[[returns.policy]]\npays = \"nobody\"", "no pays"),
    ("[[returns.policy]]\nrestocking = \"101%\"", "restocking is not from"),
    ("[[returns.policy]]\nwindows = \"3d\"", "unknown key"),
  ])
  func whatCannotBeMeantIsRefused(_ text: String, _ problem: String) throws {
    let error = try #require(throws: ConfigurationError.self) { try parse(text) }
    #expect("\(error)".contains(problem))
  }
}

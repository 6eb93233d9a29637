import Fulfillment
import Testing

private let euro = Currency("EUR") ?? .usd

@Suite struct RiskTests {
  private func dollars(_ minor: Int64) -> Money { Money(minor: minor, currency: .usd) }

  /// 0.30 x (100.00 + 20.00 + 3.20) = 36.96
  @Test func expectedIsTheChanceTimesEverythingAtStake() {
    let risk = Risk(
      value: dollars(10_000), cost: dollars(2_000), fees: dollars(320), probability: 0.3)
    #expect(risk.stake == dollars(12_320))
    #expect(risk.expected == dollars(3_696))
  }

  @Test func aCertainLossIsTheWholeStake() {
    let risk = Risk(value: dollars(4_000), cost: dollars(1_200), probability: 1)
    #expect(risk.expected == dollars(5_200))
  }

  @Test func anotherCurrencyIsLeftOut() {
    let cost = Money(minor: 9_900, currency: euro)
    #expect(Risk(value: dollars(100), cost: cost, probability: 1).stake == dollars(100))
  }

  /// 0.5 x 0.03 = 0.015, to the nearest cent 0.02.
  @Test func halfACentIsRoundedUp() {
    #expect(Risk(value: dollars(3), probability: 0.5).expected == dollars(2))
  }

  @Test(arguments: [(-0.5, 0.0), (1.5, 1), (.nan, 1), (.infinity, 1)])
  func aChanceIsBetweenNoneAndSure(_ given: Double, _ kept: Double) {
    #expect(Risk(value: dollars(10), probability: given).probability == kept)
  }

  @Test(arguments: [Int64.max, .max - 1, .min, 0, -5])
  func noAmountStopsTheProgram(_ minor: Int64) {
    let risk = Risk(
      value: dollars(minor), cost: dollars(.max), fees: dollars(.min), probability: 0.999)
    #expect(risk.expected.minor >= 0)
    #expect(risk.expected.minor <= risk.stake.minor)
  }

  @Test(arguments: seeds)
  func moreAtStakeOrMoreLikelyIsNeverLess(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<50 {
      let (value, cost) = (random.int64(0...100_000), random.int64(0...50_000))
      let chance = Double(random.int(0...1000)) / 1000
      let risk = Risk(value: dollars(value), cost: dollars(cost), probability: chance)
      let dearer = Risk(value: dollars(value + 700), cost: dollars(cost), probability: chance)
      let likelier = Risk(
        value: dollars(value), cost: dollars(cost), probability: min(1, chance + 0.1))
      #expect(dearer.expected.minor >= risk.expected.minor)
      #expect(likelier.expected.minor >= risk.expected.minor)
    }
  }

  @Test(arguments: ruleTable.map(\.id))
  func everyRuleHasAChance(_ code: String) throws {
    let rule = try #require(ruleTable.first { $0.id == code })
    let finding = Finding(
      code: code, severity: rule.severity,
      trip: Trip(at: ExampleFacts.monday, reason: "", key: ""))
    let chance = Risk.probability(of: finding)
    #expect(chance > 0 && chance <= 1)
  }

  /// A delay that the lane tells is worth four in ten of its chance; a fixed threshold has a seed.
  @Test func aLearnedDelayIsWorthItsChance() {
    let facts = ExampleFacts.expected(late: 2, probability: 0.5, isLearned: true)
    var finding = Finding(
      code: "transit.delayed", severity: .notice,
      trip: Trip(at: ExampleFacts.monday, reason: "", key: "", learned: true))
    #expect(abs(Risk.probability(of: finding, facts.outlook) - 0.2) < 1e-12)
    finding.learned = false
    #expect(Risk.probability(of: finding, facts.outlook) == 0.3)
  }

  @Test func aReturnedParcelIsLost() {
    let finding = Finding(
      code: "parcel.returned", severity: .critical,
      trip: Trip(at: ExampleFacts.monday, reason: "", key: ""))
    #expect(Risk.probability(of: finding) == 1)
  }

  @Test func oneLineTellsHowItIsMadeUp() {
    let risk = Risk(
      value: dollars(10_000), cost: dollars(2_000), probability: 0.3,
      due: ExampleFacts.monday + .days(2))
    #expect(
      risk.text == "36.00 USD = 30 % of (100.00 to pay back + 20.00 paid for it); "
        + "act by 2026-03-04 08:00")
    #expect(
      Risk(value: dollars(500), probability: 1).text == "5.00 USD = 100 % of 5.00 to pay back")
  }
}

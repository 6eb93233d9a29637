import Fulfillment
import Testing

@testable import Store

/// An order whose customer has not paid for a day and an hour: `payment.pending`.
private func unpaid(_ number: Int, change: (inout Order) -> Void = { _ in }) -> Order {
  sampleOrder(number) {
    $0.placedAt = noon - .hours(25)
    $0.payment = .pending
    $0.paidAt = nil
    change(&$0)
  }
}

@Suite struct RuleTrialStoreTests {
  private func own(_ text: String) throws -> OwnRule {
    OwnRule(
      code: "shop.own", title: "Own", severity: .warning,
      condition: try ConditionParser.parse(text), text: text)
  }

  @Test func ownRuleIsFoundAndClearedLikeAnyOther() throws {
    let scratch = try Scratch()
    var thresholds = Thresholds()
    thresholds.ownRules = [try own("value>=30 age>20h -payment:paid")]
    try scratch.store.takeSamples([unpaid(1)])
    _ = try scratch.store.detect(thresholds: thresholds, limit: 10, now: noon)
    let codes = try scratch.store.detail("#1").exceptions.map(\.code)
    #expect(codes.contains("shop.own"))
    try scratch.store.takeSamples([
      unpaid(1) {
        $0.updatedAt = noon
        $0.payment = .paid
        $0.paidAt = noon
      }
    ])
    _ = try scratch.store.detect(thresholds: thresholds, limit: 10, now: noon)
    let standing = try scratch.store.detail("#1").exceptions.filter(\.state.stands)
    #expect(!standing.map(\.code).contains("shop.own"))
  }

  @Test func otherRulesHaveOpenOrdersLookedAtAnew() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples((1...3).map { unpaid($0) })
    #expect(try scratch.store.adopt(Thresholds(), now: noon))
    try scratch.store.detectAll()
    #expect(try !scratch.store.adopt(Thresholds(), now: noon))
    #expect(try scratch.store.detectAll().examined == 0)
    var thresholds = Thresholds()
    thresholds.ownRules = [try own("age>20h")]
    #expect(try scratch.store.adopt(thresholds, now: noon))
    let result = try scratch.store.detect(thresholds: thresholds, limit: 10, now: noon)
    #expect(result.examined == 3 && result.opened == 3)
    #expect(try !scratch.store.adopt(thresholds, now: noon))
  }

  @Test func subjectsAreEveryOrderWithItsFacts() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples((1...5).map { unpaid($0) })
    let first = try scratch.store.trialSubjects(after: nil, limit: 3, now: noon)
    let rest = try scratch.store.trialSubjects(after: first.last?.order, limit: 3, now: noon)
    #expect((first + rest).map(\.orderName) == ["#1", "#2", "#3", "#4", "#5"])
    #expect(rest.count == 2)
    #expect(first[0].facts.payment == .pending && first[0].facts.total != nil)
    let some = try scratch.store.trialSubjects([try scratch.store.only("#4")], now: noon)
    #expect(some.map(\.orderName) == ["#4"])
    let rule = try #require(TrialRule(code: "payment.pending", Thresholds()))
    let trial = RuleTrial.replay(first + rest, [rule], now: noon)[0]
    #expect(trial.examined == 5 && trial.fired == 5 && trial.undecided == 5)
  }

  @Test func recordsTellWhatBecameOfWhatWasFound() throws {
    let scratch = try Scratch()
    #expect(try scratch.store.ruleRecords(now: noon).isEmpty)
    try scratch.store.takeSamples((1...3).map { unpaid($0) })
    try scratch.store.detectAll()
    try scratch.store.takeSamples([
      unpaid(2) {
        $0.updatedAt = noon + .hours(9)
        $0.cancelledAt = noon + .hours(8)
      }
    ])
    let later = noon + .hours(10)
    try scratch.store.detectAll(now: later)
    let record = try #require(
      try scratch.store.ruleRecords(now: later).first { $0.code == "payment.pending" })
    #expect(record.fired == 3 && record.undecided == 2 && record.right == 1)
    #expect(record.precision == 1 && record.medianLead == .hours(8))
  }

  @Test func whatComesBackSoonIsTheSameBreach() throws {
    let scratch = try Scratch()
    _ = try scratch.store.save(
      [Offer(sku: "CASE-1", supplier: "CJ", supplierSKU: "X1")], now: noon)
    try scratch.store.takeSamples([unpaid(1)])
    #expect(try scratch.store.detectAll().opened == 1)
    func tell(_ payment: PaymentState, hours: Int64) throws -> DetectionResult {
      let at = noon + .hours(hours)
      try scratch.store.takeSamples([
        unpaid(1) {
          $0.updatedAt = at
          $0.payment = payment
        }
      ])
      return try scratch.store.detectAll(now: at)
    }
    #expect(try tell(.unknown, hours: 1).cleared == 1)
    #expect(try tell(.pending, hours: 3).opened == 0)
    let same = try #require(
      try scratch.store.detail("#1", now: noon).exceptions
        .first { $0.code == "payment.pending" })
    #expect(same.since == noon && same.state == .open)
    #expect(try tell(.unknown, hours: 4).cleared == 1)
    #expect(try tell(.pending, hours: 11).opened == 1)
  }
}

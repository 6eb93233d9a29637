import Fulfillment
import Testing

/// 2 of MUG at 10.00, 1 of CASE at 15.00, 5.00 of postage.
private func ledger(
  replaced: [RefundLedger.Share] = [], refunded: [RefundLedger.Share] = []
) -> RefundLedger {
  var ledger = RefundLedger(
    currency: .usd, paid: 40_00,
    lines: [
      .init(id: "1", sku: "MUG", quantity: 2, paid: 20_00),
      .init(id: "2", sku: "CASE", quantity: 1, paid: 15_00),
    ], postage: 5_00)
  ledger.replaced = replaced
  ledger.refunds = refunded.map { .init(amount: $0.amount, shares: [$0]) }
  return ledger
}

private let oneMug = RefundLedger.Share(line: "1", quantity: 1, amount: 10_00)

@Suite struct ReplacementTests {
  @Test func whatIsReplacedIsNotPaidBack() {
    let ledger = ledger(replaced: [oneMug])
    #expect(ledger.left == 30_00)
    #expect(ledger.worth(of: [("1", 2)])?.map(\.amount) == [10_00])
    #expect(throws: DecisionRefusal.self) {
      try ledger.check(
        Money(minor: 1_00, currency: .usd), [.init(line: "1", quantity: 2, amount: 1_00)])
    }
    #expect(throws: DecisionRefusal.self) { try ledger.check(Money(minor: 30_01, currency: .usd)) }
  }

  @Test func whatIsPaidBackIsNotReplaced() throws {
    let ledger = ledger(refunded: [oneMug])
    try ledger.checkReplacing([("1", 1), ("2", 1)])
    let refusal = #expect(throws: DecisionRefusal.self) { try ledger.checkReplacing([("1", 2)]) }
    #expect(
      refusal?.reason
        == "of 2 MUG 1 paid back: no more than were bought can be made good")
  }

  @Test func noPieceIsReplacedTwice() {
    let refusal = #expect(throws: DecisionRefusal.self) {
      try ledger(replaced: [oneMug]).checkReplacing([("1", 2)])
    }
    #expect(
      refusal?.reason == "of 2 MUG 1 replaced: no more than were bought can be made good")
  }

  /// Money that belongs to no line still counts against what was paid.
  @Test func goodsAndMoneyTogetherAreNoMoreThanWasPaid() throws {
    var spent = ledger()
    spent.refunds = [.init(amount: 21_00)]
    try spent.checkReplacing([("2", 1)])
    #expect(throws: DecisionRefusal.self) { try spent.checkReplacing([("1", 2)]) }
    #expect(spent.excess == nil)
    spent.replaced = [.init(line: "1", quantity: 2, amount: 20_00)]
    #expect(
      spent.excess
        == "more would be given than was paid: 40.00 USD was paid, 21.00 USD has gone back or is "
        + "about to, goods for 20.00 USD are replaced or about to be")
  }

  @Test func whatIsNotInTheOrderCannotBeReplaced() {
    #expect(throws: DecisionRefusal.self) { try ledger().checkReplacing([("9", 1)]) }
  }

  /// A parcel whose goods are bought again is nobody's clock any more; its loss stays one.
  @Test func nobodyWaitsForWhatIsReplaced() {
    var facts = ExampleFacts.sent([ExampleFacts.scan(.lost, day: 9)])
    #expect(OrderState.of(facts) == .lost)
    facts.shipments[0].isReplaced = true
    facts.purchases[0].isReplaced = true
    var again = PurchaseFacts(
      supplier: "CJ", number: "N2", state: .placed, placedAt: ExampleFacts.monday + .days(10))
    again.isReplacement = true
    facts.purchases.append(again)
    #expect(OrderState.of(facts) == .ordered)
    facts.fulfillment = .fulfilled
    #expect(OrderState.of(facts) == .ordered)
    let findings = Detector.findings(facts, Thresholds(), now: ExampleFacts.monday + .days(11))
    #expect(!findings.contains { $0.code == "parcel.lost" })
    #expect(facts.losses(findings).map(\.kind) == [.lost])
  }
}

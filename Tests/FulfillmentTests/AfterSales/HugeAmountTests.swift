import Fulfillment
import Testing

/// Amounts come from outside: the largest that can be kept end nothing.
@Suite struct HugeAmountTests {
  private static let huge: [Int64] = [.max, .max - 1, 1 << 62, 100_000_000_000_000_000]

  private func ledger(_ amount: Int64) -> RefundLedger {
    var ledger = RefundLedger(
      currency: .usd, paid: amount,
      lines: [.init(id: "1", sku: "MUG", quantity: 3, paid: amount)], shopRefunded: amount,
      shopToldAt: Timestamp(seconds: 9), disputed: amount)
    ledger.refunds = [
      .init(
        amount: amount, shares: [.init(line: "1", quantity: 1, amount: amount)],
        sentAt: Timestamp(seconds: 5)),
      .init(amount: amount, shares: [.init(line: "1", quantity: 1, amount: amount)]),
    ]
    ledger.replaced = [
      .init(line: "1", quantity: 1, amount: amount), .init(line: "1", quantity: 1, amount: amount),
    ]
    return ledger
  }

  @Test(arguments: huge) func nothingMoreGoesBack(amount: Int64) {
    let ledger = ledger(amount)
    #expect(ledger.left == 0 && ledger.committed >= amount && ledger.excess != nil)
    #expect(throws: DecisionRefusal.self) {
      try ledger.check(
        Money(minor: amount, currency: .usd), [.init(line: "1", quantity: 1, amount: amount)])
    }
    #expect(throws: DecisionRefusal.self) { try ledger.checkReplacing([(line: "1", quantity: 1)]) }
    #expect(
      ledger.shares(of: amount, over: [(line: "1", quantity: 2)]).allSatisfy { $0.amount == 0 })
  }

  @Test(arguments: huge) func theMarginIsClamped(amount: Int64) {
    let money = OrderMoney(ledger: ledger(amount), spent: Money(minor: amount, currency: .usd))
    #expect((money.margin?.minor ?? 0) < 0)
  }

  @Test func sumsStayWithinTheirKind() {
    #expect([Int64.max, 1].clampedSum == .max && [Int64.min, -1].clampedSum == .min)
    #expect(Int64.min.clampedDifference(1) == .min && Int64.max.clampedDifference(-1) == .max)
    #expect([Int64]().clampedSum == 0 && Int64(5).clampedDifference(7) == -2)
  }
}

/// What came in for an order, what went back, and what its goods cost.
package struct OrderMoney: Hashable, Sendable {
  package var ledger: RefundLedger
  /// Of all its purchases that stand, replacements among them; nil where one is not known.
  package var spent: Money?

  package init(ledger: RefundLedger, spent: Money?) {
    self.ledger = ledger
    self.spent = spent
  }

  /// What is left of what was paid, after what went back and what was spent; nil: not known.
  package var margin: Money? {
    guard let paid = ledger.paid, let spent, spent.currency == ledger.currency else { return nil }
    return Money(
      minor: paid.clampedDifference(ledger.committed).clampedDifference(spent.minor),
      currency: ledger.currency)
  }

  /// Why the margin is not known.
  package var gap: String {
    ledger.paid == nil
      ? "not known: the shop does not tell what was paid"
      : "not known: the cost of a purchase is not"
  }
}

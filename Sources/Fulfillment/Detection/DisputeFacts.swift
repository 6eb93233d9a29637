/// A dispute of the order that is not decided.
package struct DisputeFacts: Hashable, Sendable {
  /// The service's id.
  package var id: String
  package var kind: Dispute.Kind
  package var state: Dispute.State
  /// `product_not_received`; "": none is told.
  package var reason: String
  package var amount: Money?
  package var openedAt: Timestamp
  package var evidenceDueAt: Timestamp?
  package var evidenceSentAt: Timestamp?

  package init(
    id: String, kind: Dispute.Kind, state: Dispute.State, reason: String, amount: Money?,
    openedAt: Timestamp, evidenceDueAt: Timestamp?, evidenceSentAt: Timestamp? = nil
  ) {
    self.id = id
    self.kind = kind
    self.state = state
    self.reason = reason
    self.amount = amount
    self.openedAt = openedAt
    self.evidenceDueAt = evidenceDueAt
    self.evidenceSentAt = evidenceSentAt
  }

  /// The bank waits for the seller's evidence.
  package var isWaiting: Bool { state == .open && evidenceSentAt == nil }
}

extension OrderFacts {
  /// What is disputed of it, in that currency; nil: nothing is, or nothing is told.
  package func disputed(in currency: Currency) -> Money? {
    OrderFacts.disputed(disputes, in: currency)
  }

  /// What those are about, in that currency; nil: nothing is told.
  package static func disputed(_ disputes: [DisputeFacts], in currency: Currency) -> Money? {
    let amounts = disputes.compactMap(\.amount).filter { $0.currency == currency }
    guard !amounts.isEmpty else { return nil }
    let sum = amounts.reduce(Int64(0)) { $0.addingReportingOverflow($1.minor).partialValue }
    return Money(minor: max(0, sum), currency: currency)
  }
}

/// A chargeback, or the inquiry that comes before one: the customer's bank takes the money back.
package struct Dispute: Hashable, Sendable {
  /// How far it has gone.
  package enum Kind: String, CaseIterable, Sendable {
    case chargeback
    /// The bank asks before it takes the money.
    case inquiry
  }

  /// Where it stands.
  package enum State: String, CaseIterable, Sendable {
    /// Evidence is due.
    case open
    case underReview, won, lost
    /// The seller gave in.
    case accepted
    /// The money was sent back before it was decided.
    case refunded
    case unknown

    /// Nothing more can be done about it.
    package var isFinal: Bool { self != .open && self != .underReview && self != .unknown }
  }

  /// The service's id; unique within it.
  package var externalID: String
  /// The storefront's id of the order; "" where the service does not tell.
  package var order: String
  /// The service's id of the payment; "" where it does not tell.
  package var payment: String
  package var kind: Kind
  package var state: State
  /// `product_not_received`: the service's word, in lower case; "" where it tells none.
  package var reason: String
  /// What is disputed; nil where it does not tell.
  package var amount: Money?
  package var openedAt: Timestamp?
  /// The last moment for evidence; nil where none is due or the service does not tell.
  package var evidenceDueAt: Timestamp?
  package var evidenceSentAt: Timestamp?
  package var closedAt: Timestamp?

  package init(
    externalID: String, order: String = "", payment: String = "", kind: Kind, state: State,
    reason: String = "", amount: Money? = nil, openedAt: Timestamp? = nil,
    evidenceDueAt: Timestamp? = nil, evidenceSentAt: Timestamp? = nil, closedAt: Timestamp? = nil
  ) {
    self.externalID = externalID
    self.order = order
    self.payment = payment
    self.kind = kind
    self.state = state
    self.reason = reason
    self.amount = amount
    self.openedAt = openedAt
    self.evidenceDueAt = evidenceDueAt
    self.evidenceSentAt = evidenceSentAt
    self.closedAt = closedAt
  }
}

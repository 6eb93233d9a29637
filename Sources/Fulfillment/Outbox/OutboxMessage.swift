/// Something that leaves the house: a purchase, a payment, a cancellation, a shop's update, a notice.
package struct OutboxMessage: Hashable, Sendable {
  package typealias State = Sending.State

  /// What kind of thing leaves; the part of `kind` before the point, for the program's own choices.
  package enum Kind: String, CaseIterable, Sendable {
    /// Place a purchase order at a supplier.
    case place
    /// Pay a purchase order that the supplier has accepted.
    case pay
    /// Ask a supplier to drop a purchase order.
    case cancel
    /// Tell a storefront of a parcel.
    case fulfil
    /// Tell a storefront of a decision on a return: `return.approved` and the like.
    case `return`
    /// Send money back to a customer: `RefundDue`.
    case refund
    /// Tell a customer.
    case notice
    /// Hand in evidence of a dispute: `EvidenceSubmission`.
    case evidence
    /// Have a storefront cancel an order: `ShopRequest`.
    case cancelOrder = "cancel-order"
    /// Have a storefront keep an order from being shipped.
    case holdOrder = "hold-order"
    /// Have a storefront let an order be shipped again.
    case releaseOrder = "release-order"
    /// Make a claim against a supplier: `SupplierClaim`.
    case claim
  }

  /// The receiver of notices: letters to customers, that somebody else sends.
  package static let customers = "customers"

  /// Unique: the same deed is never queued twice.
  package var key: String
  /// `place`, `pay`, `cancel`, `fulfil`, `refund`, `notice`, `return.approved`, `return.declined`,
  /// `return.asked`, `evidence`, `cancel-order`, `hold-order`, `release-order`, `claim`
  package var kind: String
  /// Exactly what will be sent, as text.
  package var body: String
  package var state: State
  package var createdAt: Timestamp
  /// It can be taken back until then; nil: until an operator lets it go.
  package var holdUntil: Timestamp?
  /// Whom it goes to: an account, a supplier without one, or `customers`; "" where nobody delivers it
  /// yet.
  package var receiver: String
  /// What became of it, in the operator's words: the refusal, why the outcome is unknown, what the
  /// supplier's list says now.
  package var outcome: String

  package init(
    key: String, kind: String, body: String, state: State, createdAt: Timestamp,
    holdUntil: Timestamp?, receiver: String = "", outcome: String = ""
  ) {
    self.key = key
    self.kind = kind
    self.body = body
    self.state = state
    self.createdAt = createdAt
    self.holdUntil = holdUntil
    self.receiver = receiver
    self.outcome = outcome
  }
}

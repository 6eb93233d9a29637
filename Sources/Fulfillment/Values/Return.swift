/// Where a return stands. Only a person moves it from `requested`, `asked` or `proposed`; the steps that
/// there are: `ReturnStep`.
package enum ReturnState: String, CaseIterable, Sendable {
  /// Waits for the operator.
  case requested
  /// The operator asked the customer for more.
  case asked
  case approved, declined
  /// Closed at the storefront before a decision.
  case withdrawn
  /// One operator has approved it, and a second must: it is about much money.
  case proposed
  /// The customer has sent the goods.
  case inTransit
  case received
  /// The goods never came.
  case notReturned
  /// The money was sent back.
  case refunded
  /// The replacement was bought.
  case replaced
  case closed

  /// An operator's decision is still due.
  package var isOpen: Bool { self == .requested || self == .asked || self == .proposed }
}

/// What a customer asked for.
package struct ReturnRequest: Hashable, Sendable {
  /// The storefront's id of the request; unique in the order.
  package var externalID: String
  package var requestedAt: Timestamp
  /// Who asked: the customer's name or e-mail, or the operator who wrote it down.
  package var requestedBy: String
  /// In the customer's words.
  package var reason: String
  /// sku and quantity of each item; empty means the whole order.
  package var items: [Item]
  /// What the customer expects back; nil where not told.
  package var amount: Money?
  /// How the storefront sees it.
  package var state: ReturnState
  /// Links to pictures that the customer gave.
  package var photos: [String]

  /// One item of a return.
  package struct Item: Hashable, Sendable {
    package var sku: String
    package var quantity: Int
    /// `OrderLine.externalID`; "" where only the sku is told.
    package var line: String
    /// Why this one, where it is told apart; "" where it is not.
    package var reason: String

    package init(sku: String, quantity: Int, line: String = "", reason: String = "") {
      self.sku = sku
      self.quantity = quantity
      self.line = line
      self.reason = reason
    }
  }

  package init(
    externalID: String, requestedAt: Timestamp, requestedBy: String, reason: String,
    items: [Item] = [], amount: Money? = nil, state: ReturnState = .requested,
    photos: [String] = []
  ) {
    self.externalID = externalID
    self.requestedAt = requestedAt
    self.requestedBy = requestedBy
    self.reason = reason
    self.items = items
    self.amount = amount
    self.state = state
    self.photos = photos
  }
}

/// A return as it is kept: what was asked, and what became of it.
package struct Return: Hashable, Sendable {
  package var request: ReturnRequest
  package var state: ReturnState
  package var decidedAt: Timestamp?
  /// What was granted; nil where nothing was, or not what.
  package var grant: ReturnGrant?
  /// Who approved it while a second operator must; "" otherwise.
  package var proposedBy: String
  /// Of the parcel that comes back; "" where it is not known.
  package var tracking: String
  package var receivedAt: Timestamp?

  package init(
    request: ReturnRequest, state: ReturnState, decidedAt: Timestamp? = nil,
    grant: ReturnGrant? = nil, proposedBy: String = "", tracking: String = "",
    receivedAt: Timestamp? = nil
  ) {
    self.request = request
    self.state = state
    self.decidedAt = decidedAt
    self.grant = grant
    self.proposedBy = proposedBy
    self.tracking = tracking
    self.receivedAt = receivedAt
  }
}

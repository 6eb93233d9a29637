/// Where a return stands. Only a person moves it from `requested`, `asked` or `held`.
package enum ReturnState: String, CaseIterable, Sendable {
  /// Waits for the operator.
  case requested
  /// The operator asked the customer for more.
  case asked
  case approved, declined
  /// Closed at the storefront before a decision.
  case withdrawn

  /// An operator's decision is still due.
  package var isOpen: Bool { self == .requested || self == .asked }
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

  /// One item of a return.
  package struct Item: Hashable, Sendable {
    package var sku: String
    package var quantity: Int

    package init(sku: String, quantity: Int) {
      self.sku = sku
      self.quantity = quantity
    }
  }

  package init(
    externalID: String, requestedAt: Timestamp, requestedBy: String, reason: String,
    items: [Item] = [], amount: Money? = nil, state: ReturnState = .requested
  ) {
    self.externalID = externalID
    self.requestedAt = requestedAt
    self.requestedBy = requestedBy
    self.reason = reason
    self.items = items
    self.amount = amount
    self.state = state
  }
}

/// A return as it is kept: what was asked, and what became of it.
package struct Return: Hashable, Sendable {
  package var request: ReturnRequest
  package var state: ReturnState
  package var decidedAt: Timestamp?

  package init(request: ReturnRequest, state: ReturnState, decidedAt: Timestamp? = nil) {
    self.request = request
    self.state = state
    self.decidedAt = decidedAt
  }
}

package import Fulfillment

/// A supplier that takes claims by API. Read before write: `claims` tells what it has on an order.
package protocol ClaimTaking: Sendable {
  /// The claims that stand on an order of its own, newest first.
  func claims(on order: String, _ context: RequestContext) -> Exchange<[KnownClaim]>
  /// Reads what the supplier must be asked before: the answer is a fuller draft, with which to come again.
  /// nil: the draft has all that `make` needs.
  func prepare(_ draft: ClaimDraft, _ context: RequestContext) -> Exchange<ClaimDraft>?
  /// Makes the claim.
  /// - Parameter key: ours, the same for every attempt.
  func make(_ draft: ClaimDraft, key: String, _ context: RequestContext) -> Exchange<Void>
}

/// A claim on its way, with what the supplier was asked for it.
package struct ClaimDraft: Hashable, Sendable {
  package var claim: SupplierClaim
  /// What of the order it is about; nil: not asked yet.
  package var lines: [Line]?
  /// The supplier's number of the reason; nil: not asked yet.
  package var reason: Int?

  /// One line of the supplier's order.
  package struct Line: Hashable, Sendable {
    package var id: String
    package var quantity: Int
    /// As the supplier tells it, a decimal.
    package var price: String

    package init(id: String, quantity: Int, price: String) {
      self.id = id
      self.quantity = quantity
      self.price = price
    }
  }

  package init(_ claim: SupplierClaim) { self.claim = claim }
}

/// A claim as a supplier knows it.
package struct KnownClaim: Hashable, Sendable {
  /// How it ended.
  package enum Outcome: String, CaseIterable, Sendable {
    case refunded, reissued, rejected
  }

  /// The supplier's number of it.
  package var id: String
  /// In the supplier's words.
  package var status: String
  package var openedAt: Timestamp?
  /// nil while it is open.
  package var outcome: Outcome?
  /// What came back.
  package var refunded: Money?
  /// The order by which the goods come again; "" for none.
  package var reissue: String

  package init(
    id: String, status: String, openedAt: Timestamp? = nil, outcome: Outcome? = nil,
    refunded: Money? = nil, reissue: String = ""
  ) {
    self.id = id
    self.status = status
    self.openedAt = openedAt
    self.outcome = outcome
    self.refunded = refunded
    self.reissue = reissue
  }
}

extension Connection {
  /// The same connector where claims can be made through it.
  package var claiming: (any ClaimTaking)? {
    guard case .supplier(let connector) = self else { return nil }
    return connector as? any ClaimTaking
  }
}

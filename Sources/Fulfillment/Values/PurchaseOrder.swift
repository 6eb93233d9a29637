/// Where a purchase order stands at its supplier.
package enum PurchaseState: String, CaseIterable, Sendable {
  /// Meant, but not sent: its message in the outbox knows whether it waits, is held or is on its way.
  case intended
  /// Sent, and nobody knows whether the supplier has it.
  case unknown
  /// The supplier refused it; nothing is on order.
  case rejected
  /// Recorded by hand or pulled; the supplier has not confirmed it.
  case placed
  /// The supplier waits for our money.
  case unpaid
  /// The supplier has accepted it and works on it.
  case acknowledged
  case shipped, delivered, cancelled
  /// The supplier has it, and its answer does not say how it stands.
  case unclear

  /// Its lines are bought or about to be: nobody else may buy them.
  package var isLive: Bool {
    switch self {
    case .rejected, .cancelled: false
    default: true
    }
  }

  /// The supplier is known to have it.
  package var isAtSupplier: Bool {
    switch self {
    case .intended, .unknown, .rejected: false
    default: true
    }
  }
}

/// What one supplier is asked to ship for one order.
package struct PurchaseOrder: Hashable, Sendable {
  /// The supplier's name.
  package var supplier: String
  /// The supplier's own order number, unique per supplier; "" until the supplier has told it.
  package var number: String
  /// What the supplier was given to find our order by: our key, or the shop's order name or id.
  package var reference: String
  package var state: PurchaseState
  package var cost: Money?
  package var placedAt: Timestamp
  package var acknowledgedAt: Timestamp?
  package var shipments: [Shipment]
  /// Our own key, the same for every attempt to send it (`PurchaseKey`); "" where it was not bought by
  /// this program.
  package var key: String

  package init(
    supplier: String, number: String, reference: String, state: PurchaseState, cost: Money? = nil,
    placedAt: Timestamp, acknowledgedAt: Timestamp? = nil, shipments: [Shipment] = [],
    key: String = ""
  ) {
    self.supplier = supplier
    self.number = number
    self.reference = reference
    self.state = state
    self.cost = cost
    self.placedAt = placedAt
    self.acknowledgedAt = acknowledgedAt
    self.shipments = shipments
    self.key = key
  }
}

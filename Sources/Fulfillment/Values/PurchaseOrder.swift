/// Where a purchase order stands at its supplier.
package enum PurchaseState: String, CaseIterable, Sendable {
  /// Recorded by hand or pulled; the supplier has not confirmed it.
  case placed
  /// The supplier waits for our money.
  case unpaid
  /// The supplier has accepted it and works on it.
  case acknowledged
  case shipped, delivered, cancelled
  /// The supplier's answer does not say.
  case unknown
}

/// What one supplier is asked to ship for one order.
package struct PurchaseOrder: Hashable, Sendable {
  /// The supplier's name.
  package var supplier: String
  /// The supplier's own order number; unique per supplier.
  package var number: String
  /// The shop's order name or id that the supplier was given, to find our order by.
  package var reference: String
  package var state: PurchaseState
  package var cost: Money?
  package var placedAt: Timestamp
  package var acknowledgedAt: Timestamp?
  package var shipments: [Shipment]

  package init(
    supplier: String, number: String, reference: String, state: PurchaseState, cost: Money? = nil,
    placedAt: Timestamp, acknowledgedAt: Timestamp? = nil, shipments: [Shipment] = []
  ) {
    self.supplier = supplier
    self.number = number
    self.reference = reference
    self.state = state
    self.cost = cost
    self.placedAt = placedAt
    self.acknowledgedAt = acknowledgedAt
    self.shipments = shipments
  }
}

/// An order brought in with what became of it: its purchases and every scan of its parcels.
package struct OrderHistory: Hashable, Sendable {
  package var order: Order
  package var purchases: [PurchaseOrder]
  /// Scans by tracking number; the number may be "" where the source keeps none.
  package var events: [String: [TrackingEvent]]

  package init(
    order: Order, purchases: [PurchaseOrder] = [], events: [String: [TrackingEvent]] = [:]
  ) {
    self.order = order
    self.purchases = purchases
    self.events = events
  }
}

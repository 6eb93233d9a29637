package import Fulfillment

/// An order that a supplier really has on its books, whatever it answered.
package struct PlacedOrder: Hashable, Sendable {
  /// `cj`, `aliexpress` or `agent`.
  package let service: String
  /// What the buyer named it by: CJ's `orderNumber`, AliExpress's `out_order_id`, the agent's PO
  /// number; "" where it came without.
  package let key: String
  /// The supplier's own number, the first where it made several of it.
  package let number: String
  package let lines: [Line]
  /// When it was recorded.
  package let at: Timestamp
  package let isPaid: Bool
  package let isCancelled: Bool

  package init(
    service: String, key: String, number: String, lines: [Line], at: Timestamp, isPaid: Bool,
    isCancelled: Bool
  ) {
    self.service = service
    self.key = key
    self.number = number
    self.lines = lines
    self.at = at
    self.isPaid = isPaid
    self.isCancelled = isCancelled
  }

  /// What was ordered, by the supplier's sku.
  package struct Line: Hashable, Sendable {
    package let sku: String
    package let quantity: Int

    package init(sku: String, quantity: Int) {
      self.sku = sku
      self.quantity = quantity
    }
  }
}

extension World {
  /// Everything that was ever ordered from a supplier by request or file, in the order in which it was
  /// recorded; its state is that of the last time this world was asked or advanced to. What lives buy
  /// by themselves is not in it.
  package var placed: [PlacedOrder] {
    (books.bookings.map { $0.placed(at: reached) } + agent.placed).sorted { $0.at < $1.at }
  }

  /// How many orders were really placed for each key, all suppliers together.
  package var placedCounts: [String: Int] {
    placed.reduce(into: [:]) { $0[$1.key, default: 0] += 1 }
  }
}

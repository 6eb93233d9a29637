/// What would be bought for a set of orders: made, shown, kept in a file, and applied exactly.
package struct Plan: Hashable, Sendable {
  package var madeAt: Timestamp
  package var entries: [Entry]
  package var refused: [Refusal]

  package init(madeAt: Timestamp, entries: [Entry] = [], refused: [Refusal] = []) {
    self.madeAt = madeAt
    self.entries = entries
    self.refused = refused
  }

  /// One purchase.
  package struct Entry: Hashable, Sendable {
    package var draft: PurchaseDraft
    /// Why this supplier, and who else there was.
    package var route: Route
    package var verdict: PurchasingPolicy.Verdict

    package init(draft: PurchaseDraft, route: Route, verdict: PurchasingPolicy.Verdict) {
      self.draft = draft
      self.route = route
      self.verdict = verdict
    }
  }

  /// Lines of an order that would not be bought.
  package struct Refusal: Hashable, Sendable {
    package var order: OrderID
    package var orderName: String
    /// The line's sku; "" for the whole order.
    package var sku: String
    package var reason: String
    /// The exception it is: `order.unmapped`, `order.blocked`; "" where it is none (bought already).
    package var code: String

    package init(
      order: OrderID, orderName: String, sku: String = "", reason: String, code: String = ""
    ) {
      self.order = order
      self.orderName = orderName
      self.sku = sku
      self.reason = reason
      self.code = code
    }
  }
}

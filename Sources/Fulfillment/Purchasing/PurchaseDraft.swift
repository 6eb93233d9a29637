/// What one supplier would be asked to ship for one order, before anything is sent: one per supplier
/// and shipping method.
package struct PurchaseDraft: Hashable, Sendable {
  package var order: OrderID
  /// The storefront's account name.
  package var storefront: String
  /// The storefront's id of the order.
  package var externalID: String
  /// As the shop shows it: `#1001`.
  package var orderName: String
  /// The supplier's name.
  package var supplier: String
  /// The supplier's shipping method; "" where it is left to the supplier.
  package var method: String
  package var items: [Item]
  package var shipTo: Address
  package var email: String
  /// Goods and postage as known now; nil where a price is missing.
  package var cost: Money?
  /// Counts the earlier purchases of any of these lines that came to nothing, so that a new one after a
  /// rejection has a new key, and a repeated one has not.
  package var generation: Int
  /// When the customer ordered; no part of the key. nil where it is not known.
  package var placedAt: Timestamp?
  /// It is bought again; nil: for the first time.
  package var replacement: Replacement?

  /// One line, or part of one, and what fills it.
  package struct Item: Hashable, Sendable {
    /// `OrderLine.externalID`
    package var line: String
    package var sku: String
    package var title: String
    /// Part of a bundle; "" for the whole.
    package var part: String
    /// Units of the line, from `firstUnit` (0 is the first) on.
    package var firstUnit: Int
    package var units: Int
    package var supplierSKU: String
    /// Supplier items asked for.
    package var quantity: Int
    /// Price of one supplier item.
    package var unitCost: Money?

    package init(
      line: String, sku: String, title: String = "", part: String = "", firstUnit: Int = 0,
      units: Int, supplierSKU: String, quantity: Int, unitCost: Money? = nil
    ) {
      self.line = line
      self.sku = sku
      self.title = title
      self.part = part
      self.firstUnit = firstUnit
      self.units = units
      self.supplierSKU = supplierSKU
      self.quantity = quantity
      self.unitCost = unitCost
    }
  }

  package init(
    order: OrderID, storefront: String, externalID: String, orderName: String, supplier: String,
    method: String = "", items: [Item], shipTo: Address, email: String = "", cost: Money? = nil,
    generation: Int = 0, placedAt: Timestamp? = nil
  ) {
    self.order = order
    self.storefront = storefront
    self.externalID = externalID
    self.orderName = orderName
    self.supplier = supplier
    self.method = method
    self.items = items
    self.shipTo = shipTo
    self.email = email
    self.cost = cost
    self.generation = generation
    self.placedAt = placedAt
  }

  /// The key under which the supplier gets it: the same facts, the same key.
  package var key: String { PurchaseKey.of(self) }
}

package import Fulfillment

/// A supplier that tells what it has of an item and what it asks for it.
package protocol Stocking: Sendable {
  /// The items (`Offer.supplierSKU`) put together as they are asked about, each group at once; what
  /// can't be asked about is left out.
  func groups(of items: [String]) -> [[String]]
  /// The questions about one group; the answers together tell stock and price.
  func words(on group: [String], _ context: RequestContext) -> [Exchange<[ItemWord]>]
}

/// What a supplier says of one item now; what it does not say is nil.
package struct ItemWord: Hashable, Sendable {
  /// `Offer.supplierSKU`, as it was asked for.
  package var item: String
  /// Items that it can send; 0 also where it does not sell it any more.
  package var stock: Int?
  /// Price of one.
  package var cost: Money?

  package init(item: String, stock: Int? = nil, cost: Money? = nil) {
    self.item = item
    self.stock = stock
    self.cost = cost
  }
}

extension Connection {
  /// The same connector where it tells stock and prices.
  package var stocking: (any Stocking)? {
    guard case .supplier(let connector) = self else { return nil }
    return connector as? any Stocking
  }
}

/// A storefront that lists what it sells, so that it can be held against the offers.
package protocol Cataloguing: Sendable {
  /// The next page of what is sold; nil starts at the beginning.
  func items(_ cursor: Cursor?, _ context: RequestContext) -> Exchange<Page<ShopItem>>
  /// The next page of the variations of one that has them.
  func variations(
    of item: ShopItem, _ cursor: Cursor?, _ context: RequestContext
  ) -> Exchange<Page<ShopItem>>
}

/// One thing that can be bought in a shop, or several that differ in one product.
package struct ShopItem: Hashable, Sendable {
  /// The shop's id.
  package var id: String
  /// "" where the shop gives it none: nothing can be mapped to it.
  package var sku: String
  package var title: String
  /// It is shipped; what is downloaded or done needs no supplier.
  package var isShipped: Bool
  /// It is only sold as one of its variations, which have skus of their own.
  package var hasVariations: Bool

  package init(
    id: String, sku: String, title: String, isShipped: Bool = true, hasVariations: Bool = false
  ) {
    self.id = id
    self.sku = sku
    self.title = title
    self.isShipped = isShipped
    self.hasVariations = hasVariations
  }
}

extension Connection {
  /// The same connector where it lists what it sells.
  package var cataloguing: (any Cataloguing)? {
    guard case .storefront(let connector) = self else { return nil }
    return connector as? any Cataloguing
  }
}

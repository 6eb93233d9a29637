/// A supplier's way to fill one variant, or one part of a bundle.
package struct Offer: Hashable, Sendable {
  /// The seller's sku that it fills.
  package var sku: String
  /// The supplier's name.
  package var supplier: String
  /// The supplier's own sku or variant id (CJ: vid; AliExpress: `PRODUCT;SKU ATTRIBUTES`).
  package var supplierSKU: String
  /// Price of one supplier item.
  package var cost: Money?
  /// Business days from order to hand-over for this item.
  package var handlingDays: Int?
  /// Which part of a bundle it fills; "" where it fills the whole. A sku whose offers name parts needs
  /// one offer of each part.
  package var part: String
  /// Supplier items that one unit of the sku needs (buy one, get one: 2).
  package var perUnit: Int
  /// Units of the sku that one supplier item holds (a multi-pack of three: 3).
  package var pack: Int
  package var methods: [ShippingMethod]
  /// Countries served, ISO alpha-2; empty: all.
  package var countries: [String]
  /// Supplier items in stock; nil: not told.
  package var stock: Int?
  /// When the stock was told.
  package var stockAt: Timestamp?
  /// Supplier items that must, and may at most, be in one purchase.
  package var minQuantity: Int?
  package var maxQuantity: Int?
  /// The operator's own order: smaller goes first.
  package var priority: Int
  /// Cost and mapping hold until then.
  package var validUntil: Timestamp?
  /// Why the mapping must be renewed (`option names changed`, `link expired`); "": it is good.
  package var renewal: String

  package init(
    sku: String, supplier: String, supplierSKU: String, cost: Money? = nil,
    handlingDays: Int? = nil, part: String = "", perUnit: Int = 1, pack: Int = 1,
    methods: [ShippingMethod] = [], countries: [String] = [], stock: Int? = nil,
    stockAt: Timestamp? = nil, minQuantity: Int? = nil, maxQuantity: Int? = nil, priority: Int = 0,
    validUntil: Timestamp? = nil, renewal: String = ""
  ) {
    self.sku = sku
    self.supplier = supplier
    self.supplierSKU = supplierSKU
    self.cost = cost
    self.handlingDays = handlingDays
    self.part = part
    self.perUnit = perUnit
    self.pack = pack
    self.methods = methods
    self.countries = countries
    self.stock = stock
    self.stockAt = stockAt
    self.minQuantity = minQuantity
    self.maxQuantity = maxQuantity
    self.priority = priority
    self.validUntil = validUntil
    self.renewal = renewal
  }

  /// Supplier items that so many units need.
  package func items(for units: Int) -> Int {
    let wanted = units * max(1, perUnit)
    let size = max(1, pack)
    return (wanted + size - 1) / size
  }
}

/// One way a supplier sends an item.
package struct ShippingMethod: Hashable, Sendable {
  /// As the supplier writes it: `CJPacket Ordinary`.
  package var name: String
  /// Postage of one parcel by it; nil: not told.
  package var cost: Money?
  /// Days from hand-over to delivery; nil: not told.
  package var days: ClosedRange<Int>?
  /// Countries it reaches; empty: all that the offer serves.
  package var countries: [String]

  package init(
    name: String, cost: Money? = nil, days: ClosedRange<Int>? = nil, countries: [String] = []
  ) {
    self.name = name
    self.cost = cost
    self.days = days
    self.countries = countries
  }
}

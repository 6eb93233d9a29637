/// An order as the router sees it: only what is still to be bought.
package struct RouteRequest: Hashable, Sendable {
  package var order: OrderID
  package var orderName: String
  /// The storefront's account name, and its id of the order.
  package var storefront: String
  package var externalID: String
  package var placedAt: Timestamp
  package var promisedAt: Timestamp?
  package var shipTo: Address
  package var email: String
  package var tags: [String]
  package var lines: [Line]
  /// Why nothing may be bought for it now (`not paid`, `cancelled`, `bought by hand: CJ 123`); "": may.
  package var obstacle: String
  /// Changes whenever anything above does: kept in a plan to see that nothing has changed since.
  package var fingerprint: Int64
  /// It is bought again for a customer who has paid; nil: for the first time.
  package var replacement: Replacement?

  /// One line of which something may be left to buy.
  package struct Line: Hashable, Sendable {
    /// `OrderLine.externalID`
    package var id: String
    package var sku: String
    package var title: String
    /// Units ordered, and units of it (from the first on) that live purchases cover, by part of a
    /// bundle; a part that is not named has none.
    package var quantity: Int
    package var covered: [String: Int]
    /// Purchases of it that came to nothing.
    package var generation: Int
    /// What the customer paid for one.
    package var price: Money?

    package init(
      id: String, sku: String, title: String = "", quantity: Int, covered: [String: Int] = [:],
      generation: Int = 0, price: Money? = nil
    ) {
      self.id = id
      self.sku = sku
      self.title = title
      self.quantity = quantity
      self.covered = covered
      self.generation = generation
      self.price = price
    }
  }

  package init(
    order: OrderID, orderName: String, storefront: String, externalID: String,
    placedAt: Timestamp, promisedAt: Timestamp? = nil, shipTo: Address = Address(),
    email: String = "", tags: [String] = [], lines: [Line], obstacle: String = "",
    fingerprint: Int64 = 0
  ) {
    self.order = order
    self.orderName = orderName
    self.storefront = storefront
    self.externalID = externalID
    self.placedAt = placedAt
    self.promisedAt = promisedAt
    self.shipTo = shipTo
    self.email = email
    self.tags = tags
    self.lines = lines
    self.obstacle = obstacle
    self.fingerprint = fingerprint
  }
}

/// One supplier's share of an order: who, how, at what cost, why, and who else could have.
package struct Route: Hashable, Sendable {
  package var supplier: String
  /// "" where the supplier chooses.
  package var method: String
  package var items: [PurchaseDraft.Item]
  /// Goods and postage in the supplier's currency; nil where a price is not known.
  package var goods: Money?
  package var postage: Money?
  /// Calendar days from now to delivery, handling included; nil: not known.
  package var days: ClosedRange<Int>?
  /// What the customer paid for these lines less the cost, in the order's currency; nil: not known.
  package var margin: Money?
  /// The same in hundredths of a percent of what was paid.
  package var marginShare: Int?
  /// Why this one, most telling first: `cheapest of 3`, `stock 120, 4h old`, `arrives before the promise`.
  package var reasons: [String]
  /// Who else was looked at: what it would cost, or why it was left out.
  package var runnersUp: [RunnerUp]

  /// A supplier that was looked at and not taken.
  package struct RunnerUp: Hashable, Sendable {
    package var supplier: String
    package var method: String
    package var cost: Money?
    package var days: ClosedRange<Int>?
    /// `dearer by 1.20 USD`; `does not serve BR`; `out of stock, 2h ago`
    package var reason: String
    /// It could have been taken.
    package var isEligible: Bool

    package init(
      supplier: String, method: String = "", cost: Money? = nil, days: ClosedRange<Int>? = nil,
      reason: String, isEligible: Bool
    ) {
      self.supplier = supplier
      self.method = method
      self.cost = cost
      self.days = days
      self.reason = reason
      self.isEligible = isEligible
    }
  }

  package init(
    supplier: String, method: String = "", items: [PurchaseDraft.Item], goods: Money? = nil,
    postage: Money? = nil, days: ClosedRange<Int>? = nil, margin: Money? = nil,
    marginShare: Int? = nil, reasons: [String] = [], runnersUp: [RunnerUp] = []
  ) {
    self.supplier = supplier
    self.method = method
    self.items = items
    self.goods = goods
    self.postage = postage
    self.days = days
    self.margin = margin
    self.marginShare = marginShare
    self.reasons = reasons
    self.runnersUp = runnersUp
  }

  /// Goods and postage together; nil where either is not known.
  package var landed: Money? {
    guard let goods, let postage, goods.currency == postage.currency else { return nil }
    return Money(minor: goods.minor + postage.minor, currency: goods.currency)
  }
}

/// What the router made of an order.
package struct Routing: Hashable, Sendable {
  package var routes: [Route]
  /// Lines nobody can fill, and why.
  package var refused: [Plan.Refusal]

  package init(routes: [Route] = [], refused: [Plan.Refusal] = []) {
    self.routes = routes
    self.refused = refused
  }
}

/// How a supplier has done so far, for the router's choice.
package struct SupplierRecord: Hashable, Sendable {
  package var supplier: String
  /// Business days it promises to hand over, where its offers don't say.
  package var handlingDays: Int?
  /// Delivered by the promise, hundredths of a percent of `sample`; nil: nothing known.
  package var onTime: Int?
  package var sample: Int
  /// It can be ordered from by this program (an account, a folder or a mail address).
  package var takesOrders: Bool
  /// nil: it is not paused.
  package var pause: SupplierPause?

  package init(
    supplier: String, handlingDays: Int? = nil, onTime: Int? = nil, sample: Int = 0,
    takesOrders: Bool = true
  ) {
    self.supplier = supplier
    self.handlingDays = handlingDays
    self.onTime = onTime
    self.sample = sample
    self.takesOrders = takesOrders
  }
}

/// Everything that could fill a line, by the seller's sku in lower case.
package struct Catalogue: Hashable, Sendable {
  package var offers: [String: [Offer]]
  package var suppliers: [String: SupplierRecord]
  /// What of the stock that suppliers told is bought since.
  package var used: [StockUse.Key: StockUse] = [:]
  /// What operators want bought elsewhere, the narrowest first.
  package var moves: [VolumeMove] = []

  package init(offers: [Offer] = [], suppliers: [SupplierRecord] = []) {
    self.offers = Dictionary(grouping: offers) { $0.sku.lowercased() }
    self.suppliers = Dictionary(
      suppliers.map { ($0.supplier.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
  }
}

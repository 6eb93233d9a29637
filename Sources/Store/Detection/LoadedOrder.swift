internal import Fulfillment
internal import GRDB

/// One order with all its facts, read in one transaction.
struct LoadedOrder {
  var id: Int64
  var digest: Int64
  var facts: OrderFacts
  var lines: [OrderLine]
  var purchases: [KeptPurchase]
  var shipments: [KeptShipment]
  /// As the row has them now.
  var kept: Derived
  var total: Money?
  var refunded: Money?
}

extension Work {
  /// The facts of an order; nil where there is none. Feed freshness and shared numbers, which only the
  /// rules need, are added by `complete`.
  mutating func load(_ id: Int64) throws -> LoadedOrder? {
    let purchases = try Facts.purchases(of: id, database)
    let shipments = try Facts.shipments(of: id, database)
    let lines = try Facts.lines(of: id, database)
    let returns = try Facts.returns(of: id, database)
    var loaded = try database.row(
      """
      SELECT placedAt, payment, paidAt, cancelledAt, fulfillment, promisedAt, isHistory,
        shipName, company, line1, line2, city, province, postcode, country, shipPhone,
        digest, currency, total, refunded, state, supplier, tracking, trackingStatus, trackedAt,
        deliveredAt, fingerprint, tags, purchase, holdUntil, changedAfter
      FROM customerOrder WHERE id = ?
      """, id
    ) { try LoadedOrder(id: id, &$0) }
    loaded?.lines = lines
    loaded?.purchases = purchases
    loaded?.shipments = shipments
    loaded?.facts.returns = returns
    let cover = try Cover(of: id, purchases, database)
    loaded?.facts.lines = try lines.map { line in
      LineFacts(
        sku: line.sku, title: line.title, quantity: line.quantity,
        requiresShipping: line.requiresShipping, fulfilled: line.fulfilled,
        offers: try offers(for: line.sku).count, covered: cover.units(of: line))
    }
    loaded?.facts.shipments = shipments.map {
      ShipmentFacts(
        number: $0.shipment.number, carrier: $0.shipment.carrier, createdAt: $0.createdAt,
        events: $0.events)
    }
    loaded?.facts.purchases = purchases.map { kept in
      PurchaseFacts(
        supplier: kept.purchase.supplier, number: kept.purchase.number,
        state: kept.purchase.state, placedAt: kept.purchase.placedAt,
        acknowledgedAt: kept.purchase.acknowledgedAt, handlingDays: kept.handlingDays,
        hasTracking: shipments.contains {
          $0.purchaseID == kept.id && !$0.shipment.number.isEmpty
        },
        shippedAt: kept.shippedAt, sending: kept.sending, key: kept.purchase.key,
        outcome: kept.outcome, lastSentAt: kept.lastSentAt, holdUntil: kept.holdUntil,
        unpaidSince: kept.unpaidSince, attempts: kept.attempts,
        isCancelWanted: kept.isCancelWanted)
    }
    return loaded
  }
}

extension LoadedOrder {
  fileprivate init(id: Int64, _ columns: inout Columns) throws {
    self.id = id
    facts = OrderFacts(
      placedAt: try columns.time(), payment: try columns.state(PaymentState.self),
      paidAt: try columns.timeOrNil(), cancelledAt: try columns.timeOrNil(),
      fulfillment: try columns.state(FulfillmentState.self),
      promisedAt: try columns.timeOrNil())
    facts.isHistory = try columns.bool()
    facts.shipTo = Address(
      name: try columns.text(), company: try columns.text(), line1: try columns.text(),
      line2: try columns.text(), city: try columns.text(), province: try columns.text(),
      postcode: try columns.text(), country: try columns.text(), phone: try columns.text())
    digest = try columns.number()
    let currency = try columns.currency()
    total = try columns.money(currency)
    refunded = try columns.money(currency)
    kept = try Derived(&columns)
    facts.changedAfterPurchase = try columns.text()
    (lines, purchases, shipments) = ([], [], [])
  }

  /// What is lost if nothing more is done: the total less what was refunded, never below nothing.
  var exposure: Money? {
    total.map { Money(minor: max(0, $0.minor - (refunded?.minor ?? 0)), currency: $0.currency) }
  }
}

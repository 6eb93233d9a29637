internal import Fulfillment
internal import GRDB

/// One order with all its facts, as of one moment.
struct LoadedOrder {
  var id: Int64
  var digest: Int64
  var facts: OrderFacts
  var lines: [OrderLine] = []
  var purchases: [KeptPurchase] = []
  var shipments: [KeptShipment] = []
  /// As the row has them now.
  var kept: Derived
  var attention: Attention
  var currency: Currency
  var total: Money?
  var refunded: Money?
  /// What it is like, for finding the same order twice; 0: that can't be told.
  var likeness: Int64
  var externalID: String
  /// The row of its storefront.
  var accountID: Int64
  /// Its promised day is by the configuration.
  var isPromiseOurs: Bool
  /// The supplier of the first line that somebody offers; "" where nobody does.
  var offeredBy = ""
  /// Something of what is offered for its lines may be worth telling.
  var hasOfferNews = false
  var tags = ""
  /// Everything that was ever raised of it, where the rules are to be run.
  var exceptions: [KeptException] = []
  /// What payment services kept of what was paid for it, where the rules are to be run; nil: not known.
  var fees: Money?
  /// Ways to get money back were kept of it; told where the rules are to be run.
  var hasRecourse = false

  /// What `init` reads, after the order's number.
  static let columns = """
    placedAt, payment, paidAt, cancelledAt, fulfillment, promisedAt, isHistory,
      shipName, company, line1, line2, city, province, postcode, country, shipPhone,
      digest, currency, total, refunded, state, supplier, tracking, trackingStatus, trackedAt,
      deliveredAt, fingerprint, tags, purchase, holdUntil, changedAfter, exceptionCode, severity,
      risk, likeness, externalID, accountID, isPromiseOurs
    """

  init(id: Int64, _ columns: inout Columns) throws {
    self.id = id
    facts = OrderFacts(
      placedAt: try columns.time(), payment: try columns.state(Kept.payment),
      paidAt: try columns.timeOrNil(), cancelledAt: try columns.timeOrNil(),
      fulfillment: try columns.state(Kept.fulfillment), promisedAt: try columns.timeOrNil())
    facts.isHistory = try columns.bool()
    facts.shipTo = Address(
      name: try columns.text(), company: try columns.text(), line1: try columns.text(),
      line2: try columns.text(), city: try columns.text(), province: try columns.text(),
      postcode: try columns.text(), country: try columns.text(), phone: try columns.text())
    digest = try columns.number()
    currency = try columns.currency()
    total = try columns.money(currency)
    facts.total = total
    refunded = try columns.money(currency)
    kept = try Derived(&columns)
    facts.changedAfterPurchase = try columns.text()
    attention = Attention(
      code: try columns.textOrNil(), severity: try columns.numberOrNil(),
      risk: try columns.numberOrNil())
    likeness = try columns.number()
    externalID = try columns.text()
    accountID = try columns.number()
    isPromiseOurs = try columns.bool()
  }
}

/// What the queue shows of an order's exceptions.
struct Attention: Hashable {
  var code: String?
  var severity: Int64?
  /// Minor units of the order's currency.
  var risk: Int64?
}

extension LoadedOrder {
  /// Lines and purchases as the rules see them; once every row of it is read.
  mutating func fillFacts(_ covered: [CoveredUnits], _ offers: OfferBook) throws {
    let cover = Cover(purchases, covered)
    facts.lines.reserveCapacity(lines.count)
    var isOffered = false
    for line in lines {
      let offered = try offers.offered(line.sku)
      if !isOffered, !offered.states.isEmpty {
        (offeredBy, isOffered) = (offered.supplier, true)
      }
      if !offered.isPlain { hasOfferNews = true }
      var part = LineFacts(
        sku: line.sku, title: line.title, quantity: line.quantity,
        requiresShipping: line.requiresShipping, fulfilled: line.fulfilled,
        offers: offered.states.count, covered: cover.units(of: line))
      part.suppliers = offered.suppliers
      facts.lines.append(part)
    }
    facts.shipments = shipments.map {
      ShipmentFacts(
        number: $0.shipment.number, carrier: $0.shipment.carrier, createdAt: $0.createdAt,
        events: $0.events)
    }
    let replaced = Superseded(self, covered)
    if let replaced {
      for index in shipments.indices where replaced.has(parcelOf: shipments[index].purchaseID) {
        facts.shipments[index].isReplaced = true
      }
    }
    facts.purchases = purchases.map { kept in
      var purchase = PurchaseFacts(
        kept,
        hasTracking: shipments.contains {
          $0.purchaseID == kept.id && !$0.shipment.number.isEmpty
        })
      if kept.purchase.key.isEmpty, !kept.purchase.reference.isEmpty {
        let whole = purchases.first {
          $0.purchase.key == kept.purchase.reference && $0.purchase.state.isLive
        }
        purchase.partOf = whole?.purchase.key ?? ""
      }
      purchase.isReplaced = replaced?.has(kept.id) == true
      purchase.isReplacement = kept.isReplacement
      return purchase
    }
  }
}

extension PurchaseFacts {
  fileprivate init(_ kept: KeptPurchase, hasTracking: Bool) {
    self.init(
      supplier: kept.purchase.supplier, number: kept.purchase.number,
      state: kept.purchase.state, placedAt: kept.purchase.placedAt,
      acknowledgedAt: kept.purchase.acknowledgedAt, handlingDays: kept.handlingDays,
      hasTracking: hasTracking, shippedAt: kept.shippedAt, sending: kept.sending,
      key: kept.purchase.key, outcome: kept.outcome, lastSentAt: kept.lastSentAt,
      holdUntil: kept.holdUntil, unpaidSince: kept.unpaidSince, attempts: kept.attempts,
      isCancelWanted: kept.isCancelWanted)
    (planned, charged, method) = (kept.planned, kept.charged, kept.method)
  }
}

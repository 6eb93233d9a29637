/// Everything the rules may look at for one order, as known now. Plain values: a rule never asks the
/// store or a clock.
package struct OrderFacts: Hashable, Sendable {
  package var placedAt: Timestamp
  package var payment: PaymentState
  package var paidAt: Timestamp?
  package var cancelledAt: Timestamp?
  package var fulfillment: FulfillmentState
  package var promisedAt: Timestamp?
  package var shipTo: Address
  package var lines: [LineFacts]
  package var purchases: [PurchaseFacts]
  package var shipments: [ShipmentFacts]
  package var returns: [ReturnFacts]
  /// The order was brought in as history: a rule about work still to do stays silent.
  package var isHistory: Bool
  /// When the sources that would break a silence were last read well; nil where nothing is pulled and
  /// silence can't be told from our own absence of a feed.
  package var trackingFreshAt: Timestamp?
  package var supplierFreshAt: Timestamp?
  /// What the shop changed after a purchase had left: `cancelled after the purchase was sent`,
  /// `MUG-1: quantity now 3, bought 1`; "": nothing.
  package var changedAfterPurchase: String
  /// Names of earlier orders with the same customer, lines and address, or the same external id.
  package var duplicateOf: [String]
  /// Disputes of it that are not decided.
  package var disputes: [DisputeFacts] = []
  /// What the customer paid; nil where it is not known.
  package var total: Money?
  /// Ways to get money back for a loss of it; worked out for orders that have one, see `losses`.
  package var recourse: [Recourse] = []
  /// Learned exceptions that stand: what is usual shifts night by night, and does not take them back.
  package var standing: [Finding] = []
  /// What several rules ask for, worked out once by `Detector`; stale once anything else changes, so it
  /// never leaves it.
  var digest: FactsDigest?
  /// The moment they were folded for: what trips later goes without words, which nobody would read; nil:
  /// every trip has its words.
  var asOf: Timestamp?

  package init(
    placedAt: Timestamp, payment: PaymentState, paidAt: Timestamp? = nil,
    cancelledAt: Timestamp? = nil, fulfillment: FulfillmentState = .unfulfilled,
    promisedAt: Timestamp? = nil, shipTo: Address = Address(), lines: [LineFacts] = [],
    purchases: [PurchaseFacts] = [], shipments: [ShipmentFacts] = [], returns: [ReturnFacts] = [],
    isHistory: Bool = false, trackingFreshAt: Timestamp? = nil, supplierFreshAt: Timestamp? = nil,
    changedAfterPurchase: String = "", duplicateOf: [String] = []
  ) {
    self.placedAt = placedAt
    self.payment = payment
    self.paidAt = paidAt
    self.cancelledAt = cancelledAt
    self.fulfillment = fulfillment
    self.promisedAt = promisedAt
    self.shipTo = shipTo
    self.lines = lines
    self.purchases = purchases
    self.shipments = shipments
    self.returns = returns
    self.isHistory = isHistory
    self.trackingFreshAt = trackingFreshAt
    self.supplierFreshAt = supplierFreshAt
    self.changedAfterPurchase = changedAfterPurchase
    self.duplicateOf = duplicateOf
  }
}

/// One line: what was bought and how many offers could fill it.
package struct LineFacts: Hashable, Sendable {
  package var sku: String
  package var title: String
  package var quantity: Int
  package var requiresShipping: Bool
  package var fulfilled: Bool
  /// Offers for its sku, any supplier.
  package var offers: Int
  /// Who makes them, best first.
  package var suppliers: [String] = []
  /// Units that live purchases with lines cover. One recorded without lines is taken to cover all.
  package var covered: Int
  /// Why its only mapping must be renewed (`option names changed`); "": it is good, or another is.
  package var renewal: String
  /// Why no supplier can fill it, as the last routing said; "": one can, or none was asked.
  package var blocked: String
  /// Who is out of stock since the sale, and of what; "": nobody.
  package var stockOut: String
  /// What has become dearer since the sale; "": nothing.
  package var costRise: String

  package init(
    sku: String, title: String, quantity: Int, requiresShipping: Bool = true,
    fulfilled: Bool = false, offers: Int = 0, covered: Int = 0, renewal: String = "",
    blocked: String = "", stockOut: String = "", costRise: String = ""
  ) {
    self.sku = sku
    self.title = title
    self.quantity = quantity
    self.requiresShipping = requiresShipping
    self.fulfilled = fulfilled
    self.offers = offers
    self.covered = covered
    self.renewal = renewal
    self.blocked = blocked
    self.stockOut = stockOut
    self.costRise = costRise
  }
}

/// One purchase order of the order.
package struct PurchaseFacts: Hashable, Sendable {
  package var supplier: String
  package var number: String
  package var state: PurchaseState
  package var placedAt: Timestamp
  package var acknowledgedAt: Timestamp?
  /// Business days the supplier promises to hand over; nil where it promises nothing.
  package var handlingDays: Int?
  /// It has at least one shipment with a tracking number.
  package var hasTracking: Bool
  /// When the supplier was first seen to say "shipped".
  package var shippedAt: Timestamp?
  /// Where its message stands; nil where this program did not send it.
  package var sending: Sending.State?
  /// `PurchaseOrder.key`; "" where it was recorded by hand or pulled.
  package var key: String
  /// `OutboxMessage.outcome`: the supplier's refusal, why nobody knows what became of it, what its list
  /// says now.
  package var outcome: String
  /// When it was last sent.
  package var lastSentAt: Timestamp?
  /// Its hold passes, or passed, then; nil where it had none or waits for an operator.
  package var holdUntil: Timestamp?
  /// The supplier wants money for this order by itself.
  package var needsPayment: Bool
  /// Since when the supplier waits for money; nil where that was not seen.
  package var unpaidSince: Timestamp?
  /// Times it was sent.
  package var attempts: Int
  /// The shipping method it was bought with; "" where it is not known.
  package var method = ""
  /// The country its parcels set out from, ISO alpha-2; "" where it is not known.
  package var origin = ""
  /// What it was to cost when it was written down, and what the supplier charges for all parts of it
  /// together; nil: not known.
  package var planned: Money?
  package var charged: Money?
  /// The operator asked the supplier to drop it, or dropped it: that it is cancelled is no surprise.
  package var isCancelWanted: Bool
  /// Key of the live purchase of ours that the supplier has divided, this being one of its further numbers;
  /// "" for any other.
  package var partOf = ""
  /// All that it was for is bought again: nobody waits for it any more.
  package var isReplaced = false
  /// It is such a purchase.
  package var isReplacement = false
  /// While no carrier has scanned a parcel of it: what is to be expected, from the operator's own history.
  package var outlook: Outlook?

  package init(
    supplier: String, number: String, state: PurchaseState, placedAt: Timestamp,
    acknowledgedAt: Timestamp? = nil, handlingDays: Int? = nil, hasTracking: Bool = false,
    shippedAt: Timestamp? = nil, sending: Sending.State? = nil, key: String = "",
    outcome: String = "", lastSentAt: Timestamp? = nil, holdUntil: Timestamp? = nil,
    needsPayment: Bool = true, unpaidSince: Timestamp? = nil, attempts: Int = 0,
    isCancelWanted: Bool = false, outlook: Outlook? = nil
  ) {
    self.supplier = supplier
    self.number = number
    self.state = state
    self.placedAt = placedAt
    self.acknowledgedAt = acknowledgedAt
    self.handlingDays = handlingDays
    self.hasTracking = hasTracking
    self.shippedAt = shippedAt
    self.sending = sending
    self.key = key
    self.outcome = outcome
    self.lastSentAt = lastSentAt
    self.holdUntil = holdUntil
    self.needsPayment = needsPayment
    self.unpaidSince = unpaidSince
    self.attempts = attempts
    self.isCancelWanted = isCancelWanted
    self.outlook = outlook
  }
}

/// One parcel and what its carrier said.
package struct ShipmentFacts: Hashable, Sendable {
  package var number: String
  package var carrier: String
  /// When we were told of it.
  package var createdAt: Timestamp
  /// In no particular order; duplicates do no harm.
  package var events: [TrackingEvent]
  /// Other orders that had the same number before this one, within about three months (carriers recycle
  /// codes). The first to have it has none: the number is taken to be its own.
  package var sharedWith: [String]
  /// While it is under way: what is to be expected, from the operator's own history.
  package var outlook: Outlook?
  /// What silence is usual on its lane.
  package var usual: UsualWaits?
  /// What was in it is bought again: nobody waits for it any more.
  package var isReplaced = false

  package init(
    number: String, carrier: String, createdAt: Timestamp, events: [TrackingEvent] = [],
    sharedWith: [String] = [], outlook: Outlook? = nil, usual: UsualWaits? = nil
  ) {
    self.number = number
    self.carrier = carrier
    self.createdAt = createdAt
    self.events = events
    self.sharedWith = sharedWith
    self.outlook = outlook
    self.usual = usual
  }
}

/// One return of the order.
package struct ReturnFacts: Hashable, Sendable {
  package var externalID: String
  package var state: ReturnState
  package var requestedAt: Timestamp
  /// When it was approved or declined, or the goods came back; nil where that was not written down.
  package var decidedAt: Timestamp?
  /// What was granted with an approval is money at once, or was not written down.
  package var isOwed = true

  /// The goods are bought again instead.
  package var isReplaced = false

  /// The customer waits for money.
  package var owesRefund: Bool {
    !isReplaced && (state == .approved && isOwed || state == .received)
  }
  /// In the customer's words.
  package var reason = ""

  package init(externalID: String, state: ReturnState, requestedAt: Timestamp) {
    self.externalID = externalID
    self.state = state
    self.requestedAt = requestedAt
  }
}

/// An account's own health, for `feed.stale`.
package struct FeedFacts: Hashable, Sendable {
  package var account: String
  /// Last pull that went well; nil: never yet.
  package var freshAt: Timestamp?
  /// When it was first due.
  package var since: Timestamp
  /// How often it is pulled.
  package var cadence: Span

  package init(account: String, freshAt: Timestamp?, since: Timestamp, cadence: Span) {
    self.account = account
    self.freshAt = freshAt
    self.since = since
    self.cadence = cadence
  }
}

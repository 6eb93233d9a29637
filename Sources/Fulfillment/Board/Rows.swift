// What the screens and listings show: one row type a panel, already joined, ready to draw.

/// A row of the order queue.
package struct QueueRow: Hashable, Sendable {
  package var id: OrderID
  package var name: String
  package var storefront: String
  package var customer: String
  package var country: String
  /// The supplier of its latest purchase, else of its offers; "" where none is known.
  package var supplier: String
  package var state: OrderState
  package var payment: PaymentState
  package var placedAt: Timestamp
  package var updatedAt: Timestamp
  package var total: Money?
  /// Money at risk while an exception stands: the order's total less what was refunded.
  package var risk: Money?
  /// Code of the exception shown, "" where none stands.
  package var exception: String
  package var severity: Severity?
  package var lineCount: Int
  package var tags: [String]
  package var tracking: String
  /// Newest tracking status; nil before the first event.
  package var trackingStatus: TrackingStatus?
  /// Last time anything new was heard of its parcel.
  package var trackedAt: Timestamp?
  /// The most urgent of its purchases on their way out; nil where there is none, or all have arrived.
  package var purchase: Sending.State?
  /// While that is held: when it leaves; nil: once it is released.
  package var holdUntil: Timestamp?
  /// While that is ready: not sent before then.
  package var notBefore: Timestamp?
  /// While that is ready: why it did not leave the last time; "" where it was not tried.
  package var purchaseNote: String

  package init(
    id: OrderID, name: String, storefront: String, customer: String, country: String,
    supplier: String, state: OrderState, payment: PaymentState, placedAt: Timestamp,
    updatedAt: Timestamp, total: Money? = nil, risk: Money? = nil, exception: String = "",
    severity: Severity? = nil, lineCount: Int = 0, tags: [String] = [], tracking: String = "",
    trackingStatus: TrackingStatus? = nil, trackedAt: Timestamp? = nil,
    purchase: Sending.State? = nil, holdUntil: Timestamp? = nil, notBefore: Timestamp? = nil,
    purchaseNote: String = ""
  ) {
    self.id = id
    self.name = name
    self.storefront = storefront
    self.customer = customer
    self.country = country
    self.supplier = supplier
    self.state = state
    self.payment = payment
    self.placedAt = placedAt
    self.updatedAt = updatedAt
    self.total = total
    self.risk = risk
    self.exception = exception
    self.severity = severity
    self.lineCount = lineCount
    self.tags = tags
    self.tracking = tracking
    self.trackingStatus = trackingStatus
    self.trackedAt = trackedAt
    self.purchase = purchase
    self.holdUntil = holdUntil
    self.notBefore = notBefore
    self.purchaseNote = purchaseNote
  }
}

/// A row of the exception panel: the one exception shown of an order, or an account's stale feed.
package struct ExceptionRow: Hashable, Sendable {
  package var id: ExceptionID
  /// nil for an account's exception (`feed.stale`).
  package var order: OrderID?
  /// The order's name, or the account's.
  package var subject: String
  package var code: String
  package var severity: Severity
  package var state: OrderException.State
  package var since: Timestamp
  package var due: Timestamp?
  package var snoozedUntil: Timestamp?
  package var money: Money?
  package var reason: String
  package var supplier: String
  package var storefront: String
  package var learned: Bool
  /// Weaker exceptions hidden behind this one.
  package var hidden: Int

  package init(
    id: ExceptionID, order: OrderID?, subject: String, code: String, severity: Severity,
    state: OrderException.State, since: Timestamp, due: Timestamp? = nil,
    snoozedUntil: Timestamp? = nil, money: Money? = nil, reason: String = "",
    supplier: String = "", storefront: String = "", learned: Bool = false, hidden: Int = 0
  ) {
    self.id = id
    self.order = order
    self.subject = subject
    self.code = code
    self.severity = severity
    self.state = state
    self.since = since
    self.due = due
    self.snoozedUntil = snoozedUntil
    self.money = money
    self.reason = reason
    self.supplier = supplier
    self.storefront = storefront
    self.learned = learned
    self.hidden = hidden
  }
}

/// A row of the returns panel.
package struct ReturnRow: Hashable, Sendable {
  package var id: ReturnID
  package var order: OrderID
  package var orderName: String
  package var storefront: String
  package var state: ReturnState
  package var requestedAt: Timestamp
  package var requestedBy: String
  package var reason: String
  /// `2 x VAR-5-40, 1 x CASE-1`
  package var items: String
  package var amount: Money?
  package var deliveredAt: Timestamp?
  /// Last day of the return window; nil where not delivered yet.
  package var windowEnds: Timestamp?
  package var decidedAt: Timestamp?
  /// While its message is held: when it leaves.
  package var holdUntil: Timestamp?
  package var exception: ExceptionID?
  /// The storefront's id of the request.
  package var externalID: String

  package init(
    id: ReturnID, order: OrderID, orderName: String, storefront: String, state: ReturnState,
    requestedAt: Timestamp, requestedBy: String, reason: String, items: String = "",
    amount: Money? = nil, deliveredAt: Timestamp? = nil, windowEnds: Timestamp? = nil,
    decidedAt: Timestamp? = nil, holdUntil: Timestamp? = nil, exception: ExceptionID? = nil,
    externalID: String = ""
  ) {
    self.id = id
    self.order = order
    self.orderName = orderName
    self.storefront = storefront
    self.state = state
    self.requestedAt = requestedAt
    self.requestedBy = requestedBy
    self.reason = reason
    self.items = items
    self.amount = amount
    self.deliveredAt = deliveredAt
    self.windowEnds = windowEnds
    self.decidedAt = decidedAt
    self.holdUntil = holdUntil
    self.exception = exception
    self.externalID = externalID
  }
}

/// A row of the supplier panel: who it is and how it has done so far.
package struct SupplierRow: Hashable, Sendable {
  package var id: SupplierID
  package var name: String
  package var account: String
  package var contact: String
  package var offers: Int
  /// Orders with a purchase that is not delivered or cancelled.
  package var open: Int
  package var exceptions: Int
  package var purchases: Int
  /// Purchases of the last ninety days with a first carrier scan: the sample behind the figure below.
  package var dispatched: Int
  /// Median days from purchase to first carrier scan, in the last ninety days.
  package var dispatchDays: Double?
  /// Delivered by the promise, of those delivered that had one; 0...1.
  package var onTime: Double?
  package var delivered: Int
  /// Purchases a week over the last eight weeks, oldest first.
  package var weekly: [Int]
  /// nil: it is not paused.
  package var pause: SupplierPause?

  package init(
    id: SupplierID, name: String, account: String = "", contact: String = "", offers: Int = 0,
    open: Int = 0, exceptions: Int = 0, purchases: Int = 0, dispatched: Int = 0,
    dispatchDays: Double? = nil, onTime: Double? = nil, delivered: Int = 0, weekly: [Int] = []
  ) {
    self.id = id
    self.name = name
    self.account = account
    self.contact = contact
    self.offers = offers
    self.open = open
    self.exceptions = exceptions
    self.purchases = purchases
    self.dispatched = dispatched
    self.dispatchDays = dispatchDays
    self.onTime = onTime
    self.delivered = delivered
    self.weekly = weekly
  }
}

/// A row of the activity panel: one account's sync health.
package struct ActivityRow: Hashable, Sendable {
  package var account: String
  package var service: String
  package var role: Account.Role
  /// Last pull that went well.
  package var freshAt: Timestamp?
  package var nextPull: Timestamp?
  /// In the operator's words; "" where the last pull went well.
  package var lastError: String
  package var lastErrorAt: Timestamp?
  /// Failures in a row.
  package var failures: Int
  /// Fresh enough to be believed.
  package var isStale: Bool
  package var pulled: Int
  package var pulls: Int

  package init(
    account: String, service: String, role: Account.Role, freshAt: Timestamp? = nil,
    nextPull: Timestamp? = nil, lastError: String = "", lastErrorAt: Timestamp? = nil,
    failures: Int = 0, isStale: Bool = false, pulled: Int = 0, pulls: Int = 0
  ) {
    self.account = account
    self.service = service
    self.role = role
    self.freshAt = freshAt
    self.nextPull = nextPull
    self.lastError = lastError
    self.lastErrorAt = lastErrorAt
    self.failures = failures
    self.isStale = isStale
    self.pulled = pulled
    self.pulls = pulls
  }
}

/// A purchase as the operator sees it: what was asked of whom, and what became of it.
package struct PurchaseRow: Hashable, Sendable {
  package var id: PurchaseOrderID
  /// `PurchaseKey`; "" where it was not bought by this program.
  package var key: String
  package var order: OrderID
  package var orderName: String
  package var storefront: String
  package var supplier: String
  /// The supplier's own number; "" until it has told one.
  package var number: String
  package var state: PurchaseState
  /// Its message on the way out; nil where it has none.
  package var sending: Sending.State?
  /// While it is held: when it leaves; nil: once it is released.
  package var holdUntil: Timestamp?
  package var cost: Money?
  package var method: String
  package var placedAt: Timestamp
  /// `2 x VAR-5-40, 1 x CASE-1`
  package var items: String
  /// What became of it, in the operator's words: the refusal, why the outcome is unknown, what the
  /// supplier's list says now.
  package var outcome: String
  /// Times it was sent.
  package var attempts: Int
  package var lastSentAt: Timestamp?
  /// The automation that bought it; "" where a person did.
  package var automation: String
  /// The number of its first parcel; "" before there is one.
  package var tracking: String
  /// Exactly what is sent.
  package var body: String
  /// What happened on the way out, oldest first.
  package var evidence: [Evidence]
  /// What it was to cost when it was written down; nil where this program did not buy it.
  package var planned: Money?
  /// What the supplier charges for all parts of it together; nil where it has not told all of it.
  package var charged: Money?

  /// The storefront's id of the return that it is a replacement for; "": none.
  package var replacesFor = ""
  /// `CJ 1001`: the purchase in whose place it comes; "": none, or none is known.
  package var replaces = ""

  /// `replaces CJ 1001 for return R-5521`; nil: it is the first.
  package var replacing: String? {
    guard !replacesFor.isEmpty || !replaces.isEmpty else { return nil }
    let what = replaces.isEmpty ? "replacement" : "replaces " + replaces
    return replacesFor.isEmpty ? what : what + " for return " + replacesFor
  }

  /// `planned 12.00 USD, charged 14.20 USD`; nil where they are the same, or one is not known.
  package var difference: String? {
    guard let planned, let charged, planned != charged else { return nil }
    return "planned \(planned.inWords), charged \(charged.inWords)"
  }
  /// Whom its message goes to: an account, or the supplier's name; "" where it has none.
  package var receiver: String
  /// Not sent, or asked about, again before then.
  package var notBefore: Timestamp?
  /// What can be found out at the supplier; nil: not known here.
  package var powers: SupplierPowers?

  /// One thing that happened to its message.
  package struct Evidence: Hashable, Sendable {
    /// Counts the times it was sent, from 1.
    package var attempt: Int
    package var at: Timestamp
    /// `claimed`, `accepted`, `lost`, ...
    package var event: String
    /// The answer, or why there was none.
    package var text: String

    package init(attempt: Int, at: Timestamp, event: String, text: String) {
      self.attempt = attempt
      self.at = at
      self.event = event
      self.text = text
    }
  }

  package init(
    id: PurchaseOrderID, key: String, order: OrderID, orderName: String, storefront: String = "",
    supplier: String, number: String = "", state: PurchaseState, sending: Sending.State? = nil,
    holdUntil: Timestamp? = nil, cost: Money? = nil, method: String = "", placedAt: Timestamp,
    items: String = "", outcome: String = "", attempts: Int = 0, lastSentAt: Timestamp? = nil,
    automation: String = "", tracking: String = "", body: String = "", evidence: [Evidence] = [],
    receiver: String = "", notBefore: Timestamp? = nil, powers: SupplierPowers? = nil
  ) {
    self.id = id
    self.key = key
    self.order = order
    self.orderName = orderName
    self.storefront = storefront
    self.supplier = supplier
    self.number = number
    self.state = state
    self.sending = sending
    self.holdUntil = holdUntil
    self.cost = cost
    self.method = method
    self.placedAt = placedAt
    self.items = items
    self.outcome = outcome
    self.attempts = attempts
    self.lastSentAt = lastSentAt
    self.automation = automation
    self.tracking = tracking
    self.body = body
    self.evidence = evidence
    self.receiver = receiver
    self.notBefore = notBefore
    self.powers = powers
  }
}

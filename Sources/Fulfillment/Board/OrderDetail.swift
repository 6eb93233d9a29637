/// Everything about one order, for the order screen and `supercargo order`.
package struct OrderDetail: Hashable, Sendable {
  package var row: QueueRow
  package var order: Order
  package var purchases: [PurchaseOrder]
  package var exceptions: [ExceptionRow]
  package var returns: [ReturnRow]
  /// Every event, oldest first.
  package var timeline: [TimelineEntry]
  /// Messages that wait, left or were taken back.
  package var outbox: [OutboxMessage]
  /// Its purchases as the operator sees them, oldest first.
  package var purchaseRows: [PurchaseRow]
  /// What is to be expected of it, from the operator's own history; nil: nothing is, or nothing is known.
  package var outlook: Outlook?
  /// What may be lost by the gravest of what stands; nil where nothing does.
  package var risk: Risk?
  /// Chargebacks and inquiries of it, those that wait for evidence first.
  package var disputes: [DisputeRow] = []
  /// Ways to get money back for what went wrong with it, and what was claimed; open ones first.
  package var recourse: [RecourseRow] = []
  /// What its customer was told, or is to be told; oldest first.
  package var notices: [NoticeRow] = []

  package init(
    row: QueueRow, order: Order, purchases: [PurchaseOrder] = [], exceptions: [ExceptionRow] = [],
    returns: [ReturnRow] = [], timeline: [TimelineEntry] = [], outbox: [OutboxMessage] = [],
    purchaseRows: [PurchaseRow] = [], outlook: Outlook? = nil, risk: Risk? = nil
  ) {
    self.row = row
    self.order = order
    self.purchases = purchases
    self.exceptions = exceptions
    self.returns = returns
    self.timeline = timeline
    self.outbox = outbox
    self.purchaseRows = purchaseRows
    self.outlook = outlook
    self.risk = risk
  }
}

/// One thing that happened, with its two times and its source.
package struct TimelineEntry: Hashable, Sendable {
  /// What kind of thing; decides sign and colour.
  package enum Kind: String, CaseIterable, Sendable {
    case order, payment, purchase, shipment, scan, exception, `return`, decision, note, message
  }

  package var occurredAt: Timestamp
  package var recordedAt: Timestamp
  package var kind: Kind
  package var text: String
  /// Account, supplier or operator that said so.
  package var source: String

  package init(
    occurredAt: Timestamp, recordedAt: Timestamp, kind: Kind, text: String, source: String
  ) {
    self.occurredAt = occurredAt
    self.recordedAt = recordedAt
    self.kind = kind
    self.text = text
    self.source = source
  }
}

/// The figures of the header, kept by the transactions that change them.
package struct BoardCounts: Hashable, Sendable {
  package var orders: Int
  /// Orders not in a final state.
  package var open: Int
  /// Exceptions shown and open (not snoozed, resolved or cleared).
  package var exceptions: Int
  package var returnsWaiting: Int
  package var suppliers: Int
  package var storefronts: Int
  /// Money under standing exceptions, by currency, largest first.
  package var atRisk: [Money]
  /// Purchases that count down or wait to be let go, that wait for approval, and whose outcome is not
  /// known.
  package var held: Int
  package var proposed: Int
  package var unknownPurchases: Int
  /// Suppliers that are paused.
  package var paused: Int
  /// Notices to customers that wait for an operator, or of which nobody knows whether they arrived.
  package var noticesWaiting: Int

  package init(
    orders: Int = 0, open: Int = 0, exceptions: Int = 0, returnsWaiting: Int = 0,
    suppliers: Int = 0, storefronts: Int = 0, atRisk: [Money] = [], held: Int = 0,
    proposed: Int = 0, unknownPurchases: Int = 0, paused: Int = 0,
    noticesWaiting: Int = 0
  ) {
    self.orders = orders
    self.open = open
    self.exceptions = exceptions
    self.returnsWaiting = returnsWaiting
    self.suppliers = suppliers
    self.storefronts = storefronts
    self.atRisk = atRisk
    self.held = held
    self.proposed = proposed
    self.unknownPurchases = unknownPurchases
    self.paused = paused
    self.noticesWaiting = noticesWaiting
  }
}

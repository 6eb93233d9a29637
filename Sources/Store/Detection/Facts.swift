internal import Fulfillment
internal import GRDB

/// What the rules look at, read from the store.
enum Facts {
  /// A scan this long before the order was placed is another parcel's (as the rules see it too).
  static let clockMargin = Span.hours(12)
  /// Carriers use a number again after about three months.
  static let recycling = Span.days(92)

  static func events(of shipmentID: Int64, _ database: Database) throws -> [TrackingEvent] {
    try database.rows(eventsSQL, shipmentID) { try event(&$0) }
  }

  /// Events of one parcel.
  private static let eventsSQL = """
    SELECT \(eventColumns) FROM trackingEvent e WHERE shipmentID = ? ORDER BY occurredAt
    """

  /// What `event` is read from, of the event `e`.
  static let eventColumns =
    "e.occurredAt, e.recordedAt, e.status, e.message, e.location, e.country, e.source"

  static func event(_ columns: inout Columns) throws -> TrackingEvent {
    TrackingEvent(
      occurredAt: try columns.time(), recordedAt: try columns.time(),
      status: try columns.state(Kept.tracking), message: try columns.text(),
      location: try columns.text(), country: try columns.text(), source: try columns.text())
  }

  static func lines(of orderID: Int64, _ database: Database) throws -> [OrderLine] {
    try database.rows(
      """
      SELECT l.externalID, l.sku, l.title, l.quantity, l.price, o.currency, l.requiresShipping,
        l.fulfilled
      FROM orderLine l JOIN customerOrder o ON o.id = l.orderID
      WHERE l.orderID = ? ORDER BY l.position
      """, orderID
    ) {
      OrderLine(
        externalID: try $0.text(), sku: try $0.text(), title: try $0.text(),
        quantity: try $0.int(), price: try $0.money(), requiresShipping: try $0.bool(),
        fulfilled: try $0.bool())
    }
  }

  static func purchases(of orderID: Int64, _ database: Database) throws -> [KeptPurchase] {
    try database.rows(
      "SELECT \(purchaseColumns) WHERE p.orderID = ? ORDER BY p.placedAt, p.id", orderID,
      read: KeptPurchase.init)
  }

  /// What `KeptPurchase` is read from.
  static let purchaseColumns = """
    p.id, p.supplierID, s.name, p.number, p.reference, p.state, p.cost, p.currency,
      p.placedAt, p.acknowledgedAt, p.shippedAt, p.scannedAt, p.deliveredAt, s.handlingDays,
      p.recordedAt, p.recordedBy, p.key, p.note, p.unpaidSince, p.method, m.state,
      m.outcome, m.attempts, m.lastSentAt, m.holdUntil,
      m.state IS 'withdrawn' OR EXISTS (SELECT 1 FROM outboxMessage c
        WHERE c.purchaseID = p.id AND c.kind = 'cancel' AND c.state <> 'withdrawn'),
      \(Charge.columns), p.handlingDays, p.replaces,
      p.returnID IS NOT NULL OR p.replaces IS NOT NULL
    FROM purchaseOrder p JOIN supplier s ON s.id = p.supplierID
    LEFT JOIN outboxMessage m ON m.purchaseID = p.id AND m.kind = 'place'
    """

  static func shipments(of orderID: Int64, _ database: Database) throws -> [KeptShipment] {
    var shipments = try database.rows(
      "SELECT \(shipmentColumns) FROM shipment WHERE orderID = ? ORDER BY createdAt, id", orderID,
      read: KeptShipment.init)
    for index in shipments.indices {
      shipments[index].events = try events(of: shipments[index].id, database)
    }
    return shipments
  }

  /// What `KeptShipment` is read from.
  static let shipmentColumns =
    "id, purchaseID, number, carrier, shippedAt, createdAt, source, status"
}

/// The states of rows by their words.
enum Kept {
  static let tracking = Words<TrackingStatus>()
  static let purchase = Words<PurchaseState>()
  static let payment = Words<PaymentState>()
  static let fulfillment = Words<FulfillmentState>()
  static let order = Words<OrderState>()
  static let sending = Words<Sending.State>()
  static let returned = Words<ReturnState>()
  static let exception = Words<OrderException.State>()
}

/// A purchase as it is kept.
struct KeptPurchase {
  var id: Int64
  var supplierID: Int64
  var purchase: PurchaseOrder
  var shippedAt: Timestamp?
  var scannedAt: Timestamp?
  var deliveredAt: Timestamp?
  var handlingDays: Int?
  var recordedAt: Timestamp
  var recordedBy: String
  var unpaidSince: Timestamp?
  /// The shipping method it was bought with; "" where that is not known.
  var method: String
  /// Of the message that places it; nil and nothing where there is none.
  var sending: Sending.State?
  var outcome: String
  var attempts: Int
  var lastSentAt: Timestamp?
  var holdUntil: Timestamp?
  /// What its supplier promised when it was written down.
  var promisedDays: Int?
  /// It was taken back, or the supplier asked to drop it.
  var isCancelWanted: Bool
  /// What it was to cost, and what all parts of it do.
  var planned: Money?
  var charged: Money?
  /// The purchase that it replaces, and that it does replace something.
  var replaces: Int64?
  var isReplacement: Bool

  /// The supplier has or had it.
  var isBought: Bool {
    purchase.state.isAtSupplier && (purchase.state != .cancelled || !purchase.number.isEmpty)
  }

  init(_ columns: inout Columns) throws {
    id = try columns.number()
    supplierID = try columns.number()
    purchase = PurchaseOrder(
      supplier: try columns.text(), number: try columns.text(), reference: try columns.text(),
      state: try columns.state(Kept.purchase), cost: try columns.money(),
      placedAt: try columns.time(), acknowledgedAt: try columns.timeOrNil())
    shippedAt = try columns.timeOrNil()
    scannedAt = try columns.timeOrNil()
    deliveredAt = try columns.timeOrNil()
    handlingDays = try columns.numberOrNil().map { Int($0) }
    recordedAt = try columns.time()
    recordedBy = try columns.text()
    purchase.key = try columns.text()
    let note = try columns.text()
    unpaidSince = try columns.timeOrNil()
    method = try columns.text()
    sending = try columns.stateOrNil(Kept.sending)
    let told = try columns.textOrNil() ?? ""
    outcome = told.isEmpty ? note : told
    attempts = try Int(columns.numberOrNil() ?? 0)
    lastSentAt = try columns.timeOrNil()
    holdUntil = try columns.timeOrNil()
    isCancelWanted = try columns.bool()
    (planned, charged) = (try columns.money(), try columns.money())
    promisedDays = try columns.intOrNil()
    (replaces, isReplacement) = (try columns.numberOrNil(), try columns.bool())
  }
}

/// A parcel as it is kept, with its events.
struct KeptShipment {
  var id: Int64
  var purchaseID: Int64?
  var shipment: Shipment
  var createdAt: Timestamp
  var source: String
  var status: TrackingStatus?
  var events: [TrackingEvent]

  /// Without its events.
  init(_ columns: inout Columns) throws {
    id = try columns.number()
    purchaseID = try columns.numberOrNil()
    shipment = Shipment(
      number: try columns.text(), carrier: try columns.text(), shippedAt: try columns.timeOrNil())
    createdAt = try columns.time()
    source = try columns.text()
    status = try columns.stateOrNil(Kept.tracking)
    events = []
  }
}

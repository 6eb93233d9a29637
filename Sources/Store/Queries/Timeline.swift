internal import Fulfillment
internal import GRDB

/// What happened to an order, put together from every table that tells of it.
enum Timeline {
  static func entries(
    _ order: Order, purchases: [KeptPurchase], shipments: [KeptShipment], id: Int64,
    storefront: String, _ database: Database
  ) throws -> [TimelineEntry] {
    var entries = told(by: order, storefront)
    entries += purchases.flatMap(told)
    entries += shipments.flatMap(told)
    entries += try exceptions(id, database) + returns(id, database)
    entries += try decisions(id, database) + notes(id, database) + messages(id, database)
    entries += try attempts(id, database)
    return entries.enumerated().sorted {
      ($0.element.occurredAt, $0.offset) < ($1.element.occurredAt, $1.offset)
    }.map(\.element)
  }

  private static func entry(
    _ at: Timestamp?, _ kind: TimelineEntry.Kind, _ text: String, _ source: String,
    recorded: Timestamp? = nil
  ) -> TimelineEntry? {
    at.map {
      TimelineEntry(
        occurredAt: $0, recordedAt: recorded ?? $0, kind: kind, text: text, source: source)
    }
  }

  private static func told(by order: Order, _ storefront: String) -> [TimelineEntry] {
    [
      entry(order.placedAt, .order, "order placed", storefront),
      entry(order.paidAt, .payment, "customer paid", storefront),
      entry(order.fulfilledAt, .order, "storefront: fulfilled", storefront),
      entry(order.cancelledAt, .order, "cancelled", storefront),
    ].compactMap { $0 }
  }

  private static func told(by kept: KeptPurchase) -> [TimelineEntry] {
    let purchase = kept.purchase
    let cost = purchase.cost.map { ", \($0.decimal) \($0.currency.code)" } ?? ""
    let number = purchase.number.isEmpty ? purchase.key : purchase.number
    // It was written down before it was sent: what came of it was not known until it had.
    func entry(_ at: Timestamp?, _ text: String) -> TimelineEntry? {
      Timeline.entry(
        at, .purchase, "\(text) \(number)", purchase.supplier,
        recorded: at.map { max($0, kept.recordedAt) })
    }
    // What was never with the supplier is told by its decision and its evidence.
    guard kept.isBought else { return [] }
    return [
      entry(purchase.placedAt, "purchase placed\(cost):"),
      entry(purchase.acknowledgedAt, "supplier accepted"),
      entry(kept.shippedAt, "supplier says shipped:"),
    ].compactMap { $0 }
  }

  private static func told(by kept: KeptShipment) -> [TimelineEntry] {
    let shipment = kept.shipment
    let name = [shipment.carrier, shipment.number].filter { !$0.isEmpty }.joined(separator: " ")
    let parcel = entry(
      shipment.shippedAt ?? kept.createdAt, .shipment,
      name.isEmpty ? "parcel without a number" : "parcel " + name, kept.source,
      recorded: kept.createdAt)
    let scans = kept.events.map { event in
      TimelineEntry(
        occurredAt: event.occurredAt, recordedAt: event.recordedAt, kind: .scan,
        text: text(of: event), source: event.source)
    }
    return (parcel.map { [$0] } ?? []) + scans
  }

  private static func text(of event: TrackingEvent) -> String {
    // Some services write the country behind the city, too.
    let isCountryTold = event.location.lowercased().hasSuffix(", " + event.country.lowercased())
    let place = [event.location, isCountryTold ? "" : event.country].filter { !$0.isEmpty }
      .joined(separator: ", ")
    let words = event.message.isEmpty ? "" : ": " + event.message
    return StateText.text(event.status) + words + (place.isEmpty ? "" : " (" + place + ")")
  }

  private static func exceptions(_ id: Int64, _ database: Database) throws -> [TimelineEntry] {
    try database.rows(
      "SELECT trippedAt, since, code, reason FROM orderException WHERE orderID = ?", id
    ) {
      TimelineEntry(
        occurredAt: try $0.time(), recordedAt: try $0.time(), kind: .exception,
        text: try $0.text() + ": " + $0.text(), source: "rules")
    }
  }

  private static func returns(_ id: Int64, _ database: Database) throws -> [TimelineEntry] {
    let asked = try database.rows(
      """
      SELECT requestedAt, recordedAt, requestedBy, reason, source FROM returnRequest
      WHERE orderID = ?
      """, id
    ) {
      TimelineEntry(
        occurredAt: try $0.time(), recordedAt: try $0.time(), kind: .return,
        text: "return asked for by " + (try $0.text()) + ": " + (try $0.text()),
        source: try $0.text())
    }
    // The storefront's word, of which no decision tells.
    let withdrawn = try database.rows(
      """
      SELECT ifnull(decidedAt, recordedAt), reason, source FROM returnRequest
      WHERE orderID = ? AND state = 'withdrawn'
      """, id
    ) {
      let at = try $0.time()
      return TimelineEntry(
        occurredAt: at, recordedAt: at, kind: .return, text: "return withdrawn: " + (try $0.text()),
        source: try $0.text())
    }
    return asked + withdrawn
  }

  private static func decisions(_ id: Int64, _ database: Database) throws -> [TimelineEntry] {
    try database.rows(
      """
      SELECT DISTINCT d.at, CASE d.kind WHEN 'decide' THEN '' ELSE d.kind || ': ' END || d.title,
        CASE WHEN d.argument = '' THEN '' ELSE ' (' || d.argument || ')' END, d.operator, d.id
      FROM decisionTarget t JOIN decision d ON d.id = t.decisionID
      WHERE t.orderID = ? AND NOT (d.kind = 'decide' AND d.verb = 'note') ORDER BY d.id
      """, id
    ) {
      let at = try $0.time()
      return TimelineEntry(
        occurredAt: at, recordedAt: at, kind: .decision, text: try $0.text() + $0.text(),
        source: try $0.text())
    }
  }

  private static func notes(_ id: Int64, _ database: Database) throws -> [TimelineEntry] {
    try database.rows(
      "SELECT at, text, author FROM orderNote WHERE orderID = ? ORDER BY id", id
    ) {
      let at = try $0.time()
      return TimelineEntry(
        occurredAt: at, recordedAt: at, kind: .note, text: try $0.text(), source: try $0.text())
    }
  }

  private static func messages(_ id: Int64, _ database: Database) throws -> [TimelineEntry] {
    try database.rows(
      "SELECT createdAt, kind, state FROM outboxMessage WHERE orderID = ? ORDER BY id", id
    ) {
      let at = try $0.time()
      return TimelineEntry(
        occurredAt: at, recordedAt: at, kind: .message, text: try $0.text() + ", " + $0.text(),
        source: "outbox")
    }
  }

  private static func attempts(_ id: Int64, _ database: Database) throws -> [TimelineEntry] {
    try database.rows(
      """
      SELECT a.at, m.kind, a.event, a.attempt, a.text, m.receiver FROM outboxAttempt a
      JOIN outboxMessage m ON m.id = a.messageID WHERE m.orderID = ? ORDER BY a.id
      """, id
    ) {
      let at = try $0.time()
      let words = "\(try $0.text()) \(try $0.text()), attempt \(try $0.int())"
      let text = try $0.text()
      return TimelineEntry(
        occurredAt: at, recordedAt: at, kind: .message,
        text: text.isEmpty ? words : words + ": " + text, source: try $0.text())
    }
  }
}

import Fulfillment
import Wire

/// What one row of a timeline says of its order, its line and the line's seller.
struct TimelineRow {
  private let row: TimelineSheet.Row
  private let currency: Currency

  init(_ row: TimelineSheet.Row, _ currency: Currency) {
    self.row = row
    self.currency = currency
  }

  /// The order without its lines, and what happened to it. The merchant's status follows the
  /// hand-over, which is when a seller tells his shop that he has shipped.
  func history() throws(Refusal) -> OrderHistory {
    guard let purchased = try day(.purchaseDate) else {
      throw row.refusal(.purchaseDate, "purchase_date is empty")
    }
    guard let promised = try day(.promisedDate) else {
      throw row.refusal(.promisedDate, "promised_date is empty")
    }
    let approved = try day(.approvedDate)
    let handedOver = try day(.handoverDate)
    let delivered = try day(.deliveredDate)
    let last = [purchased, approved, handedOver, delivered].compactMap { $0 }.max()
    let shippedAt = handedOver ?? delivered
    let id = row[.orderID]
    let order = Order(
      externalID: id, name: String(id.prefix(8)), placedAt: purchased,
      payment: approved == nil ? .pending : .paid, paidAt: approved,
      cancelledAt: isCancelled ? last : nil,
      fulfillment: shippedAt == nil ? .unfulfilled : .fulfilled,
      fulfilledAt: shippedAt, promisedAt: promised, currency: currency, subtotal: .zero(currency),
      shipping: .zero(currency), total: .zero(currency),
      shipTo: Address(
        province: row[.customerState], postcode: row[.customerPostcode], country: "BR"))
    var events: [TrackingEvent] = []
    if let handedOver { events.append(event(handedOver, .pickedUp, row[.sellerState])) }
    if let delivered { events.append(event(delivered, .delivered, row[.customerState])) }
    return OrderHistory(order: order, events: events.isEmpty ? [:] : ["": events])
  }

  /// Adds the line, and a purchase where its seller is new to the order. An order without lines has
  /// one row without a line number.
  func addLine(to history: inout OrderHistory) throws(Refusal) {
    guard !row[.lineNumber].isEmpty else { return }
    guard Int(row[.lineNumber]) != nil else {
      throw row.refusal(.lineNumber, "order_item_id is not a number")
    }
    if history.order.lines.contains(where: { $0.externalID == row[.lineNumber] }) {
      throw row.refusal(.lineNumber, "the order has two lines \(row[.lineNumber])")
    }
    let (price, freight) = (try money(.price), try money(.freight))
    history.order.lines.append(
      OrderLine(
        externalID: row[.lineNumber], sku: row[.productID], title: row[.category], quantity: 1,
        price: price, fulfilled: history.order.fulfilledAt != nil))
    history.order.subtotal = history.order.subtotal?.adding(price)
    history.order.shipping = history.order.shipping?.adding(freight)
    history.order.total = history.order.total?.adding(price)?.adding(freight)
    addPurchase(to: &history)
  }

  private func addPurchase(to history: inout OrderHistory) {
    // Sellers are known by 32 hexadecimal digits; 12 keep them apart and can be read.
    let seller = String(row[.sellerID].prefix(12))
    guard !seller.isEmpty, !history.purchases.contains(where: { $0.supplier == seller }) else {
      return
    }
    let order = history.order
    let events = history.events[""] ?? []
    let isDelivered = events.contains { $0.status == .delivered }
    let state: PurchaseState =
      isCancelled
      ? .cancelled
      : isDelivered ? .delivered : order.fulfilledAt == nil ? .placed : .shipped
    let shipments = order.fulfilledAt.map { [Shipment(number: "", shippedAt: $0)] } ?? []
    history.purchases.append(
      PurchaseOrder(
        supplier: seller, number: order.externalID + "/" + seller, reference: order.externalID,
        state: state, placedAt: order.paidAt ?? order.placedAt, shipments: shipments))
  }

  private var isCancelled: Bool {
    row[.finalStatus] == "canceled" || row[.finalStatus] == "unavailable"
  }

  private func event(
    _ day: Timestamp, _ status: TrackingStatus, _ state: String
  ) -> TrackingEvent {
    TrackingEvent(
      occurredAt: day, recordedAt: day, status: status, location: state, country: "BR")
  }

  private func day(_ column: TimelineColumn) throws(Refusal) -> Timestamp? {
    guard !row[column].isEmpty else { return nil }
    guard let day = Timestamp(iso8601: row[column]) else {
      throw row.refusal(column, "\(column.rawValue) is not a date: \(row[column].prefix(40))")
    }
    return day
  }

  private func money(_ column: TimelineColumn) throws(Refusal) -> Money? {
    guard !row[column].isEmpty else { return nil }
    guard let money = Money(decimal: row[column], currency: currency) else {
      throw row.refusal(column, "\(column.rawValue) is not an amount: \(row[column].prefix(40))")
    }
    return money
  }
}

extension Money {
  /// The sum; nil where one is unknown or the sum is beyond all bounds.
  fileprivate func adding(_ other: Money?) -> Money? {
    guard let other else { return nil }
    let (sum, overflows) = minor.addingReportingOverflow(other.minor)
    return overflows ? nil : Money(minor: sum, currency: currency)
  }
}

package import Fulfillment
internal import GRDB

extension Store {
  /// Everything about one order; nil where there is none.
  package func order(
    _ id: OrderID, returnWindow: Span, now: Timestamp
  ) throws -> OrderDetail? {
    try read("can't read the order") { database in
      let row = try database.row(
        "SELECT " + QueueRow.columns + " FROM customerOrder o " + QueueRow.joins
          + " WHERE o.id = ?", id.number, read: QueueRow.init)
      guard let row, let order = try Detail.order(id.number, database) else { return nil }
      let purchases = try Facts.purchases(of: id.number, database)
      let shipments = try Facts.shipments(of: id.number, database)
      let delays = try DelayDetail.read(id.number, now: now, database)
      var detail = OrderDetail(
        row: row, order: order,
        purchases: purchases.map { kept in
          var purchase = kept.purchase
          purchase.shipments = shipments.filter { $0.purchaseID == kept.id }.map(\.shipment)
          return purchase
        },
        exceptions: try Detail.exceptions(id.number, database),
        returns: try Detail.returns(id.number, returnWindow, database),
        timeline: try Timeline.entries(
          order, purchases: purchases, shipments: shipments, id: id.number,
          storefront: row.storefront, database),
        outbox: try Detail.outbox(id.number, database),
        purchaseRows: try PurchaseRow.of(order: id.number, database), outlook: delays.outlook,
        risk: delays.risk)
      detail.notices = try NoticeRow.of(order: id.number, database)
      detail.disputes = try DisputeRow.of(order: id.number, database)
      detail.recourse = try Store.recourseRows(
        id.number, row.name, notice: Thresholds().claimClosing, now: now, database)
      return detail
    }
  }
}

/// The parts of an order's page.
enum Detail {
  static func order(_ id: Int64, _ database: Database) throws -> Order? {
    let order = try database.row(
      """
      SELECT currency, externalID, name, placedAt, sourceUpdatedAt, payment, paidAt, cancelledAt,
        fulfillment, fulfilledAt, promisedAt, subtotal, shipping, tax, discount, total, refunded,
        customerName, email, phone, shipName, company, line1, line2, city, province, postcode,
        country, shipPhone, note
      FROM customerOrder WHERE id = ?
      """, id, read: Order.init(columns:))
    guard var order else { return nil }
    order.lines = try Facts.lines(of: id, database)
    order.tags = try database.texts(
      "SELECT tag FROM orderTag WHERE orderID = ? AND source <> 'removed' ORDER BY tag", id)
    order.shipments = try Facts.shipments(of: id, database).map(\.shipment)
    order.returns = try requests(of: id, database)
    return order
  }

  private static func requests(
    of orderID: Int64, _ database: Database
  ) throws -> [ReturnRequest] {
    let kept = try database.rows(
      """
      SELECT id, externalID, requestedAt, requestedBy, reason, amount, currency, shopState
      FROM returnRequest WHERE orderID = ? ORDER BY requestedAt, id
      """, orderID
    ) {
      (
        id: try $0.number(),
        request: ReturnRequest(
          externalID: try $0.text(), requestedAt: try $0.time(), requestedBy: try $0.text(),
          reason: try $0.text(), amount: try $0.money(),
          state: try $0.state(ReturnState.self))
      )
    }
    return try kept.map { entry in
      var request = entry.request
      request.items = try items(ofReturn: entry.id, database)
      request.photos = try database.texts(
        "SELECT link FROM returnPhoto WHERE returnID = ? ORDER BY position", entry.id)
      return request
    }
  }

  static func items(
    ofReturn id: Int64, _ database: Database
  ) throws -> [ReturnRequest.Item] {
    try database.rows(
      "SELECT sku, quantity, line, reason FROM returnItem WHERE returnID = ? ORDER BY position", id
    ) {
      ReturnRequest.Item(
        sku: try $0.text(), quantity: try $0.int(), line: try $0.text(), reason: try $0.text())
    }
  }

  /// The one shown first, then what stands, then what has been dealt with.
  static func exceptions(_ id: Int64, _ database: Database) throws -> [ExceptionRow] {
    try database.rows(
      "SELECT " + ExceptionRow.columns + " FROM orderException e " + ExceptionRow.joins + """
         WHERE e.orderID = ?
        ORDER BY e.shown DESC, e.state IN ('resolved', 'cleared'), e.severity DESC, e.id
        """, id, read: ExceptionRow.init)
  }

  static func returns(
    _ id: Int64, _ returnWindow: Span, _ database: Database
  ) throws -> [ReturnRow] {
    let rows = try database.rows(
      "SELECT " + ReturnRow.columns + " FROM returnRequest r " + ReturnRow.joins
        + " WHERE r.orderID = ? ORDER BY r.requestedAt, r.id", id
    ) { try ReturnRow(&$0, returnWindow: returnWindow) }
    return try Store.withItems(Window(rows: rows), database).rows
  }

  static func outbox(_ id: Int64, _ database: Database) throws -> [OutboxMessage] {
    try database.rows(
      """
      SELECT key, kind, body, state, createdAt, holdUntil, receiver, outcome FROM outboxMessage
      WHERE orderID = ? ORDER BY id
      """, id
    ) {
      OutboxMessage(
        key: try $0.text(), kind: try $0.text(), body: try $0.text(),
        state: try $0.state(OutboxMessage.State.self), createdAt: try $0.time(),
        holdUntil: try $0.timeOrNil(), receiver: try $0.text(), outcome: try $0.text())
    }
  }
}

extension Order {
  fileprivate init(columns: inout Columns) throws {
    let currency = try columns.currency()
    self.init(
      externalID: try columns.text(), name: try columns.text(), placedAt: try columns.time(),
      updatedAt: try columns.timeOrNil(), payment: try columns.state(PaymentState.self),
      paidAt: try columns.timeOrNil(), cancelledAt: try columns.timeOrNil(),
      fulfillment: try columns.state(FulfillmentState.self),
      fulfilledAt: try columns.timeOrNil(), promisedAt: try columns.timeOrNil(),
      currency: currency, subtotal: try columns.money(currency),
      shipping: try columns.money(currency), tax: try columns.money(currency),
      discount: try columns.money(currency), total: try columns.money(currency),
      refunded: try columns.money(currency), customerName: try columns.text(),
      email: try columns.text(), phone: try columns.text())
    shipTo = Address(
      name: try columns.text(), company: try columns.text(), line1: try columns.text(),
      line2: try columns.text(), city: try columns.text(), province: try columns.text(),
      postcode: try columns.text(), country: try columns.text(), phone: try columns.text())
    note = try columns.text()
  }
}

import Fulfillment

// The rows of the sample board: every stage, names in several scripts, one that is hostile.

extension SampleBoard {
  private static let customers = [
    "Ana Souza", "深圳 王小明", "Jürgen Weiß", "O\u{301}scar\u{202E} Evil\u{1B}]0;x\u{7}", "Zoë 👩‍👩‍👧 Q.",
    "محمد علي", "Bob Stone", "李雷",
  ]
  private static let countries = ["BR", "CN", "DE", "US", "FR", "EG", "GB", "JP"]
  private static let supplierNames = ["CJ", "Ali Direct", "Shenzhen agent", "", "NordPack 3PL"]
  private static let shops = ["main", "outlet", "eu-shop"]
  private static let codes: [(String, Severity, String)] = [
    ("dispatch.late", .serious, "No carrier scan by 2026-11-18 09:00, three days after purchase"),
    (
      "transit.stalled", .warning,
      "The parcel moved on 2026-11-11 10:20 in Guangzhou and nothing was heard for 8 business days, 7 are usual"
    ),
    ("tracking.invalid", .serious, "LX123456785CN has a wrong check digit: 5, expected 3"),
    ("parcel.returning", .critical, "The carrier says it goes back to the sender"),
    ("payment.pending", .notice, "Not captured 24 h after the order"),
  ]

  static func usd(_ cents: Int64) -> Money { Money(minor: cents, currency: .usd) }

  static func order(_ index: Int) -> QueueRow {
    let state = OrderState.allCases[(index * 5) % OrderState.allCases.count]
    let flagged = index % 3 == 0 && !state.isFinal
    let code = codes[index / 3 % codes.count]
    let placed = now - .hours(Int64(3 + index * 7)) - .minutes(Int64(index))
    let total = usd(Int64(1_299 + index * 1_777 % 40_000))
    let isMoving = [.shipped, .transit, .pickup].contains(state)
    return QueueRow(
      id: OrderID(Int64(1000 + index)), name: "#\(18_231 - index)",
      storefront: shops[index % shops.count], customer: customers[index % customers.count],
      country: countries[index % countries.count],
      supplier: supplierNames[index % supplierNames.count], state: state,
      payment: state == .unpaid ? .pending : .paid, placedAt: placed, updatedAt: placed,
      total: total, risk: flagged ? total : nil, exception: flagged ? code.0 : "",
      severity: flagged ? code.1 : nil, lineCount: 1 + index % 4,
      tags: index % 7 == 0 ? ["vip"] : [],
      tracking: isMoving ? "LX\(123_456_780 + index)CN" : "",
      trackingStatus: isMoving ? .inTransit : nil,
      trackedAt: isMoving ? now - .hours(Int64(index * 3)) : nil)
  }

  static func exception(of row: QueueRow) -> ExceptionRow? {
    guard !row.exception.isEmpty, let severity = row.severity else { return nil }
    let index = Int(row.id.number)
    let reason = codes.first { $0.0 == row.exception }?.2 ?? ""
    return ExceptionRow(
      id: ExceptionID(row.id.number + 50_000), order: row.id, subject: row.name,
      code: row.exception, severity: severity, state: index % 4 == 0 ? .acknowledged : .open,
      since: row.placedAt + .hours(2),
      due: index % 2 == 0 ? now + .hours(Int64(index % 60) - 10) : nil,
      money: row.risk, reason: reason, supplier: row.supplier, storefront: row.storefront,
      hidden: index % 5 == 0 ? 2 : 0)
  }

  static func askedReturn(_ index: Int, of row: QueueRow) -> ReturnRow {
    let delivered = now - .days(Int64(20 + index * 9))
    return ReturnRow(
      id: ReturnID(Int64(5520 + index)), order: row.id, orderName: row.name,
      storefront: row.storefront, state: index == 2 ? .asked : .requested,
      requestedAt: now - .hours(Int64(5 + index * 30)), requestedBy: row.customer,
      reason: index == 0 ? "Wrong size, I ordered 42 and got 40" : "Arrived broken",
      items: index == 1 ? "" : "1 x VAR-\(index)-40", amount: row.total,
      deliveredAt: delivered, windowEnds: delivered + .days(30),
      externalID: "rma-\(index + 1)")
  }

  static let sampleSuppliers = [
    SupplierRow(
      id: SupplierID(1), name: "CJ", account: "cj", contact: "agent@cj.example", offers: 120,
      open: 12, exceptions: 4, purchases: 410, dispatched: 380, dispatchDays: 2.1, onTime: 0.91,
      delivered: 300, weekly: [20, 31, 44, 60, 71, 64, 40, 28]),
    SupplierRow(
      id: SupplierID(2), name: "Ali Direct", offers: 40, open: 31, exceptions: 0, purchases: 96,
      dispatched: 12, dispatchDays: 4.25, onTime: 0.5, delivered: 8, weekly: [0, 0, 1, 5, 9, 30]),
    SupplierRow(id: SupplierID(3), name: "Shenzhen agent 深圳代理", contact: "+86 755 0000"),
  ]

  static let sampleAccounts = [
    ActivityRow(
      account: "main", service: "woocommerce", role: .storefront, freshAt: now - .seconds(12),
      nextPull: now + .seconds(48), pulled: 2_418, pulls: 310),
    ActivityRow(
      account: "cj", service: "cj", role: .supplier, freshAt: now - .hours(26),
      nextPull: now + .minutes(4),
      lastError: "The supplier refused the token (1600101 Invalid access token); renew it",
      lastErrorAt: now - .minutes(3), failures: 14, isStale: true, pulled: 900, pulls: 120),
    ActivityRow(
      account: "tracking", service: "17track", role: .tracker, freshAt: now - .minutes(4),
      nextPull: now - .seconds(5), pulled: 8_120, pulls: 77),
  ]

  /// An order with something of everything.
  func detail(of row: QueueRow) -> OrderDetail {
    let shipment = Shipment(
      number: row.tracking, carrier: "China Post", shippedAt: row.placedAt + .days(1))
    let order = Order(
      externalID: "\(row.id.number * 7)", name: row.name, placedAt: row.placedAt,
      payment: row.payment, paidAt: row.placedAt + .minutes(2),
      promisedAt: row.placedAt + .days(14), currency: .usd,
      subtotal: row.total, shipping: SampleBoard.usd(499), total: row.total,
      customerName: row.customer, email: "customer@example.com", phone: "+1 555 0100",
      shipTo: Address(
        name: row.customer, line1: "1 Main Street", city: "Springfield", postcode: "12345",
        country: row.country),
      lines: (0..<row.lineCount).map {
        OrderLine(
          externalID: "\($0)", sku: "VAR-\($0)-40", title: "Running shoe, 深い青, size 4\($0)",
          quantity: $0 + 1, price: SampleBoard.usd(1_299), fulfilled: $0 == 0)
      }, note: "Please leave it with the neighbour.", tags: row.tags)
    let purchase = PurchaseOrder(
      supplier: row.supplier.isEmpty ? "CJ" : row.supplier, number: "CJ-\(row.id.number)",
      reference: row.name, state: .shipped, cost: SampleBoard.usd(612),
      placedAt: row.placedAt + .hours(5), shipments: row.tracking.isEmpty ? [] : [shipment])
    let isBeingBought = purchases.contains { $0.order == row.id }
    let own = exceptions.filter { $0.order == row.id }
    let weaker = own.prefix(1).map { shown in
      var hidden = shown
      hidden.id = ExceptionID(shown.id.number + 1)
      (hidden.code, hidden.severity) = ("purchase.unsent", .notice)
      hidden.reason = "Paid and mapped, not bought for 2 h"
      return hidden
    }
    var detail = OrderDetail(
      row: row, order: order,
      purchases: row.state == .unpaid || isBeingBought ? [] : [purchase],
      exceptions: own + weaker, returns: returns.filter { $0.order == row.id },
      timeline: timeline(row), outbox: held(row),
      purchaseRows: purchases.filter { $0.order == row.id })
    detail.notices = notices.filter { $0.order == row.id }
    return detail
  }

  private func timeline(_ row: QueueRow) -> [TimelineEntry] {
    let start = row.placedAt
    func entry(
      _ hours: Int64, _ lag: Int64, _ kind: TimelineEntry.Kind, _ text: String, _ source: String
    ) -> TimelineEntry {
      TimelineEntry(
        occurredAt: start + .hours(hours), recordedAt: start + .hours(hours) + .minutes(lag),
        kind: kind, text: text, source: source)
    }
    return [
      entry(0, 2, .order, "Order placed", row.storefront),
      entry(0, 2, .payment, "Paid \(row.total?.exact ?? "")", row.storefront),
      entry(5, 0, .purchase, "Bought, number CJ-\(row.id.number)", "operator"),
      entry(20, 190, .scan, "Picked up, Guangzhou CN", "tracking"),
      entry(44, 400, .scan, "Departed country of origin", "tracking"),
      entry(60, 0, .exception, "transit.stalled raised", "supercargo"),
      entry(61, 0, .note, "Asked the supplier by chat, answer expected on Monday", "operator"),
    ]
  }

  private func held(_ row: QueueRow) -> [OutboxMessage] {
    returns.filter { $0.order == row.id && $0.holdUntil != nil }.map { asked in
      OutboxMessage(
        key: "return.approved:\(asked.id.number)", kind: "return.approved",
        body: "The return of \(asked.orderName) is approved.", state: .held, createdAt: now,
        holdUntil: asked.holdUntil ?? now)
    }
  }
}

import Connectors
import Fulfillment
import Testing
import Wire

/// One order as a shop sends it, with every part that is read.
let wooOrder: JSON = [
  "id": 727, "number": "727", "status": "processing", "currency": "USD",
  "date_created": "2026-03-22T16:28:02", "date_created_gmt": "2026-03-22T19:28:02",
  "date_modified_gmt": "2026-03-22T19:28:08", "date_paid_gmt": "2026-03-22T19:28:05",
  "date_completed_gmt": .null, "total": "29.35", "shipping_total": "10.00", "total_tax": "1.35",
  "discount_total": "0.50", "customer_note": "Leave at R&amp;D",
  "billing": [
    "first_name": "Ana", "last_name": "Li", "company": "", "address_1": "1 Bill St",
    "address_2": "", "city": "Rome", "state": "NY", "postcode": "13440", "country": "US",
    "email": "ana@example.test", "phone": "555 1",
  ],
  "shipping": [
    "first_name": "Bo", "last_name": "Li", "company": "Tom &amp; Co", "address_1": "2 Ship St",
    "address_2": "Flat 3", "city": "Troy", "state": "NY", "postcode": "12180", "country": "US",
  ],
  "line_items": [
    [
      "id": 315, "name": "Lamp &#8211; big", "sku": "L-1", "quantity": 2, "total": "12.00",
      "price": .number("6"),
    ],
    ["id": 316, "name": "Cord", "sku": .null, "quantity": "1", "total": "6.00", "price": ""],
  ],
  "refunds": [], "meta_data": [],
]

/// Reads one page that holds those orders.
func wooPage(_ orders: JSON..., headers: HTTPHeaders = HTTPHeaders()) throws -> Page<Order> {
  let exchange = WooCommerce(Samples.credentials).orders(nil, Samples.context)
  return try exchange.decode(Samples.answer(.array(orders), headers: headers))
}

struct WooCommerceOrderTests {
  private func order(_ changes: (String, JSON)...) throws -> Order {
    let json = changes.reduce(wooOrder) { $0.with($1.0, $1.1) }
    let page = try wooPage(json)
    #expect(page.unreadable == [])
    return try #require(page.items.first)
  }

  @Test func anOrderIsReadWhole() throws {
    let order = try order()
    #expect(order.externalID == "727")
    #expect(order.name == "#727")
    #expect(order.placedAt == Samples.time("2026-03-22T19:28:02Z"))
    #expect(order.updatedAt == Samples.time("2026-03-22T19:28:08Z"))
    #expect(order.payment == .paid)
    #expect(order.paidAt == Samples.time("2026-03-22T19:28:05Z"))
    #expect(order.cancelledAt == nil)
    #expect(order.fulfillment == .unfulfilled)
    #expect(order.total == Samples.usd(2935))
    #expect(order.subtotal == Samples.usd(1800))
    #expect(order.shipping == Samples.usd(1000))
    #expect(order.tax == Samples.usd(135))
    #expect(order.discount == Samples.usd(50))
    #expect(order.refunded == Samples.usd(0))
    #expect(order.customerName == "Ana Li")
    #expect(order.email == "ana@example.test")
    #expect(order.note == "Leave at R&D")
    #expect(order.tags == [])
    #expect(
      order.shipTo
        == Address(
          name: "Bo Li", company: "Tom & Co", line1: "2 Ship St", line2: "Flat 3", city: "Troy",
          province: "NY", postcode: "12180", country: "US", phone: "555 1"))
    #expect(
      order.lines == [
        OrderLine(
          externalID: "315", sku: "L-1", title: "Lamp – big", quantity: 2, price: Samples.usd(600)),
        OrderLine(externalID: "316", sku: "", title: "Cord", quantity: 1, price: Samples.usd(600)),
      ])
  }

  @Test(
    arguments: [
      ("pending", nil, .pending), ("on-hold", nil, .pending), ("failed", nil, .pending),
      ("processing", nil, .paid), ("completed", nil, .paid), ("refunded", nil, .refunded),
      ("cancelled", nil, .voided), ("cancelled", "2026-01-02T00:00:00", .paid),
      ("trash", nil, .voided), ("awaiting-dispatch", nil, .unknown),
      ("awaiting-dispatch", "2026-01-02T00:00:00", .paid), ("wc-processing", nil, .paid),
    ] as [(String, String?, PaymentState)])
  func statusAndPaymentDateTellThePayment(
    status: String, paid: String?, payment: PaymentState
  ) throws {
    let order = try order(
      ("status", .string(status)), ("date_paid_gmt", paid.map(JSON.string) ?? .null))
    #expect(order.payment == payment)
  }

  @Test(arguments: ["cancelled", "trash"])
  func cancelledAndTrashedOrdersAreDatedByTheirLastChange(status: String) throws {
    let order = try order(("status", .string(status)))
    #expect(order.cancelledAt == order.updatedAt)
  }

  @Test func completedIsFulfilled() throws {
    let order = try order(
      ("status", "completed"), ("date_completed_gmt", "2026-03-25T08:00:00"))
    #expect(order.fulfillment == .fulfilled)
    #expect(order.fulfilledAt == Samples.time("2026-03-25T08:00:00Z"))
    #expect(order.lines.map(\.fulfilled) == [true, true])
  }

  @Test(
    arguments: [
      (["-5.00"], 500, PaymentState.partiallyRefunded), (["-5.00", "-24.35"], 2935, .refunded),
      (["-5.00", "5.00"], 1000, .partiallyRefunded), ([], 0, .paid),
    ] as [([String], Int64, PaymentState)])
  func refundsAreAddedUp(totals: [String], cents: Int64, payment: PaymentState) throws {
    let refunds = totals.map { JSON.object([JSON.Member(name: "total", value: .string($0))]) }
    let order = try order(("refunds", .array(refunds)))
    #expect(order.refunded == Samples.usd(cents))
    #expect(order.payment == payment)
  }

  @Test func aRefundedOrderWithoutRefundsCountsAsRefundedWhole() throws {
    #expect(try order(("status", "refunded")).refunded == Samples.usd(2935))
  }

  @Test(
    arguments: [
      ("KWD", "1.234", 1234), ("JPY", "500", 500), ("JPY", "500.00", 500), ("USD", "12.345", 1235),
      ("usd", "1", 100), ("KWD", "-1.2", -1200),
    ] as [(String, String, Int64)])
  func amountsHaveTheirCurrencysDigits(code: String, text: String, minor: Int64) throws {
    let order = try order(
      ("currency", .string(code)), ("total", .string(text)), ("line_items", []))
    #expect(order.total?.minor == minor)
    #expect(order.currency.code == code.uppercased())
  }

  @Test func numbersAndTextsMayStandForEachOther() throws {
    let line: JSON = [
      "id": "9", "name": 7, "sku": 1234, "quantity": .number("3.0"), "total": .number("12.30"),
      "price": .number("4.1000000000000005"),
    ]
    let order = try order(
      ("id", "727"), ("number", 727), ("total", .number("29.35")), ("line_items", [line]))
    #expect(order.externalID == "727")
    #expect(order.total == Samples.usd(2935))
    #expect(
      order.lines == [
        OrderLine(externalID: "9", sku: "1234", title: "7", quantity: 3, price: Samples.usd(410))
      ])
  }

  @Test func whatIsSoldByWeightIsWholePiecesAndSaysHowMuch() throws {
    let line: JSON = [
      "id": 1, "name": "Cheese", "quantity": .number("1.5"), "total": "12.00", "price": 8,
    ]
    let order = try order(("line_items", [line]))
    #expect(
      order.lines == [
        OrderLine(
          externalID: "1", sku: "", title: "Cheese (1.5)", quantity: 2, price: Samples.usd(800))
      ])
  }

  @Test func missingPartsStayUnknown() throws {
    let order = try order(
      ("total", .null), ("shipping_total", ""), ("billing", []), ("shipping", []),
      ("meta_data", .object([])), ("refunds", .null), ("date_modified_gmt", .null))
    #expect(order.total == nil)
    #expect(order.shipping == nil)
    #expect(order.shipTo == Address())
    #expect(order.updatedAt == nil)
  }

  @Test func anEmptyShippingAddressMeansTheBillingOne() throws {
    let blank: JSON = [
      "first_name": "", "address_1": " ", "city": "", "postcode": "", "country": "",
    ]
    let order = try order(("shipping", blank))
    #expect(order.shipTo.line1 == "1 Bill St")
    #expect(order.shipTo.name == "Ana Li")
  }

  @Test(arguments: [("56AQ", "#56AQ"), ("#9", "#9"), ("", "#727"), (" 5 ", "#5")])
  func theNameIsTheNumberAsTheShopShowsIt(number: String, name: String) throws {
    #expect(try order(("number", .string(number))).name == name)
  }

  @Test func statusesOfPluginsBecomeATag() throws {
    #expect(try order(("status", "wc-awaiting-dispatch")).tags == ["awaiting-dispatch"])
  }

  /// What spoils an order, and how that is told.
  private static let faults: [(name: String, value: JSON, reason: String)] = {
    let quantity = "the quantity of line 1 is not a number we can use"
    let vast = JSON.array(Array(repeating: ["total": "900000000000000"], count: 200))
    return [
      ("id", .null, "no id"), ("currency", "", "no currency"), ("currency", "euros", "no currency"),
      ("total", "12,50", "total is not an amount: 12,50"),
      ("line_items", [["id": 1, "quantity": "some"]], quantity),
      ("line_items", [["id": 1, "quantity": -1]], quantity), ("line_items", [["id": 1]], quantity),
      ("line_items", ["text"], quantity), ("refunds", vast, "amounts beyond all bounds"),
    ]
  }()

  @Test(arguments: faults)
  func aBadOrderIsLeftOutAndTheOthersTaken(name: String, value: JSON, reason: String) throws {
    let page = try wooPage(wooOrder.with(name, value), wooOrder.with("id", 728))
    #expect(page.items.map(\.externalID) == ["728"])
    #expect(page.unreadable.map(\.reason) == [reason])
    #expect(page.unreadable.map(\.id) == [name == "id" ? "?" : "727"])
  }

  @Test func anOrderWithoutADateIsLeftOut() throws {
    let undated = wooOrder.without("date_created").with("date_created_gmt", "0000-00-00T00:00:00")
    #expect(try wooPage(undated).unreadable.map(\.reason) == ["no creation date"])
  }

  @Test func draftsWaitUntilTheyAreOrdersUnlessMoneyCame() throws {
    let draft = wooOrder.with("status", "checkout-draft").with("date_paid_gmt", .null)
    let paid = wooOrder.with("status", "auto-draft")
    let page = try wooPage(draft, paid)
    #expect(page.items.count == 1)
    #expect(page.unreadable == [])
  }

  @Test func theJetpackEnvelopeIsTakenOff() throws {
    let exchange = WooCommerce(Samples.credentials).orders(nil, Samples.context)
    let page = try exchange.decode(Samples.answer(["data": [wooOrder]]))
    #expect(page.items.map(\.externalID) == ["727"])
  }
}

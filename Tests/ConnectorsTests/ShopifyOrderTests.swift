import Connectors
import Fulfillment
import Testing
import Wire

struct ShopifyOrderTests {
  private let order = ShopifySamples.order
  private func money(_ cents: Int64) -> Money? {
    Currency("EUR").map { Money(minor: cents, currency: $0) }
  }

  @Test func anOrderIsReadWhole() throws {
    let read = try ShopifySamples.read(order)
    #expect(read.externalID == "1001")
    #expect(read.name == "#1001")
    #expect(read.placedAt == Samples.time("2026-11-20T08:00:00Z"))
    #expect(read.updatedAt == Samples.time("2026-11-21T09:30:00Z"))
    #expect(read.payment == .paid)
    #expect(read.paidAt == Samples.time("2026-11-20T10:00:00Z"))
    #expect(read.fulfillment == .unfulfilled)
    #expect(read.total == money(2790))
    #expect(read.subtotal == money(2300))
    #expect(read.shipping == money(490))
    #expect(read.discount == money(200))
    #expect(read.refunded == money(0))
    #expect(read.customerName == "Ada Lovelace")
    #expect(read.email == "ada@mail.example")
    #expect(read.phone == "+1 860 555 0100")
    #expect(read.shipTo.province == "CT")
    #expect(read.shipTo.country == "US")
    #expect(read.note == "ring twice")
    #expect(read.tags == ["vip"])
    #expect(
      read.lines == [
        OrderLine(
          externalID: "11", sku: "MUG", title: "Mug - red", quantity: 2, price: money(1150))
      ])
  }

  @Test func theShopsCurrencyCountsAndNotTheCustomers() throws {
    let bag: JSON = [
      "shopMoney": ["amount": "27.90", "currencyCode": "EUR"],
      "presentmentMoney": ["amount": "4500", "currencyCode": "JPY"],
    ]
    let read = try ShopifySamples.read(
      order.with("totalPriceSet", bag).with("presentmentCurrencyCode", "JPY"))
    #expect(read.total == money(2790))
  }

  @Test func whatTheTokenMayNotSeeStaysBlank() throws {
    let bare = order.with("customer", .null).with("email", .null)
      .with("shippingAddress", ["countryCodeV2": "NL", "provinceCode": .null])
      .with("billingAddress", .null).with("note", .null)
    let denied: JSON = [
      "message": "Access denied for email field.", "path": ["orders", "nodes", 0, "email"],
      "extensions": ["code": "ACCESS_DENIED"],
    ]
    let answer = Samples.answer([
      "data": ["orders": ShopifySamples.connection([bare])], "errors": [denied],
    ])
    let page = try ShopifySamples.shop.orders(nil, Samples.context).decode(answer)
    let read = try #require(page.items.first)
    #expect(read.email.isEmpty && read.customerName.isEmpty && read.shipTo.line1.isEmpty)
    #expect(read.shipTo.country == "NL")
  }

  @Test func testAndHeldOrdersAreMarked() throws {
    let read = try ShopifySamples.read(
      order.with("test", .bool(true)).with("displayFulfillmentStatus", "ON_HOLD"))
    #expect(read.tags == ["vip", "test", "on-hold"])
  }

  @Test func whatNeedsNoShippingIsTold() throws {
    let card = ShopifySamples.line(12, sku: "CARD").with("isGiftCard", .bool(true))
    let download = ShopifySamples.line(13).with("requiresShipping", .bool(false))
    let read = try ShopifySamples.read(
      order.with(
        "lineItems", ShopifySamples.connection([ShopifySamples.line(11), card, download])))
    #expect(read.lines.map(\.requiresShipping) == [true, false, false])
  }

  @Test func parcelsComeWithTheirNumbers() throws {
    let parcels: JSON = [
      [
        "status": "SUCCESS", "createdAt": "2026-11-21T09:00:00Z",
        "trackingInfo": [
          ["number": "rr 123456789 cn", "company": "Yanwen"],
          ["number": "1Z999", "company": .null],
        ],
      ],
      [
        "status": "CANCELLED", "createdAt": "2026-11-21T08:00:00Z",
        "trackingInfo": [["number": "GONE", "company": "UPS"]],
      ],
      ["status": "SUCCESS", "createdAt": "2026-11-22T09:00:00Z", "trackingInfo": []],
    ]
    let read = try ShopifySamples.read(
      order.with("fulfillments", parcels).with("fulfillmentsCount", ["count": 3])
        .with("displayFulfillmentStatus", "FULFILLED"))
    #expect(read.shipments.map(\.number) == ["RR123456789CN", "1Z999"])
    #expect(read.shipments.map(\.carrier) == ["Yanwen", ""])
    #expect(read.fulfillment == .fulfilled)
    #expect(read.fulfilledAt == Samples.time("2026-11-22T09:00:00Z"))
    #expect(read.lines.allSatisfy { $0.fulfilled })
  }

  @Test(arguments: [
    ("id", JSON.null, "no id"), ("currencyCode", "euros", "no currency"),
    ("totalPriceSet", ShopifySamples.money("12,50"), "totalPriceSet is not an amount"),
    ("totalPriceSet", ShopifySamples.money("1.00", "JPY"), "totalPriceSet is not an amount"),
    (
      "lineItems", ShopifySamples.connection([["id": "x", "quantity": "many"]]),
      "the quantity of line 1"
    ),
  ])
  func whatAnOrderCantBeWithoutRefusesItAlone(
    name: String, value: JSON, reason: String
  ) throws {
    let page = try ShopifySamples.shop.orders(nil, Samples.context).decode(
      ShopifySamples.page([order.with(name, value), order]))
    #expect(page.items.count == 1)
    #expect(page.unreadable.count == 1)
    #expect(page.unreadable.first?.reason.hasPrefix(reason) == true)
  }

  // MARK: - Edited and refunded orders

  /// An order read by itself.
  private func whole(_ order: JSON) throws -> Order {
    let cursor = Cursor(#"{"waiting":["gid://shopify/Order/1001"]}"#)
    let page = try ShopifySamples.shop.orders(cursor, Samples.context).decode(
      Samples.answer(["data": ["order": order]]))
    return try #require(page.items.first)
  }

  @Test func whatWasTakenOffBeforeItShippedIsNotBought() throws {
    let lines = [
      ShopifySamples.line(11, quantity: 3, current: 1, left: 1),
      ShopifySamples.line(12, sku: "GONE", current: 0, left: 0),
    ]
    let read = try whole(order.with("lineItems", ShopifySamples.connection(lines)))
    #expect(read.lines.map(\.quantity) == [1])
    #expect(read.lines.map(\.sku) == ["MUG"])
  }

  @Test func whatCameBackWasShippedAllTheSame() throws {
    let parcel: JSON = ["status": "SUCCESS", "createdAt": "2026-11-21T09:00:00Z"]
    let refund: (String) -> JSON = { kind in
      [
        "id": "gid://shopify/Refund/1",
        "refundLineItems": ShopifySamples.connection([
          [
            "quantity": 1, "restockType": .string(kind),
            "lineItem": ["id": "gid://shopify/LineItem/11"],
          ]
        ]),
      ]
    }
    let changed = order.with("fulfillments", [parcel]).with("fulfillmentsCount", ["count": 1])
      .with(
        "lineItems",
        ShopifySamples.connection([ShopifySamples.line(11, quantity: 2, current: 1, left: 0)]))
    #expect(try whole(changed.with("refunds", [refund("RETURN")])).lines.map(\.quantity) == [2])
    #expect(try whole(changed.with("refunds", [refund("CANCEL")])).lines.map(\.quantity) == [1])
  }

  @Test func anOrderOfWhichNothingIsLeftIsShownAsItWas() throws {
    let gone = order.with("displayFinancialStatus", "REFUNDED")
      .with("lineItems", ShopifySamples.connection([ShopifySamples.line(11, current: 0, left: 0)]))
    let read = try whole(gone)
    #expect(read.lines.map(\.quantity) == [2])
    #expect(read.payment == .refunded)
  }

  @Test(arguments: [
    ("REQUESTED", ReturnState.requested), ("OPEN", .approved), ("CLOSED", .approved),
    ("DECLINED", .declined), ("CANCELED", .withdrawn),
  ])
  func returnsAreRead(status: String, state: ReturnState) throws {
    let line: JSON = [
      "quantity": 1, "customerNote": "too small", "returnReasonNote": "",
      "returnReasonDefinition": ["name": "Size"],
      "withCodeDiscountedTotalPriceSet": ShopifySamples.money("11.50"),
      "fulfillmentLineItem": ["lineItem": ["id": "gid://shopify/LineItem/11", "sku": "MUG"]],
    ]
    let entry: JSON = [
      "id": "gid://shopify/Return/9", "name": "#1001-R1", "status": .string(status),
      "createdAt": "2026-11-25T00:00:00Z", "returnLineItems": ShopifySamples.connection([line]),
    ]
    let read = try whole(order.with("returns", ShopifySamples.connection([entry])))
    #expect(
      read.returns == [
        ReturnRequest(
          externalID: "9", requestedAt: try #require(Samples.time("2026-11-25T00:00:00Z")),
          requestedBy: "Ada Lovelace", reason: "Size: too small",
          items: [.init(sku: "MUG", quantity: 1)], amount: money(1150), state: state)
      ])
  }
}

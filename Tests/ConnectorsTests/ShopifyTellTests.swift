import Connectors
import Fulfillment
import Testing
import Wire

/// Parcels told, money sent back, orders cancelled and held.
struct ShopifyTellTests {
  private let shop = ShopifySamples.shop
  private let update = ShopifySamples.update

  private func plan(
    _ update: FulfilmentUpdate, _ answers: [HTTPResponse]
  ) throws -> (name: String, variables: JSON) {
    let body = try ShopifySamples.prepared(answers, update)
    let ways = shop.fulfil(body, Samples.context)
    #expect(ways.count == 1 && ways.first?.count == 1)
    let request = try #require(ways.first?.first?.request)
    let call = try ShopifySamples.call(request)
    return (call.name, call.variables)
  }

  private func error(_ update: FulfilmentUpdate, _ answer: HTTPResponse) -> ConnectorError? {
    shop.prepare(shop.body(for: update), Samples.context).flatMap { Samples.error($0, answer) }
  }

  private func lines(_ lines: [(String, Int)], complete: Bool = false) -> FulfilmentUpdate {
    FulfilmentUpdate(
      order: "1001", shipment: update.shipment,
      lines: lines.map { .init(id: $0.0, quantity: $0.1) }, isComplete: complete)
  }

  @Test func aParcelIsToldOfWhatIsLeft() throws {
    let told = try plan(
      update, [ShopifySamples.portions([ShopifySamples.portion(5, lines: [(11, 2), (12, 1)])])])
    #expect(told.name == "FulfillmentCreate")
    #expect(
      told.variables["fulfillment"] == [
        "lineItemsByFulfillmentOrder": [
          [
            "fulfillmentOrderId": "gid://shopify/FulfillmentOrder/5",
            "fulfillmentOrderLineItems": [
              ["id": "gid://shopify/FulfillmentOrderLineItem/911", "quantity": 2]
            ],
          ]
        ], "trackingInfo": ["number": "RR123456789CN", "company": "Yanwen"],
        "notifyCustomer": .bool(true),
      ])
  }

  @Test func nothingIsToldBeforeItWasRead() {
    #expect(shop.fulfil(shop.body(for: update), Samples.context).isEmpty)
    #expect(shop.fulfil("garbage", Samples.context).isEmpty)
    #expect(shop.prepare("garbage", Samples.context) == nil)
  }

  @Test func longFulfilmentOrdersAreReadToTheirEnd() throws {
    let told = try plan(
      lines([("11", 1), ("13", 2)]),
      [
        ShopifySamples.portions(
          [ShopifySamples.portion(5, lines: [(11, 1)], end: "L1")], end: "F1"),
        ShopifySamples.portions([ShopifySamples.portion(5, lines: [(12, 1)])], end: "F1"),
        ShopifySamples.portions([ShopifySamples.portion(6, lines: [(13, 5)])]),
      ])
    let portions = told.variables["fulfillment"]["lineItemsByFulfillmentOrder"].elements
    #expect(
      portions.map { $0["fulfillmentOrderId"].text } == [
        "gid://shopify/FulfillmentOrder/5", "gid://shopify/FulfillmentOrder/6",
      ])
    #expect(
      portions.flatMap { $0["fulfillmentOrderLineItems"].elements }.map(\.["quantity"]) == [1, 2])
  }

  @Test func eachReadAsksForWhatComesNext() throws {
    var body = shop.body(for: update)
    var seen: [JSON] = []
    let answers = [
      ShopifySamples.portions([ShopifySamples.portion(5, lines: [(12, 1)], end: "L1")], end: "F1"),
      ShopifySamples.portions([ShopifySamples.portion(5, lines: [(12, 1)])], end: "F1"),
      ShopifySamples.portions([ShopifySamples.portion(6, lines: [(11, 2)])]),
    ]
    for answer in answers {
      let exchange = try #require(shop.prepare(body, Samples.context))
      seen.append(try ShopifySamples.call(exchange.request).variables)
      body = try exchange.decode(answer)
    }
    let id: JSON = "gid://shopify/Order/1001"
    #expect(
      seen == [
        ["id": id, "after": .null, "lines": .null], ["id": id, "after": .null, "lines": "L1"],
        ["id": id, "after": "F1", "lines": .null],
      ])
    #expect(shop.prepare(body, Samples.context) == nil)
  }

  @Test func twoLocationsAreToldInOneCall() throws {
    let told = try plan(
      update,
      [
        ShopifySamples.portions([ShopifySamples.portion(5, lines: [(11, 1)])], end: "F1"),
        ShopifySamples.portions([ShopifySamples.portion(6, lines: [(11, 1)], location: 2)]),
      ])
    #expect(told.name == "FulfillmentCreateTwo")
    #expect(told.variables["first"].isObject && told.variables["second"].isObject)
  }

  @Test func anUnnumberedFulfilmentGetsItsNumber() throws {
    let bare: JSON = [
      "id": "gid://shopify/Fulfillment/4", "status": "SUCCESS", "trackingInfo": [],
    ]
    let told = try plan(
      update,
      [
        ShopifySamples.portions(
          [ShopifySamples.portion(5, lines: [(11, 0)], status: "CLOSED")], parcels: [bare])
      ])
    #expect(told.name == "TrackingUpdate")
    #expect(told.variables["id"] == "gid://shopify/Fulfillment/4")
  }

  @Test func aHeldOrderIsNotTold() {
    let answer = ShopifySamples.portions(
      [ShopifySamples.portion(5, lines: [(11, 2)], status: "ON_HOLD")])
    guard case .rejected("HELD", let text) = error(update, answer) else {
      Issue.record("a held order was told")
      return
    }
    #expect(text.contains("High risk of fraud: call first"))
  }

  @Test func unknownLinesAreToldOnlyWhereNothingIsToChoose() throws {
    let answer = ShopifySamples.portions([ShopifySamples.portion(5, lines: [(11, 2), (12, 1)])])
    // The rest of an order, whatever it is.
    let told = try plan(lines([], complete: true), [answer])
    let items = told.variables["fulfillment"]["lineItemsByFulfillmentOrder"].elements.first
    #expect(items?["fulfillmentOrderLineItems"].elements.count == 2)
    guard case .rejected("LINES_UNKNOWN", _) = error(lines([("1", 1)]), answer) else {
      Issue.record("somebody guessed")
      return
    }
    #expect(
      error(lines([]), ShopifySamples.portions([ShopifySamples.portion(5, lines: [(11, 1)])]))
        == nil)
  }

  @Test func whatIsTakenNeverExceedsWhatIsLeft() throws {
    let told = try plan(
      lines([("11", 9), ("11", 9)]),
      [ShopifySamples.portions([ShopifySamples.portion(5, lines: [(11, 2)])])])
    let items = told.variables["fulfillment"]["lineItemsByFulfillmentOrder"].elements.first
    #expect(items?["fulfillmentOrderLineItems"].elements.map(\.["quantity"]) == [2])
  }

  @Test func whatTheShopKnowsIsReadFirst() throws {
    let exchange = try #require(shop.fulfilments(of: "1001", Samples.context).first)
    let parcels: JSON = [
      ["status": "SUCCESS", "trackingInfo": [["number": "rr123456789cn", "company": "Yanwen"]]],
      ["status": "CANCELLED", "trackingInfo": [["number": "GONE"]]],
    ]
    let answer = Samples.answer(["data": ["order": ["fulfillments": parcels]]])
    #expect(
      try exchange.decode(answer) == [KnownFulfilment(number: "RR123456789CN", carrier: "Yanwen")])
  }

  // MARK: - What the shop says to a change

  private func told(_ answer: JSON) throws -> ConnectorError? {
    let body = try ShopifySamples.prepared([
      ShopifySamples.portions([ShopifySamples.portion(5, lines: [(11, 2)])])
    ])
    let exchange = try #require(shop.fulfil(body, Samples.context).first?.first)
    return Samples.error(exchange, Samples.answer(answer))
  }

  @Test func aYesIsAYesWhateverElseIsSaid() throws {
    let made: JSON = ["fulfillment": ["id": "gid://shopify/Fulfillment/1"], "userErrors": []]
    #expect(try told(["data": ["fulfillmentCreate": made]]) == nil)
    #expect(
      try told(["data": ["fulfillmentCreate": made], "errors": [["message": "late"]]]) == nil)
  }

  @Test func userErrorsAreRefusals() throws {
    let refused: JSON = [
      "fulfillment": .null,
      "userErrors": [
        ["field": ["fulfillment", "lineItems"], "message": "Invalid quantity requested."]
      ],
    ]
    #expect(
      try told(["data": ["fulfillmentCreate": refused]])
        == .rejected(
          code: "USER_ERROR", message: "Invalid quantity requested. [fulfillment.lineItems]"))
  }

  @Test func errorsBesideNoDataAreKnownByTheirCode() throws {
    let error: (String) -> JSON = {
      ["errors": [["message": "x", "extensions": ["code": .string($0)]]]]
    }
    #expect(try told(error("THROTTLED")) == .throttled(after: nil))
    #expect(try told(error("ACCESS_DENIED")) == .unauthorized("x"))
    #expect(try told(error("undefinedField")) == .rejected(code: "undefinedField", message: "x"))
    guard case .unknownOutcome = try told(error("INTERNAL_SERVER_ERROR")) else {
      Issue.record("nobody knows whether it was done")
      return
    }
    guard case .unknownOutcome = try told(["data": ["fulfillmentCreate": .null]]) else {
      Issue.record("an answer without a yes or no")
      return
    }
  }

  // MARK: - Money

  private let payment = CapturedPayment(
    id: "gid://shopify/OrderTransaction/3", gateway: "shopify_payments",
    amount: Samples.usd(2790), refundable: nil)

  @Test func aRefundIsMadeUnderItsKey() throws {
    let body = shop.body(
      for: RefundDraft(
        order: "1001", payment: payment, amount: Samples.usd(1150),
        lines: [.init(id: "11", quantity: 1)], note: "broken"))
    let exchange = shop.refund(body, key: "SC-1001-R1", Samples.context)
    let call = try ShopifySamples.call(exchange.request)
    #expect(call.text.contains("refundCreate(input: $input) @idempotent(key: $key)"))
    #expect(
      call.variables["input"] == [
        "orderId": "gid://shopify/Order/1001", "note": "broken", "notify": .bool(true),
        "refundLineItems": [
          [
            "lineItemId": "gid://shopify/LineItem/11", "quantity": 1, "restockType": "NO_RESTOCK",
          ]
        ],
        "transactions": [
          [
            "orderId": "gid://shopify/Order/1001", "parentId": "gid://shopify/OrderTransaction/3",
            "kind": "REFUND", "gateway": "shopify_payments", "amount": "11.50",
          ]
        ],
      ])
    // The same key gives the same UUID, another another.
    let key = call.variables["key"].text ?? ""
    #expect(key.count == 36 && key.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
    let again = shop.refund(body, key: "SC-1001-R1", Samples.context).request
    #expect(again == exchange.request)
    #expect(shop.refund(body, key: "SC-1001-R2", Samples.context).request != again)
    let made: JSON = [
      "refund": [
        "id": "gid://shopify/Refund/9", "totalRefundedSet": ShopifySamples.money("11.50", "USD"),
        "transactions": ["nodes": [["status": "PENDING"]]],
      ]
    ]
    #expect(
      try exchange.decode(Samples.answer(["data": ["refundCreate": made]]))
        == RefundReceipt(id: "9", amount: Samples.usd(1150), state: .pending))
  }

  @Test func paymentsTellWhatIsLeftOfThem() throws {
    let step: (Int, String, String, String, JSON) -> JSON = { id, kind, status, amount, parent in
      [
        "id": .string("gid://shopify/OrderTransaction/\(id)"), "kind": .string(kind),
        "status": .string(status), "gateway": "shopify_payments",
        "amountSet": ShopifySamples.money(amount, "USD"), "parentTransaction": parent,
      ]
    }
    let parent: JSON = ["id": "gid://shopify/OrderTransaction/2"]
    let steps: JSON = [
      step(1, "AUTHORIZATION", "SUCCESS", "27.90", .null),
      step(2, "CAPTURE", "SUCCESS", "27.90", ["id": "gid://shopify/OrderTransaction/1"]),
      step(3, "SALE", "FAILURE", "27.90", .null), step(4, "REFUND", "SUCCESS", "10.00", parent),
      step(5, "REFUND", "FAILURE", "5.00", parent),
    ]
    let answer = Samples.answer(["data": ["order": ["transactions": steps]]])
    let payments = try shop.payments(of: "1001", Samples.context).decode(answer)
    #expect(payments.map(\.id) == ["gid://shopify/OrderTransaction/2"])
    #expect(payments.first?.refundable == Samples.usd(1790))
  }

  @Test func aCancellationIsAJob() throws {
    let request = CancelRequest(
      order: "1001", reason: .fraud, refunds: true, note: String(repeating: "n", count: 300))
    let exchange = shop.cancel(request, Samples.context)
    let variables = try ShopifySamples.call(exchange.request).variables
    #expect(variables["reason"] == "FRAUD")
    #expect(variables["restock"] == .bool(false))
    #expect(variables["note"].text?.count == 255)
    #expect(variables["refund"] == ["originalPaymentMethodsRefund": .bool(true)])
    let job = try exchange.decode(
      Samples.answer([
        "data": ["orderCancel": ["job": ["id": "gid://shopify/Job/1", "done": .bool(false)]]]
      ]))
    #expect(job == CancelJob(id: "gid://shopify/Job/1", isDone: false))
    let poll = shop.progress(job, Samples.context)
    let answer = Samples.answer([
      "data": ["job": ["id": "gid://shopify/Job/1", "done": .bool(true)]]
    ])
    #expect(try poll.decode(answer).isDone)
    #expect(try poll.decode(Samples.answer(["data": ["job": .null]])).isDone)
    #expect(
      Samples.error(
        exchange,
        Samples.answer([
          "data": [
            "orderCancel": [
              "job": .null,
              "orderCancelUserErrors": [
                ["code": "NO_REFUND_PERMISSION", "message": "No permission", "field": .null]
              ],
            ]
          ]
        ])) == .rejected(code: "NO_REFUND_PERMISSION", message: "No permission"))
  }

  @Test func disputesAreRead() throws {
    let node: JSON = [
      "id": "gid://shopify/ShopifyPaymentsDispute/77", "type": "INQUIRY",
      "status": "NEEDS_RESPONSE", "initiatedAt": "2026-11-01T00:00:00Z",
      "evidenceDueBy": "2026-11-10", "evidenceSentOn": .null, "finalizedOn": .null,
      "amount": ["amount": "27.9", "currencyCode": "USD"],
      "reasonDetails": ["reason": "PRODUCT_NOT_RECEIVED"],
      "order": ["id": "gid://shopify/Order/1001"],
    ]
    let page = try shop.disputes(nil, Samples.context).decode(
      Samples.answer(["data": ["disputes": ShopifySamples.connection([node], end: "x")]]))
    #expect(
      page.items == [
        Dispute(
          externalID: "77", order: "1001", kind: .inquiry, state: .open,
          reason: "product_not_received", amount: Samples.usd(2790),
          openedAt: Samples.time("2026-11-01T00:00:00Z"),
          evidenceDueAt: Samples.time("2026-11-10T00:00:00Z"))
      ])
    #expect(page.next == Cursor("x"))
    let one = try shop.dispute("77", Samples.context).decode(
      Samples.answer(["data": ["dispute": node.with("status", "WON")]]))
    #expect(one.state == .won && one.state.isFinal)
  }

  @Test func anAppSignsInForItsToken() throws {
    let app = ShopifyApp(
      Credentials(url: "https://sim.myshopify.com", key: "0123456789abcdef", secret: "shpss_123456")
    )
    let exchange = app.token(Samples.context)
    #expect(exchange.request.url == "https://sim.myshopify.com/admin/oauth/access_token")
    #expect(try JSON(exchange.request.body)["grant_type"] == "client_credentials")
    let token = try exchange.decode(
      Samples.answer(["access_token": "shpat_new", "scope": "read_orders", "expires_in": 86_399]))
    #expect(token == AccessToken(value: "shpat_new", expiresAt: Samples.now + .seconds(86_399)))
    let request = app.orders(nil, Samples.context).request
    #expect(request.headers["X-Shopify-Access-Token"] == "token-of-the-day")
    #expect(
      Samples.error(exchange, Samples.answer(["error": "invalid_client"], status: 400))
        == .unauthorized("invalid_client"))
  }
}

import Connectors
import Fulfillment
import Testing
import Wire

private let account = Account(name: "Ali", service: "aliexpress", role: .supplier)
private let connector = AliExpress(
  account, Credentials(key: "500001", secret: "app-secret", options: ["session": "ses-1"]))

private func answer(_ result: JSON, _ name: String = "result") -> HTTPResponse {
  Samples.answer(["aliexpress_x_response": .object([.init(name: name, value: result)])])
}

struct AliExpressOrderTests {
  private func refresh(_ result: JSON) throws(ConnectorError) -> PurchaseOrder? {
    try connector.refresh(["77"], Samples.context).first?.decode(answer(result))
  }

  @Test func everyNumberIsAskedFor() {
    let requests = connector.refresh(["77", "78"], Samples.context).map(\.request)
    let queries = requests.map {
      Form(parsing: String(decoding: $0.body, as: UTF8.self))["single_order_query"]
    }
    #expect(queries == ["{\"order_id\":77}", "{\"order_id\":78}"])
    #expect(connector.refresh([], Samples.context).isEmpty)
  }

  @Test func aNumberThatIsNoneStaysAText() throws {
    let request = try #require(connector.refresh(["7\"}"], Samples.context).first).request
    let form = Form(parsing: String(decoding: request.body, as: UTF8.self))
    #expect(form["single_order_query"] == "{\"order_id\":\"7\\\"}\"}")
  }

  @Test func anOrderIsReadWhole() throws {
    let order = try refresh([
      "order_status": "WAIT_BUYER_ACCEPT_GOODS", "gmt_create": "2026-09-09 21:00:03",
      "order_paidtime_string": "2026-09-10 01:00:00",
      "user_order_amount": ["amount": "8.34", "currency_code": "USD"],
      "order_amount": ["amount": "7.50", "currency_code": "EUR"],
      "logistics_info_list": [
        "aeop_order_logistics_info": [
          ["logistics_no": "lp 0067", "logistics_service": "CAINIAO"], ["logistics_no": "LP0067"],
          ["logistics_no": ""],
        ]
      ],
    ])
    #expect(
      order
        == PurchaseOrder(
          supplier: "Ali", number: "77", reference: "", state: .shipped, cost: Samples.usd(834),
          placedAt: try #require(Samples.time("2026-09-10T05:00:03Z")),
          acknowledgedAt: Samples.time("2026-09-10T09:00:00Z"),
          shipments: [Shipment(number: "LP0067", carrier: "CAINIAO")]))
  }

  @Test(arguments: [
    ("PLACE_ORDER_SUCCESS", PurchaseState.unpaid), ("PAYMENT_PROCESSING", .unpaid),
    ("WAIT_SELLER_EXAMINE_MONEY", .placed), ("RISK_CONTROL", .placed),
    ("RISK_CONTROL_HOLD", .placed), ("WAIT_GROUP", .placed), ("WAIT_COMPLETE_ADDRESS", .placed),
    ("WAIT_SELLER_SEND_GOODS", .acknowledged), ("SELLER_PART_SEND_GOODS", .acknowledged),
    ("WAIT_BUYER_ACCEPT_GOODS", .shipped), ("FINISH", .delivered), ("FUND_PROCESSING", .delivered),
    ("IN_CANCEL", .cancelled), ("finish", .delivered), ("SOMETHING_NEW", .unclear),
  ])
  func statusesAreMapped(status: String, state: PurchaseState) throws {
    #expect(try refresh(["order_status": .string(status)])?.state == state)
  }

  @Test(arguments: [
    ("buyer_cancel_notpay_order", PurchaseState.cancelled), ("pay_timeout", .cancelled),
    ("send_goods_timeout", .cancelled), ("buyer_accept_goods", .delivered), ("", .delivered),
    ("buyer_confirm_timeout", .delivered),
  ])
  func theReasonTellsACancelledOrderFromAFinishedOne(reason: String, state: PurchaseState) throws {
    let order = try refresh(["order_status": "FINISH", "end_reason": .string(reason)])
    #expect(order?.state == state)
  }

  @Test func whatIsMissingIsLeftOut() throws {
    let order = try refresh([
      "order_status": "FINISH", "gmt_create": "yesterday", "logistics_info_list": [:],
      "user_order_amount": ["amount": "8,34", "currency_code": "USD"],
      "order_amount": ["amount": "7.50", "currency_code": "EUR"],
    ])
    #expect(order?.placedAt == Samples.now)
    #expect(order?.cost == Currency("EUR").map { Money(minor: 750, currency: $0) })
    #expect(order?.shipments == [])
  }

  @Test(
    arguments: [
      ["aeop_order_logistics_info": ["logistics_no": "LP1"]], ["logistics_no": "LP1"],
      [["logistics_no": "LP1"]], ["aeop_order_logistics_info": [["logistics_no": "LP1"]]],
    ] as [JSON])
  func everyShapeOfTheListIsRead(list: JSON) throws {
    let order = try refresh(["order_status": "FINISH", "logistics_info_list": list])
    #expect(order?.shipments.map(\.number) == ["LP1"])
  }

  @Test func anOrderIsFoundByItsOwnNumber() throws {
    let exchange = try #require(connector.find(key: "SC-1", number: "77", Samples.context))
    #expect(
      try exchange.decode(answer(["order_status": "RISK_CONTROL"]))
        == Placement(
          numbers: ["77"], state: .placed, note: "AliExpress checks the order for risk",
          isRepeated: true))
    #expect(
      try exchange.decode(answer(["order_status": "WAIT_COMPLETE_ADDRESS"], "resp_result"))?.note
        == "AliExpress wants the address completed")
  }

  /// A foreign order and one that does not exist are answered alike: that is no absence.
  @Test func anOrderThatIsNotOursIsNotAbsent() throws {
    let exchange = try #require(connector.find(key: "", number: "77", Samples.context))
    let refusal = Samples.answer([
      "error_response": [
        "code": 15, "msg": "Remote service error", "sub_code": "isv.insufficient-permission",
        "sub_msg": "no permission",
      ]
    ])
    #expect(
      Samples.error(exchange, refusal)
        == .rejected(code: "isv.insufficient-permission", message: "no permission"))
  }

  @Test func anAnswerWithoutAStateIsMalformed() {
    let exchange = connector.refresh(["77"], Samples.context)[0]
    for result in [[:], ["order_status": ""], ["order_status": []]] as [JSON] {
      #expect(
        Samples.error(exchange, answer(result))
          == .malformed("the answer names no order_status"))
    }
  }
}

struct AliExpressTrackingTests {
  private func parcels(_ result: JSON) throws -> [Shipment] {
    let exchange = try #require(connector.parcels(of: "77", Samples.context))
    return try exchange.decode(answer(result))
  }

  private func lines(_ lines: JSON) -> JSON {
    ["ret": "true", "data": ["tracking_detail_line_list": lines]]
  }

  @Test func parcelsAreRead() throws {
    let detail: JSON = [
      ["mail_no": "rr123456789cn", "carrier_name": "Cainiao"], ["mail_no": ""],
      ["mail_no": "RR123456789CN"], ["mail_no": "LP2", "carrier_name": ""],
    ]
    #expect(
      try parcels(lines(["tracking_detail": detail])) == [
        Shipment(number: "RR123456789CN", carrier: "Cainiao"), Shipment(number: "LP2"),
      ])
  }

  @Test(arguments: [[:], [], ["tracking_detail": []], .null] as [JSON])
  func noParcelsAreNone(list: JSON) throws {
    #expect(try parcels(lines(list)) == [])
  }

  @Test func whatIsNotKnownYetIsNoFailure() throws {
    #expect(try parcels(["ret": .bool(false), "code": "1001", "msg": "NOT FOUND"]) == [])
  }

  @Test func otherFailuresAreTold() throws {
    let exchange = try #require(connector.parcels(of: "77", Samples.context))
    #expect(
      Samples.error(exchange, answer(["ret": .bool(false), "code": 9, "msg": "no"]))
        == .rejected(code: "9", message: "no"))
    #expect(
      Samples.error(exchange, answer(["ret": .null]))
        == .malformed("no parcels in the answer"))
  }
}

struct AliExpressFreightTests {
  private static let draft = Samples.draft {
    $0.items[0].supplierSKU = "1005004638293060/12000029842;14:365458"
  }

  private func methods(_ result: JSON) throws(ConnectorError) -> [ShippingMethod]? {
    try connector.freight(Self.draft, Samples.context).first?.decode(answer(result))
  }

  @Test func eachItemIsAskedAbout() throws {
    let draft = Samples.draft {
      $0.items[0].supplierSKU = "1005004638293060/12000029842;14:365458"
      $0.items.append($0.items[0])
      $0.items[1].supplierSKU = "1005"
      $0.items.append($0.items[0])
      $0.items[2].supplierSKU = "none"
    }
    let requests = connector.freight(draft, Samples.context).map(\.request)
    let queries = requests.map {
      Form(parsing: String(decoding: $0.body, as: UTF8.self))["queryDeliveryReq"]
    }
    #expect(
      queries == [
        "{\"quantity\":2,\"shipToCountry\":\"US\",\"productId\":1005004638293060,"
          + "\"language\":\"en_US\",\"locale\":\"en_US\",\"currency\":\"USD\","
          + "\"selectedSkuId\":12000029842}",
        "{\"quantity\":2,\"shipToCountry\":\"US\",\"productId\":1005,"
          + "\"language\":\"en_US\",\"locale\":\"en_US\",\"currency\":\"USD\"}",
      ])
  }

  @Test func methodsAreRead() throws {
    let options: JSON = [
      [
        "code": "CAINIAO_STANDARD", "shipping_fee_cent": "1.99", "shipping_fee_currency": "USD",
        "free_shipping": "false", "min_delivery_days": 7, "max_delivery_days": "13",
      ],
      [
        "code": "FREE", "shipping_fee_cent": "1.99", "shipping_fee_currency": "USD",
        "free_shipping": "true",
      ],
      ["code": "ODD", "shipping_fee_cent": "much", "min_delivery_days": 9, "max_delivery_days": 3],
      ["code": ""],
    ]
    #expect(
      try methods(["success": "true", "delivery_options": ["delivery_option_d_t_o": options]]) == [
        ShippingMethod(name: "CAINIAO_STANDARD", cost: Samples.usd(199), days: 7...13),
        ShippingMethod(name: "FREE", cost: Samples.usd(0)), ShippingMethod(name: "ODD"),
      ])
  }

  @Test func nowhereIsNoMethod() throws {
    #expect(
      try methods([
        "success": .bool(false), "code": 505, "msg": "DELIVERY_NOT_AVAILABLE_TO_YOUR_ADDRESS",
      ]) == [])
    #expect(try methods(["success": .bool(true), "delivery_options": [:]]) == [])
  }

  @Test func otherRefusalsAreTold() {
    let exchange = connector.freight(Self.draft, Samples.context)[0]
    #expect(
      Samples.error(exchange, answer(["success": .bool(false), "code": 501, "msg": "no"]))
        == .rejected(code: "501", message: "no"))
  }
}

@Suite(.enabled(if: Recordings.arePresent))
struct AliExpressRecordingsTests {
  private func response(_ name: String) throws -> HTTPResponse {
    HTTPResponse(status: 200, body: try Recordings.bytes("fixtures/aliexpress/\(name).json"))
  }

  @Test(arguments: [
    ("doc-order-create-success", "8198352049851315"),
    ("live-order-create-success", "3066593483588246"),
  ])
  func ordersAreRead(name: String, number: String) throws {
    let exchange = connector.place("{}", Samples.context)
    #expect(
      try exchange.decode(response(name)) == Placement(numbers: [number], state: .unpaid))
  }

  @Test func capturedResultsAreRead() throws {
    let exchange = connector.place("{}", Samples.context)
    let folder = "fixtures/aliexpress/capture-order-create-pay-aliOrderCreatePayResponse"
    let good = try Recordings.json(folder + "Exp1.json")
    #expect(try exchange.decode(answer(good)).numbers == ["8206563124840456"])
    let bad = try Recordings.json(folder + "Exp2.json")
    #expect(
      Samples.error(exchange, answer(bad))
        == .rejected(
          code: "B_DROPSHIPPER_DELIVERY_ADDRESS_VALIDATE_FAIL",
          message: "AliExpress does not take the address: Please enter your first name"))
  }

  @Test func anOrderIsRead() throws {
    let order = try connector.refresh(["77"], Samples.context)[0].decode(
      response("doc-trade-order-get-success"))
    #expect(order.state == .delivered)
    #expect(order.cost == Samples.usd(834))
    #expect(order.shipments.map(\.number) == ["LP00675700340000"])
  }

  @Test func trackingWithoutANumberIsNoParcel() throws {
    let exchange = try #require(connector.parcels(of: "77", Samples.context))
    let result = try Recordings.json(
      "fixtures/aliexpress/capture-order-tracking-orderTrackingExp3.json")
    #expect(try exchange.decode(answer(result)) == [])
  }

  @Test func freightIsRead() throws {
    let draft = Samples.draft { $0.items[0].supplierSKU = "1005" }
    let exchange = connector.freight(draft, Samples.context)[0]
    let result = try Recordings.json(
      "fixtures/aliexpress/capture-ds-delivery-freight-dsDeliveryFreightExp1.json")
    #expect(
      try exchange.decode(answer(result)) == [
        ShippingMethod(name: "CAINIAO_FULFILLMENT_STD", cost: Samples.usd(199), days: 7...13)
      ])
    #expect(try exchange.decode(response("doc-freight-query-not-available")) == [])
  }

  @Test func aRecordedErrorIsRefused() throws {
    let exchange = connector.refresh(["77"], Samples.context)[0]
    #expect(
      Samples.error(exchange, try response("live-token-error-account-migration"))
        == .rejected(
          code: "isv.account-migration-check-fail",
          message: "The account migration does not conform to platform standards"))
  }

  @Test func theDocumentedRequestHasEveryFieldOfOurs() throws {
    let sample = try Recordings.json("fixtures/aliexpress/doc-order-create-request-multi.json")
    let draft = Samples.draft { $0.items[0].supplierSKU = "1005;14:1" }
    let ours = try JSON(Array(connector.body(for: draft).utf8))
    let item = try #require(ours["product_items"].elements.first)
    let documented = try #require(sample["product_items"].elements.first)
    #expect(
      Set(item.members.map(\.name)).isSubset(of: documented.members.map(\.name)))
  }
}

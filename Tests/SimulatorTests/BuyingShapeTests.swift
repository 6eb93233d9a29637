import Foundation
import Fulfillment
import Simulator
import Testing
import Wire

/// The form of everything that suppliers answer to a buyer, member by member.
@Suite struct BuyingShapeTests {
  static let created = Shape.object([
    "orderNumber": .text, "orderId": .text, "shipmentOrderId": .text, "productAmount": .number,
    "postageAmount": .number, "orderAmount": .number, "actualPayment": .number,
    "cjPayUrl": .optional(.text), "logisticsMiss": .bool,
    "orderStatus": .choice(["CREATED", "UNPAID", "UNSHIPPED"]),
    "interceptOrderReasons": .list(.anything),
    "productInfoList": .list(
      .object([
        "storeLineItemId": .text, "lineItemId": .text, "variantId": .text, "isGroup": .bool,
        "quantity": .int, "subOrderProducts": .list(.anything),
      ])),
  ])

  static let amount = Shape.object(["amount": .text, "currency_code": .choice(["USD"])])

  static func aliExpressOrder(isPaid: Bool) -> Shape {
    .object([
      "gmt_create": .form("9999-99-99 99:99:99"), "order_status": .text,
      "logistics_status": .choice([
        "DEFAULT", "WAIT_SELLER_SEND_GOODS", "SELLER_SEND_PART_GOODS", "SELLER_SEND_GOODS",
        "BUYER_ACCEPT_GOODS", "NO_LOGISTICS",
      ]),
      "logistics_info_list": .anything, "user_order_amount": amount, "order_amount": amount,
      "store_info": .object(["store_id": .int, "store_name": .text]),
      "child_order_list": .object([
        "aeop_child_order_info": .list(
          .object([
            "product_count": .int, "product_id": .int, "sku_id": .text, "product_name": .text,
            "shipping_fee": amount, "actual_fee": amount,
          ]))
      ]),
      isPaid ? "order_paidtime_string" : "pay_timeout_second":
        isPaid ? .form("9999-99-99 99:99:99") : .int,
    ])
  }

  @Test(arguments: [1, 2, 3])
  func whatCJCreatesHasItsShape(payType: Int) throws {
    var visitor = Visitor.buying()
    let answer = try visitor.placeAtCJ(Visitor.cjOrder("K", payType: payType))
    #expect(Self.created.problems(answer.data) == [])
    #expect(answer.names == ["code", "result", "message", "data", "requestId", "success"])
  }

  /// An order placed by request looks like every other, but for the names of its lines.
  @Test func itIsListedLikeEveryOther() throws {
    var visitor = Visitor.buying()
    _ = try visitor.placeAtCJ(Visitor.cjOrder("K", payType: 2))
    for _ in 0..<20 {
      visitor.now = visitor.now + .days(1)
      let listed = try SupplierTests.all(&visitor).filter { $0.orderNum.text == "K" }
      #expect(listed.count == 1)
      #expect(listed.flatMap { Shape.object(ShapeTests.cjMembers).problems($0) } == [])
    }
    var detail = ShapeTests.cjMembers
    detail["outWarehouseTime"] = .optional(.form("9999-99-99 99:99:99"))
    detail["trackingUrl"] = .null
    detail["isComplete"] = .int
    detail["disputeId"] = .null
    detail["storageName"] = .text
    detail["productList"] = .list(
      .object([
        "vid": .text, "quantity": .int, "sellPrice": .number, "lineItemId": .text,
        "storeLineItemId": .text,
      ]))
    #expect(Shape.object(detail).problems(try visitor.cjDetail("K").data) == [])
  }

  @Test func balanceStockAndFreightHaveTheirShapes() throws {
    var visitor = Visitor.buying()
    let balance = Shape.object([
      "amount": .number, "noWithdrawalAmount": .number, "freezeAmount": .number,
    ])
    #expect(balance.problems(try visitor.cjCall(.get, "/shopping/pay/getBalance").data) == [])
    let stock = Shape.list(
      .object([
        "vid": .text, "areaId": .text, "areaEn": .text, "countryCode": .text,
        "storageNum": .int, "totalInventoryNum": .int, "cjInventoryNum": .int,
        "factoryInventoryNum": .int,
      ]))
    let vid = Visitor.variant("YOGA-MAT")
    let told = try visitor.cjCall(.get, "/product/stock/queryByVid?vid=" + vid)
    #expect(stock.problems(told.data) == [])
    let freight = Shape.list(
      .object([
        "logisticAging": .text, "logisticPrice": .number, "logisticPriceCn": .number,
        "logisticName": .text,
      ]))
    let quote = try visitor.cjCall(
      .post, "/logistic/freightCalculate",
      [
        "startCountryCode": "CN", "endCountryCode": "US",
        "products": [["vid": vid, "quantity": 1] as [String: Any]],
      ])
    #expect(freight.problems(quote.data) == [])
  }

  @Test(arguments: [true, false])
  func anAliExpressOrderHasItsShape(isPaid: Bool) throws {
    var visitor = Visitor.buying(temper: SupplierTemper(forgets: isPaid ? 0 : 1))
    let placed = try visitor.placeAtAliExpress(Visitor.aliExpressOrder("K"))
    let number = try #require(placed.order_list.number[0].int)
    visitor.now = visitor.now + .minutes(1)
    let order = try visitor.aliExpressDetail(number)
    #expect(Self.aliExpressOrder(isPaid: isPaid).problems(order) == [])
  }

  @Test(
    arguments: [
      ("{\"order_id\":1}", ["type", "code", "msg", "request_id", "sub_code", "sub_msg"]),
      ("{", ["type", "code", "msg", "request_id"]),
    ] as [(String, Set<String>)])
  func anErrorResponseHasItsShape(query: String, names: Set<String>) throws {
    var visitor = Visitor.buying()
    let request = visitor.aliExpressRequest(
      "aliexpress.trade.ds.order.get", ["single_order_query": query])
    let answer = try Answer(visitor.send(request))
    #expect(answer.names == ["error_response"])
    #expect(answer.error_response.names == names)
  }

  // MARK: - Against samples of the vendors, where they lie beside the project

  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/fixtures").standardizedFileURL

  static func sample(_ path: String) throws -> Answer {
    let data = try Data(contentsOf: fixtures.appending(path: path))
    return Answer(try JSONSerialization.jsonObject(with: data))
  }

  static let hasSamples = FileManager.default.fileExists(atPath: fixtures.path)

  @Test(.enabled(if: hasSamples))
  func cjsSamplesHaveEveryNameThatIsSent() throws {
    var visitor = Visitor.buying()
    let sample = try Self.sample("cj/doc-order-createOrderV2-success-skeleton.json")
    let created = try visitor.placeAtCJ(Visitor.cjOrder("K", payType: 1))
    #expect(created.data.names.isSubset(of: sample.data.names))
    #expect(
      created.data.productInfoList[0].names.isSubset(of: sample.data.productInfoList[0].names))
    let id = try #require(created.data.orderId.text)
    let listed = try visitor.cjCall(.get, "/shopping/order/list?status=UNPAID").data.list[0]
    #expect(listed.names == (try Self.sample("cj/doc-order-list-item.json")).data.names)
    let balance = try visitor.cjCall(.get, "/shopping/pay/getBalance")
    let told = try Self.sample("cj/doc-pay-getBalance.json")
    #expect(balance.data.names == told.data.names)
    // What the documents ask for is enough for an order.
    let request = try Self.sample("cj/doc-order-createOrderV2-request.json")
    #expect(Set(Visitor.cjOrder("K").keys).isSubset(of: request.names))
    #expect(!id.isEmpty)
  }

  @Test(.enabled(if: hasSamples))
  func aliExpressesSamplesAreMet() throws {
    var visitor = Visitor.buying()
    let placing = try visitor.aliExpressPlacing(Visitor.aliExpressOrder("K"))
    let placed = try Answer(visitor.send(placing))
    let live = try Self.sample("aliexpress/live-order-create-success.json")
    #expect(placed.names == live.names)
    let name = try #require(live.names.first)
    #expect(placed[name].result.names == live[name].result.names)
    let number = try #require(placed[name].result.order_list.number[0].int)
    #expect(live[name].result.order_list.number[0].int != nil)
    visitor.now = visitor.now + .days(40)
    let order = try visitor.aliExpressDetail(number)
    let told = try Self.sample("aliexpress/doc-trade-order-get-success.json")
    let sample = told["aliexpress_trade_ds_order_get_response"].result
    #expect(sample.names.isSubset(of: order.names))
    #expect(order.order_status.text == sample.order_status.text)
    #expect(order.logistics_status.text == sample.logistics_status.text)
    let wrapped = order.logistics_info_list.aeop_order_logistics_info[0]
    #expect(wrapped.names == sample.logistics_info_list.aeop_order_logistics_info[0].names)
    let tracking = try visitor.aliExpress(
      visitor.aliExpressRequest(
        "aliexpress.ds.order.tracking.get", ["ae_order_id": String(number)]))
    let captured = try Self.sample("aliexpress/capture-order-tracking-orderTrackingExp3.json")
    #expect(tracking.names == captured.names)
    let lines = [tracking, captured].map {
      $0.data.tracking_detail_line_list.tracking_detail[0].names
    }
    #expect(lines[0] == lines[1])
    let freight = try visitor.aliExpress(
      visitor.aliExpressRequest("aliexpress.ds.freight.query", ["queryDeliveryReq": "{}"]))
    let none = try Self.sample("aliexpress/doc-freight-query-not-available.json")
    #expect(freight.names == none["aliexpress_ds_freight_query_response"].result.names)
  }
}

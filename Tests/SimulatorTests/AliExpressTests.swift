import Fulfillment
import Simulator
import Testing
import Wire

/// AliExpress's dropshipping calls (apis.md 4).
@Suite struct AliExpressTests {
  @Test func anOrderIsPlacedAndFoundTenSecondsLater() throws {
    var visitor = Visitor.buying()
    let result = try visitor.placeAtAliExpress(Visitor.aliExpressOrder("K"))
    #expect(result.is_success.bool == true)
    let number = try #require(result.order_list.number[0].int)
    #expect(String(number).count == 16)
    let early = try Answer(
      visitor.send(
        visitor.aliExpressRequest(
          "aliexpress.trade.ds.order.get", ["single_order_query": "{\"order_id\":\(number)}"])))
    #expect(early.error_response.sub_code.text == "isv.insufficient-permission")
    visitor.now = visitor.now + .seconds(10)
    let order = try visitor.aliExpressDetail(number)
    #expect(order.order_status.text == "WAIT_SELLER_SEND_GOODS")
    #expect(order.logistics_status.text == "WAIT_SELLER_SEND_GOODS")
    // The documents show Pacific time.
    #expect(order.gmt_create.text == "2026-11-23 01:00:00")
    let child = order.child_order_list.aeop_child_order_info[0]
    #expect(child.product_count.int == 1)
    #expect(child.product_id.int == Visitor.aliExpressOffer("LAMP-MOON-L").product)
    #expect(order.logistics_info_list.names.isEmpty)
    #expect(order.user_order_amount.currency_code.text == "USD")
    let offer = Visitor.aliExpressOffer("LAMP-MOON-L")
    #expect(
      visitor.world.placed == [
        .expected(
          "aliexpress", "K", String(number), [("\(offer.product);\(offer.attributes)", 1)],
          paid: true)
      ])
  }

  @Test func theSameKeyIsKnownForADayAndNotLonger() throws {
    var visitor = Visitor.buying()
    let order = Visitor.aliExpressOrder("K")
    #expect(try visitor.placeAtAliExpress(order).is_success.bool == true)
    visitor.now = visitor.now + .hours(24) - .seconds(1)
    let again = try visitor.placeAtAliExpress(order)
    #expect(again.is_success.bool == false)
    #expect(again.error_code.text == "REPEATED_ORDER_ERROR")
    #expect(!again.has("order_list"))
    #expect(visitor.world.placedCounts == ["K": 1])
    visitor.now = monday + .hours(24)
    #expect(try visitor.placeAtAliExpress(order).is_success.bool == true)
    #expect(visitor.world.placedCounts == ["K": 2])
  }

  @Test func withoutAKeyEachCallIsAnOrder() throws {
    var visitor = Visitor.buying()
    for _ in 0..<3 { _ = try visitor.placeAtAliExpress(Visitor.aliExpressOrder("")) }
    #expect(visitor.world.placedCounts == ["": 3])
  }

  @Test func goodsOfSeveralShopsBecomeSeveralOrders() throws {
    var visitor = Visitor.buying()
    let skus = ["LAMP-MOON-L", "CAT-FOUNT", "MUG-SELFSTIR", "PHONE-RING"]
    let result = try visitor.placeAtAliExpress(Visitor.aliExpressOrder("K", skus: skus))
    let numbers = result.order_list.number.elements.compactMap(\.int)
    #expect((2...3).contains(numbers.count) && Set(numbers).count == numbers.count)
    visitor.now = visitor.now + .minutes(1)
    let products = try numbers.flatMap { number in
      try visitor.aliExpressDetail(number).child_order_list.aeop_child_order_info.elements
        .compactMap(\.product_id.int)
    }
    #expect(Set(products) == Set(skus.map { Visitor.aliExpressOffer($0).product }))
    #expect(visitor.world.placedCounts == ["K": 1])
    #expect(visitor.world.placed[0].lines.count == 4)
  }

  struct Wrong: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: String
    let spoil: @Sendable (inout [String: Any]) -> Void
  }

  private static func address(
    _ name: String, _ value: String
  ) -> @Sendable (inout [String: Any]) -> Void {
    { order in
      var address = order["logistics_address"] as? [String: Any] ?? [:]
      address[name] = value
      if name == "contact_person" { address["full_name"] = value }
      order["logistics_address"] = address
    }
  }

  private static func item(
    _ name: String, _ value: String
  ) -> @Sendable (inout [String: Any]) -> Void {
    { order in
      var items = order["product_items"] as? [[String: Any]] ?? []
      items[0][name] = value
      order["product_items"] = items
    }
  }

  private static let badAddress = "B_DROPSHIPPER_DELIVERY_ADDRESS_VALIDATE_FAIL"

  static let wrongs: [Wrong] = [
    Wrong(testDescription: "no street", code: badAddress, spoil: address("address", "")),
    Wrong(testDescription: "no town", code: badAddress, spoil: address("city", "")),
    Wrong(testDescription: "no country", code: badAddress, spoil: address("country", "")),
    Wrong(testDescription: "no name", code: badAddress, spoil: address("contact_person", "")),
    Wrong(testDescription: "one name", code: badAddress, spoil: address("contact_person", "Ava")),
    Wrong(testDescription: "initial", code: badAddress, spoil: address("contact_person", "A Li")),
    Wrong(
      testDescription: "long name", code: badAddress,
      spoil: address("contact_person", "Ava " + String(repeating: "x", count: 33))),
    Wrong(
      testDescription: "Brazil without CPF", code: badAddress + "_CPF_CN_INVALID",
      spoil: address("country", "BR")),
    Wrong(
      testDescription: "country not served", code: "DELIVERY_METHOD_NOT_EXIST",
      spoil: address("country", "KW")),
    Wrong(
      testDescription: "method", code: "DELIVERY_METHOD_NOT_EXIST",
      spoil: item("logistics_service_name", "PIGEON")),
    Wrong(
      testDescription: "product", code: "A001_ORDER_CANNOT_BE_PLACED",
      spoil: item("product_id", "77")),
    Wrong(
      testDescription: "attributes", code: "A001_ORDER_CANNOT_BE_PLACED",
      spoil: item("sku_attr", "14:1#Other")),
    Wrong(
      testDescription: "count", code: "ERROR_WHEN_BUILD_FOR_PLACE_ORDER",
      spoil: item("product_count", "0")),
    Wrong(
      testDescription: "more than there is", code: "INVENTORY_HOLD_ERROR",
      spoil: item("product_count", "9000")),
    Wrong(testDescription: "nothing", code: "ERROR_WHEN_BUILD_FOR_PLACE_ORDER") {
      $0["product_items"] = [[String: Any]]()
    },
  ]

  @Test(arguments: wrongs)
  func whatIsWrongIsRefusedByItsCode(wrong: Wrong) throws {
    var visitor = Visitor.buying()
    var order = Visitor.aliExpressOrder("K")
    wrong.spoil(&order)
    let result = try visitor.placeAtAliExpress(order)
    #expect(result.is_success.bool == false)
    #expect(result.error_code.text == wrong.code)
    #expect(result.error_msg.text?.isEmpty == false)
    #expect(visitor.world.placed.isEmpty)
  }

  @Test func aBrazilianWithACPFIsServed() throws {
    var visitor = Visitor.buying()
    var order = Visitor.aliExpressOrder("K", country: "BR")
    Self.address("cpf", "123.456.789-09")(&order)
    #expect(try visitor.placeAtAliExpress(order).is_success.bool == true)
  }

  @Test func onlyDollarsPay() throws {
    var visitor = Visitor.buying()
    let request = try visitor.aliExpressPlacing(Visitor.aliExpressOrder("K"), currency: "EUR")
    #expect(try visitor.aliExpress(request).error_code.text == "PRICE_PAY_CURRENCY_ERROR")
  }

  @Test func whatIsNoJSONIsAnErrorResponse() throws {
    var visitor = Visitor.buying()
    let request = visitor.aliExpressRequest(
      "aliexpress.ds.order.create", ["param_place_order_request4_open_api_d_t_o": "{"])
    let answer = try Answer(visitor.send(request)).error_response
    #expect(answer.code.int == 15 && answer.sub_code.text == "isv.invalid-parameter")
    #expect(visitor.world.placed.isEmpty)
  }

  // MARK: - The gate

  @Test func aSpoiltSignatureIsRefused() throws {
    var visitor = Visitor.buying()
    let method = "aliexpress.trade.ds.order.get"
    var right = visitor.aliExpressRequest(method, ["single_order_query": "{\"order_id\":1}"])
    #expect(try Answer(visitor.send(right)).error_response.code.int == 15)
    right.body += Array("&extra=1".utf8)
    #expect(try Answer(visitor.send(right)).error_response.code.text == "IncompleteSignature")
    let forged = visitor.aliExpressRequest(method, [:], forge: String(repeating: "0", count: 64))
    #expect(try Answer(visitor.send(forged)).error_response.code.text == "IncompleteSignature")
  }

  struct Spoilt: Sendable {
    let name: String
    let value: String?
    let code: String
  }

  @Test(arguments: [
    Spoilt(name: "app_key", value: "1", code: "InvalidAppKey"),
    Spoilt(name: "app_key", value: nil, code: "MissingParameter"),
    Spoilt(name: "timestamp", value: nil, code: "MissingParameter"),
    Spoilt(name: "timestamp", value: "noon", code: "IllegalTimestamp"),
    Spoilt(name: "timestamp", value: "1795416000000", code: "IllegalTimestamp"),
    Spoilt(name: "sign_method", value: "md5", code: "IncompleteSignature"),
    Spoilt(name: "method", value: "aliexpress.ds.image.search", code: "InvalidApiPath"),
    Spoilt(name: "method", value: nil, code: "MissingParameter"),
    Spoilt(name: "session", value: nil, code: "MissingParameter"),
  ])
  func systemParametersAreChecked(spoilt: Spoilt) throws {
    var visitor = Visitor.buying()
    let request = visitor.aliExpressRequest(
      "aliexpress.ds.freight.query", [:], change: { $0[spoilt.name] = spoilt.value })
    let answer = try Answer(visitor.send(request))
    #expect(answer.error_response.code.text == spoilt.code)
    #expect(answer.error_response.request_id.text?.isEmpty == false)
  }

  /// In the newer style, without a wrapper.
  @Test func anUnknownTokenIsIllegal() throws {
    var visitor = Visitor.buying()
    let request = visitor.aliExpressRequest(
      "aliexpress.ds.freight.query", [:], change: { $0["session"] = "x" })
    #expect(try Answer(visitor.send(request)).code.text == "IllegalAccessToken")
  }

  @Test func anISOTimeAndParametersInTheQueryAreAsGood() throws {
    var visitor = Visitor.buying()
    var request = visitor.aliExpressRequest(
      "aliexpress.ds.freight.query", ["queryDeliveryReq": "{}"],
      change: { $0["timestamp"] = monday.iso8601 })
    request.url += "?" + String(decoding: request.body, as: UTF8.self)
    request.body = []
    #expect(try visitor.aliExpress(request).code.int == 505)
  }

  @Test func oneCallASecondForEachMethod() throws {
    var visitor = Visitor(World.Options(start: monday, orders: 3))
    let request = visitor.aliExpressRequest("aliexpress.ds.freight.query", [:])
    let other = visitor.aliExpressRequest("aliexpress.ds.order.tracking.get", [:])
    #expect(try Answer(visitor.send(request)).code.isNull)
    #expect(try Answer(visitor.send(request)).code.text == "ApiCallLimit")
    #expect(try Answer(visitor.send(other)).code.isNull)
    visitor.now = visitor.now + .seconds(1)
    #expect(try Answer(visitor.send(request)).code.isNull)
  }

  @Test func onlyItsPathsAndPostAreThere() throws {
    var visitor = Visitor.buying()
    #expect(visitor.send(HTTPRequest(.post, "http://h/aliexpress/router")).status == 404)
    let read = visitor.send(HTTPRequest(.get, "http://h/aliexpress/sync"))
    #expect(try Answer(read).error_response.code.text == "InvalidMethod")
  }

  // MARK: - Afterwards

  /// The words for an order and its logistics, each hour, without repeats.
  static func words(_ visitor: inout Visitor, _ number: Int) throws -> [String] {
    var seen: [String] = []
    for _ in 0..<(40 * 24) {
      visitor.now = visitor.now + .hours(1)
      let order = try visitor.aliExpressDetail(number)
      let word = "\(order.order_status.text ?? "-") \(order.logistics_status.text ?? "-")"
      if seen.last != word { seen.append(word) }
      if word.hasPrefix("FINISH") { break }
    }
    return seen
  }

  @Test(arguments: [
    (SupplierTemper.smooth, 1),
    (SupplierTemper(splits: 1), 2),
  ])
  func aPaidOrderArrives(temper: SupplierTemper, parcels: Int) throws {
    var visitor = Visitor.buying(temper: temper)
    let result = try visitor.placeAtAliExpress(Visitor.aliExpressOrder("K", count: 2))
    let number = try #require(result.order_list.number[0].int)
    let partly = parcels == 2 ? ["SELLER_PART_SEND_GOODS SELLER_SEND_PART_GOODS"] : []
    #expect(
      try Self.words(&visitor, number) == [
        "WAIT_SELLER_SEND_GOODS WAIT_SELLER_SEND_GOODS"
      ] + partly + [
        "WAIT_BUYER_ACCEPT_GOODS SELLER_SEND_GOODS", "FINISH BUYER_ACCEPT_GOODS",
      ])
    let order = try visitor.aliExpressDetail(number)
    let told = order.logistics_info_list.aeop_order_logistics_info.elements
      .compactMap(\.logistics_no.text)
    #expect(Set(told).count == parcels)
    #expect(!order.has("end_reason"))
    let tracking = try visitor.aliExpress(
      visitor.aliExpressRequest(
        "aliexpress.ds.order.tracking.get",
        ["ae_order_id": String(number), "language": "en_US"]))
    let details = tracking.data.tracking_detail_line_list.tracking_detail.elements
    #expect(tracking.ret.bool == true && details.compactMap(\.mail_no.text) == told)
    for detail in details {
      let stamps = detail.detail_node_list.detail_node.elements.compactMap(\.time_stamp.int)
      #expect(stamps.count > 3 && stamps == stamps.sorted(by: >))
    }
    let tracker = try CarrierTests.create(&visitor, told[0])
    #expect(tracker.tracking_code.text == told[0])
  }

  @Test(arguments: ["", "1", "8190000000000000"])
  func noTrackingIsToldOfAnOrderThatHasNone(number: String) throws {
    var visitor = Visitor.buying()
    let placed = try visitor.placeAtAliExpress(Visitor.aliExpressOrder("K"))
    let own = placed.order_list.number[0].int.map(String.init) ?? ""
    let result = try visitor.aliExpress(
      visitor.aliExpressRequest(
        "aliexpress.ds.order.tracking.get", ["ae_order_id": number.isEmpty ? own : number]))
    #expect(result.ret.bool == false && result.code.text == "1001")
  }

  @Test func aFailedPaymentLeavesTheOrderUnpaidUntilItIsClosed() throws {
    var visitor = Visitor.buying(temper: SupplierTemper(forgets: 1))
    let result = try visitor.placeAtAliExpress(Visitor.aliExpressOrder("K"))
    #expect(result.is_success.bool == true)
    #expect(result.error_msg.text?.hasPrefix("OrderCreated, autoPay fail:") == true)
    let number = try #require(result.order_list.number[0].int)
    visitor.now = monday + .seconds(1_036_799)
    let waiting = try visitor.aliExpressDetail(number)
    #expect(waiting.order_status.text == "PLACE_ORDER_SUCCESS")
    #expect(waiting.pay_timeout_second.int == 1_036_800)
    #expect(visitor.world.placed.map(\.isPaid) == [false])
    visitor.now = monday + .seconds(1_036_800)
    let closed = try visitor.aliExpressDetail(number)
    #expect(closed.order_status.text == "FINISH")
    #expect(closed.end_reason.text?.contains("cancel") == true)
    #expect(visitor.world.placed.map(\.isCancelled) == [true])
  }

  @Test func withoutAutomaticPaymentAPersonPays() throws {
    var visitor = Visitor.buying()
    let result = try visitor.placeAtAliExpress(Visitor.aliExpressOrder("K"), tryToPay: false)
    #expect(!result.has("error_msg"))
    let number = try #require(result.order_list.number[0].int)
    visitor.now = visitor.now + .minutes(15)
    #expect(
      try visitor.aliExpressDetail(number).order_status.text == "PLACE_ORDER_SUCCESS")
    visitor.now = visitor.now + .hours(4)
    let paid = try visitor.aliExpressDetail(number)
    #expect(paid.order_status.text == "WAIT_SELLER_SEND_GOODS")
    #expect(paid.order_paidtime_string.text?.count == 19)
  }

  @Test func aSellerMayCancel() throws {
    var visitor = Visitor.buying(temper: SupplierTemper(cancels: 1))
    let result = try visitor.placeAtAliExpress(Visitor.aliExpressOrder("K"))
    let number = try #require(result.order_list.number[0].int)
    visitor.now = visitor.now + .days(3)
    let order = try visitor.aliExpressDetail(number)
    #expect(order.order_status.text == "FINISH" && order.logistics_status.text == "NO_LOGISTICS")
    #expect(order.end_reason.text == "seller_cancel_order")
  }

  @Test func freightIsToldByMethod() throws {
    var visitor = Visitor.buying()
    func freight(_ country: String, _ product: Int) throws -> Answer {
      let query =
        "{\"quantity\":1,\"shipToCountry\":\"\(country)\",\"productId\":\"\(product)\"}"
      return try visitor.aliExpress(
        visitor.aliExpressRequest("aliexpress.ds.freight.query", ["queryDeliveryReq": query]))
    }
    let product = Visitor.aliExpressOffer("LAMP-MOON-L").product
    let options = try freight("US", product).delivery_options.delivery_option_d_t_o.elements
    #expect(options.first?.code.text == "CAINIAO_FULFILLMENT_STD")
    let offer = Catalogue.offers.first {
      $0.sku == "LAMP-MOON-L" && $0.supplier == "AliExpress"
    }
    #expect(options.compactMap(\.code.text) == offer?.methods.map(\.name))
    #expect(
      options.compactMap(\.shipping_fee_cent.text) == offer?.methods.compactMap(\.cost?.decimal))
    for (country, number) in [("KW", product), ("US", 5)] {
      let none = try freight(country, number)
      #expect(none.code.int == 505 && none.success.bool == false)
      #expect(none.msg.text == "DELIVERY_NOT_AVAILABLE_TO_YOUR_ADDRESS")
    }
  }

  @Test func simpleAnswersHaveNoWrappers() throws {
    var visitor = Visitor.buying()
    let request = try visitor.aliExpressPlacing(
      Visitor.aliExpressOrder("K"), change: { $0["simplify"] = "true" })
    #expect(try visitor.aliExpress(request).order_list[0].int != nil)
  }

  @Test func aTokenIsRenewed() throws {
    var visitor = Visitor.buying()
    let right = visitor.secret("ALIEXPRESS_REFRESH")
    func renew(_ token: String) throws -> Answer {
      var fields = [
        "app_key": visitor.secret("ALIEXPRESS_KEY"), "refresh_token": token,
        "sign_method": "sha256", "timestamp": String(visitor.now.milliseconds),
      ]
      let text = fields.sorted { $0.key < $1.key }.map { $0.key + $0.value }.joined()
      let key = Array(visitor.secret("ALIEXPRESS_SECRET").utf8)
      // The path of a system call goes before the parameters.
      let mac = SHA256.hmac(Array(("/auth/token/refresh" + text).utf8), key: key)
      fields["sign"] = mac.map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16).uppercased()
      }.joined()
      return try Answer(
        visitor.send(
          HTTPRequest(
            .post, "http://h/aliexpress/rest/auth/token/refresh",
            body: Array(Visitor.form(fields).utf8))))
    }
    #expect(try renew("x").code.text == "IllegalRefreshToken")
    let token = try #require(try renew(right).access_token.text)
    func code() throws -> String? {
      let request = visitor.aliExpressRequest(
        "aliexpress.ds.freight.query", [:], change: { $0["session"] = token })
      return try Answer(visitor.send(request)).code.text
    }
    #expect(try code() == nil)
    visitor.now = visitor.now + .days(30)
    #expect(try code() == "IllegalAccessToken")
  }
}

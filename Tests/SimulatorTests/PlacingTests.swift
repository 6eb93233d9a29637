import Fulfillment
import Simulator
import Testing
import Wire

/// Orders placed at CJ (apis.md 3).
@Suite struct PlacingTests {
  @Test func anOrderIsCreatedFoundAndListed() throws {
    var visitor = Visitor.buying()
    let answer = try visitor.placeAtCJ(Visitor.cjOrder("SC-1001-A", quantity: 2))
    #expect(answer.code.int == 200 && answer.result.bool == true)
    let number = try #require(answer.data.orderId.text)
    #expect(answer.data.orderNumber.text == "SC-1001-A")
    #expect(answer.data.orderStatus.text == "CREATED")
    #expect(answer.data.productAmount.double == 16.8)
    let total = try #require(answer.data.orderAmount.double)
    #expect(abs(total - 16.8 - (answer.data.postageAmount.double ?? 0)) < 0.001)
    #expect(answer.data.productInfoList[0].storeLineItemId.text == "L1")
    for name in ["SC-1001-A", number] {
      let detail = try visitor.cjDetail(name).data
      #expect(detail.orderId.text == number && detail.orderNum.text == "SC-1001-A")
      #expect(detail.productList[0].quantity.int == 2)
      #expect(detail.productList[0].storeLineItemId.text == "L1")
      #expect(detail.shippingCustomerName.text == "Ava Brown")
    }
    let list = try visitor.cjCall(.get, "/shopping/order/list?status=CREATED").data
    #expect(list.list.elements.map(\.orderId.text) == [number])
    #expect(list.total.int == 1)
    #expect(
      visitor.world.placed == [
        PlacedOrder.expected(
          "cj", "SC-1001-A", number, [(Visitor.variant("LAMP-MOON"), 2)], paid: false)
      ])
  }

  @Test(arguments: [
    "orderNumber", "shippingCountryCode", "shippingCountry", "shippingProvince", "shippingCity",
    "shippingCustomerName", "shippingAddress", "logisticName", "fromCountryCode", "products",
  ])
  func whatIsNeededMayNotBeMissingOrEmpty(name: String) throws {
    var visitor = Visitor.buying()
    for value in [nil, ""] as [String?] {
      var body = Visitor.cjOrder("K")
      body[name] = value
      let answer = try visitor.placeAtCJ(body)
      #expect(answer.code.int == 16_900_403 && answer.result.bool == false)
      #expect(answer.message.text?.contains(name) == true)
    }
    #expect(visitor.world.placed.isEmpty)
  }

  struct Wrong: Sendable {
    let name: String
    let value: String
    let code: Int
  }

  @Test(arguments: [
    Wrong(name: "orderNumber", value: String(repeating: "x", count: 51), code: 1_600_300),
    Wrong(name: "payType", value: "4", code: 1_600_300),
    Wrong(name: "payType", value: "now", code: 1_600_300),
    Wrong(name: "shippingCountryCode", value: "USA", code: 1_600_300),
    Wrong(name: "remark", value: String(repeating: "é", count: 501), code: 1_600_300),
    Wrong(name: "logisticName", value: "Pigeon", code: 1_605_001),
    Wrong(name: "logisticName", value: "USPS+", code: 1_605_002),
    Wrong(name: "fromCountryCode", value: "FR", code: 1_605_002),
  ])
  func whatIsWrongIsRefusedByItsCode(wrong: Wrong) throws {
    var visitor = Visitor.buying()
    var body = Visitor.cjOrder("K")
    body[wrong.name] = wrong.value
    #expect(try visitor.placeAtCJ(body).code.int == wrong.code)
    #expect(visitor.world.placed.isEmpty)
  }

  @Test(arguments: [
    (Visitor.variant("LAMP-MOON"), "0", 1_600_300), (Visitor.variant("LAMP-MOON"), "x", 1_600_300),
    (Visitor.variant("LAMP-MOON"), "9000", 1_603_102), ("123", "1", 1_602_001),
    ("", "1", 16_900_403),
  ])
  func aProductIsChecked(vid: String, quantity: String, code: Int) throws {
    var visitor = Visitor.buying()
    var body = Visitor.cjOrder("K")
    body["products"] = [["vid": vid, "quantity": quantity]]
    #expect(try visitor.placeAtCJ(body).code.int == code)
    #expect(visitor.world.placedCounts.isEmpty)
  }

  @Test func methodContentTypeAndBodyHaveCodes() throws {
    var visitor = Visitor.buying()
    let path = "/shopping/order/createOrderV2"
    #expect(try visitor.cjCall(.get, path).code.int == 16_900_202)
    var request = try visitor.cjRequest(.post, path, [:])
    request.body = []
    #expect(try Answer(visitor.send(request)).code.int == 16_900_204)
    request.body = Array("{".utf8)
    #expect(try Answer(visitor.send(request)).code.int == 16_900_205)
    request.headers["Content-Type"] = "text/plain"
    #expect(try Answer(visitor.send(request)).code.int == 16_900_203)
  }

  @Test func theSameNumberTwiceIsRefusedAndRecordedOnce() throws {
    var visitor = Visitor.buying()
    let first = try visitor.placeAtCJ(Visitor.cjOrder("K", payType: 2))
    var other = Visitor.cjOrder("K", sku: "DOG-LEASH")
    for _ in 0..<3 {
      visitor.now = visitor.now + .days(30)
      #expect(try visitor.placeAtCJ(other).code.int == 1_603_003)
      other["shippingCity"] = "Troy"
    }
    #expect(visitor.world.placedCounts == ["K": 1])
    #expect(visitor.world.placed.first?.number == first.data.orderId.text)
  }

  @Test func aNumberAColleagueHasUsedIsTakenToo() throws {
    var visitor = Visitor.buying()
    let id = try #require(try SupplierTests.all(&visitor).first?.orderNum.text)
    #expect(try visitor.placeAtCJ(Visitor.cjOrder(id)).code.int == 1_603_003)
  }

  @Test func numbersMayComeAsText() throws {
    var visitor = Visitor.buying()
    let answer = try visitor.placeAtCJ(Visitor.cjOrder("K", payType: "2", quantity: "3"))
    #expect(answer.data.productInfoList[0].quantity.int == 3)
    #expect(answer.data.orderStatus.text == "UNSHIPPED")
  }

  @Test(arguments: [
    (1, "UNPAID", true, 0.0), (2, "UNSHIPPED", false, 15.08), (3, "CREATED", false, 0.0),
  ])
  func payTypeDecidesWhoPays(
    type: Int, status: String, hasPage: Bool, spent: Double
  ) throws {
    var visitor = Visitor.buying()
    let answer = try visitor.placeAtCJ(Visitor.cjOrder("K", payType: type)).data
    #expect(answer.orderStatus.text == status)
    #expect((answer.cjPayUrl.text != nil) == hasPage)
    #expect(answer.shipmentOrderId.text?.isEmpty == (type != 2))
    #expect(abs(5000 - (try visitor.cjBalance()) - spent) < 0.001)
    #expect(visitor.world.placed[0].isPaid == (type == 2))
  }

  @Test func versionThreeOnlyCreates() throws {
    var visitor = Visitor.buying()
    let body = Visitor.cjOrder("K", payType: 2)
    let answer = try visitor.cjCall(.post, "/shopping/order/createOrderV3", body)
    #expect(answer.data.orderStatus.text == "CREATED")
  }

  @Test func theBalanceFallsUntilItIsShort() throws {
    var visitor = Visitor.buying(balance: 4000)
    var left = 40.0
    for key in ["A", "B"] {
      let answer = try visitor.placeAtCJ(Visitor.cjOrder(key, payType: 2)).data
      left -= try #require(answer.actualPayment.double)
      #expect(abs((try visitor.cjBalance()) - left) < 0.001)
    }
    #expect(try visitor.placeAtCJ(Visitor.cjOrder("C", payType: 2)).code.int == 1_604_000)
    #expect(visitor.world.placedCounts == ["A": 1, "B": 1])
    // Created first and paid then: the order stays, unpaid.
    let created = try visitor.placeAtCJ(Visitor.cjOrder("D"))
    let id = try #require(created.data.orderId.text)
    _ = try visitor.cjCall(.patch, "/shopping/order/confirmOrder", ["orderId": id])
    let paid = try visitor.cjCall(.post, "/shopping/pay/payBalance", ["orderId": id])
    #expect(paid.code.int == 1_604_000)
    #expect(try visitor.cjDetail("D").data.orderStatus.text == "UNPAID")
  }

  @Test func anOrderIsConfirmedPaidAndNotPaidTwice() throws {
    var visitor = Visitor.buying()
    let id = try #require(try visitor.placeAtCJ(Visitor.cjOrder("K")).data.orderId.text)
    func pay(_ visitor: inout Visitor) throws -> Int? {
      try visitor.cjCall(.post, "/shopping/pay/payBalance", ["orderId": id]).code.int
    }
    func confirm(_ visitor: inout Visitor, _ id: String) throws -> Int? {
      try visitor.cjCall(.patch, "/shopping/order/confirmOrder", ["orderId": id]).code.int
    }
    #expect(try pay(&visitor) == 1_603_101)
    #expect(try confirm(&visitor, "K") == 1_603_100)
    #expect(try confirm(&visitor, id) == 200)
    #expect(try confirm(&visitor, id) == 1_603_001)
    #expect(try visitor.cjDetail("K").data.orderStatus.text == "UNPAID")
    #expect(try pay(&visitor) == 200)
    let left = try visitor.cjBalance()
    #expect(left < 5000)
    #expect(try pay(&visitor) == 1_603_101)
    #expect(try visitor.cjBalance() == left)
    #expect(try visitor.cjDetail("K").data.orderStatus.text == "UNSHIPPED")
    #expect(visitor.world.placed.map(\.isPaid) == [true])
  }

  @Test func theCartGathersOrdersAndPaysThemTogether() throws {
    var visitor = Visitor.buying()
    let ids = try ["A", "B"].map {
      try #require(try visitor.placeAtCJ(Visitor.cjOrder($0)).data.orderId.text)
    }
    let order = "/shopping/order/"
    let added = try visitor.cjCall(.post, order + "addCart", ["cjOrderIdList": ids])
    #expect(added.data.successCount.int == 2)
    #expect(try visitor.cjDetail("A").data.orderStatus.text == "IN_CART")
    let confirmed = try visitor.cjCall(.post, order + "addCartConfirm", ["cjOrderIdList": ids])
    let shipment = try #require(confirmed.data.shipmentsId.text)
    #expect(!shipment.isEmpty && confirmed.success.bool == true)
    let gathered = try visitor.cjCall(
      .post, order + "saveGenerateParentOrder", ["shipmentOrderId": shipment])
    let payment = try #require(gathered.data.payId.text)
    #expect(abs((gathered.data.orderMoney.double ?? 0) - 2 * 15.08) < 0.01)
    let pay = "/shopping/pay/payBalanceV2"
    let wrong = try visitor.cjCall(.post, pay, ["shipmentOrderId": shipment, "payId": "PAY9"])
    #expect(wrong.code.int == 1_603_100)
    let right = ["shipmentOrderId": shipment, "payId": payment]
    #expect(try visitor.cjCall(.post, pay, right).code.int == 200)
    #expect(try visitor.cjCall(.post, pay, right).code.int == 1_603_101)
    #expect(try visitor.cjDetail("B").data.orderStatus.text == "UNSHIPPED")
    #expect(abs((try visitor.cjBalance()) - 5000 + 2 * 15.08) < 0.01)
  }

  @Test func onlyAnUnconfirmedOrderIsDeleted() throws {
    var visitor = Visitor.buying()
    let ids = try ["A", "B"].map {
      try #require(try visitor.placeAtCJ(Visitor.cjOrder($0)).data.orderId.text)
    }
    _ = try visitor.cjCall(.patch, "/shopping/order/confirmOrder", ["orderId": ids[1]])
    func delete(_ id: String) throws -> Int? {
      try visitor.cjCall(.delete, "/shopping/order/deleteOrder?orderId=" + id).code.int
    }
    #expect(try delete(ids[0]) == 200)
    #expect(try delete(ids[0]) == 1_603_002)
    #expect(try delete(ids[1]) == 1_603_002)
    #expect(try delete("7") == 1_603_100)
    #expect(try visitor.cjDetail("A").data.orderStatus.text == "CANCELLED")
    #expect(visitor.world.placed.map(\.isCancelled) == [true, false])
    // Without a status the list shows what was cancelled, and nothing else.
    let list = try visitor.cjCall(.get, "/shopping/order/list").data.list.elements
    #expect(list.compactMap(\.orderNum.text) == ["A"])
  }

  @Test func whatItCostsToSendIsTold() throws {
    var visitor = Visitor.buying()
    func quote(_ from: String, _ to: String, _ sku: String) throws -> Answer {
      try visitor.cjCall(
        .post, "/logistic/freightCalculate",
        [
          "startCountryCode": from, "endCountryCode": to,
          "products": [["vid": Visitor.variant(sku), "quantity": 1]],
        ])
    }
    let abroad = try quote("CN", "DE", "LAMP-MOON").data.elements
    #expect(abroad.compactMap(\.logisticName.text) == ["CJPacket Ordinary"])
    #expect(abroad.first?.logisticAging.text == "6-14")
    let home = try quote("US", "US", "YOGA-MAT").data.elements.compactMap(\.logisticName.text)
    #expect(home == ["USPS+", "UPS Ground"])
    #expect(try quote("", "US", "YOGA-MAT").code.int == 16_900_403)
    #expect(try quote("CN", "US", "NOTHING").code.int == 1_602_001)
    let placed = try visitor.placeAtCJ(Visitor.cjOrder("K")).data
    #expect(placed.postageAmount.double == abroad.first?.logisticPrice.double)
  }

  @Test func stockIsToldForEachHouse() throws {
    var visitor = Visitor.buying()
    func stock(_ vid: String) throws -> Answer {
      try visitor.cjCall(.get, "/product/stock/queryByVid?vid=" + vid)
    }
    let lamp = try stock(Visitor.variant("LAMP-MOON")).data.elements
    let mat = try stock(Visitor.variant("YOGA-MAT")).data.elements
    #expect(lamp.compactMap(\.countryCode.text) == ["CN"])
    #expect(mat.compactMap(\.countryCode.text) == ["CN", "US"])
    let offer = Catalogue.offers.first { $0.sku == "LAMP-MOON" && $0.supplier == "CJ" }
    #expect(lamp.first?.totalInventoryNum.int == offer?.stock)
    #expect(try stock("1").code.int == 1_602_001)
  }
}

extension PlacedOrder {
  /// As a test expects it, recorded on Monday at nine.
  static func expected(
    _ service: String, _ key: String, _ number: String, _ lines: [(String, Int)], paid: Bool
  ) -> PlacedOrder {
    PlacedOrder(
      service: service, key: key, number: number,
      lines: lines.map { .init(sku: $0.0, quantity: $0.1) }, at: monday, isPaid: paid,
      isCancelled: false)
  }
}

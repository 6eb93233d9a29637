import Connectors
import Fulfillment
import Testing
import Wire

private let account = Account(name: "CJ main", service: "cj", role: .supplier)
private let connector = CJ(account, Credentials(key: "CJ1@api@0123456789"))
private let base = "https://developers.cjdropshipping.com/api2.0/v1"

private func yes(_ data: JSON) -> HTTPResponse {
  Samples.answer(["code": 200, "result": .bool(true), "message": "Success", "data": data])
}

private func no(_ code: Int64, _ message: String, status: Int = 200) -> HTTPResponse {
  Samples.answer(
    ["code": .number("\(code)"), "result": .bool(false), "message": .string(message)],
    status: status)
}

private func place(_ response: HTTPResponse) throws(ConnectorError) -> Placement {
  try connector.place("{}", Samples.context).decode(response)
}

private func placingError(_ response: HTTPResponse) -> ConnectorError? {
  Samples.error(connector.place("{}", Samples.context), response)
}

struct CJPlacingTests {
  @Test func exactlyTheBodyIsSent() {
    let request = connector.place("{\"orderNumber\":\"SC-1\"}", Samples.context).request
    #expect(request.method == .post)
    #expect(request.url == base + "/shopping/order/createOrderV2")
    #expect(request.headers["CJ-Access-Token"] == "token-of-the-day")
    #expect(request.headers["Content-Type"] == "application/json")
    #expect(request.body == Array("{\"orderNumber\":\"SC-1\"}".utf8))
  }

  @Test func anOrderIsRead() throws {
    let data: JSON = [
      "orderId": "210711100018655344", "orderNumber": "SC-1", "orderStatus": "CREATED",
      "orderAmount": .number("4.25"), "actualPayment": .number("3.99"), "cjPayUrl": "",
      "interceptOrderReasons": [], "logisticsMiss": .bool(false),
    ]
    #expect(
      try place(yes(data))
        == Placement(
          numbers: ["210711100018655344"], state: .unpaid, cost: Samples.usd(399)))
  }

  @Test(arguments: [
    ("CREATED", PurchaseState.unpaid), ("IN_CART", .unpaid), ("UNPAID", .unpaid), ("", .unpaid),
    ("UNSHIPPED", .acknowledged), ("SHIPPED", .shipped), ("DELIVERED", .delivered),
    ("CANCELLED", .cancelled), ("OTHER", .unclear),
  ])
  func untilItIsPaidCJWaitsForMoney(status: String, state: PurchaseState) throws {
    let data: JSON = ["orderId": "1", "orderStatus": .string(status)]
    #expect(try place(yes(data)).state == state)
  }

  @Test(
    arguments: [
      (["orderAmount": "4.25"], 425), (["orderAmount": .number("4.256")], 426),
      (["orderAmount": "4.25", "actualPayment": ""], 425),
      (["orderAmount": "4.25", "actualPayment": 0], 425),
      (["orderAmount": "4,25"], nil), (["orderAmount": .number("1e99")], nil),
      (["orderAmount": .number("99999999999999999999999999")], nil), (["orderAmount": []], nil),
      ([:], nil),
    ] as [(JSON, Int64?)])
  func aCostThatCantBeReadSpoilsNothing(amounts: JSON, cents: Int64?) throws {
    let data = JSON.object([JSON.Member(name: "orderId", value: "1")] + amounts.members)
    #expect(try place(yes(data)).cost == cents.map { Samples.usd($0) })
  }

  @Test(
    arguments: [
      (["interceptOrderReasons": [["code": 1001, "message": "Out of stock"]]], "Out of stock"),
      (["interceptOrderReasons": [["code": 1001, "message": ""]]], "reason 1001"),
      (
        [
          "interceptOrderReasons": [["message": "A"], ["message": "B"]],
          "logisticsMiss": .bool(true),
        ],
        "A; B; the shipping method does not fit this order"
      ),
    ] as [(JSON, String)])
  func whatHoldsItBackIsNoted(reasons: JSON, words: String) throws {
    let data = JSON.object([JSON.Member(name: "orderId", value: "1")] + reasons.members)
    #expect(try place(yes(data)).note == "CJ holds it back: " + words)
  }

  @Test(
    arguments: [
      ["interceptOrderReasons": [["code": "", "message": ""]]], ["logisticsMiss": ""],
      ["logisticsMiss": .bool(false)], ["logisticsMiss": 0], ["interceptOrderReasons": "none"],
    ] as [JSON])
  func whatSaysNothingIsNotNoted(reasons: JSON) throws {
    let data = JSON.object([JSON.Member(name: "orderId", value: "1")] + reasons.members)
    #expect(try place(yes(data)).note == "")
  }

  @Test func anOrderWithoutItsNumberIsStillPlaced() throws {
    let placement = try place(yes(["orderNumber": "SC-1", "orderStatus": ""]))
    #expect(placement == Placement(numbers: [], state: .unpaid))
  }

  @Test func theNumberAloneIsRead() throws {
    #expect(try place(yes("210711100018655344")).numbers == ["210711100018655344"])
  }

  @Test(arguments: [.null, [], [:], "", "ok", .bool(true), ["message": "x"]] as [JSON])
  func aYesWithoutAnOrderIsUnknown(data: JSON) {
    guard case .unknownOutcome = placingError(yes(data)) else {
      Issue.record("\(data.encoded) is told as known")
      return
    }
  }

  @Test func aRepeatIsASuccess() throws {
    #expect(
      try place(no(1_603_003, "Order exist, please do not duplicate create"))
        == Placement(numbers: [], state: .unpaid, isRepeated: true))
  }

  @Test(arguments: [
    (1_600_300, "CJ can't use what was sent: x"), (1_602_000, "CJ has no such variant"),
    (1_602_002, "CJ has taken the product off its shelves: x"),
    (1_603_000, "CJ did not create the order: x"), (1_604_000, "the balance at CJ is too low"),
    (1_605_000, "CJ has no such shipping method: x"),
    (1_605_002, "the shipping method does not reach the country: x"), (1_602_900, "x"),
    (16_900_403, "x"),
  ])
  func refusalsAreToldInWords(code: Int64, words: String) {
    guard case .rejected("\(code)", let message) = placingError(no(code, "x")) else {
      Issue.record("\(code) is no refusal")
      return
    }
    #expect(message.hasPrefix(words))
  }

  @Test func parametersThatAreRefusedInTheSampleAreRefused() {
    #expect(
      placingError(no(1_600_100, "Param error"))
        == .rejected(code: "1600100", message: "CJ can't use what was sent: Param error"))
  }

  @Test(arguments: [1_600_000, 1_600_100] as [Int64])
  func busyMeansNotPlaced(code: Int64) {
    guard case .unavailable = placingError(no(code, "system busy")) else {
      Issue.record("\(code) is not told as turned away")
      return
    }
  }

  @Test func tooManyRequestsMeanNotPlaced() {
    #expect(placingError(no(1_600_200, "Too many")) == .throttled(after: .seconds(1)))
    #expect(
      placingError(no(1_600_201, "quota"))
        == .throttled(after: .milliseconds(86_400_000 - Samples.now.millisecondOfDay)))
    #expect(placingError(Samples.answer("", status: 429)) == .throttled(after: nil))
  }

  @Test(arguments: [1_600_001, 1_600_002, 1_600_003, 1_600_030, 1_600_031] as [Int64])
  func aTokenThatIsRefusedIsForTheOperator(code: Int64) {
    guard case .unauthorized = placingError(no(code, "Invalid token")) else {
      Issue.record("\(code) is not unauthorized")
      return
    }
  }

  /// What no document explains may stand for anything, an order included.
  @Test(arguments: [1_600_301, 1_603_102, 1_609_999, 500, 502, 1, 99, -1] as [Int64])
  func codesThatNobodyExplainsLeaveTheOutcomeOpen(code: Int64) {
    guard case .unknownOutcome = placingError(no(code, "x")) else {
      Issue.record("\(code) is told as known")
      return
    }
  }

  @Test func aYesThatSaysNoLeavesTheOutcomeOpen() {
    guard case .unknownOutcome = placingError(no(200, "Success")) else {
      Issue.record("a contradiction is told as known")
      return
    }
  }
}

struct CJFindingTests {
  private func find(
    _ response: HTTPResponse, key: String = "SC-1", number: String = ""
  ) throws -> Placement? {
    let exchange = try #require(connector.find(key: key, number: number, Samples.context))
    return try exchange.decode(response)
  }

  @Test func itIsAskedByOurKey() throws {
    let exchange = try #require(connector.find(key: "SC-1", number: "77", Samples.context))
    #expect(exchange.request.method == .get)
    #expect(exchange.request.url == base + "/shopping/order/getOrderDetail?orderId=SC-1")
    let byNumber = try #require(connector.find(key: "", number: "77", Samples.context))
    #expect(byNumber.request.url == base + "/shopping/order/getOrderDetail?orderId=77")
    #expect(connector.find(key: "", number: "", Samples.context)?.request == nil)
  }

  @Test func anOrderIsFound() throws {
    let data: JSON = [
      "orderId": "77", "orderNum": "SC-1", "orderStatus": "SHIPPED", "orderAmount": "4.25",
      "trackNumber": "CJP1,CJP2", "logisticName": "CJPacket",
      "outWarehouseTime": "2026-08-25 01:02:03",
    ]
    let shippedAt = Samples.time("2026-08-25T01:02:03Z")
    #expect(
      try find(yes(data))
        == Placement(
          numbers: ["77"], state: .shipped, cost: Samples.usd(425), isRepeated: true,
          shipments: ["CJP1", "CJP2"].map {
            Shipment(number: $0, carrier: "CJPacket", shippedAt: shippedAt)
          }))
  }

  @Test func anOrderThatIsNotThereIsAbsent() throws {
    #expect(try find(no(1_603_100, "order not found")) == nil)
  }

  @Test func itsOwnNameForAnOrderIsBelieved() throws {
    #expect(try find(yes(["orderId": "77", "orderNum": "api_52f268d4"]))?.numbers == ["77"])
  }

  /// Only the documented answer says that an order is not there.
  @Test(
    arguments: [
      yes(.null), yes([]), yes([:]), yes(["orderId": ""]), yes("none"),
      yes(["orderId": "78", "orderNum": "SC-2"]), no(1_603_000, "x"), no(200, "order not found"),
      Samples.answer("{}", status: 404), Samples.answer("", status: 500),
      Samples.answer("<html>", status: 200),
    ])
  func nothingElseIsAnAbsence(response: HTTPResponse) throws {
    let exchange = try #require(connector.find(key: "SC-1", number: "", Samples.context))
    #expect(Samples.error(exchange, response) != nil)
  }
}

struct CJPaymentTests {
  private func step(_ index: Int) throws -> Exchange<Placement> {
    let steps = connector.pay(number: "77", Samples.context)
    try #require(steps.count == 2)
    return steps[index]
  }

  @Test func itIsConfirmedThenPaidFromTheBalance() throws {
    let (confirm, pay) = (try step(0).request, try step(1).request)
    #expect(confirm.method == .patch)
    #expect(confirm.url == base + "/shopping/order/confirmOrder")
    #expect(pay.method == .post)
    #expect(pay.url == base + "/shopping/pay/payBalance")
    #expect([confirm, pay].map(\.body) == [Array("{\"orderId\":\"77\"}".utf8)] * 2)
  }

  @Test func eachStepSaysWhereItStandsThen() throws {
    #expect(try step(0).decode(yes(.null)) == Placement(numbers: ["77"], state: .unpaid))
    #expect(try step(1).decode(yes(.null)) == Placement(numbers: ["77"], state: .acknowledged))
  }

  @Test func anOrderConfirmedBeforeGoesOnToThePayment() throws {
    let placement = try step(0).decode(no(1_603_001, "order confirm fail"))
    #expect(placement.state == .unpaid)
    #expect(placement.note == "not confirmed: order confirm fail")
  }

  @Test(arguments: ["Order has been paid", "The order is already paid", "order is paid"])
  func anOrderPaidBeforeIsASuccess(message: String) throws {
    #expect(
      try step(1).decode(no(1_603_101, message))
        == Placement(numbers: ["77"], state: .acknowledged, isRepeated: true))
  }

  @Test(arguments: ["pay fail", "order is not paid: try again", "unpaid order is paid elsewhere"])
  func aPaymentThatFailedIsNone(message: String) throws {
    #expect(
      Samples.error(try step(1), no(1_603_101, message))
        == .rejected(code: "1603101", message: "CJ did not take the payment: \(message)"))
  }

  @Test func tooLittleMoneyIsToldInWords() throws {
    #expect(
      Samples.error(try step(1), no(1_604_000, "Insufficient balance"))
        == .rejected(
          code: "1604000",
          message: "the balance at CJ is too low; charge it: Insufficient balance"))
    guard case .rejected("1604001", _) = Samples.error(try step(1), no(1_604_001, "")) else {
      Issue.record("a restricted balance is no refusal")
      return
    }
  }

  @Test(arguments: [0, 1], [500, 502, 504])
  func troubleLeavesThePaymentOpen(index: Int, status: Int) throws {
    guard
      case .unknownOutcome = Samples.error(try step(index), Samples.answer("", status: status))
    else {
      Issue.record("\(status) is told as known")
      return
    }
  }

  @Test func theBalanceIsRead() throws {
    let exchange = try #require(connector.balance(Samples.context))
    #expect(exchange.request.url == base + "/shopping/pay/getBalance")
    #expect(try exchange.decode(yes(["amount": .number("87247.32")])) == Samples.usd(8_724_732))
    #expect(try exchange.decode(yes(["amount": "0.0"])) == Samples.usd(0))
    for data in [.null, ["amount": .null], ["amount": "much"], ["amount": .number("1e99")]]
      as [JSON]
    {
      #expect(Samples.error(exchange, yes(data)) == .malformed("no amount in the balance"))
    }
  }
}

private func * <Element>(list: [Element], count: Int) -> [Element] {
  (0..<count).flatMap { _ in list }
}

struct CJCancellingTests {
  private func cancel() throws -> Exchange<Placement> {
    try #require(connector.cancel(number: "77", Samples.context))
  }

  @Test func anOrderIsDeleted() throws {
    let request = try cancel().request
    #expect(request.method == .delete)
    #expect(request.url == base + "/shopping/order/deleteOrder?orderId=77")
    #expect(
      try cancel().decode(yes("77")) == Placement(numbers: ["77"], state: .cancelled))
  }

  @Test func anOrderThatIsGoneCountsAsDeleted() throws {
    #expect(
      try cancel().decode(no(1_603_100, "order not found"))
        == Placement(numbers: ["77"], state: .cancelled, isRepeated: true))
  }

  @Test func aConfirmedOrderIsNotDeleted() throws {
    guard case .rejected("1603002", let words) = Samples.error(try cancel(), no(1_603_002, "x"))
    else {
      Issue.record("a refusal to delete is none")
      return
    }
    #expect(words.hasPrefix("CJ deletes an order only before it is confirmed"))
  }

  @Test func whatCJCanDoIsDeclared() {
    #expect(
      connector.powers
        == SupplierPowers(
          deduplicates: .days(365), isQueryable: true, settles: .minutes(10), cancels: true,
          takesPayment: true))
  }
}

struct CJFreightTests {
  @Test func methodsAreAskedForAllItemsAtOnce() throws {
    let draft = Samples.draft { $0.items.append($0.items[0]) }
    let exchanges = connector.freight(draft, Samples.context)
    let exchange = try #require(exchanges.first)
    #expect(exchanges.count == 1)
    #expect(exchange.request.url == base + "/logistic/freightCalculate")
    let body = try JSON(exchange.request.body)
    #expect(body["startCountryCode"].text == "CN")
    #expect(body["endCountryCode"].text == "US")
    #expect(body["products"].elements.count == 2)
    #expect(
      try exchange.decode(
        yes([
          ["logisticName": "CJPacket", "logisticPrice": .number("3.5"), "logisticAging": "2-5"],
          [
            "logisticName": "USPS+", "logisticPrice": .number("4"),
            "totalPostageFee": .number("4.71"), "logisticAging": "7",
          ], ["logisticName": "", "logisticPrice": 1],
          ["logisticName": "Slow", "logisticAging": "9-2"], "x",
        ])) == [
          ShippingMethod(name: "CJPacket", cost: Samples.usd(350), days: 2...5),
          ShippingMethod(name: "USPS+", cost: Samples.usd(471), days: 7...7),
          ShippingMethod(name: "Slow"),
        ])
  }

  @Test func itemsWithoutAnIdCantBeAskedAbout() {
    let draft = Samples.draft { $0.items[0].supplierSKU = "CJYD2041234-Black" }
    #expect(connector.freight(draft, Samples.context).isEmpty)
    #expect(connector.freight(Samples.draft { $0.shipTo.country = "" }, Samples.context).isEmpty)
  }
}

@Suite(.enabled(if: Recordings.arePresent))
struct CJBuyingRecordingsTests {
  @Test func theDocumentedOrderIsRead() throws {
    let bytes = try Recordings.bytes("fixtures/cj/doc-order-createOrderV2-success-skeleton.json")
    let placement = try place(HTTPResponse(status: 200, body: bytes))
    #expect(placement.numbers == ["123434"])
    #expect(placement.state == .unpaid)
    #expect(placement.cost == nil)
    #expect(placement.note == "CJ holds it back: reason 1001")
  }

  @Test func theDocumentedRequestHasNoFieldThatOursLacks() throws {
    let sample = try Recordings.json("fixtures/cj/doc-order-createOrderV2-request.json")
    let ours = try JSON(Array(connector.body(for: Samples.draft).utf8))
    let extra = Set(ours.members.map(\.name)).subtracting(sample.members.map(\.name))
    // Documented in the table of parameters, not in the sample.
    #expect(extra == ["shopLogisticsType"])
  }

  @Test func theOtherDocumentedAnswersAreRead() throws {
    let find = try #require(connector.find(key: "x", number: "", Samples.context))
    let detail = try Recordings.bytes("fixtures/cj/doc-order-list-item.json")
    #expect(try find.decode(HTTPResponse(status: 200, body: detail))?.cost == Samples.usd(425))
    let balance = try #require(connector.balance(Samples.context))
    let money = try Recordings.bytes("fixtures/cj/doc-pay-getBalance.json")
    #expect(try balance.decode(HTTPResponse(status: 200, body: money)) == Samples.usd(8_724_732))
    let cancel = try #require(connector.cancel(number: "1", Samples.context))
    let deleted = try Recordings.bytes("fixtures/cj/doc-order-delete.json")
    #expect(try cancel.decode(HTTPResponse(status: 200, body: deleted)).state == .cancelled)
    let refused = try Recordings.bytes("fixtures/cj/doc-param-error.json")
    #expect(placingError(HTTPResponse(status: 200, body: refused))?.retry == .never)
    let freight = try #require(connector.freight(Samples.draft, Samples.context).first)
    let methods = try Recordings.bytes("fixtures/cj/doc-logistic-freightCalculate.json")
    #expect(try !freight.decode(HTTPResponse(status: 200, body: methods)).isEmpty)
    let limited = try Recordings.json("fixtures/cj/live-rate-limited-http200.json")["body"]
    #expect(placingError(Samples.answer(limited)) == .throttled(after: .seconds(1)))
  }
}

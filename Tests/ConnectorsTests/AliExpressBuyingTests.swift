import Connectors
import Fulfillment
import Testing
import Wire

private let account = Account(name: "Ali", service: "aliexpress", role: .supplier)
private let connector = AliExpress(
  account, Credentials(key: "500001", secret: "app-secret", options: ["session": "ses-1"]))

private func draft(_ change: (inout PurchaseDraft) -> Void = { _ in }) -> PurchaseDraft {
  Samples.draft { draft in
    draft.items[0].supplierSKU = "1005004638293060;14:365458#Brown;5:361386"
    draft.method = "CAINIAO_FULFILLMENT_STD"
    change(&draft)
  }
}

private func body(_ draft: PurchaseDraft) throws -> JSON {
  try JSON(Array(connector.body(for: draft).utf8))
}

private func form(_ request: HTTPRequest) -> Form {
  Form(parsing: String(decoding: request.body, as: UTF8.self))
}

private func result(_ result: JSON, _ name: String = "result") -> HTTPResponse {
  Samples.answer([
    "aliexpress_ds_order_create_response": .object([.init(name: name, value: result)])
  ])
}

struct AliExpressRequestTests {
  /// The signature was computed by other means from the rule in the documents.
  @Test func requestsAreSigned() throws {
    var context = Samples.context
    context.token = ""
    let exchange = try #require(connector.find(key: "", number: "8206563124840456", context))
    let request = exchange.request
    #expect(request.method == .post)
    #expect(request.url == "https://api-sg.aliexpress.com/sync")
    #expect(
      request.headers["Content-Type"] == "application/x-www-form-urlencoded;charset=utf-8")
    #expect(
      form(request).fields.map { $0.name + "=" + $0.value } == [
        "app_key=500001", "method=aliexpress.trade.ds.order.get", "session=ses-1",
        "sign_method=sha256", "timestamp=1795339200000", "format=json",
        "single_order_query={\"order_id\":8206563124840456}",
        "sign=E98554B55A2AE7897006B16D79E3587DC384306598881E711FBDEEABD056D550",
      ])
  }

  @Test func theSignatureCoversEveryParameter() {
    let signs = ["{}", "{\"a\":1}", "{\"a\":2}"].map {
      form(connector.place($0, Samples.context).request)["sign"]
    }
    #expect(Set(signs).count == 3)
    let later = RequestContext(now: Samples.now + .seconds(1), nonce: Samples.nonce)
    #expect(form(connector.place("{}", later).request)["sign"] != signs[0])
  }

  @Test func exactlyTheBodyIsSent() {
    let text = "{\"out_order_id\":\"SC-1\",\"x\":\"ä&=+\"}"
    let form = form(connector.place(text, Samples.context).request)
    #expect(form["param_place_order_request4_open_api_d_t_o"] == text)
    #expect(form["method"] == "aliexpress.ds.order.create")
  }

  @Test func anotherAddressIsTaken() {
    let other = AliExpress(account, Credentials(url: "http://127.0.0.1:8080/ali", key: "k"))
    #expect(other.place("{}", Samples.context).request.url == "http://127.0.0.1:8080/ali/sync")
  }
}

struct AliExpressDraftTests {
  @Test func theBodyIsWhatAliExpressDocuments() throws {
    let draft = draft()
    #expect(
      try connector.body(for: draft)
        == "{\"out_order_id\":\"\(draft.key)\",\"logistics_address\":{\"address\":\"12 Rose St\","
        + "\"address2\":\"Flat 3\",\"city\":\"Hartford\",\"province\":\"Connecticut\","
        + "\"country\":\"US\",\"zip\":\"06103\",\"contact_person\":\"Ada Lovelace\","
        + "\"full_name\":\"Ada Lovelace\",\"phone_country\":\"+1\",\"mobile_no\":\"8605550100\","
        + "\"locale\":\"en_US\"},\"product_items\":[{\"product_id\":1005004638293060,"
        + "\"product_count\":2,\"sku_attr\":\"14:365458#Brown;5:361386\","
        + "\"logistics_service_name\":\"CAINIAO_FULFILLMENT_STD\"}]}")
  }

  @Test(
    arguments: [
      ("a country by its two letters", draft { $0.shipTo.country = "" }),
      ("a name", draft { $0.shipTo.name = "" }),
      ("a street", draft { ($0.shipTo.line1, $0.shipTo.line2) = ("", "") }),
      ("a city", draft { $0.shipTo.city = "" }),
      ("something to buy", draft { $0.items = [] }),
      ("a quantity of MUG-RED", draft { $0.items[0].quantity = -1 }),
      (
        "the product's number of MUG-RED, written as PRODUCT;SKU ATTRIBUTES",
        draft { $0.items[0].supplierSKU = "14:365458#Brown" }
      ),
      (
        "the product's number of MUG-RED, written as PRODUCT;SKU ATTRIBUTES",
        draft { $0.items[0].supplierSKU = "007;x" }
      ),
      (
        "a first and a last name of 2 to 32 letters each for the United States",
        draft { $0.shipTo.name = "Ada" }
      ),
      (
        "a first and a last name of 2 to 32 letters each for the United States",
        draft { $0.shipTo.name = "A Lovelace" }
      ),
      (
        "the customer's CPF for Brazil, which orders don't carry: buy on its website",
        draft { $0.shipTo.country = "BR" }
      ),
    ])
  func whatIsLackingIsToldInWords(reason: String, draft: PurchaseDraft) {
    #expect(
      Samples.problem { () throws(DraftProblem) in try connector.body(for: draft) }
        == "AliExpress needs " + reason)
  }

  @Test func elsewhereOneNameWillDo() throws {
    let json = try body(
      draft {
        $0.shipTo.name = "Ada"
        $0.shipTo.country = "de"
        $0.shipTo.province = ""
      })["logistics_address"]
    #expect(json["contact_person"].text == "Ada")
    #expect(json["province"].text == "Hartford")
  }

  @Test(arguments: [
    ("+49 30 1234567", "DE", "+49", "301234567"), ("0049 30 1234567", "DE", "+49", "301234567"),
    ("030 1234567", "DE", nil, "0301234567"), ("+44 20 7946 0000", "DE", nil, "442079460000"),
    ("+49 3", "DE", nil, "493"), ("", "DE", nil, nil), ("+999 12345", "XX", nil, "99912345"),
  ])
  func theCallingCodeGoesApart(phone: String, country: String, code: String?, number: String?)
    throws
  {
    let json = try body(
      draft {
        $0.shipTo.phone = phone
        $0.shipTo.country = country
      })["logistics_address"]
    #expect(json["phone_country"].text == code)
    #expect(json["mobile_no"].text == number)
  }

  @Test(arguments: [
    ("1005004638293060", ""), ("1005004638293060;", ""),
    (" 1005004638293060/12000029842 ; 14:365458#Brown ", "14:365458#Brown"),
    ("1005004638293060;14:1;5:2;200:3", "14:1;5:2;200:3"),
  ])
  func attributesStayVerbatim(sku: String, attributes: String) throws {
    let items = try body(draft { $0.items[0].supplierSKU = sku })["product_items"].elements
    #expect(items.map { $0["product_id"].text } == ["1005004638293060"])
    #expect(items.map { $0["sku_attr"].text } == [attributes])
  }
}

struct AliExpressPlacingTests {
  private func place(_ response: HTTPResponse) throws(ConnectorError) -> Placement {
    try connector.place("{}", Samples.context).decode(response)
  }

  private func error(_ response: HTTPResponse) -> ConnectorError? {
    Samples.error(connector.place("{}", Samples.context), response)
  }

  @Test(
    arguments: [
      ["number": [8_206_563_124_840_456]], ["number": 8_206_563_124_840_456],
      ["number": "8206563124840456"], [8_206_563_124_840_456], ["number": ["8206563124840456"]],
    ] as [JSON])
  func everyShapeOfTheListIsRead(list: JSON) throws {
    #expect(
      try place(result(["is_success": .bool(true), "order_list": list]))
        == Placement(numbers: ["8206563124840456"], state: .unpaid))
  }

  @Test func childOrdersAreAllNamed() throws {
    let placement = try place(
      result(["is_success": "true", "order_list": ["number": [1, 2, 3]]], "resp_result"))
    #expect(placement.numbers == ["1", "2", "3"])
  }

  @Test func whatIsCreatedAndNotPaidIsUnpaid() throws {
    let placement = try place(
      result([
        "is_success": .bool(true), "order_list": ["number": [77]],
        "error_msg": "OrderCreated, autoPay fail: no permission",
      ]))
    #expect(placement.state == .unpaid)
    #expect(placement.note == "created, not paid: OrderCreated, autoPay fail: no permission")
    #expect(placement.numbers == ["77"])
  }

  @Test func aRepeatIsASuccess() throws {
    #expect(
      try place(result(["is_success": "false", "error_code": "REPEATED_ORDER_ERROR"]))
        == Placement(numbers: [], state: .unpaid, isRepeated: true))
  }

  @Test(arguments: [
    ("B_DROPSHIPPER_DELIVERY_ADDRESS_VALIDATE_FAIL", "AliExpress does not take the address: x"),
    (
      "B_DROPSHIPPER_DELIVERY_ADDRESS_VALIDATE_FAIL_CPF_CN_INVALID",
      "AliExpress does not take the tax number (CPF): x"
    ),
    (
      "B_DROPSHIPPER_DELIVERY_ADDRESS_VALIDATE_FAIL_ZIP", "AliExpress does not take the address: x"
    ),
    ("BLACKLIST_BUYER_IN_LIST", "the seller does not sell to this account: x"),
    ("USER_ACCOUNT_DISABLED", "AliExpress has closed the account: x"),
    ("PRICE_PAY_CURRENCY_ERROR", "the items of the order can't be paid in one currency: x"),
    ("DELIVERY_METHOD_NOT_EXIST", "the shipping method does not go there; choose another: x"),
    ("INVENTORY_HOLD_ERROR", "out of stock: x"),
    ("ERROR_WHEN_BUILD_FOR_PLACE_ORDER", "AliExpress could not build the order: x"),
    ("A001_ORDER_CANNOT_BE_PLACED", "AliExpress does not place this order: x"),
    ("A006_INVALID_ACCOUNT_INFO", "AliExpress does not take the account's details: x"),
    ("A003_SOMETHING", "x"),
  ])
  func refusalsAreToldInWords(code: String, words: String) {
    let answer = result([
      "is_success": .bool(false), "error_code": .string(code), "error_msg": "x",
    ])
    #expect(error(answer) == .rejected(code: code, message: words))
  }

  /// An order may stand behind each of them.
  @Test(
    arguments: [
      result(["is_success": .bool(false)]),
      result(["is_success": .bool(false), "error_code": "B_SYSTEM_ERROR"]),
      result(["is_success": .bool(false), "error_code": "SOMETHING_NEW"]),
      result(["is_success": .bool(true)]), result(["is_success": .bool(true), "order_list": [:]]),
      result(["is_success": .bool(true), "order_list": ["number": []]]),
      result(["is_success": .bool(true), "order_list": ["number": [0, -1, "x", .number("1.5")]]]),
      result([:]), result([]), result(.null), result("yes"),
      Samples.answer(["aliexpress_ds_order_create_response": [:]]),
      Samples.answer(["aliexpress_ds_order_create_response": ["rsp_code": 500, "rsp_msg": "x"]]),
      Samples.answer(["error_response": [:]]), Samples.answer(["error_response": "x"]),
      Samples.answer(["error_response": ["code": 15, "msg": "Remote service error"]]),
      Samples.answer(["error_response": ["code": "15", "sub_code": "isp.service-error"]]),
      Samples.answer(["error_response": ["code": 999, "type": "ISP", "msg": "?"]]),
      Samples.answer(["code": "ServiceTimeout", "type": "ISP", "message": "?"]),
      Samples.answer(["code": "Unheard", "message": "?"]),
      Samples.answer(["code": "Unheard", "message": "?"], status: 500),
    ])
  func whatNobodyExplainsLeavesTheOutcomeOpen(answer: HTTPResponse) {
    guard case .unknownOutcome = error(answer) else {
      Issue.record("told as \(String(describing: error(answer)))")
      return
    }
  }

  @Test(
    arguments: [
      ["code": "IllegalAccessToken", "type": "ISV", "message": "The token is invalid"],
      ["error_response": ["code": 27, "msg": "Invalid session"]],
      ["error_response": ["code": "27", "msg": "Invalid session"]],
      ["error_response": ["code": "IncompleteSignature", "msg": "?"]],
      ["error_response": ["code": 15, "sub_code": "isv.access-token-expired", "msg": "?"]],
    ] as [JSON])
  func aSessionThatIsRefusedIsForTheOperator(body: JSON) {
    guard case .unauthorized(let words) = error(Samples.answer(body)) else {
      Issue.record("told as \(String(describing: error(Samples.answer(body))))")
      return
    }
    #expect(words.hasSuffix("sign in to AliExpress again for a new session"))
  }

  @Test(
    arguments: [
      ["code": "ApiCallLimit", "type": "ISV", "message": "too fast"],
      ["error_response": ["code": 7, "msg": "App Call Limited"]],
      [
        "error_response": ["code": 7, "sub_code": "accesscontrol.limited-by-api-access-count"]
      ],
    ] as [JSON])
  func tooManyRequestsMeanNotPlaced(body: JSON) {
    #expect(error(Samples.answer(body)) == .throttled(after: nil))
  }

  @Test func aRequestThatLacksAParameterIsRefused() {
    #expect(
      error(Samples.answer(["code": "MissingParameter", "message": "session is required"]))
        == .rejected(code: "MissingParameter", message: "session is required"))
  }

  @Test func whatAliExpressCanDoIsDeclared() {
    #expect(connector.powers == SupplierPowers(deduplicates: .hours(24)))
    #expect(connector.pay(number: "1", Samples.context).isEmpty)
    #expect(connector.cancel(number: "1", Samples.context)?.request == nil)
    #expect(connector.balance(Samples.context)?.request == nil)
    #expect(connector.find(key: "SC-1", number: "", Samples.context)?.request == nil)
  }
}

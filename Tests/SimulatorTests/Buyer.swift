import Foundation
import Fulfillment
import Simulator
import Testing
import Wire

/// What a buyer sends, written from the documents (apis.md 2.1, 3, 4).
extension Visitor {
  /// A world without limits in which suppliers are what the test says.
  static func buying(
    seed: UInt64 = 11, orders: Int = 20, temper: SupplierTemper = .smooth,
    faults: Faults = .none, balance: Int = 500_000, buysItself: Double = 1,
    shop: World.ShopKind = .modern, scenarios: ScenarioShares = .happy
  ) -> Visitor {
    Visitor(
      seed: seed,
      World.Options(
        start: monday, ordersPerDay: 0, backlogDays: 3, orders: orders, scenarios: scenarios,
        faults: faults, enforcesLimits: false, buysItself: buysItself, temper: temper,
        balance: balance, shopKind: shop))
  }

  /// CJ's variant of a sku.
  static func variant(_ sku: String) -> String {
    Catalogue.offers.first { $0.sku == sku && $0.supplier == "CJ" }?.supplierSKU ?? "-"
  }

  /// A whole order for CJ, before a test changes it.
  static func cjOrder(
    _ key: String, payType: Any = 3, sku: String = "LAMP-MOON", quantity: Any = 1
  ) -> [String: Any] {
    [
      "orderNumber": key, "shippingCountryCode": "US", "shippingCountry": "United States",
      "shippingProvince": "NY", "shippingCity": "Albany", "shippingZip": "12207",
      "shippingPhone": "+15185550100", "shippingCustomerName": "Ava Brown",
      "shippingAddress": "7 Oak St", "payType": payType, "logisticName": "CJPacket Ordinary",
      "fromCountryCode": "CN",
      "products": [["vid": variant(sku), "quantity": quantity, "storeLineItemId": "L1"]],
    ]
  }

  /// A request to CJ with whatever token and body.
  mutating func cjRequest(
    _ method: HTTPRequest.Method, _ path: String, _ body: [String: Any]? = nil
  ) throws -> HTTPRequest {
    let token = try cjToken()
    var request = HTTPRequest(
      method, "http://h/cj/api2.0/v1" + path, headers: ["CJ-Access-Token": token])
    if let body {
      request.headers["Content-Type"] = "application/json"
      request.body = Array(try JSONSerialization.data(withJSONObject: body))
    }
    return request
  }

  mutating func cjCall(
    _ method: HTTPRequest.Method, _ path: String, _ body: [String: Any]? = nil
  ) throws -> Answer {
    try Answer(send(try cjRequest(method, path, body)))
  }

  mutating func placeAtCJ(_ body: [String: Any]) throws -> Answer {
    try cjCall(.post, "/shopping/order/createOrderV2", body)
  }

  mutating func cjDetail(_ number: String) throws -> Answer {
    try cjCall(.get, "/shopping/order/getOrderDetail?orderId=" + number)
  }

  mutating func cjBalance() throws -> Double {
    try #require(try cjCall(.get, "/shopping/pay/getBalance").data.amount.double)
  }

  // MARK: - AliExpress

  static func aliExpressOffer(_ sku: String) -> (product: Int, attributes: String) {
    let offer = Catalogue.offers.first { $0.sku == sku && $0.supplier == "AliExpress" }
    let parts = (offer?.supplierSKU ?? "0;-").split(separator: ";")
    return (Int(parts[0]) ?? 0, String(parts[1]))
  }

  static func aliExpressOrder(
    _ key: String, skus: [String] = ["LAMP-MOON-L"], count: Int = 1, country: String = "US",
    person: String = "Ava Brown"
  ) -> [String: Any] {
    [
      "out_order_id": key,
      "logistics_address": [
        "address": "7 Oak St", "city": "Albany", "country": country, "contact_person": person,
        "full_name": person, "mobile_no": "5185550100", "province": "NY", "zip": "12207",
      ],
      "product_items": skus.map { sku in
        let offer = aliExpressOffer(sku)
        return [
          "product_id": offer.product, "product_count": count, "sku_attr": offer.attributes,
          "logistics_service_name": "CAINIAO_FULFILLMENT_STD",
        ]
      },
    ]
  }

  /// A signed request to the gateway; `change` may spoil its parameters before, `forge` after.
  func aliExpressRequest(
    _ method: String, _ business: [String: String],
    change: (inout [String: String]) -> Void = { _ in }, forge: String? = nil
  ) -> HTTPRequest {
    var all = business
    all["method"] = method
    all["app_key"] = secret("ALIEXPRESS_KEY")
    all["session"] = secret("ALIEXPRESS_TOKEN")
    all["timestamp"] = String(now.milliseconds)
    all["sign_method"] = "sha256"
    change(&all)
    let text = all.sorted { $0.key < $1.key }.map { $0.key + $0.value }.joined()
    let mac = SHA256.hmac(Array(text.utf8), key: Array(secret("ALIEXPRESS_SECRET").utf8))
    all["sign"] = forge ?? mac.map { String(format: "%02X", $0) }.joined()
    return HTTPRequest(
      .post, "http://h/aliexpress/sync",
      headers: ["Content-Type": "application/x-www-form-urlencoded;charset=utf-8"],
      body: Array(Self.form(all).utf8))
  }

  static func form(_ fields: [String: String]) -> String {
    let plain = CharacterSet.alphanumerics
    return fields.sorted { $0.key < $1.key }.map { field in
      let value = field.value.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
      return field.key + "=" + value
    }.joined(separator: "&")
  }

  func aliExpressPlacing(
    _ order: [String: Any], tryToPay: Bool = true, currency: String = "USD",
    change: (inout [String: String]) -> Void = { _ in }
  ) throws -> HTTPRequest {
    let text = String(
      decoding: try JSONSerialization.data(withJSONObject: order), as: UTF8.self)
    let extra =
      "{\"payment\":{\"pay_currency\":\"\(currency)\",\"try_to_pay\":\"\(tryToPay)\"}}"
    return aliExpressRequest(
      "aliexpress.ds.order.create",
      ["param_place_order_request4_open_api_d_t_o": text, "ds_extend_request": extra],
      change: change)
  }

  /// The `result` of a call.
  mutating func aliExpress(_ request: HTTPRequest) throws -> Answer {
    let answer = try Answer(send(request))
    let name = try #require(answer.names.first { $0.hasSuffix("_response") })
    #expect(answer[name].request_id.text?.isEmpty == false)
    return answer[name].result
  }

  mutating func placeAtAliExpress(
    _ order: [String: Any], tryToPay: Bool = true
  ) throws -> Answer {
    try aliExpress(try aliExpressPlacing(order, tryToPay: tryToPay))
  }

  mutating func aliExpressDetail(_ number: Int) throws -> Answer {
    try aliExpress(
      aliExpressRequest(
        "aliexpress.trade.ds.order.get", ["single_order_query": "{\"order_id\":\(number)}"]))
  }

  // MARK: - The shop

  /// A signed request that writes.
  mutating func writeShop(
    _ method: HTTPRequest.Method, _ path: String, _ body: [String: Any]
  ) throws -> HTTPResponse {
    try send(writingShop(method, path, body))
  }

  mutating func writingShop(
    _ method: HTTPRequest.Method, _ path: String, _ body: [String: Any]
  ) throws -> HTTPRequest {
    nonces += 1
    var signer = OAuthSigner(
      key: secret("WOO_KEY"), secret: secret("WOO_SECRET"), nonce: "writes\(nonces)",
      timestamp: String(now.milliseconds / 1000), sha1: false)
    signer.method = method
    var request = signer.request("http://127.0.0.1:8080/shop/wp-json/wc/v3" + path, [])
    request.headers["Content-Type"] = "application/json"
    request.body = Array(try JSONSerialization.data(withJSONObject: body))
    return request
  }
}

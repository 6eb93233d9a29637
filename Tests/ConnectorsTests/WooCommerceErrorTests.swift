import Connectors
import Fulfillment
import Testing
import Wire

struct WooCommerceErrorTests {
  private func failure(_ body: JSON, _ status: Int) -> ConnectorError? {
    let exchange = WooCommerce(Samples.credentials).orders(nil, Samples.context)
    return Samples.error(
      exchange, Samples.answer(body, status: status, headers: ["Retry-After": "600"]))
  }

  private func body(_ code: String, _ message: String = "Sorry.") -> JSON {
    ["code": .string(code), "message": .string(message), "data": ["status": 400]]
  }

  @Test(arguments: [
    ("woocommerce_rest_cannot_view", 401), ("woocommerce_rest_authentication_error", 401),
    ("rest_forbidden", 403), ("anything", 401), ("anything", 403),
    ("woocommerce_rest_cannot_view", 400),
  ])
  func refusedKeysSayWhatToCheck(code: String, status: Int) {
    guard case .unauthorized(let text) = failure(body(code), status) else {
      Issue.record("\(code) is not unauthorized")
      return
    }
    #expect(text.hasPrefix("Sorry. (\(code)): check that the key may read orders"))
  }

  @Test func aMissingRouteSaysThatThePluginIsOff() throws {
    let error = try #require(failure(body("rest_no_route", "No route."), 404))
    #expect(error.retry == .never)
    #expect(error.message.contains("switch the plugin on"))
  }

  @Test func aRefusedParameterIsNamed() {
    let body: JSON = [
      "code": "rest_invalid_param", "message": "Invalid parameter(s): per_page",
      "data": ["status": 400, "params": ["per_page": "must be &lt; 101"]],
    ]
    #expect(
      failure(body, 400)
        == .rejected(
          code: "rest_invalid_param",
          message: "Invalid parameter(s): per_page; per_page: must be < 101"))
  }

  @Test func troubleWithABodyIsStillTrouble() {
    #expect(failure(body("internal"), 500) == .unavailable("Sorry.", after: .seconds(600)))
    #expect(failure(body("slow_down"), 429) == .throttled(after: .seconds(600)))
  }

  @Test(arguments: ["{}", "{\"orders\":[]}", "\"ok\"", "5", "null", "true"])
  func whatIsNoListIsMalformed(text: String) {
    let exchange = WooCommerce(Samples.credentials).orders(nil, Samples.context)
    #expect(
      Samples.error(exchange, Samples.answer(text)) == .malformed("orders are not a list"))
  }

  @Test func aKeyQuotedByTheShopIsStruckOut() throws {
    let message = "Consumer key ck_0123456789 with cs_9876543210 is invalid"
    let error = try #require(failure(body("x", message), 401))
    #expect(!error.message.contains("0123456789"))
    #expect(!error.message.contains("9876543210"))
    #expect(error.message.contains("Consumer key ... with ... is invalid"))
  }
}

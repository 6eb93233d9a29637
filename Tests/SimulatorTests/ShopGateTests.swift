import Fulfillment
@testable import Simulator
import Testing
import Wire

@Suite struct ShopGateTests {
  @Test(arguments: [false, true])
  func aSignedRequestIsLetIn(sha1: Bool) {
    var visitor = Visitor.free()
    #expect(visitor.shop("/orders", sha1: sha1).status == 200)
  }

  /// Signatures made by Python's hmac, with brackets, blanks, plus and accents in the query.
  @Test(arguments: [
    ("HMAC-SHA256", "0mLfcLgas+ievKyTsCcvXQIC89SftCzdIWCVS4nzdpU="),
    ("HMAC-SHA1", "AzD5KoKHHYbRwa16GWGPJdxjCE8="),
  ])
  func theSignatureIsThatOfTheRFC(method: String, signature: String) throws {
    let written = signature.replacing("+", with: "%2B").replacing("/", with: "%2F")
    let query =
      "per_page=100&status%5B%5D=on-hold&status%5B%5D=any&search=a+b%2Bc%2F%C3%A9"
      + "&oauth_consumer_key=ck_1&oauth_nonce=n1&oauth_timestamp=1795424400"
      + "&oauth_signature_method=\(method)&oauth_signature=\(written)"
    let request = HTTPRequest(
      .get, "http://127.0.0.1:8080/shop/wp-json/wc/v3/orders?" + query)
    let call = Call(request, now: monday, realNow: Timestamp(seconds: 1_795_424_400))
    var gate = OAuthGate()
    try gate.admit(call, key: "ck_1", secret: "cs_2")
    #expect(throws: OAuthGate.Refusal.nonce) { try gate.admit(call, key: "ck_1", secret: "cs_2") }
    #expect(throws: OAuthGate.Refusal.signature) {
      try gate.admit(call, key: "ck_1", secret: "cs_3")
    }
  }

  @Test func aForgedSignatureIsRefused() throws {
    var visitor = Visitor.free()
    let response = visitor.shop("/orders") { $0.forged = "AAAA" }
    #expect(response.status == 401)
    let answer = try Answer(response)
    #expect(answer.code.text == "woocommerce_rest_authentication_error")
    #expect(answer.data.status.int == 401)
  }

  @Test func aWrongSecretIsRefused() throws {
    var visitor = Visitor.free()
    #expect(visitor.shop("/orders") { $0.secret += "0" }.status == 401)
    #expect(visitor.shop("/orders") { $0.key += "0" }.status == 401)
  }

  @Test func aNonceServesOnce() throws {
    var visitor = Visitor.free()
    #expect(visitor.shop("/orders") { $0.nonce = "same" }.status == 200)
    let again = visitor.shop("/orders") { $0.nonce = "same" }
    #expect(again.status == 401)
    #expect(try Answer(again).message.text?.contains("nonce") == true)
  }

  @Test(arguments: [(-899, 200), (899, 200), (-902, 401), (902, 401)])
  func aStampCountsAQuarterOfAnHour(offset: Int64, status: Int) {
    var visitor = Visitor.free()
    let stamp = String(visitor.now.milliseconds / 1000 + offset)
    #expect(visitor.shop("/orders") { $0.timestamp = stamp }.status == status)
  }

  @Test func theWallClockCountsAndNotSimulatedTime() {
    let visitor = Visitor.free()
    var world = visitor.world
    let signer = OAuthSigner(
      key: visitor.secret("WOO_KEY"), secret: visitor.secret("WOO_SECRET"), nonce: "n",
      timestamp: "1700000000", sha1: false)
    let request = signer.request("http://h/shop/wp-json/wc/v3/orders", [])
    let real = Timestamp(seconds: 1_700_000_060)
    #expect(world.respond(to: request, now: monday, realNow: real).status == 200)
  }

  @Test func keysInTheOpenCountOverTLSOnly() throws {
    var visitor = Visitor.free()
    let pair = visitor.secret("WOO_KEY") + ":" + visitor.secret("WOO_SECRET")
    let header: HTTPHeaders = [
      "Authorization": "Basic " + Array(pair.utf8).base64, "X-Forwarded-Proto": "https",
    ]
    let open = visitor.send(
      HTTPRequest(.get, "http://h/shop/wp-json/wc/v3/orders", headers: header))
    #expect(open.status == 401)
    #expect(try Answer(open).code.text == "woocommerce_rest_cannot_view")
    let closed = visitor.send(
      HTTPRequest(.get, "https://h/shop/wp-json/wc/v3/orders", headers: header))
    #expect(closed.status == 200)
  }

  @Test func aStrangerSeesNothing() throws {
    var visitor = Visitor.free()
    let response = visitor.send(HTTPRequest(.get, "http://h/shop/wp-json/wc/v3/orders"))
    #expect(response.status == 401)
    #expect(try Answer(response).code.text == "woocommerce_rest_cannot_view")
  }

  @Test func aKeyThatOnlyReadsMayNotWrite() throws {
    var visitor = Visitor(
      World.Options(start: monday, orders: 5, enforcesLimits: false, keyWrites: false))
    let response = visitor.shop("/orders/1001") { $0.method = .put }
    #expect(response.status == 401)
    #expect(try Answer(response).message.text?.contains("write") == true)
  }

  @Test(arguments: ["/coupons", "/orders/1001/bogus", "/nowhere"])
  func whatIsNotThereHasNoRoute(path: String) throws {
    var visitor = Visitor.free()
    let response = visitor.shop(path)
    #expect(response.status == 404)
    #expect(try Answer(response).code.text == "rest_no_route")
  }
}

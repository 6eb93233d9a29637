import Fulfillment
@testable import Simulator
import Testing
import Wire

/// What somebody posts, and what kind of request it makes.
@Suite struct PostedTests {
  static let sample = Posted.read(
    #"{"t":"x","n":7,"q":"8","f":2.5,"w":3.0,"b":true,"l":[1,"2"],"o":{"d":{"e":1}},"z":null}"#)

  @Test(
    arguments: [
      ("t", "x", nil), ("n", "7", 7), ("q", "8", 8), ("f", "", nil), ("b", "", nil),
      ("l", "", nil), ("z", "", nil), ("missing", "", nil),
    ] as [(String, String, Int?)])
  func aMemberIsReadAsTextAndAsNumber(name: String, text: String, int: Int?) throws {
    let posted = try #require(Self.sample)
    #expect(posted[name].text == text && posted[name].int == int)
  }

  @Test func membersOfMembersAreFound() throws {
    let posted = try #require(Self.sample)
    #expect(posted["o"]["d"]["e"].int == 1)
    #expect(posted["o"]["x"]["e"].int == nil)
    #expect(posted["l"].items.map(\.int) == [1, 2])
    #expect(posted["t"].items.isEmpty && posted["w"].int == 3)
    #expect(posted.isObject && !posted["l"].isObject)
  }

  @Test(arguments: [
    ("true", true), ("1", true), ("\"true\"", true), ("\"1\"", true), ("false", false),
    ("0", false), ("\"yes\"", false), ("null", false), ("[]", false),
  ])
  func flagsComeInManyForms(json: String, isTrue: Bool) throws {
    #expect(try #require(Posted.read(json)).isTrue == isTrue)
  }

  @Test(arguments: ["", "{", "nil", "{\"a\":}", "[1,]x"])
  func whatIsNoJSONIsNothing(text: String) { #expect(Posted.read(text) == nil) }

  @Test(arguments: [
    "null", "true", "7", "2.5", "\"é\\\"\"", "[1,[2],{}]", #"{"a":1,"b":{"c":[null]}}"#,
  ])
  func itIsWrittenAsItWasRead(json: String) throws {
    let bytes = try #require(Posted.read(json)).answer.bytes()
    #expect(String(decoding: bytes, as: UTF8.self) == json)
  }

  @Test(arguments: [
    (HTTPRequest.Method.post, "/cj/api2.0/v1/shopping/order/createOrderV2", "", "placing"),
    (.post, "/cj/shopping/order/createOrderV3", "", "placing"),
    (.post, "/cj/api2.0/v1/shopping/pay/payBalance", "", "writing"),
    (.patch, "/cj/api2.0/v1/shopping/order/confirmOrder", "", "writing"),
    (.delete, "/cj/api2.0/v1/shopping/order/deleteOrder", "", "writing"),
    (.get, "/cj/api2.0/v1/shopping/order/list", "", "-"),
    (.post, "/cj/api2.0/v1/authentication/getAccessToken", "", "-"),
    (.post, "/cj/api2.0/v1/logistic/freightCalculate", "", "-"),
    (.post, "/aliexpress/sync", "method=aliexpress.ds.order.create", "placing"),
    (.post, "/aliexpress/sync", "method=aliexpress.trade.ds.order.get", "-"),
    (.post, "/shop/wp-json/wc/v3/orders/1/fulfillments", "{}", "writing"),
    (.put, "/shop/wp-json/wc/v3/orders/1", "{}", "writing"),
    (.get, "/shop/wp-json/wc/v3/orders", "", "-"),
    (.post, "/easypost/v2/trackers", "{}", "-"),
    (.post, "/17track/track/v2.2/register", "[]", "-"), (.post, "/elsewhere", "", "-"),
  ])
  func eachRequestIsOfItsKind(
    method: HTTPRequest.Method, path: String, body: String, kind: String
  ) {
    let request = HTTPRequest(method, "http://h" + path, body: Array(body.utf8))
    let change = Call(request, now: monday, realNow: monday).change
    #expect(change.map { "\($0)" } ?? "-" == kind)
  }

  @Test func aFormBodyGoesBehindTheQuery() {
    var request = HTTPRequest(
      .post, "http://h/aliexpress/sync?a=1&b=2", body: Array("b=x+y%26".utf8))
    #expect(Call(request, now: monday, realNow: monday).parameters["b"] == "x y&")
    #expect(Call(request, now: monday, realNow: monday).parameters["a"] == "1")
    request.headers["Content-Type"] = "application/json"
    #expect(Call(request, now: monday, realNow: monday).parameters["b"] == "2")
  }

  @Test(arguments: [
    Mishaps.Mishap.lost(.reset), .answerLost(.hang), .answeredBroken, .late(.seconds(3)),
    .garbled,
  ])
  func aScriptGoesBeforeTheShares(mishap: Mishaps.Mishap) {
    var mishaps = Mishaps.each(0)
    mishaps.script = [4: mishap]
    var random = SeededRandom(seed: 1)
    #expect(mishaps.strike(4, &random) == mishap)
    #expect((0..<100).allSatisfy { $0 == 4 || mishaps.strike($0, &random) == nil })
  }

  @Test(arguments: [1, 2, 3])
  func latenessIsBounded(seed: Int) {
    var mishaps = Mishaps()
    (mishaps.late, mishaps.lateness) = (1, .seconds(5))
    var random = SeededRandom(seed: UInt64(seed))
    for number in 0..<200 {
      guard case .late(let span) = mishaps.strike(number, &random) else {
        Issue.record("not late")
        continue
      }
      #expect(span > .milliseconds(0) && span <= .seconds(5))
    }
  }

  /// A vector from the documents' own arithmetic: names sorted, values joined, the sign left out.
  @Test func theSignatureIsTheMACOfTheSortedParameters() {
    let parameters = [
      (name: "b", value: "2"), (name: "sign", value: "X"), (name: "a", value: "1"),
    ]
    let mac = SHA256.hmac(Array("/p/qa1b2".utf8), key: Array("s".utf8))
    let signed = AliExpressDesk.signature(parameters, path: "/p/q", secret: "s")
    #expect(signed.count == 64 && signed == signed.uppercased())
    #expect(signed.prefix(2) == zeroPaddedHex(mac[0]))
    #expect(signed.suffix(2) == zeroPaddedHex(mac[31]))
  }

  private func zeroPaddedHex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16).uppercased()
    return digits.count == 1 ? "0" + digits : digits
  }
}

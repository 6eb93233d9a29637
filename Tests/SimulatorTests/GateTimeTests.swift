import Fulfillment
@testable import Simulator
import Testing
import Wire

/// The signature's smaller rules, one by one.
@Suite struct GateTimeTests {
  static func call(
    _ query: [(String, String)], key: String = "ck", secret: String = "cs", nonce: String,
    at real: Timestamp, method: HTTPRequest.Method = .get,
    change: (inout String) -> Void = { _ in }
  ) -> Call {
    var signer = OAuthSigner(
      key: key, secret: secret, nonce: nonce, timestamp: String(real.milliseconds / 1000),
      sha1: false)
    signer.method = method
    var request = signer.request("http://127.0.0.1:9/shop/wp-json/wc/v3/orders", query)
    change(&request.url)
    return Call(request, now: monday, realNow: real)
  }

  static func refusal(_ call: Call) -> OAuthGate.Refusal? {
    var gate = OAuthGate()
    do throws(OAuthGate.Refusal) {
      try gate.admit(call, key: "ck", secret: "cs")
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    [("page", "2")], [("status[0]", "any"), ("status[1]", "trash")], [("search", "ä ö+ü/ß&=%")],
    [("b", "1"), ("a", "2"), ("a", "1")], [("empty", "")], [],
  ])
  func anyQueryCanBeSigned(query: [(String, String)]) {
    #expect(Self.refusal(Self.call(query, nonce: "1", at: monday)) == nil)
  }

  @Test(arguments: ["consumer_key", "timestamp", "nonce", "signature", "signature_method"])
  func eachParameterIsNeeded(name: String) {
    let call = Self.call([], nonce: "1", at: monday) {
      $0 = $0.replacing("oauth_\(name)=", with: "oauth_x\(name)=")
    }
    #expect(Self.refusal(call) == .missing(name))
  }

  @Test func aChangedParameterBreaksTheSignature() {
    let call = Self.call([("page", "1")], nonce: "1", at: monday) {
      $0 = $0.replacing("page=1", with: "page=2")
    }
    #expect(Self.refusal(call) == .signature)
  }

  @Test func anAddedParameterBreaksTheSignature() {
    let call = Self.call([("page", "1")], nonce: "1", at: monday) { $0 += "&per_page=5" }
    #expect(Self.refusal(call) == .signature)
  }

  @Test func anotherPathBreaksTheSignature() {
    let call = Self.call([], nonce: "1", at: monday) {
      $0 = $0.replacing("/orders", with: "/orders/1001")
    }
    #expect(Self.refusal(call) == .signature)
  }

  @Test func anotherPortBreaksTheSignature() {
    let call = Self.call([], nonce: "1", at: monday) { $0 = $0.replacing(":9/", with: ":10/") }
    #expect(Self.refusal(call) == .signature)
  }

  @Test func theMethodIsSigned() {
    let signed = Self.call([], nonce: "1", at: monday, method: .put)
    let sent = Call(
      HTTPRequest(.get, signed.request.url), now: monday, realNow: monday)
    #expect(Self.refusal(signed) == nil)
    #expect(Self.refusal(sent) == .signature)
  }

  @Test func anUnknownMethodOfSigningIsRefused() {
    let call = Self.call([], nonce: "1", at: monday) {
      $0 = $0.replacing("HMAC-SHA256", with: "PLAINTEXT")
    }
    #expect(Self.refusal(call) == .method)
  }

  @Test func aKeyOfSomebodyElseIsRefused() {
    #expect(Self.refusal(Self.call([], key: "ck2", nonce: "1", at: monday)) == .unknownKey)
  }

  @Test func aStampThatIsNoNumberIsRefused() {
    let signer = OAuthSigner(
      key: "ck", secret: "cs", nonce: "1", timestamp: "soon", sha1: false)
    let request = signer.request("http://h/shop/wp-json/wc/v3/orders", [])
    #expect(Self.refusal(Call(request, now: monday, realNow: monday)) == .timestamp)
  }

  @Test func anOldNonceIsForgottenOnlyWhenItsStampIsStale() throws {
    var gate = OAuthGate()
    for number in 0..<5000 {
      let real = monday + .seconds(Int64(number))
      let call = Self.call([], nonce: "n\(number)", at: real)
      try gate.admit(call, key: "ck", secret: "cs")
    }
    let recent = Self.call([], nonce: "n4900", at: monday + .seconds(5000))
    #expect(throws: OAuthGate.Refusal.nonce) {
      try gate.admit(recent, key: "ck", secret: "cs")
    }
  }

  @Test func aRefusedRequestDoesNotUseUpItsNonce() throws {
    var gate = OAuthGate()
    let early = Self.call([], nonce: "1", at: monday)
    let late = Call(early.request, now: monday, realNow: monday + .hours(1))
    #expect(throws: OAuthGate.Refusal.timestamp) {
      try gate.admit(late, key: "ck", secret: "cs")
    }
    try gate.admit(early, key: "ck", secret: "cs")
  }

  /// RFC 5849 section 3.4.1.1, with the parameters of its example that stand in the query.
  @Test func theBaseStringIsThatOfTheRFC() {
    let url =
      "http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b&oauth_nonce=7d8f3e4a"
      + "&oauth_signature=dropped"
    let call = Call(HTTPRequest(.post, url), now: monday, realNow: monday)
    #expect(
      OAuthGate.baseString(call)
        == "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3Da%26b5%3D%253D%25253D"
        + "%26c%2540%3D%26oauth_nonce%3D7d8f3e4a")
  }
}

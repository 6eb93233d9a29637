import Foundation
import Fulfillment
import Simulator
import Testing
import Wire

/// Monday 2026-11-23, 09:00 UTC.
let monday = Timestamp(seconds: 1_795_424_400)

/// JSON read by another reader than the one that wrote it.
@dynamicMemberLookup
struct Answer {
  let raw: Any?

  init(_ raw: Any?) { self.raw = raw is NSNull ? nil : raw }

  init(_ response: HTTPResponse) throws {
    let data = Data(response.body)
    raw = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
  }

  subscript(dynamicMember name: String) -> Answer { self[name] }
  subscript(name: String) -> Answer { Answer((raw as? [String: Any])?[name]) }
  subscript(index: Int) -> Answer {
    elements.indices.contains(index) ? elements[index] : Answer(nil)
  }

  var text: String? { raw as? String }
  var int: Int? { raw as? Int }
  var bool: Bool? { raw as? Bool }
  var double: Double? { raw as? Double }
  var isNull: Bool { raw == nil }
  var elements: [Answer] { (raw as? [Any])?.map(Answer.init) ?? [] }
  var names: Set<String> { Set((raw as? [String: Any])?.keys.map { $0 } ?? []) }

  func has(_ name: String) -> Bool { names.contains(name) }
}

/// A world and somebody who asks it, each request with its own nonce.
struct Visitor {
  var world: World
  var now: Timestamp
  private var asked = 0
  /// Writing requests signed so far.
  var nonces = 0

  init(seed: UInt64 = 11, _ options: World.Options = .init(start: monday)) {
    world = World(seed: seed, options: options)
    now = options.start
  }

  /// Without limits, so that a frozen clock does no harm, and without new orders.
  static func free(
    seed: UInt64 = 11, orders: Int = 120, days: Int = 14, _ scenarios: ScenarioShares = .busy
  ) -> Visitor {
    Visitor(
      seed: seed,
      World.Options(
        start: monday, ordersPerDay: 0, backlogDays: days, orders: orders, scenarios: scenarios,
        enforcesLimits: false))
  }

  func secret(_ name: String) -> String { world.secrets["SUPERCARGO_SIM_" + name] ?? "" }

  mutating func send(_ request: HTTPRequest) -> HTTPResponse {
    world.respond(to: request, now: now, realNow: now)
  }

  /// A signed request to the shop.
  mutating func shop(
    _ path: String, _ query: [(String, String)] = [], sha1: Bool = false,
    change: (inout OAuthSigner) -> Void = { _ in }
  ) -> HTTPResponse {
    asked += 1
    var signer = OAuthSigner(
      key: secret("WOO_KEY"), secret: secret("WOO_SECRET"), nonce: "nonce\(asked)",
      timestamp: String(now.milliseconds / 1000), sha1: sha1)
    change(&signer)
    return send(signer.request("http://127.0.0.1:8080/shop/wp-json/wc/v3" + path, query))
  }

  /// Everything the shop lists, page by page.
  mutating func allOrders(_ query: [(String, String)] = []) throws -> [Answer] {
    var orders: [Answer] = []
    for page in 1...1000 {
      let response = shop(
        "/orders", query + [("per_page", "100"), ("page", String(page)), ("orderby", "id")])
      let listed = try Answer(response).elements
      orders += listed
      if page >= Int(response.headers["X-WP-TotalPages"] ?? "") ?? 0 { break }
    }
    return orders
  }

  /// CJ's answer to a request for a token.
  mutating func cjTokenAnswer() throws -> Answer {
    let body = "{\"apiKey\":\"\(secret("CJ_KEY"))\"}"
    let response = send(
      HTTPRequest(
        .post, "http://h/cj/api2.0/v1/authentication/getAccessToken", body: Array(body.utf8)))
    return try Answer(response)
  }

  /// A token of CJ's.
  mutating func cjToken() throws -> String {
    try #require(try cjTokenAnswer().data.accessToken.text)
  }

  mutating func cj(_ path: String, token: String) -> HTTPResponse {
    send(
      HTTPRequest(
        .get, "http://h/cj/api2.0/v1/shopping/order/" + path, headers: ["CJ-Access-Token": token]))
  }

  mutating func easyPost(
    _ method: HTTPRequest.Method, _ path: String, _ body: String = ""
  ) -> HTTPResponse {
    send(
      HTTPRequest(
        method, "http://h/easypost/v2/" + path,
        headers: ["Authorization": "Bearer " + secret("EASYPOST_KEY")], body: Array(body.utf8)))
  }

  mutating func seventeenTrack(_ path: String, _ body: String = "") -> HTTPResponse {
    send(
      HTTPRequest(
        .post, "http://h/17track/track/v2.2/" + path,
        headers: ["17token": secret("17TRACK_KEY")], body: Array(body.utf8)))
  }
}

/// Signs by OAuth 1.0a, one-legged, from RFC 5849 and not from the simulator's checker.
struct OAuthSigner {
  var key: String
  var secret: String
  var nonce: String
  var timestamp: String
  var sha1: Bool
  var method = HTTPRequest.Method.get
  /// Replaces the signature.
  var forged: String?

  func request(_ url: String, _ query: [(String, String)]) -> HTTPRequest {
    var parameters =
      query + [
        ("oauth_consumer_key", key), ("oauth_nonce", nonce), ("oauth_timestamp", timestamp),
        ("oauth_signature_method", sha1 ? "HMAC-SHA1" : "HMAC-SHA256"),
      ]
    let normal = parameters.map { (escaped($0.0), escaped($0.1)) }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { $0.0 + "=" + $0.1 }.joined(separator: "&")
    let base = [method.rawValue, escaped(url), escaped(normal)].joined(separator: "&")
    let (text, password) = (Array(base.utf8), Array((secret + "&").utf8))
    let mac = sha1 ? SHA1.hmac(text, key: password) : SHA256.hmac(text, key: password)
    parameters.append(("oauth_signature", forged ?? Data(mac).base64EncodedString()))
    let line = parameters.map { escaped($0.0) + "=" + escaped($0.1) }.joined(separator: "&")
    return HTTPRequest(method, url + "?" + line)
  }

  private func escaped(_ text: String) -> String {
    let unreserved = CharacterSet(
      charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
  }
}

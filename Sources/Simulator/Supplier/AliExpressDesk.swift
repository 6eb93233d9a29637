import Fulfillment
import Wire

/// What AliExpress's gateway keeps between calls, and how it refuses (apis.md 4).
struct AliExpressDesk: Sendable {
  /// When each access token ends, by the wall clock.
  var sessions: [String: Timestamp]
  /// One call a second for each API.
  var windows: [String: RateWindow] = [:]
  var requests = 0
  var renewed = 0
  var isCodeUsed = false

  /// With a token that never ends.
  init(session: String) { sessions = [session: Timestamp(milliseconds: .max)] }

  /// How far a request's time may be off.
  static let skew = Span.seconds(7200)

  static func error(
    _ code: AnswerJSON, _ message: String, subCode: String = "", subMessage: String = ""
  ) -> HTTPResponse {
    var members: [(String, AnswerJSON)] = [
      ("type", "ISV"), ("code", code), ("msg", .text(message)), ("request_id", "2101243217"),
    ]
    if !subCode.isEmpty {
      members += [("sub_code", .text(subCode)), ("sub_msg", .text(subMessage))]
    }
    return .json(200, ["error_response": .object(members)])
  }

  /// The newer style, without the wrapper.
  static func plainError(_ code: String, _ message: String) -> HTTPResponse {
    .json(
      200,
      [
        "code": .text(code), "type": "ISV", "message": .text(message),
        "request_id": "2101243217",
      ])
  }

  static func tooMany(seconds: Int) -> HTTPResponse {
    plainError(
      "ApiCallLimit", "Access frequency exceeds the limit. this ban will last \(seconds) seconds")
  }

  static func missing(_ name: String) -> HTTPResponse {
    error(
      "MissingParameter",
      "The input parameter \"\(name)\" that is mandatory for processing this request is not "
        + "supplied")
  }

  /// HMAC-SHA256 over the path of a system call and the parameters sorted by name, upper-case hex.
  static func signature(
    _ parameters: [(name: String, value: String)], path: String, secret: String
  ) -> String {
    let text = parameters.filter { $0.name != "sign" }.sorted { $0.name < $1.name }
      .reduce(into: path) { $0 += $1.name + $1.value }
    return SHA256.hmac(Array(text.utf8), key: Array(secret.utf8)).map { byte in
      let digits = String(byte, radix: 16).uppercased()
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}

extension World {
  /// AliExpress's gateway: `/sync` for business calls, `/rest/auth/token/refresh`.
  mutating func aliExpress(_ call: Call) -> HTTPResponse {
    aliExpress.requests += 1
    let isSystem = call.path.hasPrefix("/rest/")
    guard isSystem || call.path == "/sync" else { return .html(404, "Nothing here") }
    guard call.request.method == .post else {
      return AliExpressDesk.error("InvalidMethod", "The request method is not allowed")
    }
    let given = call.parameters
    let system = isSystem ? String(call.path.dropFirst("/rest".utf8.count)) : ""
    if let refused = refusal(call, given, system: system) { return refused }
    if isSystem {
      switch system {
      case "/auth/token/refresh": return refresh(given, call)
      case "/auth/token/create": return firstSession(given, call)
      default:
        return AliExpressDesk.error("InvalidApiPath", "The specified API path is invalid")
      }
    }
    guard let method = given["method"], let session = given["session"] else {
      return AliExpressDesk.missing(given["method"] == nil ? "method" : "session")
    }
    guard let end = aliExpress.sessions[session], end > call.realNow else {
      return AliExpressDesk.plainError(
        "IllegalAccessToken", "The specified access token is invalid or expired")
    }
    var window = aliExpress.windows[method] ?? RateWindow(1, in: .seconds(1))
    let isFree = !options.enforcesLimits || call.isLate || window.take(call.now)
    aliExpress.windows[method] = window
    guard isFree else { return AliExpressDesk.tooMany(seconds: 1) }
    switch method {
    case "aliexpress.ds.order.create": return createAliExpress(given, call)
    case "aliexpress.trade.ds.order.get": return aliExpressOrder(given, call)
    case "aliexpress.ds.order.tracking.get": return aliExpressTracking(given, call)
    case "aliexpress.ds.freight.query": return aliExpressFreight(given, call)
    case "aliexpress.ds.product.get": return aliExpressProduct(given)
    default: return AliExpressDesk.error("InvalidApiPath", "The specified API path is invalid")
    }
  }

  /// nil where key, time and signature are right.
  private func refusal(
    _ call: Call, _ given: RequestTarget, system: String
  ) -> HTTPResponse? {
    for name in ["app_key", "timestamp", "sign_method", "sign"] where given[name] == nil {
      return AliExpressDesk.missing(name)
    }
    guard given["app_key"] == keys.aliExpressKey else {
      return AliExpressDesk.error("InvalidAppKey", "The specified App Key is invalid")
    }
    let stamp = given["timestamp"] ?? ""
    let at = Int64(stamp).map(Timestamp.init(milliseconds:)) ?? Timestamp(iso8601: stamp)
    guard let at,
      abs((at - call.realNow).milliseconds) <= AliExpressDesk.skew.milliseconds
    else {
      return AliExpressDesk.error("IllegalTimestamp", "The specified timestamp is invalid")
    }
    let expected = AliExpressDesk.signature(
      given.query, path: system, secret: keys.aliExpressSecret)
    guard given["sign_method"] == "sha256", given["sign"] == expected else {
      return AliExpressDesk.error(
        "IncompleteSignature", "The request signature does not conform to platform standards")
    }
    return nil
  }

  private mutating func refresh(_ given: RequestTarget, _ call: Call) -> HTTPResponse {
    guard given["refresh_token"] == keys.aliExpressRefresh else {
      return AliExpressDesk.plainError(
        "IllegalRefreshToken", "The specified refresh token is invalid or expired")
    }
    return session(call)
  }

  /// A code from the browser is good once.
  private mutating func firstSession(_ given: RequestTarget, _ call: Call) -> HTTPResponse {
    guard given["code"] == keys.aliExpressCode, !aliExpress.isCodeUsed else {
      return AliExpressDesk.plainError(
        "InvalidCode", "The specified authorization code is invalid or expired")
    }
    aliExpress.isCodeUsed = true
    return session(call)
  }

  private mutating func session(_ call: Call) -> HTTPResponse {
    var random = SeededRandom(seed: ~seed ^ 0xAE, stream: aliExpress.renewed)
    aliExpress.renewed += 1
    let token = "50000" + random.hex(50)
    let end = call.realNow + .days(30)
    aliExpress.sessions[token] = end
    return .json(
      200,
      [
        "access_token": .text(token), "refresh_token": .text(keys.aliExpressRefresh),
        "expires_in": 2_592_000, "refresh_expires_in": 5_184_000,
        "expire_time": .number(String(end.milliseconds)), "code": "0",
        "request_id": "2101243217",
      ])
  }

  /// `{"<method>_response":{"result":...,"request_id":...}}`
  func aliExpressAnswer(_ given: RequestTarget, _ result: AnswerJSON) -> HTTPResponse {
    var random = SeededRandom(seed: seed, stream: aliExpress.requests)
    let method = (given["method"] ?? "").replacing(".", with: "_")
    return .json(
      200,
      .object([
        (method + "_response", ["result": result, "request_id": .text(random.hex(24))])
      ]))
  }

  /// A list in its one-key wrapper, which `simplify` takes away; an empty one is `{}` in it.
  func wrapped(_ given: RequestTarget, _ name: String, _ items: [AnswerJSON]) -> AnswerJSON {
    if given["simplify"] == "true" { return .list(items) }
    return items.isEmpty ? [:] : .object([(name, .list(items))])
  }
}

import Fulfillment
import Wire

/// A shape that answers of a service have, and the decoder that reads it.
struct AnswerShape: Sendable {
  /// What a body of that shape brought.
  struct Findings: Sendable {
    var values: [Decoded] = []
    var unreadable: [(id: String, reason: String)] = []
  }

  /// What it holds: `orders`; several shapes may hold the same.
  var kind: String
  /// Parts of an address, or of what is sent, by which the operation is known; empty: by none.
  var paths: [String] = []
  /// It reads the errors that every operation of the service may answer.
  var isGeneral = false
  /// The body has that shape.
  var isKnown: @Sendable (JSON) -> Bool
  /// Reads an answer, of whatever shape it is, by the connector's own decoder.
  var read: @Sendable (HTTPResponse, JSON) throws(ConnectorError) -> Findings

  /// The recording is of that operation.
  func isAsked(by recording: Recording) -> Bool {
    guard !paths.isEmpty, !recording.url.isEmpty else { return false }
    let sent = recording.asked.isEmpty ? "" : String(decoding: recording.asked, as: UTF8.self)
    return paths.contains { path in
      let words = path.split(separator: " ")
      guard words.count == 2 else { return recording.url.contains(path) || sent.contains(path) }
      return recording.method.uppercased() == words[0] && recording.url.contains(words[1])
    }
  }
}

extension AnswerShape.Findings {
  init(_ values: [Decoded]) { self.values = values }

  /// A page with what could not be read of it.
  init<Item>(_ page: Page<Item>, _ decoded: (Item) -> Decoded) {
    values = page.items.map(decoded)
    unreadable = page.unreadable.map { ($0.id, $0.reason) }
  }

  mutating func add(_ other: AnswerShape.Findings) {
    values += other.values
    unreadable += other.unreadable
  }
}

extension Exchange {
  /// A shape whose answers that exchange's decoder reads as they are.
  func shape(
    _ kind: String, paths: [String] = [], isGeneral: Bool = false,
    _ isKnown: @escaping @Sendable (JSON) -> Bool,
    as decoded: @escaping @Sendable (Output) -> [Decoded]
  ) -> AnswerShape {
    let decode = decode
    return AnswerShape(kind: kind, paths: paths, isGeneral: isGeneral, isKnown: isKnown) {
      response, _ throws(ConnectorError) in
      AnswerShape.Findings(decoded(try decode(response)))
    }
  }
}

extension HTTPResponse {
  /// The same answer with another body; null is none.
  func with(_ body: JSON) -> HTTPResponse {
    body.isNull
      ? self : HTTPResponse(status: status, headers: headers, body: Array(body.encoded.utf8))
  }
}

extension JSON {
  /// It is an object with all of those names.
  func has(_ names: String...) -> Bool {
    names.allSatisfy { name in members.contains { $0.name == name } }
  }

  /// It is an object with one of those names.
  func hasAny(_ names: String...) -> Bool {
    members.contains { names.contains($0.name) }
  }

  /// A list whose elements all fit; an empty list does not.
  func isList(of fits: (JSON) -> Bool) -> Bool { !elements.isEmpty && elements.allSatisfy(fits) }
}

/// The status that an error body was sent with, where a recording holds the body alone.
enum ImpliedStatus {
  static func of(_ json: JSON, from service: String) -> Int {
    switch service {
    case "woocommerce":
      guard json["code"].text != nil, !json["data"].isArray else { return 200 }
      return within(json["data"]["status"].integer) ?? (json["message"].text == nil ? 200 : 400)
    case "aftership": return within(json["meta"]["code"].integer) ?? 200
    case "shopify":
      return json["errors"].isNull || json.has("data") || json.has("extensions")
        || json["errors"].isArray ? 200 : words(json["errors"])
    case "easypost", "stripe": return json["error"].isObject ? coded(json["error"]) : 200
    case "shippo":
      return json.isObject && json.members.count == 1 && isComplaint(json)
        ? words(json) : 200
    case "karrio":
      return json.has("errors")
        || json.has("messages") && !json.has("tracking_number") && !json.has("results")
        ? coded(json["errors"].elements.first ?? json["messages"].elements.first ?? .null) : 200
    default: return 200
    }
  }

  /// `{"detail": "…"}`, `{"field": ["…"]}`
  private static func isComplaint(_ json: JSON) -> Bool {
    guard let value = json.members.first?.value else { return false }
    return json.has("detail") || json.has("__all__") || value.isList { $0.text != nil }
  }

  private static func within(_ status: Int64?) -> Int? {
    status.flatMap { (200...599).contains($0) ? Int($0) : $0 >= 4000 && $0 < 5000 ? 400 : nil }
  }

  /// By the words that a code is made of.
  private static func coded(_ error: JSON) -> Int {
    let code = ["code", "type"].compactMap { error[$0].text }.joined(separator: " ").uppercased()
    if let own = error["status"].integer ?? error["statusCode"].integer, let status = within(own) {
      return status
    }
    for (word, status) in [
      ("NOT_FOUND", 404), ("RESOURCE_MISSING", 404), ("UNAUTHORIZED", 401), ("APIKEY", 401),
      ("API_KEY", 401), ("AUTHENTICATION", 401), ("FORBIDDEN", 403), ("PERMISSION", 403),
      ("RATE_LIMIT", 429), ("THROTTLED", 429), ("TOO_MANY", 429), ("INTERNAL", 500),
      ("API_ERROR", 500), ("GATEWAY", 503), ("UNAVAILABLE", 503), ("CARD_ERROR", 402),
    ] where code.contains(word) {
      return status
    }
    return code.isEmpty ? words(error["message"]) : 422
  }

  /// By the words of a sentence.
  private static func words(_ json: JSON) -> Int {
    let text = json.encoded.lowercased()
    for (word, status) in [
      ("exceeded", 429), ("too many", 429), ("throttled", 429), ("not found", 404),
      ("invalid api key", 401), ("access token", 401), ("authentication", 401),
      ("invalid token", 401), ("not authorized", 401), ("permission", 403), ("approval", 403),
      ("unavailable", 503), ("internal server", 500),
    ] where text.contains(word) {
      return status
    }
    return 400
  }
}

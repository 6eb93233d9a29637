import Fulfillment
import Wire

/// An answer of the Admin API: errors come with status 200, and with data beside them.
struct ShopifyAnswer {
  /// `data`; an object.
  let data: JSON
  let cost: ShopifyCost?
  /// Errors beside data that can be used: parts of it that this token may not see.
  let gaps: [String]

  /// Reads a GraphQL answer. `isUsable` says whether `data` holds what was asked for; then errors that
  /// only cut parts of it out (customer data that the token may not read) are no errors.
  init(
    _ response: HTTPResponse, isUsable: (JSON) -> Bool
  ) throws(ConnectorError) {
    let answer = Answer(response)
    let body = try answer.json(vendorError: { Self.refusal($0, $1, answer) })
    let cost = ShopifyCost(body["extensions"]["cost"])
    let errors = body["errors"].elements
    self.data = body["data"]
    self.cost = cost
    guard data.isObject, isUsable(data) else {
      if let error = Self.error(errors, cost) { throw error }
      if let text = body["errors"].text { throw .rejected(code: "ERROR", message: text) }
      throw .malformed(data.isObject ? "the answer lacks what was asked for" : "no data")
    }
    // What is wrong as a whole is told even where half an answer came with it.
    let other = errors.filter { $0["extensions"]["code"].text != "ACCESS_DENIED" }
    if let error = Self.error(other, cost) { throw error }
    gaps = errors.compactMap { $0["message"].text }
  }

  /// The object that a mutation made. Where there is one it is done, whatever else the answer says.
  /// - Parameter errors: the member that holds what the shop refused; HTTP 200 comes with it.
  static func made(
    _ object: String, by mutation: String, errors: String = "userErrors", _ response: HTTPResponse
  ) throws(ConnectorError) -> JSON {
    let answer = Answer(response)
    let body = try answer.json(vendorError: { refusal($0, $1, answer) })
    let result = body["data"][mutation]
    if result[object].isObject { return result[object] }
    if let error = userError(result[errors]) { throw error }
    if let error = error(body["errors"].elements, ShopifyCost(body["extensions"]["cost"])) {
      throw error
    }
    throw .malformed("the answer says neither what was done nor why not")
  }

  /// A refusal that a mutation answers with; nil where the list holds none.
  static func userError(_ list: JSON) -> ConnectorError? {
    let texts = list.elements.compactMap { error -> String? in
      guard let message = error["message"].text, !message.isEmpty else { return nil }
      let path = error["field"].elements.compactMap(\.text).joined(separator: ".")
      return path.isEmpty ? message : "\(message) [\(path)]"
    }
    guard !texts.isEmpty else { return nil }
    let code = list.elements.compactMap { $0["code"].text }.first ?? "USER_ERROR"
    return .rejected(code: code, message: texts.joined(separator: "; "))
  }

  /// Codes that the API documents as refused before anything was done: all but bare HTTP statuses.
  static func isRefusal(_ code: String) -> Bool { !code.isEmpty && Int(code) == nil }

  private static func error(_ errors: [JSON], _ cost: ShopifyCost?) -> ConnectorError? {
    let codes = errors.map { $0["extensions"]["code"].text ?? "" }
    let text = errors.compactMap { $0["message"].text?.trimmed }.joined(separator: "; ")
    guard let first = errors.first else { return nil }
    if codes.contains("THROTTLED") { return .throttled(after: cost?.wait) }
    if codes.contains("ACCESS_DENIED") {
      let needed = first["extensions"]["requiredAccess"].text ?? ""
      return .unauthorized(text + (needed.isEmpty ? "" : " (needs \(needed))"))
    }
    if codes.contains("INTERNAL_SERVER_ERROR") || codes.contains("TIMEOUT") {
      return .unavailable(text)
    }
    guard !text.isEmpty else { return nil }
    let code = codes.first { !$0.isEmpty } ?? "GRAPHQL"
    return .rejected(code: Int(code) == nil ? code : "GRAPHQL", message: text)
  }

  /// What a body with another status than 200 says: `errors` is a text, or an object of texts or lists.
  static func refusal(_ body: JSON, _ status: Int, _ answer: Answer) -> ConnectorError? {
    guard !(200...299).contains(status), let text = text(of: body["errors"]) else { return nil }
    switch status {
    case 401, 403: return .unauthorized(text)
    case 429: return .throttled(after: answer.retryAfter)
    case 400, 402, 404, 406, 409, 414, 422, 423:
      return .rejected(code: String(status), message: text)
    default: return nil
    }
  }

  private static func text(of errors: JSON) -> String? {
    if let text = errors.text { return text }
    let texts = errors.members.map { member in
      let reasons = member.value.text.map { [$0] } ?? member.value.elements.compactMap(\.text)
      return member.name + ": " + reasons.joined(separator: ", ")
    }
    let listed = errors.elements.compactMap { $0["message"].text ?? $0.text }
    let all = (texts + listed).joined(separator: "; ")
    return all.isEmpty ? nil : all
  }
}

/// What a call cost and what is left, in points (`extensions.cost`).
struct ShopifyCost: Hashable, Sendable {
  /// What admission is tested on; the bucket is charged what it really cost.
  var requested: Double
  var maximum: Double
  var available: Double
  /// Points that come back each second.
  var restoreRate: Double

  /// nil where the answer tells no cost.
  init?(_ json: JSON) {
    let status = json["throttleStatus"]
    guard let requested = Self.number(json["requestedQueryCost"]),
      let maximum = Self.number(status["maximumAvailable"]),
      let available = Self.number(status["currentlyAvailable"]),
      let rate = Self.number(status["restoreRate"])
    else { return nil }
    (self.requested, self.maximum, self.available, restoreRate) = (
      requested, maximum, available, rate
    )
  }

  /// How long until as much is there as was asked for; there is no `Retry-After`. nil where that can't
  /// be known. Bounded: the largest bucket is full after twenty seconds.
  var wait: Span? {
    guard restoreRate > 0 else { return nil }
    let seconds = (requested - available) / restoreRate
    return .milliseconds(Int64(min(max(seconds, 0.2), 60) * 1000))
  }

  /// So many items the next call may ask for, when this one asked for `size` of them: within what one
  /// query may cost and what is there.
  func nextSize(after size: Int) -> Int {
    guard requested > 0, size > 0 else { return size }
    let each = requested / Double(size)
    let budget = min(Self.mostForOne * 0.9, max(available * 0.8, each * 3))
    return min(max(Int(min(budget / each, 1000)), 1), Self.mostItems)
  }

  /// No query may cost more, on any plan.
  private static let mostForOne = 1000.0
  /// Larger pages gain nothing: the answer only grows.
  private static let mostItems = 60

  private static func number(_ json: JSON) -> Double? {
    guard let text = json.text, let number = Double(text), number.isFinite, number >= 0 else {
      return nil
    }
    return number
  }
}

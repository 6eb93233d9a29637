import Fulfillment
import Wire

/// What a payment service keeps: refunds, and the answers it has given under keys (apis.md 11).
struct StripeDesk: Sendable {
  struct Refund: Sendable {
    let id: String
    let charge: String
    let amount: Int
    let currency: String
    let createdAt: Timestamp
    let reason: String
    let metadata: [(name: String, value: String)]
  }

  /// What was asked under a key the first time, and what was answered.
  struct Given: Sendable {
    let body: [UInt8]
    let response: HTTPResponse
    /// Forgotten after a day.
    let at: Timestamp
  }

  /// In the order of their creation.
  private(set) var refunds: [Refund] = []
  private(set) var given: [String: Given] = [:]
  /// Evidence that was handed in, by the dispute's id: when, and its fields.
  private(set) var evidence: [String: (at: Timestamp, fields: [String: String])] = [:]

  mutating func take(_ fields: [String: String], for dispute: String, at now: Timestamp) {
    evidence[dispute] = (now, fields)
  }

  /// What was sent back of a charge.
  func refunded(_ charge: String) -> Int {
    refunds.filter { $0.charge == charge }.reduce(0) { $0 + $1.amount }
  }

  mutating func add(_ refund: Refund) { refunds.append(refund) }

  mutating func keep(_ answer: Given, under key: String) { given[key] = answer }

  /// What was answered under a key before, if it still counts.
  func answer(under key: String, at now: Timestamp) -> Given? {
    given[key].flatMap { now < $0.at + .days(1) ? $0 : nil }
  }

  static func error(
    _ status: Int, _ type: String, _ code: String?, _ message: String
  ) -> HTTPResponse {
    var error: [(String, AnswerJSON)] = [("message", .text(message)), ("type", .text(type))]
    if let code { error.insert(("code", .text(code)), at: 0) }
    return .json(status, ["error": .object(error)])
  }
}

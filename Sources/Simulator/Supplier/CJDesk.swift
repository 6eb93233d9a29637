import Fulfillment
import Wire

/// What CJ Dropshipping's API 2.0 keeps between calls (apis.md 3).
struct CJDesk: Sendable {
  /// One call a second for a user of the free level.
  var window = RateWindow(1, in: .seconds(1))
  /// A token at most once in five minutes.
  var tokenWindow = RateWindow(1, in: .minutes(5))
  /// By refresh token five in a minute.
  var refreshWindow = RateWindow(5, in: .minutes(1))
  /// When each token ends, by the wall clock.
  var tokens: [String: Timestamp] = [:]
  /// When each refresh token ends.
  var refreshTokens: [String: Timestamp] = [:]
  var issued = 0
  /// Disputes, in the order in which they were opened.
  var disputes: [CJDisputeEntry] = []
  var requests = 0
  /// What was put together to be paid, by the id of the whole, and by which id it is paid.
  var shipments: [String: [Int]] = [:]
  var payments: [String: String] = [:]

  /// Errors come with HTTP 200.
  static func error(_ code: Int, _ message: String) -> HTTPResponse {
    .json(200, ["code": .int(code), "message": .text(message), "result": false, "data": nil])
  }

  /// A member that must be there and is not, or is empty.
  static func missing(_ name: String) -> HTTPResponse {
    error(16_900_403, name + " must not be empty")
  }

  static func badParameter(_ text: String) -> HTTPResponse {
    error(1_600_300, "Param error, " + text)
  }

  static func tooMany(_ limit: String) -> HTTPResponse {
    error(1_600_200, "Too Many Requests, " + limit)
  }

  /// `2026-11-22 14:09:00`, UTC.
  static func date(_ at: Timestamp) -> String { at.wallClock().replacing("T", with: " ") }

  /// US cents as a number: 4.25.
  static func usd(_ cents: Int) -> AnswerJSON {
    .number("\(cents / 100).\(zeroPadded(cents % 100, 2))")
  }
}

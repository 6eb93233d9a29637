import Fulfillment
import Store

/// Delivers the messages of one receiver, one at a time.
protocol Sender: Sendable {
  /// Waits until the next request may go, and makes sure of what it needs, so that nothing delays a
  /// claimed message. Returns when to come back instead where that is far off, and why.
  func prepare() async throws -> Postponement?
  /// Sends a claimed message, once. Throws only what leaves it unsent: cancellation, a lost lease; and
  /// a fail point.
  func send(_ claim: Claim) async throws -> SendOutcome
  /// Asks the far side about a purchase in doubt.
  func ask(_ claim: Claim) async throws -> SendOutcome
}

/// Why nothing goes to a receiver for now.
struct Postponement: Hashable {
  var until: Timestamp
  var reason: String
}

/// How long a message rests before it is tried, or asked about, again.
enum Rest {
  /// After so many tries: half a minute, doubling, at most an hour; on the clock it is kept by.
  static func after(_ tries: Int) -> Span {
    Span.seconds(min(3600, 30 << Int64(max(0, min(7, tries)))))
  }

  /// A refused key, a missing account: only the operator can mend it.
  static let operatorsTurn = Span.minutes(15)
}

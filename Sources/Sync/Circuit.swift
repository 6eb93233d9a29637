package import Fulfillment

/// Stops asking a service that keeps failing. After `threshold` failed pulls in a row the circuit opens;
/// when its time has passed one probe may go (half-open): success closes it, failure opens it for
/// twice as long. Kept in the store as a count and an instant, so that it outlives the process.
package struct Circuit: Hashable, Sendable {
  /// What a pull may do now.
  package enum State: Hashable, Sendable {
    case closed
    /// Nothing is asked before then.
    case open(until: Timestamp)
    /// One careful attempt, without retries.
    case halfOpen
  }

  package var threshold = 5
  /// How long it stays open the first time.
  package var base = Span.minutes(5)
  /// It is never open for longer at a time.
  package var cap = Span.hours(1)

  package init() {}

  /// - Parameters:
  ///   - failures: failed pulls in a row so far.
  ///   - openUntil: as stored by the last of them.
  package func state(failures: Int, openUntil: Timestamp?, now: Timestamp) -> State {
    guard failures >= threshold, let openUntil else { return .closed }
    return now < openUntil ? .open(until: openUntil) : .halfOpen
  }

  /// Until when it is open after one more failure; nil: it stays closed.
  /// - Parameter failures: failed pulls in a row, that one included.
  package func openUntil(failures: Int, now: Timestamp, rate: Double = 1) -> Timestamp? {
    guard failures >= threshold else { return nil }
    var span = base
    for _ in threshold..<min(failures, threshold + 16) where span < cap { span = span * 2 }
    return now + min(span, cap).scaled(by: rate)
  }
}

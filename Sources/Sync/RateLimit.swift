package import Fulfillment

/// A token bucket for one account, as a value: it says when a request may go, the caller waits.
package struct RateLimit: Hashable, Sendable {
  /// Between two requests once the bucket is empty; 0: no limit.
  package let interval: Span
  /// How many may go at once after a rest.
  package let burst: Int
  /// When the bucket will be full again, were nothing more taken from it.
  private var fullAt: Timestamp?
  /// Nothing goes before then: the far side said so.
  private var closedUntil: Timestamp?

  /// - Parameters:
  ///   - perSecond: requests in a second of the caller's clock; 0 or less: no limit.
  ///   - burst: 1 spaces all requests evenly, which no window a vendor may count in can fault.
  package init(perSecond: Double, burst: Int = 1) {
    self.interval =
      perSecond > 0
      ? Span(milliseconds: Int64(min(86_400_000, (1000 / perSecond).rounded(.up))))
      : Span.seconds(0)
    self.burst = max(1, burst)
  }

  /// Takes one request out of the bucket and returns the instant at which it may go: `now` or later.
  package mutating func reserve(_ now: Timestamp) -> Timestamp {
    let earliest = max(now, closedUntil ?? now)
    // So far ahead it can only be because the clock was set back.
    let isAstray = fullAt.map { $0 - earliest > interval * Int64(burst + RateLimit.queue) } ?? false
    let full = isAstray ? earliest : max(fullAt ?? earliest, earliest)
    // With `burst` requests outstanding the bucket is empty: the next goes when one has dripped in.
    let at = max(earliest, full - interval * Int64(burst - 1))
    fullAt = full + interval
    return at
  }

  /// Requests that are thought to wait at the same time at most.
  private static let queue = 64

  /// The far side throttles: nothing may go before that instant.
  package mutating func close(until instant: Timestamp) {
    closedUntil = max(closedUntil ?? instant, instant)
  }

  /// Until when nothing goes because the far side said so; nil: something may.
  package func closed(_ now: Timestamp) -> Timestamp? {
    closedUntil.flatMap { $0 > now ? $0 : nil }
  }
}

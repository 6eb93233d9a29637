package import Fulfillment

/// Where the time comes from. `SystemTime` is the only one that looks at a real clock or really waits;
/// whatever needs either is handed a `Clock`.
package protocol Clock: Sendable {
  /// The present instant.
  func now() -> Timestamp
  /// Returns at that instant, or at once where it has passed; throws `CancellationError` when the
  /// task is cancelled first.
  func sleep(until instant: Timestamp) async throws
  /// How many seconds pass on this clock in one real second: 1, but for a simulated world. Limits
  /// that concern the wire and the machine (rate limits, retry waits, leases) are stretched by it.
  var rate: Double { get }
}

extension Clock {
  package var rate: Double { 1 }

  /// That much real time, as it passes on this clock.
  package func real(_ span: Span) -> Span { span.scaled(by: rate) }
}

extension Span {
  /// A longer or shorter span, rounded to the millisecond; never overflows.
  package func scaled(by factor: Double) -> Span {
    let scaled = (Double(milliseconds) * factor).rounded()
    guard scaled.isFinite else { return Span(milliseconds: scaled < 0 ? .min / 4 : .max / 4) }
    return Span(
      milliseconds: Int64(max(Double(Int64.min / 4), min(Double(Int64.max / 4), scaled))))
  }
}

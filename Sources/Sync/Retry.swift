package import Connectors
package import Fulfillment

/// When a failed request is sent again: exponential back-off with full jitter (each wait is uniform
/// between nothing and the growing bound, so that many clients never come back together), the vendor's
/// own `Retry-After` where it names one, and an end to it.
package struct Retry: Hashable, Sendable {
  /// How often one request is sent at most.
  package var attempts = 4
  /// Bound of the first wait; doubles each time.
  package var base = Span.seconds(1)
  /// No bound grows beyond it.
  package var cap = Span.seconds(60)
  /// A longer `Retry-After` is not waited for: the pull ends and is due again by then.
  package var patience = Span.minutes(2)

  package init() {}

  /// What to do after a failure.
  package enum Action: Hashable, Sendable {
    case wait(Span)
    /// No further attempt now; where set, none before that span has passed.
    case giveUp(after: Span?)
  }

  /// - Parameters:
  ///   - failed: how many attempts have failed, this one included (1, 2, ...).
  ///   - fraction: uniform random in 0..<1.
  ///   - rate: of the clock that the waits are counted on (`Clock.rate`); vendors mean real seconds.
  package func action(
    after error: ConnectorError, failed: Int, fraction: Double, rate: Double = 1
  ) -> Action {
    let asked: Span?
    switch error.retry {
    case .never: return .giveUp(after: nil)
    case .later(let after): asked = after.map { max($0, .seconds(0)).scaled(by: rate) }
    // Reads have no effect that could be repeated, so an unknown outcome is just another failure.
    case .afterReconciling: asked = nil
    }
    guard failed < attempts else { return .giveUp(after: asked) }
    if let asked {
      // A little on top keeps a herd of clients from arriving in the very millisecond named.
      return asked <= patience.scaled(by: rate)
        ? .wait(sum(asked, base.scaled(by: rate * fraction * 0.25))) : .giveUp(after: asked)
    }
    return .wait(bound(failed).scaled(by: rate * fraction))
  }

  /// The bound of the wait after that many failures.
  package func bound(_ failed: Int) -> Span {
    var bound = base
    for _ in 1..<max(1, failed) where bound < cap { bound = bound * 2 }
    return min(bound, cap)
  }

  private func sum(_ first: Span, _ second: Span) -> Span {
    Span(milliseconds: first.milliseconds + second.milliseconds)
  }
}

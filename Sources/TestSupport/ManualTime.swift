package import Fulfillment
import Sync
import Synchronization

/// A clock that stands still until it is moved. Either every sleep moves it (`automatic`), so that an
/// engine runs through its waits without waiting, or sleepers stay until `advance` passes their instant.
package final class ManualTime: Sync.Clock {
  package let rate: Double
  private let state: Mutex<State>

  private struct State {
    var now: Timestamp
    /// Sleeps up to there move the clock; later ones stay. nil: none moves it.
    var automaticUntil: Timestamp?
    var sleeps: [Span] = []
    var sleepers: [Int: Sleeper] = [:]
    var watchers: [CheckedContinuation<Void, Never>] = []
    var count = 0
  }

  private struct Sleeper {
    var until: Timestamp
    var continuation: CheckedContinuation<Void, any Error>
  }

  /// - Parameter automatic: each sleep returns at once and moves the clock to its end.
  package init(_ now: Timestamp, automatic: Bool = true, rate: Double = 1) {
    self.rate = rate
    let far = Timestamp(milliseconds: .max)
    state = Mutex(State(now: now, automaticUntil: automatic ? far : nil))
  }

  package func now() -> Timestamp { state.withLock { $0.now } }

  /// What was slept so far, in order.
  package var sleeps: [Span] { state.withLock { $0.sleeps } }

  /// Moves the clock and wakes whoever slept until then.
  package func advance(by span: Span) {
    let awake = state.withLock { state in
      state.now = state.now + span
      let due = state.sleepers.filter { $0.value.until <= state.now }
      for id in due.keys { state.sleepers[id] = nil }
      return due.values.map(\.continuation)
    }
    for continuation in awake { continuation.resume() }
  }

  /// Returns once somebody sleeps (in a clock that sleepers don't move).
  package func someoneSleeps() async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        guard state.sleepers.isEmpty else { return true }
        state.watchers.append(continuation)
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  package func sleep(until instant: Timestamp) async throws {
    try Task.checkCancellation()
    let id = state.withLock { state in
      state.count += 1
      return state.count
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { enter($0, id, until: instant) }
    } onCancel: {
      let sleeper = state.withLock { $0.sleepers.removeValue(forKey: id) }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }

  private func enter(
    _ continuation: CheckedContinuation<Void, any Error>, _ id: Int, until instant: Timestamp
  ) {
    enum Next { case go, cancelled, stay }
    let (next, watchers) = state.withLock { state -> (Next, [CheckedContinuation<Void, Never>]) in
      guard instant > state.now else { return (.go, []) }
      if let limit = state.automaticUntil, instant <= limit {
        state.sleeps.append(instant - state.now)
        state.now = instant
        return (.go, [])
      }
      // The handler may have run before there was anything to remove.
      guard !Task.isCancelled else { return (.cancelled, []) }
      state.sleeps.append(instant - state.now)
      state.sleepers[id] = Sleeper(until: instant, continuation: continuation)
      defer { state.watchers = [] }
      return (.stay, state.watchers)
    }
    switch next {
    case .go: continuation.resume()
    case .cancelled: continuation.resume(throwing: CancellationError())
    case .stay: break
    }
    for watcher in watchers { watcher.resume() }
  }
}

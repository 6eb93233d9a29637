import Fulfillment
import Synchronization

/// A sleep that can be ended early by somebody else; a ring while nobody sleeps keeps the next sleep from
/// beginning.
final class Alarm: Sendable {
  private struct State {
    var hasRung = false
    var sleeper: Task<Void, any Error>?
  }

  private let state = Mutex(State())

  /// Whoever was woken is about to look for what there is to do: earlier rings are spent.
  func reset() { state.withLock { $0.hasRung = false } }

  func ring() {
    let sleeper = state.withLock { state in
      state.hasRung = true
      return state.sleeper
    }
    sleeper?.cancel()
  }

  /// Returns at that instant, or earlier when rung or cancelled.
  func sleep(until instant: Timestamp, on time: any Clock) async {
    guard !Task.isCancelled else { return }
    let sleeper = state.withLock { state -> Task<Void, any Error>? in
      guard !state.hasRung else { return nil }
      let sleeper = Task { try await time.sleep(until: instant) }
      state.sleeper = sleeper
      return sleeper
    }
    guard let sleeper else { return }
    _ = await withTaskCancellationHandler {
      await sleeper.result
    } onCancel: {
      sleeper.cancel()
    }
    state.withLock { $0.sleeper = nil }
  }
}

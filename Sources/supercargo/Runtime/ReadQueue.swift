import Console
import Dispatch
import Store
import Synchronization

/// Reads one thing after the other, what is shown before what is only counted. A newer question of the same
/// slot takes the place of an older one, be it waiting or half answered, so that typing never waits for the
/// answer to what was typed before.
final class ReadQueue: Sendable {
  /// Answers a question; throws a `StoreError` of the kind `givenUp` where patience ended.
  typealias Work = @Sendable (Patience) -> Bool

  private struct Job: Sendable {
    var slot: Load.Slot
    /// Something is counted: whatever is shown goes before it.
    var canWait: Bool
    var work: Work
  }

  private struct State {
    var waiting: [Job] = []
    var running: (job: Job, patience: Patience)?
    /// The running one is superseded: nobody wants its answer.
    var isUnwanted = false
  }

  private let state = Mutex(State())
  private let nanoseconds = Atomic<Int64>(0)
  private let queue = DispatchQueue(label: "supercargo.reads", qos: .userInitiated)

  /// Nanoseconds spent on answers so far.
  var spent: Int64 { nanoseconds.load(ordering: .relaxed) }

  /// Answers in turn; `work` returns false where it was given up.
  func ask(_ slot: Load.Slot, canWait: Bool, _ work: @escaping Work) {
    state.withLock { state in
      state.waiting.removeAll { $0.slot == slot }
      if let (job, patience) = state.running, job.slot == slot || job.canWait && !canWait {
        patience.end()
        state.isUnwanted = state.isUnwanted || job.slot == slot
      }
      state.waiting.append(Job(slot: slot, canWait: canWait, work: work))
    }
    queue.async { self.answerNext() }
  }

  private func answerNext() {
    let patience = Patience()
    let next = state.withLock { state -> Job? in
      let index = state.waiting.firstIndex { !$0.canWait } ?? state.waiting.indices.first
      guard let index else { return nil }
      let job = state.waiting.remove(at: index)
      state.running = (job, patience)
      state.isUnwanted = false
      return job
    }
    guard let next else { return }
    let start = Stopwatch.now
    let isDone = next.work(patience)
    nanoseconds.add(Stopwatch.now - start, ordering: .relaxed)
    let isAgain = state.withLock { state in
      state.running = nil
      guard !isDone, !state.isUnwanted else { return false }
      state.waiting.append(next)
      return true
    }
    if isAgain { queue.async { self.answerNext() } }
  }
}

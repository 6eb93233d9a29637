package import Store
import Synchronization

/// Keeps deliveries, many in one transaction where many come at once: whoever waits is told once his is
/// on the disk. One transaction runs at a time, and no thread is held up by it.
package final class InboxWriter: Sendable {
  private struct State {
    var next: UInt64 = 0
    var queue: [(id: UInt64, delivery: InboxDelivery)] = []
    var waiting: [UInt64: CheckedContinuation<Void, any Error>] = [:]
    var isWriting = false
  }

  private let state = Mutex(State())
  private let receive: @Sendable ([InboxDelivery]) async throws -> Void
  private let hasNews: @Sendable () -> Void

  /// Deliveries in one transaction at most.
  private static let batch = 64

  /// - Parameters:
  ///   - hasNews: called after each transaction (`InboxWork.ring`).
  ///   - receive: keeps all of them or none (`Store.receive`).
  package init(
    hasNews: @escaping @Sendable () -> Void,
    receive: @escaping @Sendable ([InboxDelivery]) async throws -> Void
  ) {
    self.hasNews = hasNews
    self.receive = receive
  }

  /// Returns once it is kept. Cancelled, it returns at once: the delivery may be kept all the same, and
  /// its repeat then changes nothing.
  package func keep(_ delivery: InboxDelivery) async throws {
    let id = state.withLock { state in
      state.next += 1
      return state.next
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let starts = state.withLock { state in
          state.waiting[id] = continuation
          state.queue.append((id, delivery))
          defer { state.isWriting = true }
          return !state.isWriting
        }
        // Not of the caller's own task: who gives up must not end the others' transaction.
        if starts { Task.detached { await self.write() } }
        if Task.isCancelled { end(id, .failure(CancellationError())) }
      }
    } onCancel: {
      end(id, .failure(CancellationError()))
    }
  }

  private func end(_ id: UInt64, _ result: Result<Void, any Error>) {
    state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(with: result)
  }

  /// Until nobody waits any more.
  private func write() async {
    while true {
      let batch = state.withLock { state in
        let batch = Array(state.queue.prefix(Self.batch))
        state.queue.removeFirst(batch.count)
        state.isWriting = !batch.isEmpty
        return batch
      }
      guard !batch.isEmpty else { return }
      do {
        try await receive(batch.map(\.delivery))
        batch.forEach { end($0.id, .success(())) }
      } catch  where batch.count == 1 {
        end(batch[0].id, .failure(error))
      } catch {
        // One of them may be to blame: each for itself.
        for (id, delivery) in batch {
          do {
            try await receive([delivery])
            end(id, .success(()))
          } catch {
            end(id, .failure(error))
          }
        }
      }
      hasNews()
    }
  }
}

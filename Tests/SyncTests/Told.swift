import Sync
import Synchronization

/// Everything an engine told, in order.
final class Told: Sendable {
  private let list = Mutex<[SyncEvent]>([])

  func hear(_ event: SyncEvent) { list.withLock { $0.append(event) } }
  var events: [SyncEvent] { list.withLock { $0 } }
}

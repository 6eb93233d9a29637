import Synchronization

/// What was asked to be pulled.
final class Pulled: Sendable {
  private let accounts = Mutex<[String?]>([])

  func add(_ account: String?) { accounts.withLock { $0.append(account) } }
  var all: [String?] { accounts.withLock { $0 } }
}

internal import Fulfillment
internal import Foundation

/// What the store has learned of delays, as one value.
struct Learned {
  /// Which version of the stored rows it is.
  var revision: Int64
  var model: DelayModel
  var waits: WaitTables
}

/// What was learned, kept in memory between transactions: reading it anew takes as long as a thousand
/// orders. Another process may have learned since; the revision tells.
final class DelayCache: @unchecked Sendable {
  private let lock = NSLock()
  private var kept: Learned?

  func learned(_ revision: Int64) -> Learned? {
    lock.withLock { kept?.revision == revision ? kept : nil }
  }

  /// The same, for who changes it: a value held twice would be copied as a whole.
  func take(_ revision: Int64) -> Learned? {
    lock.withLock {
      defer { kept = nil }
      return kept?.revision == revision ? kept : nil
    }
  }

  func keep(_ learned: Learned) {
    lock.withLock { kept = learned }
  }
}

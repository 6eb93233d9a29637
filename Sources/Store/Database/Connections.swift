internal import Foundation
internal import GRDB

/// The connections of a store. A store that is opened has one, which only reads: it is there in a third
/// of the time that the pool takes, which matters to whoever waits for a first screen. The pool comes
/// with the first write, and reads go through it from then on.
final class Connections: @unchecked Sendable {
  private let path: String
  private let lock = NSLock()
  private var first: DatabaseQueue?
  private var opened: DatabasePool?
  private var isClosed = false
  /// What was learned of delays.
  let delays = DelayCache()

  init(path: String, first: DatabaseQueue) {
    self.path = path
    self.first = first
  }

  init(path: String, pool: DatabasePool) {
    self.path = path
    opened = pool
  }

  /// What reads now.
  var reader: any DatabaseReader {
    get throws {
      try lock.withLock {
        if opened == nil, let first { return first }
        return try opened ?? open()
      }
    }
  }

  /// Writer and readers.
  var pool: DatabasePool {
    get throws {
      try lock.withLock { try opened ?? open() }
    }
  }

  /// Under the lock. Whoever still reads through the first connection has it; it closes behind the last
  /// of them.
  private func open() throws -> DatabasePool {
    guard !isClosed else {
      throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the store has been closed")
    }
    let pool = try Opening.pool(path)
    (opened, first) = (pool, nil)
    return pool
  }

  func close() throws {
    try lock.withLock {
      (isClosed, first) = (true, nil)
      try opened?.close()
    }
  }
}

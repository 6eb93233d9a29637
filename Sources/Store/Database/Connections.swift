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
      let first = lock.withLock { opened == nil ? self.first : nil }
      return try first ?? pool
    }
  }

  /// Writer and readers.
  var pool: DatabasePool {
    get throws {
      try lock.withLock {
        if let opened { return opened }
        let pool = try Opening.pool(path)
        opened = pool
        // Whoever reads through it still has it; it closes behind the last of them.
        first = nil
        return pool
      }
    }
  }

  func close() throws {
    try lock.withLock {
      try first?.close()
      try opened?.close()
    }
  }
}

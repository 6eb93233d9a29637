internal import Foundation
internal import GRDB

/// The connections of a store. A store that is opened has one, which only reads: it is there in a third
/// of the time that the pool takes, which matters to whoever waits for a first screen. The pool comes
/// with the first write, and reads go through it from then on.
final class Connections: @unchecked Sendable {
  private let path: String
  private let lock = NSLock()
  /// Held while connections are made, which may take long.
  private let opening = NSLock()
  private var first: DatabaseQueue?
  private var opened: DatabasePool?
  private var isClosed = false
  /// How many transactions run; closing waits for the last. Under `idle`, with `isClosing`: what is counted
  /// before the end is waited for, what comes after is refused.
  private var running = 0
  private var isClosing = false
  private let idle = NSCondition()
  private var file: FileIdentity?
  /// What was learned of delays.
  let delays = DelayCache()

  init(path: String, first: DatabaseQueue) {
    self.path = path
    self.first = first
    file = FileIdentity(path)
  }

  init(path: String, pool: DatabasePool) {
    self.path = path
    opened = pool
    file = FileIdentity(path)
  }

  /// Runs a transaction: the connections stay open as long as it takes.
  func during<Value>(_ transaction: () throws -> Value) throws -> Value {
    try idle.withLock {
      guard !isClosing else { throw Connections.closed }
      running += 1
    }
    defer {
      idle.withLock {
        running -= 1
        if running == 0 { idle.broadcast() }
      }
    }
    return try transaction()
  }

  private static let closed = DatabaseError(
    resultCode: .SQLITE_MISUSE, message: "the store has been closed")

  /// What reads now.
  var reader: any DatabaseReader {
    get throws {
      try follow()
      if let reader = lock.withLock({ opened ?? first as (any DatabaseReader)? }) { return reader }
      return try open()
    }
  }

  /// Writer and readers.
  var pool: DatabasePool {
    get throws {
      try follow()
      return try lock.withLock { opened } ?? open()
    }
  }

  /// Once. Opening a pool writes: while another program holds the store it takes as long as a write does,
  /// and whoever only reads goes on reading meanwhile. Who still reads through the first connection after
  /// that has it; it closes behind the last of them.
  private func open() throws -> DatabasePool {
    try opening.withLock {
      if let pool = lock.withLock({ opened }) { return pool }
      guard !lock.withLock({ isClosed }) else { throw Connections.closed }
      let pool = try Opening.pool(path)
      lock.withLock { (opened, first) = (pool, nil) }
      return pool
    }
  }

  /// The file that is open must be the one that others find under its name. Where another is in its place,
  /// a restored one, that is the store from now on; where none is, nothing can be done.
  private func follow() throws {
    let now = FileIdentity(path)
    guard lock.withLock({ now != file && !isClosed }) else { return }
    guard now != nil else { throw FileIdentity.gone(path) }
    try opening.withLock {
      guard lock.withLock({ now != file && !isClosed }) else { return }
      let other = try Opening.connections(path)
      // Whoever still reads the old file has it; it closes behind the last of them.
      lock.withLock { (first, opened, file) = (other.first, other.opened, now) }
    }
  }

  /// Waits for the transactions that run; whatever comes later is refused.
  func close() throws {
    idle.withLock {
      isClosing = true
      while running > 0 { idle.wait() }
    }
    let pool = lock.withLock {
      (isClosed, first) = (true, nil)
      return opened
    }
    try pool?.close()
  }
}

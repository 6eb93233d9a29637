internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// Lets a read be given up while it goes on: what was typed meanwhile wants another answer. The read then
/// throws a `StoreError` of the kind `givenUp`.
package final class Patience: @unchecked Sendable {
  /// Steps of SQLite's machine between two looks: some tens of microseconds.
  private static let steps: Int32 = 2000

  private let lock = NSLock()
  private var isOver = false

  package init() {}

  /// Nobody waits for the answer any more.
  package func end() { lock.withLock { isOver = true } }

  /// The read it belongs to is to stop, or has stopped, for that.
  package var hasEnded: Bool { lock.withLock { isOver } }

  /// Does the work on that connection, stopped once patience has ended.
  func watch<Value>(_ database: Database, _ body: () throws -> Value) throws -> Value {
    guard !hasEnded else { throw DatabaseError(resultCode: .SQLITE_INTERRUPT) }
    let connection = database.sqliteConnection
    sqlite3_progress_handler(
      connection, Patience.steps,
      { pointer in
        guard let pointer else { return 0 }
        return Unmanaged<Patience>.fromOpaque(pointer).takeUnretainedValue().hasEnded ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
    defer { sqlite3_progress_handler(connection, 0, nil, nil) }
    return try withExtendedLifetime(self) { try body() }
  }
}

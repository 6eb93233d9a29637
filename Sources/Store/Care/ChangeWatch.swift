internal import GRDB
internal import GRDBSQLite

/// Notices that anyone, in this process or another, has committed to the store. Has a connection of its
/// own: `PRAGMA data_version` tells of every other connection's commits. Belongs to one task or actor.
///
/// The connection is SQLite's own: asking for the version needs no look at the schema, which GRDB takes
/// for every connection, a sixth of the work of starting the console.
package final class ChangeWatch {
  private let path: String
  private let file: FileIdentity?
  private let connection: SQLiteConnection
  private let question: SQLiteStatement
  private var seen: Int64 = 0

  /// Starts watching the store at that path, which must exist. Throws `StoreError`.
  package init(_ path: String) throws {
    self.path = path
    file = FileIdentity(path)
    var (connection, question) = (nil as SQLiteConnection?, nil as SQLiteStatement?)
    let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
    var code = sqlite3_open_v2(path, &connection, flags, nil)
    if code == SQLITE_OK {
      sqlite3_busy_timeout(connection, Int32(Opening.busySeconds * 1000))
      code = sqlite3_prepare_v3(
        connection, "PRAGMA data_version", -1, UInt32(SQLITE_PREPARE_PERSISTENT), &question, nil)
    }
    guard code == SQLITE_OK, let connection, let question else {
      sqlite3_close_v2(connection)
      throw ChangeWatch.error(code, path)
    }
    (self.connection, self.question) = (connection, question)
    seen = try version()
  }

  deinit {
    sqlite3_finalize(question)
    sqlite3_close_v2(connection)
  }

  /// Something has been committed since the last call, or since the start. Costs a few microseconds.
  /// Throws `missing` where the file is not in its place any more: another watch is needed then.
  package func hasChanged() throws -> Bool {
    guard FileIdentity(path) == file else { throw FileIdentity.gone(path) }
    let version = try version()
    defer { seen = version }
    return version != seen
  }

  private func version() throws -> Int64 {
    defer { sqlite3_reset(question) }
    let code = sqlite3_step(question)
    guard code == SQLITE_ROW else { throw ChangeWatch.error(code, path) }
    return sqlite3_column_int64(question, 0)
  }

  private static func error(_ code: Int32, _ path: String) -> StoreError {
    StoreError(
      DatabaseError(resultCode: ResultCode(rawValue: code)), what: "can't watch the store",
      path: path)
  }
}

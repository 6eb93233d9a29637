internal import Fulfillment
internal import GRDB
internal import GRDBSQLite

/// Everything Supercargo knows, in one SQLite file. Each method is one transaction with a name; no SQL
/// and no type of the database library leaves this target.
package struct Store: Sendable {
  /// The file.
  package let path: String

  let connections: Connections

  /// Writer and readers.
  var pool: DatabasePool {
    get throws { try connections.pool }
  }

  /// Opens the file, creating it (mode 0600) or bringing its schema up to date only where needed.
  /// Throws `StoreError`: a file that is not a store, is damaged, is newer than this program, can't be
  /// written, or whose folder is missing is left exactly as it is.
  package static func open(_ path: String) throws -> Store {
    do {
      return Store(path: path, connections: try Opening.connections(path))
    } catch {
      throw StoreError(error, what: "can't open the store", path: path)
    }
  }

  /// All connections of this process together keep about that many megabytes of the file in memory, and
  /// give up what was read longest ago for more. Without it each keeps as much as a large import needs.
  package static func limitMemory(megabytes: Int64) {
    sqlite3_soft_heap_limit64(megabytes << 20)
  }

  /// Which file is found under `path` now: another text after another file was put in its place; nil: none
  /// is there.
  package var file: String? { FileIdentity(path)?.text }

  /// Ends every connection; the store can't be used after that.
  package func close() throws {
    do {
      try connections.close()
    } catch {
      throw StoreError(error, what: "can't close the store", path: path)
    }
  }

  /// One read transaction: everything in `body` sees the same moment.
  func read<Value>(_ what: String, _ body: (Database) throws -> Value) throws -> Value {
    do {
      return try connections.during { try connections.reader.read(body) }
    } catch {
      throw StoreError(error, what: what, path: path)
    }
  }

  /// One read transaction that ends where nobody wants its answer any more.
  func read<Value>(
    _ what: String, _ patience: Patience?, _ body: (Database) throws -> Value
  ) throws -> Value {
    try read(what) { database in
      guard let patience else { return try body(database) }
      return try patience.watch(database) { try body(database) }
    }
  }

  /// One write transaction: all of `body` or nothing, and whatever it changed is in the event log.
  func write<Value>(
    _ what: String, now: Timestamp? = nil, by author: Author? = nil,
    _ body: (Database) throws -> Value
  ) throws -> Value {
    do {
      return try connections.during {
        try pool.write { database in
          let sealing = Sealing(database)
          try sealing.adopt()
          let value = try body(database)
          try sealing.close(at: now, by: author)
          return value
        }
      }
    } catch {
      throw StoreError(error, what: what, path: path)
    }
  }
}

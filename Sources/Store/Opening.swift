internal import GRDB

/// Getting from a path to a pool whose schema is current.
enum Opening {
  /// How long a connection waits for another program's transaction.
  static let busySeconds = 10.0

  /// Connections that detection reads with at once, at most.
  static let evaluators = 4

  /// Whatever the file needs to be a store of the current schema, and its first connection.
  static func connections(_ path: String) throws -> Connections {
    switch try StoreFile.look(at: path) {
    case .store:
      if let reader = reader(path) { return Connections(path: path, first: reader) }
    case .empty: try fill(path)
    case .absent:
      try StoreFile.create(path)
      try fill(path)
    }
    return Connections(path: path, pool: try pool(path))
  }

  /// One connection that only reads, where that is enough to see that nothing needs doing.
  private static func reader(_ path: String) -> DatabaseQueue? {
    var configuration = configuration()
    configuration.readonly = true
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      return try queue.unsafeRead { database in
        // It serves a screen, not a run over everything.
        try database.execute(sql: "PRAGMA cache_size = -4000")
        return try version(database) == Migrations.current
      } ? queue : nil
    } catch {
      // The pool meets the same trouble, and names or mends it.
      return nil
    }
  }

  static func pool(_ path: String) throws -> DatabasePool {
    let pool = try DatabasePool(path: path, configuration: configuration())
    try pool.writeWithoutTransaction { database in
      let version = try version(database)
      try refuseNewer(version, path)
      if version < Migrations.current { try Migrations.run(database) }
    }
    return pool
  }

  static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(busySeconds)
    configuration.maximumReaderCount = evaluators + 2
    configuration.persistentReadOnlyConnections = true
    configuration.prepareDatabase { database in
      guard !database.configuration.readonly else {
        // Kibibytes, for looking up numbers and likenesses all over a large store.
        return try database.execute(sql: "PRAGMA cache_size = -12000")
      }
      // Kibibytes: pages of a large import stay in memory until they are committed. Pages: they go
      // from the log into the file once for several transactions. And what a statement would need to
      // be taken back does not go through a file, 35 writes an order.
      try database.execute(
        sql: """
          PRAGMA cache_size = -24000; PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY
          """)
    }
    return configuration
  }

  static func version(_ database: Database) throws -> Int {
    Int(try database.number("PRAGMA user_version") ?? 0)
  }

  static func refuseNewer(_ version: Int, _ path: String) throws {
    guard version > Migrations.current else { return }
    throw StoreError(
      .newer, what: "can't open the store",
      why: path + " was written by a newer Supercargo (schema \(version), this program knows "
        + "\(Migrations.current))",
      remedy: "update this program, or name another file with --store; the file was left as it is")
  }

  /// The schema goes into the file itself, not into a write-ahead log, so that from its first byte on
  /// its header says whose file it is.
  private static func fill(_ path: String) throws {
    let queue = try DatabaseQueue(path: path, configuration: configuration())
    try queue.writeWithoutTransaction(Migrations.run)
    try queue.close()
  }
}

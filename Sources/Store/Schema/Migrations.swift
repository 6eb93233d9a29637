internal import GRDB

/// The versions of the schema, each the work of one released step. A released step is never edited:
/// a change is a new step at the end.
enum Migrations {
  /// "SCGO", kept in the file's header so that another program's database is never taken for ours.
  static let applicationID: Int64 = 0x5343_474F

  static let steps: [[String]] = [
    SchemaV1.statements, SchemaV2.statements, SchemaV3.statements, SchemaV4.statements,
    SchemaV5.statements, SchemaV6.statements,
  ]

  /// How many steps there are, without making them.
  static let current = 6

  /// Brings the file to `current` in one transaction; does nothing where another program was faster.
  static func run(_ database: Database) throws {
    try database.inTransaction(.immediate) {
      let from = try Opening.version(database)
      guard from < current else { return .commit }
      // What another program has written since version 4 is not ours to seal as our own.
      if from >= 4 { try Sealing(database).adopt() }
      for statement in steps[from...].joined() { try database.execute(sql: statement) }
      // What a step has told the log: when it came about nobody knows, but for what was there before.
      try Sealing(database).close(
        at: nil, by: Author(who: Author.itself.who, reason: "schema \(current)"))
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try database.execute(sql: "PRAGMA user_version = \(current)")
      return .commit
    }
  }
}

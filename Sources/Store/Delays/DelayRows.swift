internal import Fulfillment
internal import GRDB

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Where the model stands.
struct DelayClock {
  /// Of what the rows and the ledger mean; another version is learned anew.
  static let version: Int64 = 2

  var version: Int64
  var revision: Int64
  var closedOn: Int32?
  /// Orders up to that row are still to be read.
  var backlog: Int64?

  static func read(_ database: Database) throws -> DelayClock {
    let clock = try database.row(
      "SELECT version, revision, closedOn, backlog FROM delayClock WHERE id = 1"
    ) {
      DelayClock(
        version: try $0.number(), revision: try $0.number(),
        closedOn: try $0.numberOrNil().map { Int32(clamping: $0) },
        backlog: try $0.numberOrNil())
    }
    guard let clock else { throw Work.vanished("the clock of delays") }
    return clock
  }

  func write(_ database: Database) throws {
    try database.run(
      """
      UPDATE delayClock SET version = ?, revision = ?, closedOn = ?, backlog = ? WHERE id = 1
      """, version, revision, closedOn.map { Int64($0) }, backlog)
  }
}

extension Learned {
  /// What the rows hold; nil: they can't be read, and have to be learned anew.
  static func read(_ revision: Int64, _ database: Database) throws -> Learned? {
    let rows = try database.rows("SELECT name, bytes FROM delayRow") {
      DelayRow(name: try $0.text(), bytes: [UInt8](try $0.data()))
    }
    guard let model = DelayModel(.live, rows: rows.filter { !WaitTables.owns($0.name) }),
      let waits = WaitTables(rows: rows.filter { WaitTables.owns($0.name) })
    else { return nil }
    return Learned(revision: revision, model: model, waits: waits)
  }

  /// Writes the rows that changed.
  mutating func store(_ database: Database) throws {
    for row in model.takeChangedRows() + waits.takeChangedRows() {
      if row.bytes.isEmpty {
        try database.run("DELETE FROM delayRow WHERE name = ?", row.name)
      } else {
        try database.run(
          """
          INSERT INTO delayRow (name, bytes) VALUES (?1, ?2)
          ON CONFLICT (name) DO UPDATE SET bytes = ?2
          """, row.name, Data(row.bytes))
      }
    }
  }
}

import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct ChainTests {
  /// Whoever edits the file by hand drops the triggers first.
  @Test(arguments: [
    "UPDATE event SET change = replace(change, 'version', 'Version') WHERE id = ?1",
    "UPDATE event SET kind = kind || 'x' WHERE id = ?1",
    "UPDATE event SET number = number + 1 WHERE id = ?1",
    "UPDATE event SET orderID = CASE WHEN orderID IS NULL THEN 1 END WHERE id = ?1",
    "UPDATE event SET happenedAt = ifnull(happenedAt, 0) + 1 WHERE id = ?1",
    "DELETE FROM event WHERE id = ?1",
    "UPDATE eventSeal SET at = at + 1 WHERE through = (SELECT min(through) FROM eventSeal WHERE through >= ?1)",
    "UPDATE eventSeal SET who = 'bob' WHERE through = (SELECT min(through) FROM eventSeal WHERE through >= ?1)",
    "UPDATE eventSeal SET rows = hash WHERE through = (SELECT min(through) FROM eventSeal WHERE through >= ?1)",
    "DELETE FROM eventSeal WHERE through = (SELECT min(through) FROM eventSeal WHERE through >= ?1)",
    "UPDATE event SET id = -id WHERE id = ?1",
  ])
  func anyEditOfAnyRowIsFound(sql: String) throws {
    let scratch = try history(steps: 12)
    let last = try scratch.store.read("count") {
      try $0.number("SELECT max(id) FROM event") ?? 0
    }
    #expect(try scratch.store.checkLedger(isFull: true, now: noon).broken == nil)
    for id in stride(from: 1, through: last, by: 3) {
      try tamper(scratch) { database in
        try database.execute(sql: sql, arguments: [id])
        guard database.changesCount > 0 else { return }
        let isSame = try sql.contains("replace(") && !changed(database, id)
        let chain = try broken(database)
        #expect(isSame || chain != nil, "row \(id)")
        if let chain, !isSame { #expect(chain.first <= id) }
      }
    }
  }

  @Test func exchangedRowsAreFound() throws {
    let scratch = try history(steps: 6)
    try tamper(scratch) { database in
      try database.execute(
        sql: """
          UPDATE event SET id = -1 WHERE id = 2; UPDATE event SET id = 2 WHERE id = 3;
          UPDATE event SET id = 3 WHERE id = -1
          """)
      #expect(try broken(database)?.first ?? 99 <= 3)
    }
  }

  @Test func logThatWasCutOffIsFoundByWhatWasRemembered() throws {
    let scratch = try history(steps: 6)
    let whole = try scratch.store.checkLedger(isFull: false, now: noon)
    #expect(whole.broken == nil)
    #expect(whole.head.count == 64)
    try scratch.store.pool.write { database in
      try drop(database)
      try database.execute(
        sql: """
          DELETE FROM eventSeal WHERE through > 3;
          DELETE FROM event WHERE id > (SELECT max(through) FROM eventSeal)
          """)
    }
    let check = try scratch.store.checkLedger(isFull: false, now: noon)
    #expect(check.broken?.what.contains("cut off") == true)
  }

  @Test func whatWasFoundWholeIsNotLookedAtAgain() throws {
    let scratch = try history(steps: 10)
    let first = try scratch.store.checkLedger(isFull: false, now: noon)
    #expect(first.examined == first.rows)
    try scratch.store.takeSamples([sampleOrder(2)], now: noon)
    let second = try scratch.store.checkLedger(isFull: false, now: noon)
    #expect(second.examined == second.rows - first.rows)
    #expect(second.broken == nil)
  }

  @Test func changeByAnotherProgramIsToldWithWhatItWas() throws {
    let scratch = try history(steps: 3)
    try scratch.store.close()
    let outside = try DatabaseQueue(path: scratch.path)
    try outside.write { try $0.execute(sql: "UPDATE customerOrder SET total = 1 WHERE id = 1") }
    try outside.close()
    let store = try Store.open(scratch.path)
    let pending = try store.checkLedger(isFull: false, now: noon)
    #expect(pending.broken?.what.contains("another program") == true)
    #expect(pending.broken?.orders == ["#1"])
    try store.takeSamples([sampleOrder(9)])
    let check = try store.checkLedger(isFull: true, now: noon)
    #expect(check.broken == nil)
    #expect(check.outside.map(\.who) == ["outside"])
    #expect(
      check.outside.first?.fields == [
        .init(name: "total", before: .number(4000), after: .number(1))
      ])
    try store.close()
  }

  @Test func tableThatWasChangedBehindTheLogIsFound() throws {
    let scratch = try history(steps: 3)
    try scratch.store.pool.write { database in
      try drop(database)
      try database.execute(sql: "UPDATE customerOrder SET email = 'x@example.com' WHERE id = 1")
    }
    let check = try scratch.store.checkLedger(isFull: true, now: noon)
    #expect(check.broken == nil)
    #expect(check.differing.count == 1)
    #expect(check.differing.first?.contains("email is x@example.com") == true)
  }

  @Test func fileThatWasFilledBeforeTheLogIsReplayedFromWhatItHolds() throws {
    let scratch = try Scratch()
    let path = scratch.file("old.sqlite")
    let queue = try DatabaseQueue(path: path)
    try queue.write { database in
      for statement in Migrations.steps[..<3].joined() { try database.execute(sql: statement) }
      try database.execute(
        sql: """
          PRAGMA application_id = \(Migrations.applicationID);
          PRAGMA user_version = 3;
          INSERT INTO account (name, service, role, dueAt, firstDueAt)
          VALUES ('main', 'files', 'storefront', 0, 0);
          INSERT INTO customerOrder (accountID, name, customerName, country, state, stateRank, isOpen,
            payment, placedAt, changedAt, currency, total, digest, externalID, fulfillment, email,
            phone, shipName, company, line1, line2, city, province, postcode, shipPhone, note)
          VALUES (1, '#1', 'Rosa', 'BR', 'ready', 1, 1, 'paid', 5000, 5000, 'USD', 4000, 1, 'ext-1',
            'unfulfilled', 'old@example.com', '', '', '', '', '', '', '', '', '', '');
          INSERT INTO shipment (orderID, number, carrier, createdAt, source)
          VALUES (1, 'LX1CN', 'china-post', 6000, 'main');
          INSERT INTO trackingEvent (shipmentID, occurredAt, status, message, recordedAt, location,
            country, source) VALUES (1, 6500, 'label', 'made', 9000, '', '', '17track');
          """)
    }
    try queue.close()
    let store = try Store.open(path)
    try store.takeSamples([sampleOrder(1) { $0.email = "new@example.com" }])
    let ledger = try #require(try store.ledger(of: OrderID(1)))
    #expect(ledger.isOlder)
    let before = ledger.replay(at: Timestamp(milliseconds: 10_000))
    #expect(before.order?.text("email") == "old@example.com")
    #expect(before.rows(.scan).count == 1)
    #expect(ledger.replay(at: Timestamp(milliseconds: 8000)).rows(.scan).isEmpty)
    #expect(ledger.replay(at: noon).order?.text("email") == "new@example.com")
    let check = try store.checkLedger(isFull: true, now: noon)
    #expect(check.broken == nil)
    try store.close()
  }

  private func history(steps: Int) throws -> Scratch {
    let scratch = try Scratch()
    var history = RandomHistory(seed: 11)
    for step in 0..<steps {
      try history.step(scratch.store, now: noon + .hours(Int64(step)))
    }
    return scratch
  }

  /// Changes the file behind the program's back, and takes it back.
  private func tamper(_ scratch: Scratch, _ body: (Database) throws -> Void) throws {
    try scratch.store.pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      try database.inTransaction {
        try drop(database)
        try body(database)
        return .rollback
      }
      try database.execute(sql: "PRAGMA foreign_keys = ON")
    }
  }

  private func drop(_ database: Database) throws {
    let names = try String.fetchAll(
      database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'event%'")
    for name in names { try database.execute(sql: "DROP TRIGGER \(name)") }
  }

  private func broken(_ database: Database) throws -> LedgerCheck.Break? {
    var chain = Chain(database)
    try chain.walk(from: nil, knowing: nil)
    return chain.check.broken
  }

  private func changed(_ database: Database, _ id: Int64) throws -> Bool {
    try database.texts("SELECT change FROM event WHERE id = ?", id).first?.contains("Version")
      ?? false
  }
}

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
    #expect(try scratch.store.checkLedger(comparesOrders: true, now: noon).broken == nil)
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
    let whole = try scratch.store.checkLedger(comparesOrders: false, now: noon)
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
    let check = try scratch.store.checkLedger(comparesOrders: false, now: noon)
    #expect(check.broken?.what.contains("cut off") == true)
  }

  /// What was found whole once is no reason to believe it for ever.
  @Test func anEditOfWhatWasFoundWholeBeforeIsFound() throws {
    let scratch = try history(steps: 10)
    #expect(try scratch.store.checkLedger(comparesOrders: false, now: noon).broken == nil)
    try scratch.store.takeSamples([sampleOrder(2)], now: noon)
    #expect(try scratch.store.checkLedger(comparesOrders: false, now: noon).broken == nil)
    try scratch.store.pool.write { database in
      try drop(database)
      try database.execute(sql: "UPDATE event SET happenedAt = 1 WHERE id = 2")
    }
    let check = try scratch.store.checkLedger(comparesOrders: false, now: noon)
    #expect(check.broken.map { $0.first <= 2 && $0.last >= 2 } == true)
  }

  @Test func changeByAnotherProgramIsToldWithWhatItWas() throws {
    let scratch = try history(steps: 3)
    try scratch.store.close()
    let outside = try DatabaseQueue(path: scratch.path)
    try outside.write { try $0.execute(sql: "UPDATE customerOrder SET total = 1 WHERE id = 1") }
    try outside.close()
    let store = try Store.open(scratch.path)
    let pending = try store.checkLedger(comparesOrders: false, now: noon)
    #expect(pending.broken?.what.contains("another program") == true)
    #expect(pending.broken?.orders == ["#1"])
    try store.takeSamples([sampleOrder(9)])
    let check = try store.checkLedger(comparesOrders: true, now: noon)
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
    let check = try scratch.store.checkLedger(comparesOrders: true, now: noon)
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
          INSERT INTO decision (id, kind, at, operator, verb, argument, title, hold)
          VALUES (1, 'decide', 9000, 'ana', 'note', 'late words', 'note', 0);
          INSERT INTO decisionTarget (decisionID, kind, number, orderID) VALUES (1, 'order', 1, 1);
          INSERT INTO orderNote (orderID, decisionID, at, author, text)
          VALUES (1, 1, 9000, 'ana', 'late words');
          INSERT INTO outboxMessage (key, kind, body, state, createdAt, orderID, attempts)
          VALUES ('k1', 'note', 'late words', 'sent', 9000, 1, 1);
          INSERT INTO outboxAttempt (messageID, attempt, at, event, text)
          VALUES (1, 1, 9500, 'accepted', '');
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
    // Nothing is known before it was recorded, whatever its row says of it.
    for subject in [LedgerSubject.scan, .note, .message, .target, .attempt] {
      #expect(ledger.replay(at: Timestamp(milliseconds: 8000)).rows(subject).isEmpty)
      #expect(before.rows(subject).count == 1, "\(subject)")
    }
    #expect(ledger.replay(at: noon).order?.text("email") == "new@example.com")
    let check = try store.checkLedger(comparesOrders: true, now: noon)
    #expect(check.broken == nil)
    try store.close()
  }

  @Test func fileOfVersionFourIsToldWhatItsLogHadMissed() throws {
    let scratch = try Scratch()
    let path = scratch.file("four.sqlite")
    let queue = try DatabaseQueue(path: path)
    try queue.write { database in
      for statement in Migrations.steps[..<4].joined() { try database.execute(sql: statement) }
      try database.execute(
        sql: """
          PRAGMA application_id = \(Migrations.applicationID);
          PRAGMA user_version = 4;
          INSERT INTO account (name, service, role, dueAt, firstDueAt)
          VALUES ('main', 'files', 'storefront', 0, 0);
          INSERT INTO customerOrder (accountID, name, customerName, country, state, stateRank, isOpen,
            payment, placedAt, changedAt, currency, total, digest, externalID, fulfillment, email,
            phone, shipName, company, line1, line2, city, province, postcode, shipPhone, note)
          VALUES (1, '#1', 'Rosa', 'BR', 'ready', 1, 1, 'paid', 5000, 5000, 'USD', 4000, 1, 'ext-1',
            'unfulfilled', 'old@example.com', '', '', '', '', '', '', '', '', '', '');
          INSERT INTO outboxMessage (key, kind, body, state, createdAt, orderID)
          VALUES ('k1', 'return.approved', 'internal', 'held', 6000, 1);
          UPDATE outboxMessage SET kind = 'notice', receiver = 'customers', body = 'Dear Rosa';
          INSERT INTO notice (orderID, kind, fact, state, way, receiver, factAt, createdAt, messageID)
          VALUES (1, 'return-approved', 'R1', 'queued', 'mail', 'customers', 6000, 6100, 1);
          INSERT INTO supplier (name) VALUES ('CJ');
          UPDATE supplier SET pausedAt = 6200, pausedBy = 'ana';
          """)
    }
    try queue.close()
    let store = try Store.open(path)
    let check = try store.checkLedger(comparesOrders: true, now: noon)
    #expect(check.broken == nil)
    #expect(check.differing.isEmpty, "\(check.differing)")
    let now = try #require(try store.ledger(of: OrderID(1))).now
    #expect(now.rows(.message).map { $0.text("body") } == ["Dear Rosa"])
    #expect(now.rows(.notice).map { $0.text("kind") } == ["return-approved"])
    // What was logged before is read as it was written, and went on in the new way.
    #expect(now.order?.text("email") == "old@example.com")
    try store.takeSamples([sampleOrder(1) { $0.email = "new@example.com" }])
    #expect(try store.ledger(of: OrderID(1))?.now.order?.text("email") == "new@example.com")
    #expect(try store.checkLedger(comparesOrders: true, now: noon).differing.isEmpty)
    let who = try store.read("look") { try $0.texts("SELECT who FROM eventSeal ORDER BY through") }
    #expect(who == ["outside", "supercargo", "sync"])
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
    try chain.walk(knowing: nil)
    return chain.check.broken
  }

  private func changed(_ database: Database, _ id: Int64) throws -> Bool {
    try database.texts("SELECT change FROM event WHERE id = ?", id).first?.contains("Version")
      ?? false
  }
}

import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct SchemaTests {
  @Test func everyTableIsStrict() throws {
    let scratch = try Scratch()
    let loose = try scratch.store.pool.read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT name FROM pragma_table_list
          WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'
          """)
    }
    #expect(loose.isEmpty)
  }

  @Test(arguments: ["account", "customerOrder", "shipment", "decision"])
  func tablesAreSingularAndCamelCase(name: String) throws {
    let scratch = try Scratch()
    let tables = try scratch.store.pool.read { database in
      try String.fetchAll(
        database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
    }
    #expect(tables.contains(name))
    #expect(tables.allSatisfy { !$0.hasSuffix("s") || $0 == "orderWords" })
  }

  @Test(arguments: OrderState.allCases)
  func everyOrderStateCanBeStored(state: OrderState) throws {
    try accept("UPDATE customerOrder SET state = ?", state.rawValue)
  }

  @Test(arguments: PaymentState.allCases)
  func everyPaymentStateCanBeStored(state: PaymentState) throws {
    try accept("UPDATE customerOrder SET payment = ?", state.rawValue)
  }

  @Test(arguments: FulfillmentState.allCases)
  func everyFulfillmentStateCanBeStored(state: FulfillmentState) throws {
    try accept("UPDATE customerOrder SET fulfillment = ?", state.rawValue)
  }

  @Test(arguments: TrackingStatus.allCases)
  func everyTrackingStatusCanBeStored(status: TrackingStatus) throws {
    try accept("UPDATE customerOrder SET trackingStatus = ?", status.rawValue)
    try accept("UPDATE shipment SET status = ?", status.rawValue)
  }

  @Test(arguments: PurchaseState.allCases)
  func everyPurchaseStateCanBeStored(state: PurchaseState) throws {
    try accept("UPDATE purchaseOrder SET state = ?", state.rawValue)
  }

  @Test(arguments: ReturnState.allCases)
  func everyReturnStateCanBeStored(state: ReturnState) throws {
    try accept("UPDATE returnRequest SET state = ?", state.rawValue)
    try accept("UPDATE returnRequest SET shopState = ?", state.rawValue)
  }

  @Test(arguments: OrderException.State.allCases)
  func everyExceptionStateCanBeStored(state: OrderException.State) throws {
    try accept("UPDATE orderException SET shown = 0, state = ?", state.rawValue)
  }

  @Test(arguments: OutboxMessage.State.allCases)
  func everyOutboxStateCanBeStored(state: OutboxMessage.State) throws {
    try accept("UPDATE outboxMessage SET attempts = 1, state = ?", state.rawValue)
  }

  @Test(arguments: Account.Role.allCases)
  func everyRoleCanBeStored(role: Account.Role) throws {
    try accept("UPDATE account SET role = ?", role.rawValue)
  }

  @Test(arguments: Severity.allCases)
  func everySeverityCanBeStored(severity: Severity) throws {
    let scratch = try busyStore()
    try scratch.store.pool.write {
      try $0.run("UPDATE orderException SET severity = ?", severity.rawValue)
      #expect($0.changesCount > 0)
    }
  }

  @Test(arguments: [
    "UPDATE customerOrder SET state = 'strange'",
    "UPDATE customerOrder SET payment = 'strange'",
    "UPDATE customerOrder SET fulfillment = ''",
    "UPDATE customerOrder SET trackingStatus = 'gone'",
    "UPDATE customerOrder SET isOpen = 2",
    "UPDATE customerOrder SET placedAt = 'yesterday'",
    "UPDATE customerOrder SET placedAt = NULL",
    "UPDATE customerOrder SET externalID = ''",
    "UPDATE customerOrder SET currency = 'DOLLAR'",
    "UPDATE customerOrder SET severity = 1, exceptionCode = NULL",
    "UPDATE customerOrder SET risk = 5, riskHundredths = -1",
    "UPDATE customerOrder SET accountID = 999",
    "INSERT INTO orderLine SELECT 999, externalID, position, sku, title, quantity, price, 1, 1 "
      + "FROM orderLine",
    "UPDATE orderLine SET quantity = -1",
    "UPDATE orderTag SET source = 'nobody'",
    "UPDATE purchaseOrder SET state = 'lost'",
    "UPDATE purchaseOrder SET number = ''",
    "UPDATE purchaseOrder SET cost = 5, currency = NULL",
    "UPDATE shipment SET status = 'flying'",
    "UPDATE orderException SET state = 'ignored'",
    "UPDATE orderException SET severity = 4",
    "UPDATE orderException SET accountID = 1",
    "UPDATE orderException SET shown = 1, state = 'cleared'",
    "UPDATE returnRequest SET state = 'maybe'",
    "UPDATE returnItem SET quantity = 0",
    "UPDATE outboxMessage SET state = 'flying'",
    "UPDATE account SET role = 'bank'",
    "UPDATE account SET cadence = 0",
    "UPDATE account SET failures = -1",
    "INSERT INTO account (name, service, role, dueAt, firstDueAt) "
      + "VALUES ('main', 'x', 'storefront', 0, 0)",
    "INSERT INTO supplier (name) VALUES ('cj')",
    "INSERT INTO supplier (name) VALUES ('')",
    "INSERT INTO outboxMessage (key, kind, body, state, createdAt, holdUntil, decisionID, orderID) "
      + "SELECT key, kind, body, state, createdAt, holdUntil, decisionID, orderID FROM outboxMessage",
    "INSERT INTO shipment (orderID, number, carrier, createdAt, source) "
      + "SELECT orderID, number, carrier, createdAt, source FROM shipment",
    "INSERT INTO purchaseOrder (orderID, supplierID, number, reference, state, placedAt, "
      + "recordedAt, recordedBy) SELECT orderID, supplierID, number, reference, state, placedAt, "
      + "recordedAt, recordedBy FROM purchaseOrder",
    "INSERT INTO orderException (orderID, code, instance, severity, state, since, trippedAt, reason, "
      + "learned, shown, changedAt) SELECT orderID, code, instance, severity, state, since, "
      + "trippedAt, reason, learned, 0, changedAt FROM orderException",
    "INSERT INTO orderException (orderID, code, instance, severity, state, since, trippedAt, reason, "
      + "learned, shown, changedAt) SELECT orderID, 'second.shown', instance, severity, state, "
      + "since, trippedAt, reason, learned, 1, changedAt FROM orderException",
  ])
  func dataThatMakesNoSenseIsRefused(sql: String) throws {
    let scratch = try busyStore()
    let error = #expect(throws: DatabaseError.self) {
      try scratch.store.pool.write { try $0.execute(sql: sql) }
    }
    #expect(error?.resultCode == .SQLITE_CONSTRAINT)
  }

  @Test(arguments: [
    "UPDATE trackingEvent SET message = 'never happened'", "DELETE FROM trackingEvent",
    "UPDATE decision SET operator = 'somebody else'", "DELETE FROM decision",
    "UPDATE decisionTarget SET beforeState = 'open'", "DELETE FROM decisionTarget",
  ])
  func logsCanOnlyGrow(sql: String) throws {
    let scratch = try busyStore()
    let error = #expect(throws: DatabaseError.self) {
      try scratch.store.pool.write { try $0.execute(sql: sql) }
    }
    #expect(error?.message?.contains("append-only") == true)
  }

  @Test func migrationsDoNothingToACurrentFile() throws {
    let scratch = try busyStore()
    let before = try scratch.store.pool.read(schema)
    try scratch.store.pool.writeWithoutTransaction(Migrations.run)
    #expect(try scratch.store.pool.read(schema) == before)
    #expect(try scratch.store.everyRow().count == 1)
  }

  @Test func migrationTakesAFileThatHasNoSchemaYet() throws {
    let scratch = try Scratch()
    let queue = try DatabaseQueue(path: scratch.file("bare.sqlite"))
    try queue.writeWithoutTransaction(Migrations.run)
    let bare = try queue.read(schema)
    let known = try scratch.store.pool.read(schema)
    #expect(bare == known)
    #expect(try queue.read(Opening.version) == Migrations.current)
  }

  @Test func failedMigrationLeavesTheFileAsItWas() throws {
    let scratch = try Scratch()
    let queue = try DatabaseQueue(path: scratch.file("odd.sqlite"))
    try queue.write { try $0.execute(sql: "CREATE TABLE shipment (a)") }
    #expect(throws: DatabaseError.self) {
      try queue.writeWithoutTransaction(Migrations.run)
    }
    let tables = try queue.read {
      try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema ORDER BY name")
    }
    #expect(tables == ["shipment"])
    #expect(try queue.read(Opening.version) == 0)
  }

  @Test(arguments: 1..<Migrations.current)
  func fileOfAnEarlierVersionIsBroughtUpToDateAndKeepsItsRows(version: Int) throws {
    let scratch = try Scratch()
    let queue = try DatabaseQueue(path: scratch.file("old.sqlite"))
    try queue.write { database in
      for statement in Migrations.steps[..<version].joined() {
        try database.execute(sql: statement)
      }
      try database.execute(
        sql: "INSERT INTO savedFilter (name, text) VALUES ('mine', 'state:ready')")
      try database.execute(sql: "PRAGMA user_version = \(version)")
    }
    try queue.writeWithoutTransaction(Migrations.run)
    #expect(try queue.read(Opening.version) == Migrations.current)
    #expect(try queue.read(schema) == scratch.store.pool.read(schema))
    let kept = try queue.read { try String.fetchAll($0, sql: "SELECT text FROM savedFilter") }
    #expect(kept == ["state:ready"])
  }

  @Test(arguments: 1...SchemaTests.released.count)
  func versionIsAsItWasReleased(version: Int) {
    // A released step must never change: whoever has to edit this line wants a new step instead.
    var digest = Digest()
    for statement in Migrations.steps[version - 1] { digest.add(statement) }
    #expect(digest.value == SchemaTests.released[version - 1])
  }

  /// Of the statements of each released version.
  static let released: [Int64] = [
    -6_647_301_196_100_640_511, -6_946_293_667_332_032_051, 1_733_295_848_592_717_804,
    5_847_244_283_792_930_171, -4_406_711_634_089_603_006,
  ]

  @Test(arguments: Account.Role.allCases)
  func everyRoleOfAnAccountCanBeStored(role: Account.Role) throws {
    try accept("UPDATE account SET role = ?", role.rawValue)
  }

  @Test(arguments: [
    "refund", "close", "claim-open", "claim-submit", "claim-answer", "claim-settle",
    "claim-withdraw", "claim-evidence", "pause", "resume", "move", "tell", "told", "untold",
    "withhold", "evidence", "send-claim", "cancel-order", "hold-order", "release-order",
  ])
  func everyVerbOfADecisionCanBeStored(verb: String) throws {
    let scratch = try Scratch()
    try scratch.store.pool.write { database in
      try database.run(
        """
        INSERT INTO decision (kind, at, operator, verb, argument, title, hold)
        VALUES ('decide', 0, 'ana', ?, '', '', 0)
        """, verb)
      let id = database.lastInsertedRowID
      for kind in ["order", "return", "claim", "supplier"] {
        try database.run(
          "INSERT INTO decisionTarget (decisionID, kind, number) VALUES (?, ?, 1)", id, kind)
      }
      #expect(try database.number("SELECT count(*) FROM decisionTarget") == 4)
    }
  }

  private func schema(_ database: Database) throws -> [String] {
    try String.fetchAll(
      database, sql: "SELECT ifnull(sql, name) FROM sqlite_schema ORDER BY type, name")
  }

  private func accept(_ sql: String, _ value: String) throws {
    let scratch = try busyStore()
    try scratch.store.pool.write {
      try $0.run(sql, value)
      #expect($0.changesCount > 0)
    }
  }

  /// A row in every table.
  private func busyStore() throws -> Scratch {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([
      sampleOrder(1) {
        $0.tags = ["vip"]
        $0.shipments = [Shipment(number: "LX1CN", carrier: "china-post")]
        $0.returns = [sampleReturn("R1")]
      }
    ])
    let id = try store.only("#1")
    try store.recordPurchase(samplePurchase("P1", for: "#1"), for: id, by: "ana", now: noon)
    let report = TrackingReport(
      number: "LX1CN", carrier: "china-post", status: .inTransit,
      events: [scan(.inTransit, noon - .minutes(5))])
    _ = try store.take([report], from: "17track", nextTrack: { _, _ in nil }, now: noon)
    try store.raise("transit.stalled", on: id)
    let open = try store.openReturns()
    _ = try store.decide(
      .approveReturn(note: "fine"), on: [.return(open[0].id)], by: "ana", hold: .minutes(10),
      now: noon)
    return scratch
  }
}

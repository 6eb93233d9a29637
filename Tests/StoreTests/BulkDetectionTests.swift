import Fulfillment
import GRDB
import Testing

@testable import Store

extension Database {
  /// Makes every order due.
  func lookAtAll() throws {
    try run("INSERT OR REPLACE INTO orderCheck (orderID, at) SELECT id, 0 FROM customerOrder")
  }

  /// Every row that detection writes, row numbers of exceptions left out: they tell the order of writing.
  fileprivate func outcome() throws -> [String] {
    try [
      """
      SELECT id, state, supplier, tracking, trackingStatus, deliveredAt, fingerprint, tags,
        exceptionCode, severity, risk, riskHundredths FROM customerOrder ORDER BY id
      """,
      "SELECT orderID, at FROM orderCheck ORDER BY orderID",
      """
      SELECT orderID, accountID, code, instance, severity, state, since, trippedAt, due, silence,
        reason, learned, shown, moneyHundredths FROM orderException ORDER BY orderID, accountID, code
      """,
      "SELECT id, status FROM shipment ORDER BY id",
      "SELECT id, scannedAt, deliveredAt FROM purchaseOrder ORDER BY id",
      "SELECT name, value FROM counter ORDER BY name",
      "SELECT currency, minor, orders FROM moneyAtRisk ORDER BY currency",
      "SELECT name, exceptions FROM supplier ORDER BY name",
    ].flatMap { sql in try Row.fetchAll(self, sql: sql).map { "\(sql.count) \($0)" } }
  }
}

@Suite struct BulkDetectionTests {
  /// More orders than one reader takes at a time, so that several read beside each other.
  private static let count = 2300

  private func store(seed: UInt64) throws -> Scratch {
    let scratch = try Scratch()
    var generated = GeneratedOrders(seed: seed)
    var dice = Dice(seed: seed &+ 9)
    try scratch.store.takeSamples(generated.next(BulkDetectionTests.count))
    _ = try scratch.store.save(
      [
        Offer(sku: "CASE-1", supplier: "CJ", supplierSKU: "X1"),
        Offer(sku: "var-5-40", supplier: "Agent", supplierSKU: "X2"),
      ], now: noon)
    let reports = (0..<60).map { number in
      TrackingReport(
        number: "LX\(100 + number)CN", carrier: "", status: .inTransit,
        events: (0..<dice.roll(5)).map { hour in
          TrackingEvent(
            occurredAt: noon - .hours(Int64(90 - hour)), recordedAt: noon,
            status: dice.pick(TrackingStatus.allCases), message: dice.pick(["", "damaged"]),
            country: dice.pick(["", "CN", "DE"]))
        })
    }
    _ = try scratch.store.take(
      reports, from: "17track", nextTrack: { _, _ in .hours(6) }, now: noon)
    for row in try scratch.store.everyRow() where dice.chance(5) {
      let purchase = samplePurchase("P\(row.id.number)", for: row.name) {
        $0.state = dice.pick(PurchaseState.allCases)
      }
      try scratch.store.recordPurchase(purchase, for: row.id, by: "ana", now: noon)
    }
    return scratch
  }

  @Test(arguments: [1, 2] as [UInt64])
  func manyAtOnceComeToTheSameAsOneByOne(seed: UInt64) throws {
    let (bulk, single) = (try store(seed: seed), try store(seed: seed))
    let many = try bulk.store.detect(thresholds: Thresholds(), limit: 20_000, now: noon)
    #expect(many.examined == BulkDetectionTests.count && !many.hasMore, "seed \(seed)")
    var (examined, opened) = (0, 0)
    while true {
      let one = try single.store.detect(thresholds: Thresholds(), limit: 7, now: noon)
      (examined, opened) = (examined + one.examined, opened + one.opened)
      if !one.hasMore { break }
    }
    #expect(examined == many.examined && opened == many.opened, "seed \(seed)")
    let outcomes = (
      try bulk.store.pool.read { try $0.outcome() }, try single.store.pool.read { try $0.outcome() }
    )
    #expect(outcomes.0 == outcomes.1, "seed \(seed)")
    #expect(many.opened > 100, "seed \(seed)")
  }

  @Test func countersHoldThroughManyLooksAtOnce() throws {
    let (bulk, single) = (try store(seed: 7), try store(seed: 7))
    for day in 0..<2 {
      let now = noon + .days(Int64(day * 9))
      try bulk.store.pool.write { try $0.lookAtAll() }
      try single.store.pool.write { try $0.lookAtAll() }
      _ = try bulk.store.detect(thresholds: Thresholds(), limit: 20_000, now: now)
      while try single.store.detect(thresholds: Thresholds(), limit: 900, now: now).hasMore {}
      let outcomes = (
        try bulk.store.pool.read { try $0.outcome() },
        try single.store.pool.read { try $0.outcome() }
      )
      #expect(outcomes.0 == outcomes.1, "day \(day)")
    }
  }

  /// Who else may write between two transactions of one look.
  enum Disturber: CaseIterable {
    case sameProgram, otherProgram
  }

  @Test(arguments: Disturber.allCases)
  func nothingIsWrittenThatWasReadBeforeSomebodyElseWrote(by disturber: Disturber) throws {
    let (scratch, single) = (try store(seed: 8), try store(seed: 8))
    var shares = 0
    let first = try scratch.store.lookAhead(
      thresholds: Thresholds(), limit: 20_000, now: noon, share: 1000
    ) { _ in
      shares += 1
      guard shares == 1 else { return }
      let sql = "UPDATE customerOrder SET promisedAt = placedAt + 3600000 WHERE id > 1500"
      switch disturber {
      case .sameProgram: try scratch.store.pool.write { try $0.run(sql) }
      case .otherProgram:
        try DatabaseQueue(path: scratch.store.path).inDatabase { try $0.run(sql) }
      }
    }
    #expect(shares == 1 && first.examined == 1000 && first.hasMore)
    try single.store.pool.write {
      try $0.run("UPDATE customerOrder SET promisedAt = placedAt + 3600000 WHERE id > 1500")
    }
    let rest = try scratch.store.detect(thresholds: Thresholds(), limit: 20_000, now: noon)
    #expect(rest.examined == BulkDetectionTests.count - 1000 && !rest.hasMore)
    while try single.store.detect(thresholds: Thresholds(), limit: 900, now: noon).hasMore {}
    #expect(
      try scratch.store.pool.read { try $0.outcome() }
        == single.store.pool.read { try $0.outcome() })
  }

  /// What else is to be written comes in between: no transaction holds more than its share.
  @Test func noTransactionOfAFirstLookIsLong() throws {
    let scratch = try store(seed: 10)
    let result = try scratch.store.detect(thresholds: Thresholds(), limit: 4000, now: noon)
    #expect(result.examined == BulkDetectionTests.count && !result.hasMore)
    // A seal closes a transaction: the orders whose exceptions came in each.
    let spans = try scratch.store.read("look") { database in
      try database.rows(
        """
        SELECT max(e.orderID) - min(e.orderID) FROM eventSeal s
        JOIN event e ON e.id <= s.through AND e.kind = 'exception.new' AND e.orderID IS NOT NULL
          AND e.id > ifnull((SELECT max(p.through) FROM eventSeal p WHERE p.through < s.through), 0)
        WHERE s.who = 'detection' GROUP BY s.through
        """
      ) { try $0.number() }
    }
    #expect(spans.count == 3)
    #expect(spans.allSatisfy { $0 < 1000 }, "\(spans)")
  }

  @Test func aLookThatIsNotWantedAnyMoreIsGivenUpBetweenTransactions() async throws {
    let scratch = try store(seed: 11)
    let store = scratch.store
    let look = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try store.detect(thresholds: Thresholds(), limit: 4000, now: noon)
    }
    await #expect(throws: CancellationError.self) { try await look.value }
    let left = try scratch.store.read("count") {
      try $0.number("SELECT count(*) FROM orderCheck WHERE at = 0") ?? 0
    }
    #expect(left == Int64(BulkDetectionTests.count - 1000))
  }

  @Test func failureLeavesWhatWasWrittenAndNoHalfOfTheRest() throws {
    let scratch = try store(seed: 9)
    try scratch.store.pool.write {
      try $0.execute(sql: "PRAGMA ignore_check_constraints = ON")
      try $0.run("UPDATE customerOrder SET payment = 'gold' WHERE id = 2200")
      try $0.execute(sql: "PRAGMA ignore_check_constraints = OFF")
    }
    #expect(throws: StoreError.self) {
      try scratch.store.lookAhead(
        thresholds: Thresholds(), limit: 20_000, now: noon, share: 500)
    }
    let left = try scratch.store.pool.read { database in
      try database.numbers("SELECT orderID FROM orderCheck WHERE at = 0 ORDER BY 1", [])
    }
    // Whole transactions of 500, the one with the bad order not among them.
    #expect(left.count % 500 == BulkDetectionTests.count % 500)
    #expect(left.contains(2200))
    try scratch.store.pool.read { database in
      let recount = try database.number(
        """
        SELECT count(*) FROM orderException
        WHERE shown = 1 AND state IN ('open', 'acknowledged')
        """)
      #expect(
        try database.number("SELECT value FROM counter WHERE name = 'exceptions'") == recount)
    }
  }

  @Test(arguments: [3, 4] as [UInt64])
  func settledOrdersAreFoundSettled(seed: UInt64) throws {
    let scratch = try store(seed: seed)
    func derived() throws -> [Row] {
      try scratch.store.pool.read { database in
        try Row.fetchAll(
          database,
          sql: """
            SELECT id, state, supplier, tracking, trackingStatus, trackedAt, deliveredAt, fingerprint,
              tags, changedAt FROM customerOrder ORDER BY id
            """)
      }
    }
    // Offers that came after an order are for detection to see.
    _ = try scratch.store.detect(thresholds: Thresholds(), limit: 20_000, now: noon)
    let before = try derived()
    try scratch.store.pool.write { try $0.lookAtAll() }
    _ = try scratch.store.detect(thresholds: Thresholds(), limit: 20_000, now: noon)
    #expect(try derived() == before, "seed \(seed)")
  }

  @Test func orderThatComesIsLookedAtNext() throws {
    let scratch = try store(seed: 5)
    _ = try scratch.store.detect(thresholds: Thresholds(), limit: 20_000, now: noon)
    #expect(try scratch.store.detect(thresholds: Thresholds(), limit: 9, now: noon).examined == 0)
    try scratch.store.takeSamples([sampleOrder(99_001)])
    #expect(try scratch.store.detect(thresholds: Thresholds(), limit: 9, now: noon).examined == 1)
  }

  @Test func failureOfOneReaderFailsTheRoundAndWritesNothing() throws {
    let scratch = try store(seed: 6)
    try scratch.store.pool.write {
      // What no version of this program writes: the state of a line's order can't be read.
      try $0.execute(sql: "PRAGMA ignore_check_constraints = ON")
      try $0.run("UPDATE customerOrder SET payment = 'gold' WHERE id = 2000")
      try $0.execute(sql: "PRAGMA ignore_check_constraints = OFF")
    }
    let before = try scratch.store.pool.read { try $0.outcome() }
    #expect(throws: StoreError.self) {
      try scratch.store.detect(thresholds: Thresholds(), limit: 20_000, now: noon)
    }
    #expect(try scratch.store.pool.read { try $0.outcome() } == before)
  }
}

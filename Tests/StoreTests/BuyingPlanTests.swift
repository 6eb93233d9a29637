import Fulfillment
import GRDB
import Testing

@testable import Store

/// That what buying does costs what it is about and not what was ever bought, read off SQLite's plans.
@Suite struct BuyingPlanTests {
  /// Tables that grow with the orders, and what they are called in statements.
  static let growing = [
    "customerOrder", "o", "e", "orderLine", "w", "purchaseOrder", "p", "k", "purchaseLine", "l",
    "mine", "outboxMessage", "m", "c", "outboxAttempt", "a", "shipment", "h", "trackingEvent",
    "decision", "d", "decisionTarget", "t", "orderException", "routeRefusal",
  ]

  @Test(arguments: Deed.buying)
  func noStepWalksATableThatGrows(deed: Deed) throws {
    let scratch = try FaultTests().desk()
    for plan in try plans(scratch, deed.run) {
      // The look for children of a new supplier is planned, and taken only while a foreign key is broken.
      if plan.sql.hasPrefix("INSERT INTO supplier ") { continue }
      for step in plan.steps where step.hasPrefix("SCAN ") {
        let words = step.split(separator: " ").map(String.init)
        let isWalked = BuyingPlanTests.growing.contains(words[1]) && !step.contains("USING")
        #expect(!isWalked, "\(plan.sql): \(step)")
      }
    }
  }

  @Test func looksForWorkOnlyAtWhatIsUnderWay() throws {
    let scratch = try FaultTests().desk()
    let plans = try plans(scratch) { store in
      _ = try store.pendingReceivers(now: noon)
      _ = try store.nextDispatch(now: noon)
      _ = try store.claim(receiver: "nobody")
      _ = try store.nextToAsk(receiver: "CJ", powers: queryable, now: noon)
      _ = try store.counts()
    }
    let looks = plans.filter { $0.sql.contains("FROM outboxMessage") }
    #expect(looks.count >= 5)
    for plan in looks {
      let first = try #require(plan.steps.first { $0.contains("outboxMessage") })
      let isPartial = first.contains("outboxMessage_next") || first.contains("outboxMessage_open")
      #expect(isPartial, "\(plan.sql): \(plan.steps)")
    }
  }

  @Test func ordersLikeAnotherAreFoundByTheirIndexes() throws {
    let scratch = try FaultTests().desk()
    let plans = try plans(scratch) { try $0.detectAll(now: noon) }
    for (column, index) in [
      ("likeness", "customerOrder_likeness"), ("externalID", "customerOrder_externalID"),
    ] {
      let looks = plans.filter { $0.sql.contains("SELECT 1 FROM customerOrder WHERE \(column) = ") }
      for plan in looks {
        #expect(plan.steps.contains { $0.contains("COVERING INDEX " + index) }, "\(plan.steps)")
      }
      #expect(!looks.isEmpty)
    }
  }

  private struct Plan {
    var sql: String
    var steps: [String]
  }

  /// The plans of everything that `body` runs, reading or writing.
  private func plans(_ scratch: Scratch, _ body: (Store) throws -> Void) throws -> [Plan] {
    let log = StatementLog()
    try scratch.store.pool.read { $0.trace { log.add($0) } }
    try scratch.store.pool.write { $0.trace { log.add($0) } }
    try body(scratch.store)
    try scratch.store.pool.write { $0.trace(nil) }
    try scratch.store.pool.read { $0.trace(nil) }
    let verbs = ["SELECT", "UPDATE", "INSERT", "DELETE"]
    let statements = Set(log.statements.filter { sql in verbs.contains { sql.hasPrefix($0) } })
    #expect(!statements.isEmpty)
    return try statements.sorted().map { sql in
      let steps = try scratch.store.pool.writeWithoutTransaction { database in
        let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
        statement.setUncheckedArguments(StatementArguments())
        return try Row.fetchAll(statement).map { row -> String in row["detail"] }
      }
      return Plan(sql: sql, steps: steps)
    }
  }
}

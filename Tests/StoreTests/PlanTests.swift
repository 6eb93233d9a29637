import Fulfillment
import GRDB
import Testing

@testable import Store

/// That the cost of a window does not grow with the list, read off SQLite's own plans.
@Suite struct PlanTests {
  static let queries: [Query] = [
    .all, .match(.stuck), .match(.state([.ready, .transit])), .match(.text("rosa")),
    .match(.tag(["vip"])), .match(.tracking("LX")), .match(.sku("CASE")),
    .match(.supplier(["cj"])), .match(.flag(["transit.*"])), .match(.shop(["main"])),
    .match(.purchase([.held, .unknown])), .match(.country(["BR"])),
    .match(.age(.greater, .days(3))),
    .match(.value(.atLeast, hundredths: 100)), .match(.risk(.greater, hundredths: 100)),
    .and([.match(.text("rosa")), .not(.match(.country(["BR"])))]),
    .or([.match(.sku("CASE")), .match(.tag(["vip"]))]),
  ]

  @Test(arguments: QueueSort.allCases, queries)
  func noWindowWalksTheWholeOrderTable(sort: QueueSort, query: Query) throws {
    let scratch = try sharedStore(seed: 3, orders: 60)
    let middle = try scratch.store.everyRow()[30].id.number
    for anchor in [Anchor.start, .end, .after(middle), .before(middle), .around(middle)] {
      for plan in try plans(
        scratch, { _ = try $0.queue(query, sort: sort, at: anchor, count: 20, now: noon) })
      {
        for step in plan.steps {
          #expect(step != "SCAN o", "\(plan.sql): \(step)")
          #expect(!step.hasPrefix("SCAN customerOrder") || step.contains("USING"), "\(step)")
          #expect(!step.hasPrefix("SCAN e") || step.contains("USING"), "\(step)")
        }
        // Sorting is only for the few rows that a narrow filter has left.
        let sorts = plan.steps.contains { $0.contains("TEMP B-TREE FOR ORDER BY") }
        #expect(!sorts || plan.sql.contains("NOT INDEXED"), "\(plan.sql): \(plan.steps)")
      }
    }
  }

  @Test(arguments: QueueSort.allCases)
  func everyStretchOfAWalkIsOneSearchOfItsIndex(sort: QueueSort) throws {
    let scratch = try sharedStore(seed: 3, orders: 60)
    let middle = try scratch.store.everyRow()[30].id.number
    let plans = try plans(scratch) {
      _ = try $0.queue(.all, sort: sort, at: .after(middle), count: 200, now: noon)
    }
    let walks = plans.filter { $0.sql.contains("INDEXED BY") }
    #expect(walks.count >= 2)
    for plan in walks {
      let step = try #require(plan.steps.first)
      #expect(step.hasPrefix("SEARCH o USING INDEX customerOrder_\(sort)"), "\(step)")
    }
  }

  @Test(arguments: ExceptionSort.allCases)
  func exceptionsWalkTheirOwnIndex(sort: ExceptionSort) throws {
    let scratch = try sharedStore(seed: 3, orders: 60)
    let middle = try scratch.store.listed()[5].id.number
    for anchor in [Anchor.start, .end, .after(middle), .before(middle)] {
      let plans = try plans(scratch) {
        _ = try $0.exceptions(.all, sort: sort, at: anchor, count: 5, now: noon)
      }
      for plan in plans where plan.sql.contains("LIMIT") {
        let step = try #require(plan.steps.first)
        #expect(step.contains("USING INDEX orderException_\(sort)"), "\(step)")
        #expect(!plan.steps.contains { $0.contains("TEMP B-TREE") }, "\(plan.steps)")
      }
    }
  }

  @Test func returnsWalkTheirOwnIndex() throws {
    let scratch = try sharedStore(seed: 3, orders: 60)
    let plans = try plans(scratch) {
      _ = try $0.returns(
        .all, openOnly: true, at: .start, count: 5, returnWindow: .days(30), now: noon)
    }
    let walk = try #require(plans.first { $0.sql.contains("INDEXED BY") })
    #expect(walk.steps.first?.contains("returnRequest_list") == true, "\(walk.steps)")
    #expect(!walk.steps.contains { $0.contains("TEMP B-TREE") })
  }

  @Test func countsReadNoOrders() throws {
    let scratch = try filledStore(seed: 3, orders: 20)
    for plan in try plans(scratch, { _ = try $0.counts() }) {
      #expect(!plan.steps.contains { $0.contains("customerOrder") }, "\(plan.steps)")
    }
  }

  @Test func dueWorkIsFoundByItsPartialIndex() throws {
    let scratch = try filledStore(seed: 3, orders: 20)
    let due = try plans(scratch) { _ = try $0.detectAll() }
    let look = try #require(due.first { $0.sql.contains("orderCheck WHERE at <=") })
    #expect(look.steps.first?.contains("orderCheck_at") == true, "\(look.steps)")
    let tracking = try plans(scratch) {
      _ = try $0.dueTracking("17track", isDefault: true, limit: 40, now: noon)
    }
    #expect(tracking[0].steps.contains { $0.contains("shipment_due") }, "\(tracking[0].steps)")
  }

  @Test func tenfoldOrdersDoNotChangeHowAWindowIsRead() throws {
    func steps(_ count: Int) throws -> [String] {
      let scratch = try filledStore(seed: 8, orders: count)
      let middle = try scratch.store.everyRow()[count / 2].id.number
      return try plans(scratch) { store in
        for sort in QueueSort.allCases {
          _ = try store.queue(.all, sort: sort, at: .around(middle), count: 20, now: noon)
        }
      }.flatMap(\.steps)
    }
    let (small, large) = (try steps(40), try steps(400))
    print(
      "query budget: 10x the orders take \(Double(large.count) / Double(small.count))x the steps")
    #expect(Set(large).isSubset(of: Set(small)))
    #expect(large.count <= small.count)
  }

  struct Plan {
    var sql: String
    var steps: [String]
  }

  /// The plans of every select that `body` runs on orders and exceptions.
  private func plans(_ scratch: Scratch, _ body: (Store) throws -> Void) throws -> [Plan] {
    let log = StatementLog()
    // Reads one after the other are served by the same connection.
    try scratch.store.pool.read { $0.trace { log.add($0) } }
    try body(scratch.store)
    try scratch.store.pool.read { $0.trace(nil) }
    #expect(!log.statements.isEmpty)
    return try log.statements.filter { $0.hasPrefix("SELECT") }.map { sql in
      let steps = try scratch.store.pool.read { database in
        let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
        statement.setUncheckedArguments(StatementArguments())
        return try Row.fetchAll(statement).map { row -> String in row["detail"] }
      }
      return Plan(sql: sql, steps: steps)
    }
  }
}

/// Statements that a connection has run. Only ever touched from the connection's own queue while a read
/// waits for it.
final class StatementLog: @unchecked Sendable {
  private(set) var statements: [String] = []

  func add(_ event: Database.TraceEvent) {
    if case .statement(let statement) = event { statements.append(statement.sql) }
  }
}

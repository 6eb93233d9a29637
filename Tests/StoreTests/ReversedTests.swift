import Fulfillment
import GRDB
import Testing

@testable import Store

/// Lists the other way round.
@Suite struct ReversedTests {
  @Test(arguments: QueueSort.allCases, [1, 7])
  func theQueueReversedIsTheQueueFromItsEnd(sort: QueueSort, page: Int) throws {
    let scratch = try sharedStore(seed: 3, orders: 60)
    let straight = try scratch.store.queue(.all, sort: sort, at: .start, count: 100, now: noon)
    var seen: [OrderID] = []
    var anchor = Anchor.start
    while true {
      let window = try scratch.store.queue(
        .all, sort: sort, reversed: true, at: anchor, count: page, now: noon)
      seen += window.rows.map(\.id)
      guard window.hasAfter, let last = window.rows.last else { break }
      anchor = .after(last.id.number)
    }
    #expect(seen == straight.rows.map(\.id).reversed())
  }

  @Test(arguments: ExceptionSort.allCases)
  func reversedExceptionsKeepTheSnoozedLast(sort: ExceptionSort) throws {
    let scratch = try sharedStore(seed: 4, orders: 90)
    let straight = try scratch.store.exceptions(.all, sort: sort, at: .start, count: 500, now: noon)
    let reversed = try scratch.store.exceptions(
      .all, sort: sort, reversed: true, at: .start, count: 500, now: noon)
    let snoozed = { (row: ExceptionRow) in row.state == .snoozed }
    #expect(
      reversed.rows.filter { !snoozed($0) }.map(\.id)
        == straight.rows.filter { !snoozed($0) }.map(\.id).reversed())
    #expect(reversed.rows.map(snoozed) == straight.rows.map(snoozed))
  }

  @Test func aReversedQueueIsWalkedByItsIndex() throws {
    let scratch = try sharedStore(seed: 3, orders: 60)
    for sort in QueueSort.allCases {
      let plan = try scratch.store.pool.read { database in
        let reader = try Store.queueReader(.all, sort: sort, reversed: true, now: noon, database)
        let sql = "EXPLAIN QUERY PLAN " + reader.statement(.always, forward: true)
        return try Row.fetchAll(database, sql: sql, arguments: [10]).map { row -> String in
          row["detail"]
        }
      }
      #expect(!plan.joined().contains("TEMP B-TREE"), "\(sort): \(plan)")
    }
  }
}

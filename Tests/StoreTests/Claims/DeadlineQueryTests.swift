import Fulfillment
import GRDB
import Testing

@testable import Store

/// The claims panel: its order, its windows, and that it agrees with the calendar of the command line.
@Suite struct DeadlineQueryTests {
  private let scratch: Scratch
  private var store: Store { scratch.store }

  /// Twelve orders with one or two ways each, three disputes, two claims.
  init() throws {
    scratch = try Scratch()
    try scratch.store.takeSamples((1...12).map { sampleOrder($0) })
    try scratch.store.register(
      [
        AccountSetup(
          account: Account(name: "stripe", service: "stripe", role: .payments),
          cadence: .minutes(15))
      ], now: noon)
    try scratch.store.pool.write { database in
      for number in 1...12 {
        var ways = [way("cj", .supplier, closes: noon + .days(Int64(number * 5 % 13)))]
        if number % 2 == 0 { ways.append(way("safe", .insurer, closes: nil)) }
        if number % 5 == 0 { ways.append(way("post", .carrier, closes: noon - .days(1))) }
        if number == 3 { ways[0].isClaimed = true }
        let id = try #require(
          try database.number("SELECT id FROM customerOrder WHERE name = ?", "#\(number)"))
        try RecourseRows.write(ways, of: id, database)
      }
    }
    for (number, due, state) in [
      (1, 9, Dispute.State.open), (2, 2, .open), (4, 5, .underReview), (5, 1, .won),
    ] {
      _ = try scratch.store.take(
        [
          Dispute(
            externalID: "du_\(number)", order: "ext-\(number)", payment: "ch_\(number)",
            kind: .chargeback, state: state, amount: dollars(40),
            evidenceDueAt: noon + .days(Int64(due)))
        ], from: "stripe", cursor: nil, now: noon)
    }
  }

  private func way(_ name: String, _ party: ClaimParty, closes: Timestamp?) -> Recourse {
    Recourse(
      party: party, name: name, kind: .lost, parcel: "LX1", noticedAt: noon - .days(4),
      window: ClaimWindow(
        opens: .at(noon - .days(4)), closes: closes.map { .at($0) } ?? .unstated),
      amount: dollars(12), wanted: [.photos], asOf: noon.date)
  }

  private func window(
    _ anchor: Anchor = .start, count: Int = 100, _ query: Query = .all
  ) throws -> Window<DeadlineRow> {
    try store.deadlines(query, at: anchor, count: count, notice: .days(3), now: noon)
  }

  private func ways(_ rows: [DeadlineRow]) -> [RecourseRow] {
    rows.compactMap { if case .recourse(let row) = $0.matter { row } else { nil } }
  }

  @Test func disputesThenWindowsThenWhatWaits() throws {
    let rows = try window().rows
    let disputes = rows.compactMap { row -> String? in
      if case .dispute(let dispute) = row.matter { dispute.dispute.externalID } else { nil }
    }
    #expect(disputes == ["du_2", "du_1", "du_4"])
    #expect(
      rows.prefix(2).allSatisfy { $0.key % 4 == 0 } && rows.last?.key.isMultiple(of: 4) == false)
    let closes = ways(rows).map { $0.recourse.window.closesAt ?? noon + .days(999) }
    #expect(closes == closes.sorted() && closes.allSatisfy { $0 > noon })
    #expect(Set(rows.map(\.key)).count == rows.count)
  }

  @Test func itAgreesWithTheCalendarOfTheCommandLine() throws {
    let calendar = try store.recourseCalendar(
      .all, openOnly: true, limit: .max, notice: .days(3), now: noon)
    #expect(Set(ways(try window().rows)) == Set(calendar) && !calendar.isEmpty)
  }

  @Test(arguments: 1...5)
  func stepsOfAnySizeGiveTheSameListBothWays(_ count: Int) throws {
    let all = try window().rows.map(\.key)
    var forward = try window(count: count)
    var seen = forward.rows.map(\.key)
    while forward.hasAfter, let last = seen.last {
      forward = try window(.after(last), count: count)
      seen += forward.rows.map(\.key)
    }
    #expect(seen == all)
    var backward = try window(.end, count: count)
    seen = backward.rows.map(\.key)
    while backward.hasBefore, let first = seen.first {
      backward = try window(.before(first), count: count)
      seen = backward.rows.map(\.key) + seen
    }
    #expect(seen == all)
    for (place, key) in all.enumerated() {
      let around = try window(.around(key), count: count)
      #expect(around.rows.contains { $0.key == key })
      #expect(around.hasBefore == (around.rows.first?.key != all.first), "\(place)")
    }
  }

  @Test func aDraftStandsAtItsWindowAndAClaimThatWasMadeBelow() throws {
    let order = try store.only("#6")
    let claim = try store.openClaim(
      ClaimWish(order: order, against: "cj"), policies: [], reason: "", by: "Ada", now: noon)
    let draft = try #require(try window().rows.first { $0.claim?.id == claim.id })
    #expect(draft.key % 4 == 1 && draft.dueAt != nil)
    _ = try store.step(claim.id, .submit(reference: ""), reason: "", by: "Ada", now: noon)
    try store.pool.write {
      try $0.run(
        "UPDATE recourse SET isClaimed = 1 WHERE orderID = ? AND name = 'cj'", order.number)
    }
    let rows = try window().rows.filter { $0.claim?.id == claim.id }
    #expect(rows.count == 1 && rows[0].key % 4 == 2 && rows[0].dueAt == nil)
    _ = try store.step(claim.id, .withdraw, reason: "", by: "Ada", now: noon)
    #expect(try window().rows.allSatisfy { $0.claim?.id != claim.id })
  }

  @Test func whoAsksForAnOrderSeesItsLinesOnly() throws {
    let rows = try window(.start, QueryParser.parse("\"#2\"")).rows
    #expect(!rows.isEmpty && rows.allSatisfy { $0.orderName == "#2" })
  }

  @Test func theNextLastMomentIsTheNearest() throws {
    var next = try store.nextDeadlines(now: noon)
    let closes = ways(try window().rows).compactMap(\.recourse.window.closesAt)
    let near = closes.filter { $0 <= noon + Deadlines.near }
    #expect(next.next?.at == closes.min() && next.next?.isDispute == false)
    #expect(next.disputes == 2 && next.closing == near.count && !near.isEmpty)
    try store.pool.write { try $0.run("DELETE FROM recourse") }
    next = try store.nextDeadlines(now: noon)
    #expect(next.next == Deadlines.Next(at: noon + .days(2), isDispute: true, orderName: "#2"))
    #expect(try store.nextDeadlines(now: noon + .days(10)).next == nil)
  }

  /// The statements that the panel itself runs, from the start and from a place on, in both directions.
  @Test(arguments: [
    (0, "dispute_list"), (1, "recourse_list"), (2, "claim_list"), (3, "dispute_list"),
  ])
  func everyStretchIsWalkedByItsIndex(place: Int, index: String) throws {
    try store.pool.read { database in
      let section = DeadlineSection.all(now: noon, database)[place]
      var statements: [String] = []
      func page(from keys: [DatabaseValue]?, _ forward: Bool) throws -> [DeadlineRow] {
        try section.page(
          from: keys, forward: forward, inclusive: false, count: 5, filter: Condition("true"),
          database
        ).rows
      }
      database.trace { event in
        if case .statement(let statement) = event { statements.append(statement.sql) }
      }
      let anchor = Array(repeating: Int64(1).databaseValue, count: section.keys.count)
      for keys in [nil, anchor] {
        for forward in [true, false] { _ = try page(from: keys, forward) }
      }
      database.trace(options: [])
      #expect(statements.count == 4)
      for sql in statements {
        let none = Array(repeating: DatabaseValue.null, count: sql.filter { $0 == "?" }.count)
        let plan = try Row.fetchAll(
          database, sql: "EXPLAIN QUERY PLAN " + sql, arguments: StatementArguments(none)
        ).map { $0["detail"] as String }
        #expect(plan.contains { $0.contains(index) }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE FOR ORDER BY") }, "\(plan)")
      }
    }
  }
}

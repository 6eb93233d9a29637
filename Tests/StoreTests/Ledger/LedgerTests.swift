import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct LedgerTests {
  @Test func everyChangeSaysWhoWhenWhyAndWhereFrom() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)])
    let id = try scratch.store.only("#1")
    _ = try scratch.store.decide(
      .note("called her"), on: [.order(id)], by: "ana", hold: .seconds(0), now: noon + .hours(1))
    let entries = try #require(try scratch.store.ledger(of: id)).entries
    let came = try #require(entries.first { $0.subject == .order && $0.verb == .new })
    #expect((came.who, came.source, came.at) == ("sync", "main", noon))
    #expect(came.happenedAt == noon - .hours(1))
    let note = try #require(entries.first { $0.subject == .note })
    #expect((note.who, note.source, note.at) == ("ana", "console", noon + .hours(1)))
    #expect(note.reason.contains("called her"))
  }

  @Test func replayShowsWhatWasKnownThenAndNotWhatCameLater() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([
      sampleOrder(1) { $0.shipments = [Shipment(number: "LX1CN", carrier: "china-post")] }
    ])
    let id = try store.only("#1")
    // The scan happened before it was learned of.
    let report = TrackingReport(
      number: "LX1CN", carrier: "china-post", status: .inTransit,
      events: [scan(.inTransit, noon + .minutes(10), "left")])
    _ = try store.take([report], from: "17track", nextTrack: { _, _ in nil }, now: noon + .hours(5))
    let ledger = try #require(try store.ledger(of: id))
    #expect(ledger.replay(at: noon + .hours(1)).rows(.scan).isEmpty)
    let later = ledger.replay(at: noon + .hours(5))
    #expect(later.rows(.scan).map(\.happenedAt) == [noon + .minutes(10)])
    #expect(later.rows(.scan).map(\.learnedAt) == [noon + .hours(5)])
    #expect(ledger.replay(at: noon - .days(1)).order == nil)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func replayEqualsTheTablesAtEveryStepOfARandomHistory(seed: UInt64) throws {
    let scratch = try Scratch()
    var history = RandomHistory(seed: seed)
    var seen: [(Timestamp, [LedgerRow])] = []
    for step in 0..<80 {
      let now = noon + .hours(Int64(step))
      try history.step(scratch.store, now: now)
      let rows = try scratch.store.read("look") { try Ledger.rows(of: 1, $0) }
      seen.append((now, rows))
    }
    let ledger = try #require(try scratch.store.ledger(of: OrderID(1)))
    for (time, rows) in seen {
      let difference = Ledger.difference(ledger.replay(at: time).rows, rows)
      #expect(difference == nil, "seed \(seed)")
    }
    let check = try scratch.store.checkLedger(comparesOrders: true, now: noon)
    #expect(check.broken == nil)
    #expect(check.differing.isEmpty, "seed \(seed): \(check.differing)")
    #expect(check.outside.isEmpty)
  }

  /// The histories have in them what they are to prove.
  @Test func randomHistoriesHoldEveryKindOfChange() throws {
    var seen: Set<String> = []
    for seed in 1...6 as ClosedRange<UInt64> {
      let scratch = try Scratch()
      var history = RandomHistory(seed: seed)
      for step in 0..<80 {
        try history.step(scratch.store, now: noon + .hours(Int64(step)))
      }
      seen.formUnion(
        try scratch.store.read("look") { try $0.texts("SELECT DISTINCT kind FROM event") })
    }
    let wanted: Set<String> = [
      "message.new", "message.set", "attempt.new", "refund.new", "claim.new", "claim.set",
      "claimEvent.new", "dispute.new", "dispute.set", "notice.new", "notice.set", "return.set",
    ]
    #expect(wanted.subtracting(seen).isEmpty, "\(seen.sorted())")
  }

  @Test func detectionLogsExceptionsAndNotThatItLooked() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples((1...20).map { sampleOrder($0) })
    let before = try rows(scratch.store)
    let result = try scratch.store.detectAll(now: noon + .minutes(1))
    #expect(try rows(scratch.store) == before + Int64(result.opened))
  }

  @Test func unchangedPageAddsNothing() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)])
    let before = try rows(scratch.store)
    try scratch.store.takeSamples([sampleOrder(1)], now: noon + .hours(1))
    #expect(try rows(scratch.store) == before)
  }

  @Test func changedOrderLogsWhatChangedAlone() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)])
    let first = try rows(scratch.store)
    try scratch.store.takeSamples(
      [
        sampleOrder(1) {
          $0.updatedAt = noon
          $0.email = "new@example.com"
        }
      ], now: noon + .hours(1))
    let id = try scratch.store.only("#1")
    let entries = try #require(try scratch.store.ledger(of: id)).entries.filter { $0.id > first }
    #expect(entries.map(\.subject) == [.order])
    #expect(
      entries.first?.fields == [
        .init(
          name: "email", before: .text("rosa1@example.com"), after: .text("new@example.com"))
      ])
  }

  @Test(arguments: ["UPDATE event SET change = '{}'", "DELETE FROM eventSeal", "DELETE FROM event"])
  func logOnlyGrows(sql: String) throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)])
    let error = #expect(throws: DatabaseError.self) {
      try scratch.store.pool.write { try $0.execute(sql: sql) }
    }
    #expect(error?.message?.contains("append-only") == true)
  }

  /// Rows in the log are told apart by the places of their columns: none may move.
  @Test(arguments: SchemaV4.logged.map(\.table))
  func columnsOfAnEarlierVersionStayInTheirPlaces(table: String) throws {
    let earlier = try #require(SchemaV4.logged.first { $0.table == table })
    let now = try #require(SchemaV5.logged.first { $0.table == table })
    #expect(now.columns.prefix(earlier.columns.count).map(\.name) == earlier.columns.map(\.name))
  }

  @Test func accountsThatAreRegisteredAreSealedWithTheirTime() throws {
    let scratch = try Scratch()
    let cj = Account(name: "cj", service: "cj", role: .supplier)
    try scratch.store.register([AccountSetup(account: cj, cadence: .minutes(5))], now: noon)
    try scratch.store.editContacts(
      of: "cj", add: [SupplierContact(.mail, "a@cj.example")], forget: [], now: noon + .hours(1))
    let digest = String(repeating: "a", count: 64)
    let desk = NoticeDesk(
      policy: NoticePolicy(), hold: .seconds(0), encode: { _ in nil }, digest: { _ in digest })
    _ = try scratch.store.setNotices(
      off: true, for: "a@b.example", desk, by: "ana", now: noon + .hours(2))
    let seals = try scratch.store.read("look") { database in
      try database.rows("SELECT at, who FROM eventSeal ORDER BY through") {
        "\(try $0.time().iso8601) \(try $0.text())"
      }
    }
    #expect(
      seals == [
        noon.iso8601 + " supercargo", (noon + .hours(1)).iso8601 + " supercargo",
        (noon + .hours(2)).iso8601 + " ana",
      ])
  }

  @Test(arguments: [
    ("UPDATE purchaseLine SET isLive = 0", "item.set"),
    ("UPDATE purchaseLine SET again = 2", "item.set"),
    ("UPDATE supplier SET pausedAt = 5, pausedBy = 'ana', pauseReason = 'slow'", "supplier.set"),
    ("DELETE FROM supplierContact", "supplierContact.gone"),
    ("INSERT INTO volumeMove VALUES (1, 'BR', 2, 50, NULL, 5, 'ana')", "volumeMove.new"),
    ("INSERT INTO noticeOptOut VALUES (printf('%064d', 1), 5, 'ana')", "optOut.new"),
    ("UPDATE outboxMessage SET receiver = 'elsewhere', body = 'other'", "message.set"),
  ])
  func changeIsLogged(sql: String, kind: String) throws {
    let scratch = try Scratch()
    let store = scratch.store
    for name in ["CJ", "Depot"] {
      try store.register(
        [
          AccountSetup(
            account: Account(name: name, service: "cj", role: .supplier), cadence: .minutes(5))
        ], now: noon)
    }
    try store.takeSamples([sampleOrder(1)])
    try store.buy("#1")
    try store.editContacts(
      of: "CJ", add: [SupplierContact(.mail, "a@cj.example")], forget: [], now: noon)
    let last = try rows(store)
    try store.pool.write { try $0.execute(sql: sql) }
    let kinds = try store.read("look") {
      try $0.texts("SELECT kind FROM event WHERE id > ?", last)
    }
    #expect(!kinds.isEmpty && kinds.allSatisfy { $0 == kind }, "\(kinds)")
  }

  @Test func rowsAreLoggedByThePlacesOfTheirColumns() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)])
    let change = try scratch.store.read("look") {
      try $0.texts("SELECT change FROM event WHERE kind = 'order.new'").first
    }
    #expect(change?.hasPrefix(##"["main","ext-1","#1","Rosa Lima","BR","paid","##) == true)
    let order = try #require(try scratch.store.ledger(of: try scratch.store.only("#1"))?.now.order)
    #expect(order.text("city") == "Campinas" && order.number("total") == 4000)
    // What is nothing or empty is not there.
    #expect(order.fields["cancelledAt"] == nil && order.fields["company"] == nil)
  }

  @Test func everySubjectOfTheSchemaIsKnown() {
    for table in SchemaV5.logged { #expect(LedgerSubject(rawValue: table.subject) != nil) }
  }

  private func rows(_ store: Store) throws -> Int64 {
    try store.read("count") { try $0.number("SELECT count(*) FROM event") ?? 0 }
  }
}

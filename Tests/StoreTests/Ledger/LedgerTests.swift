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
    for step in 0..<40 {
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
    let check = try scratch.store.checkLedger(isFull: true, now: noon)
    #expect(check.broken == nil)
    #expect(check.differing.isEmpty)
    #expect(check.outside.isEmpty)
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

  @Test func everySubjectOfTheSchemaIsKnown() {
    for table in SchemaV4.logged { #expect(LedgerSubject(rawValue: table.subject) != nil) }
  }

  private func rows(_ store: Store) throws -> Int64 {
    try store.read("count") { try $0.number("SELECT count(*) FROM event") ?? 0 }
  }
}

/// One order to which things happen.
struct RandomHistory {
  private var dice: Dice
  private var version = 0

  init(seed: UInt64) { dice = Dice(seed: seed) }

  mutating func step(_ store: Store, now: Timestamp) throws {
    version += 1
    switch version == 1 ? 0 : dice.roll(8) {
    case 0, 1:
      let (version, roll) = (version, dice.roll(4))
      let tags = dice.chance(50) ? ["vip"] : []
      try store.takeSamples(
        [
          sampleOrder(1) {
            $0.updatedAt = now
            $0.note = "version \(version)"
            $0.tags = tags
            $0.shipments = [Shipment(number: "LX1CN", carrier: "china-post")]
            $0.lines = (0...roll).map {
              OrderLine(
                externalID: "\($0)", sku: "S\($0)", title: "thing", quantity: 1 + version % 2,
                price: nil)
            }
            if version > 5 { $0.returns = [sampleReturn("R1")] }
          }
        ], now: now)
    case 2:
      try store.recordPurchase(
        samplePurchase("P\(dice.roll(3))", for: "#1"), for: OrderID(1), by: "ana", now: now)
    case 3:
      let event = scan(
        dice.pick([.pickedUp, .inTransit, .customs]), now - .hours(1), "m\(version)")
      _ = try store.take(
        [
          TrackingReport(
            number: "LX1CN", carrier: "china-post", status: .inTransit, events: [event])
        ],
        from: "17track", nextTrack: { _, _ in nil }, now: now)
    case 4:
      try store.raise(dice.pick(["transit.stalled", "address.bad"]), on: OrderID(1), now: now)
    case 5: try store.detectAll(now: now)
    case 6:
      _ = try store.decide(
        dice.pick([.note("n\(version)"), .tag("t\(dice.roll(2))"), .untag("vip")]),
        on: [.order(OrderID(1))], by: "ana", hold: .seconds(0), now: now)
    default: _ = try store.undo(nil, by: "ana", now: now)
    }
  }
}

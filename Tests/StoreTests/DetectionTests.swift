import Fulfillment
import GRDB
import Testing

@testable import Store

/// An order whose customer has not paid for a day and an hour: `payment.pending`.
private func unpaidOrder(_ number: Int, change: (inout Order) -> Void = { _ in }) -> Order {
  sampleOrder(number) {
    $0.placedAt = noon - .hours(25)
    $0.payment = .pending
    $0.paidAt = nil
    change(&$0)
  }
}

/// A store in which somebody offers what the orders ask for, so that only what a test brings about
/// is found.
private func stockedStore() throws -> Scratch {
  let scratch = try Scratch()
  _ = try scratch.store.save(
    [Offer(sku: "CASE-1", supplier: "CJ", supplierSKU: "X1")], now: noon)
  return scratch
}

@Suite struct DetectionTests {
  @Test func dueOrdersAreExaminedOnceAndOnlyChangesAreWritten() throws {
    let scratch = try stockedStore()
    try scratch.store.takeSamples((1...5).map { unpaidOrder($0) })
    let first = try scratch.store.detectAll()
    #expect(first.examined == 5 && first.opened == 5 && first.cleared == 0)
    #expect(try scratch.store.listed().map(\.code) == Array(repeating: "payment.pending", count: 5))
    let before = try scratch.store.everything()
    let again = try scratch.store.detectAll()
    #expect(again == DetectionResult())
    #expect(try scratch.store.everything() == before)
  }

  @Test func roundIsBoundedAndSaysThatThereIsMore() throws {
    let scratch = try stockedStore()
    try scratch.store.takeSamples((1...5).map { unpaidOrder($0) })
    let round = try scratch.store.detect(thresholds: Thresholds(), limit: 2, now: noon)
    #expect(round.examined == 2 && round.hasMore)
    let rest = try scratch.store.detect(thresholds: Thresholds(), limit: 3, now: noon)
    #expect(rest.examined == 3 && !rest.hasMore)
  }

  @Test func exceptionPutsItsMoneyAtRiskAndClearsByItself() throws {
    let scratch = try stockedStore()
    try scratch.store.takeSamples([unpaidOrder(1) { $0.refunded = dollars(5) }])
    try scratch.store.detectAll()
    let row = try scratch.store.detail("#1").row
    #expect(row.exception == "payment.pending" && row.severity != nil)
    // One in ten that it comes to nothing: 0.1 x 35.00.
    let risk = Money(minor: 350, currency: .usd)
    #expect(row.risk == risk)
    #expect(try scratch.store.counts().atRisk == [risk])
    try scratch.store.takeSamples([
      unpaidOrder(1) {
        $0.updatedAt = noon
        $0.payment = .paid
        $0.paidAt = noon
      }
    ])
    let result = try scratch.store.detectAll()
    #expect(result.cleared == 1)
    #expect(!(try scratch.store.listed().contains { $0.code == "payment.pending" }))
    let kept = try scratch.store.detail("#1").exceptions.first { $0.code == "payment.pending" }
    #expect(kept?.state == .cleared)
  }

  @Test func nextCheckIsWhenARuleTripsAndNoEarlier() throws {
    let scratch = try stockedStore()
    try scratch.store.takeSamples([
      unpaidOrder(1) { $0.placedAt = noon - .hours(23) }
    ])
    #expect(try scratch.store.detectAll().opened == 0)
    let trip = noon + .hours(1)
    let before = try scratch.store.detectAll(now: trip - .milliseconds(1))
    #expect(before.examined == 0)
    let after = try scratch.store.detectAll(now: trip)
    #expect(after.examined == 1 && after.opened == 1)
  }

  @Test func historyIsQuietAboutWorkStillToDo() throws {
    let scratch = try stockedStore()
    try scratch.store.takeSamples([unpaidOrder(1)], isHistory: true)
    try scratch.store.detectAll()
    #expect(try scratch.store.listed().isEmpty)
  }

  @Test func snoozeEndsWithItsTime() throws {
    let scratch = try stockedStore()
    try scratch.store.takeSamples([unpaidOrder(1)])
    try scratch.store.detectAll()
    let id = try #require(try scratch.store.listed().first?.id)
    let wake = noon + .hours(2)
    _ = try scratch.store.decide(
      .snooze(.until(wake)), on: [.exception(id)], by: "ana", hold: .minutes(1), now: noon)
    try scratch.store.detectAll(now: wake - .milliseconds(1))
    #expect(try scratch.store.listed()[0].state == .snoozed)
    #expect(try scratch.store.counts().exceptions == 0)
    try scratch.store.detectAll(now: wake)
    #expect(try scratch.store.listed()[0].state == .open)
    #expect(try scratch.store.counts().exceptions == 1)
    #expect(try scratch.store.counts().atRisk == [dollars(4)])
  }

  @Test(arguments: ["note", "purchase", "tag"])
  func snoozeUntilMovedWakesForNewsAndForNothingElse(what: String) throws {
    let scratch = try stockedStore()
    let store = scratch.store
    try store.takeSamples([unpaidOrder(1)])
    try store.detectAll()
    let listed = try store.listed()[0]
    _ = try store.decide(
      .snooze(.untilMoved), on: [.exception(listed.id)], by: "ana", hold: .minutes(1), now: noon)
    let order = try #require(listed.order)
    switch what {
    case "note":
      _ = try store.decide(.note("n"), on: [.order(order)], by: "a", hold: .minutes(1), now: noon)
    case "tag":
      _ = try store.decide(.tag("t"), on: [.order(order)], by: "a", hold: .minutes(1), now: noon)
    default:
      try store.recordPurchase(samplePurchase("P", for: "#1"), for: order, by: "a", now: noon)
    }
    // Whatever was touched is looked at again.
    try store.pool.write { try $0.lookAtAll() }
    try store.detectAll(now: noon + .minutes(1))
    let state = try store.detail("#1").exceptions.first { $0.id == listed.id }?.state
    #expect(state == (what == "purchase" ? .open : .snoozed))
  }

  @Test func movingBeforeTheSnoozeDoesNotWakeIt() throws {
    let scratch = try stockedStore()
    let store = scratch.store
    try store.takeSamples([unpaidOrder(1)])
    try store.detectAll()
    let listed = try store.listed()[0]
    let order = try #require(listed.order)
    try store.recordPurchase(samplePurchase("P", for: "#1"), for: order, by: "a", now: noon)
    _ = try store.decide(
      .snooze(.untilMoved), on: [.exception(listed.id)], by: "ana", hold: .minutes(1), now: noon)
    try store.detectAll(now: noon + .minutes(1))
    #expect(
      try store.detail("#1").exceptions.first { $0.id == listed.id }?.state == .snoozed)
  }

  @Test func staleFeedIsAnExceptionOfItsAccount() throws {
    let scratch = try Scratch()
    let account = Account(name: "17track", service: "17track", role: .tracker)
    try scratch.store.register([AccountSetup(account: account, cadence: .minutes(10))], now: noon)
    let late = noon + .minutes(30)
    let opened = try scratch.store.detectAll(now: late)
    #expect(opened.opened == 1)
    let row = try #require(try scratch.store.listed(now: late).first)
    #expect(row.code == "feed.stale" && row.order == nil && row.subject == "17track")
    #expect(row.storefront == "17track" && row.money == nil)
    #expect(try scratch.store.activity(now: late)[0].isStale)
    #expect(try scratch.store.exceptionCount(.match(.flag(["feed.*"])), now: late) == 1)
    #expect(try scratch.store.exceptionCount(.match(.stuck), now: late) == 0)
    let ack = try scratch.store.decide(
      .acknowledge, on: [.exception(row.id)], by: "ana", hold: .minutes(1), now: late)
    #expect(ack.applied == 1 && ack.title == "acknowledge 17track")
    let note = try scratch.store.decide(
      .note("n"), on: [.exception(row.id)], by: "ana", hold: .minutes(1), now: late)
    #expect(note.refused.map(\.reason) == ["it is not about an order"])
    try scratch.store.recordPull(
      "17track", PullOutcome(startedAt: late, items: 0, nextDueAt: late + .minutes(10)), now: late)
    #expect(try scratch.store.detectAll(now: late).cleared == 1)
    #expect(try scratch.store.listed(now: late).isEmpty)
    #expect(!(try scratch.store.activity(now: late)[0].isStale))
  }

  @Test func retiredAccountIsNotStale() throws {
    let scratch = try Scratch()
    let account = Account(name: "old", service: "cj", role: .supplier)
    try scratch.store.register([AccountSetup(account: account, cadence: .minutes(10))], now: noon)
    let late = noon + .days(2)
    #expect(try scratch.store.detectAll(now: late).opened == 1)
    try scratch.store.register([], retiringOthers: true, now: late)
    #expect(try scratch.store.detectAll(now: late).cleared == 1)
    #expect(try scratch.store.pullStates().isEmpty)
  }

  @Test(arguments: [0, 40] as [Int64])
  func numberOfTwoOrdersIsSharedByTheLaterOnly(minutes: Int64) throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([
      sampleOrder(1) { $0.shipments = [Shipment(number: "RR123456785CN")] }
    ])
    try store.detectAll()
    // Told of at the same moment, the order that came first has it first.
    try store.takeSamples(
      [sampleOrder(2) { $0.shipments = [Shipment(number: "RR123456785CN")] }],
      now: noon + .minutes(minutes))
    #expect(try sharing(of: "#1", store).isEmpty)
    #expect(try sharing(of: "#2", store) == ["#1"])
    #expect(try store.detectAll(now: noon + .minutes(minutes)).examined == 1)
    let exceptions = try ["#1", "#2"].map { try store.detail($0).exceptions.map(\.code) }
    #expect(!exceptions[0].contains("tracking.invalid"))
    #expect(exceptions[1].contains("tracking.invalid"))
  }

  @Test func historyThatHadTheNumberBeforeMakesLaterOrdersDue() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([
      sampleOrder(1) { $0.shipments = [Shipment(number: "RR123456785CN")] }
    ])
    try store.detectAll()
    let old = sampleOrder(2) {
      $0.placedAt = noon - .days(20)
      $0.shipments = [Shipment(number: "RR123456785CN", shippedAt: noon - .days(19))]
    }
    _ = try store.take(histories: [OrderHistory(order: old)], from: "old", now: noon)
    #expect(try sharing(of: "#1", store) == ["#2"])
    #expect(try sharing(of: "#2", store).isEmpty)
    #expect(try store.detectAll().examined == 2)
  }

  @Test func numberUsedAgainAfterThreeMonthsIsNotShared() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples(
      [sampleOrder(1) { $0.shipments = [Shipment(number: "RR123456785CN")] }],
      now: noon - .days(93))
    try store.takeSamples([
      sampleOrder(2) { $0.shipments = [Shipment(number: "RR123456785CN")] }
    ])
    #expect(try sharing(of: "#2", store).isEmpty)
  }

  @Test func freshnessComesFromTheStalestFeedThatIsPulled() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([sampleOrder(1)])
    #expect(try freshness(store).0 == nil)
    func setup(_ name: String, _ role: Account.Role) -> AccountSetup {
      AccountSetup(
        account: Account(name: name, service: "x", role: role), cadence: .minutes(10))
    }
    try store.register(
      [setup("a", .tracker), setup("b", .tracker), setup("CJ", .supplier), setup("DX", .supplier)],
      now: noon)
    func pull(_ name: String, _ at: Timestamp) throws {
      try store.recordPull(
        name, PullOutcome(startedAt: at, items: 0, nextDueAt: at), now: at)
    }
    try pull("a", noon)
    // `b` was never read: nothing is known of its silence.
    #expect(try freshness(store).0 == Timestamp(milliseconds: 0))
    try pull("b", noon - .hours(1))
    #expect(try freshness(store).0 == noon - .hours(1))
    try pull("CJ", noon)
    try pull("DX", noon - .hours(2))
    #expect(try freshness(store).1 == noon - .hours(2))
    try store.recordPurchase(
      samplePurchase("P", for: "#1"), for: try store.only("#1"), by: "a", now: noon)
    #expect(try freshness(store).1 == noon)
  }

  @Test func offerMakesAnOpenOrderDueAgain() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([sampleOrder(1), sampleOrder(2) { $0.lines[0].sku = "OTHER" }])
    try store.detectAll()
    let saved = try store.save(
      [Offer(sku: "case-1", supplier: "Agent", supplierSKU: "A")], now: noon)
    #expect(saved == IntakeResult(imported: 1))
    #expect(try store.detectAll().examined == 1)
    #expect(try store.detail("#1").row.supplier == "Agent")
  }

  private func sharing(of name: String, _ store: Store) throws -> [String] {
    let id = try store.only(name)
    return try store.work("look", now: noon) { work in
      let loaded = try #require(try work.load(id.number))
      return loaded.facts.shipments.flatMap(\.sharedWith)
    }
  }

  private func freshness(_ store: Store) throws -> (Timestamp?, Timestamp?) {
    let id = try store.only("#1")
    return try store.work("look", now: noon) { work in
      let loaded = try #require(try work.load(id.number))
      let feeds = try Feeds(work.database)
      return (feeds.trackingFreshAt, feeds.supplierFreshAt(loaded.facts))
    }
  }
}

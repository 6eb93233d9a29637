import Fulfillment
import GRDB
import Testing

@testable import Store

private func shop(_ name: String, _ cadence: Span = .minutes(5)) -> AccountSetup {
  AccountSetup(
    account: Account(name: name, service: "woocommerce", role: .storefront), cadence: cadence)
}

@Suite struct AccountTests {
  @Test func registeringAgainKeepsHealthAndCursor() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.register([shop("main")], now: noon)
    _ = try store.take([], from: "main", isHistory: false, cursor: "c1", now: noon)
    let outcome = PullOutcome(startedAt: noon, items: 3, nextDueAt: noon + .minutes(5))
    try store.recordPull("main", outcome, now: noon + .seconds(2))
    try store.register([shop("main", .minutes(9))], now: noon + .days(1))
    let state = try #require(try store.pullStates().first)
    #expect(
      state
        == PullState(
          account: shop("main").account, cadence: .minutes(9), cursor: "c1",
          dueAt: noon + .minutes(5), freshAt: noon))
  }

  @Test func newAccountIsDueAtOnce() throws {
    let scratch = try Scratch()
    try scratch.store.register([shop("b"), shop("a")], now: noon)
    #expect(try scratch.store.pullStates().map(\.account.name) == ["a", "b"])
    #expect(try scratch.store.pullStates().allSatisfy { $0.dueAt == noon && $0.freshAt == nil })
  }

  @Test func failedPullsCountUpAndAGoodOneClearsThem() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.register([shop("main")], now: noon)
    for turn in 1...3 {
      let at = noon + .minutes(Int64(turn))
      let failed = PullOutcome(
        startedAt: at, items: 0, error: "401: key refused\u{1B}[31m", nextDueAt: at + .minutes(5),
        circuitOpenUntil: at + .hours(1))
      try store.recordPull("main", failed, now: at)
    }
    let state = try #require(try store.pullStates().first)
    #expect(state.failures == 3 && state.freshAt == nil)
    #expect(state.lastError.hasPrefix("401: key refused"))
    #expect(!state.lastError.unicodeScalars.contains("\u{1B}"))
    #expect(state.circuitOpenUntil == noon + .minutes(3) + .hours(1))
    let row = try #require(try store.activity(now: noon + .minutes(4)).first)
    #expect(row.lastErrorAt == noon + .minutes(3) && row.pulls == 3 && row.pulled == 0)
    let good = PullOutcome(
      startedAt: noon + .minutes(9), items: 7, nextDueAt: noon + .minutes(14))
    try store.recordPull("main", good, now: noon + .minutes(10))
    let better = try #require(try store.activity(now: noon + .minutes(11)).first)
    #expect(better.failures == 0 && better.lastError.isEmpty && better.pulled == 7)
    #expect(better.freshAt == noon + .minutes(9) && better.nextPull == noon + .minutes(14))
    #expect(better.lastErrorAt == noon + .minutes(3))
  }

  @Test func pullThatDidNotReadEverythingIsNotFresh() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.register([shop("main")], now: noon)
    let part = PullOutcome(startedAt: noon, items: 50, nextDueAt: noon, isComplete: false)
    try store.recordPull("main", part, now: noon)
    #expect(try store.pullStates()[0].freshAt == nil)
    #expect(try store.pullStates()[0].failures == 0)
  }

  @Test func pullOfAnUnknownAccountIsRefused() throws {
    let scratch = try Scratch()
    let outcome = PullOutcome(startedAt: noon, items: 0, nextDueAt: noon)
    let error = try storeError { try scratch.store.recordPull("nobody", outcome, now: noon) }
    #expect(error.kind == .refused && error.what.contains("nobody"))
  }

  @Test func runsArePruned() throws {
    let scratch = try Scratch()
    try scratch.store.register([shop("main"), shop("other")], now: noon)
    let outcome = PullOutcome(startedAt: noon, items: 0, nextDueAt: noon)
    try scratch.store.recordPull("other", outcome, now: noon)
    for _ in 0..<520 { try scratch.store.recordPull("main", outcome, now: noon) }
    let runs = try scratch.store.pool.read { try $0.number("SELECT count(*) FROM syncRun") }
    #expect(runs == 501)
  }

  @Test func supplierAccountBringsItsSupplier() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.save([Supplier(name: "cj", contact: "li@example.com")], now: noon)
    let setup = AccountSetup(
      account: Account(name: "CJ", service: "cj", role: .supplier), cadence: .minutes(30))
    try store.register([setup], now: noon)
    let rows = try store.suppliers(now: noon)
    #expect(rows.count == 1)
    #expect(rows[0].name == "cj" && rows[0].account == "CJ")
    #expect(rows[0].contact == "li@example.com")
  }

  /// A clock that is two hours ahead for a moment must not keep everybody waiting for two hours.
  @Test func leaseTakenUnderAWrongClockBindsNobody() throws {
    let scratch = try Scratch()
    let store = scratch.store
    let wrong = try #require(
      try store.lease("sync", holder: "a", for: .minutes(1), now: noon + .hours(2)))
    let right = try #require(try store.lease("sync", holder: "b", for: .minutes(1), now: noon))
    #expect(right.fence > wrong.fence)
    #expect(try store.lease("sync", holder: "c", for: .minutes(1), now: noon) == nil)
  }

  @Test func ownLeaseUnderAWrongClockIsANewOne() throws {
    let scratch = try Scratch()
    let store = scratch.store
    let wrong = try #require(
      try store.lease("sync", holder: "a", for: .minutes(1), now: noon + .hours(2)))
    let right = try #require(try store.lease("sync", holder: "a", for: .minutes(1), now: noon))
    #expect(right.fence > wrong.fence, "somebody else may have had it in between")
  }

  @Test func leaseIsHeldByOneUntilItEnds() throws {
    let scratch = try Scratch()
    let store = scratch.store
    func take(_ holder: String, at minutes: Int64) throws -> Lease? {
      try store.lease(
        "sync", holder: holder, for: .minutes(1), now: noon + .minutes(minutes))
    }
    let first = try #require(try take("a", at: 0))
    #expect(first.fence == 1 && first.until == noon + .minutes(1))
    #expect(try take("b", at: 0) == nil)
    #expect(try store.leaseHolder("sync", now: noon) == "a")
    #expect(try store.leaseHolder("other", now: noon) == nil)
    let renewed = try #require(
      try store.lease("sync", holder: "a", for: .minutes(1), now: noon + .seconds(30)))
    #expect(renewed.fence == 1 && renewed.until == noon + .seconds(90))
    let second = try #require(try take("b", at: 2))
    #expect(second.fence == 2)
    // What `a` still believes it holds does nothing any more.
    try store.release(first)
    #expect(try store.leaseHolder("sync", now: noon + .minutes(2)) == "b")
    try store.release(second)
    #expect(try store.leaseHolder("sync", now: noon + .minutes(2)) == nil)
    #expect(try take("a", at: 2)?.fence == 3)
  }

  @Test func holderWhoseLeaseLapsedGetsANewFence() throws {
    let scratch = try Scratch()
    _ = try scratch.store.lease("sync", holder: "a", for: .minutes(1), now: noon)
    let late = try scratch.store.lease("sync", holder: "a", for: .minutes(1), now: noon + .hours(1))
    #expect(late?.fence == 2)
  }

  @Test func savedFiltersReplaceAndGo() throws {
    let scratch = try Scratch()
    try scratch.store.saveFilter("mine", "tag:vip")
    try scratch.store.saveFilter("late", "age>3d")
    try scratch.store.saveFilter("mine", "tag:vip -state:ready")
    #expect(
      try scratch.store.savedFilters() == [
        SavedFilter(name: "late", text: "age>3d"),
        SavedFilter(name: "mine", text: "tag:vip -state:ready"),
      ])
    try scratch.store.saveFilter("late", nil)
    try scratch.store.saveFilter("never", nil)
    #expect(try scratch.store.savedFilters().map(\.name) == ["mine"])
    #expect(throws: StoreError.self) { try scratch.store.saveFilter("", "x") }
  }

  @Test func offersAreKeptBySupplierAndSku() throws {
    let scratch = try Scratch()
    let store = scratch.store
    let offer = Offer(
      sku: "CASE-1", supplier: "CJ", supplierSKU: "X1", cost: dollars(3), handlingDays: 2)
    #expect(try store.save([offer, offer], now: noon) == IntakeResult(imported: 1, unchanged: 1))
    var dearer = offer
    dearer.cost = dollars(4)
    let other = Offer(sku: "CASE-1", supplier: "Agent", supplierSKU: "A9")
    #expect(try store.save([dearer, other], now: noon) == IntakeResult(imported: 1, changed: 1))
    #expect(try store.offers() == [other, dearer])
    let bad = [
      Offer(sku: "", supplier: "CJ", supplierSKU: "X"),
      Offer(sku: "A", supplier: " ", supplierSKU: "X"),
      Offer(sku: "A", supplier: "CJ", supplierSKU: "X", handlingDays: -1),
    ]
    #expect(try store.save(bad, now: noon).refused.count == 3)
    #expect(try store.suppliers(now: noon).map(\.offers) == [1, 1])
  }
}

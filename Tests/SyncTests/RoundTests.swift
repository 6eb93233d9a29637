import Connectors
import Fulfillment
import Store
import Sync
import TestSupport
import Testing
import Wire

/// Turns of `run`: no account's backlog keeps the others, or detection, waiting. Every answer takes time
/// on a clock that nothing else moves.
@Suite struct RoundTests {
  private static let backlog = FakeWorld(orders: 25, purchases: 12)

  /// - Parameters:
  ///   - perAnswer: what each answer takes.
  ///   - look: sees the store before each request is answered.
  private func rig(
    _ world: FakeWorld = RoundTests.backlog, perAnswer: Span = .seconds(2),
    budget: Span = .seconds(5), rate: Double = 1,
    look: @escaping @Sendable (Store, HTTPRequest, Timestamp) -> Void = { _, _, _ in }
  ) throws -> Rig {
    let time = ManualTime(Rig.now, automatic: false, rate: rate)
    let temporary = try TemporaryStore()
    var policy = SyncPolicy()
    policy.roundBudget = budget
    return try Rig(
      world, accounts: Rig.accounts(world, tracker: FakeTracker(batch: 1, isOpen: true)),
      store: temporary, time: time, policy: policy,
      reply: { (request, _) in
        look(temporary.store, request, time.now())
        time.advance(by: perAnswer)
        return world.answer(request)
      })
  }

  /// Runs until nothing is due any more.
  /// - Parameter pauses: after each of them it is woken and runs on.
  private func runToRest(_ rig: Rig, pauses: Span...) async throws {
    let running = Task { try await rig.engine.run() }
    await rig.time.someoneSleeps()
    for pause in pauses {
      rig.time.advance(by: pause)
      await rig.time.someoneSleeps()
    }
    running.cancel()
    try await running.value
  }

  private func reports(_ rig: Rig, _ account: Account) -> [AccountReport] {
    rig.events.events.compactMap {
      guard case .finished(let report) = $0, report.account == account else { return nil }
      return report
    }
  }

  @Test(arguments: [
    (Span.seconds(5), 1.0, [3, 3, 3, 3]), (.seconds(0), 1, Array(repeating: 1, count: 12)),
    (.seconds(1), 7, [4, 4, 4]), (.minutes(1), 1, [12]),
  ])
  func trackerAsksForAsManyNumbersAsItsTimeAllows(
    budget: Span, rate: Double, counts: [Int]
  ) async throws {
    let rig = try rig(budget: budget, rate: rate)
    // Where the shop takes several turns, the tracker finds nothing to ask for in the first.
    try await runToRest(rig, pauses: .minutes(6))
    let pulls = reports(rig, Rig.tracker).filter { $0.items > 0 }
    #expect(pulls.map(\.items) == counts)
    #expect(pulls.map(\.hasMore) == counts.dropLast().map { _ in true } + [false])
    #expect(pulls.allSatisfy { $0.error == nil })
    #expect(rig.transport.requests.filter { $0.url.hasSuffix("/track") }.count == 12)
  }

  @Test func shopIsPulledWhileAnEndlessBacklogOfParcelsIsAskedFor() async throws {
    let rig = try rig(FakeWorld(orders: 25, purchases: 20), perAnswer: .seconds(40))
    try await runToRest(rig, pauses: .minutes(6))
    let urls = rig.transport.requests.map(\.url)
    let again = try #require(urls.lastIndex { $0.contains("shop.test") })
    #expect(urls[again] == "https://shop.test/orders?25")
    #expect(urls[..<again].contains { $0.hasSuffix("/track") })
    #expect(urls[again...].contains { $0.hasSuffix("/track") })
    #expect(urls.filter { $0.hasSuffix("/track") }.count == 20)
  }

  @Test func firstPullGoesOnWhereItStopped() async throws {
    let rig = try rig(FakeWorld(orders: 55, purchases: 0))
    try await runToRest(rig)
    #expect(
      rig.transport.requests.map(\.url).filter { $0.contains("shop.test") }
        == [0, 10, 20, 30, 40, 50].map { "https://shop.test/orders?\($0)" })
    #expect(reports(rig, Rig.shop).map(\.items) == [30, 25])
    #expect(reports(rig, Rig.shop).map(\.hasMore) == [true, false])
    #expect(try rig.store.counts().orders == 55)
    #expect(try rig.state("shop")?.cursor == "55")
    let due = try #require(try rig.state("shop")?.dueAt)
    #expect(due >= rig.time.now() + .minutes(9))
  }

  @Test func newOrdersAreExaminedBeforeTheNextOnesArePulled() async throws {
    let rig = try rig(FakeWorld(orders: 55, purchases: 0))
    try await runToRest(rig)
    let events = rig.events.events
    let first = try #require(events.firstIndex(of: .detecting(examined: 30)))
    let second = try #require(events.lastIndex(of: .started(account: "shop")))
    #expect(first < second)
  }

  @Test func suppliersWaitForTheOrdersTheyWereGiven() async throws {
    let rig = try rig(FakeWorld(orders: 55, purchases: 50))
    try await runToRest(rig)
    let urls = rig.transport.requests.map(\.url)
    let lastOrder = try #require(urls.lastIndex { $0.contains("shop.test") })
    let firstPurchase = try #require(urls.firstIndex { $0.contains("supplier.test") })
    #expect(lastOrder < firstPurchase)
    #expect(reports(rig, Rig.supplier).map(\.items) == [30, 20])
    #expect(reports(rig, Rig.supplier).allSatisfy { $0.refused.isEmpty })
    #expect(try rig.state("supplier")?.cursor == "50")
  }

  @Test func supplierThatIsAskedForWaitsTooAndIsNotForgotten() async throws {
    let rig = try rig(FakeWorld(orders: 55, purchases: 5))
    await rig.engine.pullNow("supplier")
    try await runToRest(rig)
    #expect(reports(rig, Rig.supplier).map(\.items) == [5])
    #expect(reports(rig, Rig.supplier).allSatisfy { $0.refused.isEmpty })
  }

  @Test func shopThatIsBeingReadIsNotSilent() async throws {
    let seen = Told()
    let rig = try rig(FakeWorld(orders: 55, purchases: 0)) { store, request, now in
      guard request.url.hasSuffix("?50") else { return }
      let fresh = (try? store.pullStates())?.first { $0.account.name == "shop" }?.freshAt
      seen.hear(.storeTrouble(fresh == Rig.now ? "fresh" : "not fresh"))
    }
    try await runToRest(rig)
    #expect(seen.events == [.storeTrouble("fresh")])
  }

  @Test func supplierIsFreshOnlyOnceEverythingWasRead() async throws {
    let seen = Told()
    let rig = try rig(FakeWorld(orders: 55, purchases: 50)) { store, request, _ in
      guard request.url.contains("supplier.test") else { return }
      let fresh = (try? store.pullStates())?.first { $0.account.name == "supplier" }?.freshAt
      seen.hear(.storeTrouble(fresh == nil ? "not fresh" : "fresh"))
    }
    try await runToRest(rig)
    #expect(seen.events == Array(repeating: .storeTrouble("not fresh"), count: 5))
    #expect(try rig.state("supplier")?.freshAt != nil)
  }

  @Test func trackerIsFreshWhileNoNumberWaitsLongerThanItsCadence() async throws {
    let seen = Told()
    let rig = try rig(FakeWorld(orders: 25, purchases: 20), perAnswer: .seconds(40)) {
      store, request, now in
      guard request.url.hasSuffix("/track") else { return }
      let fresh = (try? store.pullStates())?.first { $0.account.name == "tracker" }?.freshAt
      seen.hear(.waiting(account: "", until: fresh ?? FakeWorld.start, reason: ""))
    }
    try await runToRest(rig, pauses: .seconds(175))
    let fresh = seen.events.map { event -> Timestamp in
      guard case .waiting(_, let until, _) = event else { return FakeWorld.start }
      return until
    }
    // Fresher with each turn; then, behind by more than five minutes, as it was.
    try #require(fresh.count == 20)
    #expect(fresh[0] < fresh[1] && fresh[1] < fresh[2])
    #expect(Set(fresh.suffix(8)).count == 1)
    let last = try #require(try rig.state("tracker")?.freshAt)
    #expect(last > (fresh.last ?? last))
  }

  @Test func oneRunDoesEverythingHoweverLongItTakes() async throws {
    let rig = try rig(perAnswer: .minutes(1))
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.map(\.items) == [25, 12, 12])
    #expect(report.accounts.allSatisfy { !$0.hasMore })
    #expect(reports(rig, Rig.tracker).count == 1)
  }

  @Test(.timeLimit(.minutes(5))) func askingAnEngineThatStandsByLetsItRest() async throws {
    let rig = try rig()
    _ = try rig.store.lease(SyncEngine.leaseName, holder: "other", for: .minutes(5), now: Rig.now)
    let running = Task { try await rig.engine.run() }
    await rig.time.someoneSleeps()
    await rig.engine.pullNow()
    while rig.events.events.count < 2 { await Task.yield() }
    await rig.time.someoneSleeps()
    #expect(rig.events.events == Array(repeating: .standingBy(holder: "other"), count: 2))
    running.cancel()
    try await running.value
  }
}

import Connectors
import Fulfillment
import Store
import Sync
import TestSupport
import Testing
import Wire

/// `run`: sleeps until something is due, wakes when asked, stands by, takes over, ends cleanly. Its
/// sleeps stay until the test moves the clock.
@Suite struct RunTests {
  private let world = FakeWorld(orders: 25, purchases: 12)

  private func urls(_ rig: Rig) -> [String] { rig.transport.requests.map(\.url) }

  @Test func sleepsUntilTheNextTickAndPullsOnlyWhatIsDue() async throws {
    let rig = try Rig(world, automatic: false)
    let running = Task { try await rig.engine.run() }
    await rig.time.someoneSleeps()
    #expect(try rig.store.counts().orders == 25)
    let first = urls(rig).count
    #expect(rig.time.sleeps == [.seconds(20)])
    rig.time.advance(by: .seconds(20))
    await rig.time.someoneSleeps()
    #expect(urls(rig).count == first)
    // The tracker is due after five minutes, but no parcel is; the shop after ten to eleven.
    rig.time.advance(by: .minutes(11))
    await rig.time.someoneSleeps()
    #expect(urls(rig).dropFirst(first).allSatisfy { $0.contains("shop.test") })
    #expect(urls(rig).count == first + 1)
    running.cancel()
    try await running.value
    #expect(try rig.store.leaseHolder(SyncEngine.leaseName, now: rig.time.now()) == nil)
  }

  @Test func pullNowWakesTheSleeper() async throws {
    let rig = try Rig(world, automatic: false)
    let running = Task { try await rig.engine.run() }
    await rig.time.someoneSleeps()
    let before = urls(rig).count
    await rig.engine.pullNow("shop")
    await rig.pulled("shop", times: 2)
    #expect(Array(urls(rig).dropFirst(before)) == ["https://shop.test/orders?25"])
    await rig.time.someoneSleeps()
    await rig.engine.pullNow()
    await rig.pulled("tracker", times: 2)
    #expect(urls(rig).filter { $0.contains("supplier.test") }.count == 3)
    running.cancel()
    try await running.value
  }

  @Test func standsByWhileAnotherWorksAndTakesOverWhenItDies() async throws {
    let rig = try Rig(world, automatic: false)
    _ = try rig.store.lease(
      SyncEngine.leaseName, holder: "other", for: .seconds(50), now: Rig.now)
    let running = Task { try await rig.engine.run() }
    await rig.time.someoneSleeps()
    #expect(rig.events.events == [.standingBy(holder: "other")])
    rig.time.advance(by: .seconds(30))
    await rig.time.someoneSleeps()
    #expect(urls(rig).isEmpty)
    rig.time.advance(by: .seconds(30))
    await rig.time.someoneSleeps()
    #expect(try rig.store.counts().orders == 25)
    #expect(try rig.store.leaseHolder(SyncEngine.leaseName, now: rig.time.now()) == "one")
    running.cancel()
    try await running.value
  }

  @Test func idleEngineKeepsItsLease() async throws {
    let rig = try Rig(world, automatic: false)
    let running = Task { try await rig.engine.run() }
    for _ in 0..<20 {
      await rig.time.someoneSleeps()
      let other = try rig.store.lease(
        SyncEngine.leaseName, holder: "thief", for: .minutes(1), now: rig.time.now())
      #expect(other == nil)
      rig.time.advance(by: .seconds(20))
    }
    await rig.time.someoneSleeps()
    running.cancel()
    try await running.value
  }

  @Test func engineThatOversleptStandsByAndComesBack() async throws {
    let rig = try Rig(world, automatic: false)
    let running = Task { try await rig.engine.run() }
    await rig.time.someoneSleeps()
    let before = urls(rig).count
    let thief = try rig.store.lease(
      SyncEngine.leaseName, holder: "thief", for: .minutes(5), now: Rig.now + .minutes(15))
    #expect(thief != nil)
    rig.time.advance(by: .minutes(15))
    await rig.time.someoneSleeps()
    #expect(rig.events.events.last == .standingBy(holder: "thief"))
    #expect(urls(rig).count == before)
    rig.time.advance(by: .minutes(6))
    await rig.time.someoneSleeps()
    #expect(urls(rig).count > before)
    running.cancel()
    try await running.value
  }

  @Test func cancelBetweenPagesKeepsWhatWasStored() async throws {
    let world = world
    let temporary = try TemporaryStore()
    let box = Told()
    let rig = try Rig(
      world, store: temporary, automatic: false,
      reply: { (request, number) in
        if number == 1 { box.hear(.lostLease) }
        return world.answer(request)
      })
    let running = Task { try await rig.engine.run() }
    while box.events.isEmpty { await Task.yield() }
    running.cancel()
    try await running.value
    let orders = try temporary.store.counts().orders
    #expect(orders == 10 || orders == 20 || orders == 25)
    #expect(try rig.state("shop")?.cursor == "\(orders)")
    #expect(try temporary.store.leaseHolder(SyncEngine.leaseName, now: Rig.now) == nil)
  }

  @Test func failingAccountIsTriedAgainSoonerThanItsCadence() async throws {
    let world = world
    let rig = try Rig(
      world, automatic: false,
      reply: { (request, number) throws(ConnectorError) in
        guard number > 0 else { throw .rejected(code: "", message: "once") }
        return world.answer(request)
      })
    let running = Task { try await rig.engine.run() }
    await rig.time.someoneSleeps()
    #expect(try rig.store.counts().orders == 0)
    rig.time.advance(by: .minutes(16))
    await rig.time.someoneSleeps()
    #expect(try rig.store.counts().orders == 25)
    running.cancel()
    try await running.value
  }
}

extension Rig {
  /// Returns once that account's pull has finished so many times.
  func pulled(_ account: String, times: Int) async {
    while true {
      let count = events.events.filter { event in
        guard case .finished(let report) = event else { return false }
        return report.account.name == account
      }.count
      guard count < times else { return }
      await Task.yield()
    }
  }
}

import Fulfillment
import Store
import Sync
import TestSupport
import Testing

/// `run`, and several dispatchers on one store. Sleeps stay until the test moves the clock.
@Suite struct DispatchRunTests {
  @Test func sleepsUntilTheEarliestHoldEnds() async throws {
    let rig = try DispatchRig(automatic: false)
    let key = try rig.intend(1, hold: .seconds(7))[0]
    let running = Task { try await rig.dispatcher().run() }
    await rig.time.someoneSleeps()
    #expect(rig.time.sleeps == [.seconds(7)] && rig.desk.verbs.isEmpty)
    rig.time.advance(by: .seconds(7))
    await rig.time.someoneSleeps()
    #expect(rig.desk.count(key) == 1)
    #expect(rig.time.sleeps.last == .seconds(20))
    running.cancel()
    try await running.value
    #expect(
      try rig.store.leaseHolder(OutboxDispatcher.leaseName, now: rig.time.now()) == nil)
  }

  @Test func wakesWhenItIsTold() async throws {
    let rig = try DispatchRig(automatic: false)
    let dispatcher = rig.dispatcher()
    let running = Task { try await dispatcher.run() }
    await rig.time.someoneSleeps()
    let key = try rig.intend(1)[0]
    dispatcher.wake()
    while rig.desk.count(key) == 0 { await Task.yield() }
    running.cancel()
    try await running.value
    #expect(rig.desk.count(key) == 1)
  }

  @Test func whatNobodyHereCanReachIsNoReasonToSpin() async throws {
    let rig = try DispatchRig(automatic: false)
    try rig.intend(1)
    let running = Task { try await rig.dispatcher(receivers: []).run() }
    await rig.time.someoneSleeps()
    #expect(rig.time.sleeps == [.seconds(20)])
    running.cancel()
    try await running.value
  }

  @Test func standsByWhileAnotherDispatchesAndTakesOver() async throws {
    let rig = try DispatchRig(automatic: false)
    let key = try rig.intend(1)[0]
    _ = try rig.store.lease(
      OutboxDispatcher.leaseName, holder: "other", for: .seconds(30), now: Rig.now)
    let running = Task { try await rig.dispatcher().run() }
    await rig.time.someoneSleeps()
    #expect(rig.events == [.standingBy(holder: "other")] && rig.desk.verbs.isEmpty)
    rig.time.advance(by: .seconds(31))
    await rig.time.someoneSleeps()
    #expect(rig.desk.count(key) == 1)
    running.cancel()
    try await running.value
  }

  @Test func leaseOfTheEngineIsAnother() async throws {
    let rig = try DispatchRig()
    let key = try rig.intend(1)[0]
    _ = try rig.store.lease(
      SyncEngine.leaseName, holder: "an engine", for: .hours(1), now: Rig.now)
    _ = try await rig.dispatcher().runOnce()
    #expect(rig.desk.count(key) == 1)
  }

  @Test func requestUnderWayIsWaitedForWhenToldToStop() async throws {
    let rig = try DispatchRig()
    let keys = try rig.intend(1)
    let stop = Stop()
    rig.desk.during { stage in
      if stage == .before("place") { await stop.now() }
    }
    let dispatcher = rig.dispatcher()
    let running = Task { try await dispatcher.runOnce() }
    await stop.set(running)
    _ = await running.result
    #expect(rig.desk.count(keys[0]) == 1)
    #expect(try rig.row(keys[0])?.sending == .sent)
    #expect(try rig.evidence(keys[0]) == ["claimed", "accepted"])
  }

  @Test func onlyOneOfManyAtOnceSends() async throws {
    let rig = try DispatchRig(orders: 20)
    let keys = try (1...20).flatMap { try rig.intend($0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<6 {
        let store = try rig.temporary.reopened()
        group.addTask {
          _ = try await rig.dispatcher("process \(number)", store: store).runOnce()
        }
      }
      try await group.waitForAll()
    }
    _ = try await rig.dispatcher().runOnce()
    #expect(keys.allSatisfy { rig.desk.count($0) == 1 })
    #expect(rig.desk.verbs.count == 20)
  }

  @Test(arguments: FakeDesk.Kind.allCases) func takeoverInTheMiddleOfARequestPlacesOnce(
    kind: FakeDesk.Kind
  ) async throws {
    let rig = try DispatchRig(kind)
    let key = try rig.intend(1)[0]
    let store = try rig.temporary.reopened()
    rig.desk.during { stage in
      guard stage == .after("place") else { return }
      rig.desk.during { _ in }
      rig.time.advance(by: .minutes(3))
      _ = try? await rig.dispatcher("two", store: store).runOnce()
    }
    _ = try await rig.dispatcher("one").runOnce()
    // The late answer of the first still counts: the supplier has it.
    #expect(rig.desk.count(key) == 1)
    #expect(try rig.row(key)?.sending == .sent)
    #expect(try rig.evidence(key).contains("orphaned"))
  }

  @Test func takeoverBeforeTheRequestKeepsItFromBeingSent() async throws {
    let rig = try DispatchRig(orders: 2)
    let keys = try rig.intend(1, 2)
    let slow = Receiver(
      name: "supplier", door: .supplier(FakeBuyer(), nil), requestsPerSecond: 1)
    let store = try rig.temporary.reopened()
    // Claimed, then asleep for longer than the lease: what it has in hand is given back.
    let failPoint = FailPoint { step in
      guard step == .claimed, rig.desk.verbs.count == 1 else { return }
      rig.time.advance(by: .minutes(3))
      _ = try store.lease(
        OutboxDispatcher.leaseName, holder: "two", for: .minutes(1), now: rig.time.now())
    }
    let report = try await rig.dispatcher("one", receivers: [slow], failPoint: failPoint).runOnce()
    #expect(report.lostLease && report.hasTrouble)
    #expect(rig.desk.verbs == ["place"])
    #expect(rig.events.contains(.lostLease))
    #expect(keys.map { rig.desk.count($0) }.sorted() == [0, 1])
    #expect(
      try rig.store.leaseHolder(OutboxDispatcher.leaseName, now: rig.time.now()) == "two")
  }

  @Test func shareOfOneTurnIsBoundedAndTheRestFollows() async throws {
    let rig = try DispatchRig(orders: 60)
    let keys = try (1...60).flatMap { try rig.intend($0) }
    let report = try await rig.dispatcher().runOnce()
    #expect(report.count(\.accepted) == 60 && !report.hasMore)
    #expect(keys.allSatisfy { rig.desk.count($0) == 1 })
  }
}

/// Cancels a task from within.
private actor Stop {
  private var task: Task<DispatchReport, any Error>?

  func set(_ task: Task<DispatchReport, any Error>) { self.task = task }

  func now() async {
    while task == nil { await Task.yield() }
    task?.cancel()
  }
}

import Connectors
import Fulfillment
import Store
import Sync
import TestSupport
import Testing
import Wire

/// Every request of a run fails once with every kind of failure; what is stored afterwards must be what
/// it would have been.
@Suite struct FaultTests {
  private static let calls = 9

  @Test func theRunBelowMakesThatManyCalls() async throws {
    let rig = try Rig()
    _ = try await rig.engine.runOnce()
    #expect(rig.transport.requests.count == FaultTests.calls)
  }

  @Test(arguments: ScriptedTransport.Fault.allCases, 0..<calls)
  func oneFailureAnywhereIsHealedByTheRunItself(
    fault: ScriptedTransport.Fault, call: Int
  ) async throws {
    let rig = try Rig(faults: [call: fault])
    let report = try await rig.engine.runOnce()
    #expect(!report.hasTrouble)
    #expect(rig.transport.requests.count == FaultTests.calls + 1)
    #expect(try rig.content() == FaultTests.faultless())
  }

  @Test(arguments: ScriptedTransport.Fault.allCases, 0..<calls)
  func withoutRetriesTheNextRunHealsIt(fault: ScriptedTransport.Fault, call: Int) async throws {
    var policy = SyncPolicy()
    policy.retry.attempts = 1
    let rig = try Rig(faults: [call: fault], policy: policy)
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.filter { $0.error != nil }.count == 1)
    let healed = try await rig.engine.runOnce()
    #expect(healed.accounts.allSatisfy { $0.error == nil })
    #expect(try rig.content() == FaultTests.faultless())
    #expect(try rig.store.pullStates().allSatisfy { $0.failures == 0 && $0.lastError.isEmpty })
  }

  @Test(arguments: [UInt64](1...12)) func manyFailuresAtRandomLoseAndRepeatNothing(
    seed: UInt64
  ) async throws {
    var generator = SplitMix64(seed: seed)
    var faults: [Int: ScriptedTransport.Fault] = [:]
    for call in 0..<60 where generator.pick(1...3) > 1 {
      faults[call] = generator.pick(ScriptedTransport.Fault.allCases)
    }
    var policy = SyncPolicy()
    policy.retry.attempts = generator.pick(1...3)
    policy.circuit.threshold = 100
    let rig = try Rig(faults: faults, policy: policy, seed: seed)
    var runs = 0
    while rig.transport.requests.count < 60, runs < 100 {
      _ = try await rig.engine.runOnce()
      runs += 1
      #expect(try rig.store.counts().orders <= 25)
    }
    _ = try await rig.engine.runOnce()
    #expect(try rig.content() == FaultTests.faultless(), "seed \(seed)")
  }

  @Test(arguments: [
    (ConnectorError.rejected(code: "400", message: "no"), "no (400)"),
    (.unauthorized("bad key"), "access refused: bad key"),
  ])
  func whatNoRetryMendsIsAskedOnce(error: ConnectorError, words: String) async throws {
    let rig = try Rig(reply: { (_, _) throws(ConnectorError) in throw error })
    let report = try await rig.engine.runOnce(only: "shop")
    #expect(report.accounts.first?.error == words)
    #expect(rig.transport.requests.count == 1)
    #expect(rig.time.sleeps.isEmpty)
    let state = try #require(try rig.state("shop"))
    #expect(state.dueAt - rig.time.now() >= .seconds(450))
  }

  @Test func aShopThatIsDownKeepsThePurchasesForLater() async throws {
    let world = FakeWorld(orders: 25, purchases: 12)
    let isDown = ManualTime(FakeWorld.start)
    let rig = try Rig(
      world,
      reply: { (request, _) throws(ConnectorError) in
        if request.url.contains("shop.test"), isDown.now() == FakeWorld.start {
          throw .rejected(code: "", message: "closed")
        }
        return world.answer(request)
      })
    let first = try await rig.engine.runOnce()
    #expect(first.accounts.first { $0.account.name == "supplier" }?.refused.count == 12)
    #expect(try rig.state("supplier")?.cursor == nil)
    isDown.advance(by: .hours(1))
    let second = try await rig.engine.runOnce()
    #expect(second.accounts.first { $0.account.name == "supplier" }?.intake.imported == 12)
    #expect(try rig.content() == FaultTests.faultless())
  }

  private static func faultless() throws -> [String] { try stored.get() }

  /// What a run without failures leaves behind, put into a store without any engine.
  private static let stored = Result { try content() }

  private static func content() throws -> [String] {
    let rig = try Rig()
    for start in stride(from: 1, through: 25, by: 10) {
      _ = try rig.store.register(
        [
          AccountSetup(account: Rig.shop, cadence: .minutes(10)),
          AccountSetup(account: Rig.supplier, cadence: .minutes(30)),
          AccountSetup(account: Rig.tracker, cadence: .minutes(5)),
        ], now: Rig.now)
      let end = min(start + 9, 25)
      _ = try rig.store.take(
        (start...end).map(FakeShop.order), from: "shop", isHistory: false, cursor: "\(end)",
        now: Rig.now)
    }
    _ = try rig.store.take(
      (1...12).map(FakeSupplier.purchase), from: "supplier", cursor: "12", now: Rig.now)
    _ = try rig.store.take(
      (1...12).map { FakeTracker.report("TN\($0)") }, from: "tracker",
      nextTrack: { _, _ in .hours(4) }, now: Rig.now)
    return try rig.content()
  }
}

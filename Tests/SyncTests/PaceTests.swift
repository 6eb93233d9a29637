import Connectors
import Fulfillment
import Store
import Sync
import TestSupport
import Testing
import Wire

/// Rate limits, throttling and circuits, on a clock that the engine's own waits move.
@Suite struct PaceTests {
  private let world = FakeWorld(orders: 35, purchases: 0)

  private func shop(perSecond: Double) -> [ConnectedAccount] {
    [Rig.accounts(world, perSecond: perSecond)[0]]
  }

  @Test func requestsKeepTheDocumentedDistance() async throws {
    let rig = try Rig(world, accounts: shop(perSecond: 2))
    _ = try await rig.engine.runOnce()
    #expect(rig.transport.requests.count == 4)
    #expect(rig.time.sleeps == [.milliseconds(500), .milliseconds(500), .milliseconds(500)])
  }

  @Test func theLimitOutlivesTheRun() async throws {
    let rig = try Rig(world, accounts: shop(perSecond: 0.5))
    _ = try await rig.engine.runOnce()
    let slept = rig.time.sleeps.count
    _ = try await rig.engine.runOnce()
    #expect(rig.time.sleeps.count == slept + 1)
  }

  @Test func fastClocksAreAskedJustAsOftenInRealTime() async throws {
    let time = ManualTime(Rig.now, rate: 144)
    let rig = try Rig(world, accounts: shop(perSecond: 2), time: time)
    _ = try await rig.engine.runOnce()
    #expect(rig.time.sleeps == [.seconds(72), .seconds(72), .seconds(72)])
  }

  @Test func throttlingWaitsAsTold() async throws {
    let rig = try Rig(world, accounts: shop(perSecond: 0), faults: [1: .throttled])
    let report = try await rig.engine.runOnce()
    #expect(!report.hasTrouble)
    let wait = try #require(rig.time.sleeps.first)
    #expect(rig.time.sleeps.count == 1)
    #expect(wait >= .seconds(7) && wait < .milliseconds(7250))
    let told = rig.events.events.contains { event in
      guard case .waiting(let account, let until, let reason) = event else { return false }
      return account == "shop" && until == Rig.now + wait && reason.contains("too many requests")
    }
    #expect(told)
  }

  @Test func waitingOutTheVendorDoesNotLoseTheLease() async throws {
    let world = world
    let temporary = try TemporaryStore()
    let rig = try Rig(
      world, accounts: shop(perSecond: 0), store: temporary,
      reply: { (request, number) throws(ConnectorError) in
        guard number == 0 else { return world.answer(request) }
        return HTTPResponse(status: 429, headers: ["Retry-After": "110"])
      })
    let report = try await rig.engine.runOnce()
    #expect(!report.lostLease && !report.hasTrouble)
    #expect(rig.time.sleeps.count >= 5)
    #expect(rig.time.sleeps.allSatisfy { $0 <= .milliseconds(22_500) })
    #expect(rig.time.now() - Rig.now >= .seconds(110))
  }

  @Test func longRetryAfterEndsThePullAndMovesItsDueTime() async throws {
    let rig = try Rig(
      world, accounts: shop(perSecond: 0),
      reply: { (_, _) in HTTPResponse(status: 429, headers: ["Retry-After": "3600"]) })
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.first?.error == "too many requests, wait 3600 s")
    #expect(rig.transport.requests.count == 1)
    #expect(rig.time.sleeps.isEmpty)
    #expect(try rig.state("shop")?.dueAt == Rig.now + .hours(1))
  }

  @Test func circuitOpensAfterFiveFailuresAndRecoversByOneProbe() async throws {
    let world = world
    let isDown = ManualTime(Rig.now)
    let rig = try Rig(
      world, accounts: shop(perSecond: 0),
      reply: { (request, _) throws(ConnectorError) in
        guard isDown.now() == Rig.now else { return world.answer(request) }
        throw .unavailable("down")
      })
    for failures in 1...5 {
      _ = try await rig.engine.runOnce()
      #expect(try rig.state("shop")?.failures == failures)
      #expect(try (rig.state("shop")?.circuitOpenUntil != nil) == (failures == 5))
    }
    #expect(rig.transport.requests.count == 20)
    // Open: left alone, and the report says so.
    let open = try await rig.engine.runOnce()
    #expect(rig.transport.requests.count == 20)
    #expect(open.accounts.first?.leftAlone?.contains("after 5 failures") == true)
    #expect(open.accounts.first?.leftAlone?.contains("not available: down") == true)
    #expect(!open.hasTrouble || open.accounts.first?.error == nil)
    // Half-open: one careful request, and it opens for twice as long.
    rig.time.advance(by: .minutes(5))
    _ = try await rig.engine.runOnce()
    #expect(rig.transport.requests.count == 21)
    let until = try #require(try rig.state("shop")?.circuitOpenUntil)
    #expect(until == rig.time.now() + .minutes(10))
    #expect(try rig.state("shop")?.dueAt == until)
    // The operator may ask all the same.
    _ = try await rig.engine.runOnce(only: "shop")
    #expect(rig.transport.requests.count == 22)
    // Back again: one good pull closes it.
    isDown.advance(by: .hours(1))
    rig.time.advance(by: .hours(2))
    let back = try await rig.engine.runOnce()
    #expect(back.accounts.first?.intake.imported == 35)
    #expect(try rig.state("shop")?.failures == 0)
    #expect(try rig.state("shop")?.circuitOpenUntil == nil)
  }
}

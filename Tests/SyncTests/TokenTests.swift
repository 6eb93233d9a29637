import Connectors
import Fulfillment
import Store
import Sync
import TestSupport
import Testing
import Wire

@Suite struct TokenTests {
  private var world: FakeWorld {
    var world = FakeWorld(orders: 25, purchases: 12)
    world.token = "t1"
    return world
  }

  private func rig(
    life: Span = .days(15), reply: ScriptedTransport.Reply? = nil
  ) throws -> Rig {
    let world = world
    let accounts = [
      ConnectedAccount(
        account: Rig.supplier, cadence: .minutes(30),
        connection: .supplier(FakeTokenSupplier(life: life)))
    ]
    return try Rig(world, accounts: accounts, reply: reply)
  }

  private func tokens(_ rig: Rig) -> Int {
    rig.transport.requests.filter { $0.url.hasSuffix("/token") }.count
  }

  @Test func tokenIsFetchedOnceAndKeptForLaterRuns() async throws {
    let rig = try rig()
    for _ in 0..<3 {
      let report = try await rig.engine.runOnce()
      #expect(report.accounts.first?.error == nil)
    }
    #expect(tokens(rig) == 1)
    let used = rig.transport.requests.dropFirst().compactMap { $0.headers["Token"] }
    #expect(Set(used) == ["t1"] && used.count == rig.transport.requests.count - 1)
  }

  @Test func tokenAboutToEndIsFetchedAnew() async throws {
    let rig = try rig(life: .minutes(10))
    _ = try await rig.engine.runOnce()
    rig.time.advance(by: .minutes(8))
    _ = try await rig.engine.runOnce()
    #expect(tokens(rig) == 1)
    rig.time.advance(by: .minutes(1))
    _ = try await rig.engine.runOnce()
    #expect(tokens(rig) == 2)
  }

  @Test func refusedTokenIsRefreshedOnceInTheMiddleOfAPull() async throws {
    let (old, new) = (world, FakeWorld(orders: 25, purchases: 12, token: "t2"))
    let rig = try rig(reply: { (request, number) in
      number < 2 ? old.answer(request) : new.answer(request)
    })
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.first?.error == nil)
    #expect(report.accounts.first?.items == 12)
    #expect(
      rig.transport.requests.map { $0.headers["Token"] ?? "-" } == ["-", "t1", "t1", "-", "t2"])
  }

  @Test func tokenThatIsNeverAcceptedIsNotAskedForAgainAndAgain() async throws {
    let world = world
    let rig = try rig(reply: { (request, _) in
      request.url.hasSuffix("/token") ? world.answer(request) : HTTPResponse(status: 401)
    })
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.first?.error == "access refused: who are you")
    #expect(tokens(rig) == 1)
    #expect(rig.transport.requests.count == 2)
    _ = try await rig.engine.runOnce()
    #expect(tokens(rig) == 2)
  }

  @Test func refusedKeyIsTheOperatorsMatter() async throws {
    let rig = try rig(reply: { (_, _) in HTTPResponse(status: 401) })
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.first?.error == "access refused: who are you")
    #expect(rig.transport.requests.count == 1)
  }

  @Test func noEventErrorOrRowEverHoldsTheToken() async throws {
    let world = FakeWorld(orders: 25, purchases: 12, token: "s3cret")
    let rig = try Rig(
      world,
      accounts: [
        ConnectedAccount(
          account: Rig.supplier, cadence: .minutes(30), connection: .supplier(FakeTokenSupplier()))
      ], faults: [2: .broken, 3: .html, 4: .refused, 5: .lostAnswer])
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.first?.error != nil)
    #expect(!"\(report)\(rig.events.events)\(try rig.store.pullStates())".contains("s3cret"))
  }
}

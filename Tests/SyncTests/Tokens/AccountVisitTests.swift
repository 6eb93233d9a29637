import Connectors
import Fulfillment
import Sync
import Synchronization
import TestSupport
import Testing
import Wire

private let start = Timestamp(seconds: 1_795_339_200)

/// A service that gives numbered tokens, takes only the newest, and writes down what it was asked for.
private final class TokenService: Sendable {
  private struct State {
    var issued = 0
    var asked: [String] = []
    var refuses = false
    var refusesRefresh = false
    var isDown = false
    var isGone = false
  }
  private let state = Mutex(State())

  var asked: [String] { state.withLock { $0.asked } }
  func refuse(_ refuses: Bool = true) { state.withLock { $0.refuses = refuses } }
  func refuseRefresh() { state.withLock { $0.refusesRefresh = true } }
  func goDown(_ isDown: Bool) { state.withLock { $0.isDown = isDown } }
  func vanish(_ isGone: Bool) { state.withLock { $0.isGone = isGone } }
  /// All tokens given so far are no longer good.
  func revoke() { state.withLock { $0.issued += 1 } }

  func answer(_ request: HTTPRequest) throws(ConnectorError) -> HTTPResponse {
    let (answer, isGone) = state.withLock { state -> (HTTPResponse, Bool) in
      (respond(request, &state), state.isGone)
    }
    if isGone { throw .unavailable("no connection") }
    return answer
  }

  private func respond(_ request: HTTPRequest, _ state: inout State) -> HTTPResponse {
    if request.url.hasSuffix("/token") {
      guard !state.isGone else { return HTTPResponse(status: 500) }
      let isRefresh = request.url.contains("/refresh/")
      state.asked.append(isRefresh ? "refresh" : "key")
      if state.isDown { return HTTPResponse(status: 503) }
      if state.refuses || isRefresh && state.refusesRefresh { return HTTPResponse(status: 401) }
      state.issued += 1
      return HTTPResponse(status: 200, body: Array("t\(state.issued)||.".utf8))
    }
    guard request.headers["Token"] == "t\(state.issued)" else { return HTTPResponse(status: 401) }
    return HTTPResponse(status: 200, body: Array("1 2||.".utf8))
  }
}

/// A process that talks to the service; `tokens` is what processes share.
private struct Visitor {
  let service: TokenService
  let tokens: MemoryTokens
  let time: ManualTime
  var supplier: FakeTokenSupplier

  init(refreshes: Bool = true, life: Span = .days(15)) {
    service = TokenService()
    tokens = MemoryTokens()
    time = ManualTime(start)
    supplier = FakeTokenSupplier(
      life: life, identity: "fake-1",
      tokenPace: TokenPace(asking: .minutes(5), refreshing: .seconds(12)), refreshes: refreshes)
  }

  /// What a new process gets.
  func visit() async -> Result<Int, ConnectorError> {
    let (service, supplier) = (service, supplier)
    let transport = ScriptedTransport { (request, _) throws(ConnectorError) in
      try service.answer(request)
    }
    let visit = AccountVisit(
      ConnectedAccount(
        account: Account(name: "supplier", service: "fake", role: .supplier),
        cadence: .minutes(10), connection: .supplier(supplier)),
      transport: transport, time: time, random: RepeatableRandom(seed: 1),
      sessions: AccountSessions(tokens: tokens))
    do throws(ConnectorError) {
      return .success(try await visit.ask { supplier.purchases(nil, $0) }.value.items.count)
    } catch {
      return .failure(error)
    }
  }
}

@Suite struct AccountVisitTests {
  @Test func aSecondProcessUsesTheTokenOfTheFirst() async {
    let visitor = Visitor()
    for _ in 0..<3 { #expect(await visitor.visit() == .success(2)) }
    #expect(visitor.service.asked == ["key"])
  }

  @Test func aTokenIsRenewedByItsRefreshTokenBeforeItsEnd() async {
    let visitor = Visitor()
    _ = await visitor.visit()
    visitor.time.advance(by: .seconds(1_209_599))
    #expect(await visitor.visit() == .success(2))
    #expect(visitor.service.asked == ["key"])
    visitor.time.advance(by: .seconds(1))
    #expect(await visitor.visit() == .success(2))
    #expect(visitor.service.asked == ["key", "refresh"])
  }

  @Test func aRefusedRefreshTokenMakesWayForTheKey() async {
    let visitor = Visitor()
    _ = await visitor.visit()
    visitor.service.refuseRefresh()
    visitor.time.advance(by: .days(15))
    #expect(await visitor.visit() == .success(2))
    #expect(visitor.service.asked == ["key", "refresh", "key"])
  }

  @Test func aRevokedTokenIsRenewedAtOnce() async {
    let visitor = Visitor()
    _ = await visitor.visit()
    visitor.service.revoke()
    #expect(await visitor.visit() == .success(2))
    #expect(visitor.service.asked == ["key", "refresh"])
  }

  @Test func theKeyIsAskedOnceInFiveMinutesHoweverManyProcessesTry() async {
    let visitor = Visitor(refreshes: false)
    visitor.service.goDown(true)
    for _ in 0..<5 {
      _ = await visitor.visit()
      visitor.time.advance(by: .seconds(50))
    }
    #expect(visitor.service.asked == ["key"])
    visitor.service.goDown(false)
    #expect(
      await visitor.visit()
        == .failure(
          .unavailable(
            "it gave a token a short while ago and gives the next in 50 s", after: .seconds(50))))
    visitor.time.advance(by: .seconds(50))
    #expect(await visitor.visit() == .success(2))
    #expect(visitor.service.asked == ["key", "key"])
  }

  @Test func whatNeverReachedTheServiceDoesNotCount() async {
    let visitor = Visitor(refreshes: false)
    visitor.service.vanish(true)
    #expect(await visitor.visit() == .failure(.unavailable("no connection")))
    visitor.service.vanish(false)
    #expect(await visitor.visit() == .success(2))
    #expect(visitor.service.asked == ["key"])
  }

  @Test func whereRenewingFailsTheTokenAtHandIsUsedAndTheServiceLeftAlone() async {
    let visitor = Visitor(refreshes: false)
    _ = await visitor.visit()
    visitor.time.advance(by: .days(14))
    visitor.service.goDown(true)
    for _ in 0..<4 { #expect(await visitor.visit() == .success(2)) }
    #expect(visitor.service.asked == ["key", "key"])
  }

  @Test func aChangedKeyIsAskedAnew() async {
    var visitor = Visitor()
    _ = await visitor.visit()
    visitor.supplier.identity = "fake-2"
    #expect(await visitor.visit() == .success(2))
    #expect(visitor.service.asked == ["key", "key"])
  }

  @Test func aRequestUnderWayElsewhereIsWaitedFor() async {
    let visitor = Visitor()
    visitor.tokens.update("fake-1") { ($0.askedAt, $0.isPending) = (start, true) }
    // Nothing comes of it: its process has died.
    #expect(await visitor.visit().isFailure)
    #expect(visitor.time.now() == start + .seconds(45))
    #expect(visitor.service.asked.isEmpty)
  }
}

extension Result {
  fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}

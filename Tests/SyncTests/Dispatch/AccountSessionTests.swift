import Connectors
import Fulfillment
import Sync
import TestSupport
import Testing

@Suite struct AccountSessionTests {
  private let start = Timestamp(seconds: 1_000_000)

  private func token(_ value: String, _ life: Span = .hours(1)) -> AccessToken {
    AccessToken(value: value, expiresAt: start + life)
  }

  @Test func oneAccountHasOneSession() {
    let sessions = AccountSessions()
    let limit = RateLimit(perSecond: 1)
    #expect(sessions["a", limit] === sessions["a", RateLimit(perSecond: 9)])
    #expect(sessions["a", limit] !== sessions["b", limit])
  }

  @Test func everybodyTakesFromOneBucket() {
    let session = AccountSession(limit: RateLimit(perSecond: 1))
    #expect(
      (0..<3).map { _ in session.reserve(start) - start }
        == [.seconds(0), .seconds(1), .seconds(2)])
  }

  @Test func closedAccountSaysUntilWhen() {
    let session = AccountSession(limit: RateLimit(perSecond: 0))
    #expect(session.closedUntil(start) == nil)
    session.close(until: start + .seconds(9))
    #expect(session.closedUntil(start) == start + .seconds(9))
    #expect(session.reserve(start) == start + .seconds(9))
    #expect(session.closedUntil(start + .seconds(9)) == nil)
  }

  @Test func tokenIsFetchedOnceHoweverManyWantIt() async throws {
    let session = AccountSession(limit: RateLimit(perSecond: 0))
    let fetched = Told()
    let fresh = token("t")
    let start = start
    let answers = try await withThrowingTaskGroup(of: (value: String, isNew: Bool).self) { group in
      for _ in 0..<20 {
        group.addTask {
          try await session.token(goodAt: start) {
            fetched.hear(.lostLease)
            for _ in 0..<50 { await Task.yield() }
            return fresh
          }
        }
      }
      var answers: [(value: String, isNew: Bool)] = []
      for try await answer in group { answers.append(answer) }
      return answers
    }
    #expect(fetched.events.count == 1)
    #expect(answers.allSatisfy { $0.value == "t" } && answers.filter(\.isNew).count == 1)
  }

  @Test func failedFetchLetsTheNextTry() async throws {
    let session = AccountSession(limit: RateLimit(perSecond: 0))
    await #expect(throws: ConnectorError.self) {
      try await session.token(goodAt: start) { throw ConnectorError.unavailable("down") }
    }
    let fresh = token("t")
    #expect(try await session.token(goodAt: start) { fresh }.value == "t")
  }

  @Test func onlyTheRefusedTokenIsForgotten() async throws {
    let session = AccountSession(limit: RateLimit(perSecond: 0))
    let fresh = token("t")
    _ = try await session.token(goodAt: start) { fresh }
    session.forget("another")
    #expect(session.token(goodAt: start) == "t")
    #expect(session.token(goodAt: start + .hours(1)) == nil)
    session.forget("t")
    #expect(session.token(goodAt: start) == nil)
  }
}

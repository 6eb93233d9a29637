import Fulfillment
import Sync
import Testing

@Suite struct AccountSessionTests {
  private let start = Timestamp(seconds: 1_000_000)

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
}

import Connectors
import Fulfillment
import Sync
import Testing

private let now = Timestamp(seconds: 1_795_339_200)

/// CJ's figures: a token in five minutes, a refresh in twelve seconds.
private let life = TokenLife(
  pace: TokenPace(asking: .minutes(5), refreshing: .seconds(12)), canRefresh: true)

/// What is kept, in words: a token of 15 days, so old.
private func record(
  age: Span = .days(1), refresh: String = "r", refreshLeft: Span? = .days(100),
  access: String = "a", asked: Span? = nil, refreshed: Span? = nil, pending: Bool = false,
  rests: Span? = nil
) -> TokenRecord {
  var record = TokenRecord()
  record.access = access
  record.issuedAt = now - age
  record.expiresAt = now - age + .days(15)
  record.refresh = refresh
  record.refreshUntil = refreshLeft.map { now + $0 }
  record.askedAt = asked.map { now - $0 }
  record.refreshedAt = refreshed.map { now - $0 }
  record.isPending = pending
  record.restsUntil = rests.map { now + $0 }
  return record
}

private struct Case: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var record: TokenRecord
  var action: TokenLife.Action

  init(_ text: String, _ record: TokenRecord, _ action: TokenLife.Action) {
    (testDescription, self.record, self.action) = (text, record, action)
  }
}

private let cases: [Case] = [
  Case("nothing is kept", TokenRecord(), .ask),
  Case("a token in its first days", record(), .use("a")),
  Case("a day before its end it is renewed", record(age: .days(14)), .refresh("r")),
  Case("a minute earlier it is not", record(age: .minutes(20_159)), .use("a")),
  Case("without a refresh token the key renews it", record(age: .days(14), refresh: ""), .ask),
  Case(
    "a refresh token that has ended is none", record(age: .days(14), refreshLeft: .seconds(0)), .ask
  ),
  Case(
    "one without an end is believed", record(age: .days(14), refreshLeft: nil), .refresh("r")),
  Case(
    "renewing waits for its pace while the token is good",
    record(age: .days(14), refresh: "", asked: .minutes(4)), .use("a")),
  Case(
    "where renewing has just failed the token is used on",
    record(age: .days(14), rests: .seconds(30)), .use("a")),
  Case(
    "somebody else renews it", record(age: .days(14), refreshed: .seconds(5), pending: true),
    .use("a")),
  Case("one that ends in a minute is none", record(age: .minutes(21_599)), .refresh("r")),
  Case("a refused token is renewed", record(access: ""), .refresh("r")),
  Case(
    "a refused token without a refresh token", record(refresh: "", access: "", asked: .minutes(5)),
    .ask),
  Case(
    "the key is asked once in five minutes",
    record(refresh: "", access: "", asked: .seconds(299)),
    .wait(until: now + .seconds(1), isPending: false)),
  Case(
    "refreshing has a pace of its own", record(access: "", asked: .seconds(10)), .refresh("r")),
  Case(
    "which is waited for rather than spending the key",
    record(access: "", refreshed: .seconds(10)), .wait(until: now + .seconds(2), isPending: false)),
  Case(
    "a request is under way", record(refresh: "", access: "", asked: .seconds(5), pending: true),
    .wait(until: now + .seconds(40), isPending: true)),
  Case(
    "one whose process died is over",
    record(refresh: "", access: "", asked: .seconds(45), pending: true),
    .wait(until: now + .seconds(255), isPending: false)),
  Case(
    "a clock set back by a year waits no longer than the pace",
    record(refresh: "", access: "", asked: .days(-365)),
    .wait(until: now + .minutes(5), isPending: false)),
  Case(
    "a clock set back does not make a request last",
    record(access: "", asked: .days(-365), pending: true), .refresh("r")),
]

@Test(arguments: cases) private func theActionFollowsFromWhatIsKept(_ given: Case) {
  #expect(life.action(given.record, now: now) == given.action)
}

@Test func aClaimIsEnteredBeforeAnythingIsSent() {
  var record = TokenRecord()
  #expect(life.claim(&record, now: now) == .ask)
  #expect(record.askedAt == now && record.isPending && record.refreshedAt == nil)
  // The next to look sees a request under way, and after it the pace.
  #expect(life.claim(&record, now: now + .seconds(1)).isWait)
  #expect(life.claim(&record, now: now + .minutes(4)).isWait)
  #expect(life.claim(&record, now: now + .minutes(5)) == .ask)
}

@Test func aUseEntersNothing() {
  var kept = record()
  let before = kept
  #expect(life.claim(&kept, now: now) == .use("a"))
  #expect(kept == before)
}

@Test func anAnswerWithoutARefreshTokenKeepsTheOldOne() {
  var kept = record(access: "", pending: true)
  kept.take(AccessToken(value: "b", expiresAt: now + .days(15)), now: now)
  #expect(kept.access == "b" && kept.refresh == "r" && !kept.isPending && kept.issuedAt == now)
  kept.take(
    AccessToken(value: "c", expiresAt: now + .days(15), refresh: "s", refreshUntil: now), now: now)
  #expect(kept.refresh == "s" && kept.refreshUntil == now)
}

@Test func onlyTheRefusedTokenIsForgotten() {
  var kept = record()
  kept.forget("another")
  #expect(kept.access == "a")
  kept.forget("a")
  #expect(kept.access.isEmpty && kept.expiresAt == nil && kept.refresh == "r")
}

@Test func noDescriptionShowsASecret() {
  let kept = record(refresh: "refresh-SECRET", access: "access-SECRET")
  var dumped = ""
  dump(kept, to: &dumped)
  #expect(!"\(kept) \(dumped)".contains("SECRET"))
}

@Test(arguments: [
  (Span.minutes(10), Span.minutes(1)), (.hours(24), .milliseconds(8_640_000)),
  (.days(15), .days(1)), (.days(60), .days(1)),
])
func aTokenIsRenewedATenthOfItsLifeAheadAtMostADay(life span: Span, ahead: Span) {
  var kept = TokenRecord()
  kept.take(AccessToken(value: "a", expiresAt: now + span), now: now)
  #expect(life.renewsAt(kept) == now + span - ahead)
}

@Test func onlyWhatTheKeyCantRenewHasALastEnd() {
  let kept = record(refreshLeft: .days(20))
  #expect(TokenLife.lastEnd(kept, asksByKey: true) == nil)
  #expect(TokenLife.lastEnd(kept, asksByKey: false) == now + .days(20))
  #expect(
    TokenLife.lastEnd(record(refresh: ""), asksByKey: false) == now + .days(14))
  #expect(TokenLife.lastEnd(TokenRecord(), asksByKey: false) == nil)
}

extension TokenLife.Action {
  var isWait: Bool { if case .wait = self { true } else { false } }
}

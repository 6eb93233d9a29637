import Fulfillment
import Sync
import Testing

@Suite struct RateLimitTests {
  private let start = Timestamp(seconds: 1_000_000)

  @Test func firstRequestGoesAtOnce() {
    var limit = RateLimit(perSecond: 3)
    #expect(limit.reserve(start) == start)
  }

  @Test(arguments: [(0.1, 10_000), (1.0, 1000), (2.0, 500), (3.0, 334), (10.0, 100)])
  func requestsAreSpacedEvenly(perSecond: Double, milliseconds: Int) {
    var limit = RateLimit(perSecond: perSecond)
    let times = (0..<4).map { _ in limit.reserve(start) }
    #expect(times == (0..<4).map { start + .milliseconds(Int64(milliseconds * $0)) })
  }

  @Test(arguments: [1, 3, 5]) func noWindowEverHoldsMoreThanTheLimit(burst: Int) {
    var limit = RateLimit(perSecond: 3, burst: burst)
    var (now, times) = (start, [Timestamp]())
    for step in 0..<60 {
      now = max(now, limit.reserve(now))
      times.append(now)
      if step % 7 == 0 { now = now + .milliseconds(Int64(step) * 40) }
    }
    for first in times {
      let inWindow = times.filter { $0 >= first && $0 < first + .seconds(1) }.count
      #expect(inWindow <= 3 + burst - 1)
    }
  }

  @Test func burstGoesAtOnceAndThenDripsIn() {
    var limit = RateLimit(perSecond: 1, burst: 3)
    let times = (0..<5).map { _ in limit.reserve(start) - start }
    #expect(times == [.seconds(0), .seconds(0), .seconds(0), .seconds(1), .seconds(2)])
  }

  @Test func restRefillsTheBucket() {
    var limit = RateLimit(perSecond: 1, burst: 2)
    for _ in 0..<4 { _ = limit.reserve(start) }
    let later = start + .minutes(1)
    #expect(limit.reserve(later) == later)
    #expect(limit.reserve(later) == later)
    #expect(limit.reserve(later) == later + .seconds(1))
  }

  @Test(arguments: [0.0, -1.0]) func noLimitNeverWaits(perSecond: Double) {
    var limit = RateLimit(perSecond: perSecond)
    for _ in 0..<50 { #expect(limit.reserve(start) == start) }
  }

  @Test func closedLimitLetsNothingThroughBeforeItsTime() {
    var limit = RateLimit(perSecond: 2)
    _ = limit.reserve(start)
    limit.close(until: start + .seconds(30))
    limit.close(until: start + .seconds(10))
    #expect(limit.reserve(start) == start + .seconds(30))
    #expect(limit.reserve(start) == start + .milliseconds(30_500))
    #expect(limit.reserve(start + .minutes(2)) == start + .minutes(2))
  }

  @Test func clockSetBackDoesNotOpenTheFloodgates() {
    var limit = RateLimit(perSecond: 1)
    _ = limit.reserve(start)
    let earlier = start - .seconds(5)
    #expect(limit.reserve(earlier) == start + .seconds(1))
  }

  @Test func clockThatWasSetBackDoesNotCloseTheAccountForHours() {
    var limit = RateLimit(perSecond: 1)
    _ = limit.reserve(start + .hours(5))
    #expect(limit.reserve(start) == start)
    #expect(limit.reserve(start) == start + .seconds(1))
  }
}

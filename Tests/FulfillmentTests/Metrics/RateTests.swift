import Testing

@testable import Fulfillment

@Suite struct RateTests {
  /// Worked by hand from Wilson's formula: 10 of 100 lie between 5.5 and 17.4 of 100.
  @Test(arguments: [
    (hits: 10 as Int64, total: 100 as Int64, low: 0.0552, high: 0.1744),
    (hits: 0, total: 20, low: 0, high: 0.1611),
    (hits: 20, total: 20, low: 0.8389, high: 1),
    (hits: 1, total: 1, low: 0.2065, high: 1),
  ])
  func anIntervalIsThatOfWilson(hits: Int64, total: Int64, low: Double, high: Double) throws {
    let interval = try #require(Rate(hits: hits, total: total).interval)
    #expect(abs(interval.lowerBound - low) < 0.0001)
    #expect(abs(interval.upperBound - high) < 0.0001)
  }

  @Test func nothingRipeHasNoShare() {
    let rate = Rate(hits: 0, total: 0, young: 12, youngHits: 1)
    #expect(rate.share == nil)
    #expect(rate.interval == nil)
    #expect(rate.maturity == 0)
  }

  @Test func maturityIsTheRipeShareOfAll() {
    #expect(Rate(hits: 3, total: 30, young: 10).maturity == 0.75)
  }

  @Test func inverseTellsWhatDidNotHappen() {
    let rate = Rate(hits: 97, total: 100, young: 5, youngHits: 4).inverse
    #expect(rate == Rate(hits: 3, total: 100, young: 5, youngHits: 1))
  }

  @Test(arguments: [
    (before: Rate(hits: 10, total: 100), now: Rate(hits: 12, total: 100), differs: false),
    (before: Rate(hits: 10, total: 1000), now: Rate(hits: 60, total: 1000), differs: true),
    (before: Rate(hits: 0, total: 0), now: Rate(hits: 60, total: 1000), differs: false),
  ])
  func onlyWhatChanceDoesNotExplainDiffers(before: Rate, now: Rate, differs: Bool) {
    #expect(now.differs(from: before) == differs)
  }
}

import Testing

@testable import Fulfillment

@Suite struct DurationCurveTests {
  /// Everybody is through: the curve is the plain distribution.
  @Test func aCohortThatIsOverIsCountedPlainly() {
    let curve = DurationCurve([
      DurationCurve.Cohort(entered: 4, watched: 40, through: [3: 1, 7: 2, 11: 1])
    ])
    #expect(curve.sample == 4)
    #expect(curve.through(after: 1) == 0.25)
    #expect(curve.through(after: 2) == 0.75)
    #expect(curve.days(until: 0.5) == 2)
    #expect(curve.days(until: 1) == 3)
  }

  /// By hand, of two cohorts of five, one watched a quarter day and one two: of ten, two are through in the
  /// first quarter; of the four of the older cohort that are left, two in the second: 1 - 0.8 * 0.5.
  @Test func theYoungCountAsLongAsTheyWereWatched() throws {
    let curve = DurationCurve([
      DurationCurve.Cohort(entered: 5, watched: 1, through: [0: 1]),
      DurationCurve.Cohort(entered: 5, watched: 2, through: [0: 1, 1: 2]),
    ])
    // First quarter: 10 at risk, 2 through. Second: 4 of the older at risk, 2 through.
    #expect(abs(try #require(curve.through(after: 0.25)) - 0.2) < 1e-12)
    #expect(abs(try #require(curve.through(after: 0.5)) - 0.6) < 1e-12)
    #expect(curve.through(after: 0.75) == nil)
    #expect(curve.days(until: 0.9) == nil)
  }

  @Test func aYoungCohortDoesNotLookFast() throws {
    let old = DurationCurve.Cohort(entered: 100, watched: 80, through: [40: 100])
    let young = DurationCurve.Cohort(entered: 900, watched: 4, through: [0: 9])
    let curve = DurationCurve([old, young])
    #expect(try #require(curve.days(until: 0.5)) > 10)
  }

  @Test func boundsHoldTheEstimateBetweenThem() throws {
    let curve = DurationCurve([
      DurationCurve.Cohort(entered: 50, watched: 40, through: [3: 10, 7: 20, 11: 15])
    ])
    let median = try #require(curve.days(until: 0.5))
    let interval = try #require(curve.interval(until: 0.5))
    #expect(interval.earliest <= median)
    #expect(try #require(interval.latest) >= median)
  }

  @Test func nothingIsKnownOfNothing() {
    let curve = DurationCurve([DurationCurve.Cohort(entered: 3, watched: 0, through: [:])])
    #expect(curve.sample == 0)
    #expect(curve.through(after: 1) == nil)
    #expect(curve.days(until: 0.5) == nil)
    #expect(curve.interval(until: 0.5) == nil)
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func aCurveNeverFalls(seed: UInt64) {
    var dice = SeededNumbers(seed)
    let cohorts = (0..<6).map { _ in
      var through: [Int32: Int64] = [:]
      for _ in 0..<8 { through[Int32(dice.next() % 30), default: 0] += Int64(dice.next() % 5) }
      return DurationCurve.Cohort(
        entered: Int64(dice.next() % 40), watched: Int32(dice.next() % 30), through: through)
    }
    let shares = DurationCurve(cohorts).shares
    #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 + 1e-12 }, "seed \(seed)")
    #expect(shares.allSatisfy { (0...1 + 1e-12).contains($0) }, "seed \(seed)")
  }
}

/// Numbers that look random, the same for the same seed.
struct SeededNumbers {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state >> 11
  }
}

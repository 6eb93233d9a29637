import Fulfillment
import Testing

@testable import Fulfillment
@testable import Store

/// What `rules explain` and the console tell of what was learned.
@Suite struct LearnedLimitTests {
  /// Sixty parcels of CJ to Brazil: scanned after two days, delivered ten days later.
  private func taught(_ count: Int) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.store.takeHistories(
      (100..<100 + count).map { number in
        let bought = Int64(14 + number % 5)
        return parcelHistory(
          number, bought: bought, scanned: bought - 2, delivered: bought - 12)
      })
    try scratch.store.learnAll()
    return scratch
  }

  @Test func limitsAreThoseOfLanesAndSuppliers() throws {
    let scratch = try taught(60)
    let limits = try scratch.store.learnedLimits(now: noon)
    let dispatch = try #require(limits.first { $0.code == "dispatch.late" })
    #expect(dispatch.lane == "CJ" && (2...4).contains(dispatch.days))
    #expect(dispatch.sample > 30 && dispatch.sample <= 60)
    let transit = try #require(
      limits.first { $0.code == "transit.delayed" && $0.lane == "CN->BR by 4PX" })
    #expect((9...13).contains(transit.days))
    // Ten days between two scans: eight at most on which both ends work.
    let gap = try #require(limits.first { $0.code == "transit.stalled" && $0.lane == transit.lane })
    #expect((6...8).contains(gap.days))
    #expect(limits.allSatisfy { Thresholds.learning.contains($0.code) })
    #expect(gap.text.hasPrefix("CN->BR by 4PX: \(gap.days) business days ("))
  }

  @Test func tooLittleTeachesNothing() throws {
    let (thin, empty) = (try taught(6), try Scratch())
    #expect(try thin.store.learnedLimits(now: noon).isEmpty)
    #expect(try empty.store.learnedLimits(now: noon).isEmpty)
  }

  @Test func theBestKnownAreTold() throws {
    let scratch = try taught(60)
    let limits = try scratch.store.learnedLimits(count: 1, now: noon)
    #expect(Set(limits.map(\.code)).count == limits.count)
  }
}

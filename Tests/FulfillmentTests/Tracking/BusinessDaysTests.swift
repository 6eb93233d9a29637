import Fulfillment
import Testing

/// 2026-03-02 is a Monday.
private func march(_ day: Int64, _ hour: Int64 = 0) -> Timestamp {
  ExampleFacts.monday - .hours(8) + .days(day - 2) + .hours(hour)
}

@Suite struct BusinessDaysTests {
  @Test(arguments: [
    (march(2, 8), 1, march(3, 8)), (march(2, 8), 4, march(6, 8)), (march(2, 8), 5, march(9, 8)),
    (march(6, 15), 1, march(9, 15)), (march(6, 15), 6, march(16, 15)),
    (march(7, 10), 1, march(10)), (march(8, 23), 1, march(10)), (march(7), 5, march(16)),
    (march(2), 5, march(9)), (march(2, 8), 10, march(16, 8)), (march(4, 12), 3, march(9, 12)),
    (march(2, 8), 0, march(2, 8)), (march(7, 8), 0, march(7, 8)), (march(2, 8), -3, march(2, 8)),
  ])
  func addedDaysSkipTheWeekEnd(_ start: Timestamp, _ days: Int, _ end: Timestamp) {
    #expect(BusinessDays.add(days, to: start).minuteText == end.minuteText)
  }

  @Test(arguments: [
    (march(2, 8), march(3, 8), 1), (march(2, 8), march(3, 7), 0), (march(6, 15), march(9, 15), 1),
    (march(6, 15), march(9, 14), 0), (march(7), march(8, 23), 0), (march(2), march(9), 5),
    (march(2), march(16), 10), (march(9), march(2), 0), (march(2), march(2), 0),
  ])
  func daysBetween(_ start: Timestamp, _ end: Timestamp, _ days: Int) {
    #expect(BusinessDays.between(start, and: end) == days)
  }

  @Test(arguments: seeds)
  func addingAndCountingAgree(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let start = Timestamp(milliseconds: random.int64(-2_000_000_000_000...4_000_000_000_000))
      let days = random.int(1...400)
      let end = BusinessDays.add(days, to: start)
      #expect(BusinessDays.between(start, and: end) == days)
      // A deadline at midnight has rolled over a week-end that counts nothing.
      if end.millisecondOfDay > 0 {
        #expect(BusinessDays.between(start, and: end - .milliseconds(1)) == days - 1)
      }
      #expect(end.date.weekday <= 5)
    }
  }

  @Test(arguments: seeds)
  func laterStartsAndMoreDaysEndLater(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let start = Timestamp(milliseconds: random.int64(0...4_000_000_000_000))
      let days = random.int(1...60)
      let end = BusinessDays.add(days, to: start)
      #expect(BusinessDays.add(days, to: start + .hours(random.int64(0...100))) >= end)
      #expect(BusinessDays.add(days + 1, to: start) >= end + .days(1))
      #expect(end - start >= .days(Int64(days)))
      // Never more than the week-ends it crosses.
      #expect(end - start <= .days(Int64(days + (days / 5 + 1) * 2)))
    }
  }

  @Test(arguments: seeds)
  func stepsAddUp(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let start = Timestamp(milliseconds: random.int64(0...4_000_000_000_000))
      let (one, other) = (random.int(1...30), random.int(1...30))
      let stepwise = BusinessDays.add(other, to: BusinessDays.add(one, to: start))
      #expect(stepwise == BusinessDays.add(one + other, to: start))
    }
  }
}

import Fulfillment
import Testing

@Suite struct CivilDateTests {
  @Test(arguments: [
    (1970, 1, 1, Int64(0)), (1969, 12, 31, -1), (2000, 2, 29, 11_016), (2000, 3, 1, 11_017),
    (2026, 11, 22, 20_779), (1900, 3, 1, -25_508), (1, 1, 1, -719_162), (9999, 12, 31, 2_932_896),
  ])
  func knownDaysAreCounted(_ year: Int, _ month: Int, _ day: Int, _ days: Int64) throws {
    let date = try #require(CivilDate(year: year, month: month, day: day))
    #expect(date.daysSinceEpoch == days)
    #expect(CivilDate(daysSinceEpoch: days) == date)
  }

  @Test(arguments: [
    (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32), (2026, 2, 29), (2024, 2, 30),
    (1900, 2, 29), (2026, 4, 31), (0, 1, 1), (10_000, 1, 1),
  ])
  func dayThatDoesNotExistIsRefused(_ year: Int, _ month: Int, _ day: Int) {
    #expect(CivilDate(year: year, month: month, day: day) == nil)
  }

  @Test(arguments: [
    ("1970-01-01", 4), ("2026-03-02", 1), ("2026-11-22", 7), ("2000-02-29", 2), ("1969-12-28", 7),
  ])
  func weekdayIsISO(_ text: String, _ weekday: Int) throws {
    let instant = try #require(Timestamp(iso8601: text))
    #expect(instant.date.weekday == weekday)
  }

  @Test(arguments: seeds)
  func daysAndDatesAreOneToOne(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let days = random.int64(-719_162...2_932_896)
      let date = CivilDate(daysSinceEpoch: days)
      #expect(date.daysSinceEpoch == days)
      #expect(CivilDate(year: date.year, month: date.month, day: date.day) == date)
      let next = CivilDate(daysSinceEpoch: days + 1)
      #expect(next.weekday == date.weekday % 7 + 1)
      #expect(next.day == 1 || next.day == date.day + 1)
      #expect(date.midnight.date == date)
    }
  }
}

@Suite struct TimestampTests {
  @Test func spansAddUp() {
    #expect(Span.days(1) == .hours(24))
    #expect(Span.hours(1) == .minutes(60))
    #expect(Span.minutes(1) == .seconds(60))
    #expect(Span.seconds(1) == .milliseconds(1000))
    #expect(Span.hours(2) * 3 == .hours(6))
    #expect(Span.hours(-1) < .milliseconds(0))
  }

  @Test func instantBeforeTheEpochFallsOnItsDay() {
    let instant = Timestamp(milliseconds: -1)
    #expect(instant.iso8601 == "1969-12-31T23:59:59.999Z")
    #expect(instant.millisecondOfDay == 86_399_999)
  }

  @Test func minuteTextDropsSeconds() {
    #expect(Timestamp(seconds: 1_772_438_459).minuteText == "2026-03-02 08:00")
  }

  @Test(arguments: seeds)
  func arithmeticAgrees(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let start = Timestamp(milliseconds: random.int64(-4_000_000_000_000...4_000_000_000_000))
      let span = Span(milliseconds: random.int64(-9_000_000_000...9_000_000_000))
      #expect((start + span) - start == span)
      #expect(start + span - span == start)
      #expect((start + span > start) == (span > Span(milliseconds: 0)))
      #expect(start.date.midnight + .milliseconds(start.millisecondOfDay) == start)
    }
  }
}

@Suite struct ISO8601Tests {
  @Test(arguments: [
    ("2026-11-22", "2026-11-22T00:00:00Z"), ("2026-11-22T14:09", "2026-11-22T14:09:00Z"),
    ("2026-11-22 14:09:31", "2026-11-22T14:09:31Z"),
    ("2026-11-22t14:09:31z", "2026-11-22T14:09:31Z"),
    ("2026-11-22T14:09:31.25Z", "2026-11-22T14:09:31.250Z"),
    ("2026-11-22T14:09:31,5", "2026-11-22T14:09:31.500Z"),
    ("2026-11-22T14:09:31.123456789Z", "2026-11-22T14:09:31.123Z"),
    ("2026-11-22T14:09:31+01:00", "2026-11-22T13:09:31Z"),
    ("2026-11-22 14:09:31 -0500", "2026-11-22T19:09:31Z"),
    ("2026-11-22T14:09:31+05", "2026-11-22T09:09:31Z"),
    ("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"),
    ("2026-11-22 14:09:31 UTC", "2026-11-22T14:09:31Z"),
    ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
  ])
  func formsAreRead(_ text: String, _ written: String) throws {
    let instant = try #require(Timestamp(iso8601: text))
    #expect(instant.iso8601 == written)
  }

  @Test(arguments: [
    "", "2026", "2026-11", "2026-13-01", "2026-02-30", "26-11-22", "2026-11-22T",
    "2026-11-22T24:00",
    "2026-11-22T14", "2026-11-22T14:60", "2026-11-22T14:09:61", "2026-11-22T14:09:31.", "now",
    "2026-11-22T14:09:31+25:00", "2026-11-22T14:09:31+01:60", "2026-11-22T14:09:31ZZ", "2026/11/22",
    "2026-11-22T14:09:31 CET", " 2026-11-22", "2026-11-22T14:09:31.1234567890123", "-2026-11-22",
    "２０２６-11-22", "2026-11-22T1:09",
  ])
  func otherTextIsRefused(_ text: String) {
    #expect(Timestamp(iso8601: text) == nil)
  }

  @Test func zoneOfTheSourceIsUsedWhereTheTextNamesNone() {
    let bare = Timestamp(iso8601: "2026-11-22T14:09", zone: 480)
    #expect(bare?.iso8601 == "2026-11-22T06:09:00Z")
    #expect(Timestamp(iso8601: "2026-11-22", zone: -300)?.iso8601 == "2026-11-22T05:00:00Z")
    #expect(Timestamp(iso8601: "2026-11-22T14:09Z", zone: 480)?.iso8601 == "2026-11-22T14:09:00Z")
  }

  @Test(arguments: seeds)
  func whatIsWrittenIsRead(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let instant = Timestamp(milliseconds: random.int64(-62_135_596_800_000...253_402_300_799_999))
      #expect(Timestamp(iso8601: instant.iso8601) == instant)
    }
  }

  @Test(arguments: seeds)
  func laterIsWrittenLater(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let instant = Timestamp(seconds: random.int64(0...9_000_000_000))
      #expect(instant.iso8601 < (instant + .seconds(random.int64(1...99_999_999))).iso8601)
    }
  }
}

import Testing

@testable import Fulfillment

private func day(_ text: String) -> Int64 { DayRange.parse(text)?.lowerBound ?? .min }

private func at(_ text: String, _ hour: Int64) -> Timestamp {
  Timestamp(seconds: day(text) * 86_400 + hour * 3600)
}

@Suite struct CalendarTests {
  let calendars = WorkCalendars()

  /// Weekdays on which nobody works, from the countries' own lists.
  @Test(arguments: [
    ("US", "2026-07-03"), ("US", "2026-11-26"), ("US", "2027-06-18"), ("US", "2027-07-05"),
    ("CA", "2026-09-07"), ("CA", "2027-12-27"), ("MX", "2027-11-15"), ("BR", "2026-11-20"),
    ("BR", "2026-02-17"), ("GB", "2026-12-28"), ("GB", "2027-12-28"), ("GB", "2026-05-25"),
    ("DE", "2026-05-14"), ("DE", "2027-05-17"), ("FR", "2026-07-14"), ("ES", "2027-12-06"),
    ("IT", "2027-10-04"), ("NL", "2026-04-27"), ("PL", "2025-12-24"), ("PL", "2026-06-04"),
    ("AU", "2026-01-26"), ("NZ", "2027-02-08"), ("NZ", "2026-07-10"), ("JP", "2025-02-24"),
    ("JP", "2027-03-22"), ("JP", "2026-05-06"), ("KR", "2026-09-24"), ("KR", "2027-02-09"),
    ("CN", "2026-02-16"), ("CN", "2026-02-23"), ("CN", "2026-10-07"), ("CN", "2025-10-08"),
    ("CN", "2027-02-08"), ("HK", "2026-04-07"), ("VN", "2026-02-20"), ("TR", "2026-05-28"),
    ("SE", "2026-06-19"), ("IE", "2026-02-02"), ("CO", "2026-06-08"), ("GR", "2026-04-10"),
    ("SA", "2026-03-19"), ("IL", "2026-04-02"),
  ])
  func holidayIsClosed(_ country: String, _ date: String) {
    #expect(!calendars.of(country).isOpen(day(date)))
    #expect(WorkCalendar.plain.isOpen(day(date)), "\(date) is no weekday")
  }

  @Test(arguments: [
    ("US", "2026-07-06"), ("US", "2026-12-26"), ("GB", "2026-12-29"), ("DE", "2026-10-02"),
    ("FR", "2026-12-26"), ("PL", "2024-12-24"), ("AU", "2027-04-26"), ("CN", "2026-02-24"),
    ("CN", "2026-10-08"), ("BR", "2023-11-20"), ("JP", "2026-05-07"), ("IL", "2026-04-05"),
    ("SA", "2026-03-29"), ("AE", "2026-06-05"), ("XX", "2026-12-25"), ("", "2026-12-25"),
  ])
  func workdayIsOpen(_ country: String, _ date: String) {
    let open = calendars.of(country)
    let isWeekend = CivilDate(daysSinceEpoch: day(date)).weekday > 5
    #expect(open.isOpen(day(date)) == (!isWeekend || country == "IL" || country == "SA"))
  }

  /// Sunday is a workday where Friday and Saturday are the week-end.
  @Test(arguments: ["SA", "EG", "IL", "KW", "BD", "DZ"])
  func fridayAndSaturdayAreTheWeekEnd(_ country: String) {
    let calendar = calendars.of(country)
    #expect(calendar.isOpen(day("2026-11-22")) && calendar.isOpen(day("2026-11-26")))
    #expect(!calendar.isOpen(day("2026-11-27")) && !calendar.isOpen(day("2026-11-28")))
  }

  @Test(arguments: [
    (2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"),
    (2038, "2038-04-25"),
  ])
  func easterFallsWhereTheChurchSays(_ year: Int, _ date: String) {
    #expect(HolidayRule.easter(year) == day(date))
  }

  @Test(arguments: [(2024, "2024-05-05"), (2025, "2025-04-20"), (2026, "2026-04-12")])
  func orthodoxEasterFallsWhereTheChurchSays(_ year: Int, _ date: String) {
    #expect(HolidayRule.orthodoxEaster(year) == day(date))
  }

  @Test(arguments: HolidayDates.texts.keys.sorted())
  func everyDateCanBeRead(_ country: String) throws {
    let text = try #require(HolidayDates.texts[country])
    let words = text.split(whereSeparator: \.isWhitespace)
    let ranges = try #require(HolidayDates.closed[country])
    #expect(ranges.count == words.count)
    #expect(HolidayTable.calendars[country] != nil)
    #expect(ranges.map(\.lowerBound) == ranges.map(\.lowerBound).sorted())
  }

  @Test(arguments: HolidayTable.calendars.keys.sorted())
  func everyCountryWorksMostDays(_ country: String) {
    let calendar = calendars.of(country)
    for year in ["2025", "2026", "2027"] {
      let days = day("\(year)-01-01")...day("\(year)-12-31")
      #expect((225...262).contains(days.filter { calendar.isOpen($0) }.count))
    }
  }

  @Test(arguments: [
    ("2027-02-05", true), ("2027-02-05..2027-02-15", true), ("2027-02-15..2027-02-05", false),
    ("2027-02-30", false), ("2027-2-5", false), ("", false), ("2027-02-05..", false),
    ("2027-02-05.2027-02-15", false), ("next week", false),
  ])
  func dayRangesAreReadOrRefused(_ text: String, _ isRead: Bool) {
    #expect((DayRange.parse(text) != nil) == isRead)
  }

  @Test func operatorClosesAndOpensDays() {
    var (all, china) = (WorkCalendars(), calendars.of("CN"))
    china.set(day("2027-02-05")...day("2027-02-15"), isClosed: true)
    china.set(day("2027-02-20")...day("2027-02-20"), isClosed: false)
    all.set("CN", china)
    #expect(!all.of("CN").isOpen(day("2027-02-15")) && calendars.of("CN").isOpen(day("2027-02-15")))
    #expect(all.of("CN").isOpen(day("2027-02-20")), "a Saturday made up for")
    #expect(all.of("US") == calendars.of("US"))
    #expect(china.with(weekend: [5]).isOpen(day("2027-03-06")))
    #expect(all != calendars)
  }
}

@Suite struct LaneDayTests {
  let calendars = WorkCalendars()

  /// Both ends must work: from China to the United States.
  @Test(arguments: [
    // Wednesday before Golden Week: Thursday and the week after are off in China, Columbus Day there.
    ("2026-09-30", 8, 1, "2026-10-08", 8), ("2026-09-30", 8, 3, "2026-10-13", 8),
    // Thanksgiving counts though China works.
    ("2026-11-25", 15, 1, "2026-11-27", 15), ("2026-11-20", 8, 4, "2026-11-27", 8),
    ("2026-03-03", 8, 4, "2026-03-09", 8), ("2026-11-26", 9, 1, "2026-11-30", 0),
  ])
  func daysOfALaneCountWhereBothEndsWork(
    _ start: String, _ hour: Int64, _ days: Int, _ end: String, _ endHour: Int64
  ) {
    let lane = calendars.lane(from: "CN", to: "US")
    let found = BusinessDays.add(days, to: at(start, hour), on: lane)
    #expect(found.minuteText == at(end, endHour).minuteText)
  }

  @Test func springFestivalStopsALane() {
    let lane = calendars.lane(from: "CN", to: "CN")
    #expect(BusinessDays.add(2, to: at("2026-02-13", 9), on: lane) == at("2026-02-25", 9))
  }

  @Test(arguments: seeds)
  func withoutHolidaysItIsMondayToFriday(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    // A closed Sunday changes nothing, but takes the longer way.
    var calendar = WorkCalendar()
    calendar.set(day("2026-11-22")...day("2026-11-22"), isClosed: true)
    for _ in 0..<40 {
      let start = Timestamp(milliseconds: random.int64(-2_000_000_000_000...4_000_000_000_000))
      let days = random.int(-1...300)
      #expect(
        BusinessDays.add(days, to: start, on: LaneCalendar(calendar))
          == BusinessDays.add(days, to: start))
    }
  }

  @Test func aCountryThatNeverWorksStillComesToAnEnd() {
    var calendar = WorkCalendar(weekend: [1, 2, 3, 4, 5, 6, 7])
    #expect(!calendar.isOpen(day("2026-11-25")))
    calendar.set(day("2015-01-01")...day("2040-12-31"), isClosed: true)
    let start = at("2026-11-25", 9)
    #expect(BusinessDays.add(3, to: start, on: LaneCalendar(calendar)) > start)
  }
}

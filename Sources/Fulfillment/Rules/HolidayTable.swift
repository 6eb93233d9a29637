/// The public holidays of the main origins and destinations, as far as they follow rules; dated ones
/// stand in `HolidayDates`. National holidays only: what one state or province keeps is left out.
///
/// Sources: the countries' own holiday acts as of 2026 (US 5 U.S.C. 6103; GB Banking and Financial
/// Dealings Act 1971; BR Lei 662/1949 and 14.759/2023; CN State Council regulation on holidays, 2024;
/// JP act on national holidays; the others likewise).
enum HolidayTable {
  /// What becomes of a holiday on a day of the week-end.
  enum Substitute: Sendable {
    case none
    /// Saturday's is kept on Friday, Sunday's on Monday.
    case nearest
    /// The next day that is neither week-end nor holiday.
    case next
    /// The same, for Sundays only.
    case nextOfSunday
  }

  /// One country.
  struct Entry: Sendable {
    var country: String
    var weekend: Set<Int> = [6, 7]
    var substitute = Substitute.none
    var rules: [HolidayRule] = []

    func unmovedDays(in year: Int) -> [Int64] {
      rules.compactMap { if case .unmoved(let rule) = $0 { rule.day(in: year) } else { nil } }
    }
  }

  /// By country, ISO alpha-2.
  static let calendars: [String: WorkCalendar] = {
    var calendars: [String: WorkCalendar] = [:]
    for entry in entries { calendars[entry.country] = calendar(entry) }
    for country in fridaySaturday where calendars[country] == nil {
      calendars[country] = calendar(Entry(country: country, weekend: [5, 6]))
    }
    return calendars
  }()

  private static func calendar(_ entry: Entry) -> WorkCalendar {
    var calendar = WorkCalendar(weekend: entry.weekend)
    var days: Set<Int64> = []
    for year in WorkCalendar.years { days.formUnion(entry.rules.compactMap { $0.day(in: year) }) }
    for day in days.sorted() { calendar.set(day...day, isClosed: true) }
    let unmoved = Set(WorkCalendar.years.flatMap { year in entry.unmovedDays(in: year) })
    for day in days.subtracting(unmoved).sorted() {
      if let other = substitute(for: day, entry, calendar) {
        calendar.set(other...other, isClosed: true)
      }
    }
    for range in HolidayDates.closed[entry.country] ?? [] { calendar.set(range, isClosed: true) }
    return calendar
  }

  private static func substitute(
    for day: Int64, _ entry: Entry, _ calendar: WorkCalendar
  ) -> Int64? {
    guard entry.substitute != .none, calendar.isWeekend(day) else { return nil }
    let isSunday = CivilDate(daysSinceEpoch: day).weekday == 7
    switch entry.substitute {
    case .none: return nil
    case .nearest: return isSunday ? day + 1 : day - 1
    case .nextOfSunday where !isSunday: return nil
    case .next, .nextOfSunday: return LaneCalendar(calendar).nextOpen(after: day)
    }
  }

  /// Countries whose week-end is Friday and Saturday and that have no other entry.
  private static let fridaySaturday = [
    "BD", "BH", "DZ", "EG", "IQ", "JO", "KW", "LY", "MV", "OM", "QA", "SA", "SD", "SY", "YE",
  ]

  private static let entries = [
    asia, americas, westernEurope, northernEurope, easternEurope, others,
  ]
  .flatMap { $0 }

  private static let asia: [Entry] = [
    // Spring Festival, Qingming, Labour Day, Dragon Boat, Mid-Autumn and Golden Week are dated.
    Entry(country: "CN", rules: [.on(1, 1), .on(10, 1), .on(10, 2), .on(10, 3)]),
    Entry(
      country: "HK", substitute: .nextOfSunday,
      rules: [
        .on(1, 1), .easter(-2), .easter(-1), .easter(1), .on(5, 1), .on(7, 1), .on(10, 1),
        .on(12, 25), .on(12, 26),
      ]),
    Entry(country: "TW", rules: [.on(1, 1), .on(2, 28), .on(4, 4), .on(10, 10)]),
    Entry(
      country: "JP", substitute: .nextOfSunday,
      rules: [
        .on(1, 1), .on(1, 2), .on(1, 3), .nth(2, 1, 1), .on(2, 11), .since(2020, .on(2, 23)),
        .equinox(isSpring: true), .on(4, 29), .on(5, 3), .on(5, 4), .on(5, 5), .nth(3, 1, 7),
        .since(2016, .on(8, 11)), .nth(3, 1, 9), .equinox(isSpring: false),
        .nth(2, 1, 10), .on(11, 3),
        .on(11, 23), .on(12, 31),
      ]),
    Entry(
      country: "KR",
      rules: [
        .on(1, 1), .on(3, 1), .on(5, 5), .on(6, 6), .on(8, 15), .on(10, 3), .on(10, 9),
        .on(12, 25),
      ]),
    Entry(country: "VN", rules: [.on(1, 1), .on(4, 30), .on(5, 1), .on(9, 2)]),
    Entry(country: "IN", rules: [.on(1, 26), .on(8, 15), .on(10, 2)]),
    Entry(
      country: "TH",
      rules: [.on(1, 1), .on(4, 13), .on(4, 14), .on(4, 15), .on(5, 1), .on(12, 5), .on(12, 31)]),
    Entry(
      country: "SG", substitute: .nextOfSunday,
      rules: [
        .on(1, 1), .easter(-2), .on(5, 1), .on(8, 9), .on(12, 25),
      ]),
    Entry(country: "IL", weekend: [5, 6]),
    Entry(
      country: "TR",
      rules: [
        .on(1, 1), .on(4, 23), .on(5, 1), .on(5, 19), .since(2017, .on(7, 15)), .on(8, 30),
        .on(10, 29),
      ]),
    Entry(country: "AE", rules: [.on(1, 1), .on(12, 2), .on(12, 3)]),
    Entry(country: "SA", weekend: [5, 6], rules: [.since(2022, .on(2, 22)), .on(9, 23)]),
    Entry(country: "EG", weekend: [5, 6], rules: [.on(1, 7), .on(5, 1), .on(7, 23), .on(10, 6)]),
  ]

  private static let americas: [Entry] = [
    Entry(
      country: "US", substitute: .nearest,
      rules: [
        .on(1, 1), .nth(3, 1, 1), .nth(3, 1, 2), .last(1, 5), .since(2021, .on(6, 19)), .on(7, 4),
        .nth(1, 1, 9), .nth(2, 1, 10), .on(11, 11), .nth(4, 4, 11), .on(12, 25),
      ]),
    Entry(
      country: "CA", substitute: .next,
      rules: [
        .on(1, 1), .easter(-2), .before(1, 5, 25), .on(7, 1), .nth(1, 1, 9),
        .since(2021, .on(9, 30)), .nth(2, 1, 10), .on(12, 25), .on(12, 26),
      ]),
    Entry(
      country: "MX",
      rules: [
        .on(1, 1), .nth(1, 1, 2), .nth(3, 1, 3), .on(5, 1), .on(9, 16), .nth(3, 1, 11), .on(12, 25),
      ]),
    // Carnival and Corpus Christi are not by law, but nothing is delivered.
    Entry(
      country: "BR",
      rules: [
        .on(1, 1), .easter(-48), .easter(-47), .easter(-2), .on(4, 21), .on(5, 1), .easter(60),
        .on(9, 7), .on(10, 12), .on(11, 2), .on(11, 15), .since(2024, .on(11, 20)), .on(12, 25),
      ]),
    Entry(
      country: "AR",
      rules: [
        .on(1, 1), .easter(-48), .easter(-47), .on(3, 24), .on(4, 2), .easter(-2), .on(5, 1),
        .on(5, 25), .on(6, 20), .on(7, 9), .on(12, 8), .on(12, 25),
      ]),
    Entry(
      country: "CL",
      rules: [
        .on(1, 1), .easter(-2), .on(5, 1), .on(5, 21), .on(7, 16), .on(8, 15), .on(9, 18),
        .on(9, 19), .on(11, 1), .on(12, 8), .on(12, 25),
      ]),
    Entry(
      country: "CO",
      rules: [
        .on(1, 1), .onOrAfter(1, 1, 6), .onOrAfter(1, 3, 19), .easter(-3), .easter(-2), .on(5, 1),
        .easter(43), .easter(64), .easter(71), .onOrAfter(1, 6, 29), .on(7, 20), .on(8, 7),
        .onOrAfter(1, 8, 15), .onOrAfter(1, 10, 12), .onOrAfter(1, 11, 1), .onOrAfter(1, 11, 11),
        .on(12, 8), .on(12, 25),
      ]),
  ]

  private static let westernEurope: [Entry] = [
    Entry(
      country: "DE",
      rules: [
        .on(1, 1), .easter(-2), .easter(1), .on(5, 1), .easter(39), .easter(50), .on(10, 3),
        .on(12, 25), .on(12, 26),
      ]),
    Entry(
      country: "AT",
      rules: [
        .on(1, 1), .on(1, 6), .easter(1), .on(5, 1), .easter(39), .easter(50), .easter(60),
        .on(8, 15), .on(10, 26), .on(11, 1), .on(12, 8), .on(12, 25), .on(12, 26),
      ]),
    Entry(
      country: "CH",
      rules: [.on(1, 1), .easter(-2), .easter(1), .easter(39), .easter(50), .on(8, 1), .on(12, 25)]),
    Entry(
      country: "FR",
      rules: [
        .on(1, 1), .easter(1), .on(5, 1), .on(5, 8), .easter(39), .easter(50), .on(7, 14),
        .on(8, 15), .on(11, 1), .on(11, 11), .on(12, 25),
      ]),
    Entry(
      country: "ES",
      rules: [
        .on(1, 1), .on(1, 6), .easter(-2), .on(5, 1), .on(8, 15), .on(10, 12), .on(11, 1),
        .on(12, 6), .on(12, 8), .on(12, 25),
      ]),
    Entry(
      country: "PT",
      rules: [
        .on(1, 1), .easter(-2), .on(4, 25), .on(5, 1), .easter(60), .on(6, 10), .on(8, 15),
        .on(10, 5), .on(11, 1), .on(12, 1), .on(12, 8), .on(12, 25),
      ]),
    Entry(
      country: "IT",
      rules: [
        .on(1, 1), .on(1, 6), .easter(1), .on(4, 25), .on(5, 1), .on(6, 2), .on(8, 15),
        .since(2026, .on(10, 4)), .on(11, 1), .on(12, 8), .on(12, 25), .on(12, 26),
      ]),
    Entry(
      country: "NL",
      rules: [
        .on(1, 1), .easter(1), .on(4, 27), .easter(39), .easter(50), .on(12, 25), .on(12, 26),
      ]),
    Entry(
      country: "BE",
      rules: [
        .on(1, 1), .easter(1), .on(5, 1), .easter(39), .easter(50), .on(7, 21), .on(8, 15),
        .on(11, 1), .on(11, 11), .on(12, 25),
      ]),
    // What England and Wales keep.
    Entry(
      country: "GB", substitute: .next,
      rules: [
        .on(1, 1), .easter(-2), .easter(1), .nth(1, 1, 5), .last(1, 5), .last(1, 8), .on(12, 25),
        .on(12, 26),
      ]),
    Entry(
      country: "IE",
      rules: [
        .on(1, 1), .since(2023, .nth(1, 1, 2)), .on(3, 17), .easter(1), .nth(1, 1, 5),
        .nth(1, 1, 6), .nth(1, 1, 8),
        .last(1, 10), .on(12, 25), .on(12, 26),
      ]),
  ]

  private static let northernEurope: [Entry] = [
    Entry(
      country: "SE",
      rules: [
        .on(1, 1), .on(1, 6), .easter(-2), .easter(1), .on(5, 1), .easter(39), .on(6, 6),
        .onOrAfter(5, 6, 19), .on(12, 24), .on(12, 25), .on(12, 26), .on(12, 31),
      ]),
    Entry(
      country: "NO",
      rules: [
        .on(1, 1), .easter(-3), .easter(-2), .easter(1), .on(5, 1), .on(5, 17), .easter(39),
        .easter(50), .on(12, 25), .on(12, 26),
      ]),
    Entry(
      country: "DK",
      rules: [
        .on(1, 1), .easter(-3), .easter(-2), .easter(1), .easter(39), .easter(50), .on(12, 25),
        .on(12, 26),
      ]),
    Entry(
      country: "FI",
      rules: [
        .on(1, 1), .on(1, 6), .easter(-2), .easter(1), .on(5, 1), .easter(39),
        .onOrAfter(5, 6, 19), .on(12, 6), .on(12, 24), .on(12, 25), .on(12, 26),
      ]),
  ]

  private static let easternEurope: [Entry] = [
    Entry(
      country: "PL",
      rules: [
        .on(1, 1), .on(1, 6), .easter(1), .on(5, 1), .on(5, 3), .easter(60), .on(8, 15),
        .on(11, 1), .on(11, 11), .since(2025, .on(12, 24)), .on(12, 25), .on(12, 26),
      ]),
    Entry(
      country: "CZ",
      rules: [
        .on(1, 1), .since(2016, .easter(-2)), .easter(1), .on(5, 1), .on(5, 8), .on(7, 5),
        .on(7, 6), .on(9, 28), .on(10, 28), .on(11, 17), .on(12, 24), .on(12, 25), .on(12, 26),
      ]),
    Entry(
      country: "HU",
      rules: [
        .on(1, 1), .on(3, 15), .since(2017, .easter(-2)), .easter(1), .on(5, 1), .easter(50),
        .on(8, 20), .on(10, 23), .on(11, 1), .on(12, 25), .on(12, 26),
      ]),
    Entry(
      country: "RO",
      rules: [
        .on(1, 1), .on(1, 2), .on(1, 24), .orthodoxEaster(-2), .orthodoxEaster(1), .on(5, 1),
        .on(6, 1), .orthodoxEaster(50), .on(8, 15), .on(11, 30), .on(12, 1), .on(12, 25),
        .on(12, 26),
      ]),
    Entry(
      country: "GR",
      rules: [
        .on(1, 1), .on(1, 6), .orthodoxEaster(-48), .on(3, 25), .orthodoxEaster(-2),
        .orthodoxEaster(1), .on(5, 1), .orthodoxEaster(50), .on(8, 15), .on(10, 28), .on(12, 25),
        .on(12, 26),
      ]),
  ]

  private static let others: [Entry] = [
    Entry(
      country: "AU", substitute: .next,
      rules: [
        .on(1, 1), .on(1, 26), .easter(-2), .easter(1), .unmoved(.on(4, 25)), .on(12, 25),
        .on(12, 26),
      ]),
    Entry(
      country: "NZ", substitute: .next,
      rules: [
        .on(1, 1), .on(1, 2), .on(2, 6), .easter(-2), .easter(1), .on(4, 25), .nth(1, 1, 6),
        .last(1, 10), .on(12, 25), .on(12, 26),
      ]),
    Entry(
      country: "ZA", substitute: .nextOfSunday,
      rules: [
        .on(1, 1), .on(3, 21), .easter(-2), .easter(1), .on(4, 27), .on(5, 1), .on(6, 16),
        .on(8, 9), .on(9, 24), .on(12, 16), .on(12, 25), .on(12, 26),
      ]),
  ]
}

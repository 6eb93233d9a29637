/// How the day of a holiday is found in a year.
enum HolidayRule: Hashable, Sendable {
  /// `.on(12, 25)`
  case on(Int, Int)
  /// The n-th such weekday of a month (1 = Monday): `.nth(4, 4, 11)`, the fourth Thursday of November.
  case nth(Int, Int, Int)
  /// The last such weekday of a month.
  case last(Int, Int)
  /// The last such weekday before a day: `.before(1, 5, 25)`, the Monday before 25 May.
  case before(Int, Int, Int)
  /// The first such weekday on a day or after it.
  case onOrAfter(Int, Int, Int)
  /// Days after Easter Sunday of the Western churches.
  case easter(Int)
  /// The same of the Eastern churches.
  case orthodoxEaster(Int)
  /// The day of the spring or autumn equinox in Japan.
  case equinox(isSpring: Bool)
  /// A holiday that is not kept on another day where it falls on a week-end.
  indirect case unmoved(HolidayRule)
  /// A holiday that was new in that year.
  indirect case since(Int, HolidayRule)

  /// Its day in a year, counted from 1970-01-01; nil where it is not kept.
  func day(in year: Int) -> Int64? {
    switch self {
    case .on(let month, let day):
      return CivilDate(year: year, month: month, day: day)?.daysSinceEpoch
    case .nth(let count, let weekday, let month):
      return HolidayRule.first(weekday, from: year, month, 1).map { $0 + Int64(7 * (count - 1)) }
    case .last(let weekday, let month):
      let (nextYear, next) = month == 12 ? (year + 1, 1) : (year, month + 1)
      return HolidayRule.first(weekday, from: nextYear, next, 1).map { $0 - 7 }
    case .before(let weekday, let month, let day):
      return HolidayRule.first(weekday, from: year, month, day).map { $0 - 7 }
    case .onOrAfter(let weekday, let month, let day):
      return HolidayRule.first(weekday, from: year, month, day)
    case .easter(let offset): return HolidayRule.easter(year).map { $0 + Int64(offset) }
    case .orthodoxEaster(let offset):
      return HolidayRule.orthodoxEaster(year).map { $0 + Int64(offset) }
    case .equinox(let isSpring): return HolidayRule.equinox(year, isSpring)
    case .unmoved(let rule): return rule.day(in: year)
    case .since(let first, let rule): return year < first ? nil : rule.day(in: year)
    }
  }

  private static func first(_ weekday: Int, from year: Int, _ month: Int, _ day: Int) -> Int64? {
    guard let start = CivilDate(year: year, month: month, day: day) else { return nil }
    return start.daysSinceEpoch + Int64((weekday - start.weekday + 7) % 7)
  }

  /// Good from 1980 to 2099 (K. Nagasawa, after the National Astronomical Observatory of Japan).
  private static func equinox(_ year: Int, _ isSpring: Bool) -> Int64? {
    let years = year - 1980
    let day = (isSpring ? 20.8431 : 23.2488) + 0.242194 * Double(years) - Double(years / 4)
    return CivilDate(year: year, month: isSpring ? 3 : 9, day: Int(day))?.daysSinceEpoch
  }

  /// Easter Sunday by the Gregorian rule (J. Meeus, Astronomical Algorithms, chapter 8).
  static func easter(_ year: Int) -> Int64? {
    let (a, b, c) = (year % 19, year / 100, year % 100)
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25)
    let g = (b - f + 1) / 3
    let h = (19 * a + b - d - g + 15) % 30
    let (i, k) = (c / 4, c % 4)
    let l = (32 + 2 * e + 2 * i - h - k) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let n = h + l - 7 * m + 114
    return CivilDate(year: year, month: n / 31, day: n % 31 + 1)?.daysSinceEpoch
  }

  /// Easter Sunday by the Julian rule (same source), as a Gregorian date; the calendars are thirteen
  /// days apart from 1900 to 2099.
  static func orthodoxEaster(_ year: Int) -> Int64? {
    let (a, b, c) = (year % 4, year % 7, year % 19)
    let d = (19 * c + 15) % 30
    let e = (2 * a + 4 * b - d + 34) % 7
    let n = d + e + 114
    return CivilDate(year: year, month: n / 31, day: n % 31 + 1).map { $0.daysSinceEpoch + 13 }
  }
}

/// Days on which next to nobody works although the weekday says so. Data that is passed in.
package struct DelayCalendar: Hashable, Sendable {
  private let days: Set<Int32>

  package init(_ days: Set<Int32> = []) { self.days = days }

  /// Holidays that return every year, from 1990 to 2069.
  /// - Parameters:
  ///   - fixed: month and day.
  ///   - aroundEaster: days after Easter Sunday; below 0 before it.
  package init(fixed: [(month: Int, day: Int)], aroundEaster: [Int]) {
    var days: Set<Int32> = []
    for year in 1990...2069 {
      for (month, day) in fixed {
        guard let date = CivilDate(year: year, month: month, day: day) else { continue }
        days.insert(Int32(clamping: date.daysSinceEpoch))
      }
      guard let easter = Self.easter(year) else { continue }
      for offset in aroundEaster {
        days.insert(Int32(clamping: easter.daysSinceEpoch + Int64(offset)))
      }
    }
    self.days = days
  }

  package func isHoliday(_ day: Int32) -> Bool { !days.isEmpty && days.contains(day) }

  /// Easter Sunday of the Gregorian calendar (anonymous algorithm in J. Meeus, "Astronomical
  /// Algorithms", chapter 8).
  static func easter(_ year: Int) -> CivilDate? {
    let (a, b, c) = (year % 19, year / 100, year % 100)
    let f = (b - (b + 8) / 25 + 1) / 3
    let h = (19 * a + b - b / 4 - f + 15) % 30
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let sum = h + l - 7 * m + 114
    return CivilDate(year: year, month: sum / 31, day: sum % 31 + 1)
  }

  /// National holidays of Brazil with carnival and Corpus Christi.
  package static let brazil = DelayCalendar(
    fixed: [(1, 1), (4, 21), (5, 1), (9, 7), (10, 12), (11, 2), (11, 15), (12, 25)],
    aroundEaster: [-48, -47, -46, -2, 60])
}

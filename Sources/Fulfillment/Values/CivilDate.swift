/// A day of the proleptic Gregorian calendar, without a zone.
package struct CivilDate: Hashable, Sendable {
  package var year: Int
  package var month: Int
  package var day: Int

  /// A date from its parts; nil where no such day exists (month 13, 30 February).
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CivilDate.length(ofMonth: month, year: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date of that many days after 1970-01-01 (H. Hinnant, "chrono-compatible low-level date
  /// algorithms", civil_from_days).
  package init(daysSinceEpoch: Int64) {
    let shifted = daysSinceEpoch + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    self.day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    self.month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    self.year = Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0))
  }

  /// Days after 1970-01-01 (same source, days_from_civil).
  package var daysSinceEpoch: Int64 {
    let shiftedYear = Int64(month <= 2 ? year - 1 : year)
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let shiftedMonth = Int64(month > 2 ? month - 3 : month + 9)
    let dayOfYear = (153 * shiftedMonth + 2) / 5 + Int64(day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// 1 = Monday ... 7 = Sunday (ISO 8601).
  package var weekday: Int {
    let shifted = (daysSinceEpoch + 3) % 7
    return Int(shifted < 0 ? shifted + 7 : shifted) + 1
  }

  /// Midnight UTC at the start of this day.
  package var midnight: Timestamp { Timestamp(seconds: daysSinceEpoch * 86_400) }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    default: 31
    }
  }
}

extension Timestamp {
  /// The UTC day this instant falls on.
  package var date: CivilDate {
    CivilDate(daysSinceEpoch: milliseconds.flooredQuotient(by: 86_400_000))
  }

  /// Milliseconds since midnight UTC.
  package var millisecondOfDay: Int64 {
    milliseconds - milliseconds.flooredQuotient(by: 86_400_000) * 86_400_000
  }
}

extension Int64 {
  /// Division that rounds toward minus infinity, so that instants before 1970 fall on the right day.
  func flooredQuotient(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}

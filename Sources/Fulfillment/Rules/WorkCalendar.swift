/// On which days parcels are handled in one country: its week-end and its holidays. Days are those of
/// UTC, counted from 1970-01-01.
package struct WorkCalendar: Hashable, Sendable {
  /// 2015-01-01; holidays are known from then on.
  static let firstDay: Int64 = 16_436
  /// Holidays are known to the end of this year; after it only week-ends count.
  static let years = 2015...2040

  /// Bit 0 is Monday.
  private var weekend: UInt8
  /// One bit a day from `firstDay` on: what is closed beside the week-end.
  private var closed: [UInt64] = []
  /// The same: what is open though the week-end or a holiday says otherwise.
  private var opened: [UInt64] = []

  /// A calendar of week-ends only.
  /// - Parameter weekend: 1 = Monday ... 7 = Sunday.
  package init(weekend: Set<Int> = [6, 7]) {
    self.weekend = weekend.filter { (1...7).contains($0) }.reduce(0) { $0 | 1 << ($1 - 1) }
  }

  /// Monday to Friday, for a country nobody knows.
  package static let plain = WorkCalendar()

  /// It has nothing but Saturdays and Sundays, so that arithmetic will do.
  var isPlain: Bool { closed.isEmpty && opened.isEmpty && weekend == 0b110_0000 }

  /// Closes days, or opens them in spite of the rest. What lies outside the known years is left out.
  package mutating func set(_ days: ClosedRange<Int64>, isClosed: Bool) {
    let last = WorkCalendar.lastDay
    let span = max(days.lowerBound, WorkCalendar.firstDay)...
    for day in span.prefix(while: { $0 <= min(days.upperBound, last) }) {
      let place = Int(day - WorkCalendar.firstDay)
      WorkCalendar.set(&closed, place, isClosed)
      WorkCalendar.set(&opened, place, !isClosed)
    }
  }

  /// The same holidays with another week-end.
  package func with(weekend: Set<Int>) -> WorkCalendar {
    var calendar = self
    calendar.weekend = WorkCalendar(weekend: weekend).weekend
    return calendar
  }

  /// Work is done on that day.
  package func isOpen(_ day: Int64) -> Bool {
    let place = Int(truncatingIfNeeded: day &- WorkCalendar.firstDay)
    if WorkCalendar.has(opened, place) { return true }
    return !isWeekend(day) && !WorkCalendar.has(closed, place)
  }

  /// No work is done on that day although it is none of the week-end.
  func isHoliday(_ day: Int64) -> Bool {
    !closed.isEmpty && !isOpen(day) && !isWeekend(day)
  }

  /// The day is of the week-end by its name.
  func isWeekend(_ day: Int64) -> Bool {
    // 1970-01-05 was a Monday.
    let sinceMonday = (day &- 4) % 7
    return weekend & 1 << UInt8(sinceMonday < 0 ? sinceMonday + 7 : sinceMonday) != 0
  }

  private static let lastDay: Int64 =
    CivilDate(year: years.upperBound, month: 12, day: 31)?.daysSinceEpoch ?? firstDay

  private static func has(_ bits: [UInt64], _ place: Int) -> Bool {
    let word = place >> 6
    guard place >= 0, word < bits.count else { return false }
    return bits[word] & 1 << UInt64(place & 63) != 0
  }

  private static func set(_ bits: inout [UInt64], _ place: Int, _ value: Bool) {
    let word = place >> 6
    if word >= bits.count {
      guard value else { return }
      bits += Array(repeating: 0, count: word + 1 - bits.count)
    }
    if value {
      bits[word] |= 1 << UInt64(place & 63)
    } else {
      bits[word] &= ~(1 << UInt64(place & 63))
    }
  }
}

/// The calendars of all countries: the built-in ones with what the operator has changed of them.
package struct WorkCalendars: Hashable, Sendable {
  private var own: [String: WorkCalendar] = [:]

  package init() {}

  /// The calendar of a country; Monday to Friday where none is known.
  package func of(_ country: String) -> WorkCalendar {
    if !own.isEmpty, let calendar = own[country] { return calendar }
    return HolidayTable.calendars[country] ?? .plain
  }

  /// Replaces what is known of a country.
  /// - Parameter country: ISO alpha-2, upper case.
  package mutating func set(_ country: String, _ calendar: WorkCalendar) { own[country] = calendar }

  /// The days that count between two countries: those on which both work. A country that is not known
  /// ("") doesn't count.
  package func lane(from origin: String, to destination: String) -> LaneCalendar {
    LaneCalendar(of(origin), destination == origin ? nil : of(destination))
  }

  /// What the operator changed, as text, the same every time.
  var ownTexts: [String] { own.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" } }

  /// Countries that have holidays of their own here.
  package static var countries: [String] { HolidayTable.calendars.keys.sorted() }
}

/// The days on which both ends of a lane work.
package struct LaneCalendar: Hashable, Sendable {
  private let origin: WorkCalendar
  private let destination: WorkCalendar?

  /// - Parameter destination: nil where both ends are one.
  package init(_ origin: WorkCalendar, _ destination: WorkCalendar? = nil) {
    self.origin = origin
    self.destination = destination
  }

  package func isOpen(_ day: Int64) -> Bool {
    origin.isOpen(day) && destination?.isOpen(day) ?? true
  }

  /// Nothing but Saturdays and Sundays is closed.
  var isPlain: Bool { origin.isPlain && destination?.isPlain ?? true }

  /// The first day after that one on which work is done. Where no day of a year is, every day is.
  func nextOpen(after day: Int64) -> Int64 {
    var next = day + 1
    while !isOpen(next) {
      next += 1
      if next > day + 400 { return day + 1 }
    }
    return next
  }
}

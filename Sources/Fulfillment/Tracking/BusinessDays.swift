/// Monday to Friday by UTC, or the days that the calendars of a lane leave open.
///
/// A business day is 24 hours that fall on weekdays; Saturday and Sunday pass without counting. So
/// Friday 15:00 and one business day is Monday 15:00, and a deadline never falls on a week-end.
package enum BusinessDays {
  private static let day: Int64 = 86_400_000
  private static let week: Int64 = 7 * day
  private static let workweek: Int64 = 5 * day
  /// 1970-01-05, the first Monday after the epoch.
  private static let monday: Int64 = 4 * day

  /// The instant at which that many business days have passed since `start`; `start` itself where
  /// `days` is not positive.
  package static func add(_ days: Int, to start: Timestamp) -> Timestamp {
    guard days > 0 else { return start }
    let worked = elapsed(until: start) + Int64(days) * day
    let weeks = worked.flooredQuotient(by: workweek)
    return Timestamp(milliseconds: monday + weeks * week + (worked - weeks * workweek))
  }

  /// The same by the calendars of both ends of a lane: a day counts where both work on it.
  package static func add(
    _ days: Int, to start: Timestamp, on lane: LaneCalendar
  ) -> Timestamp {
    guard days > 0 else { return start }
    if lane.isPlain { return add(days, to: start) }
    var date = start.milliseconds.flooredQuotient(by: day)
    var left = Int64(days) * day
    if lane.isOpen(date) {
      // The hours of the first day that had passed are lacking from the last.
      left += start.milliseconds - date * day
    } else {
      date = lane.nextOpen(after: date)
    }
    while left >= day {
      left -= day
      date = lane.nextOpen(after: date)
    }
    return Timestamp(milliseconds: date * day + left)
  }

  /// Whole business days from `start` to `end`; 0 where `end` is not later.
  package static func between(_ start: Timestamp, and end: Timestamp) -> Int {
    guard start < end else { return 0 }
    return Int((elapsed(until: end) - elapsed(until: start)) / day)
  }

  /// Days after `start` up to `end`, both counted from 1970-01-01, on which both ends of a lane work: what a
  /// wait from one to the other lasted.
  package static func between(_ start: Int64, and end: Int64, on lane: LaneCalendar) -> Int {
    guard start < end else { return 0 }
    // Longer ones are as good as endless.
    return ((start + 1)...min(end, start + 400)).count { lane.isOpen($0) }
  }

  /// Weekday milliseconds since the first Monday after the epoch; negative before it.
  private static func elapsed(until instant: Timestamp) -> Int64 {
    let sinceMonday = instant.milliseconds - monday
    let weeks = sinceMonday.flooredQuotient(by: week)
    return weeks * workweek + min(sinceMonday - weeks * week, workweek)
  }
}

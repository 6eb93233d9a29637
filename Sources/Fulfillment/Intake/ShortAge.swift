/// An age in at most four characters or so, for columns.
package enum ShortAge {
  /// `now`, `4m`, `3h`, `47h`, `9d`, `3y`: rounded down; under a minute and in the future is `now`.
  package static func text(_ span: Span) -> String {
    let minutes = span.milliseconds / 60_000
    if minutes < 1 { return "now" }
    if minutes < 60 { return "\(minutes)m" }
    let hours = minutes / 60
    if hours < 48 { return "\(hours)h" }
    let days = hours / 24
    return days < 730 ? "\(days)d" : "\(days / 365)y"
  }

  /// `4m ago`, `just now`: how long ago it was.
  package static func since(_ moment: Timestamp, _ now: Timestamp) -> String {
    let age = text(now - moment)
    return age == "now" ? "just now" : age + " ago"
  }

  /// The unit in which a span of less than two years is told.
  package static func step(_ span: Span) -> Span {
    span < .hours(1) ? .minutes(1) : span < .hours(48) ? .hours(1) : .hours(24)
  }
}

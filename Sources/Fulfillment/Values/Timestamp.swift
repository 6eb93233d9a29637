/// An instant: whole milliseconds since 1970-01-01T00:00:00Z. Nothing in the core asks for the time;
/// a `Timestamp` always comes in as a parameter.
package struct Timestamp: Hashable, Comparable, Sendable {
  /// Milliseconds since the Unix epoch, UTC.
  package var milliseconds: Int64

  /// The instant that many milliseconds after the epoch.
  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// The instant that many whole seconds after the epoch.
  package init(seconds: Int64) { self.milliseconds = seconds * 1000 }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }

  package static func + (instant: Timestamp, span: Span) -> Timestamp {
    Timestamp(milliseconds: instant.milliseconds + span.milliseconds)
  }

  package static func - (instant: Timestamp, span: Span) -> Timestamp {
    Timestamp(milliseconds: instant.milliseconds - span.milliseconds)
  }

  package static func - (later: Timestamp, earlier: Timestamp) -> Span {
    Span(milliseconds: later.milliseconds - earlier.milliseconds)
  }
}

/// A length of time in whole milliseconds; may be negative.
package struct Span: Hashable, Comparable, Sendable {
  /// Milliseconds.
  package var milliseconds: Int64

  /// That many milliseconds.
  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// That many milliseconds.
  package static func milliseconds(_ count: Int64) -> Span { Span(milliseconds: count) }
  /// That many seconds.
  package static func seconds(_ count: Int64) -> Span { Span(milliseconds: count * 1000) }
  /// That many minutes.
  package static func minutes(_ count: Int64) -> Span { .seconds(count * 60) }
  /// That many hours.
  package static func hours(_ count: Int64) -> Span { .minutes(count * 60) }
  /// That many days of 24 hours.
  package static func days(_ count: Int64) -> Span { .hours(count * 24) }

  package static func < (left: Span, right: Span) -> Bool {
    left.milliseconds < right.milliseconds
  }

  package static func * (span: Span, factor: Int64) -> Span {
    Span(milliseconds: span.milliseconds * factor)
  }
}

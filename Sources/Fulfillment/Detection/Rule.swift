/// When facts become an exception, as a value. A rule says WHEN, so nothing is ever swept: the earliest
/// trip still ahead is an indexed column of the order.
package struct Rule: Sendable {
  /// The exception code: `transit.stalled`.
  package let id: String
  package let title: String
  package let severity: Severity
  /// The instant the facts become an exception (past or future), or nil: never, as things stand.
  package let trips: @Sendable (OrderFacts, Thresholds) -> Trip?
  /// Each shows facts and when they trip; one test runs them all, the reference is made from them.
  package let examples: [Example]
  /// The condition in one sentence, for help and reference.
  package let meaning: String
  /// Without these signs it never trips and is not asked.
  package internal(set) var needs: Signs = []

  package init(
    id: String, title: String, severity: Severity,
    trips: @escaping @Sendable (OrderFacts, Thresholds) -> Trip?, examples: [Example],
    meaning: String = ""
  ) {
    self.id = id
    self.title = title
    self.severity = severity
    self.trips = trips
    self.examples = examples
    self.meaning = meaning
  }
}

/// How urgent; the order of the cases decides which exception of an order is shown.
package enum Severity: Int, CaseIterable, Comparable, Sendable {
  case notice, warning, serious, critical

  package static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }

  /// `notice`, `warning`, `serious`, `critical`
  package var name: String { String(describing: self) }
}

/// The instant a rule trips and why.
package struct Trip: Hashable, Sendable {
  package var at: Timestamp
  /// One sentence for the operator: what was seen, what was expected.
  package var reason: String
  /// Names the instance of the condition (`parcel LX123`), so that a condition the operator resolved
  /// is raised again only when it is a new one.
  package var key: String
  /// Where set, the trip rests on silence and counts only once this feed was read well after `at`.
  package var silence: Silence?
  /// When acting later is too late, where known.
  package var due: Timestamp?
  /// The operator's own history set the limit; false: a fixed threshold.
  package var learned: Bool

  /// Whose silence it is.
  package enum Silence: Hashable, Sendable { case tracking, supplier }

  package init(
    at: Timestamp, reason: String, key: String, silence: Silence? = nil, due: Timestamp? = nil,
    learned: Bool = false
  ) {
    self.at = at
    self.reason = reason
    self.key = key
    self.silence = silence
    self.due = due
    self.learned = learned
  }
}

/// A rule's own example.
package struct Example: Sendable {
  package let note: String
  package let facts: OrderFacts
  /// When it trips with the seed thresholds; nil: never.
  package let trips: Timestamp?

  package init(_ note: String, facts: OrderFacts, trips: Timestamp?) {
    self.note = note
    self.facts = facts
    self.trips = trips
  }
}

/// A rule that has tripped.
package struct Finding: Hashable, Sendable {
  package var code: String
  package var severity: Severity
  package var trip: Trip
  /// A model spoke; false: a fixed threshold.
  package var learned: Bool {
    get { trip.learned }
    set { trip.learned = newValue }
  }

  package init(code: String, severity: Severity, trip: Trip, learned: Bool = false) {
    self.code = code
    self.severity = severity
    self.trip = trip
    if learned { self.trip.learned = true }
  }
}

/// One order put on a list.
package struct DelayFlag: Hashable, Sendable {
  /// The end of that day; a civil day.
  package var day: Int32
  /// P(late) then; nil where the list knows none.
  package var probability: Double?
  /// Why, in one line.
  package var reason: String

  package init(day: Int32, probability: Double? = nil, reason: String) {
    self.day = day
    self.probability = probability
    self.reason = reason
  }
}

/// The orders that one way of watching put on its list, each with the first day on which it was there.
package struct FlagList: Hashable, Sendable {
  /// Name of the list, and of its file: `at-risk`.
  package let name: String
  /// How many days before the promise the list is meant to speak.
  package let lead: Int
  /// By place of the order; nil: never flagged.
  package private(set) var flags: [DelayFlag?]

  package init(name: String, lead: Int, orders: Int) {
    self.name = name
    self.lead = lead
    flags = Array(repeating: nil, count: orders)
  }

  /// Whether that order is on the list already.
  package func has(_ order: Int) -> Bool { flags[order] != nil }

  /// Puts an order on the list; the earliest day counts.
  package mutating func raise(_ order: Int, _ flag: DelayFlag) {
    if let before = flags[order], before.day <= flag.day { return }
    flags[order] = flag
  }
}

/// A rule as an operator is told of it: what it means, its limit as it is configured, and examples.
package struct RuleEntry: Hashable, Sendable {
  /// Facts in words, and when they trip; nil: they do not.
  package struct Example: Hashable, Sendable {
    package var note: String
    package var trips: Timestamp?

    /// `Bought on Monday 9:00, no answer: trips on 2026-03-03 09:00`
    package var text: String {
      note + ": " + (trips.map { "trips on \($0.minuteText)" } ?? "does not trip")
    }
  }

  package var code: String
  package var title: String
  package var severity: Severity
  package var meaning: String
  /// Of an own rule, its condition.
  package var limit: String
  /// What it would be if nothing were configured; "" for an own rule.
  package var seed: String
  /// Brought by the operator.
  package var isOwn: Bool
  /// History has its limit where enough of it was seen; the seed counts elsewhere.
  package var learns: Bool
  package var examples: [Example]

  /// `limit 1 h, configured; without that 2 h`
  package var limitText: String {
    if isOwn { return "your own: \(limit)" }
    if limit != seed { return "\(limit), configured; without that \(seed)" }
    return limit == "at once" || learns ? limit : "\(limit), the seed"
  }
}

extension Thresholds {
  /// Rules whose limit is learned where history allows.
  package static let learning: Set<String> = [
    "dispatch.late", "tracking.unscanned", "transit.stalled", "transit.delayed", "parcel.lost",
  ]

  /// Every rule in force: those about orders, the gravest first, the one about feeds, and the operator's own.
  package var ruleEntries: [RuleEntry] {
    let seeds = Thresholds()
    let builtIn = ruleTable.map { rule in
      RuleEntry(
        code: rule.id, title: rule.title, severity: rule.severity, meaning: rule.meaning,
        limit: limitText(of: rule.id), seed: seeds.limitText(of: rule.id), isOwn: false,
        learns: Thresholds.learning.contains(rule.id),
        examples: rule.examples.map { RuleEntry.Example(note: $0.note, trips: $0.trips) })
    }
    let feed = RuleEntry(
      code: feedRule.id, title: feedRule.title, severity: feedRule.severity,
      meaning: feedRule.meaning, limit: limitText(of: feedRule.id),
      seed: seeds.limitText(of: feedRule.id), isOwn: false, learns: false,
      examples: feedRule.examples.map { RuleEntry.Example(note: $0.note, trips: $0.trips) })
    let own = ownRules.map { rule in
      RuleEntry(
        code: rule.code, title: rule.rule.title, severity: rule.rule.severity,
        meaning: rule.rule.meaning, limit: rule.text, seed: "", isOwn: true, learns: false,
        examples: [])
    }
    return builtIn + [feed] + own
  }
}

/// What the operator works on: a finding that stands, with what the operator has said of it.
package struct OrderException: Hashable, Sendable {
  /// Where it stands. `cleared` is the facts' doing, `resolved` the operator's.
  package enum State: String, CaseIterable, Sendable {
    case open, acknowledged, snoozed, resolved, cleared

    /// It still asks for attention now or later.
    package var stands: Bool {
      switch self {
      case .open, .acknowledged, .snoozed: true
      case .resolved, .cleared: false
      }
    }
  }

  package var finding: Finding
  package var state: State
  /// When it was first raised.
  package var since: Timestamp
  /// Snoozed until then; nil with `snoozed` means until something moves.
  package var snoozedUntil: Timestamp?
  /// The strongest of its order's standing exceptions: the only one listed.
  package var shown: Bool
  /// When the facts cleared it; nil while they don't, or where that was not written down.
  package var clearedAt: Timestamp?
  /// It was acknowledged when the facts cleared it.
  package var wasAcknowledged = false

  package init(
    finding: Finding, state: State, since: Timestamp, snoozedUntil: Timestamp? = nil,
    shown: Bool = false
  ) {
    self.finding = finding
    self.state = state
    self.since = since
    self.snoozedUntil = snoozedUntil
    self.shown = shown
  }
}

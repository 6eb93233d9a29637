/// Brings what the operator works on in line with what the rules find now. Nothing is sticky: what no
/// longer trips is cleared, what trips again is raised again.
package enum Reconciler {
  /// What trips again so soon after it was cleared is the same breach, and no news.
  package static let quiet = Span.hours(6)

  /// The place of a rule in the table, which is sorted by urgency; rules of the operator come after.
  fileprivate static let ranks = Dictionary(
    uniqueKeysWithValues: (ruleTable.map(\.id) + [feedRule.id]).enumerated().map { ($1, $0) })

  /// The new full set of one order's exceptions. `hasMoved`: something new was heard of the order since
  /// it was last reconciled, which wakes what was snoozed until then. Doing it twice changes nothing.
  package static func reconcile(
    _ existing: [OrderException], _ findings: [Finding], hasMoved: Bool, now: Timestamp
  ) -> [OrderException] {
    var seen: Set<String> = []
    var result: [OrderException] = []
    for exception in existing where seen.insert(exception.finding.code).inserted {
      let finding = findings.first { $0.code == exception.finding.code }
      result.append(exception.reconciled(with: finding, hasMoved: hasMoved, now: now))
    }
    for finding in findings where seen.insert(finding.code).inserted {
      result.append(OrderException(finding: finding, state: .open, since: now))
    }
    let shown = strongest(result)
    for index in result.indices { result[index].shown = index == shown }
    return result
  }

  /// The one to show: what is not snoozed before what is, then the strongest severity, then the place in
  /// the table of rules, then the earliest trip; nil where none stands.
  private static func strongest(_ exceptions: [OrderException]) -> Int? {
    exceptions.indices.filter { exceptions[$0].state.stands }
      .min { exceptions[$0].outranks(exceptions[$1]) }
  }
}

extension OrderException {
  fileprivate func reconciled(
    with finding: Finding?, hasMoved: Bool, now: Timestamp
  ) -> OrderException {
    guard let finding else {
      guard state.stands else { return self }
      var cleared = with(.cleared, finding: self.finding)
      cleared.clearedAt = now
      cleared.wasAcknowledged = state == .acknowledged
      return cleared
    }
    let isSame = finding.trip.key == self.finding.trip.key
    switch state {
    case .open: return with(.open, finding: finding)
    case .acknowledged, .resolved:
      return isSame ? with(state, finding: finding) : raisedAnew(by: finding, now: now)
    case .snoozed:
      if !isSame { return raisedAnew(by: finding, now: now) }
      let wakes = snoozedUntil.map { $0 <= now } ?? hasMoved
      return with(wakes ? .open : .snoozed, finding: finding)
    case .cleared:
      guard isSame, let clearedAt, now - clearedAt < Reconciler.quiet else {
        return raisedAnew(by: finding, now: now)
      }
      return with(wasAcknowledged ? .acknowledged : .open, finding: finding)
    }
  }

  private func with(_ state: State, finding: Finding) -> OrderException {
    OrderException(
      finding: finding, state: state, since: since,
      snoozedUntil: state == .snoozed ? snoozedUntil : nil)
  }

  private func raisedAnew(by finding: Finding, now: Timestamp) -> OrderException {
    OrderException(finding: finding, state: .open, since: now)
  }

  fileprivate func outranks(_ other: OrderException) -> Bool {
    if (state == .snoozed) != (other.state == .snoozed) { return other.state == .snoozed }
    if finding.severity != other.finding.severity {
      return finding.severity > other.finding.severity
    }
    let rank = Reconciler.ranks[finding.code] ?? .max
    let otherRank = Reconciler.ranks[other.finding.code] ?? .max
    if rank != otherRank { return rank < otherRank }
    if finding.trip.at != other.finding.trip.at { return finding.trip.at < other.finding.trip.at }
    return finding.code < other.finding.code
  }
}

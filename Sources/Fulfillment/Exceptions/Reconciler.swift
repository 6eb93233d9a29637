/// Brings what the operator works on in line with what the rules find now. Nothing is sticky: what no
/// longer trips is cleared, what trips again is raised again.
package enum Reconciler {
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

  /// The one to show: what is not snoozed before what is, then the strongest severity, then the earliest
  /// trip; nil where none stands.
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
      return state.stands ? with(.cleared, finding: self.finding) : self
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
    case .cleared: return raisedAnew(by: finding, now: now)
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
    if finding.trip.at != other.finding.trip.at { return finding.trip.at < other.finding.trip.at }
    return finding.code < other.finding.code
  }
}

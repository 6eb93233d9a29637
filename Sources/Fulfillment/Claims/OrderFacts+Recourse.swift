extension OrderFacts {
  /// What the ways to get money back come to as an exception: the first that closes soon, else the last
  /// that has closed unclaimed, else the first that will be told of. nil: nothing to tell.
  package func recourseTrip(_ notice: Span) -> Trip? {
    let told = recourse.filter { !$0.isShippers && $0.warnsAt(notice) != nil }
    let closing = told.filter { $0.phase == .closing }
    if let first = closing.min(by: Recourse.closesBefore) {
      return first.trip(notice, others: closing.count - 1)
    }
    let over = told.filter { $0.phase == .over }
    if let last = over.max(by: Recourse.closesBefore) {
      return last.trip(notice, others: over.count - 1)
    }
    return Trip.earliest(told.compactMap { $0.trip(notice, others: 0) })
  }

  /// When one of them changes by itself after `now`; nil: never.
  package func nextRecourse(_ notice: Span, now: Timestamp) -> Timestamp? {
    recourse.filter { !$0.isShippers }.compactMap { $0.nextChange(after: now, notice: notice) }
      .min()
  }

  /// What `claim.closing` finds and when to look again. To be asked of those orders only that have a
  /// loss.
  package func recourseFinding(
    _ thresholds: Thresholds, now: Timestamp
  ) -> (finding: Finding?, nextCheck: Timestamp?) {
    let next = nextRecourse(thresholds.claimClosing, now: now)
    let rule = Rule.claimClosing
    guard let trip = rule.trips(self, thresholds), trip.at <= now else { return (nil, next) }
    return (Finding(code: rule.id, severity: rule.severity, trip: trip), next)
  }
}

extension Recourse {
  fileprivate func trip(_ notice: Span, others: Int) -> Trip? {
    guard let at = warnsAt(notice), let closesAt = window.closesAt else { return nil }
    let money = amount.map { " (\($0.decimal) \($0.currency.code))" } ?? ""
    let what = "the window to claim \(lossText)\(money) from \(title.briefly)"
    let end =
      phase == .over
      ? " closed on \(closesAt.minuteText), unclaimed" : " closes on \(closesAt.minuteText)"
    let wanted =
      missing.isEmpty || phase == .over
      ? "" : "; still wanted: " + missing.map(\.rawValue).joined(separator: ", ")
    let more = others > 0 ? "; and \(counted(others, "more window"))" : ""
    return Trip(
      at: at, reason: what + end + wanted + more, key: "claim " + key, due: closesAt)
  }

  /// `LX1, lost`, `the order, damaged`
  package var lossText: String {
    (parcel.isEmpty ? "the order" : parcel.briefly) + ", " + kind.words
  }
}

extension LossKind {
  /// `not received`
  package var words: String { String(rawValue.map { $0 == "-" ? " " : $0 }) }
}

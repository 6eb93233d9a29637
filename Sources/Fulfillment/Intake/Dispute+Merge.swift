extension Dispute {
  /// The same dispute after another word about it, which may be older than what is known: it never goes
  /// back. What a word leaves out stays as it was.
  package func following(_ news: Dispute) -> Dispute {
    var merged = self
    // A case that is taken up again has a new deadline; else what is further on is newer.
    let isReopened = state.isFinal && news.state == .open && isLater(news.evidenceDueAt)
    let isChargedNow = kind == .inquiry && news.kind == .chargeback
    let isOlder =
      news.rank < rank && !isReopened && !isChargedNow
      || kind == .chargeback && news.kind == .inquiry
    if !isOlder {
      if isReopened || isChargedNow {
        (merged.evidenceSentAt, merged.closedAt) = (nil, nil)
      }
      merged.kind = news.kind
      if news.state != .unknown || isChargedNow { merged.state = news.state }
      merged.evidenceDueAt = news.evidenceDueAt ?? merged.evidenceDueAt
      merged.amount = news.amount ?? merged.amount
      merged.closedAt = merged.state.isFinal ? merged.closedAt ?? news.closedAt : nil
      if !news.reason.isEmpty { merged.reason = news.reason }
      merged.evidenceSentAt = earliest(merged.evidenceSentAt, news.evidenceSentAt)
    }
    if merged.order.isEmpty { merged.order = news.order }
    if merged.payment.isEmpty { merged.payment = news.payment }
    merged.openedAt = merged.openedAt ?? news.openedAt
    return merged
  }

  /// One that is closed was closed by then, where nobody says when.
  package func closing(_ now: Timestamp) -> Dispute {
    var dispute = self
    if state.isFinal, closedAt == nil { dispute.closedAt = now }
    return dispute
  }

  /// The same with every text cleaned and bounded.
  package func normalised() -> Dispute {
    var dispute = self
    dispute.externalID = externalID.identifier(limit: 128)
    dispute.order = order.identifier(limit: 128)
    dispute.payment = payment.sanitised(limit: 128)
    dispute.reason = reason.sanitised(limit: 80)
    return dispute
  }

  /// How far it has gone.
  private var rank: Int {
    switch state {
    case .unknown: 0
    case .open: evidenceSentAt == nil ? 1 : 2
    case .underReview: 3
    case .won, .lost, .accepted, .refunded: 4
    }
  }

  /// A deadline behind the one that is known.
  private func isLater(_ deadline: Timestamp?) -> Bool {
    guard let deadline, let known = evidenceDueAt ?? closedAt else { return false }
    return deadline > known
  }

  private func earliest(_ one: Timestamp?, _ other: Timestamp?) -> Timestamp? {
    guard let one, let other else { return one ?? other }
    return min(one, other)
  }
}

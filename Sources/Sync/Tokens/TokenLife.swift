package import Connectors
package import Fulfillment

/// When a token is used, renewed, asked for anew or waited for: a value and a clock in, an action out.
package struct TokenLife: Hashable, Sendable {
  package var pace: TokenPace
  /// The service gives new tokens for refresh tokens.
  package var canRefresh: Bool
  /// A token must be good for at least so long, or it would end on the way.
  package var least: Span
  /// A request that is under way is over after this, however it ended.
  package var pending: Span

  package init(
    pace: TokenPace, canRefresh: Bool, least: Span = .minutes(1), pending: Span = .seconds(45)
  ) {
    self.pace = pace
    self.canRefresh = canRefresh
    self.least = least
    self.pending = pending
  }

  /// What to do next.
  package enum Action: Hashable, Sendable {
    /// This token is good.
    case use(String)
    /// Ask for one by that refresh token.
    case refresh(String)
    /// Ask for one by the key.
    case ask
    /// Nothing may be asked for before then. Somebody else may have asked already: then a token may come
    /// any moment.
    case wait(until: Timestamp, isPending: Bool)
  }

  /// The action for what is kept.
  package func action(_ record: TokenRecord, now: Timestamp) -> Action {
    if let token = good(record, now: now) {
      let isResting = record.restsUntil.map { $0 > now } ?? false
      guard !isResting, !isPending(record, now: now), renewsAt(record).map({ $0 <= now }) ?? false
      else { return .use(token) }
      if isRefreshable(record, now: now), refreshableAt(record, now) <= now {
        return .refresh(record.refresh)
      }
      return askableAt(record, now) <= now ? .ask : .use(token)
    }
    if isPending(record, now: now) {
      return .wait(until: record.lastRequest.map { $0 + pending } ?? now, isPending: true)
    }
    let asking = askableAt(record, now)
    guard isRefreshable(record, now: now) else {
      return asking <= now ? .ask : .wait(until: asking, isPending: false)
    }
    let refreshing = refreshableAt(record, now)
    if refreshing <= now { return .refresh(record.refresh) }
    // Some seconds are better waited for than the key spent.
    return .wait(until: refreshing, isPending: false)
  }

  /// The action, entered into the record before anything is sent: whoever reads it next counts it, even
  /// if this process dies on the way.
  package func claim(_ record: inout TokenRecord, now: Timestamp) -> Action {
    let action = action(record, now: now)
    switch action {
    case .use, .wait: break
    case .ask:
      record.askedAt = now
      record.isPending = true
    case .refresh:
      record.refreshedAt = now
      record.isPending = true
    }
    return action
  }

  /// When a token is renewed: a tenth of its life before its end, at most a day; nil: there is none.
  package func renewsAt(_ record: TokenRecord) -> Timestamp? {
    guard !record.access.isEmpty, let end = record.expiresAt else { return nil }
    let life = record.issuedAt.map { end - $0 } ?? least
    let tenth = Span(milliseconds: life.milliseconds / 10)
    let ahead = max(least, min(tenth, max(.days(1), least)))
    return end + Span(milliseconds: -ahead.milliseconds)
  }

  /// When nothing but the operator can help any more; nil: never, for the key gives new tokens.
  package static func lastEnd(_ record: TokenRecord, asksByKey: Bool) -> Timestamp? {
    guard !asksByKey else { return nil }
    let ends = [
      record.access.isEmpty ? nil : record.expiresAt,
      record.refresh.isEmpty ? nil : record.refreshUntil,
    ].compactMap { $0 }
    return ends.max()
  }

  private func good(_ record: TokenRecord, now: Timestamp) -> String? {
    guard !record.access.isEmpty, let end = record.expiresAt, end > now + least else { return nil }
    return record.access
  }

  private func isPending(_ record: TokenRecord, now: Timestamp) -> Bool {
    guard record.isPending, let last = record.lastRequest else { return false }
    // A clock that was set back must not make it last.
    return last + pending > now && last <= now + least
  }

  private func isRefreshable(_ record: TokenRecord, now: Timestamp) -> Bool {
    guard canRefresh, !record.refresh.isEmpty else { return false }
    return record.refreshUntil.map { $0 > now + least } ?? true
  }

  /// What was asked in the future was asked by a clock that has been set back since.
  private func askableAt(_ record: TokenRecord, _ now: Timestamp) -> Timestamp {
    record.askedAt.map { min($0, now) + pace.asking } ?? now
  }

  private func refreshableAt(_ record: TokenRecord, _ now: Timestamp) -> Timestamp {
    record.refreshedAt.map { min($0, now) + pace.refreshing } ?? now
  }
}

extension TokenRecord {
  /// When the service was last asked, either way.
  package var lastRequest: Timestamp? { [askedAt, refreshedAt].compactMap { $0 }.max() }
}

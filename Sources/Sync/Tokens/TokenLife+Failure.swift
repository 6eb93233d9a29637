import Connectors
import Fulfillment

extension TokenLife {
  /// The life of a service's tokens on that clock.
  init(_ authenticating: any Authenticating, _ time: any Clock) {
    let pace = authenticating.tokenPace
    self.init(
      pace: TokenPace(asking: time.real(pace.asking), refreshing: time.real(pace.refreshing)),
      canRefresh: true, least: time.real(.minutes(1)), pending: time.real(.seconds(45)))
  }

  /// Enters that a request for a token failed. Whether there is anything left to go on with: the token
  /// at hand, or the key after a refused refresh token.
  func failed(
    _ record: inout TokenRecord, _ action: Action, _ failure: PullFailure, before: TokenRecord,
    now: Timestamp
  ) -> Bool {
    record.isPending = false
    // What never left does not count.
    if !failure.wasSent {
      (record.askedAt, record.refreshedAt) = (before.askedAt, before.refreshedAt)
    }
    record.restsUntil = now + least
    if case .refresh(let refresh) = action, failure.error.retry == .never {
      if record.refresh == refresh { (record.refresh, record.refreshUntil) = ("", nil) }
      return true
    }
    if case .use = self.action(record, now: now) { return true }
    return false
  }
}

extension PullFailure {
  /// No token may be asked for before that instant.
  init(tokenFrom until: Timestamp, now: Timestamp, rate: Double) {
    let wait = until - now
    let seconds = wait.scaled(by: 1 / max(rate, 0.001))
    self.init(
      error: .unavailable(
        "it gave a token a short while ago and gives the next in "
          + "\(max(1, (seconds.milliseconds + 999) / 1000)) s",
        after: seconds),
      after: wait)
  }
}

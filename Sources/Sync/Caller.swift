import Connectors
import Fulfillment
import Wire

/// Why a pull could not go on: the error, and the wait the vendor asked for.
struct PullFailure: Error {
  var error: ConnectorError
  /// On the engine's clock.
  var after: Span?
  /// The far side may have got the request.
  var wasSent = true
}

/// Sends the exchanges of one account, one after the other: at the pace its limit allows, again where
/// another attempt may help, with a fresh token where the old one is refused.
struct Caller: Sendable {
  let account: Account
  let transport: any Transport
  let time: any Clock
  let random: any RandomSource
  let policy: SyncPolicy
  let authenticating: (any Authenticating)?
  /// Throws where this process may no longer sync.
  let permit: @Sendable () async throws -> Void
  let tell: @Sendable (SyncEvent) -> Void
  var retry: Retry
  /// Outlives the pull: whoever talks to the account shares it.
  let session: AccountSession

  /// The answer to an exchange that reads, or that is safe to repeat.
  func send<Output: Sendable>(
    _ build: (RequestContext) -> Exchange<Output>
  ) async throws -> Output {
    guard authenticating != nil else { return try await attempt { build($0) } }
    let token = try await token()
    do {
      return try await attempt(with: token.value, build)
    } catch let failure as PullFailure {
      guard case .unauthorized = failure.error else { throw failure }
      authenticating.map { session.forget(token.value, of: $0) }
      // A token that was just given and is refused is not worth asking for again.
      guard !token.isNew else { throw failure }
      return try await attempt(with: try await self.token().value, build)
    }
  }

  /// The token at hand, or a new one where it is missing or about to end; "" where none is needed.
  func token() async throws -> (value: String, isNew: Bool) {
    guard let authenticating else { return ("", false) }
    return try await session.token(
      authenticating, time: time,
      send: { build, once in
        var caller = self
        if once { caller.retry.attempts = 1 }
        return try await caller.attempt(build)
      },
      pause: { try await wait(until: $0, because: "a token is on its way") })
  }

  private func attempt<Output: Sendable>(
    with token: String = "", _ build: (RequestContext) -> Exchange<Output>
  ) async throws -> Output {
    var failed = 0
    while true {
      try await wait(until: session.reserve(time.now()), because: "rate limit")
      try Task.checkCancellation()
      try await permit()
      let exchange = build(RequestContext(now: time.now(), nonce: random.nonce(), token: token))
      let error: ConnectorError
      var wasSent = false
      do throws(ConnectorError) {
        let response = try await transport.send(
          exchange.request, timeout: policy.requestTimeout, maxBody: policy.maxBody)
        wasSent = true
        return try exchange.decode(response)
      } catch let caught {
        error = caught
      }
      // A cancelled request fails too, but that is nobody's failure.
      try Task.checkCancellation()
      failed += 1
      if case .unavailable = error {} else { wasSent = true }
      try await pause(after: error, failed: failed, wasSent: wasSent)
    }
  }

  private func pause(after error: ConnectorError, failed: Int, wasSent: Bool) async throws {
    let action = retry.action(
      after: error, failed: failed, fraction: random.fraction(), rate: time.rate)
    switch action {
    case .giveUp(let after):
      if case .unknownOutcome(let text) = error {
        // Nothing the sync sends changes anything, so there is no outcome to ask about.
        throw PullFailure(error: .unavailable(text), after: after, wasSent: wasSent)
      }
      throw PullFailure(error: error, after: after, wasSent: wasSent)
    case .wait(let span):
      let until = time.now() + span
      if case .throttled = error { session.close(until: until) }
      try await wait(until: until, because: error.message)
    }
  }

  /// Waits in steps short enough to keep the lease alive.
  func wait(until instant: Timestamp, because reason: String) async throws {
    guard instant > time.now() else { return }
    // A limit's own short pauses are no news.
    if instant - time.now() >= time.real(.seconds(2)) {
      tell(.waiting(account: account.name, until: instant, reason: reason))
    }
    let step = time.real(Span(milliseconds: policy.lease.milliseconds / 4))
    while time.now() < instant {
      try await time.sleep(until: min(instant, time.now() + step))
      try await permit()
    }
  }
}

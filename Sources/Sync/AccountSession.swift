package import Connectors
package import Fulfillment
import Synchronization

/// What is remembered of an account between two requests: its pace and its token. Shared by all who
/// talk to the account from this process, so that pulling and buying keep one limit together.
package final class AccountSession: Sendable {
  private struct State {
    var limit: RateLimit
    var isFetching = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>
  /// Shared with other processes, or not.
  private let tokens: any TokenKeeping
  /// For tokens that have no name to be kept under.
  private let own = MemoryTokens()

  package init(limit: RateLimit, tokens: any TokenKeeping = MemoryTokens()) {
    state = Mutex(State(limit: limit))
    self.tokens = tokens
  }

  /// Takes one request out of the bucket and returns the instant at which it may go: `now` or later.
  package func reserve(_ now: Timestamp) -> Timestamp {
    state.withLock { $0.limit.reserve(now) }
  }

  /// The far side throttles: nothing may go before that instant.
  package func close(until instant: Timestamp) {
    state.withLock { $0.limit.close(until: instant) }
  }

  /// Until when the far side wants to hear nothing; nil: it may be asked.
  package func closedUntil(_ now: Timestamp) -> Timestamp? {
    state.withLock { $0.limit.closed(now) }
  }

  /// That token was refused: it is not used again. One that took its place meanwhile stays.
  package func forget(_ token: String, of authenticating: any Authenticating) {
    keeping(authenticating).update(authenticating.identity) { $0.forget(token) }
  }

  /// The token at hand where it is good, else a new one, asked for by one at a time and never more often
  /// than the service allows: some give one in five minutes only (CJ, apis.md 3). `isNew` says that it
  /// was fetched by this call.
  /// - Parameters:
  ///   - send: sends the exchange, once where the second argument says so. Throws `PullFailure`.
  ///   - pause: waits until an instant.
  /// - Throws: `PullFailure` where there is none and none may be asked for now, and what `send` throws.
  func token(
    _ authenticating: any Authenticating, time: any Clock,
    send: (_ build: (RequestContext) -> Exchange<AccessToken>, _ once: Bool) async throws ->
      AccessToken,
    pause: (Timestamp) async throws -> Void
  ) async throws -> (value: String, isNew: Bool) {
    await enter()
    defer { leave() }
    let (tokens, identity) = (keeping(authenticating), authenticating.identity)
    let life = TokenLife(authenticating, time)
    while true {
      let now = time.now()
      let (action, before) = tokens.update(identity) { record in
        let before = record
        return (life.claim(&record, now: now), before)
      }
      let build: (RequestContext) -> Exchange<AccessToken>
      switch action {
      case .use(let token): return (token, false)
      case .wait(let until, true):
        try await pause(min(until, now + time.real(.seconds(1))))
        continue
      case .wait(let until, false): throw PullFailure(tokenFrom: until, now: now, rate: time.rate)
      case .ask: build = { authenticating.token($0) }
      case .refresh(let refresh):
        build = { authenticating.renewed(refresh, $0) ?? authenticating.token($0) }
      }
      do {
        let token = try await send(build, authenticating.tokenPace.asking > .seconds(0))
        tokens.update(identity) { $0.take(token, now: now) }
        return (token.value, true)
      } catch let failure as PullFailure {
        let isLeft = tokens.update(identity) { record in
          life.failed(&record, action, failure, before: before, now: time.now())
        }
        // With the token at hand, or without the refused refresh token, it may go on.
        guard isLeft else { throw failure }
      }
    }
  }

  private func keeping(_ authenticating: any Authenticating) -> any TokenKeeping {
    authenticating.identity.isEmpty ? own : tokens
  }

  private func enter() async {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        guard state.isFetching else {
          state.isFetching = true
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  /// Hands the turn to the next who waits.
  private func leave() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard !state.waiting.isEmpty else {
        state.isFetching = false
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}

/// The sessions of all accounts of a process, by account name.
package final class AccountSessions: Sendable {
  private let sessions = Mutex<[String: AccountSession]>([:])
  private let tokens: any TokenKeeping

  /// - Parameter tokens: where tokens are kept from one request to the next, and from one start to the
  ///   next where it can.
  package init(tokens: any TokenKeeping = MemoryTokens()) { self.tokens = tokens }

  /// The account's session; a new one keeps the limit given, one that is there keeps its own.
  package subscript(account: String, limit: RateLimit) -> AccountSession {
    sessions.withLock { sessions in
      if let session = sessions[account] { return session }
      let session = AccountSession(limit: limit, tokens: tokens)
      sessions[account] = session
      return session
    }
  }
}

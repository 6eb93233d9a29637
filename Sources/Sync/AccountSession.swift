package import Connectors
package import Fulfillment
import Synchronization

/// What is remembered of an account between two requests: its pace and its token. Shared by all who
/// talk to the account from this process, so that pulling and buying keep one limit together.
package final class AccountSession: Sendable {
  private struct State {
    var limit: RateLimit
    var token: AccessToken?
    var isFetching = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>

  package init(limit: RateLimit) { state = Mutex(State(limit: limit)) }

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

  /// The token at hand, if it is good at that instant.
  package func token(goodAt instant: Timestamp) -> String? {
    state.withLock { state in
      state.token.flatMap { $0.expiresAt > instant ? $0.value : nil }
    }
  }

  /// That token was refused: it is not used again. One that took its place meanwhile stays.
  package func forget(_ token: String) {
    state.withLock { if $0.token?.value == token { $0.token = nil } }
  }

  /// The token at hand where it is good at that instant, else a new one. Fetched by one at a time: some
  /// services give one in five minutes only (CJ, apis.md 3). `isNew` says that it was fetched by this call.
  package func token(
    goodAt instant: Timestamp, fetch: () async throws -> AccessToken
  ) async throws -> (value: String, isNew: Bool) {
    await enter()
    defer { leave() }
    if let token = token(goodAt: instant) { return (token, false) }
    let fresh = try await fetch()
    state.withLock { $0.token = fresh }
    return (fresh.value, true)
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

  package init() {}

  /// The account's session; a new one keeps the limit given, one that is there keeps its own.
  package subscript(account: String, limit: RateLimit) -> AccountSession {
    sessions.withLock { sessions in
      if let session = sessions[account] { return session }
      let session = AccountSession(limit: limit)
      sessions[account] = session
      return session
    }
  }
}

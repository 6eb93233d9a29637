package import Connectors
package import Fulfillment

/// What is kept of an account's tokens: the token at hand, the one to renew it by, and when the service
/// was last asked. Its description shows no secret.
package struct TokenRecord: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  /// "" where there is none, or the service has refused it.
  package var access = ""
  package var issuedAt: Timestamp?
  package var expiresAt: Timestamp?
  /// "" where there is none.
  package var refresh = ""
  package var refreshUntil: Timestamp?
  /// When a token was last asked for, written before the request leaves.
  package var askedAt: Timestamp?
  /// The same for asking by refresh token.
  package var refreshedAt: Timestamp?
  /// A request is under way, or was when its process died.
  package var isPending = false
  /// While the token at hand is good: no try to renew it before then.
  package var restsUntil: Timestamp?

  package init() {}

  package var description: String {
    "TokenRecord(expiresAt: \(expiresAt?.iso8601 ?? "-"), askedAt: \(askedAt?.iso8601 ?? "-"))"
  }

  /// What `dump` shows: the description alone.
  package var customMirror: Mirror { Mirror(self, children: ["record": description]) }

  /// Nothing worth keeping.
  package var isEmpty: Bool { self == TokenRecord() }

  /// Takes a token that came. An answer that names no refresh token leaves the old one in force.
  package mutating func take(_ token: AccessToken, now: Timestamp) {
    access = token.value
    issuedAt = now
    expiresAt = token.expiresAt
    if !token.refresh.isEmpty {
      refresh = token.refresh
      refreshUntil = token.refreshUntil
    }
    isPending = false
    restsUntil = nil
  }

  /// The service refuses that token. One that took its place meanwhile stays.
  package mutating func forget(_ token: String) {
    guard access == token else { return }
    access = ""
    expiresAt = nil
  }
}

package import Fulfillment

/// A service for which a person signs in with a browser, which comes back with a code.
package protocol SigningIn: Sendable {
  /// Where to sign in; the browser then goes to the app's own callback address.
  var signInAddress: String { get }
  /// The first token for a code; a code is good for one request.
  func session(code: String, _ context: RequestContext) -> Exchange<AccessToken>
}

/// A service whose key must be exchanged for a short-lived token first.
package protocol Authenticating: Sendable {
  /// Asks for a token by what the operator was given.
  func token(_ context: RequestContext) -> Exchange<AccessToken>
  /// Asks for a token by the refresh token that came with the last one; nil where there is no such way.
  func renewed(_ refresh: String, _ context: RequestContext) -> Exchange<AccessToken>?
  /// How often a token may be asked for.
  var tokenPace: TokenPace { get }
  /// The same for the same key at the same address, another for any other, and no secret; "" where
  /// tokens can't outlive the process.
  var identity: String { get }
  /// Whether this account exchanges anything: some services take a token as it is, too.
  var fetchesTokens: Bool { get }
  /// The key gives new tokens for as long as it is good; else a person must sign in again one day.
  var asksByKey: Bool { get }
}

extension Authenticating {
  package func renewed(_ refresh: String, _ context: RequestContext) -> Exchange<AccessToken>? {
    nil
  }
  package var tokenPace: TokenPace { TokenPace() }
  package var identity: String { "" }
  package var fetchesTokens: Bool { true }
  package var asksByKey: Bool { true }
}

/// How often a service lets a token be asked for.
package struct TokenPace: Hashable, Sendable {
  /// At most once in that span; zero: no limit is documented.
  package var asking: Span
  /// The same by a refresh token.
  package var refreshing: Span

  package init(asking: Span = .seconds(0), refreshing: Span = .seconds(0)) {
    self.asking = asking
    self.refreshing = refreshing
  }
}

/// A short-lived token. Its description never shows it.
package struct AccessToken: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  package var value: String
  package var expiresAt: Timestamp
  /// By which the next one is had; a secret. "" where none came.
  package var refresh: String
  /// Until when `refresh` is good; nil: the service does not say.
  package var refreshUntil: Timestamp?

  package init(
    value: String, expiresAt: Timestamp, refresh: String = "", refreshUntil: Timestamp? = nil
  ) {
    self.value = value
    self.expiresAt = expiresAt
    self.refresh = refresh
    self.refreshUntil = refreshUntil
  }

  package var description: String { "AccessToken(expiresAt: \(expiresAt.iso8601))" }

  /// What `dump` shows: the expiry alone.
  package var customMirror: Mirror { Mirror(self, children: ["expiresAt": expiresAt]) }
}

extension Credentials {
  /// A name for these secrets that tells nothing of them.
  func identity(of service: String) -> String {
    let parts = [
      service, url, key, secret, options["session"] ?? "", options["refresh_token"] ?? "",
    ]
    // Lengths between, so that no two sets of parts run together into one text.
    let text = parts.map { "\($0.utf8.count):\($0)" }.joined()
    return service + "-" + String(Signing.hex(Signing.sha256(Array(text.utf8))).prefix(32))
  }
}

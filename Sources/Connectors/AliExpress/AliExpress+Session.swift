import Fulfillment
import Wire

extension AliExpress: Authenticating {
  /// With a refresh token the session is renewed in time; without one it is used as it stands in the
  /// configuration.
  package var fetchesTokens: Bool { !refresh.isEmpty }

  package func token(_ context: RequestContext) -> Exchange<AccessToken> {
    renewal(refresh, context)
  }

  package func renewed(_ refresh: String, _ context: RequestContext) -> Exchange<AccessToken>? {
    renewal(refresh, context)
  }

  /// No figure is documented; a minute keeps a broken answer from being asked for again and again.
  package var tokenPace: TokenPace { TokenPace(asking: .minutes(1), refreshing: .minutes(1)) }

  package var identity: String { credentials.identity(of: "aliexpress") }
  package var asksByKey: Bool { false }
}

extension AliExpress: SigningIn {
  /// The callback address is the one that the app was registered with; AliExpress takes no other.
  package var signInAddress: String {
    "\(AliExpressRequests.origin)/oauth/authorize?response_type=code&force_auth=true&client_id="
      + PercentEncoding.encode(credentials.key) + "&redirect_uri=CALLBACK"
  }

  /// The session and the refresh token.
  package func session(code: String, _ context: RequestContext) -> Exchange<AccessToken> {
    exchange(requests.session(code: code, context), concealing: code, context)
  }

  private var refresh: String { credentials.options["refresh_token"] ?? "" }

  private func renewal(_ refresh: String, _ context: RequestContext) -> Exchange<AccessToken> {
    exchange(requests.renewal(refresh, context), concealing: refresh, context)
  }

  private func exchange(
    _ request: HTTPRequest, concealing secret: String, _ context: RequestContext
  ) -> Exchange<AccessToken> {
    var context = context
    // So that no error quotes it.
    context.token = secret
    let now = context.now
    return Exchange(request) { response throws(ConnectorError) in
      try AliExpressSession.read(response, now: now)
    }.concealing(credentials, context)
  }
}

/// The answer of `/auth/token/create` and `/auth/token/refresh`.
enum AliExpressSession {
  /// Seconds from now (`expires_in`) are believed before an instant by their clock (`expire_time`).
  static func read(
    _ response: HTTPResponse, now: Timestamp
  ) throws(ConnectorError) -> AccessToken {
    let answer = Answer(response)
    let body = try answer.json { body, status in
      AliExpressCode.error(body, status: status, answer)
    }
    let data = body.members.first { $0.name.hasSuffix("_response") }?.value ?? body
    guard let value = data["access_token"].text?.trimmed, !value.isEmpty else {
      throw .malformed("no access_token in the answer")
    }
    return AccessToken(
      value: value,
      expiresAt: end(data, "expires_in", "expire_time", now: now) ?? now + .days(1),
      refresh: data["refresh_token"].text?.trimmed ?? "",
      refreshUntil: end(data, "refresh_expires_in", "refresh_token_valid_time", now: now))
  }

  private static func end(
    _ data: JSON, _ seconds: String, _ instant: String, now: Timestamp
  ) -> Timestamp? {
    if let seconds = data[seconds].integer, (1...315_360_000).contains(seconds) {
      return now + .seconds(seconds)
    }
    return data[instant].integer.flatMap { $0 > 0 ? Timestamp(milliseconds: $0) : nil }
  }
}

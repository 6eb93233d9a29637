import Fulfillment
import Wire

/// OAuth 1.0a without a token (RFC 5849, section 3) with HMAC-SHA256, parameters in the query.
struct OneLeggedOAuth: Sendable {
  var credentials: Credentials

  /// The query with the protocol's parameters and the signature added.
  func sign(_ method: String, _ url: String, _ query: Form, _ context: RequestContext) -> Form {
    var signed = query
    signed.add("oauth_consumer_key", credentials.key)
    signed.add("oauth_nonce", context.nonce)
    signed.add("oauth_signature_method", "HMAC-SHA256")
    signed.add("oauth_timestamp", String(context.now.milliseconds / 1000))
    let base = Array(baseString(method, url, signed).utf8)
    // No token secret: the key ends in the `&` that would precede it.
    let signingKey = Array((PercentEncoding.encode(credentials.secret) + "&").utf8)
    signed.add("oauth_signature", Signing.base64(Signing.hmacSHA256(base, key: signingKey)))
    return signed
  }

  /// Section 3.4.1: method, address without query, and all parameters in order of their encoding.
  func baseString(_ method: String, _ url: String, _ query: Form) -> String {
    let address = URLParts(url).map { $0.origin + $0.path } ?? url
    let pairs = query.fields.map {
      (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value))
    }
    let parameters = pairs.sorted { $0 < $1 }.map { $0.0 + "=" + $0.1 }.joined(separator: "&")
    return [method, address, parameters].map(PercentEncoding.encode).joined(separator: "&")
  }
}

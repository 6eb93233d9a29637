import Fulfillment
import Wire

/// Lets in who signs by OAuth 1.0a, one-legged (RFC 5849 with an empty token secret), as a
/// WooCommerce shop over plain http demands it (measured; apis.md 2.1).
struct OAuthGate: Sendable {
  /// Why a request is refused.
  enum Refusal: Error, Hashable, Sendable {
    /// No signature at all, or keys sent in the open: the shop takes it for a stranger.
    case anonymous
    case missing(String)
    case unknownKey
    case method
    case signature
    case timestamp
    case nonce
  }

  /// The server's window around its own clock, both ways.
  static let window = Span.minutes(15)

  private var used: [String: Timestamp] = [:]

  /// Checks the signature, then the time, then that the nonce is new, and remembers it.
  mutating func admit(_ call: Call, key: String, secret: String) throws(Refusal) {
    let query = call.target.query.filter { $0.name.hasPrefix("oauth_") }
    guard !query.isEmpty else { throw .anonymous }
    func value(_ name: String) throws(Refusal) -> String {
      guard let value = call.target["oauth_" + name], !value.isEmpty else { throw .missing(name) }
      return value
    }
    let (given, stamp) = (try value("consumer_key"), try value("timestamp"))
    let (nonce, signature) = (try value("nonce"), try value("signature"))
    let method = try value("signature_method")
    guard given == key else { throw .unknownKey }
    let text = Array(OAuthGate.baseString(call).utf8)
    let signingKey = Array((secret + "&").utf8)
    let expected: [UInt8]
    switch method {
    case "HMAC-SHA256": expected = SHA256.hmac(text, key: signingKey)
    case "HMAC-SHA1": expected = SHA1.hmac(text, key: signingKey)
    default: throw .method
    }
    guard signature.replacing(" ", with: "+") == expected.base64 else { throw .signature }
    guard let seconds = Int64(stamp),
      abs((Timestamp(seconds: seconds) - call.realNow).milliseconds)
        <= OAuthGate.window.milliseconds
    else { throw .timestamp }
    guard used[nonce] == nil else { throw .nonce }
    if used.count > 4096 {
      used = used.filter { $0.value > call.realNow - OAuthGate.window - OAuthGate.window }
    }
    used[nonce] = call.realNow
  }

  /// Method, address without query, and the sorted parameters, each encoded once more
  /// (RFC 5849 section 3.4.1). PHP numbers `a[]` on arrival, so it is signed as `a[0]`.
  static func baseString(_ call: Call) -> String {
    var counts: [String: Int] = [:]
    let pairs = call.target.query.filter { $0.name != "oauth_signature" }
      .map { pair -> (String, String) in
        guard pair.name.hasSuffix("[]") else {
          return (pair.name.percentEncoded, pair.value.percentEncoded)
        }
        let stem = String(pair.name.dropLast(2))
        let number = counts[stem, default: 0]
        counts[stem] = number + 1
        return ("\(stem)[\(number)]".percentEncoded, pair.value.percentEncoded)
      }
      .sorted { $0 < $1 }
    let parameters = pairs.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    let address = "\(call.target.scheme)://\(call.target.authority)\(call.target.path)"
    return [call.request.method.rawValue, address.percentEncoded, parameters.percentEncoded]
      .joined(separator: "&")
  }
}

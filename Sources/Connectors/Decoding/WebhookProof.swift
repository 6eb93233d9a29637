import Fulfillment
import Wire

/// Proofs of deliveries as each service makes them. A recorded delivery whose secret nobody knows is
/// given one of our own, so that the reader that serves live deliveries reads it, too; what comes out is
/// told as unverified.
enum WebhookProof {
  /// The secret by which a delivery is proved where the operator gave none.
  static let ownSecret = "nobody-knows-the-secret-of-a-recording"

  /// Credentials that know a webhook secret wherever a service keeps it.
  static func credentials(_ secret: String, url: String) -> Credentials {
    Credentials(url: url, key: secret, secret: secret, options: ["webhook_secret": secret])
  }

  /// The delivery with a proof by `ownSecret` in place of what it came with.
  static func proved(_ delivery: Delivery, of service: String) -> Delivery {
    var proved = delivery
    let (key, body) = (Array(ownSecret.utf8), delivery.body)
    let base64 = { Signing.base64(Signing.hmacSHA256(body, key: key)) }
    switch service {
    case "shopify": proved.headers["X-Shopify-Hmac-Sha256"] = base64()
    case "woocommerce": proved.headers["X-WC-Webhook-Signature"] = base64()
    case "aftership": proved.headers["aftership-hmac-sha256"] = base64()
    case "easypost":
      proved.headers["X-Hmac-Signature"] =
        "hmac-sha256-hex=" + Signing.hex(Signing.hmacSHA256(body, key: key))
    case "17track":
      proved.headers["sign"] = Signing.hex(Signing.sha256(body + [UInt8(ascii: "/")] + key))
    case "karrio": proved.headers["X-Event-Id"] = ownSecret
    case "shippo", "cj":
      let path = delivery.path.prefix { $0 != "?" }
      let query = Form([Form.Field(name: "token", value: ownSecret)]).encoded
      proved.path = (path.isEmpty ? "/" : path) + "?" + query
    case "stripe":
      let stamp = String(delivery.receivedAt.milliseconds / 1000)
      let signed = Array((stamp + ".").utf8) + body
      proved.headers["Stripe-Signature"] =
        "t=\(stamp),v1=" + Signing.hex(Signing.hmacSHA256(signed, key: key))
    default: break
    }
    return proved
  }

  /// When a delivery was sent by its own word, where its proof depends on the time: a recording is never
  /// too old.
  static func sentAt(_ headers: HTTPHeaders) -> Timestamp? {
    let parts = (headers["Stripe-Signature"] ?? "").split(separator: ",")
    let stamp = parts.first { $0.hasPrefix("t=") }.flatMap { Int64($0.dropFirst(2)) }
    return stamp.flatMap { (1..<100_000_000_000).contains($0) ? Timestamp(seconds: $0) : nil }
  }
}

import Fulfillment
import Wire

extension EasyPost: WebhookReading {
  /// Header `X-Hmac-Signature`: `hmac-sha256-hex=` and the hexadecimal HMAC-SHA256 over the body, keyed
  /// by the webhook secret (`secret` of the account). EasyPost brings a secret to NFKD first, which
  /// changes none that is plain ASCII.
  package func read(_ delivery: Delivery) throws(WebhookError) -> WebhookNews {
    guard let sign = delivery.headers["X-Hmac-Signature"]?.trimmed, !credentials.secret.isEmpty
    else {
      throw .unsigned
    }
    let hash = Signing.hmacSHA256(delivery.body, key: Array(credentials.secret.utf8))
    let proof = "hmac-sha256-hex=" + Signing.hex(hash)
    guard Signing.areEqual(Array(sign.utf8), Array(proof.utf8)) else { throw .badSignature }
    let json = try delivery.json()
    let (topic, id) = (json["description"].text ?? "", json["id"].text ?? "")
    guard topic == "tracker.updated" || topic == "tracker.created" else {
      throw .ignored(topic: topic)
    }
    let at = json["created_at"].text.flatMap { Timestamp(told: $0) }
    // An event that is read later has lost what it was about (recorded).
    guard !json["result"].isNull else {
      return WebhookNews(id: id, topic: topic, at: at, content: .hint("a tracker"))
    }
    let tracker = EasyPostTracker(json["result"])
    guard !tracker.number.isEmpty else { throw .malformed("no tracker in the news") }
    return WebhookNews(
      id: id, topic: topic, at: at,
      content: .tracking([tracker.report(of: Shipment(number: tracker.number))]))
  }
}

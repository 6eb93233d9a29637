import Fulfillment
import Wire

extension AfterShip: WebhookReading {
  /// Header `aftership-hmac-sha256`: base64 HMAC-SHA256 over the body, keyed by the webhook secret
  /// (`secret` of the account).
  package func read(_ delivery: Delivery) throws(WebhookError) -> WebhookNews {
    let header =
      delivery.headers["aftership-hmac-sha256"] ?? delivery.headers["as-signature-hmac-sha256"]
    guard let sign = header?.trimmed, !credentials.secret.isEmpty else { throw .unsigned }
    let proof = Signing.base64(
      Signing.hmacSHA256(delivery.body, key: Array(credentials.secret.utf8)))
    guard Signing.areEqual(Array(sign.utf8), Array(proof.utf8)) else { throw .badSignature }
    let json = try delivery.json()
    let topic = json["event"].text ?? ""
    guard topic == "tracking_update" else { throw .ignored(topic: topic) }
    let tracking = AfterShipTracking(json["msg"])
    guard tracking.isWhole else { throw .malformed("no tracking in the news") }
    return WebhookNews(
      id: json["event_id"].text ?? "", topic: topic,
      at: json["ts"].integer.flatMap(AfterShip.time),
      content: .tracking([tracking.report(of: Shipment(number: tracking.number))]))
  }

  /// Seconds since 1970; nil for what can be none.
  private static func time(_ seconds: Int64) -> Timestamp? {
    (0..<100_000_000_000).contains(seconds) ? Timestamp(seconds: seconds) : nil
  }
}

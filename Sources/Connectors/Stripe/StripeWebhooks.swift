import Fulfillment
import Wire

extension Stripe: WebhookReading {
  /// How old, or how far ahead of our clock, a delivery may be (Stripe's own libraries: 300 s).
  private static let tolerance = Span.minutes(5)

  /// Header `Stripe-Signature`: `t=SECONDS,v1=HEX[,v1=HEX]`, each `v1` the HMAC-SHA256 of `SECONDS.BODY`
  /// keyed by the endpoint's secret (`secret` of the account); two while a secret is being replaced.
  package func read(_ delivery: Delivery) throws(WebhookError) -> WebhookNews {
    try verify(delivery)
    let event = try delivery.json()
    let (topic, id) = (event["type"].text ?? "", event["id"].text ?? "")
    let object = event["data"]["object"]
    let at = StripeDispute.time(event["created"])
    let content: WebhookNews.Content
    if topic.hasPrefix("charge.dispute.") {
      do throws(UnreadableItem) {
        content = .disputes([try StripeDispute(object).dispute(at ?? delivery.receivedAt)])
      } catch {
        // Old versions of the API gave a dispute no id of its own: the list has it.
        guard object["id"].isNull, let charge = object["charge"].text else {
          throw .malformed(error.reason)
        }
        content = .hint("dispute of payment " + charge.sanitised(limit: 80))
      }
    } else if topic == "charge.refunded" || topic.hasPrefix("refund.")
      || topic.hasPrefix("charge.refund.")
    {
      let charge = object["charge"].text ?? object["id"].text ?? "?"
      content = .hint("refund of payment " + charge.sanitised(limit: 80))
    } else {
      throw .ignored(topic: topic)
    }
    return WebhookNews(id: id, topic: topic, at: at, content: content)
  }

  private func verify(_ delivery: Delivery) throws(WebhookError) {
    guard let header = delivery.headers["Stripe-Signature"], !credentials.secret.isEmpty else {
      throw .unsigned
    }
    let parts = header.split(separator: ",").map {
      $0.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
    }
    let values = { (name: String) in
      parts.filter { $0.count == 2 && $0[0] == name }.map { $0[1] }
    }
    let signatures = values("v1")
    guard let stamp = values("t").first, let seconds = Int64(stamp), !signatures.isEmpty else {
      throw .unsigned
    }
    let proof = Signing.hex(
      Signing.hmacSHA256(
        Array((stamp + ".").utf8) + delivery.body, key: Array(credentials.secret.utf8)))
    // Every one is compared, so that the time tells nothing.
    let right = signatures.reduce(0) {
      $0 + (Signing.areEqual(Array($1.utf8), Array(proof.utf8)) ? 1 : 0)
    }
    guard right > 0 else { throw .badSignature }
    guard let sentAt = StripeDispute.time(.number(String(seconds))),
      abs((delivery.receivedAt - sentAt).milliseconds) <= Stripe.tolerance.milliseconds
    else { throw .stale }
  }
}

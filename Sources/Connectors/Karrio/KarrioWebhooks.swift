import Fulfillment
import Wire

extension Karrio: WebhookReading {
  /// Header `X-Event-Id` carries the webhook's secret itself (`secret` of the account), no hash over the
  /// body: let it come over TLS alone.
  package func read(_ delivery: Delivery) throws(WebhookError) -> WebhookNews {
    guard let told = delivery.headers["X-Event-Id"]?.trimmed, !credentials.secret.isEmpty else {
      throw .unsigned
    }
    guard Signing.areEqual(Array(told.utf8), Array(credentials.secret.utf8)) else {
      throw .badSignature
    }
    let json = try delivery.json()
    let topic = json["event"].text ?? ""
    guard topic == "tracker_updated" || topic == "tracker_created" else {
      throw .ignored(topic: topic)
    }
    let tracker = KarrioTracker(json["data"])
    guard tracker.isWhole else { throw .malformed("no tracker in the news") }
    let shipment = Shipment(number: tracker.number, carrier: tracker.carrier)
    return WebhookNews(id: "", topic: topic, content: .tracking([tracker.report(of: shipment)]))
  }
}

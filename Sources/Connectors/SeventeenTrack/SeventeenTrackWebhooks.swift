import Fulfillment
import Wire

extension SeventeenTrack: WebhookReading {
  /// Header `sign`: hexadecimal SHA-256 over the body, a slash and the API key (a plain hash, as
  /// 17TRACK documents it).
  package func read(_ delivery: Delivery) throws(WebhookError) -> WebhookNews {
    guard let sign = delivery.headers["sign"]?.trimmed.lowercased(), !credentials.key.isEmpty else {
      throw .unsigned
    }
    let proof = Signing.hex(Signing.sha256(delivery.body + Array(("/" + credentials.key).utf8)))
    guard Signing.areEqual(Array(sign.utf8), Array(proof.utf8)) else { throw .badSignature }
    let json = try delivery.json()
    let topic = json["event"].text ?? ""
    guard topic == "TRACKING_UPDATED" || topic == "TRACKING_STOPPED" else {
      throw .ignored(topic: topic)
    }
    guard let number = json["data"]["number"].text,
      let report = SeventeenTrackItem(json["data"]).report(among: [Shipment(number: number)])
    else { throw .malformed("no number in the news") }
    // News of a number that is no longer followed bring no track.
    guard topic == "TRACKING_UPDATED" else {
      return WebhookNews(id: "", topic: topic, content: .hint(number))
    }
    return WebhookNews(id: "", topic: topic, content: .tracking([report]))
  }
}

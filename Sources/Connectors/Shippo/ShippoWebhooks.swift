import Fulfillment
import Wire

extension Shippo: WebhookReading {
  /// Shippo signs nothing that is documented for all accounts: the proof is a secret in the address it was
  /// given, `?token=` with the account's `secret`.
  package func read(_ delivery: Delivery) throws(WebhookError) -> WebhookNews {
    let query = delivery.path.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
    let token = Form(parsing: query).fields.first { $0.name == "token" }?.value
    guard let token, !token.isEmpty, !credentials.secret.isEmpty else { throw .unsigned }
    guard Signing.areEqual(Array(token.utf8), Array(credentials.secret.utf8)) else {
      throw .badSignature
    }
    let json = try delivery.json()
    let topic = json["event"].text ?? ""
    guard topic == "track_updated" else { throw .ignored(topic: topic) }
    let track = ShippoTrack(json["data"])
    guard track.isWhole else { throw .malformed("no track in the news") }
    let shipment = Shipment(number: track.number, carrier: track.carrier)
    return WebhookNews(id: "", topic: topic, content: .tracking([track.report(of: shipment)]))
  }
}

import Fulfillment
import Wire

extension Shippo: AddressProven {
  /// The secret of the address that it was given.
  package var addressSecret: String { credentials.secret }

  /// Shippo signs nothing that is documented for all accounts: the proof is the secret in the address.
  package func read(_ delivery: Delivery) throws(WebhookError) -> WebhookNews {
    try prove(delivery)
    let json = try delivery.json()
    let topic = json["event"].text ?? ""
    guard topic == "track_updated" else { throw .ignored(topic: topic) }
    let track = ShippoTrack(json["data"])
    guard track.isWhole else { throw .malformed("no track in the news") }
    let shipment = Shipment(number: track.number, carrier: track.carrier)
    return WebhookNews(id: "", topic: topic, content: .tracking([track.report(of: shipment)]))
  }
}

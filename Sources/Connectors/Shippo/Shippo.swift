package import Fulfillment
import Wire

/// Shippo as a tracker. Registering a number makes Shippo follow it and answers with what is known;
/// reading is one number a call, and wants the carrier.
package struct Shippo: Tracker {
  let credentials: Credentials

  /// The service in the connector table. Shippo documents no figure for tracking; five requests a second
  /// stay below what it allows its other calls.
  package static let descriptor = ServiceDescriptor(
    service: "shippo", role: .tracker, defaultURL: ShippoRequests.origin, requestsPerSecond: 5,
    cadence: .minutes(5), needs: ["key"],
    connect: { _, credentials in .tracker(Shippo(credentials)) })

  /// - Parameter credentials: the API token.
  package init(_ credentials: Credentials) { self.credentials = credentials }

  /// One: neither call takes a list.
  package var batch: Int { 1 }

  /// Makes Shippo follow the number; one that it refuses comes back with its problem.
  package func register(
    _ shipments: [Shipment], _ context: RequestContext
  ) -> Exchange<[TrackingReport]>? {
    guard let shipment = shipments.first else { return nil }
    return answer(to: ShippoRequests(credentials).create(shipment), about: shipment, context)
  }

  /// What is known of a number.
  package func track(
    _ shipments: [Shipment], _ context: RequestContext
  ) -> Exchange<[TrackingReport]> {
    let shipment = shipments.first ?? Shipment(number: "")
    let exchange = answer(
      to: ShippoRequests(credentials).find(shipment), about: shipment, context)
    guard shipments.isEmpty else { return exchange }
    return Exchange(exchange.request) { response throws(ConnectorError) in
      _ = try exchange.decode(response)
      return []
    }
  }

  private func answer(
    to request: HTTPRequest, about shipment: Shipment, _ context: RequestContext
  ) -> Exchange<[TrackingReport]> {
    Exchange(request) { response throws(ConnectorError) in
      // A number or carrier that Shippo can't place is news about the number, not a broken call.
      if let problem = ShippoError.problemOfNumber(response) {
        return [
          TrackingReport(
            number: TrackingNumber.normalised(shipment.number), carrier: shipment.carrier,
            status: .unregistered, problem: problem)
        ]
      }
      let track = ShippoTrack(try ShippoError.json(response))
      guard track.isWhole else { throw .malformed("no track in the answer") }
      return [track.report(of: shipment)]
    }.concealing(credentials, context)
  }
}

package import Fulfillment
import Wire

/// Karrio, an aggregator that runs on the operator's own server, as a tracker. A tracker is made for a
/// number once, and answers with what is known; many are read at a time.
package struct Karrio: Tracker {
  let credentials: Credentials

  /// The service in the connector table. The server is the operator's own, no limit is documented; ten
  /// requests a second leave it room for others.
  package static let descriptor = ServiceDescriptor(
    service: "karrio", role: .tracker, defaultURL: "", requestsPerSecond: 10,
    cadence: .minutes(5), needs: ["url", "key"],
    connect: { _, credentials in .tracker(Karrio(credentials)) })

  /// - Parameter credentials: the server's address and an API key.
  package init(_ credentials: Credentials) { self.credentials = credentials }

  /// One: `tracking_number` filters by a single number.
  package var batch: Int { 1 }

  /// Makes a tracker; a number that Karrio or its carrier refuses comes back with its problem.
  package func register(
    _ shipments: [Shipment], _ context: RequestContext
  ) -> Exchange<[TrackingReport]>? {
    guard let shipment = shipments.first else { return nil }
    let request = KarrioRequests(credentials).create(shipment)
    return Exchange(request) { response throws(ConnectorError) in
      if let problem = KarrioError.problemOfNumber(response) {
        return [report(of: shipment, problem: problem)]
      }
      let tracker = KarrioTracker(try KarrioError.json(response))
      guard tracker.isWhole else { throw .malformed("no tracker in the answer") }
      return [tracker.report(of: shipment)]
    }.concealing(credentials, context)
  }

  /// What is known of a number that a tracker was made for.
  package func track(
    _ shipments: [Shipment], _ context: RequestContext
  ) -> Exchange<[TrackingReport]> {
    let shipment = shipments.first ?? Shipment(number: "")
    let request = KarrioRequests(credentials).find(shipment)
    return Exchange(request) { response throws(ConnectorError) in
      let body = try KarrioError.json(response)
      guard body["results"].isArray else { throw .malformed("results are not a list") }
      guard !shipments.isEmpty else { return [] }
      let own = body["results"].elements.map(KarrioTracker.init).first {
        $0.number == TrackingNumber.normalised(shipment.number)
      }
      guard let own else {
        return [report(of: shipment, problem: "Karrio has no tracker for this number")]
      }
      return [own.report(of: shipment)]
    }.concealing(credentials, context)
  }

  private func report(of shipment: Shipment, problem: String) -> TrackingReport {
    TrackingReport(
      number: TrackingNumber.normalised(shipment.number), carrier: shipment.carrier,
      status: .unregistered, problem: problem)
  }
}

package import Fulfillment
import Wire

/// AfterShip Tracking (2025-01) as a tracker. A number must be made known once, one a call; what is
/// known is read for many numbers at a time.
package struct AfterShip: Tracker {
  let credentials: Credentials

  /// The service in the connector table. Documented for each endpoint: list 6 requests a second, others
  /// 5; the lower one is kept for all.
  package static let descriptor = ServiceDescriptor(
    service: "aftership", role: .tracker, defaultURL: AfterShipRequests.origin,
    requestsPerSecond: 5, cadence: .minutes(5), needs: ["key"],
    connect: { _, credentials in .tracker(AfterShip(credentials)) })

  /// - Parameter credentials: the API key, and where webhooks come in their secret.
  package init(_ credentials: Credentials) { self.credentials = credentials }

  /// Fifty: the list takes more, an address that long is refused by some proxies.
  package var batch: Int { 50 }
  package var registrationBatch: Int { 1 }

  /// A number that is known already (4003) counts as made known; one that AfterShip refuses comes back
  /// with its problem.
  package func register(
    _ shipments: [Shipment], _ context: RequestContext
  ) -> Exchange<[TrackingReport]>? {
    guard let shipment = shipments.first else { return nil }
    let request = AfterShipRequests(credentials).create(shipment)
    return Exchange(request) { response throws(ConnectorError) in
      do throws(ConnectorError) {
        let data = try AfterShipEnvelope.data(response, now: context.now)
        let tracking = AfterShipTracking(data)
        guard tracking.isWhole else { throw .malformed("no tracking in the answer") }
        return [tracking.report(of: shipment)]
      } catch {
        guard case .rejected(let code, let message) = error else { throw error }
        if code == "4003" { return [] }
        guard AfterShipEnvelope.isAboutNumber(code) else { throw error }
        return [report(of: shipment, problem: message)]
      }
    }.concealing(credentials, context)
  }

  /// What is known of numbers that were made known.
  package func track(
    _ shipments: [Shipment], _ context: RequestContext
  ) -> Exchange<[TrackingReport]> {
    let request = AfterShipRequests(credentials).list(shipments, limit: batch * 2)
    return Exchange(request) { response throws(ConnectorError) in
      let data = try AfterShipEnvelope.data(response, now: context.now)
      guard data["trackings"].isArray else { throw .malformed("trackings are not a list") }
      let trackings = data["trackings"].elements.map(AfterShipTracking.init)
      return shipments.map { shipment in
        let number = TrackingNumber.normalised(shipment.number)
        let own = trackings.filter { $0.number == number }
        // Carriers use numbers again, and several carriers the same: the newest tracking is in use.
        guard let newest = own.max(by: { $0.createdAt < $1.createdAt }) else {
          return report(of: shipment, problem: "AfterShip does not know this number")
        }
        return newest.report(of: shipment)
      }
    }.concealing(credentials, context)
  }

  private func report(of shipment: Shipment, problem: String) -> TrackingReport {
    TrackingReport(
      number: TrackingNumber.normalised(shipment.number), carrier: shipment.carrier,
      status: .unregistered, problem: problem)
  }
}

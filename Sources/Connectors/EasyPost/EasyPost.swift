package import Fulfillment
import Wire

/// EasyPost Trackers (v2) as a tracker. Making a tracker takes one number and answers with all that is
/// known of it, so a number costs one call whether it is new or not.
package struct EasyPost: Tracker {
  let credentials: Credentials

  /// The service in the connector table. EasyPost documents no figure for its limit; five requests a
  /// second stay below what its clients report.
  package static let descriptor = ServiceDescriptor(
    service: "easypost", role: .tracker, defaultURL: EasyPostRequests.origin, requestsPerSecond: 5,
    cadence: .minutes(5), needs: ["key"],
    connect: { _, credentials in .tracker(EasyPost(credentials)) })

  /// - Parameter credentials: the API key.
  package init(_ credentials: Credentials) { self.credentials = credentials }

  /// One: neither call takes a list.
  package var batch: Int { 1 }

  /// Makes a tracker and tells what it knows; a number that EasyPost refuses comes back with its
  /// problem.
  package func register(
    _ shipments: [Shipment], _ context: RequestContext
  ) -> Exchange<[TrackingReport]>? {
    guard let shipment = shipments.first else { return nil }
    let request = EasyPostRequests(credentials).create(shipment)
    return Exchange(request) { response throws(ConnectorError) in
      // A number that EasyPost can't place is news about the number, not a broken call.
      if let problem = EasyPostError.problemOfNumber(response) {
        return [report(of: shipment, problem: problem)]
      }
      let body = try EasyPostError.json(response)
      guard body["tracking_code"].text != nil else { throw .malformed("no tracker in the answer") }
      return [EasyPostTracker(body).report(of: shipment)]
    }.concealing(credentials, context)
  }

  /// What is known of a number that was registered.
  package func track(
    _ shipments: [Shipment], _ context: RequestContext
  ) -> Exchange<[TrackingReport]> {
    let shipment = shipments.first ?? Shipment(number: "")
    let request = EasyPostRequests(credentials).find(shipment)
    return Exchange(request) { response throws(ConnectorError) in
      let body = try EasyPostError.json(response)
      guard !shipments.isEmpty else { return [] }
      guard body["trackers"].isArray else { throw .malformed("trackers are not a list") }
      let trackers = body["trackers"].elements.map(EasyPostTracker.init).filter {
        $0.number == TrackingNumber.normalised(shipment.number)
      }
      // The list is newest first; where one number has several trackers the newest is in use.
      guard let tracker = trackers.first else {
        return [report(of: shipment, problem: "EasyPost does not know this number")]
      }
      return [tracker.report(of: shipment)]
    }.concealing(credentials, context)
  }

  private func report(of shipment: Shipment, problem: String) -> TrackingReport {
    TrackingReport(
      number: TrackingNumber.normalised(shipment.number), carrier: shipment.carrier,
      status: .unregistered, problem: problem)
  }
}

package import Fulfillment
import Wire

/// EasyPost Trackers (v2) as a tracker. Making a tracker takes one number and answers with all that is
/// known of it; those that were made are read in batches.
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

  /// Ten: a page of EasyPost's lists holds twenty, so that a second tracker of a number that was given
  /// again pushes no other off it.
  package var batch: Int { 10 }

  /// One: making a tracker takes no list.
  package var registrationBatch: Int { 1 }

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

  /// What is known of numbers that were registered. Carriers give numbers again: of several trackers of
  /// one number the newest is in use, of the carrier that the shipment names before any other.
  package func track(
    _ shipments: [Shipment], _ context: RequestContext
  ) -> Exchange<[TrackingReport]> {
    let request = EasyPostRequests(credentials).find(shipments)
    return Exchange(request) { response throws(ConnectorError) in
      let body = try EasyPostError.json(response)
      guard !shipments.isEmpty else { return [] }
      guard body["trackers"].isArray else { throw .malformed("trackers are not a list") }
      let trackers = Dictionary(
        grouping: body["trackers"].elements.map(EasyPostTracker.init), by: \.number)
      let isCutShort = body["has_more"].bool == true
      return shipments.compactMap { shipment in
        let own = trackers[TrackingNumber.normalised(shipment.number)] ?? []
        if let tracker = EasyPostTracker.inUse(own, for: shipment) {
          return tracker.report(of: shipment)
        }
        // What did not fit on the page may be known all the same: it is asked for again.
        return isCutShort
          ? nil : report(of: shipment, problem: "EasyPost does not know this number")
      }
    }.concealing(credentials, context)
  }

  private func report(of shipment: Shipment, problem: String) -> TrackingReport {
    TrackingReport(
      number: TrackingNumber.normalised(shipment.number), carrier: shipment.carrier,
      status: .unregistered, problem: problem)
  }
}

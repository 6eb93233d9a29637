package import Fulfillment
import Wire

/// 17TRACK (v2.2) as a tracker. A number must be registered once, which costs quota; reading is free.
package struct SeventeenTrack: Tracker {
  let credentials: Credentials

  /// The service in the connector table (documented limit: 3 requests a second).
  package static let descriptor = ServiceDescriptor(
    service: "17track", role: .tracker, defaultURL: SeventeenTrackRequests.origin,
    requestsPerSecond: 3, cadence: .minutes(5), needs: ["key"],
    connect: { _, credentials in .tracker(SeventeenTrack(credentials)) })

  /// - Parameter credentials: the API key.
  package init(_ credentials: Credentials) { self.credentials = credentials }

  /// Forty, as documented.
  package var batch: Int { 40 }

  /// Answers only with the numbers that were refused; all others are known from now on.
  package func register(
    _ shipments: [Shipment], _ context: RequestContext
  ) -> Exchange<[TrackingReport]>? {
    guard !shipments.isEmpty else { return nil }
    let request = SeventeenTrackRequests(credentials).register(shipments)
    return Exchange(request) { response throws(ConnectorError) in
      let data = try SeventeenTrackEnvelope.data(response, now: context.now)
      let rejected = data["rejected"].elements.map(SeventeenTrackRejection.init)
        .filter { !$0.isRegisteredAlready }
      if data["accepted"].elements.isEmpty, !rejected.isEmpty,
        rejected.allSatisfy(\.isQuota)
      {
        throw .throttled(after: SeventeenTrackEnvelope.untilTomorrow(context.now))
      }
      return rejected.map { $0.report(among: shipments) }
    }.concealing(credentials, context)
  }

  /// What is known of those numbers; reading costs no quota.
  package func track(
    _ shipments: [Shipment], _ context: RequestContext
  ) -> Exchange<[TrackingReport]> {
    let request = SeventeenTrackRequests(credentials).read(shipments)
    return Exchange(request) { response throws(ConnectorError) in
      let data = try SeventeenTrackEnvelope.data(response, now: context.now)
      let accepted = data["accepted"].elements.compactMap { item -> TrackingReport? in
        SeventeenTrackItem(item).report(among: shipments)
      }
      let rejected = data["rejected"].elements.map(SeventeenTrackRejection.init)
      return accepted + rejected.map { $0.report(among: shipments) }
    }.concealing(credentials, context)
  }
}

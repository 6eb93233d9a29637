import Fulfillment
import Wire
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension World {
  /// A Karrio server's trackers: make one, list them (specs/karrio-openapi.yml).
  mutating func karrio(_ call: Call) -> HTTPResponse {
    guard call.request.headers["Authorization"] == "Token " + keys.karrio else {
      return karrioError(401, "authentication_failed", "Invalid token.")
    }
    switch (call.request.method, call.path(without: "/v1")) {
    case (.post, "/trackers"): return makeTracker(call)
    case (.get, "/trackers"): return listKarrioTrackers(call)
    default: return karrioError(404, "not_found", "Not found.")
    }
  }

  func karrioError(_ status: Int, _ code: String, _ message: String) -> HTTPResponse {
    .json(
      status,
      [
        "errors": [["code": .text(code), "message": .text(message), "level": "error"]]
      ])
  }

  private struct Asked: Decodable {
    var tracking_number: String?
    var carrier_name: String?
  }

  private mutating func makeTracker(_ call: Call) -> HTTPResponse {
    guard let asked = try? JSONDecoder().decode(Asked.self, from: Data(call.request.body)),
      let number = asked.tracking_number?.uppercased(), !number.isEmpty,
      let carrier = asked.carrier_name, !carrier.isEmpty
    else {
      return karrioError(400, "required", "tracking_number and carrier_name are required")
    }
    guard parcel(number) != nil else {
      return karrioError(424, "404", "No shipment with this tracking number found.")
    }
    let entry = followedByKarrio.follow(number, carrier: carrier, seed: ~seed, now: call.now)
    return .json(201, karrioTracker(entry, call.now))
  }

  private func listKarrioTrackers(_ call: Call) -> HTTPResponse {
    var found = Array(followedByKarrio.entries.reversed())
    if let number = call.target["tracking_number"]?.uppercased() {
      found.removeAll { $0.number != number }
    }
    let size = min(max(call.target["limit"].flatMap { Int($0) } ?? 20, 1), 100)
    let start = max(call.target["offset"].flatMap { Int($0) } ?? 0, 0)
    let page = found.dropFirst(start).prefix(size).map { karrioTracker($0, call.now) }
    return .json(
      200,
      [
        "count": .int(found.count), "next": nil, "previous": nil, "results": .list(Array(page)),
      ])
  }

  func karrioTracker(_ entry: FollowedParcels.Entry, _ now: Timestamp) -> AnswerJSON {
    let scans = scans(of: entry.number, now)
    return [
      "id": .text("trk_" + entry.id), "carrier_name": .text(entry.carrier),
      "carrier_id": .text(entry.carrier), "tracking_number": .text(entry.number),
      "info": [:], "events": .list(scans.reversed().map(karrioEvent)),
      "delivered": .bool(scans.last?.kind == .delivered), "test_mode": false,
      "status": .text(scans.last?.kind.karrio.status ?? "pending"), "estimated_delivery": nil,
      "meta": [:], "object_type": "tracker", "metadata": [:], "messages": [],
    ]
  }

  /// `date` and `time` on the clock of the day, `timestamp` exact.
  private func karrioEvent(_ scan: Scan) -> AnswerJSON {
    let clock = scan.at.wallClock()
    let (date, time) = (String(clock.prefix(10)), String(clock.dropFirst(11).prefix(5)))
    let (status, code) = scan.kind.karrio
    return [
      "date": .text(date), "time": .text(time), "timestamp": .text(clock + ".000Z"),
      "status": scan.kind == .label ? nil : .text(status), "code": .text(code), "reason": nil,
      "description": .text(scan.kind.message), "location": .text(scan.city),
      "latitude": nil, "longitude": nil,
    ]
  }
}

extension ScanKind {
  /// Karrio's status and its carriers' code.
  var karrio: (status: String, code: String) {
    switch self {
    case .label: ("pending", "pre-transit")
    case .pickedUp: ("picked_up", "transit")
    case .departed, .arrived, .customsProcessing, .customsReleased: ("in_transit", "transit")
    case .customsHeld: ("on_hold", "transit")
    case .outForDelivery: ("out_for_delivery", "transit")
    case .pickupReady: ("ready_for_pickup", "transit")
    case .attemptFailed: ("delivery_failed", "failure")
    case .delivered: ("delivered", "delivered")
    case .damaged, .lost: ("on_hold", "failure")
    case .returning, .returned: ("return_to_sender", "failure")
    }
  }
}

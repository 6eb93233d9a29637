import Fulfillment
import Wire
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The trackers somebody has asked EasyPost for (apis.md 8).
struct EasyPostBook: Sendable {
  struct Entry: Sendable {
    let id: String
    let code: String
    let carrier: Carrier?
    let createdAt: Timestamp
  }

  /// In the order of their creation.
  var entries: [Entry] = []
  /// Positions in `entries` by id and by code.
  var byID: [String: Int] = [:]
  var byCode: [String: Int] = [:]

  static func error(_ status: Int, _ code: String, _ message: String) -> HTTPResponse {
    .json(
      status,
      ["error": ["code": .text(code), "message": .text(message), "errors": []]])
  }
}

extension World {
  /// EasyPost's trackers: create (once for each code), list, a batch by their codes, one.
  mutating func easyPost(_ call: Call) -> HTTPResponse {
    guard isEasyPostKey(call.request.headers["Authorization"] ?? "") else {
      return EasyPostBook.error(
        401, "APIKEY.INACTIVE", "This api key is no longer active or was never one.")
    }
    let parts = call.path(without: "/v2").split(separator: "/").map(String.init)
    switch (call.request.method, parts.count, parts.first) {
    case (.post, 1, "trackers"): return createTracker(call)
    case (.get, 1, "trackers"): return listTrackers(call)
    case (.post, 2, "trackers") where parts[1] == "batch": return batchOfTrackers(call)
    case (.get, 2, "trackers"):
      if let at = trackers.byID[parts[1]] {
        return .json(200, tracker(trackers.entries[at], call.now))
      }
    default: break
    }
    return EasyPostBook.error(404, "NOT_FOUND", "The requested resource could not be found.")
  }

  private func isEasyPostKey(_ header: String) -> Bool {
    header == "Bearer " + keys.easyPost
      || header == "Basic " + Array((keys.easyPost + ":").utf8).base64
  }

  private struct CreateRequest: Decodable {
    struct Tracker: Decodable {
      var tracking_code: String?
      var carrier: String?
    }
    var tracker: Tracker
  }

  /// The same code again answers with the tracker that is there.
  private mutating func createTracker(_ call: Call) -> HTTPResponse {
    let asked = try? JSONDecoder().decode(CreateRequest.self, from: Data(call.request.body))
    guard let code = asked?.tracker.tracking_code?.uppercased(), !code.isEmpty else {
      return EasyPostBook.error(
        422, "PARAMETER.REQUIRED", "Missing required parameter: tracking_code.")
    }
    if let at = trackers.byCode[code] {
      return .json(200, tracker(trackers.entries[at], call.now))
    }
    var random = SeededRandom(seed: seed, stream: -1000 - trackers.entries.count)
    let known = parcel(code)
    let named = Carrier.allCases.first {
      $0.easyPostName.lowercased() == asked?.tracker.carrier?.lowercased()
    }
    let entry = EasyPostBook.Entry(
      id: "trk_" + random.hex(32), code: code, carrier: known?.carrier ?? named,
      createdAt: call.now)
    trackers.byID[entry.id] = trackers.entries.count
    trackers.byCode[code] = trackers.entries.count
    trackers.entries.append(entry)
    return .json(201, tracker(entry, call.now))
  }

  /// Those of the codes that were made, newest first, as many as a page holds.
  private func batchOfTrackers(_ call: Call) -> HTTPResponse {
    guard let body = Posted.read(call.request.body), !body["tracking_codes"].items.isEmpty else {
      return EasyPostBook.error(
        422, "PARAMETER.REQUIRED", "Missing required parameter: tracking_codes.")
    }
    let codes = Set(body["tracking_codes"].items.map { $0.text.uppercased() })
    let found = codes.compactMap { trackers.byCode[$0] }.sorted(by: >)
    let page = found.prefix(20).map { tracker(trackers.entries[$0], call.now) }
    return .json(200, ["trackers": .list(page), "has_more": .bool(found.count > 20)])
  }

  /// Newest first; the next page is asked for with `before_id` of the last one.
  private func listTrackers(_ call: Call) -> HTTPResponse {
    let size = min(max(call.target["page_size"].flatMap { Int($0) } ?? 20, 1), 100)
    var found: [Int]
    if let code = call.target["tracking_code"]?.uppercased() {
      found = trackers.byCode[code].map { [$0] } ?? []
    } else {
      found = Array(trackers.entries.indices.reversed())
    }
    if let carrier = call.target["carrier"]?.lowercased() {
      found.removeAll { at in
        trackers.entries[at].carrier.map { $0.easyPostName.lowercased() != carrier } ?? false
      }
    }
    if let before = call.target["before_id"] {
      guard let bound = trackers.byID[before] else {
        return EasyPostBook.error(404, "NOT_FOUND", "The requested resource could not be found.")
      }
      found.removeAll { $0 >= bound }
    }
    let page = found.prefix(size).map { tracker(trackers.entries[$0], call.now) }
    return .json(200, ["trackers": .list(page), "has_more": .bool(found.count > size)])
  }

  func tracker(_ entry: EasyPostBook.Entry, _ now: Timestamp) -> AnswerJSON {
    let carrier = entry.carrier?.easyPostName
    // A code nobody has seen is accepted and stays unknown.
    let scans = parcel(entry.code).map { $0.isGenuine ? $0.known(at: now) : [] } ?? []
    let (status, detail) = scans.last?.kind.easyPost ?? ("unknown", "unknown")
    let updatedAt = max(entry.createdAt, scans.last?.knownAt ?? entry.createdAt)
    let delivered = scans.last?.kind == .delivered
    return [
      "id": .text(entry.id), "object": "Tracker", "mode": "production",
      "tracking_code": .text(entry.code), "status": .text(status),
      "status_detail": .text(detail), "created_at": .text(entry.createdAt.wallClock() + "Z"),
      "updated_at": .text(updatedAt.wallClock() + "Z"),
      "signed_by": delivered ? "Resident" : nil, "weight": nil, "est_delivery_date": nil,
      "shipment_id": nil, "carrier": .optional(carrier),
      "tracking_details": .list(scans.map { trackingDetail($0, carrier ?? "") }), "fees": [],
      "carrier_detail": nil, "finalized": .bool(delivered), "is_return": false,
      "public_url": .text("https://track.easypost.example.test/" + entry.id),
    ]
  }

  private func trackingDetail(_ scan: Scan, _ carrier: String) -> AnswerJSON {
    let (status, detail) = scan.kind.easyPost
    return [
      "object": "TrackingDetail", "message": .text(scan.kind.message), "description": "",
      "status": .text(status), "status_detail": .text(detail),
      "datetime": .text(scan.at.wallClock() + "Z"), "source": .text(carrier),
      "carrier_code": "",
      "tracking_location": [
        "object": "TrackingLocation", "city": scan.kind == .label ? nil : .text(scan.city),
        "state": nil, "country": scan.kind == .label ? nil : .text(scan.country), "zip": nil,
      ],
      "est_delivery_date": nil,
    ]
  }
}

extension ScanKind {
  /// EasyPost's status and status detail. It has one status for all ways back, and `failure` for
  /// whatever a carrier reports as gone wrong.
  var easyPost: (status: String, detail: String) {
    switch self {
    case .label: ("pre_transit", "status_update")
    case .pickedUp: ("in_transit", "received_at_origin_facility")
    case .departed: ("in_transit", "departed_facility")
    case .arrived: ("in_transit", "arrived_at_facility")
    case .customsProcessing, .customsReleased: ("in_transit", "status_update")
    case .customsHeld: ("in_transit", "held")
    case .outForDelivery: ("out_for_delivery", "out_for_delivery")
    case .pickupReady: ("available_for_pickup", "arrived_at_pickup_location")
    case .attemptFailed: ("failure", "delivery_exception")
    case .delivered: ("delivered", "arrived_at_destination")
    case .damaged: ("failure", "damaged")
    case .lost: ("failure", "lost")
    case .returning, .returned: ("return_to_sender", "return")
    }
  }
}

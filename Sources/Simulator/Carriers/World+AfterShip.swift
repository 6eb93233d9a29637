import Fulfillment
import Wire
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension World {
  /// AfterShip Tracking 2025-01: create one tracking, list many (apis.md 7).
  mutating func afterShip(_ call: Call) -> HTTPResponse {
    guard call.request.headers["as-api-key"] == keys.afterShip else {
      return afterShipError(401, 401, "Invalid API key.")
    }
    let path = call.path(without: "/tracking/2025-01")
    switch (call.request.method, path) {
    case (.post, "/trackings"): return createTracking(call)
    case (.get, "/trackings"): return listTrackings(call)
    default: return afterShipError(404, 404, "The URI requested is invalid.")
    }
  }

  func afterShipError(_ status: Int, _ code: Int, _ message: String) -> HTTPResponse {
    let kinds = [401: "Unauthorized", 404: "NotFound", 429: "TooManyRequests"]
    return .json(
      status,
      [
        "meta": [
          "code": .int(code), "type": .text(kinds[status] ?? "BadRequest"),
          "message": .text(message),
        ], "data": [:],
      ])
  }

  private struct Asked: Decodable {
    var tracking_number: String?
    var slug: String?
  }

  private mutating func createTracking(_ call: Call) -> HTTPResponse {
    guard let asked = try? JSONDecoder().decode(Asked.self, from: Data(call.request.body)) else {
      return afterShipError(400, 4001, "Invalid JSON data.")
    }
    let number = (asked.tracking_number ?? "").uppercased()
    guard (4...100).contains(number.utf8.count) else {
      return afterShipError(400, 4005, "The value of `tracking_number` is invalid.")
    }
    if let known = followedByAfterShip[number] {
      return .json(
        400,
        [
          "meta": [
            "code": 4003, "type": "BadRequest", "message": "Tracking already exists.",
          ], "data": ["id": .text(known.id), "tracking_number": .text(number)],
        ])
    }
    guard asked.slug != nil || parcel(number) != nil else {
      return afterShipError(400, 4012, "Cannot detect courier.")
    }
    let entry = followedByAfterShip.follow(
      number, carrier: asked.slug ?? "", seed: seed, now: call.now)
    return .json(201, ["meta": ["code": 201], "data": tracking(entry, call.now)])
  }

  private func listTrackings(_ call: Call) -> HTTPResponse {
    let size = min(max(call.target["limit"].flatMap { Int($0) } ?? 100, 1), 200)
    var found = Array(followedByAfterShip.entries.reversed())
    if let numbers = call.target["tracking_numbers"] {
      let wanted = Set(numbers.uppercased().split(separator: ",").map(String.init))
      found.removeAll { !wanted.contains($0.number) }
    }
    let page = found.prefix(size).map { tracking($0, call.now) }
    return .json(
      200,
      [
        "meta": ["code": 200],
        "data": [
          "pagination": [
            "total": .int(found.count), "next_cursor": nil,
            "has_next_page": .bool(found.count > size),
          ], "trackings": .list(page),
        ],
      ])
  }

  func tracking(_ entry: FollowedParcels.Entry, _ now: Timestamp) -> AnswerJSON {
    let scans = scans(of: entry.number, now)
    let (tag, subtag) = scans.last?.kind.afterShip ?? ("Pending", "Pending_001")
    let own = parcel(entry.number)?.carrier.pluginName ?? ""
    let slug = entry.carrier.isEmpty ? own : entry.carrier
    return [
      "id": .text(entry.id), "legacy_id": .text(entry.id),
      "created_at": .text(entry.createdAt.wallClock() + "+00:00"),
      "tracking_number": .text(entry.number), "slug": .text(slug),
      "active": .bool(scans.last?.kind.trackingStatus.isFinal != true), "custom_fields": nil,
      "destination_country_region": nil, "expected_delivery": nil, "signed_by": nil,
      "tag": .text(tag), "subtag": .text(subtag), "subtag_message": .text(tag),
      "tracked_count": .int(scans.count),
      "return_to_sender": .bool(tag == "Exception" && subtag == "Exception_010"),
      "checkpoints": .list(scans.map { checkpoint($0, slug) }),
    ]
  }

  private func checkpoint(_ scan: Scan, _ slug: String) -> AnswerJSON {
    let (tag, subtag) = scan.kind.afterShip
    let zone = scan.country == "CN" ? (480, "+08:00") : (0, "+00:00")
    let alpha3 = ["CN": "CHN", "US": "USA", "DE": "DEU", "GB": "GBR", "FR": "FRA"]
    let isPlaced = scan.kind != .label
    return [
      "created_at": .text(scan.knownAt.wallClock() + "+00:00"),
      "checkpoint_time": .text(scan.at.wallClock(zone.0) + zone.1), "slug": .text(slug),
      "tag": .text(tag), "subtag": .text(subtag), "subtag_message": .text(tag),
      "message": .text(scan.kind.message), "raw_tag": nil, "state": nil, "postal_code": nil,
      "city": isPlaced ? .text(scan.city) : nil,
      "location": isPlaced ? .text(scan.city) : nil,
      "country_region": isPlaced ? .text(alpha3[scan.country] ?? scan.country) : nil,
      "coordinate": nil,
    ]
  }
}

extension ScanKind {
  /// AfterShip's tag and subtag.
  var afterShip: (tag: String, subtag: String) {
    switch self {
    case .label: ("InfoReceived", "InfoReceived_001")
    case .pickedUp: ("InTransit", "InTransit_002")
    case .departed: ("InTransit", "InTransit_007")
    case .arrived: ("InTransit", "InTransit_003")
    case .customsProcessing: ("InTransit", "InTransit_001")
    case .customsHeld: ("Exception", "Exception_004")
    case .customsReleased: ("InTransit", "InTransit_005")
    case .outForDelivery: ("OutForDelivery", "OutForDelivery_001")
    case .pickupReady: ("AvailableForPickup", "AvailableForPickup_001")
    case .attemptFailed: ("AttemptFail", "AttemptFail_001")
    case .delivered: ("Delivered", "Delivered_001")
    case .damaged: ("Exception", "Exception_012")
    case .lost: ("Exception", "Exception_013")
    case .returning: ("Exception", "Exception_010")
    case .returned: ("Exception", "Exception_011")
    }
  }
}

import Fulfillment
import Wire
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension World {
  /// Shippo's tracks: follow one, read one by carrier and number (apis.md 9).
  func shippo(_ call: Call) -> HTTPResponse {
    guard call.request.headers["Authorization"] == "ShippoToken " + keys.shippo else {
      return .json(401, ["detail": "Token does not exist"])
    }
    let parts = call.path.split(separator: "/").map(String.init)
    switch (call.request.method, parts.count, parts.first) {
    case (.post, 1, "tracks"): return follow(call)
    case (.get, 3, "tracks"): return track(parts[1], parts[2], call, status: 200)
    default: return .json(404, ["detail": "Not found."])
    }
  }

  private struct Asked: Decodable {
    var carrier: String?
    var tracking_number: String?
  }

  private func follow(_ call: Call) -> HTTPResponse {
    guard let asked = try? JSONDecoder().decode(Asked.self, from: Data(call.request.body)) else {
      return .json(400, ["detail": "JSON parse error - Expecting value"])
    }
    guard let carrier = asked.carrier, let number = asked.tracking_number, !number.isEmpty else {
      return .json(400, ["tracking_number": ["This field is required."]])
    }
    return track(carrier, number, call, status: 201)
  }

  private static let carriers: Set = [
    "usps", "ups", "fedex", "dhl_express", "royal_mail",
  ]

  private func track(
    _ carrier: String, _ asked: String, _ call: Call, status: Int
  ) -> HTTPResponse {
    guard World.carriers.contains(carrier) else {
      return .json(
        400, ["detail": .text("Carrier with name '\(carrier)' is not supported.")])
    }
    return .json(status, shippoTrack(carrier, asked.uppercased(), call.now))
  }

  /// All that is known of a number.
  func shippoTrack(_ carrier: String, _ number: String, _ now: Timestamp) -> AnswerJSON {
    let scans = scans(of: number, now)
    return [
      "carrier": .text(carrier), "tracking_number": .text(number),
      "address_from": nil, "address_to": nil, "eta": nil, "original_eta": nil,
      "servicelevel": ["token": nil, "name": nil], "metadata": "", "transaction": nil,
      "messages": [], "tracking_status": scans.last.map(status(of:)) ?? nil,
      "tracking_history": .list(scans.map(status(of:))),
    ]
  }

  private func status(of scan: Scan) -> AnswerJSON {
    let (status, code) = scan.kind.shippo
    let isPlaced = scan.kind != .label
    return [
      "object_created": .text(scan.knownAt.wallClock() + ".000Z"), "status": .text(status),
      "status_details": .text(scan.kind.message),
      "status_date": .text(scan.at.wallClock() + "Z"),
      "substatus": [
        "code": .text(code), "text": .text(scan.kind.message),
        "action_required": .bool(scan.kind == .customsHeld),
      ],
      "location": isPlaced
        ? ["city": .text(scan.city), "state": "", "zip": "", "country": .text(scan.country)] : nil,
    ]
  }
}

extension ScanKind {
  /// Shippo's status and the code of its sub-status.
  var shippo: (status: String, code: String) {
    switch self {
    case .label: ("PRE_TRANSIT", "information_received")
    case .pickedUp: ("TRANSIT", "package_accepted")
    case .departed: ("TRANSIT", "package_departed")
    case .arrived: ("TRANSIT", "package_arrived")
    case .customsProcessing, .customsReleased: ("TRANSIT", "package_processing")
    case .customsHeld: ("TRANSIT", "package_held")
    case .outForDelivery: ("TRANSIT", "out_for_delivery")
    case .pickupReady: ("TRANSIT", "pickup_available")
    case .attemptFailed: ("TRANSIT", "delivery_attempted")
    case .delivered: ("DELIVERED", "delivered")
    case .damaged: ("FAILURE", "package_damaged")
    case .lost: ("FAILURE", "package_lost")
    case .returning: ("RETURNED", "return_to_sender")
    case .returned: ("RETURNED", "")
    }
  }
}

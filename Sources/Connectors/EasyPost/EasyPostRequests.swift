import Fulfillment
import Wire

/// Builds requests to EasyPost.
struct EasyPostRequests: Sendable {
  static let origin = "https://api.easypost.com"
  private let base: String
  private let credentials: Credentials

  init(_ credentials: Credentials) {
    base = credentials.base(default: EasyPostRequests.origin, path: "/v2")
    self.credentials = credentials
  }

  private var headers: HTTPHeaders {
    [
      "Authorization": "Bearer " + credentials.key, "Content-Type": "application/json",
      "Accept": "application/json",
    ]
  }

  /// The same number and carrier again answers with the tracker there is.
  func create(_ shipment: Shipment) -> HTTPRequest {
    var members = [JSON.Member(name: "tracking_code", value: .string(shipment.number))]
    if let carrier = Self.carrier(shipment) {
      members.append(JSON.Member(name: "carrier", value: .string(carrier)))
    }
    let body: JSON = ["tracker": .object(members)]
    return HTTPRequest(
      .post, base + "/trackers", headers: headers, body: Array(body.encoded.utf8))
  }

  /// Reads the trackers of several numbers (`POST /trackers/batch`, which only reads).
  func find(_ shipments: [Shipment]) -> HTTPRequest {
    let codes = shipments.map { JSON.string($0.number) }
    let body: JSON = ["tracking_codes": .array(codes)]
    return HTTPRequest(
      .post, base + "/trackers/batch", headers: headers, body: Array(body.encoded.utf8))
  }

  /// EasyPost's own name of a carrier; nil lets it guess by the number, for it refuses a name that it
  /// does not know.
  static func carrier(_ shipment: Shipment) -> String? {
    let name = shipment.carrier.lowercased().filter { $0.isLetter || $0.isNumber }
    return EasyPostRequests.carriers[name]
  }

  private static let carriers = [
    "usps": "USPS", "ups": "UPS", "fedex": "FedEx", "dhl": "DHLExpress",
    "dhlexpress": "DHLExpress", "canadapost": "CanadaPost", "royalmail": "RoyalMail",
    "australiapost": "AustraliaPost", "dpd": "DPD", "ontrac": "OnTrac",
  ]
}

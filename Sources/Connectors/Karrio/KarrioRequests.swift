import Fulfillment
import Wire

/// Builds requests to a Karrio server.
struct KarrioRequests: Sendable {
  private let base: String
  private let credentials: Credentials

  init(_ credentials: Credentials) {
    base = credentials.base(default: "", path: "/v1")
    self.credentials = credentials
  }

  private var headers: HTTPHeaders {
    [
      "Authorization": "Token " + credentials.key, "Content-Type": "application/json",
      "Accept": "application/json",
    ]
  }

  /// The carrier is wanted: Karrio asks the account that is connected for it.
  func create(_ shipment: Shipment) -> HTTPRequest {
    let body: JSON = [
      "tracking_number": .string(shipment.number),
      "carrier_name": .string(carrier(shipment)),
    ]
    return HTTPRequest(
      .post, base + "/trackers", headers: headers, body: Array(body.encoded.utf8))
  }

  func find(_ shipment: Shipment) -> HTTPRequest {
    let query: Form = ["tracking_number": shipment.number, "limit": "5"]
    return HTTPRequest(.get, base + "/trackers?" + query.encoded, headers: headers)
  }

  /// Where the supplier named none, what the number looks like; else DHL's universal service, which
  /// knows most numbers.
  private func carrier(_ shipment: Shipment) -> String {
    let name = shipment.carrier.lowercased().filter { $0.isLetter || $0.isNumber }
    if let own = KarrioRequests.carriers[name] { return own }
    if case .valid(let guessed?) = TrackingNumber.verdict(shipment.number, carrier: "") {
      let word = guessed.lowercased().filter { $0.isLetter || $0.isNumber }
      if let own = KarrioRequests.carriers[word] { return own }
    }
    return "dhl_universal"
  }

  private static let carriers = [
    "usps": "usps", "ups": "ups", "fedex": "fedex", "dhl": "dhl_universal",
    "dhlexpress": "dhl_express", "canadapost": "canadapost", "australiapost": "australiapost",
    "royalmail": "royalmail", "purolator": "purolator", "chronopost": "chronopost",
    "colissimo": "colissimo", "laposte": "laposte", "dpd": "dpd", "hermes": "hermes",
    "asendia": "asendia", "bpost": "bpost", "sendle": "sendle", "seko": "seko",
    "yunexpress": "yunexpress", "yanwen": "yanwen", "tnt": "tnt", "geodis": "geodis",
  ]
}

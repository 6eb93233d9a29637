import Fulfillment
import Wire

/// Builds requests to Shippo.
struct ShippoRequests: Sendable {
  static let origin = "https://api.goshippo.com"
  private let base: String
  private let credentials: Credentials

  init(_ credentials: Credentials) {
    base = credentials.base(default: ShippoRequests.origin, path: "")
    self.credentials = credentials
  }

  private var headers: HTTPHeaders {
    [
      "Authorization": "ShippoToken " + credentials.key, "SHIPPO-API-VERSION": "2018-02-08",
      "Content-Type": "application/json", "Accept": "application/json",
    ]
  }

  func create(_ shipment: Shipment) -> HTTPRequest {
    let body: JSON = [
      "carrier": .string(carrier(shipment)), "tracking_number": .string(shipment.number),
    ]
    return HTTPRequest(
      .post, base + "/tracks/", headers: headers, body: Array(body.encoded.utf8))
  }

  func find(_ shipment: Shipment) -> HTTPRequest {
    let path = [carrier(shipment), shipment.number].map(PercentEncoding.encode)
    return HTTPRequest(.get, base + "/tracks/" + path.joined(separator: "/"), headers: headers)
  }

  /// Shippo guesses no carrier: what the number looks like is told where the supplier named none, else the
  /// post, which sees every number of the world's posts that comes into the country.
  private func carrier(_ shipment: Shipment) -> String {
    let name = shipment.carrier.lowercased().filter { $0.isLetter || $0.isNumber }
    if let token = ShippoRequests.tokens[name] { return token }
    guard name.isEmpty else { return name }
    if case .valid(let carrier?) = TrackingNumber.verdict(shipment.number, carrier: "") {
      let guessed = carrier.lowercased().filter { $0.isLetter || $0.isNumber }
      return ShippoRequests.tokens[guessed] ?? "usps"
    }
    return "usps"
  }

  private static let tokens = [
    "usps": "usps", "ups": "ups", "fedex": "fedex", "dhl": "dhl_express",
    "dhlexpress": "dhl_express", "dhlecommerce": "dhl_ecommerce", "canadapost": "canada_post",
    "royalmail": "royal_mail", "australiapost": "australia_post", "dpd": "dpd",
    "dpduk": "dpd_uk", "gls": "gls_de", "ontrac": "ontrac", "purolator": "purolator",
    "correos": "correos", "chronopost": "chronopost", "colissimo": "colissimo",
    "laposte": "colissimo", "postnl": "postnl", "hermes": "hermes_uk", "evri": "hermes_uk",
  ]
}

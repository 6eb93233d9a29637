import Fulfillment
import Wire

/// Builds requests to AfterShip.
struct AfterShipRequests: Sendable {
  static let origin = "https://api.aftership.com"
  private let base: String
  private let credentials: Credentials

  init(_ credentials: Credentials) {
    base = credentials.base(default: AfterShipRequests.origin, path: "/tracking/2025-01")
    self.credentials = credentials
  }

  private var headers: HTTPHeaders {
    [
      "as-api-key": credentials.key, "Content-Type": "application/json",
      "Accept": "application/json",
    ]
  }

  /// The carrier goes along only where it is one of AfterShip's slugs; by number it detects better itself.
  func create(_ shipment: Shipment) -> HTTPRequest {
    var members = [JSON.Member(name: "tracking_number", value: .string(shipment.number))]
    if let slug = slug(shipment.carrier) {
      members.append(JSON.Member(name: "slug", value: .string(slug)))
    }
    let body = JSON.object(members)
    return HTTPRequest(
      .post, base + "/trackings", headers: headers, body: Array(body.encoded.utf8))
  }

  func list(_ shipments: [Shipment], limit: Int) -> HTTPRequest {
    let numbers = shipments.map(\.number).joined(separator: ",")
    let query: Form = ["tracking_numbers": numbers, "limit": String(limit)]
    return HTTPRequest(.get, base + "/trackings?" + query.encoded, headers: headers)
  }

  private func slug(_ carrier: String) -> String? {
    let name = carrier.lowercased().filter { $0.isLetter || $0.isNumber }
    return AfterShipRequests.slugs[name]
  }

  private static let slugs = [
    "usps": "usps", "ups": "ups", "fedex": "fedex", "dhl": "dhl", "dhlexpress": "dhl",
    "yunexpress": "yunexpress", "4px": "4px", "yanwen": "yanwen", "chinapost": "china-post",
    "chinaems": "china-ems", "royalmail": "royal-mail", "canadapost": "canada-post",
    "australiapost": "australia-post", "dpd": "dpd", "gls": "gls", "postnl": "postnl",
    "cainiao": "cainiao", "laposte": "la-poste-colissimo", "correos": "correos-spain",
  ]
}

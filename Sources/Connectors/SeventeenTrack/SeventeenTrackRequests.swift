import Fulfillment
import Wire

/// Builds requests to 17TRACK: all are POSTs of a list of numbers.
struct SeventeenTrackRequests: Sendable {
  static let origin = "https://api.17track.net"
  private let base: String
  private let credentials: Credentials

  init(_ credentials: Credentials) {
    base = credentials.base(default: SeventeenTrackRequests.origin, path: "/track/v2.2")
    self.credentials = credentials
  }

  func register(_ shipments: [Shipment]) -> HTTPRequest { post("/register", shipments) }

  func read(_ shipments: [Shipment]) -> HTTPRequest { post("/gettrackinfo", shipments) }

  /// A carrier goes along only as 17TRACK's own number of it; by name it detects better itself.
  private func post(_ path: String, _ shipments: [Shipment]) -> HTTPRequest {
    let items = shipments.map { shipment -> JSON in
      var members = [JSON.Member(name: "number", value: .string(shipment.number))]
      if let carrier = Int64(shipment.carrier) {
        members.append(JSON.Member(name: "carrier", value: .number(String(carrier))))
      }
      return .object(members)
    }
    return HTTPRequest(
      .post, base + path,
      headers: [
        "17token": credentials.key, "Content-Type": "application/json",
        "Accept": "application/json",
      ],
      body: Array(JSON.array(items).encoded.utf8))
  }
}

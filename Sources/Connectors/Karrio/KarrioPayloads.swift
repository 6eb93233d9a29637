import Fulfillment
import Wire

/// Karrio's errors: {"errors": [{message, code, level, details}]}, or `messages` in its place.
enum KarrioError {
  static func json(_ response: HTTPResponse) throws(ConnectorError) -> JSON {
    let answer = Answer(response)
    return try answer.json { body, status in
      guard status >= 400 else { return nil }
      let (code, message) = told(body)
      switch status {
      case 401, 403: return .unauthorized(message.isEmpty ? "check the key" : message)
      case 408, 425, 429, 500...: return answer.statusError
      default:
        return message.isEmpty
          ? nil : .rejected(code: code.isEmpty ? "\(status)" : code, message: message)
      }
    }
  }

  /// What is wrong with the number or its carrier; nil where nothing is, or something else. A carrier
  /// that does not know a number is 424 at Karrio.
  static func problemOfNumber(_ response: HTTPResponse) -> String? {
    guard [400, 404, 409, 422, 424].contains(response.status) else { return nil }
    guard let body = try? JSON(response.body) else { return nil }
    let message = told(body).message
    return message.isEmpty ? nil : message
  }

  private static func told(_ body: JSON) -> (code: String, message: String) {
    let list = body["errors"].elements + body["messages"].elements
    let texts = list.compactMap { $0["message"].text ?? $0.text }
    let code = list.compactMap { $0["code"].text }.first ?? ""
    let message = texts.isEmpty ? body["detail"].text ?? "" : texts.joined(separator: "; ")
    return (code, message)
  }
}

/// A tracker as Karrio sends it.
struct KarrioTracker {
  private let json: JSON

  init(_ json: JSON) { self.json = json }

  var isWhole: Bool { json["tracking_number"].text != nil }
  var number: String { TrackingNumber.normalised(json["tracking_number"].text ?? "") }
  var carrier: String { json["carrier_name"].text ?? "" }

  func report(of shipment: Shipment) -> TrackingReport {
    let events = json["events"].elements.compactMap(event)
    let newest = events.max { $0.occurredAt < $1.occurredAt }
    let own = KarrioTracker.status(json["status"].text)
    let isDelivered = json["delivered"].bool == true
    return TrackingReport(
      number: TrackingNumber.normalised(shipment.number),
      carrier: carrier.isEmpty ? shipment.carrier : carrier,
      status: isDelivered ? .delivered : own ?? newest?.status ?? .unregistered, events: events)
  }

  /// Events without a time can't be placed and are left out.
  private func event(_ json: JSON) -> TrackingEvent? {
    guard let occurredAt = time(json) else { return nil }
    let status =
      KarrioTracker.status(json["status"].text) ?? KarrioTracker.status(json["code"].text)
    return TrackingEvent(
      occurredAt: occurredAt, recordedAt: occurredAt, status: status ?? .inTransit,
      message: json["description"].text ?? "", location: json["location"].text ?? "")
  }

  /// `timestamp` where there is one, else `date` with `time`, which is `20:34` or `09:00 AM`.
  private func time(_ json: JSON) -> Timestamp? {
    if let told = json["timestamp"].text.flatMap({ Timestamp(told: $0) }) { return told }
    guard let date = json["date"].text, let midnight = Timestamp(iso8601: date) else { return nil }
    let words = (json["time"].text ?? "").split(separator: " ")
    guard let clock = words.first, let at = Timestamp(iso8601: "\(date)T\(clock)") else {
      return midnight
    }
    let hour = (at - midnight).milliseconds / 3_600_000
    switch words.dropFirst().first?.uppercased() {
    case "PM" where hour < 12: return at + .hours(12)
    case "AM" where hour == 12: return at - .hours(12)
    default: return at
    }
  }

  /// Karrio's own words, and the codes that its carriers' events come with; nil for any other, and for
  /// `pending` and `unknown`, where the newest event says more.
  private static func status(_ word: String?) -> TrackingStatus? {
    switch word {
    case "pre-transit": return .label
    case "picked_up": return .pickedUp
    case "in_transit", "transit": return .inTransit
    case "on_hold": return .exception
    case "delivery_delayed": return .delayed
    case "out_for_delivery": return .outForDelivery
    case "ready_for_pickup": return .pickup
    case "delivered": return .delivered
    case "delivery_failed", "failure": return .attemptFailed
    case "return_to_sender": return .returning
    case "cancelled": return .cancelled
    default: return nil
    }
  }
}

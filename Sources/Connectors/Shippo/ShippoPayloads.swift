import Fulfillment
import Wire

/// Shippo's errors: {"detail": …}, {field: [message]} or {"__all__": [message]}.
enum ShippoError {
  static func json(_ response: HTTPResponse) throws(ConnectorError) -> JSON {
    let answer = Answer(response)
    return try answer.json { body, status in
      guard status >= 400, let message = text(body) else { return nil }
      switch status {
      case 401, 403: return .unauthorized(message)
      case 408, 425, 429, 500...: return answer.statusError
      default: return .rejected(code: "\(status)", message: message)
      }
    }
  }

  /// What is wrong with the number or its carrier; nil where nothing is, or something else.
  static func problemOfNumber(_ response: HTTPResponse) -> String? {
    guard response.status == 400 || response.status == 404 else { return nil }
    guard let body = try? JSON(response.body) else { return nil }
    return text(body)
  }

  private static func text(_ body: JSON) -> String? {
    if let detail = body["detail"].text { return detail }
    let parts = body.members.flatMap { member in
      let name = member.name == "__all__" ? "" : member.name + ": "
      let messages = member.value.elements.compactMap(\.text)
      return (messages.isEmpty ? [member.value.text].compactMap { $0 } : messages).map { name + $0 }
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

/// A track as Shippo sends it.
struct ShippoTrack {
  private let json: JSON

  init(_ json: JSON) { self.json = json }

  var isWhole: Bool { json["tracking_number"].text != nil }
  var number: String { TrackingNumber.normalised(json["tracking_number"].text ?? "") }
  var carrier: String { json["carrier"].text ?? "" }

  /// A number that Shippo does not know yet has `tracking_status` null.
  func report(of shipment: Shipment) -> TrackingReport {
    let events = json["tracking_history"].elements.compactMap(event)
    let latest = json["tracking_status"]
    let own = ShippoTrack.status(latest)
    return TrackingReport(
      number: TrackingNumber.normalised(shipment.number),
      carrier: carrier.isEmpty ? shipment.carrier : carrier,
      status: own ?? events.max { $0.occurredAt < $1.occurredAt }?.status ?? .unregistered,
      events: events)
  }

  private func event(_ json: JSON) -> TrackingEvent? {
    let times = ["status_date", "object_created"].compactMap { json[$0].text }
    guard let occurredAt = times.lazy.compactMap({ Timestamp(told: $0) }).first else {
      return nil
    }
    let place = json["location"]
    let location = ["city", "state", "zip"].compactMap { place[$0].text }.filter { !$0.isEmpty }
    return TrackingEvent(
      occurredAt: occurredAt, recordedAt: occurredAt, status: ShippoTrack.status(json) ?? .label,
      message: json["status_details"].text ?? "", location: location.joined(separator: ", "),
      country: place["country"].text ?? "")
  }

  /// nil where Shippo itself knows no status, or has a word that is new to us. A label before its first
  /// scan is `UNKNOWN` in answers of older versions.
  private static func status(_ json: JSON) -> TrackingStatus? {
    switch json["substatus"]["code"].text {
    case "package_accepted": return .pickedUp
    case "out_for_delivery": return .outForDelivery
    case "pickup_available": return .pickup
    case "delivery_attempted", "notice_left", "location_inaccessible", "package_undeliverable":
      return .attemptFailed
    case "delayed", "delivery_rescheduled": return .delayed
    case "package_held", "package_damaged": return .exception
    case "package_lost": return .lost
    case "return_to_sender": return .returning
    default: break
    }
    switch json["status"].text {
    case "PRE_TRANSIT": return .label
    case "TRANSIT": return .inTransit
    case "DELIVERED": return .delivered
    case "RETURNED": return .returned
    case "FAILURE": return .exception
    default: return nil
    }
  }
}

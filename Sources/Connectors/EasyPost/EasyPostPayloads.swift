import Fulfillment
import Wire

/// EasyPost's errors: {"error": {code, message}}, the message a text, a list or an object.
enum EasyPostError {
  static func json(_ response: HTTPResponse) throws(ConnectorError) -> JSON {
    let answer = Answer(response)
    return try answer.json { body, status in
      guard body["error"].isObject else { return nil }
      let (code, message) = (body["error"]["code"].text ?? "", text(body["error"]["message"]))
      switch status {
      case 401, 403: return .unauthorized("\(message) (\(code))")
      case 400...499 where status != 408 && status != 429:
        return .rejected(code: code, message: message)
      default: return answer.statusError ?? .rejected(code: code, message: message)
      }
    }
  }

  /// What is wrong with the number itself; nil where nothing is, or something else.
  static func problemOfNumber(_ response: HTTPResponse) -> String? {
    // What stands in between may answer with the same statuses.
    guard response.status == 400 || response.status == 422,
      (try? JSON(response.body))?["error"].isObject == true
    else { return nil }
    do throws(ConnectorError) {
      _ = try json(response)
      return nil
    } catch {
      guard case .rejected(_, let message) = error else { return nil }
      return message
    }
  }

  private static func text(_ message: JSON) -> String {
    if let text = message.text { return text }
    let parts = message.elements + message.members.flatMap { [.string($0.name), $0.value] }
    return parts.map(text).joined(separator: " ")
  }
}

/// A tracker as EasyPost sends it.
struct EasyPostTracker {
  let json: JSON

  init(_ json: JSON) { self.json = json }

  var number: String { TrackingNumber.normalised(json["tracking_code"].text ?? "") }

  /// The tracker of a number that is in use now; the first of those that say no time, for lists are
  /// newest first.
  static func inUse(_ trackers: [EasyPostTracker], for shipment: Shipment) -> EasyPostTracker? {
    let carrier = EasyPostRequests.carrier(shipment)
    let named = trackers.filter { carrier != nil && $0.json["carrier"].text == carrier }
    return (named.isEmpty ? trackers : named).reduce(nil) { newest, tracker in
      guard let newest else { return tracker }
      guard let madeAt = tracker.madeAt else { return newest }
      return newest.madeAt.map { $0 < madeAt } ?? false ? tracker : newest
    }
  }

  private var madeAt: Timestamp? { json["created_at"].text.flatMap { Timestamp(told: $0) } }

  func report(of shipment: Shipment) -> TrackingReport {
    let events = events()
    let own = EasyPostTracker.status(json["status"].text, json["status_detail"].text)
    return TrackingReport(
      number: TrackingNumber.normalised(shipment.number),
      carrier: json["carrier"].text ?? shipment.carrier,
      status: own ?? events.max { $0.occurredAt < $1.occurredAt }?.status ?? .unregistered,
      events: events)
  }

  /// Scans without a time can't be placed and are left out.
  private func events() -> [TrackingEvent] {
    json["tracking_details"].elements.compactMap { detail in
      guard let occurredAt = detail["datetime"].text.flatMap({ Timestamp(told: $0) }) else {
        return nil
      }
      let place = detail["tracking_location"]
      let location = ["city", "state", "zip"].compactMap { place[$0].text }.filter { !$0.isEmpty }
      return TrackingEvent(
        occurredAt: occurredAt, recordedAt: occurredAt,
        status: EasyPostTracker.status(detail["status"].text, detail["status_detail"].text)
          ?? .inTransit,
        message: detail["message"].text ?? detail["description"].text ?? "",
        location: location.joined(separator: ", "), country: place["country"].text ?? "")
    }
  }

  /// nil where EasyPost itself knows no status (`unknown`, `error`, or one that is new to us).
  private static func status(_ status: String?, _ detail: String?) -> TrackingStatus? {
    switch detail {
    case "lost": return .lost
    case "delayed", "weather_delay": return .delayed
    case "expired": return .expired
    case "held": return .exception
    case "delivery_exception": return .attemptFailed
    default: break
    }
    switch status {
    case "pre_transit": return .label
    case "in_transit": return detail == "received_at_origin_facility" ? .pickedUp : .inTransit
    case "out_for_delivery": return .outForDelivery
    case "delivered": return .delivered
    case "available_for_pickup": return .pickup
    case "return_to_sender": return .returning
    case "failure": return .exception
    case "cancelled": return .cancelled
    default: return nil
    }
  }
}

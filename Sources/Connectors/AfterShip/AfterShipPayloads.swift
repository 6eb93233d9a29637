import Fulfillment
import Wire

/// AfterShip's envelope {meta: {code, message, type}, data}.
enum AfterShipEnvelope {
  static func data(_ response: HTTPResponse, now: Timestamp) throws(ConnectorError) -> JSON {
    let answer = Answer(response)
    let body = try answer.json { body, status in
      guard let code = body["meta"]["code"].integer, !(200...299).contains(code) else {
        return nil
      }
      let message = body["meta"]["message"].text ?? "refused by AfterShip"
      switch code {
      case 401, 403: return .unauthorized("\(message) (\(code))")
      case 429: return .throttled(after: untilReset(response, now: now) ?? answer.retryAfter)
      case 500...599: return .unavailable("\(message) (\(code))", after: answer.retryAfter)
      default:
        if status == 429 { return .throttled(after: untilReset(response, now: now)) }
        return status >= 500
          ? answer.statusError : .rejected(code: "\(code)", message: message)
      }
    }
    guard body["data"].isObject else { throw .malformed("no data in the answer") }
    return body["data"]
  }

  /// The number itself is what is wrong (4005), or its carrier wants a further field or can't be told
  /// (4010 to 4012, 4017).
  static func isAboutNumber(_ code: String) -> Bool {
    ["4005", "4010", "4011", "4012", "4017"].contains(code)
  }

  /// `X-RateLimit-Reset` is a time in seconds; bounded by an hour, a vendor's slip must not silence us.
  private static func untilReset(_ response: HTTPResponse, now: Timestamp) -> Span? {
    guard let seconds = response.headers["X-RateLimit-Reset"].flatMap({ Int64($0) }),
      seconds > 0, seconds < 100_000_000_000
    else { return nil }
    return min(max(Timestamp(seconds: seconds) - now, .seconds(1)), .hours(1))
  }
}

/// A tracking as AfterShip sends it, by itself (2024-07 and later) or within {tracking} (before).
struct AfterShipTracking {
  private let json: JSON

  init(_ json: JSON) { self.json = json["tracking"].isObject ? json["tracking"] : json }

  var isWhole: Bool { json["tracking_number"].text != nil }
  var number: String { TrackingNumber.normalised(json["tracking_number"].text ?? "") }
  /// As sent, for comparing alone.
  var createdAt: Timestamp {
    json["created_at"].text.flatMap { Timestamp(told: $0) } ?? Timestamp(seconds: 0)
  }

  func report(of shipment: Shipment) -> TrackingReport {
    let events = events()
    let own = AfterShipTracking.status(json["tag"].text, json["subtag"].text)
    return TrackingReport(
      number: TrackingNumber.normalised(shipment.number),
      carrier: json["slug"].text ?? shipment.carrier,
      status: own ?? events.max { $0.occurredAt < $1.occurredAt }?.status ?? .unregistered,
      events: events)
  }

  /// Checkpoints without a time can't be placed and are left out. One without an offset is in the
  /// local time of a place we don't know: taken as UTC, hours off at most.
  private func events() -> [TrackingEvent] {
    json["checkpoints"].elements.compactMap { checkpoint in
      let times = ["checkpoint_time", "created_at"].compactMap { checkpoint[$0].text }
      guard let occurredAt = times.lazy.compactMap({ Timestamp(told: $0) }).first else {
        return nil
      }
      let parts = ["city", "state", "postal_code", "zip"].compactMap { checkpoint[$0].text }
      let place = checkpoint["location"].text ?? parts.joined(separator: ", ")
      let country =
        (checkpoint["country_region"].text ?? checkpoint["country_iso3"].text).map {
          Countries.alpha2($0) ?? $0
        } ?? ""
      return TrackingEvent(
        occurredAt: occurredAt, recordedAt: occurredAt,
        status: AfterShipTracking.status(checkpoint["tag"].text, checkpoint["subtag"].text)
          ?? .inTransit,
        message: checkpoint["message"].text ?? checkpoint["subtag_message"].text ?? "",
        location: place, country: country)
    }
  }

  /// The finer word first; nil where AfterShip's word is new to us.
  static func status(_ tag: String?, _ subtag: String?) -> TrackingStatus? {
    switch subtag {
    case "InTransit_002": return .pickedUp
    case "InTransit_006", "Exception_004": return .customs
    case "Exception_005": return .delayed
    case "Exception_010": return .returning
    case "Exception_011": return .returned
    case "Exception_013": return .lost
    default: break
    }
    switch tag {
    case "Pending": return .unregistered
    case "InfoReceived": return .label
    case "InTransit": return .inTransit
    case "OutForDelivery": return .outForDelivery
    case "AttemptFail": return .attemptFailed
    case "Delivered": return .delivered
    case "AvailableForPickup": return .pickup
    case "Exception": return .exception
    case "Expired": return .expired
    default: return nil
    }
  }
}

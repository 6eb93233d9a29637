import Fulfillment
import Wire

/// 17TRACK's envelope {code, data}: code 0 with {accepted, rejected}, or a negative code with {errors}.
enum SeventeenTrackEnvelope {
  static func data(_ response: HTTPResponse, now: Timestamp) throws(ConnectorError) -> JSON {
    let answer = Answer(response)
    let body = try answer.json { body, _ in error(body, answer, now: now) }
    guard body["code"].integer == 0, body["data"].isObject else {
      throw .malformed("no data in the answer")
    }
    return body["data"]
  }

  /// Quotas are counted by the day.
  static func untilTomorrow(_ now: Timestamp) -> Span {
    .milliseconds(86_400_000 - now.millisecondOfDay)
  }

  private static func error(_ body: JSON, _ answer: Answer, now: Timestamp) -> ConnectorError? {
    guard let code = body["code"].integer, code != 0 else { return nil }
    let message = body["data"]["errors"].elements.first?["message"].text ?? ""
    switch code {
    case -18_010_004 ... -18_010_001 where code != -18_010_003:
      return .unauthorized("\(message) (\(code))")
    case -18_010_003: return .unavailable("\(message) (\(code))", after: answer.retryAfter)
    case -18_019_908, -18_019_907: return .throttled(after: untilTomorrow(now))
    default: return answer.statusError ?? .rejected(code: "\(code)", message: message)
    }
  }
}

/// A number that 17TRACK does not take, and why.
struct SeventeenTrackRejection {
  let json: JSON

  init(_ json: JSON) { self.json = json }

  private var code: Int64? { json["error"]["code"].integer }

  var isRegisteredAlready: Bool { code == -18_019_901 }

  /// The day's limit or the whole quota is used up.
  var isQuota: Bool { code == -18_019_907 || code == -18_019_908 }

  func report(among shipments: [Shipment]) -> TrackingReport {
    let number = TrackingNumber.normalised(json["number"].text ?? "")
    let asked = shipments.first { TrackingNumber.normalised($0.number) == number }
    // Registered, and no news yet: nothing is wrong with the number.
    let isWaiting = code == -18_019_909
    let message = json["error"]["message"].text ?? "refused by 17TRACK"
    return TrackingReport(
      number: number, carrier: asked?.carrier ?? "", status: .unregistered,
      problem: isWaiting ? nil : message)
  }
}

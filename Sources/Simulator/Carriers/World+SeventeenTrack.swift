import Fulfillment
import Wire
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The numbers registered at 17TRACK (v2.2; apis.md 6).
struct SeventeenTrackBook: Sendable {
  var window = RateWindow(3, in: .seconds(1))
  /// In the order of registration.
  var numbers: [String] = []
  /// Carrier code of each registered number.
  var carriers: [String: Int] = [:]
  static let quota = 100_000

  static let tooMany = failure(429, 429, "Too many requests.")

  static func failure(_ status: Int, _ code: Int, _ message: String) -> HTTPResponse {
    .json(
      status,
      [
        "code": .int(code),
        "data": ["errors": [["code": .int(code), "message": .text(message)]]],
      ])
  }
}

extension World {
  /// 17TRACK: POST only, at most 40 numbers a call, three calls a second.
  mutating func seventeenTrack(_ call: Call) -> HTTPResponse {
    guard !options.enforcesLimits || register.window.take(call.now) else {
      return SeventeenTrackBook.tooMany
    }
    guard call.request.headers["17token"] == keys.seventeenTrack else {
      return SeventeenTrackBook.failure(401, -18_010_002, "Invalid security key.")
    }
    guard call.request.method == .post else {
      return SeventeenTrackBook.failure(404, 404, "Not found.")
    }
    switch call.path(without: "/track/v2.2") {
    case "/register": return withNumbers(call) { $0.registered($1) }
    case "/gettrackinfo": return withNumbers(call) { $0.trackInfo($1, call.now) }
    case "/gettracklist": return trackList(call)
    case "/getquota":
      let used = register.numbers.count
      return .json(
        200,
        [
          "code": 0,
          "data": [
            "quota_total": .int(SeventeenTrackBook.quota), "quota_used": .int(used),
            "quota_remain": .int(SeventeenTrackBook.quota - used), "today_used": .int(used),
            "max_track_daily": .int(SeventeenTrackBook.quota),
          ],
        ])
    default: return SeventeenTrackBook.failure(404, 404, "Not found.")
    }
  }

  fileprivate struct Asked: Decodable {
    var number: String?
    var carrier: Int?
  }

  /// Each number is accepted or rejected by itself.
  private mutating func withNumbers(
    _ call: Call, _ answer: (inout World, Asked) -> Result<AnswerJSON, Rejection>
  ) -> HTTPResponse {
    guard let asked = try? JSONDecoder().decode([Asked].self, from: Data(call.request.body)) else {
      return SeventeenTrackBook.failure(200, -18_010_013, "Submitted data is invalid.")
    }
    guard (1...40).contains(asked.count) else {
      return SeventeenTrackBook.failure(
        200, -18_010_014, "The number of tracking numbers must be between 1 and 40.")
    }
    var (accepted, rejected): ([AnswerJSON], [AnswerJSON]) = ([], [])
    for item in asked {
      switch answer(&self, item) {
      case .success(let value): accepted.append(value)
      case .failure(let reason):
        rejected.append([
          "number": .text(item.number ?? ""),
          "error": ["code": .int(reason.code), "message": .text(reason.message)],
        ])
      }
    }
    return .json(
      200, ["code": 0, "data": ["accepted": .list(accepted), "rejected": .list(rejected)]])
  }

  private struct Rejection: Error {
    let code: Int
    let message: String
  }

  private mutating func registered(_ asked: Asked) -> Result<AnswerJSON, Rejection> {
    let number = (asked.number ?? "").uppercased()
    let isWritten = number.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
    guard (5...50).contains(number.utf8.count), isWritten else {
      return .failure(
        Rejection(code: -18_010_012, message: "The format of '\(number)' is invalid."))
    }
    if register.carriers[number] != nil {
      return .failure(
        Rejection(
          code: -18_019_901, message: "The tracking number '\(number)' has been registered."))
    }
    guard let carrier = asked.carrier ?? parcel(number)?.carrier.seventeenTrackCode else {
      return .failure(
        Rejection(code: -18_019_903, message: "Carrier of '\(number)' could not be detected."))
    }
    guard register.numbers.count < SeventeenTrackBook.quota else {
      return .failure(Rejection(code: -18_019_908, message: "Quota is used up."))
    }
    register.carriers[number] = carrier
    register.numbers.append(number)
    return .success([
      "origin": .int(asked.carrier == nil ? 2 : 1), "number": .text(number),
      "carrier": .int(carrier), "email": nil, "tag": nil, "lang": nil,
    ])
  }

  private func trackInfo(_ asked: Asked, _ now: Timestamp) -> Result<AnswerJSON, Rejection> {
    let number = (asked.number ?? "").uppercased()
    guard let carrier = register.carriers[number] else {
      return .failure(
        Rejection(
          code: -18_019_902,
          message: "The tracking number '\(number)' does not register, please register first."))
    }
    let found = parcel(number)
    let scans = found.map { $0.isGenuine ? $0.known(at: now) : [] } ?? []
    if scans.isEmpty, found?.isGenuine == true {
      return .failure(
        Rejection(code: -18_019_909, message: "No tracking information at this time."))
    }
    return .success([
      "number": .text(number), "carrier": .int(carrier), "param": nil, "tag": nil,
      "track_info": SeventeenTrackPage(number: number, carrier: found?.carrier, now: now)
        .info(scans),
    ])
  }

  private struct ListRequest: Decodable {
    var page_no: Int?
  }

  /// Forty numbers a page, in the order of registration.
  private func trackList(_ call: Call) -> HTTPResponse {
    let body = call.request.body.isEmpty ? Array("{}".utf8) : call.request.body
    guard let asked = try? JSONDecoder().decode(ListRequest.self, from: Data(body)) else {
      return SeventeenTrackBook.failure(200, -18_010_013, "Submitted data is invalid.")
    }
    let page = max(asked.page_no ?? 1, 1)
    let (total, size) = (register.numbers.count, 40)
    let start = min(total, (page - 1) * size)
    let listed = register.numbers[start..<min(total, start + size)].map { number -> AnswerJSON in
      let scans = parcel(number).map { $0.isGenuine ? $0.known(at: call.now) : [] } ?? []
      let view = SeventeenTrackPage(number: number, carrier: nil, now: call.now)
      return [
        "number": .text(number), "carrier": .int(register.carriers[number] ?? 0), "param": nil,
        "tag": nil, "package_status": .text(view.status(scans).status),
        "latest_event_time": .optional(scans.last.map { $0.at.wallClock() + "Z" }),
      ]
    }
    return .json(
      200,
      [
        "code": 0,
        "page": [
          "data_total": .int(total), "page_total": .int((total + size - 1) / size),
          "page_no": .int(page), "page_size": .int(size),
          "has_next": .bool(start + listed.count < total),
        ],
        "data": ["accepted": .list(listed), "rejected": []],
      ])
  }
}

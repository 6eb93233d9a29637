import Fulfillment
import Wire

/// An HTTP answer as every connector reads it first: what its status means where the vendor adds
/// nothing, and its body as JSON.
struct Answer {
  let response: HTTPResponse

  init(_ response: HTTPResponse) { self.response = response }

  /// The body where the status is 2xx. `vendorError` turns a vendor's own error body into an error;
  /// where it knows none, the status decides.
  func json(
    vendorError: (JSON, Int) -> ConnectorError? = { _, _ in nil }
  ) throws(ConnectorError) -> JSON {
    let body: JSON
    do throws(JSONError) {
      body = try JSON(response.body)
    } catch {
      throw statusError ?? .malformed(malformation(error))
    }
    if let error = vendorError(body, response.status) ?? statusError { throw error }
    return body
  }

  /// What a status other than 2xx means where the body says nothing that we know.
  var statusError: ConnectorError? {
    switch response.status {
    case 200...299: nil
    case 401, 403: .unauthorized("the service answered \(response.status); check the key")
    case 408, 425: .unavailable("the service answered \(response.status)", after: retryAfter)
    case 429: .throttled(after: retryAfter)
    case 300...399:
      .rejected(
        code: "\(response.status)",
        message: "the address redirects elsewhere; put the final address into the configuration")
    case 400...499:
      .rejected(code: "\(response.status)", message: "the service refuses the request")
    default: .unavailable("the service answered \(response.status)", after: retryAfter)
    }
  }

  /// `Retry-After` in seconds or as a date, the latter against the answer's own `Date`, so that no
  /// clock of ours is needed. Bounded to a day: a vendor's slip must not silence a feed for good.
  var retryAfter: Span? {
    guard let text = response.headers["Retry-After"]?.trimmed else { return nil }
    let longest = Span.days(1)
    if let seconds = Double(text), seconds >= 0 {
      return min(.milliseconds(Int64(min(seconds, 86_400) * 1000)), longest)
    }
    guard let until = HTTPDate.read(text), let sent = serverTime else { return nil }
    return min(max(until - sent, .seconds(0)), longest)
  }

  /// The server's clock when it answered; nil where it does not say.
  var serverTime: Timestamp? { response.headers["Date"].flatMap(HTTPDate.read) }

  private func malformation(_ error: JSONError) -> String {
    let size = response.body.count
    if size == 0 { return "the answer is empty" }
    let start = response.body.first { $0 > 0x20 && $0 < 0x7F }
    if start == UInt8(ascii: "<") { return "an HTML page instead of data, \(size) bytes" }
    return "\(error), of \(size)"
  }
}

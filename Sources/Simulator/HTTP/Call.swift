import Fulfillment
import Wire

/// One request and its two times.
struct Call: Sendable {
  let request: HTTPRequest
  let target: RequestTarget
  /// Simulated.
  var now: Timestamp
  /// By the wall clock.
  let realNow: Timestamp
  /// Which service it is for; nil: none.
  let service: Service?
  /// The path within the service, with a slash in front and none at the end.
  let path: String
  /// It was sent long ago and only now comes through: limits on how fast one may ask don't count.
  var isLate = false

  init(_ request: HTTPRequest, now: Timestamp, realNow: Timestamp) {
    self.request = request
    self.now = now
    self.realNow = realNow
    target = RequestTarget(request.url)
    let parts = target.path.split(separator: "/")
    let found = parts.first.flatMap { first in Service.allCases.first { $0.folder == first } }
    service = found
    path = "/" + parts.dropFirst().joined(separator: "/")
  }

  /// Parameters of the query and of a form body, the body's last.
  var parameters: RequestTarget {
    let form =
      request.headers["Content-Type"]?.lowercased().hasPrefix("application/json") == true
      ? "" : String(decoding: request.body, as: UTF8.self)
    return target.adding(form: form)
  }

  /// The path without that beginning, where it has it.
  func path(without prefix: String) -> String {
    path.hasPrefix(prefix + "/") ? String(path.dropFirst(prefix.utf8.count)) : path
  }
}

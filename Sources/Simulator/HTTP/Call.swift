import Fulfillment
import Wire

/// One request and its two times.
struct Call: Sendable {
  let request: HTTPRequest
  let target: RequestTarget
  /// Simulated.
  let now: Timestamp
  /// By the wall clock.
  let realNow: Timestamp
  /// Which service it is for; nil: none.
  let service: Service?
  /// The path within the service, with a slash in front and none at the end.
  let path: String

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

  /// The path without that beginning, where it has it.
  func path(without prefix: String) -> String {
    path.hasPrefix(prefix + "/") ? String(path.dropFirst(prefix.utf8.count)) : path
  }
}

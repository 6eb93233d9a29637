package import Connectors
package import Fulfillment
package import Wire

/// Sends one request and brings its answer. The only place where the program talks to the world; the
/// real one is `HTTPClientTransport`.
package protocol Transport: Sendable {
  /// Sends it once: no retry, no caching, no redirect to another host.
  /// - Parameters:
  ///   - timeout: real time from the first byte out to the last byte in.
  ///   - maxBody: a longer answer is refused, in bytes.
  /// - Throws: `.unavailable` where nobody answered in time or at all, `.malformed` where the answer is
  ///   too long or no HTTP, `.rejected` where it leads to another host. Any status is an answer.
  func send(
    _ request: HTTPRequest, timeout: Span, maxBody: Int
  ) async throws(ConnectorError) -> HTTPResponse
}

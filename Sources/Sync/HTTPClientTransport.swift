import AsyncHTTPClient
package import Connectors
package import Fulfillment
import NIOCore
import NIOHTTP1
import NIOPosix
package import Wire

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Real HTTP(S). Bodies are bounded, deadlines cover the last byte, a redirect is followed only where it
/// stays at the same scheme, host and port, and no error text holds more of an address than its host.
package final class HTTPClientTransport: Transport {
  private let client: HTTPClient
  private let userAgent: String

  /// - Parameters:
  ///   - connectTimeout: for the connection and the TLS handshake.
  ///   - userAgent: sent where the request names none.
  package init(connectTimeout: Span = .seconds(10), userAgent: String = "supercargo") {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.timeout.connect = .milliseconds(connectTimeout.milliseconds)
    configuration.connectionPool.idleTimeout = .seconds(30)
    // A refused connection is told at once; trying again is the engine's business.
    configuration.connectionPool.retryConnectionEstablishment = false
    self.client = HTTPClient(
      eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
      configuration: configuration)
    self.userAgent = userAgent
  }

  // The client insists on being shut down; where `shutdown` was called this does nothing more.
  deinit { client.shutdown { _ in } }

  /// Ends every connection. Nothing may be sent afterwards.
  package func shutdown() async throws { try await client.shutdown() }

  package func send(
    _ request: HTTPRequest, timeout: Span, maxBody: Int
  ) async throws(ConnectorError) -> HTTPResponse {
    let place = Place(request.url)
    guard place.origin != nil else {
      throw .rejected(code: "", message: "the address of the account is not a valid URL")
    }
    let attempt = Task { try await exchange(request, maxBody: maxBody) }
    // The client's own deadline ends with the response head; this one also covers a dripping body.
    let alarm = client.eventLoopGroup.any().scheduleTask(
      in: .milliseconds(max(1, timeout.milliseconds))
    ) { attempt.cancel() }
    let result = await withTaskCancellationHandler {
      await attempt.result
    } onCancel: {
      attempt.cancel()
    }
    alarm.cancel()
    switch result {
    case .success(let response): return response
    case .failure(let error as ConnectorError): throw error
    case .failure(let error):
      let late = attempt.isCancelled && !Task.isCancelled
      throw Failure(
        error, at: place, hasEffect: request.method != .get,
        deadline: late ? timeout : nil
      ).connectorError
    }
  }

  private func exchange(_ request: HTTPRequest, maxBody: Int) async throws -> HTTPResponse {
    let place = Place(request.url)
    var url = request.url
    for _ in 0...3 {
      let answer = try await client.execute(
        outgoing(request, url), deadline: .distantFuture)
      let status = Int(answer.status.code)
      if let location = answer.headers.first(name: "location"), (300..<400).contains(status),
        status != 304
      {
        guard let next = place.resolve(location), request.method == .get else {
          throw ConnectorError.rejected(
            code: "HTTP \(status)",
            message: "\(place.host) sends us on to \(Place(location).origin ?? "another page"); "
              + "if that is right, make it the account's url")
        }
        url = next
        continue
      }
      let body = try await answer.body.collect(upTo: maxBody)
      var headers = Wire.HTTPHeaders()
      for field in answer.headers { headers.add(field.name, field.value) }
      return HTTPResponse(status: status, headers: headers, body: Array(body.readableBytesView))
    }
    throw ConnectorError.rejected(code: "", message: "\(place.host) redirects in a circle")
  }

  private func outgoing(_ request: HTTPRequest, _ url: String) -> HTTPClientRequest {
    var outgoing = HTTPClientRequest(url: url)
    outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
    for field in request.headers.fields {
      outgoing.headers.add(name: field.name, value: field.value)
    }
    if request.headers["User-Agent"] == nil {
      outgoing.headers.add(name: "User-Agent", value: userAgent)
    }
    if !request.body.isEmpty || request.method != .get { outgoing.body = .bytes(request.body) }
    return outgoing
  }
}

/// Scheme, host and port of an address: all of it that may be told.
private struct Place {
  /// `https://shop.example`; nil where the text is no absolute http address.
  let origin: String?
  /// `shop.example`, with the port where one is written.
  let host: String

  init(_ url: String) {
    let lowered = url.lowercased()
    guard
      let scheme = ["https://", "http://"].first(where: { lowered.hasPrefix($0) })
    else {
      (origin, host) = (nil, "the server")
      return
    }
    let rest = url.dropFirst(scheme.count)
    let authority = rest.prefix { !"/?#".contains($0) }
    // What stands before an @ would be a password.
    let name = authority.split(separator: "@").last.map { $0.lowercased() } ?? ""
    (origin, host) = name.isEmpty ? (nil, "the server") : (scheme + name, name)
  }

  /// Where a redirect leads, if it stays here.
  func resolve(_ location: String) -> String? {
    guard let origin else { return nil }
    if location.hasPrefix("/"), !location.hasPrefix("//") { return origin + location }
    return Place(location).origin == origin ? location : nil
  }
}

/// What went wrong below HTTP, put into the operator's words.
private struct Failure {
  let connectorError: ConnectorError

  /// - Parameters:
  ///   - hasEffect: the request may have changed something at the far side if it arrived.
  ///   - deadline: it was our own deadline that ended it.
  init(_ error: any Error, at place: Place, hasEffect: Bool, deadline: Span?) {
    let host = place.host
    func lost(_ text: String) -> ConnectorError {
      hasEffect ? .unknownOutcome(text) : .unavailable(text)
    }
    if let deadline {
      connectorError = lost("no complete answer from \(host) in \(deadline.milliseconds) ms")
    } else if error is NIOTooManyBytesError {
      connectorError = .malformed("the answer of \(host) is longer than we accept")
    } else if let error = error as? NIOConnectionError {
      connectorError = .unavailable(Failure.connection(error, host))
    } else if let error = error as? HTTPClientError {
      connectorError =
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout:
          .unavailable("no connection to \(host) in time")
        case .tlsHandshakeTimeout: .unavailable("\(host) does not finish the TLS handshake")
        case .remoteConnectionClosed, .uncleanShutdown:
          lost("\(host) closed the connection before its answer was complete")
        case .invalidURL, .emptyHost, .emptyScheme:
          .rejected(code: "", message: "the address of the account is not a valid URL")
        case .cancelled: lost("the request to \(host) was cancelled")
        default: lost("\(host): \(error.shortDescription)")
        }
    } else {
      connectorError = Failure.other(error, host, lost)
    }
  }

  private static func connection(_ error: NIOConnectionError, _ host: String) -> String {
    if error.connectionErrors.isEmpty {
      return "the name \(host) can't be resolved (is the network up, is the url right?)"
    }
    for case let failure as IOError in error.connectionErrors.map(\.error) {
      if let text = unreachable(failure, host) { return text }
    }
    let isLate = error.connectionErrors.contains { failure in
      if case .connectTimeout? = failure.error as? ChannelError { return true }
      return false
    }
    return isLate ? "no connection to \(host) in time" : "\(host) can't be reached"
  }

  /// The connection was never made, so nothing can have been sent; nil for other failures.
  private static func unreachable(_ error: IOError, _ host: String) -> String? {
    switch POSIXErrorCode(rawValue: error.errnoCode) {
    case .ECONNREFUSED: "\(host) refuses the connection (is the url right, is it running?)"
    case .EHOSTUNREACH, .ENETUNREACH, .EHOSTDOWN, .ENETDOWN: "there is no way to \(host)"
    default: nil
    }
  }

  /// What may also befall a connection that was made, and on which something was sent.
  private static func other(
    _ error: any Error, _ host: String, _ lost: (String) -> ConnectorError
  ) -> ConnectorError {
    let text = String(describing: error)
    // BoringSSL's reason; its error types are not ours to import.
    if text.contains("CERTIFICATE_VERIFY_FAILED") {
      return .unavailable("the certificate of \(host) is not trusted (expired, or not its own?)")
    }
    if text.contains("handshakeFailed") {
      return .unavailable("no secure connection to \(host)")
    }
    if text.contains("BoringSSL") || text.contains("NIOSSL") {
      return lost("no secure connection to \(host)")
    }
    if text.contains("HTTPParserError") || text.contains("invalid") {
      return .malformed("\(host) does not answer in HTTP")
    }
    if let error = error as? IOError {
      // Only a refusal tells that there never was a connection: a way can be lost in the middle.
      if let text = unreachable(error, host) {
        let isRefused = POSIXErrorCode(rawValue: error.errnoCode) == .ECONNREFUSED
        return isRefused ? .unavailable(text) : lost(text)
      }
      return lost("the connection to \(host) broke (errno \(error.errnoCode))")
    }
    return lost("the connection to \(host) broke")
  }
}

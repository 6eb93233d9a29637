package import Connectors
package import Fulfillment
import Sync
import Synchronization
package import Wire

/// A transport that answers from a function instead of from the world, keeps what it was asked, and
/// fails where it is told to.
package final class ScriptedTransport: Transport {
  /// Answers a request; the number counts the calls from 0.
  package typealias Reply = @Sendable (HTTPRequest, Int) throws(ConnectorError) -> HTTPResponse

  /// What happens instead of an answer.
  package enum Fault: Hashable, Sendable, CaseIterable {
    case refused, lostAnswer, throttled, broken, html, truncated, empty, wrongType

    /// What the far side, or the way there, makes of a good answer.
    package func spoil(_ answer: HTTPResponse) throws(ConnectorError) -> HTTPResponse {
      switch self {
      case .refused: throw .unavailable("connection refused")
      case .lostAnswer: throw .unknownOutcome("no answer in time")
      case .throttled: return HTTPResponse(status: 429, headers: ["Retry-After": "7"])
      case .broken: return HTTPResponse(status: 500, body: Array("oops".utf8))
      case .html: return HTTPResponse(status: 200, body: Array("<html>Sorry</html>".utf8))
      case .truncated:
        return HTTPResponse(
          status: answer.status, headers: answer.headers,
          body: Array(answer.body.prefix(answer.body.count / 2)))
      case .empty: return HTTPResponse(status: answer.status, headers: answer.headers)
      case .wrongType: return HTTPResponse(status: 200, body: Array("[[1]]".utf8))
      }
    }
  }

  private let reply: Reply
  private let state: Mutex<State>

  private struct State {
    var requests: [HTTPRequest] = []
    var faults: [Int: Fault] = [:]
  }

  /// - Parameter faults: what goes wrong, by the number of the call.
  package init(faults: [Int: Fault] = [:], reply: @escaping Reply) {
    self.reply = reply
    state = Mutex(State(faults: faults))
  }

  /// Everything asked so far, in order.
  package var requests: [HTTPRequest] { state.withLock { $0.requests } }

  package func send(
    _ request: HTTPRequest, timeout: Span, maxBody: Int
  ) async throws(ConnectorError) -> HTTPResponse {
    let (number, fault) = state.withLock { state in
      state.requests.append(request)
      return (state.requests.count - 1, state.faults[state.requests.count - 1])
    }
    if fault == .refused { return try Fault.refused.spoil(HTTPResponse(status: 200)) }
    let answer = try reply(request, number)
    guard let fault else { return answer }
    return try fault.spoil(answer)
  }
}

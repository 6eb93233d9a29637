import Connectors
import Fulfillment
import Sync
import Synchronization
import TestSupport
import Wire

/// A shop that is told of parcels: it keeps what it was told and fails where it is told to.
final class FakeShopDesk: Sendable {
  private struct State {
    var known: [String]
    /// Status of the answer to `POST plugin` and the like; 0: none comes. What is told takes effect but
    /// with 404.
    var answers: [String: Int]
    var verbs: [String] = []
  }

  private let state: Mutex<State>

  init(known: [String] = [], answers: [String: Int] = [:]) {
    state = Mutex(State(known: known, answers: answers))
  }

  var told: [String] { state.withLock { $0.known } }
  var verbs: [String] { state.withLock { $0.verbs } }
  /// Every answer is good from now on.
  func mend() { state.withLock { $0.answers = [:] } }

  var transport: ScriptedTransport {
    ScriptedTransport { request, _ throws(ConnectorError) in
      let verb = "\(request.method.rawValue) \(request.url.split(separator: "/").last ?? "")"
      let text = String(decoding: request.body, as: UTF8.self)
      let answer: HTTPResponse? = self.state.withLock { state in
        state.verbs.append(verb)
        let status = state.answers[verb] ?? 200
        if verb == "POST plugin" || verb == "POST note", status != 404 { state.known.append(text) }
        let body = verb == "GET known" ? state.known.joined(separator: " ") : ""
        return status == 0 ? nil : HTTPResponse(status: status, body: Array(body.utf8))
      }
      guard let answer else { throw .unknownOutcome("no complete answer") }
      return answer
    }
  }
}

/// The connector to that shop: a plugin, else a note; then the order is marked as done.
struct FakeFulfilling: Fulfilling {
  func fulfilments(
    of order: String, _ context: RequestContext
  ) -> [Exchange<[KnownFulfilment]>] {
    ["known", "notes"].map { place in
      Exchange(HTTPRequest(.get, "https://shop.test/\(order)/\(place)")) {
        response throws(ConnectorError) in
        try check(response)
        return String(decoding: response.body, as: UTF8.self).split(separator: " ")
          .map { KnownFulfilment(number: String($0)) }
      }
    }
  }

  func body(for update: FulfilmentUpdate) -> String {
    String(update.shipment.number.filter { $0 != " " })
  }

  func fulfil(_ body: String, _ context: RequestContext) -> [[Exchange<Void>]] {
    [["plugin", "done"], ["note", "done"]].map { way in
      way.map { step in
        let request = HTTPRequest(.post, "https://shop.test/1/\(step)", body: Array(body.utf8))
        return Exchange(request) { response throws(ConnectorError) in try check(response) }
      }
    }
  }

  private func check(_ response: HTTPResponse) throws(ConnectorError) {
    switch response.status {
    case 200: return
    case 404: throw .rejected(code: "unsupported", message: "there is no such plugin")
    default: throw .unavailable("status \(response.status)")
    }
  }
}

import Connectors
import Fulfillment
import Sync
import Synchronization
import TestSupport
import Wire

/// The order books of a supplier that really records what it is sent, and what happens on the way to it.
/// Its wire format is its own (`number|state|r|.`).
final class FakeDesk: Transport {
  /// What can be done about an order whose outcome is unknown.
  enum Kind: String, CaseIterable, Sendable {
    /// Refuses a second order under a key, and can be asked (CJ).
    case both
    /// Can be asked, and records whatever it gets.
    case queryable
    /// Refuses a second order for 24 hours, and can't be asked (AliExpress).
    case deduplicating
    /// Neither.
    case blind

    var powers: SupplierPowers {
      SupplierPowers(
        deduplicates: self == .both ? .days(30) : self == .deduplicating ? .hours(24) : nil,
        isQueryable: self == .both || self == .queryable, settles: FakeDesk.settles, cancels: true,
        takesPayment: true)
    }
  }

  /// What happens to one request that changes something.
  enum Mishap: Hashable, CaseIterable, Sendable {
    case none, unreachable, lost, answerLost, brokenAfter, garbledAfter, late, throttled, rejected,
      unauthorized, redirected, busy
  }

  static let settles = Span.minutes(10)
  let kind: Kind
  private let time: ManualTime
  private let state: Mutex<Books>

  struct Entry: Hashable, Sendable {
    var number: String
    var at: Timestamp
    var isPaid = false
    var isCancelled = false
  }

  private struct Books {
    /// Every order recorded under a key.
    var orders: [String: [Entry]] = [:]
    /// Sent, and not in the books before then.
    var underWay: [(at: Timestamp, key: String)] = []
    var requests: [HTTPRequest] = []
    var numbers = 0
    var next: [Mishap] = []
    var askingFails = 0
    /// How far our clock has been put forward against the supplier's.
    var skew = Span.seconds(0)
  }

  private let hook = Mutex<(@Sendable (Stage) async -> Void)?>(nil)

  /// A request is about to take effect, or has.
  enum Stage: Hashable, Sendable { case before(String), after(String) }

  init(_ kind: Kind = .both, time: ManualTime) {
    self.kind = kind
    self.time = time
    state = Mutex(Books())
  }

  /// What else goes on while a request is under way.
  func during(_ body: @escaping @Sendable (Stage) async -> Void) { hook.withLock { $0 = body } }

  /// What happens to the requests that come next, one each; nothing after those.
  func plan(_ mishaps: Mishap..., askingFails: Int = 0) { plan(mishaps, askingFails: askingFails) }

  func plan(_ mishaps: [Mishap], askingFails: Int) {
    state.withLock { ($0.next, $0.askingFails) = (mishaps, askingFails) }
  }

  /// Our clock was put forward, or back; the supplier's was not.
  func clockWasSet(by span: Span) {
    state.withLock { $0.skew = Span(milliseconds: $0.skew.milliseconds + span.milliseconds) }
  }

  var requests: [HTTPRequest] { state.withLock { $0.requests } }
  /// How often each was asked for, in order: `place`, `find`, ...
  var verbs: [String] {
    requests.map(FakeDesk.verb)
  }
  private static func verb(_ request: HTTPRequest) -> String {
    String((request.url.split(separator: "/").last ?? "").prefix { $0 != "?" })
  }
  /// Orders recorded under a key, those under way included once their time has come.
  func count(_ key: String) -> Int {
    state.withLock { books in
      FakeDesk.arrive(&books, kind, time.now() - books.skew)
      return books.orders[key]?.count ?? 0
    }
  }
  func entries(_ key: String) -> [Entry] { state.withLock { $0.orders[key] ?? [] } }
  var keys: [String] { state.withLock { $0.orders.keys.sorted() } }

  func send(
    _ request: HTTPRequest, timeout: Span, maxBody: Int
  ) async throws(ConnectorError) -> HTTPResponse {
    let hook = hook.withLock { $0 }
    await hook?(.before(FakeDesk.verb(request)))
    let answer: Result<HTTPResponse, ConnectorError> = state.withLock { books in
      books.requests.append(request)
      let now = time.now() - books.skew
      FakeDesk.arrive(&books, kind, now)
      return FakeDesk.answer(request, &books, kind, now)
    }
    await hook?(.after(FakeDesk.verb(request)))
    return try answer.get()
  }

  private static func answer(
    _ request: HTTPRequest, _ books: inout Books, _ kind: Kind, _ now: Timestamp
  ) -> Result<HTTPResponse, ConnectorError> {
    let parts = request.url.split(separator: "?", omittingEmptySubsequences: false)
    let argument = parts.count > 1 ? String(parts[1]) : ""
    let body = String(decoding: request.body, as: UTF8.self)
    let key = body.split(separator: "|").first.map(String.init) ?? ""
    if parts[0].hasSuffix("/find") {
      if books.askingFails > 0 {
        books.askingFails -= 1
        return .failure(.unavailable("no answer"))
      }
      guard let entry = books.orders[argument]?.first else { return say("-|none||.") }
      return say("\(entry.number)|\(state(entry))||.")
    }
    let mishap = books.next.isEmpty ? Mishap.none : books.next.removeFirst()
    switch mishap {
    case .unreachable: return .failure(.unavailable("refuses the connection"))
    case .lost: return .failure(.unknownOutcome("no complete answer"))
    case .throttled: return .success(HTTPResponse(status: 429, headers: ["Retry-After": "5"]))
    case .rejected: return .success(HTTPResponse(status: 400, body: Array("bad address".utf8)))
    case .unauthorized: return .success(HTTPResponse(status: 401))
    case .redirected:
      return .failure(.rejected(code: "HTTP 302", message: "sends us on to another page"))
    case .busy: return say("busy")
    case .late where parts[0].hasSuffix("/place"):
      books.underWay.append((now + .minutes(9), key))
      return .failure(.unknownOutcome("no complete answer"))
    case .none, .answerLost, .brokenAfter, .garbledAfter, .late: break
    }
    let answer = act(String(parts[0]), argument, key, &books, kind, now)
    switch mishap {
    case .answerLost: return .failure(.unknownOutcome("the connection broke"))
    case .brokenAfter: return .success(HTTPResponse(status: 500, body: Array("oops".utf8)))
    case .garbledAfter: return .success(HTTPResponse(status: 200, body: Array("<html>".utf8)))
    default: return answer
    }
  }

  private static func act(
    _ path: String, _ number: String, _ key: String, _ books: inout Books, _ kind: Kind,
    _ now: Timestamp
  ) -> Result<HTTPResponse, ConnectorError> {
    if path.hasSuffix("/place") {
      let isRepeated = !record(key, &books, kind, now)
      let entry = books.orders[key]?.last
      // AliExpress says "repeated order" and no number.
      let told = isRepeated && kind == .deduplicating ? "" : entry?.number ?? ""
      return say("\(told)|unpaid|\(isRepeated ? "r" : "")|.")
    }
    for (key, entries) in books.orders {
      for index in entries.indices where entries[index].number == number {
        if path.hasSuffix("/pay") { books.orders[key]?[index].isPaid = true }
        if path.hasSuffix("/cancel") { books.orders[key]?[index].isCancelled = true }
        return say("\(number)|\(books.orders[key].map { state($0[index]) } ?? "")||.")
      }
    }
    return .success(HTTPResponse(status: 400, body: Array("no such order".utf8)))
  }

  /// false: it is there already.
  private static func record(
    _ key: String, _ books: inout Books, _ kind: Kind, _ now: Timestamp
  ) -> Bool {
    if let memory = kind.powers.deduplicates,
      books.orders[key]?.contains(where: { now < $0.at + memory }) == true
    {
      return false
    }
    books.numbers += 1
    books.orders[key, default: []].append(Entry(number: "N\(books.numbers)", at: now))
    return true
  }

  private static func arrive(_ books: inout Books, _ kind: Kind, _ now: Timestamp) {
    for order in books.underWay where order.at <= now { _ = record(order.key, &books, kind, now) }
    books.underWay.removeAll { $0.at <= now }
  }

  private static func state(_ entry: Entry) -> String {
    entry.isCancelled ? "cancelled" : entry.isPaid ? "acknowledged" : "unpaid"
  }

  private static func say(_ text: String) -> Result<HTTPResponse, ConnectorError> {
    .success(HTTPResponse(status: 200, body: Array(text.utf8)))
  }
}

/// The connector to that desk.
struct FakeBuyer: Buying, SupplierSource {
  var kind = FakeDesk.Kind.both
  var paysByAPI = true
  /// What every draft lacks; "": nothing.
  var lacks = ""

  var powers: SupplierPowers { kind.powers }

  func purchases(
    _ cursor: Cursor?, _ context: RequestContext
  ) -> Exchange<Page<PurchaseOrder>> { FakeSupplier().purchases(cursor, context) }

  func body(for draft: PurchaseDraft) throws(DraftProblem) -> String {
    guard lacks.isEmpty else { throw DraftProblem("it needs " + lacks) }
    return draft.key + "|" + draft.items.map { "\($0.quantity) \($0.supplierSKU)" }.joined()
  }

  func place(_ body: String, _ context: RequestContext) -> Exchange<Placement> {
    exchange(.post, "place", body)
  }

  func find(
    key: String, number: String, _ context: RequestContext
  ) -> Exchange<Placement?>? {
    guard kind.powers.isQueryable else { return nil }
    let exchange = exchange(.get, "find?\(key)")
    return Exchange(exchange.request) { response throws(ConnectorError) in
      if String(decoding: response.body, as: UTF8.self).hasPrefix("-|") { return nil }
      return try exchange.decode(response)
    }
  }

  /// Two steps, as at CJ.
  func pay(number: String, _ context: RequestContext) -> [Exchange<Placement>] {
    paysByAPI ? [exchange(.post, "pay?\(number)"), exchange(.post, "pay?\(number)")] : []
  }

  func cancel(number: String, _ context: RequestContext) -> Exchange<Placement>? {
    kind.powers.isQueryable ? exchange(.delete, "cancel?\(number)") : nil
  }

  func balance(_ context: RequestContext) -> Exchange<Money>? { nil }

  private func exchange(
    _ method: HTTPRequest.Method, _ path: String, _ body: String = ""
  ) -> Exchange<Placement> {
    let request = HTTPRequest(method, "https://supplier.test/\(path)", body: Array(body.utf8))
    return Exchange(request) { response throws(ConnectorError) in
      let text = String(decoding: response.body, as: UTF8.self)
      switch response.status {
      case 200: break
      case 400: throw .rejected(code: "400", message: text)
      case 401: throw .unauthorized("who are you")
      case 429: throw .throttled(after: .seconds(5))
      default: throw .unavailable("status \(response.status)")
      }
      if text == "busy" { throw .unavailable("busy, try again") }
      let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 4, let state = PurchaseState(rawValue: parts[1]) else {
        throw .malformed("no order in it")
      }
      return Placement(
        numbers: parts[0].isEmpty ? [] : [parts[0]], state: state, isRepeated: parts[2] == "r")
    }
  }
}

package import Connectors
package import Fulfillment
package import Logging
import Synchronization
package import Wire

/// Where services bring their news: one path for each account, `/hooks/<account>`. Looks at the proof,
/// has what is proved kept, and only then answers. Pure but for its limits and the function that keeps:
/// it knows no socket.
package final class WebhookDoor: Sendable {
  /// An account whose service sends news.
  package struct Account: Sendable {
    package var name: String
    package var reader: any WebhookReading

    package init(name: String, reader: any WebhookReading) {
      self.name = name
      self.reader = reader
    }

    /// Under the server's address: `/hooks/my%20shop`.
    package var path: String { "/hooks/" + PercentEncoding.encode(name) }
  }

  /// A delivery whose proof was right, without secrets.
  package struct Proved: Hashable, Sendable {
    package var account: String
    /// The same for every repeat of it.
    package var key: String
    package var topic: String
    package var delivery: Delivery
    /// It was signed and can't be read: why.
    package var problem: String?
  }

  /// Bounds of what is taken. Rates are deliveries in a second; a burst may come at once.
  package struct Limits: Hashable, Sendable {
    /// Of one account, proved.
    package var rate = 50.0
    package var burst = 500
    /// Of one account, refused: more are told to slow down, and not logged. They never use up what the
    /// proved ones may.
    package var refusedRate = 1.0
    package var refusedBurst = 30
    /// Bytes.
    package var body = 2_097_152
    /// Bytes, names and values of all.
    package var headers = 16_384
    package var path = 4096

    package init() {}
  }

  /// Keeps a proved delivery for good; throws where that is not possible now.
  package typealias Keep = @Sendable (Proved) async throws -> Void

  private struct Pace {
    var proved: Bucket
    var refused: Bucket
  }

  private let accounts: [String: Account]
  private let limits: Limits
  private let paces: Mutex<[String: Pace]>
  private let now: @Sendable () -> Timestamp
  private let log: Logger
  private let keep: Keep

  /// - Parameter now: real time; deliveries are stamped by it, and limits counted.
  package init(
    _ accounts: [Account], limits: Limits = Limits(), now: @escaping @Sendable () -> Timestamp,
    log: Logger, keep: @escaping Keep
  ) {
    self.accounts = Dictionary(
      accounts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.limits = limits
    self.now = now
    self.log = log
    self.keep = keep
    let pace = Pace(
      proved: Bucket(rate: limits.rate, burst: limits.burst),
      refused: Bucket(rate: limits.refusedRate, burst: limits.refusedBurst))
    paces = Mutex(self.accounts.mapValues { _ in pace })
  }

  /// Answers a request. 200: kept (or known, or of no interest); 503: to be sent again. Never fails on
  /// what was sent.
  package func answer(_ request: HTTPRequest) async -> HTTPResponse {
    let (path, query) = WebhookDoor.split(request.url)
    guard path.utf8.count + query.utf8.count <= limits.path else { return .plain(414) }
    guard let account = account(at: path) else { return .plain(404) }
    guard request.method == .post else { return .plain(405, ["Allow": "POST"]) }
    let headerBytes = request.headers.fields.reduce(0) {
      $0 + $1.name.utf8.count + $1.value.utf8.count
    }
    guard headerBytes <= limits.headers else { return .plain(431) }
    guard request.body.count <= limits.body else { return .plain(413) }
    let delivery = Delivery(
      headers: request.headers, path: path + query, body: request.body, receivedAt: now())
    switch verdict(on: delivery, account) {
    case .answer(let response): return response
    case .keep(let proved): return await keep(proved)
    }
  }

  /// What is to be done with a delivery.
  private enum Verdict {
    case answer(HTTPResponse)
    case keep(Proved)
  }

  private func verdict(on delivery: Delivery, _ account: Account) -> Verdict {
    do throws(WebhookError) {
      let news = try account.reader.read(delivery)
      // Nothing that anybody could not have sent: it is not worth a row.
      if case .ping = news.content { return paced(account, delivery) ?? .answer(.plain(200)) }
      let key = WebhookDoor.key(news.id, news.topic, delivery.body)
      return paced(account, delivery)
        ?? .keep(proved(account, key: key, topic: news.topic, delivery, problem: nil))
    } catch {
      switch error {
      case .badSignature, .stale, .unsigned: return refused(account, delivery, error)
      case .ignored(let topic):
        log.debug(
          "nothing of interest", metadata: ["account": "\(account.name)", "topic": "\(topic)"])
        return paced(account, delivery) ?? .answer(.plain(200))
      case .malformed:
        // Sending it again would not make it readable, and some services give up on us after a few
        // refusals: it is kept for the operator to see.
        let key = WebhookDoor.key("", "", delivery.body)
        return paced(account, delivery)
          ?? .keep(proved(account, key: key, topic: "", delivery, problem: error.message))
      }
    }
  }

  /// nil: it may come in.
  private func paced(_ account: Account, _ delivery: Delivery) -> Verdict? {
    let wait = paces.withLock { paces in
      paces[account.name]?.proved.take(delivery.receivedAt) ?? nil
    }
    return wait.map { .answer(.plain(429, ["Retry-After": "\($0)"])) }
  }

  private func refused(
    _ account: Account, _ delivery: Delivery, _ error: WebhookError
  ) -> Verdict {
    let wait = paces.withLock { paces in
      paces[account.name]?.refused.take(delivery.receivedAt) ?? nil
    }
    if let wait { return .answer(.plain(429, ["Retry-After": "\(wait)"])) }
    log.warning(
      "a delivery was refused",
      metadata: ["account": "\(account.name)", "reason": "\(error.message)"])
    return .answer(.plain(401))
  }

  private func proved(
    _ account: Account, key: String, topic: String, _ delivery: Delivery, problem: String?
  ) -> Proved {
    var kept = account.reader.keepable(delivery)
    for name in WebhookDoor.private { kept.headers[name] = nil }
    return Proved(
      account: account.name, key: key, topic: topic, delivery: kept, problem: problem)
  }

  private func keep(_ proved: Proved) async -> HTTPResponse {
    do {
      try await keep(proved)
      return .plain(200)
    } catch {
      log.error(
        "a delivery could not be kept",
        metadata: ["account": "\(proved.account)", "error": "\(error)"])
      return .plain(503, ["Retry-After": "30"])
    }
  }

  private func account(at path: String) -> Account? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    guard parts.first == "hooks", let last = parts.dropFirst().first,
      parts.count == 2 || parts.count == 3 && parts.last == ""
    else { return nil }
    return PercentEncoding.decode(last).flatMap { accounts[$0] }
  }

  /// Path, and query with its `?`.
  private static func split(_ url: String) -> (path: String, query: String) {
    guard let parts = URLParts(url) else { return ("", "") }
    return (parts.path, parts.query.map { "?" + $0 } ?? "")
  }

  /// The service's own id; where it gives none, or too long a one, a digest of what it sent.
  private static func key(_ id: String, _ topic: String, _ body: [UInt8]) -> String {
    guard id.isEmpty || id.utf8.count > 200 else { return "id " + id }
    return "sha256 " + Signing.hex(Signing.sha256(Array((topic + "\n").utf8) + body))
  }

  /// What a proxy or a client may have added that is nobody's business later.
  private static let `private` = ["Authorization", "Proxy-Authorization", "Cookie"]
}

extension HTTPResponse {
  /// An answer without content.
  fileprivate static func plain(_ status: Int, _ headers: HTTPHeaders = [:]) -> HTTPResponse {
    HTTPResponse(status: status, headers: headers)
  }
}

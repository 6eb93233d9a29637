import Connectors
import Fulfillment
import Logging
import Server
import Simulator
import Synchronization
import Wire

/// Accounts of a simulated world, as the operator would have entered them, and what its services send.
struct SimulatedNews: Sendable {
  let world: World

  static let now = Timestamp(seconds: 1_790_000_000)

  init() {
    world = World(
      seed: 3,
      options: World.Options(start: Self.now, ordersPerDay: 0, backlogDays: 30, orders: 120))
  }

  func credentials(_ service: Hook.Service) -> Credentials {
    let secret = world.hookSecret(service)
    return switch service {
    case .woocommerce:
      Credentials(
        url: "https://shop.test", key: "k", secret: "s", options: ["webhook_secret": secret])
    case .seventeenTrack: Credentials(key: secret)
    default: Credentials(url: "https://x.test", key: "k", secret: secret)
    }
  }

  /// The service's account, named after it.
  func account(_ service: Hook.Service) -> WebhookDoor.Account? {
    guard let descriptor = ConnectorTable.service(service.rawValue),
      let reader = descriptor.connect(
        Account(name: service.rawValue, service: service.rawValue, role: descriptor.role),
        credentials(service)
      ).webhooks
    else { return nil }
    return WebhookDoor.Account(name: service.rawValue, reader: reader)
  }

  /// The newest thing that service has to tell.
  func hook(_ service: Hook.Service) -> Hook? {
    let changes = world.changes(since: Timestamp(seconds: 0), until: Self.now)
    return service.isOfOrders
      ? changes.orders.reversed().lazy.compactMap {
        world.hook(service, order: $0, at: Self.now)
      }.first
      : changes.numbers.lazy.compactMap { world.hook(service, number: $0, at: Self.now) }.first
  }

  func request(
    _ service: Hook.Service, _ change: (inout HTTPRequest) -> Void = { _ in }
  ) -> HTTPRequest {
    let hook = hook(service)
    var request = HTTPRequest(
      .post, "http://127.0.0.1:1/hooks/\(service.rawValue)\(hook?.query ?? "")",
      headers: hook?.headers ?? [:], body: hook?.body ?? [])
    change(&request)
    return request
  }
}

/// A door with everything it kept and said.
final class Doorstep: Sendable {
  let door: WebhookDoor
  private let book: Book

  /// What outlives the door's own functions.
  private final class Book: Sendable {
    let kept = Mutex<[WebhookDoor.Proved]>([])
    let time = Mutex(SimulatedNews.now)
    let isBroken = Mutex(false)
    let lines = Mutex<[String]>([])
  }

  struct Broken: Error {}

  init(_ accounts: [WebhookDoor.Account], limits: WebhookDoor.Limits = .init()) {
    let book = Book()
    self.book = book
    var log = Logger(label: "door") { _ in
      LineLog { line in book.lines.withLock { $0.append(line) } }
    }
    log.logLevel = .trace
    door = WebhookDoor(
      accounts, limits: limits, now: { book.time.withLock { $0 } }, log: log,
      keep: { proved in
        guard !book.isBroken.withLock({ $0 }) else { throw Broken() }
        book.kept.withLock { $0.append(proved) }
      })
  }

  var kept: [WebhookDoor.Proved] { book.kept.withLock { $0 } }
  var lines: [String] { book.lines.withLock { $0 } }

  func breakStore() { book.isBroken.withLock { $0 = true } }
  func pass(_ span: Span) { book.time.withLock { $0 = $0 + span } }
  func status(_ request: HTTPRequest) async -> Int { await door.answer(request).status }
}

/// Hands every line on as text.
private struct LineLog: LogHandler {
  let hear: @Sendable (String) -> Void
  var logLevel = Logger.Level.trace
  var metadata = Logger.Metadata()

  init(_ hear: @escaping @Sendable (String) -> Void) { self.hear = hear }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { hear("\(event.message) \(event.metadata ?? [:])") }
}

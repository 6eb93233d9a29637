import Connectors
import Fulfillment
import Logging
import Server
import ServiceLifecycle
import Store
import Sync

/// What `serve` adds to the background: the door that services bring their news to, the inbox behind
/// it, and the work on what is in there.
struct Receiving {
  /// Accounts whose services send news.
  let accounts: [WebhookDoor.Account]
  private let work: InboxWork
  private let server: HummingbirdServer

  /// Shopify waits for an answer for five seconds, CJ for three (apis.md): a little less, so that who asks
  /// hears from us and not from his own clock.
  private static let deadline = Duration.milliseconds(2500)
  /// A proxy keeps connections open for a while and is surprised by one that we close (Caddy: two minutes).
  private static let idle = Duration.seconds(150)
  /// Requests at a time, so that bodies fill no more memory than this times their bound.
  private static let concurrent = 64

  /// - Parameters:
  ///   - host: the address of ours to listen on.
  ///   - port: 0: a free one.
  init(_ services: Services, store: Store, host: String, port: Int, log: Logger) {
    let engine = services.engine
    let work = InboxWork(
      store: store, accounts: services.accounts, time: SystemTime(), random: SystemRandom(),
      log: log, hasNews: { await engine.lookAgain() })
    self.work = work
    accounts = services.accounts.compactMap { connected in
      connected.connection.webhooks.map {
        WebhookDoor.Account(name: connected.account.name, reader: $0)
      }
    }
    let writer = InboxWriter(hasNews: { work.ring() }, receive: { _ = try await store.receive($0) })
    let limits = WebhookDoor.Limits()
    let door = WebhookDoor(
      accounts, limits: limits, now: { SystemTime().now() }, log: log,
      keep: { proved in
        try await writer.keep(
          InboxDelivery(
            account: proved.account, key: proved.key, topic: proved.topic, proved.delivery,
            problem: proved.problem))
      })
    server = HummingbirdServer(
      host: host, port: port, maxBody: limits.body, requestTimeout: Self.deadline,
      idleTimeout: Self.idle, maxConcurrent: Self.concurrent, log: log,
      respond: { await door.answer($0) })
  }

  /// To be run with the rest; the server ends first.
  func services(onReady: @escaping @Sendable (Int) -> Void) -> [any Service] {
    [
      InboxService(work: work), ServerService(server: server, onReady: onReady),
    ]
  }
}

/// The work on the inbox as a service.
private struct InboxService: Service {
  let work: InboxWork

  func run() async throws {
    try await cancelWhenGracefulShutdown { try await work.run() }
  }
}

/// The server as a service.
private struct ServerService: Service {
  let server: HummingbirdServer
  let onReady: @Sendable (Int) -> Void

  func run() async throws {
    // It listens for the same signal itself, and lets the requests at hand end.
    try await server.run(onReady: onReady)
  }
}

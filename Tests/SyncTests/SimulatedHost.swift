import Connectors
import Fulfillment
import Logging
import Server
import Simulator
import Store
import Sync
import Synchronization
import TestSupport
import Wire

/// A simulated world behind a real HTTP server on loopback, at the time of a clock that the test and
/// the engine's own waits move; and an engine that knows it only by its sockets.
final class SimulatedHost: Sendable {
  let world: Mutex<World>
  let time: ManualTime
  let temporary: TemporaryStore
  let transport = HTTPClientTransport()
  private let server: Task<Void, any Error>
  let port: Int
  let sessions = AccountSessions()
  private let secrets: [String: String]

  static let start = Timestamp(seconds: 1_790_000_000)
  private static let log = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

  /// - Parameter buysItself: share of the orders that the simulated shop's people buy.
  init(
    seed: UInt64, orders: Int, faults: Faults = .none, buysItself: Double = 1
  ) async throws {
    let world = World(
      seed: seed,
      options: World.Options(
        start: SimulatedHost.start, ordersPerDay: 0, backlogDays: 12, orders: orders,
        faults: faults, buysItself: buysItself))
    secrets = world.secrets
    self.world = Mutex(world)
    let time = ManualTime(SimulatedHost.start)
    self.time = time
    temporary = try TemporaryStore()
    let (ports, ready) = AsyncStream.makeStream(of: Int.self)
    let box = WorldBox()
    let host = HummingbirdServer(
      maxBody: 1 << 20, log: SimulatedHost.log, reply: { box.answer($0, time.now()) })
    server = Task { try await host.run(onReady: { ready.yield($0) }) }
    var iterator = ports.makeAsyncIterator()
    port = await iterator.next() ?? 0
    box.open { [self] request, now in
      let answer = self.world.withLock { $0.answer(to: request, now: now) }
      switch answer.delivery {
      case .normal: return .response(answer.response)
      case .reset: return .reset
      case .hang: return .hang
      }
    }
  }

  /// Ends the connections and the server.
  func stop() async throws {
    try await transport.shutdown()
    server.cancel()
    try await server.value
  }

  /// - Parameter tracker: `easypost` or `17track`.
  func engine(
    tracker: String, policy: SyncPolicy = SyncPolicy(), purchasing: Purchasing? = nil
  ) -> SyncEngine {
    SyncEngine(
      store: temporary.store, accounts: accounts(tracker: tracker), transport: transport,
      time: time, random: RepeatableRandom(seed: 5), thresholds: Thresholds(),
      log: SimulatedHost.log, holder: "test", policy: policy, sessions: sessions,
      purchasing: purchasing)
  }

  /// - Parameter store: of another process.
  func dispatcher(
    _ holder: String, store: Store, receivers: [Receiver], failPoint: FailPoint = .off,
    policy: SyncPolicy
  ) -> OutboxDispatcher {
    OutboxDispatcher(
      store: store, receivers: receivers, transport: transport, time: time,
      random: RepeatableRandom(seed: 6), log: SimulatedHost.log, failPoint: failPoint,
      holder: holder, policy: policy, sessions: sessions)
  }

  func accounts(tracker: String) -> [ConnectedAccount] {
    [
      account("shop", "woocommerce", "shop", "WOO_KEY", "WOO_SECRET"),
      account("CJ", "cj", "cj", "CJ_KEY", nil, ["pay": "auto"]),
      tracker == "17track"
        ? account("parcels", "17track", "17track", "17TRACK_KEY", nil)
        : account("parcels", "easypost", "easypost", "EASYPOST_KEY", nil),
    ].compactMap { $0 }
  }

  private func account(
    _ name: String, _ service: String, _ folder: String, _ key: String, _ secret: String?,
    _ options: [String: String] = [:]
  ) -> ConnectedAccount? {
    guard let descriptor = ConnectorTable.service(service) else { return nil }
    let credentials = Credentials(
      url: "http://127.0.0.1:\(port)/\(folder)", key: secrets["SUPERCARGO_SIM_" + key] ?? "",
      secret: secret.flatMap { secrets["SUPERCARGO_SIM_" + $0] } ?? "", options: options)
    return ConnectedAccount(
      Account(name: name, service: service, role: descriptor.role), credentials, descriptor)
  }
}

/// Lets the server start before the world behind it is there.
private final class WorldBox: Sendable {
  private let respond = Mutex<Respond?>(nil)

  typealias Respond = @Sendable (HTTPRequest, Timestamp) -> HummingbirdServer.Reply

  func open(_ respond: @escaping Respond) {
    self.respond.withLock { $0 = respond }
  }

  func answer(_ request: HTTPRequest, _ now: Timestamp) -> HummingbirdServer.Reply {
    let respond = respond.withLock { $0 }
    return respond?(request, now) ?? .response(HTTPResponse(status: 503))
  }
}

import Connectors
import Fulfillment
import Logging
import ServiceLifecycle
import Settings
import Store
import Sync
import UnixSignals

/// The background of the program: the sync engine and what it needs.
struct Services: Sendable {
  let engine: SyncEngine
  /// What the engine is doing; one reader.
  let events: AsyncStream<SyncEvent>
  private let transport = HTTPClientTransport()
  private let log: Logger

  /// Builds the engine for the accounts of a configuration.
  /// - Parameter limitRate: how much faster than real time the services count their limits: 1, but for
  ///   simulated ones, which live in the time of their world.
  init(
    store: Store, configuration: Configuration, clock: any Clock = SystemTime(),
    limitRate: Double = 1, log: Logger
  ) throws {
    let (events, sink) = AsyncStream.makeStream(
      of: SyncEvent.self, bufferingPolicy: .bufferingNewest(256))
    self.events = events
    self.log = log
    engine = SyncEngine(
      store: store,
      accounts: try configuration.accounts.map { try Self.connected($0, limitRate: limitRate) },
      transport: transport, time: clock, random: SystemRandom(),
      thresholds: configuration.thresholds, log: log, tell: { sink.yield($0) })
  }

  private static func connected(
    _ entry: ConfiguredAccount, limitRate: Double
  ) throws -> ConnectedAccount {
    guard
      let descriptor = ConnectorTable.all.first(where: { $0.service == entry.account.service })
    else {
      throw Failure(
        "the account \(entry.account.name) can't be used",
        "there is no service \(entry.account.service)", status: .usage)
    }
    var account = ConnectedAccount(
      entry.account, entry.credentials, descriptor, cadence: entry.cadence)
    account.requestsPerSecond *= limitRate
    return account
  }

  /// Pulls until SIGINT, SIGTERM or SIGHUP, then ends cleanly between two pages.
  func runUntilSignalled() async throws {
    let group = ServiceGroup(
      configuration: .init(
        services: [.init(service: EngineService(engine: engine))],
        gracefulShutdownSignals: [.sigint, .sigterm, .sighup], logger: log))
    try await group.run()
  }

  /// Closes the connections.
  func close() async {
    do { try await transport.shutdown() } catch { log.debug("the connections were closed already") }
  }
}

/// The engine as a service: runs until told to stop.
private struct EngineService: Service {
  let engine: SyncEngine

  func run() async throws {
    try await cancelWhenGracefulShutdown { try await engine.run() }
  }
}

import Connectors
import Fulfillment
import Logging
import ServiceLifecycle
import Settings
import Store
import Sync
import UnixSignals

/// The background of the program: the sync engine, the dispatcher, and what they need.
struct Services: Sendable {
  let engine: SyncEngine
  /// Sends what the outbox holds.
  let dispatcher: OutboxDispatcher
  /// The accounts of the configuration, connected.
  let accounts: [ConnectedAccount]
  /// What the engine is doing; one reader.
  let events: AsyncStream<SyncEvent>
  private let transport = HTTPClientTransport()
  private let log: Logger

  /// Builds the engine for the accounts of a configuration.
  /// - Parameters:
  ///   - limitRate: how much faster than real time the services count their limits: 1, but for
  ///     simulated ones, which live in the time of their world.
  ///   - tokens: where tokens are kept; nil: in the operator's files.
  ///   - sent: hears what becomes of messages.
  init(
    store: Store, configuration: Configuration, clock: any Clock = SystemTime(),
    limitRate: Double = 1, policy: SyncPolicy = SyncPolicy(), log: Logger,
    tokens: (any TokenKeeping)? = nil,
    sent: @escaping @Sendable (DispatchEvent) -> Void = { _ in }
  ) throws {
    try store.save(configuration.rates)
    // Most of the time that a tracker takes is the way there and back.
    var policy = policy
    policy.inFlight = 16
    let (events, sink) = AsyncStream.makeStream(
      of: SyncEvent.self, bufferingPolicy: .bufferingNewest(256))
    self.events = events
    self.log = log
    let failPoint = FailPoint(environment: GlobalOptions.environment)
    guard let failPoint else {
      throw Failure(
        "SUPERCARGO_FAIL names no step", "it is for trials only",
        remedy: "one of " + FailPoint.Step.allCases.map(\.rawValue).joined(separator: ", "),
        status: .usage)
    }
    let accounts = try configuration.accounts.map { try Self.connected($0, limitRate: limitRate) }
    self.accounts = accounts
    let receivers =
      accounts.compactMap { Receiver($0) }
      + [
        .letters(
          configuration.notices.post,
          folder: XDG(environment: GlobalOptions.environment).spoolFolder)
      ]
    let sessions = AccountSessions(
      tokens: tokens ?? Self.tokens { log.warning("\($0)") })
    let purchasing = Self.purchasing(configuration, receivers, failPoint: failPoint)
    let folders = Self.folders(configuration)
    let dispatcher = OutboxDispatcher(
      store: store, receivers: receivers, transport: transport, folders: folders, time: clock,
      random: SystemRandom(), log: log, failPoint: failPoint,
      isStopped: configuration.purchasing.isStopped, policy: policy,
      sessions: sessions, tell: sent)
    self.dispatcher = dispatcher
    // Where the rules have changed since, the next round of detection looks at all orders.
    let rules = try configuration.rulesInForce()
    try store.adopt(rules, now: clock.now())
    engine = SyncEngine(
      store: store, accounts: accounts, transport: transport, time: clock, random: SystemRandom(),
      thresholds: rules, log: log, policy: policy, sessions: sessions,
      purchasing: purchasing,
      notices: NoticeDesk(configuration.notices, accounts, hold: configuration.hold),
      folders: folders,
      outboxHasGrown: { dispatcher.wake() }, tell: { sink.yield($0) })
  }

  /// Folders on this machine, and those of the accounts that name an SFTP address.
  static func folders(_ configuration: Configuration) -> RoutedFolders {
    let places = configuration.accounts.compactMap { entry -> (String, SFTPPlace)? in
      let identity = entry.options["identity"] ?? ""
      return SFTPPlace(entry.credentials.url, identity: identity).map {
        (entry.credentials.url, $0)
      }
    }
    return RoutedFolders(
      sftp: SFTPFolders(Dictionary(places, uniquingKeysWith: { first, _ in first })))
  }

  /// The operator's token files.
  static func tokens(_ notice: @escaping @Sendable (String) -> Void) -> FileTokens {
    FileTokens(folder: XDG(environment: GlobalOptions.environment).tokensFolder, notice: notice)
  }

  /// Everybody that the configuration can order from or tell of parcels.
  static func receivers(_ configuration: Configuration) throws -> [Receiver] {
    try configuration.accounts.compactMap { Receiver(try connected($0, limitRate: 1)) }
  }

  /// What customers are told, for looking and deciding outside of a sync.
  static func notices(_ configuration: Configuration) throws -> NoticeDesk {
    NoticeDesk(
      configuration.notices,
      try configuration.accounts.map { try connected($0, limitRate: 1) }, hold: configuration.hold)
  }

  /// How far buying goes by itself.
  static func purchasing(
    _ configuration: Configuration, _ receivers: [Receiver], failPoint: FailPoint = .off
  ) -> Purchasing {
    Purchasing(
      routing: configuration.routing, policy: configuration.purchasing,
      rates: configuration.rates, hold: configuration.purchaseHold ?? configuration.hold,
      receivers: receivers, failPoint: failPoint)
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
    // Letters wait where an operator looks for them, unless he names another folder.
    if account.folder == nil, account.connection.folder != nil {
      account.folder = XDG(environment: GlobalOptions.environment).spoolFolder
    }
    return account
  }

  /// Pulls and sends until SIGINT, SIGTERM or SIGHUP, then ends cleanly between two pages.
  /// - Parameter others: run beside them, and end before them, the last one first.
  func runUntilSignalled(with others: [any Service] = []) async throws {
    let services: [any Service] =
      [EngineService(engine: engine), DispatcherService(dispatcher: dispatcher)] + others
    let group = ServiceGroup(
      configuration: .init(
        services: services.map { .init(service: $0) },
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

/// The dispatcher as a service: runs until told to stop, and never in the middle of a message.
private struct DispatcherService: Service {
  let dispatcher: OutboxDispatcher

  func run() async throws {
    try await cancelWhenGracefulShutdown { try await dispatcher.run() }
  }
}

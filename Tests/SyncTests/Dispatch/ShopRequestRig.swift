import Connectors
import Fulfillment
import Logging
import Simulator
import Sync
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Store

/// A simulated service with one account, and dispatchers that lose answers as they are told to.
final class ServiceRig: Transport {
  let temporary: TemporaryStore
  let time: ManualTime
  let world: Mutex<World>
  let connected: ConnectedAccount
  /// What happens to the requests that change something, by their number from 0.
  private let mishaps: Mutex<(count: Int, plan: [Int: Mishap])>

  enum Mishap: CaseIterable { case lost, answerLost }

  static let start = Timestamp(seconds: 1_790_000_000)

  init(_ service: String, _ credentials: Credentials, _ world: World) throws {
    time = ManualTime(Self.start, automatic: true)
    temporary = try TemporaryStore()
    let descriptor = try #require(ConnectorTable.service(service))
    connected = ConnectedAccount(
      Account(name: "main", service: service, role: descriptor.role), credentials, descriptor)
    self.world = Mutex(world)
    mishaps = Mutex((0, [:]))
    try temporary.store.register(
      [AccountSetup(account: connected.account, cadence: .minutes(5))], now: Self.start)
  }

  func plan(_ mishaps: [Int: Mishap]) { self.mishaps.withLock { $0 = (0, mishaps) } }

  func run(_ holder: String = "one") async throws {
    let receiver = try #require(Receiver(connected))
    let dispatcher = OutboxDispatcher(
      store: temporary.store, receivers: [receiver], transport: self, time: time,
      random: RepeatableRandom(seed: 5),
      log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), failPoint: .off,
      holder: holder)
    _ = try await dispatcher.runOnce()
  }

  /// The newest message of that order.
  func message(_ order: OrderID) throws -> OutboxMessage? {
    try temporary.store.order(order, returnWindow: .days(30), now: time.now())?.outbox.last
  }

  func send(
    _ request: HTTPRequest, timeout: Span, maxBody: Int
  ) async throws(ConnectorError) -> HTTPResponse {
    let now = time.now()
    var mishap: Mishap?
    if ServiceRig.changes(request) {
      mishap = mishaps.withLock { state in
        defer { state.count += 1 }
        return state.plan[state.count]
      }
    }
    if mishap == .lost { throw .unknownOutcome("no answer") }
    let answer = world.withLock { $0.respond(to: request, now: now) }
    if mishap == .answerLost { throw .unknownOutcome("no answer") }
    return answer
  }

  /// A mutation of a shop's, or a dispute of CJ's.
  private static func changes(_ request: HTTPRequest) -> Bool {
    if request.url.hasSuffix("/disputes/create") { return true }
    return request.url.contains("graphql")
      && String(decoding: request.body, as: UTF8.self).contains("mutation")
  }
}

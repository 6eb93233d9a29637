import Connectors
import Fulfillment
import Logging
import Simulator
import Sync
import Synchronization
import TestSupport
import Wire

@testable import Store

/// A simulated world that is asked without sockets, a store with its paid orders, and dispatchers that send
/// money back through its shop or its payment service.
final class RefundRig: Transport {
  let temporary: TemporaryStore
  let time: ManualTime
  let world: Mutex<World>
  private let account: String
  private let connected: ConnectedAccount
  private let sent = Mutex<[String]>([])
  /// No dispatcher repeats what another has drawn: a shop takes a nonce once.
  private let dispatchers = Mutex<UInt64>(0)

  static let start = Timestamp(seconds: 1_790_000_000)

  /// - Parameter service: `stripe` or `woocommerce`.
  init(_ service: String, faults: Faults = .none) throws {
    account = service
    time = ManualTime(RefundRig.start, automatic: true)
    temporary = try TemporaryStore()
    let world = World(
      seed: 11,
      options: World.Options(
        start: RefundRig.start, ordersPerDay: 0, backlogDays: 6, orders: 30, faults: faults))
    let secrets = world.secrets
    self.world = Mutex(world)
    guard let descriptor = ConnectorTable.service(service) else { throw NoService() }
    let isStripe = service == "stripe"
    let credentials = Credentials(
      url: "http://sim.test/" + (isStripe ? "stripe" : "shop"),
      key: secrets[isStripe ? "SUPERCARGO_SIM_STRIPE_KEY" : "SUPERCARGO_SIM_WOO_KEY"] ?? "",
      secret: secrets[isStripe ? "SUPERCARGO_SIM_STRIPE_HOOKS" : "SUPERCARGO_SIM_WOO_SECRET"] ?? "")
    connected = ConnectedAccount(
      Account(name: service, service: service, role: descriptor.role), credentials, descriptor)
    let store = temporary.store
    try store.register(
      [
        AccountSetup(
          account: Account(name: "shop", service: "woocommerce", role: .storefront),
          cadence: .minutes(2)),
        AccountSetup(account: connected.account, cadence: .minutes(15)),
      ], now: RefundRig.start)
  }

  struct NoService: Error {}

  /// An order that is paid and undisputed, brought into the store with its total.
  func paidOrder() throws -> (id: Int, order: OrderID, total: Money) {
    let start = RefundRig.start
    let found = world.withLock { world in
      // Something must still be there to be sent back.
      world.undisputed(at: start).first {
        world.shopRefunds(of: $0.order, at: start + .days(1)).isEmpty && $0.total.minor > 1000
      }
    }
    guard let found else { throw NoService() }
    var order = Order(
      externalID: String(found.order), name: "#\(found.order)",
      placedAt: RefundRig.start - .days(3),
      updatedAt: RefundRig.start - .days(3), payment: .paid, paidAt: RefundRig.start - .days(3),
      currency: found.total.currency)
    order.total = found.total
    _ = try temporary.store.take(
      [order], from: "shop", isHistory: false, cursor: nil, now: time.now())
    guard let id = try temporary.store.findOrders("#\(found.order)").first else {
      throw NoService()
    }
    return (found.order, id, found.total)
  }

  /// Writes a refund down, ready to leave, as a decision does.
  func intend(_ due: RefundDue) throws {
    try temporary.store.work("queue a refund", now: time.now()) { work in
      try work.database.run(
        """
        INSERT INTO outboxMessage (key, kind, receiver, body, state, createdAt, orderID)
        VALUES (?, 'refund', ?, ?, 'ready', ?, ?)
        """, [due.key, due.account, due.text, work.now.milliseconds, due.orderID.number])
    }
  }

  func due(_ order: (id: Int, order: OrderID, total: Money), minor: Int64, key: String = "refund:1")
    -> RefundDue
  {
    RefundDue(
      key: key, orderID: order.order, account: account, order: String(order.id),
      amount: Money(minor: minor, currency: order.total.currency), note: "broken")
  }

  func dispatcher(
    _ holder: String = "one", store: Store? = nil, failPoint: FailPoint = .off
  ) throws -> OutboxDispatcher {
    guard let receiver = Receiver(connected) else { throw NoService() }
    let seed = dispatchers.withLock { count in
      count += 1
      return count
    }
    return OutboxDispatcher(
      store: store ?? temporary.store, receivers: [receiver], transport: self, time: time,
      random: RepeatableRandom(seed: seed),
      log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
      failPoint: failPoint, holder: holder)
  }

  /// What really went back of an order, in the smallest unit of its currency.
  func gone(_ id: Int) -> [Int] {
    let now = time.now()
    return world.withLock { world in
      account == "stripe"
        ? world.stripeRefunds.map(\.amount)
        : world.shopRefunds(of: id, at: now).filter { $0.reason.contains("(ref ") }.map(\.amount)
    }
  }

  func message(_ order: OrderID) throws -> OutboxMessage? {
    try temporary.store.order(order, returnWindow: .days(30), now: time.now())?.outbox
      .first { $0.kind == "refund" }
  }

  /// Methods and paths in their order.
  var requests: [String] { sent.withLock { $0 } }

  func send(
    _ request: HTTPRequest, timeout: Span, maxBody: Int
  ) async throws(ConnectorError) -> HTTPResponse {
    let path = request.url.split(separator: "?").first ?? ""
    sent.withLock { $0.append("\(request.method.rawValue) \(path)") }
    let now = time.now()
    let answer = world.withLock { $0.answer(to: request, now: now) }
    guard answer.delivery == .normal else { throw .unknownOutcome("no answer") }
    return answer.response
  }
}

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

/// A simulated payment service with disputes, a store that knows one of them, and dispatchers.
private final class EvidenceRig: Transport {
  let temporary: TemporaryStore
  let time: ManualTime
  let world: Mutex<World>
  let dispute: Dispute
  private let connected: ConnectedAccount
  private let orderID: OrderID

  static let start = Timestamp(seconds: 1_790_000_000)

  init(faults: Faults = .none) throws {
    time = ManualTime(Self.start, automatic: true)
    temporary = try TemporaryStore()
    var world = World(
      seed: 3,
      options: World.Options(
        start: Self.start, ordersPerDay: 0, backlogDays: 40, orders: 400, faults: .none))
    let credentials = Credentials(
      url: "http://sim.test/stripe", key: world.secrets["SUPERCARGO_SIM_STRIPE_KEY"] ?? "")
    let exchange = Stripe(credentials).disputes(nil, RequestContext(now: Self.start, nonce: "n"))
    let page = try exchange.decode(world.respond(to: exchange.request, now: Self.start))
    dispute = try #require(
      page.items.first {
        $0.state == .open && ($0.evidenceDueAt.map { Self.start + .days(2) < $0 } ?? false)
      })
    // The faults begin once the dispute is known.
    world = World(
      seed: 3,
      options: World.Options(
        start: Self.start, ordersPerDay: 0, backlogDays: 40, orders: 400, faults: faults))
    let descriptor = try #require(ConnectorTable.service("stripe"))
    connected = ConnectedAccount(
      Account(name: "stripe", service: "stripe", role: descriptor.role), credentials,
      descriptor)
    self.world = Mutex(world)
    let store = temporary.store
    try store.register(
      [
        AccountSetup(
          account: Account(name: "shop", service: "woocommerce", role: .storefront),
          cadence: .minutes(2)),
        AccountSetup(account: connected.account, cadence: .minutes(15)),
      ], now: Self.start)
    let order = Order(
      externalID: dispute.order, name: "#1", placedAt: Self.start - .days(30), payment: .paid,
      currency: .usd)
    _ = try store.take([order], from: "shop", isHistory: false, cursor: nil, now: Self.start)
    orderID = try #require(try store.findOrders("#1").first)
    _ = try store.take([dispute], from: "stripe", cursor: nil, now: Self.start)
    _ = try store.submitEvidence(
      EvidenceSubmission(
        dispute: dispute.externalID, fields: [EvidenceField(.story, "It was delivered.")]),
      to: "stripe", by: "ana", hold: .seconds(0), now: Self.start)
  }

  func run(_ holder: String = "one") async throws {
    let receiver = try #require(Receiver(connected))
    let dispatcher = OutboxDispatcher(
      store: temporary.store, receivers: [receiver], transport: self, time: time,
      random: RepeatableRandom(seed: 5),
      log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), failPoint: .off,
      holder: holder)
    _ = try await dispatcher.runOnce()
  }

  var message: OutboxMessage? {
    get throws {
      try temporary.store.order(orderID, returnWindow: .days(30), now: time.now())?.outbox.first
    }
  }

  /// What the service was given: the story of each dispute.
  var given: [String] {
    world.withLock { $0.stripeEvidence.values.compactMap { $0["uncategorized_text"] } }
  }

  func send(
    _ request: HTTPRequest, timeout: Span, maxBody: Int
  ) async throws(ConnectorError) -> HTTPResponse {
    let now = time.now()
    let answer = world.withLock { $0.answer(to: request, now: now) }
    guard answer.delivery == .normal else { throw .unknownOutcome("no answer") }
    return answer.response
  }
}

@Suite struct EvidenceDispatchTests {
  @Test func evidenceIsHandedInOnce() async throws {
    let rig = try EvidenceRig()
    try await rig.run()
    #expect(rig.given == ["It was delivered."])
    let message = try #require(try rig.message)
    #expect(message.state == .sent && message.outcome == "evidence handed in")
    try await rig.run("two")
    #expect(rig.given.count == 1)
  }

  /// Whatever is lost on the way: the service has it once, and the store knows.
  @Test(
    arguments: [
      Mishaps.Mishap.lost(.reset), .answerLost(.reset), .answerLost(.hang), .answeredBroken,
      .garbled,
    ])
  func noMishapLosesItOrSendsItTwice(mishap: Mishaps.Mishap) async throws {
    var faults = Faults.none
    faults.writing.script = [0: mishap]
    let rig = try EvidenceRig(faults: faults)
    for turn in 0..<6 {
      try await rig.run("turn \(turn)")
      rig.time.advance(by: .minutes(16))
    }
    #expect(rig.given == ["It was delivered."])
    #expect(try rig.message?.state == .sent)
  }

  @Test func afterTheDeadlineNothingLeaves() async throws {
    let rig = try EvidenceRig()
    let due = try #require(rig.dispute.evidenceDueAt)
    rig.time.advance(by: due + .hours(1) - rig.time.now())
    try await rig.run()
    #expect(rig.given.isEmpty)
    #expect(try rig.message?.state == .withdrawn)
    #expect(try rig.message?.outcome.contains("due by") == true)
  }

  @Test func evidenceFromElsewhereIsNotReplaced() async throws {
    let rig = try EvidenceRig()
    let stripe = rig.dispute.externalID
    rig.world.withLock { world in
      let service = Stripe(
        Credentials(
          url: "http://sim.test/stripe", key: world.secrets["SUPERCARGO_SIM_STRIPE_KEY"] ?? ""))
      let exchange = service.contest(
        EvidenceSubmission(dispute: stripe, fields: [EvidenceField(.story, "by hand")]),
        at: stripe, key: "k", RequestContext(now: EvidenceRig.start, nonce: "n"))
      _ = world.respond(to: exchange.request, now: EvidenceRig.start)
    }
    try await rig.run()
    #expect(rig.given == ["by hand"])
    #expect(try rig.message?.state == .rejected)
  }
}

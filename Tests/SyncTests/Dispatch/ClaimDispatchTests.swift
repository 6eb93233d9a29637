import Connectors
import Fulfillment
import Logging
import Simulator
import Store
import Sync
import Synchronization
import TestSupport
import Testing

/// Claims against a simulated CJ, which really keeps disputes.
@Suite struct ClaimDispatchTests {
  private struct Rig {
    let service: ServiceRig
    let purchase: PurchaseOrder
    let order: OrderID
    let claim: LossClaim

    init() throws {
      var world = World(
        seed: 5,
        options: World.Options(
          start: ServiceRig.start, ordersPerDay: 0, backlogDays: 30, orders: 200, faults: .none))
      let credentials = Credentials(
        url: "http://sim.test/cj", key: world.secrets["SUPERCARGO_SIM_CJ_KEY"] ?? "")
      let cj = CJ(Account(name: "main", service: "cj", role: .supplier), credentials)
      var context = RequestContext(now: ServiceRig.start - .minutes(20), nonce: "n")
      func read<Output>(_ exchange: Exchange<Output>) throws -> Output {
        context.now = context.now + .seconds(2)
        return try exchange.decode(world.respond(to: exchange.request, now: context.now))
      }
      context.token = try read(cj.token(context)).value
      var (found, cursor): (PurchaseOrder?, Cursor?) = (nil, nil)
      for _ in 0..<20 where found == nil {
        let page = try read(cj.purchases(cursor, context))
        found = page.items.first { $0.state == .shipped }
        guard let next = page.next else { break }
        cursor = next
      }
      purchase = try #require(found)
      service = try ServiceRig("cj", credentials, world)
      let store = service.temporary.store
      try store.register(
        [
          AccountSetup(
            account: Account(name: "shop", service: "woocommerce", role: .storefront),
            cadence: .minutes(2))
        ], now: ServiceRig.start)
      var sample = Order(
        externalID: "9", name: "#9", placedAt: ServiceRig.start - .days(30), payment: .paid,
        currency: .usd)
      sample.lines = [
        OrderLine(externalID: "1", sku: "A", title: "A", quantity: 1, price: nil)
      ]
      _ = try store.take(
        [sample], from: "shop", isHistory: false, cursor: nil, now: ServiceRig.start)
      order = try #require(try store.findOrders("#9").first)
      try store.recordPurchase(purchase, for: order, by: "ana", now: ServiceRig.start)
      claim = try store.openClaim(
        ClaimWish(
          order: order, against: "main", kind: .notReceived,
          amount: Money(minor: 100, currency: .usd)), policies: [], reason: "", by: "ana",
        now: ServiceRig.start)
      _ = try store.send(
        SupplierClaim(
          claim: claim.id, order: purchase.number, kind: .notReceived, words: "It never came."),
        to: "main", by: "ana", hold: .seconds(0), now: ServiceRig.start)
    }

    var disputes: [String] {
      service.world.withLock { $0.disputesAtCJ.map(\.message) }
    }

    var now: LossClaim {
      get throws { try #require(try service.temporary.store.claim(claim.id)).claim }
    }

    var message: OutboxMessage { get throws { try #require(try service.message(order)) } }

    /// One round of the engine, which pulls the account.
    func pull() async throws {
      let engine = SyncEngine(
        store: service.temporary.store, accounts: [service.connected], transport: service,
        time: service.time, random: RepeatableRandom(seed: 6), thresholds: Thresholds(),
        log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
      _ = try await engine.runOnce(only: "main")
    }
  }

  @Test func aDisputeIsOpenedAndItsEndIsRead() async throws {
    let rig = try Rig()
    try await rig.service.run()
    #expect(rig.disputes == ["It never came."])
    let message = try rig.message
    #expect(message.state == .sent, "\(message.outcome)")
    #expect(try rig.now.state == .submitted && rig.now.reference == "900000")
    try await rig.pull()
    #expect(try rig.now.state == .submitted)
    rig.service.time.advance(by: .days(4))
    try await rig.pull()
    let after = try rig.now
    #expect(after.state == .won && after.recovered?.currency == .usd)
    #expect((after.recovered?.minor ?? 0) > 0)
  }

  /// Whatever is lost on the way: CJ has one dispute, and the claim its number.
  @Test(arguments: ServiceRig.Mishap.allCases)
  func noMishapLosesItOrMakesItTwice(mishap: ServiceRig.Mishap) async throws {
    let rig = try Rig()
    rig.service.plan([0: mishap])
    for turn in 0..<5 {
      try await rig.service.run("turn \(turn)")
      rig.service.time.advance(by: .minutes(16))
    }
    #expect(rig.disputes == ["It never came."])
    #expect(try rig.message.state == .sent)
    #expect(try rig.now.state == .submitted && rig.now.reference == "900000")
  }

  @Test func aDisputeFromElsewhereIsNotDoubled() async throws {
    let rig = try Rig()
    try await rig.service.run()
    let store = rig.service.temporary.store
    let second = try store.openClaim(
      ClaimWish(
        order: rig.order, against: "main", kind: .damaged,
        amount: Money(minor: 100, currency: .usd)), policies: [], reason: "", by: "ana",
      now: rig.service.time.now())
    _ = try store.send(
      SupplierClaim(
        claim: second.id, order: rig.purchase.number, kind: .damaged, words: "It is broken."),
      to: "main", by: "ana", hold: .seconds(0), now: rig.service.time.now())
    // The first program's hold of the account has to run out.
    rig.service.time.advance(by: .minutes(16))
    try await rig.service.run("two")
    #expect(rig.disputes == ["It never came."])
    let message = try rig.message
    #expect(message.state == .rejected, "\(message.state) \(message.outcome)")
    #expect(message.outcome.contains("900000"))
    #expect(try store.claim(second.id)?.claim.state == .draft)
  }
}

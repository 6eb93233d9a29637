import Connectors
import Fulfillment
import Simulator
import Store
import Sync
import Synchronization
import TestSupport
import Testing

/// Cancelling and holding orders at a simulated Shopify shop, as an operator asks for it.
@Suite struct ShopDispatchTests {
  private struct Rig {
    let service: ServiceRig
    let order: Order
    let id: OrderID

    init(seed: UInt64 = 7) throws {
      var world = World(
        seed: seed,
        options: World.Options(
          start: ServiceRig.start, ordersPerDay: 0, backlogDays: 3, orders: 60,
          enforcesLimits: false, buysItself: 0))
      let credentials = Credentials(
        url: "http://sim.test/shopify", key: world.secrets["SUPERCARGO_SIM_SHOPIFY_KEY"] ?? "")
      let shop = Shopify(credentials)
      var (open, cursor): (Order?, Cursor?)
      repeat {
        let exchange = shop.orders(cursor, RequestContext(now: ServiceRig.start, nonce: "n"))
        let page = try exchange.decode(world.respond(to: exchange.request, now: ServiceRig.start))
        open = page.items.first {
          $0.cancelledAt == nil && $0.fulfillment == .unfulfilled && $0.payment == .paid
        }
        cursor = page.next
      } while open == nil && cursor != nil
      order = try #require(open)
      service = try ServiceRig("shopify", credentials, world)
      _ = try service.temporary.store.take(
        [order], from: "main", isHistory: false, cursor: nil, now: ServiceRig.start)
      id = try #require(try service.temporary.store.findOrders(order.name).first)
    }

    func ask(_ request: ShopRequest) throws {
      let receipt = try service.temporary.store.ask(
        request, about: [id], by: "ana", hold: .seconds(0), now: service.time.now())
      #expect(receipt.applied == 1, "\(receipt.refused)")
    }

    private func read<Output>(
      _ exchange: (Shopify, RequestContext) -> Exchange<Output>
    ) throws -> Output {
      let now = service.time.now()
      return try service.world.withLock { world in
        let shop = Shopify(
          Credentials(
            url: "http://sim.test/shopify", key: world.secrets["SUPERCARGO_SIM_SHOPIFY_KEY"] ?? ""))
        let exchange = exchange(shop, RequestContext(now: now, nonce: "n"))
        return try exchange.decode(world.respond(to: exchange.request, now: now))
      }
    }

    var cancelledAt: Timestamp? {
      get throws { try read { $0.cancellation(of: order.externalID, $1) } }
    }

    var holds: [String] {
      get throws { try read { $0.portions(of: order.externalID, $1) }.flatMap(\.holds) }
    }

    var message: OutboxMessage { get throws { try #require(try service.message(id)) } }
  }

  @Test func anOrderIsCancelledAndItsJobWaitedFor() async throws {
    let rig = try Rig()
    try rig.ask(ShopRequest(.cancel, reason: .customer, refunds: true))
    try await rig.service.run()
    #expect(try rig.message.state == .sent && rig.message.outcome.isEmpty)
    #expect(try rig.cancelledAt != nil)
  }

  @Test func whatTheShopCancelledItselfIsNotAskedFor() async throws {
    let rig = try Rig()
    try rig.ask(ShopRequest(.cancel, reason: .customer))
    try await rig.service.run()
    rig.service.time.advance(by: .hours(3))
    try rig.ask(ShopRequest(.cancel, reason: .customer))
    // A request that would be lost is never sent.
    rig.service.plan([0: .lost])
    try await rig.service.run("two")
    let message = try rig.message
    #expect(message.state == .sent && message.outcome.hasPrefix("the shop cancelled it at"))
  }

  /// Whatever is lost on the way: the order is cancelled, once, and the store knows.
  @Test(arguments: ServiceRig.Mishap.allCases, [0, 1])
  func noMishapLosesACancellation(mishap: ServiceRig.Mishap, place: Int) async throws {
    let rig = try Rig()
    rig.service.plan([place: mishap])
    try rig.ask(ShopRequest(.cancel, reason: .fraud))
    for turn in 0..<5 {
      try await rig.service.run("turn \(turn)")
      rig.service.time.advance(by: .minutes(16))
    }
    #expect(try rig.message.state == .sent)
    #expect(try rig.cancelledAt != nil)
  }

  @Test func aShopHoldsAnOrderAndLetsItGo() async throws {
    let rig = try Rig()
    try rig.ask(ShopRequest(.hold, note: "call first"))
    try await rig.service.run()
    #expect(try rig.message.state == .sent)
    #expect(try rig.holds == ["Other: call first"])
    // Held already: that is what was wanted.
    try rig.ask(ShopRequest(.hold, note: "again"))
    try await rig.service.run("two")
    #expect(try rig.message.outcome == "the shop holds it already")
    #expect(try rig.holds == ["Other: call first"])
    try rig.ask(ShopRequest(.release))
    try await rig.service.run("three")
    #expect(try rig.message.state == .sent)
    #expect(try rig.holds.isEmpty)
    try rig.ask(ShopRequest(.release))
    try await rig.service.run("four")
    #expect(try rig.message.outcome == "the shop does not hold it")
  }

  @Test(arguments: ServiceRig.Mishap.allCases)
  func noMishapLosesAHold(mishap: ServiceRig.Mishap) async throws {
    let rig = try Rig()
    rig.service.plan([0: mishap])
    try rig.ask(ShopRequest(.hold))
    for turn in 0..<5 {
      try await rig.service.run("turn \(turn)")
      rig.service.time.advance(by: .minutes(16))
    }
    #expect(try rig.message.state == .sent)
    #expect(try rig.holds == ["Other: held by the seller"])
  }
}

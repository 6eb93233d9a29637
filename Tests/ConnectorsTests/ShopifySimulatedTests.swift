import Connectors
import Fulfillment
import Simulator
import Testing
import Wire

/// The connector against a shop written from the documents by other hands.
struct ShopifySimulatedTests {
  private static let start = Timestamp(seconds: 1_795_339_200)

  private struct Client {
    var world: World
    var now = ShopifySimulatedTests.start
    let shop: Shopify
    /// How often the shop said that it was too much.
    var waits = 0

    init(seed: UInt64, orders: Int) {
      world = World(
        seed: seed,
        options: World.Options(
          start: ShopifySimulatedTests.start, backlogDays: 30, orders: orders))
      shop = Shopify(
        Credentials(
          url: "http://127.0.0.1:8080/shopify",
          key: world.secrets["SUPERCARGO_SIM_SHOPIFY_KEY"] ?? "",
          secret: world.secrets["SUPERCARGO_SIM_SHOPIFY_SECRET"] ?? ""))
    }

    /// Sends, and waits where it is told to.
    mutating func send<Output>(_ exchange: Exchange<Output>) throws -> Output {
      for _ in 0..<20 {
        now = now + .milliseconds(200)
        let answer = world.respond(to: exchange.request, now: now)
        do throws(ConnectorError) {
          return try exchange.decode(answer)
        } catch {
          guard case .throttled(let after) = error, let after else { throw error }
          waits += 1
          now = now + after
        }
      }
      throw ConnectorError.throttled(after: nil)
    }

    mutating func context() -> RequestContext { RequestContext(now: now, nonce: Samples.nonce) }

    /// Every page of one run.
    mutating func run(_ cursor: Cursor? = nil) throws -> (orders: [Order], resume: Cursor?) {
      var (orders, position): ([Order], Cursor?) = ([], cursor)
      for _ in 0..<500 {
        let page = try send(shop.orders(position, context()))
        #expect(page.unreadable == [])
        orders += page.items
        guard let next = page.next else { return (orders, page.resume) }
        position = next
      }
      Issue.record("the run does not end")
      return (orders, nil)
    }

    /// An order that waits to be shipped.
    func open() throws -> Order {
      let fact = world.truth.first { fact in
        guard let order = world.history(of: fact.id, at: now)?.order else { return false }
        return order.fulfillment == .unfulfilled && order.cancelledAt == nil
          && order.payment == .paid && order.lines.count > 1
      }
      return try #require(fact.flatMap { world.history(of: $0.id, at: now)?.order })
    }
  }

  @Test(arguments: [1, 2] as [UInt64])
  func ordersAreWhatTheWorldSaysTheyAre(seed: UInt64) throws {
    var client = Client(seed: seed, orders: 300)
    let pulled = try client.run()
    let orders = Dictionary(pulled.orders.map { ($0.externalID, $0) }) { $1 }
    #expect(orders.count >= 300)
    #expect(client.waits < 100)
    for fact in client.world.truth {
      let known = try #require(client.world.history(of: fact.id, at: client.now)?.order)
      guard let order = orders["\(fact.id)"], order.updatedAt == known.updatedAt else { continue }
      #expect(order.name == known.name)
      #expect(order.total == known.total)
      #expect(order.refunded?.minor ?? 0 == known.refunded?.minor ?? 0)
      #expect(order.lines.map(\.sku) == known.lines.map(\.sku))
      #expect(order.lines.map(\.quantity) == known.lines.map(\.quantity))
      #expect(order.lines.map(\.externalID) == known.lines.map(\.externalID))
      #expect(order.shipTo.line1 == known.shipTo.line1)
      #expect((order.cancelledAt == nil) == (known.cancelledAt == nil), "\(fact.id)")
      #expect(order.payment == known.payment, "\(fact.id)")
      #expect(order.fulfillment == known.fulfillment, "\(fact.id)")
      #expect(order.shipments.map(\.number) == known.shipments.map(\.number), "\(fact.id)")
      #expect(order.returns.map(\.items) == known.returns.map(\.items), "\(fact.id)")
      #expect(order.returns.map(\.state) == known.returns.map(\.state), "\(fact.id)")
      #expect(order.returns.map(\.amount) == known.returns.map(\.amount), "\(fact.id)")
    }
  }

  @Test func laterRunsBringWhatChanged() throws {
    var client = Client(seed: 4, orders: 250)
    var pulled = try client.run()
    var last = Dictionary(pulled.orders.map { ($0.externalID, $0) }) { $1 }
    for hour in 1...12 {
      client.now = client.now + .hours(1)
      pulled = try client.run(pulled.resume)
      if hour > 2 { #expect(pulled.orders.count < 120) }
      for order in pulled.orders { last[order.externalID] = order }
    }
    let then = client.now - .minutes(1)
    for fact in client.world.truth where fact.placedAt < then {
      let known = try #require(client.world.history(of: fact.id, at: then)?.order)
      let order = try #require(last["\(fact.id)"], "\(fact.id)")
      #expect((order.updatedAt ?? order.placedAt) >= (known.updatedAt ?? known.placedAt))
    }
  }

  /// A colleague marked the order as shipped and left the number out.
  @Test func aParcelWithoutANumberGetsOurs() throws {
    var client = Client(seed: 5, orders: 200)
    let order = try client.open()
    let lines = order.lines.map {
      JSON.object([
        .init(
          name: "id",
          value: .string(
            "gid://shopify/FulfillmentOrderLineItem/\((Int($0.externalID) ?? 0) + 5_000_000)")),
        .init(name: "quantity", value: .number(String($0.quantity))),
      ])
    }
    let input: JSON = [
      "lineItemsByFulfillmentOrder": [
        [
          "fulfillmentOrderId": .string("gid://shopify/FulfillmentOrder/" + order.externalID),
          "fulfillmentOrderLineItems": .array(lines),
        ]
      ]
    ]
    let body: JSON = [
      "query": """
      mutation A($f: FulfillmentInput!) {
        fulfillmentCreate(fulfillment: $f) { fulfillment { id } userErrors { message } }
      }
      """, "variables": ["f": input],
    ]
    var request = client.shop.fulfilments(of: order.externalID, client.context())[0].request
    request.body = Array(body.encoded.utf8)
    let made = try JSON(client.world.respond(to: request, now: client.now).body)
    #expect(made["data"]["fulfillmentCreate"]["userErrors"] == [], "\(made.encoded)")

    let shipment = Shipment(number: "RR123456785CN", carrier: "Yanwen")
    var draft = client.shop.body(
      for: FulfilmentUpdate(
        order: order.externalID, shipment: shipment,
        lines: order.lines.map { .init(id: $0.externalID, quantity: $0.quantity) },
        isComplete: true))
    while let step = client.shop.prepare(draft, client.context()) { draft = try client.send(step) }
    #expect(draft.contains("gid://shopify/Fulfillment/"))
    let way = try #require(client.shop.fulfil(draft, client.context()).first)
    for step in way { try client.send(step) }
    let known = try client.shop.fulfilments(of: order.externalID, client.context()).flatMap {
      try client.send($0)
    }
    #expect(known.map(\.number) == ["RR123456785CN"])
  }

  @Test func aParcelIsToldOnceAndSeen() throws {
    var client = Client(seed: 5, orders: 200)
    let order = try client.open()
    let (shop, context) = (client.shop, client.context())
    let parcel = FulfilmentUpdate(
      order: order.externalID, shipment: Shipment(number: "LX123456785CN", carrier: "ChinaPost"),
      lines: [.init(id: order.lines[0].externalID, quantity: 1)])
    let before = try client.send(shop.fulfilments(of: order.externalID, context)[0])
    #expect(!before.contains { $0.number == "LX123456785CN" })
    var body = shop.body(for: parcel)
    while let exchange = shop.prepare(body, context) { body = try client.send(exchange) }
    for step in shop.fulfil(body, context).flatMap(\.self) { try client.send(step) }
    let after = try client.send(shop.fulfilments(of: order.externalID, context)[0])
    #expect(after.contains { $0.number == "LX123456785CN" && $0.carrier == "ChinaPost" })
    let told = client.world.told.filter { "\($0.order)" == order.externalID }
    #expect(told.count == 1)
  }

  @Test func theLastParcelCompletesTheOrder() throws {
    var client = Client(seed: 6, orders: 200)
    let order = try client.open()
    let (shop, context) = (client.shop, client.context())
    let parcel = FulfilmentUpdate(
      order: order.externalID, shipment: Shipment(number: "LX123456785CN"), isComplete: true)
    var body = shop.body(for: parcel)
    while let exchange = shop.prepare(body, context) { body = try client.send(exchange) }
    for step in shop.fulfil(body, context).flatMap(\.self) { try client.send(step) }
    let read = try client.run().orders.first { $0.externalID == order.externalID }
    #expect(read?.fulfillment == .fulfilled)
    // Telling again finds nothing left.
    let again = try #require(shop.prepare(shop.body(for: parcel), context))
    #expect(throws: ConnectorError.self) { try client.send(again) }
  }

  @Test func aHeldOrderIsReleasedAgain() throws {
    var client = Client(seed: 7, orders: 200)
    let order = try client.open()
    let (shop, context) = (client.shop, client.context())
    let portion = try #require(try client.send(shop.portions(of: order.externalID, context)).first)
    #expect(portion.isOpen)
    try client.send(shop.hold(portion.id, reason: "call first", context))
    let held = try #require(try client.send(shop.portions(of: order.externalID, context)).first)
    #expect(!held.isOpen && held.holds == ["Other: call first"])
    try client.send(shop.release(portion.id, context))
    #expect(try client.send(shop.portions(of: order.externalID, context)).first?.isOpen == true)
  }

  @Test func aRefundGoesOutOnceUnderItsKey() throws {
    var client = Client(seed: 8, orders: 200)
    let order = try client.open()
    let (shop, context) = (client.shop, client.context())
    let payment = try #require(try client.send(shop.payments(of: order.externalID, context)).first)
    #expect(payment.amount == order.total)
    let amount = Money(minor: 100, currency: order.currency)
    let body = shop.body(
      for: RefundDraft(order: order.externalID, payment: payment, amount: amount))
    for _ in 0..<3 {
      let receipt = try client.send(shop.refund(body, key: "SC-R1", context))
      #expect(receipt.amount == amount && receipt.state == .done)
    }
    let left = try #require(try client.send(shop.payments(of: order.externalID, context)).first)
    #expect(left.refundable?.minor == payment.amount.minor - 100)
    let tooMuch = Money(minor: payment.amount.minor, currency: order.currency)
    let second = shop.body(
      for: RefundDraft(order: order.externalID, payment: payment, amount: tooMuch))
    #expect(throws: ConnectorError.self) {
      try client.send(shop.refund(second, key: "SC-R2", context))
    }
  }

  @Test func aCancellationIsPolledToItsEnd() throws {
    var client = Client(seed: 9, orders: 200)
    let order = try client.open()
    let (shop, context) = (client.shop, client.context())
    #expect(try client.send(shop.cancellation(of: order.externalID, context)) == nil)
    var job = try client.send(
      shop.cancel(
        CancelRequest(order: order.externalID, reason: .inventory, refunds: true), context))
    #expect(!job.isDone)
    for _ in 0..<40 where !job.isDone { job = try client.send(shop.progress(job, context)) }
    #expect(job.isDone)
    #expect(try client.send(shop.cancellation(of: order.externalID, context)) != nil)
  }

  @Test func disputesAreListed() throws {
    var client = Client(seed: 10, orders: 600)
    let (shop, context) = (client.shop, client.context())
    let page = try client.send(shop.disputes(nil, context))
    #expect(!page.items.isEmpty && page.unreadable == [])
    let first = try #require(page.items.first)
    #expect(first.kind == .chargeback && first.evidenceDueAt != nil)
    #expect(try client.send(shop.dispute(first.externalID, context)) == first)
  }

  @Test func aDeliveryIsSignedByOtherHands() throws {
    let client = Client(seed: 11, orders: 50)
    let fact = try #require(client.world.truth.last)
    let sent = try #require(
      client.world.shopifyDelivery(of: fact.id, topic: "orders/updated", at: client.now))
    let news = try client.shop.read(
      Delivery(headers: sent.headers, body: sent.body, receivedAt: client.now))
    guard case .orders(let orders) = news.content else {
      Issue.record("no order")
      return
    }
    let known = try #require(client.world.history(of: fact.id, at: client.now)?.order)
    #expect(orders.first?.externalID == known.externalID)
    #expect(orders.first?.total == known.total)
    #expect(orders.first?.updatedAt == known.updatedAt)
  }

  @Test func wrongKeysAndWrongCallsAreRefused() throws {
    var client = Client(seed: 12, orders: 20)
    let stranger = Shopify(
      Credentials(url: "http://127.0.0.1:8080/shopify", key: "shpat_wrong"))
    #expect(
      throws: ConnectorError.unauthorized(
        "[API] Invalid API key or access token (unrecognized login or wrong password)")
    ) {
      try client.send(stranger.orders(nil, Samples.context))
    }
    // A field that is not there, an argument that is not sent.
    for query in ["{ orders(first: 1) { nodes { nmae } } }", "{ orders { nodes { id } } }", "{"] {
      var request = client.shop.orders(nil, Samples.context).request
      request.body = Array((["query": .string(query)] as JSON).encoded.utf8)
      let answer = client.world.respond(to: request, now: client.now)
      #expect(try JSON(answer.body)["errors"].elements.count == 1)
    }
  }
}

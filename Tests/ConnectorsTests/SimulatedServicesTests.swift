import Connectors
import Fulfillment
import Simulator
import Testing
import Wire

/// The connectors against a world written from the documents by other hands: what they read there must
/// be what that world says is true.
struct SimulatedServicesTests {
  private static let start = Timestamp(seconds: 1_795_339_200)

  /// The world, its clock and a count for nonces.
  private struct Client {
    var world: World
    var now: Timestamp
    var calls = 0

    init(seed: UInt64, orders: Int) {
      now = start
      world = World(
        seed: seed, options: World.Options(start: start, backlogDays: 30, orders: orders))
    }

    mutating func send<Output>(
      token: String = "", _ exchange: (RequestContext) -> Exchange<Output>
    ) throws -> Output {
      calls += 1
      // The world refuses what comes faster than documented.
      now = now + .seconds(1)
      let nonce = String(repeating: "0", count: 26) + String(1_000_000 + calls).dropFirst()
      let exchange = exchange(RequestContext(now: now, nonce: nonce, token: token))
      return try exchange.decode(world.respond(to: exchange.request, now: now))
    }

    func credentials(_ path: String, _ key: String, _ secret: String = "") -> Credentials {
      Credentials(
        url: "http://127.0.0.1:8080/" + path, key: world.secrets["SUPERCARGO_SIM_" + key] ?? "",
        secret: world.secrets["SUPERCARGO_SIM_" + secret] ?? "")
    }

    /// Every page of one run.
    mutating func run<Item>(
      token: String = "", from cursor: Cursor? = nil,
      _ pull: (Cursor?, RequestContext) -> Exchange<Page<Item>>
    ) throws -> (items: [Item], resume: Cursor?) {
      var (items, position): ([Item], Cursor?) = ([], cursor)
      for _ in 0..<200 {
        let page = try send(token: token) { pull(position, $0) }
        #expect(page.unreadable == [])
        items += page.items
        guard let next = page.next else { return (items, page.resume) }
        position = next
      }
      Issue.record("the run does not end")
      return (items, nil)
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func ordersAreWhatTheWorldSaysTheyAre(seed: UInt64) throws {
    var client = Client(seed: seed, orders: 350)
    let shop = WooCommerce(client.credentials("shop", "WOO_KEY", "WOO_SECRET"))
    let pulled = try client.run { shop.orders($0, $1) }
    let orders = Dictionary(pulled.items.map { ($0.externalID, $0) }) { $1 }
    let truth = client.world.truth
    #expect(orders.count > truth.count - 20)
    for fact in truth {
      let known = try #require(client.world.history(of: fact.id, at: client.now)?.order)
      // What lay in the trash before the first run is not brought.
      guard let order = orders["\(fact.id)"] else {
        #expect(known.cancelledAt != nil)
        continue
      }
      #expect(order.name == known.name)
      #expect(order.total == known.total)
      #expect(order.currency == known.currency)
      #expect(order.refunded?.minor ?? 0 == known.refunded?.minor ?? 0)
      #expect(order.lines.map(\.sku) == known.lines.map(\.sku))
      #expect(order.lines.map(\.quantity) == known.lines.map(\.quantity))
      #expect(order.shipTo.line1 == known.shipTo.line1)
      #expect((order.cancelledAt == nil) == (known.cancelledAt == nil), "\(fact.id)")
      #expect(order.payment.isCaptured == known.payment.isCaptured, "\(fact.id)")
      #expect(order.fulfillment == known.fulfillment, "\(fact.id)")
      #expect(order.returns.map(\.items) == known.returns.map(\.items), "\(fact.id)")
      #expect(order.returns.map(\.state) == known.returns.map(\.state), "\(fact.id)")
      #expect(order.returns.map(\.amount) == known.returns.map(\.amount), "\(fact.id)")
      #expect(order.shipments.map(\.number) == known.shipments.map(\.number), "\(fact.id)")
    }
  }

  @Test func aDayLaterOnlyWhatChangedComesAgain() throws {
    var client = Client(seed: 4, orders: 350)
    let shop = WooCommerce(client.credentials("shop", "WOO_KEY", "WOO_SECRET"))
    let first = try client.run { shop.orders($0, $1) }
    var last = Dictionary(first.items.map { ($0.externalID, $0) }) { $1 }
    var cursor = first.resume
    for hour in 1...24 {
      client.now = client.now + .hours(1)
      let pulled = try client.run(from: cursor) { shop.orders($0, $1) }
      if hour == 3 { #expect(pulled.items.count < 100) }
      for order in pulled.items { last[order.externalID] = order }
      cursor = pulled.resume
    }
    #expect(client.world.truth.count > 350)
    for fact in client.world.truth where fact.placedAt < client.now - .minutes(5) {
      let then = client.now - .minutes(5)
      let known = try #require(client.world.history(of: fact.id, at: then)?.order)
      guard let order = last["\(fact.id)"] else {
        #expect(known.cancelledAt.map { $0 < Self.start + .minutes(1) } == true)
        continue
      }
      #expect((order.cancelledAt == nil) == (known.cancelledAt == nil) || order.cancelledAt != nil)
      #expect((order.updatedAt ?? order.placedAt) >= (known.updatedAt ?? known.placedAt))
    }
  }

  @Test func purchasesAreWhatTheWorldSaysTheyAre() throws {
    var client = Client(seed: 5, orders: 300)
    let supplier = CJ(
      Account(name: "CJ", service: "cj", role: .supplier), client.credentials("cj", "CJ_KEY"))
    let token = try client.send { supplier.token($0) }
    let pulled = try client.run(token: token.value) { supplier.purchases($0, $1) }
    let purchases = Dictionary(pulled.items.map { ($0.number, $0) }) { $1 }
    var compared = 0
    for fact in client.world.truth {
      let history = try #require(client.world.history(of: fact.id, at: client.now - .minutes(2)))
      for known in history.purchases where known.supplier == "CJ" {
        let purchase = try #require(purchases[known.number], "\(fact.id)")
        #expect(purchase.reference == known.reference)
        #expect(purchase.cost == known.cost)
        #expect(purchase.placedAt.milliseconds / 1000 == known.placedAt.milliseconds / 1000)
        #expect(purchase.shipments.map(\.number) == known.shipments.map(\.number))
        compared += 1
      }
    }
    #expect(compared > 50)
  }

  private func tracker(_ service: String, _ client: Client) throws -> any Tracker {
    let descriptor = try #require(ConnectorTable.service(service))
    let account = Account(name: service, service: service, role: .tracker)
    let credentials = client.credentials(service, service.uppercased() + "_KEY")
    guard case .tracker(let tracker) = descriptor.connect(account, credentials) else {
      throw ConnectorError.malformed("\(service) is no tracker")
    }
    return tracker
  }

  @Test(arguments: ["easypost", "17track", "aftership", "shippo", "karrio"])
  func trackersTellWhatTheWorldKnows(service: String) throws {
    var client = Client(seed: 6, orders: 120)
    let tracker = try tracker(service, client)
    let (events, shipments) = try parcels(client)
    var reports: [String: TrackingReport] = [:]
    for start in stride(from: 0, to: shipments.count, by: tracker.batch) {
      let batch = Array(shipments[start..<min(start + tracker.batch, shipments.count)])
      for one in stride(from: 0, to: batch.count, by: tracker.registrationBatch) {
        let new = Array(batch[one..<min(one + tracker.registrationBatch, batch.count)])
        _ = try client.send { tracker.register(new, $0) ?? tracker.track(new, $0) }
      }
      for report in try client.send({ tracker.track(batch, $0) }) {
        reports[report.number] = report
      }
    }
    #expect(shipments.count > 30)
    for shipment in shipments {
      let report = try #require(reports[shipment.number])
      let known = events[shipment.number] ?? []
      // The world moves on while it is asked: what it knew at first must be among what it tells.
      #expect(Set(report.events.map(\.occurredAt)).isSuperset(of: known.map(\.occurredAt)))
      if known.last?.status == .delivered { #expect(report.status == .delivered) }
      // Karrio has no word for a lost parcel.
      let lost = service == "karrio" ? TrackingStatus.exception : .lost
      if known.last?.status == .lost { #expect(report.status == lost) }
      if known.last?.status == .pickup { #expect(report.status == .pickup) }
    }
  }

  /// Numbers that have scans, and the scans.
  private func parcels(_ client: Client) throws -> ([String: [TrackingEvent]], [Shipment]) {
    var events: [String: [TrackingEvent]] = [:]
    for fact in client.world.truth {
      let history = try #require(client.world.history(of: fact.id, at: client.now))
      events.merge(history.events.filter { !$0.key.isEmpty }) { first, _ in first }
    }
    return (events, events.keys.sorted().map { Shipment(number: $0) })
  }

  @Test func aWrongKeyIsRefusedByEachService() {
    var client = Client(seed: 7, orders: 1)
    let wrong = { (path: String) in
      Credentials(url: "http://127.0.0.1:8080/" + path, key: "ck_wrong_key", secret: "cs_wrong_key")
    }
    let shop = WooCommerce(wrong("shop"))
    let supplier = CJ(Account(name: "CJ", service: "cj", role: .supplier), wrong("cj"))
    let parcel = [Shipment(number: "RR123456789CN")]
    let errors = [
      refusal { try client.send { shop.orders(nil, $0) } },
      refusal { try client.send { supplier.token($0) } },
      refusal { try client.send { supplier.purchases(nil, $0) } },
      refusal { try client.send { EasyPost(wrong("easypost")).track(parcel, $0) } },
      refusal { try client.send { SeventeenTrack(wrong("17track")).track(parcel, $0) } },
      refusal { try client.send { AfterShip(wrong("aftership")).track(parcel, $0) } },
      refusal { try client.send { Shippo(wrong("shippo")).track(parcel, $0) } },
      refusal { try client.send { Karrio(wrong("karrio")).track(parcel, $0) } },
    ]
    for error in errors {
      guard case .unauthorized = error else {
        Issue.record("\(String(describing: error)) is not unauthorized")
        return
      }
    }
  }

  private func refusal<Output>(_ call: () throws -> Output) -> ConnectorError? {
    do {
      _ = try call()
      return nil
    } catch {
      return error as? ConnectorError
    }
  }
}

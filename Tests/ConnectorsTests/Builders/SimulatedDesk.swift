import Connectors
import Fulfillment
import Simulator
import Testing
import Wire

/// An account in a simulated world, with everything it needs to ask about what is there.
struct SimulatedDesk {
  var world: World
  var now = Samples.now
  var facts = BuilderFacts()
  var token = ""
  let connection: Connection

  init(_ service: String, options: [String: String] = [:], isApp: Bool = false) throws {
    world = World(
      seed: 3,
      options: World.Options(
        start: now, ordersPerDay: 0, backlogDays: 40, orders: 160, buysItself: 0.8))
    let secrets = world.secrets
    let secret = { (name: String) in secrets["SUPERCARGO_SIM_" + name] ?? "" }
    let (path, key, other) = try #require(Self.places[service])
    var options = options
    if service == "aliexpress" {
      options["session"] = secret("ALIEXPRESS_TOKEN")
      options["refresh_token"] = secret("ALIEXPRESS_REFRESH")
      facts.refresh = secret("ALIEXPRESS_REFRESH")
      facts.code = secret("ALIEXPRESS_CODE")
    }
    let descriptor = try #require(ConnectorTable.service(service))
    connection = descriptor.connect(
      Account(name: service, service: service, role: descriptor.role),
      Credentials(
        url: "http://127.0.0.1:8080/" + path,
        key: secret(isApp ? "SHOPIFY_CLIENT" : key), secret: secret(other), options: options))
    try learn()
  }

  /// Those that the world plays.
  static let services = places.keys.sorted()

  private static let places: [String: (path: String, key: String, secret: String)] = [
    "shopify": ("shopify", "SHOPIFY_KEY", "SHOPIFY_SECRET"),
    "woocommerce": ("shop", "WOO_KEY", "WOO_SECRET"), "cj": ("cj", "CJ_KEY", ""),
    "aliexpress": ("aliexpress", "ALIEXPRESS_KEY", "ALIEXPRESS_SECRET"),
    "17track": ("17track", "17TRACK_KEY", ""), "aftership": ("aftership", "AFTERSHIP_KEY", ""),
    "easypost": ("easypost", "EASYPOST_KEY", ""), "shippo": ("shippo", "SHIPPO_KEY", ""),
    "karrio": ("karrio", "KARRIO_KEY", ""), "stripe": ("stripe", "STRIPE_KEY", ""),
  ]

  var context: RequestContext {
    RequestContext(now: now, nonce: Samples.nonce + "\(now.milliseconds)", token: token)
  }

  mutating func send<Output>(
    _ exchange: (RequestContext) throws -> Exchange<Output>
  ) throws -> Output {
    // Slow enough for every documented limit.
    now = now + .seconds(20)
    let exchange = try exchange(context)
    return try exchange.decode(world.respond(to: exchange.request, now: now))
  }

  /// An order that is paid, and of which nothing was shipped.
  private func open(but other: String = "") throws -> Order {
    for fact in world.truth.reversed() where "\(fact.id)" != other {
      guard let order = world.history(of: fact.id, at: now)?.order else { continue }
      let isWhole = order.cancelledAt == nil && (order.refunded?.minor ?? 0) == 0
      if isWhole, order.fulfillment == .unfulfilled, order.payment == .paid,
        (order.total?.minor ?? 0) > 1000
      {
        return order
      }
    }
    throw ConnectorError.malformed("no open order in this world")
  }

  private mutating func learn() throws {
    let order = try open()
    facts.order = order.externalID
    facts.lines = order.lines.map { .init(id: $0.externalID, quantity: $0.quantity) }
    facts.draft.externalID = order.externalID
    facts.parcels =
      world.truth.flatMap(\.trackingNumbers).suffix(3).map { Shipment(number: $0) }
    if let signing = connection.authenticating, signing.fetchesTokens {
      let given = try send { signing.token($0) }
      token = given.value
      if !given.refresh.isEmpty { facts.refresh = given.refresh }
    }
    try learnOffers()
    try learnMoney()
    try learnShop()
  }

  private mutating func learnOffers() throws {
    guard case .supplier = connection, let buying = connection.buying else { return }
    let name = buying is CJ ? "CJ" : "AliExpress"
    let offer = try #require(world.offers.first { $0.supplier == name && $0.stock ?? 0 > 10 })
    facts.items = [offer.supplierSKU, buying is CJ ? "CJ" + offer.sku : offer.supplierSKU]
    facts.draft.method = try #require(offer.methods.first?.name)
    facts.draft.items[0].supplierSKU = offer.supplierSKU
    facts.draft.items[0].sku = offer.sku
    let (body, key) = (try buying.body(for: facts.draft), facts.draft.key)
    let placed = try send { buying.place(body, $0) }
    facts.purchaseNumber = try #require(placed.numbers.first)
    facts.purchaseKey = key
    if let claiming = connection.claiming {
      let draft = facts.claim
      let lines = try send { try #require(claiming.prepare(draft, $0)) }.lines
      facts.claimLines = try #require(lines)
    }
  }

  private mutating func learnMoney() throws {
    if let disputing = connection.disputing {
      let page = try send { disputing.disputes(nil, $0) }
      // One that evidence can still be handed in against, where there is any.
      let now = now
      let open = page.items.first {
        $0.state == .open && $0.evidenceDueAt.map { now < $0 } ?? false
      }
      facts.dispute = try #require(open ?? page.items.first).externalID
      let id = facts.dispute
      if let service = disputing as? any Contesting, service.evidencePlace(of: id, context) != nil {
        facts.evidencePlace = try send { try #require(service.evidencePlace(of: id, $0)) }
      }
    }
    if let refunding = connection.refunding {
      let order = facts.order
      facts.payment = try #require(try send { refunding.payments(of: order, $0) }.first)
    }
    if let shop = connection.cataloguing {
      let page = try send { shop.items(nil, $0) }
      facts.product = try #require(page.items.first { $0.hasVariations })
    }
  }

  private mutating func learnShop() throws {
    let order = facts.order
    if let holding = connection.holding {
      let portions = try send { holding.portions(of: order, $0) }
      facts.portion = try #require(portions.first).id
    }
    if let shop = connection.fulfilling {
      var body = shop.body(for: facts.update)
      while shop.prepare(body, context) != nil {
        let draft = body
        body = try send { try #require(shop.prepare(draft, $0)) }
      }
      facts.told = [body]
    }
    if let cancelling = connection.cancelling {
      let other = try open(but: order).externalID
      facts.job = try send {
        cancelling.cancel(
          CancelRequest(order: other, reason: .customer, refunds: true), $0)
      }.id
    }
    if connection.holding != nil {
      // Another order's first parcel.
      let shipped = world.truth.first {
        world.history(of: $0.id, at: now)?.order.shipments.isEmpty == false
      }
      facts.fulfilment = "\(try #require(shipped).id * 10)"
    }
    guard case .storefront(let shop) = connection else { return }
    let first = try send { shop.orders(nil, $0) }
    facts.cursors = [first.next, first.resume].compactMap(\.self)
  }

  /// What the world says to each request; the error is nil where it can be read.
  mutating func errors() throws -> [(name: String, error: ConnectorError?)] {
    try all().map { ($0.name, $0.operation.error($1)) }
  }

  /// The same as it comes over the wire.
  mutating func answers() throws -> [(name: String, body: [UInt8])] {
    try all().map { ($0.name, $1.body) }
  }

  private mutating func all() throws -> [(built: Built, response: HTTPResponse)] {
    now = now + .minutes(6)
    let (count, start) = (try Builders(connection, facts, context).all.count, self)
    return try (0..<count).map { place in
      var copy = start
      copy.now = now + .seconds(Int64(place))
      let built = try Builders(connection, facts, copy.context).all[place]
      return (built, copy.world.respond(to: built.operation.request, now: copy.now))
    }
  }
}

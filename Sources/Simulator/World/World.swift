package import Fulfillment
package import Wire

/// A shop, a supplier and two aggregators behind their real wire formats, as one value: the same
/// seed, options, requests and times give the same answers, byte for byte. Written from the
/// documents and not from the connectors, so that a misreading shared by both can't pass.
///
/// Paths: `/shop/wp-json/wc/v3/...` (WooCommerce REST v3), the same orders at
/// `/shopify/admin/api/2026-01/graphql.json` (Shopify Admin), `/cj/api2.0/v1/...` (CJ Dropshipping),
/// `/aliexpress/sync` and `/aliexpress/rest/...` (AliExpress dropshipping), `/easypost/v2/...`
/// (EasyPost trackers), `/17track/track/v2.2/...` (17TRACK), `/aftership/tracking/2025-01/...` (AfterShip),
/// `/shippo/tracks/...` (Shippo), `/karrio/v1/...` (Karrio), `/stripe/v1/...` (Stripe). A host may put the version part into its
/// base address or leave it out.
package struct World: Sendable {
  package let seed: UInt64
  package let options: Options
  let keys: Keys
  /// Every order placed so far, oldest first; position = index.
  var lives: [Life] = []
  /// CJ's order book: position of the life of each purchase, in the order of the lives.
  private(set) var bookedAtCJ: [Int] = []
  /// Each number's parcel; of a number given twice, the one it was made for.
  private var parcels: [String: Parcel] = [:]
  private var maker: LifeMaker
  private var upcoming: [Timestamp] = []
  private var nextDay: Timestamp
  private var requests: [Service: Int] = [:]
  /// Requests that place or write, counted apart.
  private var changes: [String: Int] = [:]
  /// Requests that take effect later.
  private var late: [(due: Timestamp, call: Call)] = []
  /// The time up to which everything has happened.
  private(set) var reached: Timestamp
  /// Positions of the lives that wait to be bought for, oldest first.
  var waiting: [Int] = []
  var gate = OAuthGate()
  var desk = CJDesk()
  var shopifyDesk = ShopifyDesk()
  var stripeDesk = StripeDesk()
  var trackers = EasyPostBook()
  var register = SeventeenTrackBook()
  var followedByAfterShip = FollowedParcels()
  var followedByKarrio = FollowedParcels()
  var aliExpress: AliExpressDesk
  var books = Books()
  var agent: FolderAgent

  /// A world at its start, with the whole backlog in place.
  package init(seed: UInt64, options: Options) {
    self.seed = seed
    self.options = options
    keys = Keys(seed: seed)
    maker = LifeMaker(
      seed: seed, shares: options.scenarios, buysItself: options.buysItself,
      waitsFrom: options.start - .hours(36))
    aliExpress = AliExpressDesk(session: keys.aliExpressToken)
    agent = FolderAgent(seed: seed, temper: options.temper)
    nextDay = options.start
    reached = options.start
    let days = (0..<max(0, options.backlogDays)).reversed().map {
      options.start - .days(Int64($0 + 1))
    }
    let total = options.orders ?? options.ordersPerDay * days.count
    for (day, count) in zip(days, Arrivals.split(total, over: days)) {
      upcoming = arrivals(on: day, count: count)
      settle(until: options.start)
    }
  }

  /// Lets the orders come in that are placed until then.
  package mutating func advance(to now: Timestamp) {
    settle(until: now)
    while nextDay <= now, options.ordersPerDay > 0 {
      let count = Double(options.ordersPerDay) * Arrivals.weight(from: nextDay)
      upcoming = arrivals(on: nextDay, count: Int(count.rounded()))
      nextDay = nextDay + .days(1)
      settle(until: now)
    }
    while let next = late.indices.min(by: { late[$0].due < late[$1].due }),
      late[next].due <= now
    {
      let (due, call) = late.remove(at: next)
      reached = max(reached, due)
      if let service = call.service { _ = route(call, to: service) }
    }
    reached = max(reached, now)
  }

  /// Answers at that simulated time. `realNow` is the wall clock by which a client stamps its OAuth
  /// requests and a token expires; left out, the client lives in simulated time.
  package mutating func respond(
    to request: HTTPRequest, now: Timestamp, realNow: Timestamp? = nil
  ) -> HTTPResponse {
    answer(to: request, now: now, realNow: realNow).response
  }

  /// The answer together with the sender's delay, which the host is to wait for.
  package mutating func answer(
    to request: HTTPRequest, now: Timestamp, realNow: Timestamp? = nil
  ) -> Answer {
    advance(to: now)
    let call = Call(request, now: now, realNow: realNow ?? now)
    guard let service = call.service else { return Answer(.html(404, "Nothing here")) }
    let count = requests[service, default: 0]
    requests[service] = count + 1
    var random = SeededRandom(seed: seed ^ UInt64(service.folder.utf8.count) << 32, stream: count)
    switch options.faults.strike(service, elapsed: now - options.start, &random) {
    case .outage: return Answer(.html(503, "Maintenance", headers: ["Retry-After": "600"]))
    case .throttled: return Answer(throttled(service))
    case .broken(let status):
      return Answer(.html(status, status == 500 ? "Database Error" : "502 Bad Gateway"))
    case .garbled(let garbling): return Answer(garbling.apply(to: route(call, to: service)))
    case .slow(let delay): return Answer(route(call, to: service), delay: delay)
    case nil: return changed(call, service)
    }
  }

  /// The answer to a request that may have a mishap of those that place and write.
  private mutating func changed(_ call: Call, _ service: Service) -> Answer {
    guard let change = call.change else { return Answer(route(call, to: service)) }
    let kind = service.folder + (change == .placing ? " places" : " writes")
    let count = changes[kind, default: 0]
    changes[kind] = count + 1
    let salt = UInt64(kind.utf8.count) << 40
    var random = SeededRandom(seed: seed ^ salt, stream: count)
    let mishaps = change == .placing ? options.faults.placing : options.faults.writing
    switch mishaps.strike(count, &random) {
    case nil: return Answer(route(call, to: service))
    case .lost(let delivery): return .none(delivery)
    case .answerLost(let delivery):
      _ = route(call, to: service)
      return .none(delivery)
    case .answeredBroken:
      _ = route(call, to: service)
      return Answer(.html(500, "Internal Server Error"))
    case .late(let span):
      var sleeper = call
      (sleeper.now, sleeper.isLate) = (call.now + span, true)
      late.append((call.now + span, sleeper))
      return .none(.hang)
    case .garbled:
      let garbling = random.pick(Faults.Garbling.allCases)
      return Answer(garbling.apply(to: route(call, to: service)))
    }
  }

  /// The parcel with that number, if there is one in this world.
  func parcel(_ number: String) -> Parcel? { parcels[number] }

  /// Lets the carriers know a parcel.
  mutating func know(_ parcel: Parcel) {
    if parcels[parcel.number] == nil { parcels[parcel.number] = parcel }
  }

  /// The position of the order with that id of the shop.
  func position(of id: Int) -> Int? {
    let position = (id - 1001) / 2
    return id >= 1001 && lives.indices.contains(position) && lives[position].id == id
      ? position : nil
  }

  private mutating func route(_ call: Call, to service: Service) -> HTTPResponse {
    switch service {
    case .shop: shop(call)
    case .shopify: shopify(call)
    case .cj: cj(call)
    case .aliexpress: aliExpress(call)
    case .easypost: easyPost(call)
    case .seventeenTrack: seventeenTrack(call)
    case .aftership: afterShip(call)
    case .shippo: shippo(call)
    case .karrio: karrio(call)
    case .stripe: stripe(call)
    }
  }

  private func throttled(_ service: Service) -> HTTPResponse {
    switch service {
    case .shop: .html(429, "Too Many Requests", headers: ["Retry-After": "30"])
    case .shopify:
      .json(200, ["errors": [["message": "Throttled", "extensions": ["code": "THROTTLED"]]]])
    case .cj: CJDesk.tooMany("QPS limit is 1 time/1second")
    case .aliexpress: AliExpressDesk.tooMany(seconds: 1)
    case .easypost: EasyPostBook.error(429, "RATE_LIMITED", "Too many requests, slow down.")
    case .seventeenTrack: SeventeenTrackBook.tooMany
    case .aftership: afterShipError(429, 429, "You have exceeded the API call rate limit.")
    case .shippo: .json(429, ["detail": "Request was throttled. Expected available in 1 second."])
    case .karrio: karrioError(429, "throttled", "Request was throttled.")
    case .stripe:
      StripeDesk.error(
        429, "invalid_request_error", "rate_limit", "Request rate limit exceeded.")
    }
  }

  private func arrivals(on day: Timestamp, count: Int) -> [Timestamp] {
    var random = SeededRandom(seed: ~seed, stream: Int(day.milliseconds / 1000))
    return Arrivals.times(from: day, count: count, &random).reversed()
  }

  private mutating func settle(until now: Timestamp) {
    while let placedAt = upcoming.last, placedAt <= now {
      upcoming.removeLast()
      let life = maker.make(index: lives.count, placedAt: placedAt)
      for purchase in life.purchases {
        if purchase.supplier == "CJ" { bookedAtCJ.append(lives.count) }
        for parcel in purchase.parcels { know(parcel) }
      }
      if life.isWaiting { waiting.append(lives.count) }
      lives.append(life)
    }
  }
}

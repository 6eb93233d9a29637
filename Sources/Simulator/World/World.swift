package import Fulfillment
package import Wire

/// A shop, a supplier and two aggregators behind their real wire formats, as one value: the same
/// seed, options, requests and times give the same answers, byte for byte. Written from the
/// documents and not from the connectors, so that a misreading shared by both can't pass.
///
/// Paths: `/shop/wp-json/wc/v3/...` (WooCommerce REST v3), `/cj/api2.0/v1/...` (CJ Dropshipping),
/// `/easypost/v2/...` (EasyPost trackers), `/17track/track/v2.2/...` (17TRACK). A host may put the
/// version part into its base address or leave it out.
package struct World: Sendable {
  /// One answer and how long its sender takes over it, in real time.
  package struct Answer: Hashable, Sendable {
    package var response: HTTPResponse
    package var delay: Span
  }

  package let seed: UInt64
  package let options: Options
  let keys: Keys
  /// Every order placed so far, oldest first; position = index.
  private(set) var lives: [Life] = []
  /// CJ's order book: position of the life of each purchase, in the order of the lives.
  private(set) var bookedAtCJ: [Int] = []
  /// Each number's parcel; of a number given twice, the one it was made for.
  private var parcels: [String: Parcel] = [:]
  private var maker: LifeMaker
  private var upcoming: [Timestamp] = []
  private var nextDay: Timestamp
  private var requests: [Service: Int] = [:]
  var gate = OAuthGate()
  var desk = CJDesk()
  var trackers = EasyPostBook()
  var register = SeventeenTrackBook()

  /// A world at its start, with the whole backlog in place.
  package init(seed: UInt64, options: Options) {
    self.seed = seed
    self.options = options
    keys = Keys(seed: seed)
    maker = LifeMaker(seed: seed, shares: options.scenarios)
    nextDay = options.start
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
    guard let service = call.service else {
      return Answer(response: .html(404, "Nothing here"), delay: .milliseconds(0))
    }
    let count = requests[service, default: 0]
    requests[service] = count + 1
    var random = SeededRandom(seed: seed ^ UInt64(service.folder.utf8.count) << 32, stream: count)
    var answer = Answer(
      response: HTTPResponse(status: 200), delay: .milliseconds(0))
    switch options.faults.strike(service, elapsed: now - options.start, &random) {
    case .outage:
      answer.response = .html(503, "Maintenance", headers: ["Retry-After": "600"])
    case .throttled: answer.response = throttled(service)
    case .broken(let status):
      answer.response = .html(status, status == 500 ? "Database Error" : "502 Bad Gateway")
    case .garbled(let garbling): answer.response = garbling.apply(to: route(call, to: service))
    case .slow(let delay): (answer.response, answer.delay) = (route(call, to: service), delay)
    case nil: answer.response = route(call, to: service)
    }
    return answer
  }

  /// The parcel with that number, if there is one in this world.
  func parcel(_ number: String) -> Parcel? { parcels[number] }

  /// The position of the order with that id of the shop.
  func position(of id: Int) -> Int? {
    let position = (id - 1001) / 2
    return id >= 1001 && lives.indices.contains(position) && lives[position].id == id
      ? position : nil
  }

  private mutating func route(_ call: Call, to service: Service) -> HTTPResponse {
    switch service {
    case .shop: shop(call)
    case .cj: cj(call)
    case .easypost: easyPost(call)
    case .seventeenTrack: seventeenTrack(call)
    }
  }

  private func throttled(_ service: Service) -> HTTPResponse {
    switch service {
    case .shop: .html(429, "Too Many Requests", headers: ["Retry-After": "30"])
    case .cj: CJDesk.tooMany("QPS limit is 1 time/1second")
    case .easypost: EasyPostBook.error(429, "RATE_LIMITED", "Too many requests, slow down.")
    case .seventeenTrack: SeventeenTrackBook.tooMany
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
        for parcel in purchase.parcels where parcels[parcel.number] == nil {
          parcels[parcel.number] = parcel
        }
      }
      lives.append(life)
    }
  }
}

package import Fulfillment
import Wire

/// The services of the simulated world.
package enum Service: String, CaseIterable, Sendable {
  case shop, cj, easypost, seventeenTrack, aliexpress, aftership, shippo, karrio, shopify,
    stripe

  /// First component of its paths.
  var folder: String { self == .seventeenTrack ? "17track" : rawValue }
}

/// What goes wrong between us and the services, and how often; every choice follows from the seed
/// and the number of the request.
package struct Faults: Hashable, Sendable {
  /// Share of requests answered with "too many requests", in the service's own way.
  package var throttled = 0.0
  /// Share answered with a web page and 500 or 502.
  package var broken = 0.0
  /// Share whose answer is cut off, a web page with status 200, or JSON of the wrong type.
  package var garbled = 0.0
  /// Share that is answered late, and how late, in real time.
  package var slow = 0.0
  package var delay = Span.seconds(3)
  /// Times at which a service is down for maintenance: 503 with `Retry-After: 600`.
  package var outages: [Outage] = []
  /// What happens to requests that place an order at a supplier.
  package var placing = Mishaps()
  /// What happens to other requests that change something: paying, cancelling, telling the shop.
  package var writing = Mishaps()

  /// A service that is down.
  package struct Outage: Hashable, Sendable {
    package var service: Service
    /// Simulated time after the world's start, and how long.
    package var from: Span
    package var length: Span
    /// After which it comes again; nil: once.
    package var every: Span?

    package init(_ service: Service, from: Span, length: Span, every: Span? = nil) {
      self.service = service
      self.from = from
      self.length = length
      self.every = every
    }
  }

  package init() {}

  /// Everything works.
  package static let none = Faults()

  /// A usual bad day: some of everything, and each service down once a day or two.
  package static let usual: Faults = {
    var faults = Faults()
    (faults.throttled, faults.broken, faults.garbled, faults.slow) = (0.01, 0.006, 0.004, 0.01)
    faults.outages = [
      Outage(.shop, from: .hours(9), length: .minutes(25), every: .hours(26)),
      Outage(.cj, from: .hours(5), length: .minutes(50), every: .hours(31)),
      Outage(.easypost, from: .hours(3), length: .minutes(40), every: .hours(37)),
    ]
    return faults
  }()

  /// `usual`, and about every fifth order placed has a mishap.
  package static let buying: Faults = {
    var faults = usual
    faults.placing = .each(0.04)
    faults.writing = .each(0.015)
    return faults
  }()

  /// `usual`, `buying` or `none`; nil for any other name.
  package static func named(_ name: some StringProtocol) -> Faults? {
    switch name.lowercased() {
    case "usual": usual
    case "buying": buying
    case "none": Faults.none
    default: nil
    }
  }

  /// What happens to one request.
  enum Strike: Sendable {
    case outage, throttled, broken(Int)
    case garbled(Garbling)
    case slow(Span)
  }

  /// How an answer is spoilt.
  enum Garbling: CaseIterable, Sendable {
    case truncated, webPage, wrongType
  }

  func strike(
    _ service: Service, elapsed: Span, _ random: inout SeededRandom
  ) -> Strike? {
    if outages.contains(where: { $0.service == service && $0.covers(elapsed) }) { return .outage }
    var rest = random.unit()
    func hits(_ share: Double) -> Bool {
      rest -= share
      return rest < 0
    }
    if hits(throttled) { return .throttled }
    if hits(broken) { return .broken(random.pick([500, 502])) }
    if hits(garbled) { return .garbled(random.pick(Garbling.allCases)) }
    if hits(slow) { return .slow(delay) }
    return nil
  }
}

extension Faults.Outage {
  fileprivate func covers(_ elapsed: Span) -> Bool {
    var since = elapsed.milliseconds - from.milliseconds
    guard since >= 0 else { return false }
    if let every, every.milliseconds > 0 { since %= every.milliseconds }
    return since < length.milliseconds
  }
}

extension Faults.Garbling {
  /// The spoilt answer.
  func apply(to response: HTTPResponse) -> HTTPResponse {
    var spoilt = response
    switch self {
    case .truncated: spoilt.body = Array(response.body.prefix(response.body.count * 3 / 5))
    case .webPage: spoilt = .html(200, "Just a moment...")
    case .wrongType: spoilt = .json(200, ["ok": ["yes", 1]])
    }
    return spoilt
  }
}

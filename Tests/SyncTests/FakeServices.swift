import Connectors
import Fulfillment
import Wire

/// A far side in a wire format of its own (`1 2 3|next|.`), so that the engine is tested without any
/// vendor's. What an order or a parcel looks like follows from its number alone.
struct FakeWorld: Sendable {
  var orders: Int
  /// Orders that were bought from the supplier, each with a parcel.
  var purchases: Int
  var pageSize = 10
  /// Numbers of orders whose item can't be read.
  var unreadable: Set<Int> = []
  /// Numbers of parcels that the tracker refuses.
  var refused: Set<Int> = []
  /// Numbers of parcels that the tracker passes over in silence.
  var ignored: Set<Int> = []
  /// What a request must carry; "" where anybody may ask.
  var token = ""
  static let start = Timestamp(seconds: 1_790_000_000)

  /// The good answer to any request of the connectors below.
  func answer(_ request: HTTPRequest) -> HTTPResponse {
    if request.url.hasSuffix("/token") { return say("\(token)|") }
    guard token.isEmpty || request.headers["Token"] == token else {
      return HTTPResponse(status: 401)
    }
    let numbers = String(decoding: request.body, as: UTF8.self).split(separator: " ")
    if request.url.hasSuffix("/register") {
      return say(numbers.filter { refused.contains(number($0)) }.joined(separator: " ") + "|")
    }
    if request.url.hasSuffix("/track") {
      return say(numbers.filter { !ignored.contains(number($0)) }.joined(separator: " ") + "|")
    }
    let parts = request.url.split(separator: "?")
    let after = Int(parts.last ?? "") ?? 0
    let total = request.url.contains("orders") ? orders : purchases
    let page = Array((after + 1)..<(min(after + pageSize, total) + 1))
    let last = after + page.count
    return say(page.map(String.init).joined(separator: " ") + "|" + (last < total ? "\(last)" : ""))
  }

  private func say(_ text: String) -> HTTPResponse {
    HTTPResponse(status: 200, body: Array((text + "|.").utf8))
  }

  private func number(_ text: Substring) -> Int { Int(text.drop { !$0.isNumber }) ?? 0 }

  /// Reads an answer up to its last `.`, which a truncated one has lost.
  static func parts(_ response: HTTPResponse) throws(ConnectorError) -> [String] {
    switch response.status {
    case 200: break
    case 401: throw .unauthorized("who are you")
    case 429:
      throw .throttled(
        after: response.headers["Retry-After"].flatMap { Int64($0) }.map { .seconds($0) })
    case 400: throw .rejected(code: "400", message: "no")
    default: throw .unavailable("status \(response.status)")
    }
    let text = String(decoding: response.body, as: UTF8.self)
    let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3, parts.last == "." else { throw .malformed("no end") }
    return parts
  }

  static func numbers(_ text: String) -> [Int] { text.split(separator: " ").compactMap { Int($0) } }
}

struct FakeShop: Storefront {
  var unreadable: Set<Int> = []

  func orders(_ cursor: Cursor?, _ context: RequestContext) -> Exchange<Page<Order>> {
    let url = "https://shop.test/orders?\(cursor?.text ?? "0")"
    return Exchange(HTTPRequest(.get, url)) { response throws(ConnectorError) in
      let parts = try FakeWorld.parts(response)
      let numbers = FakeWorld.numbers(parts[0])
      return Page(
        items: numbers.filter { !unreadable.contains($0) }.map(FakeShop.order),
        unreadable: numbers.filter { unreadable.contains($0) }.map {
          Page.Unreadable(id: "\($0)", reason: "its total is no number")
        },
        next: parts[1].isEmpty ? nil : Cursor(parts[1]),
        resume: numbers.last.map { Cursor("\($0)") } ?? cursor)
    }
  }

  static func order(_ number: Int) -> Order {
    Order(
      externalID: "\(number)", name: "#\(number)",
      placedAt: FakeWorld.start + .minutes(Int64(number)),
      updatedAt: FakeWorld.start + .minutes(Int64(number)), payment: .paid,
      paidAt: FakeWorld.start + .minutes(Int64(number)), currency: .usd,
      total: Money(minor: Int64(number) * 100, currency: .usd), customerName: "Customer \(number)",
      email: "customer\(number)@example.com",
      shipTo: Address(
        name: "Customer \(number)", line1: "1 Road", city: "Town", postcode: "12345", country: "US"),
      lines: [
        OrderLine(
          externalID: "1", sku: "SKU-\(number % 7)", title: "Thing", quantity: 1,
          price: Money(minor: Int64(number) * 100, currency: .usd))
      ])
  }
}

struct FakeSupplier: SupplierSource {
  func purchases(
    _ cursor: Cursor?, _ context: RequestContext
  ) -> Exchange<Page<PurchaseOrder>> {
    var request = HTTPRequest(.get, "https://supplier.test/purchases?\(cursor?.text ?? "0")")
    if !context.token.isEmpty { request.headers["Token"] = context.token }
    return Exchange(request) { response throws(ConnectorError) in
      let parts = try FakeWorld.parts(response)
      let numbers = FakeWorld.numbers(parts[0])
      return Page(
        items: numbers.map(FakeSupplier.purchase), next: parts[1].isEmpty ? nil : Cursor(parts[1]),
        resume: numbers.last.map { Cursor("\($0)") } ?? cursor)
    }
  }

  static func purchase(_ number: Int) -> PurchaseOrder {
    PurchaseOrder(
      supplier: "supplier", number: "P\(number)", reference: "#\(number)", state: .shipped,
      placedAt: FakeWorld.start + .hours(Int64(number)),
      shipments: [Shipment(number: "TN\(number)", carrier: "post")])
  }
}

/// The same supplier behind a token that must be fetched first.
struct FakeTokenSupplier: SupplierSource, Authenticating {
  /// How long a token is said to live.
  var life = Span.days(15)
  var identity = ""
  var tokenPace = TokenPace()
  /// Tokens come with refresh tokens.
  var refreshes = false

  func purchases(
    _ cursor: Cursor?, _ context: RequestContext
  ) -> Exchange<Page<PurchaseOrder>> { FakeSupplier().purchases(cursor, context) }

  func token(_ context: RequestContext) -> Exchange<AccessToken> {
    exchange("https://supplier.test/token", context)
  }

  func renewed(_ refresh: String, _ context: RequestContext) -> Exchange<AccessToken>? {
    exchange("https://supplier.test/refresh/\(refresh)/token", context)
  }

  private func exchange(_ url: String, _ context: RequestContext) -> Exchange<AccessToken> {
    Exchange(HTTPRequest(.post, url)) { response throws(ConnectorError) in
      let value = try FakeWorld.parts(response)[0]
      return AccessToken(
        value: value, expiresAt: context.now + life, refresh: refreshes ? "r-" + value : "")
    }
  }
}

struct FakeTracker: Tracker {
  var batch = 8
  /// Reading needs no registration.
  var isOpen = false

  func register(
    _ shipments: [Shipment], _ context: RequestContext
  ) -> Exchange<[TrackingReport]>? {
    guard !isOpen else { return nil }
    return Exchange(request("register", shipments)) { response throws(ConnectorError) in
      try FakeWorld.parts(response)[0].split(separator: " ").map {
        TrackingReport(
          number: String($0), carrier: "post", status: .unregistered, problem: "not a number")
      }
    }
  }

  func track(_ shipments: [Shipment], _ context: RequestContext) -> Exchange<[TrackingReport]> {
    Exchange(request("track", shipments)) { response throws(ConnectorError) in
      try FakeWorld.parts(response)[0].split(separator: " ").map { FakeTracker.report(String($0)) }
    }
  }

  private func request(_ verb: String, _ shipments: [Shipment]) -> HTTPRequest {
    let body = shipments.map(\.number).joined(separator: " ")
    return HTTPRequest(.post, "https://tracker.test/\(verb)", body: Array(body.utf8))
  }

  /// Two scans; every fourth parcel is delivered.
  static func report(_ number: String) -> TrackingReport {
    let index = Int64(number.drop { !$0.isNumber }) ?? 0
    let status = index % 4 == 0 ? TrackingStatus.delivered : .inTransit
    let first = FakeWorld.start + .days(2) + .minutes(index)
    return TrackingReport(
      number: number, carrier: "post", status: status,
      events: [
        TrackingEvent(occurredAt: first, recordedAt: first, status: .pickedUp, message: "Accepted"),
        TrackingEvent(
          occurredAt: first + .hours(5), recordedAt: first, status: status, message: "On"),
      ])
  }
}

/// A shop at another address.
struct FakeElsewhere: Storefront {
  var host: String

  func orders(_ cursor: Cursor?, _ context: RequestContext) -> Exchange<Page<Order>> {
    var exchange = FakeShop().orders(cursor, context)
    exchange.request.url = "https://\(host)/orders?0"
    return exchange
  }
}

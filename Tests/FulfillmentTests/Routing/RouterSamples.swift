import Fulfillment

/// An ordinary order, its offers and suppliers, for changing one thing at a time.
enum RouterSamples {
  /// Monday 2026-03-02 08:00 UTC.
  static let now = Timestamp(seconds: 1_772_438_400)
  static let euro = Currency("EUR") ?? .usd
  static let yuan = Currency("CNY") ?? .usd

  static func usd(_ cents: Int64) -> Money { Money(minor: cents, currency: .usd) }

  /// One method by post: four dollars, 7 to 12 days.
  static func method(
    _ name: String = "Post", _ cents: Int64? = 400, _ days: ClosedRange<Int>? = 7...12,
    countries: [String] = []
  ) -> ShippingMethod {
    ShippingMethod(name: name, cost: cents.map(usd), days: days, countries: countries)
  }

  /// A fresh stock of 100 at 5 dollars apiece.
  static func offer(
    _ supplier: String, _ cents: Int64? = 500, sku: String = "MUG-1",
    methods: [ShippingMethod] = [method()], _ change: (inout Offer) -> Void = { _ in }
  ) -> Offer {
    var offer = Offer(
      sku: sku, supplier: supplier, supplierSKU: "\(supplier)-\(sku)", cost: cents.map(usd),
      handlingDays: 2, methods: methods, stock: 100, stockAt: now - .hours(4))
    change(&offer)
    return offer
  }

  static func line(
    _ id: String = "1", _ sku: String = "MUG-1", _ quantity: Int = 1, price cents: Int64? = 2000,
    covered: [String: Int] = [:], generation: Int = 0
  ) -> RouteRequest.Line {
    RouteRequest.Line(
      id: id, sku: sku, title: "A \(sku)", quantity: quantity, covered: covered,
      generation: generation, price: cents.map(usd))
  }

  static func request(
    _ lines: [RouteRequest.Line] = [line()], order: Int64 = 1,
    _ change: (inout RouteRequest) -> Void = { _ in }
  ) -> RouteRequest {
    var request = RouteRequest(
      order: OrderID(order), orderName: "#\(1000 + order)", storefront: "shop",
      externalID: "\(5000 + order)", placedAt: now - .hours(2),
      shipTo: Address(name: "Ada", line1: "1 Lake St", city: "Chicago", country: "US"),
      lines: lines)
    change(&request)
    return request
  }

  /// The offers with a supplier record for each of their suppliers.
  static func catalogue(
    _ offers: [Offer], _ change: (inout [String: SupplierRecord]) -> Void = { _ in }
  ) -> Catalogue {
    let names = Set(offers.map(\.supplier)).sorted()
    var catalogue = Catalogue(offers: offers, suppliers: names.map { SupplierRecord(supplier: $0) })
    change(&catalogue.suppliers)
    return catalogue
  }

  static func route(
    _ offers: [Offer], _ request: RouteRequest = request(), rates: Rates = Rates(),
    _ change: (inout RoutingPolicy) -> Void = { _ in }
  ) -> Routing {
    var policy = RoutingPolicy()
    change(&policy)
    return Router.route(request, catalogue(offers), policy, rates: rates, now: now)
  }
}

extension Routing {
  /// `CJ/Post: 2 MUG-1, 1 SET-1(lid)`, sorted by supplier and method.
  var summary: [String] {
    routes.map { route in
      let items = route.items.map { item in
        "\(item.units) \(item.sku)" + (item.part.isEmpty ? "" : "(\(item.part))")
      }
      return "\(route.supplier)/\(route.method): " + items.joined(separator: ", ")
    }
  }

  /// Of everything that was left out of the only route, or the refusal.
  func reason(_ supplier: String) -> String? {
    routes.first?.runnersUp.first { $0.supplier == supplier }?.reason
  }
}

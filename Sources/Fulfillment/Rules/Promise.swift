/// By when an order is to be with its customer where the shop tells no day of its own: what the
/// operator's shops promise, by storefront, country and shipping method.
package struct Promise: Hashable, Sendable {
  /// How long it may take from payment on.
  package enum Term: Hashable, Sendable {
    case days(Int)
    /// Days on which the customer's country works.
    case businessDays(Int)
  }

  /// Conditions; empty: any. Names may end in `*`, case is ignored.
  package var storefronts: [String]
  package var countries: [String]
  /// Of the shipping methods that its purchases were bought with: one is enough.
  package var methods: [String]
  package var term: Term

  package init(
    storefronts: [String] = [], countries: [String] = [], methods: [String] = [], within term: Term
  ) {
    self.storefronts = storefronts
    self.countries = countries
    self.methods = methods
    self.term = term
  }

  func fits(_ order: OrderFacts, _ storefront: String) -> Bool {
    (storefronts.isEmpty || NamePattern.any(storefronts, match: storefront))
      && (countries.isEmpty || NamePattern.any(countries, match: order.shipTo.country))
      && (methods.isEmpty
        || order.livePurchases.contains { NamePattern.any(methods, match: $0.method) })
  }
}

extension [Promise] {
  /// The day that the first fitting one comes to; nil where none fits. Counted from payment, before it
  /// from the order.
  package func promisedAt(
    _ order: OrderFacts, storefront: String, _ calendars: WorkCalendars
  ) -> Timestamp? {
    guard let promise = first(where: { $0.fits(order, storefront) }) else { return nil }
    let start = order.paidAt ?? order.placedAt
    switch promise.term {
    case .days(let days): return start + .days(Int64(days))
    case .businessDays(let days):
      let country = order.shipTo.country.uppercased()
      return BusinessDays.add(days, to: start, on: calendars.lane(from: country, to: country))
    }
  }
}

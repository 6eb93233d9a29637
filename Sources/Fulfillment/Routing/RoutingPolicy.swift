/// How the router chooses, as the operator wrote it (`[routing]` and `[[route]]` in the configuration).
package struct RoutingPolicy: Hashable, Sendable {
  /// What decides between suppliers that could all do it; the first that tells them apart wins.
  package enum Preference: String, CaseIterable, Sendable {
    /// The operator's own order in the offers.
    case priority
    /// Goods and postage.
    case cost
    /// Days to the customer.
    case speed
    /// Share delivered by the promise.
    case record
  }

  package var preferences: [Preference]
  /// Highest cost of a line, in hundredths of a percent of what the customer paid for it; nil: none.
  package var priceCeiling: Int?
  /// Least margin, in hundredths of a percent of what the customer paid; nil: none.
  package var marginFloor: Int?
  /// Stock told longer ago than this counts as unknown.
  package var stockMaxAge: Span
  /// A supplier whose stock is unknown may be taken.
  package var takesUnknownStock: Bool
  /// One supplier for all lines is taken even where it costs so much more, in hundredths of a percent.
  package var splitTolerance: Int
  /// An order older than this is not bought without asking.
  package var maxAge: Span
  /// Suppliers that deliver to a PO box or a forwarder, as in a rule's `only`; empty: nobody said.
  package var postBoxes: [String]
  /// The first rule that names a line's order decides about it.
  package var rules: [Rule]

  package init(
    preferences: [Preference] = [.priority, .cost, .speed, .record], priceCeiling: Int? = nil,
    marginFloor: Int? = nil, stockMaxAge: Span = .days(2), takesUnknownStock: Bool = true,
    splitTolerance: Int = 500, maxAge: Span = .days(3), postBoxes: [String] = [],
    rules: [Rule] = []
  ) {
    self.preferences = preferences
    self.priceCeiling = priceCeiling
    self.marginFloor = marginFloor
    self.stockMaxAge = stockMaxAge
    self.takesUnknownStock = takesUnknownStock
    self.splitTolerance = splitTolerance
    self.maxAge = maxAge
    self.postBoxes = postBoxes
    self.rules = rules
  }

  /// Some orders or products go their own way. Every condition that is written must hold.
  package struct Rule: Hashable, Sendable {
    package var name: String
    /// Empty: any. Names; a sku may end in `*`.
    package var storefronts: [String]
    package var countries: [String]
    package var skus: [String]
    package var tags: [String]
    /// Only these suppliers, in this order of preference; empty: any.
    package var only: [String]
    /// Never these.
    package var never: [String]
    /// Only these shipping methods; a name may end in `*`; empty: any.
    package var methods: [String]
    package var preferences: [Preference]?

    package init(
      name: String, storefronts: [String] = [], countries: [String] = [], skus: [String] = [],
      tags: [String] = [], only: [String] = [], never: [String] = [], methods: [String] = [],
      preferences: [Preference]? = nil
    ) {
      self.name = name
      self.storefronts = storefronts
      self.countries = countries
      self.skus = skus
      self.tags = tags
      self.only = only
      self.never = never
      self.methods = methods
      self.preferences = preferences
    }
  }
}

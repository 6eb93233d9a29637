package import Fulfillment

extension World {
  /// The size and temper of a world.
  package struct Options: Hashable, Sendable {
    /// Where simulated time begins; the backlog lies before it.
    package var start: Timestamp
    /// New orders in 24 simulated hours.
    package var ordersPerDay: Int
    /// How many days before `start` the first order came in.
    package var backlogDays: Int
    /// Exactly how many orders the backlog has; nil: `ordersPerDay` for each of its days.
    package var orders: Int?
    package var scenarios: ScenarioShares
    package var faults: Faults
    /// The shop's clock, in minutes east of UTC: `date_created` is in this time.
    package var shopZone: Int
    /// Refuse what comes faster than documented: CJ one request a second and one token in five
    /// minutes, 17TRACK three requests a second; all in simulated time.
    package var enforcesLimits: Bool
    /// Share of the orders that the shop's people buy by themselves. The others, of those placed in the
    /// last 36 hours before `start` or later, wait until an order at a supplier is for them.
    package var buysItself: Double
    package var temper: SupplierTemper
    /// What is on the account at CJ when the world begins, in US cents.
    package var balance: Int
    package var shopKind: ShopKind
    /// The shop's key may write.
    package var keyWrites: Bool

    package init(
      start: Timestamp, ordersPerDay: Int = 120, backlogDays: Int = 21, orders: Int? = nil,
      scenarios: ScenarioShares = .busy, faults: Faults = .none, shopZone: Int = 120,
      enforcesLimits: Bool = true, buysItself: Double = 1, temper: SupplierTemper = .usual,
      balance: Int = 500_000, shopKind: ShopKind = .modern, keyWrites: Bool = true
    ) {
      self.start = start
      self.ordersPerDay = ordersPerDay
      self.backlogDays = backlogDays
      self.orders = orders
      self.scenarios = scenarios
      self.faults = faults
      self.shopZone = shopZone
      self.enforcesLimits = enforcesLimits
      self.buysItself = buysItself
      self.temper = temper
      self.balance = balance
      self.shopKind = shopKind
      self.keyWrites = keyWrites
    }
  }

  /// How the simulated shop can be told of a parcel (apis.md 2.1).
  package enum ShopKind: String, CaseIterable, Hashable, Sendable {
    /// WooCommerce 11 with its own fulfilments.
    case modern
    /// WooCommerce 8.3 with the Shipment Tracking plugin.
    case plugin
    /// WooCommerce 8.3 with nothing: notes, meta and the status are what is left.
    case bare
  }

  /// What really is the case with one order, for tests and for judging what the program noticed.
  package struct Truth: Hashable, Sendable {
    /// The shop's id, which is the order's number too.
    package let id: Int
    package let scenario: Scenario
    /// Trouble ends well by itself.
    package let isMended: Bool
    package let placedAt: Timestamp
    /// About when the scenario's rule should notice, with the seed thresholds, and until when there
    /// is something to notice; nil where nothing is wrong.
    package let trouble: Range<Timestamp>?
    /// Nothing changes after this.
    package let endsAt: Timestamp
    /// Nobody in the shop buys for it, and what is bought elsewhere does not yet cover it.
    package let isWaiting: Bool
    /// Every tracking number that is ever given for it, wrong ones included.
    package let trackingNumbers: [String]
  }

  /// The truth about every order placed so far, oldest first.
  package var truth: [Truth] {
    lives.map { life in
      Truth(
        id: life.id, scenario: life.scenario, isMended: life.isMended, placedAt: life.placedAt,
        trouble: life.trouble, endsAt: life.endsAt, isWaiting: life.wants(),
        trackingNumbers: life.purchases.flatMap { purchase in
          purchase.numbers.map { purchase.parcels[$0.parcel].number }
        })
    }
  }

  /// What could be known of one order at that time, without any wire format between; nil where the
  /// shop has no order with that id yet.
  package func history(of id: Int, at now: Timestamp) -> OrderHistory? {
    guard let at = position(of: id), lives[at].placedAt <= now else { return nil }
    return OrderHistory(lives[at], at: now, source: "easypost")
  }
}

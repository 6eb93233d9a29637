package import Fulfillment
internal import GRDB

/// A figure kept by triggers.
enum Counter: String, CaseIterable {
  case orders, open, exceptions, returnsWaiting

  func value(_ database: Database) throws -> Int {
    Int(try database.number("SELECT value FROM counter WHERE name = ?", rawValue) ?? 0)
  }
}

extension Store {
  /// The figures of the header; costs the same whatever the number of orders.
  package func counts() throws -> BoardCounts {
    try read("can't read the counts") { database in
      let atRisk = try database.rows(
        "SELECT minor, currency FROM moneyAtRisk WHERE orders > 0"
      ) { try $0.money() }.compactMap { $0 }
      let rates = ExchangeRates(database)
      let ranked = try atRisk.map { (money: $0, worth: try rates.hundredths($0)) }
        .sorted { ($0.worth, $1.money.currency.code) > ($1.worth, $0.money.currency.code) }
      return BoardCounts(
        orders: try Counter.orders.value(database), open: try Counter.open.value(database),
        exceptions: try Counter.exceptions.value(database),
        returnsWaiting: try Counter.returnsWaiting.value(database),
        suppliers: Int(try database.number("SELECT count(*) FROM supplier") ?? 0),
        storefronts: Int(
          try database.number("SELECT count(*) FROM account WHERE role = 'storefront'") ?? 0),
        atRisk: ranked.map(\.money),
        held: try Store.waiting("'held', 'ready'", database),
        proposed: try Store.waiting("'proposed'", database),
        unknownPurchases: try Store.waiting("'unknown', 'waiting'", database),
        paused: Int(
          try database.number("SELECT count(*) FROM supplier WHERE pausedAt IS NOT NULL") ?? 0),
        noticesWaiting: Int(
          try database.number(
            "SELECT count(*) FROM notice WHERE state IN ('proposed', 'unknown')") ?? 0))
    }
  }
  /// Purchases whose message stands so; costs as much as there are.
  private static func waiting(_ states: String, _ database: Database) throws -> Int {
    Int(
      try database.number(
        """
        SELECT count(*) FROM outboxMessage INDEXED BY outboxMessage_open
        WHERE kind = 'place' AND state IN (\(states))
        AND state NOT IN ('sent', 'rejected', 'withdrawn')
        """) ?? 0)
  }
}

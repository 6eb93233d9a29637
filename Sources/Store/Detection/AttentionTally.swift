internal import Fulfillment
internal import GRDB

/// What asks for attention, counted as it is written: the exceptions of the header, the money at risk and
/// the orders that each supplier has waiting. Triggers would count the same row by row, which costs as
/// much as writing the rows; this is written once for everything in a transaction.
struct AttentionTally {
  private var exceptions: Int64 = 0
  private var atRisk: [Currency: (minor: Int64, orders: Int64)] = [:]
  private var stuck: [String: Int64] = [:]

  /// An exception was opened.
  mutating func count(_ exception: OrderException) {
    guard exception.shown, exception.state == .open || exception.state == .acknowledged
    else { return }
    exceptions += 1
  }

  /// An order's columns were changed from one to the other; `supplier`: the one it has now.
  mutating func count(
    _ attention: Attention, replacing old: Attention, currency: Currency, supplier: String
  ) {
    if old.risk != attention.risk {
      var sum = atRisk[currency] ?? (0, 0)
      if let risk = old.risk { sum = (sum.minor.clampedDifference(risk), sum.orders - 1) }
      if let risk = attention.risk { sum = (sum.minor.clampedSum(risk), sum.orders + 1) }
      atRisk[currency] = sum
    }
    guard (old.code == nil) != (attention.code == nil) else { return }
    stuck[supplier, default: 0] += attention.code == nil ? -1 : 1
  }

  /// Adds everything to the sums that are kept, and begins anew.
  mutating func write(_ database: Database) throws {
    if exceptions != 0 {
      try database.run(
        "UPDATE counter SET value = value + ? WHERE name = 'exceptions'", exceptions)
    }
    for (currency, sum) in atRisk {
      try database.run(
        """
        INSERT INTO moneyAtRisk (currency, minor, orders) VALUES (?, ?, ?)
        ON CONFLICT (currency) DO UPDATE
        SET minor = CAST(minor + excluded.minor AS INTEGER), orders = orders + excluded.orders
        """, currency.code, sum.minor, sum.orders)
    }
    if !atRisk.isEmpty { try database.run("DELETE FROM moneyAtRisk WHERE orders = 0") }
    for (supplier, change) in stuck where change != 0 {
      try database.run(
        "UPDATE supplier SET exceptions = exceptions + ? WHERE name = ?", change, supplier)
    }
    self = AttentionTally()
  }
}

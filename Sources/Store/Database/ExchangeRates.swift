package import Fulfillment
internal import GRDB

extension Store {
  /// Puts money at risk in several currencies in order by these rates from now on: orders, exceptions, the
  /// header. Without any, and in a currency without one, a unit of each counts as much as of another.
  /// Costs nothing where they are the ones of before, else as much as there is money at risk.
  package func save(_ rates: Rates) throws {
    let wanted = rates.kept
    let kept = try read("can't read the exchange rates") { try ExchangeRates.kept($0) }
    guard kept != wanted else { return }
    try write("can't keep the exchange rates") { database in
      try database.run("DELETE FROM exchangeRate")
      for (currency, millionths) in wanted {
        try database.run(
          "INSERT INTO exchangeRate (currency, millionths) VALUES (?, ?)", currency, millionths)
      }
      try ExchangeRates(database).restate()
    }
  }
}

/// Money of different currencies as one number, by the rates that are kept; they are read once, when the
/// first is asked for.
final class ExchangeRates {
  private let database: Database
  private var known: [String: Int64]?

  init(_ database: Database) { self.database = database }

  static func kept(_ database: Database) throws -> [String: Int64] {
    Dictionary(
      uniqueKeysWithValues: try database.rows("SELECT currency, millionths FROM exchangeRate") {
        (try $0.text(), try $0.number())
      })
  }

  /// Hundredths of the base currency; of its own where there is no rate.
  func hundredths(_ money: Money) throws -> Int64 {
    let rates = try known ?? ExchangeRates.kept(database)
    known = rates
    guard let rate = rates[money.currency.code] else { return money.hundredths }
    return Int64(clamping: Int128(money.hundredths) * 1_000_000 / Int128(rate))
  }

  func hundredths(_ money: Money?) throws -> Int64? {
    try money.map { try hundredths($0) }
  }

  /// What stands, by the rates as they are now.
  fileprivate func restate() throws {
    try restate(
      "SELECT id, riskHundredths, risk, currency FROM customerOrder WHERE risk IS NOT NULL",
      "UPDATE customerOrder SET riskHundredths = ? WHERE id = ?")
    try restate(
      """
      SELECT e.id, e.moneyHundredths, e.money, o.currency FROM orderException e
      JOIN customerOrder o ON o.id = e.orderID WHERE e.listRank IS NOT NULL AND e.money IS NOT NULL
      """, "UPDATE orderException SET moneyHundredths = ? WHERE id = ?")
  }

  private func restate(_ select: String, _ update: String) throws {
    let rows = try database.rows(select) {
      (id: try $0.number(), kept: try $0.number(), money: try $0.money())
    }
    for row in rows {
      guard let hundredths = try hundredths(row.money), hundredths != row.kept else { continue }
      try database.run(update, hundredths, row.id)
    }
  }
}

extension Rates {
  /// Of each currency, the base too; none where only the base is known.
  fileprivate var kept: [String: Int64] {
    let known = millionths.filter { $0.value > 0 }
    guard !known.isEmpty else { return [:] }
    var kept = Dictionary(uniqueKeysWithValues: known.map { ($0.key.code, $0.value) })
    kept[base.code] = 1_000_000
    return kept
  }
}

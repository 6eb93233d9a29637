internal import Fulfillment
internal import GRDB

/// What payment services keep, as it was configured when the rules were adopted last: what is at stake is
/// worked out by whoever looks, with a configuration or without one.
struct FeeBook {
  private let fees: [PaymentFee]
  private let storefronts: [Int64: String]

  init(_ database: Database) throws {
    fees = try database.rows(
      "SELECT storefronts, share, fixed, currency FROM paymentFee ORDER BY position"
    ) {
      PaymentFee(
        storefronts: TagList.tags(try $0.text()), share: try $0.int(), fixed: try $0.money())
    }
    guard !fees.isEmpty else {
      storefronts = [:]
      return
    }
    let names = try database.rows("SELECT id, name FROM account") {
      (try $0.number(), try $0.text())
    }
    storefronts = Dictionary(names, uniquingKeysWith: { first, _ in first })
  }

  /// Of an order that was paid; nil: nothing is known.
  func fee(of total: Money?, accountID: Int64) -> Money? {
    guard !fees.isEmpty, let total else { return nil }
    return fees.fee(of: total, storefront: storefronts[accountID] ?? "")
  }

  static func write(_ fees: [PaymentFee], _ database: Database) throws {
    try database.run("DELETE FROM paymentFee")
    for (position, fee) in fees.enumerated() {
      try database.run(
        """
        INSERT INTO paymentFee (position, storefronts, share, fixed, currency)
        VALUES (?, ?, ?, ?, ?)
        """, position, TagList.text(fee.storefronts), fee.share, fee.fixed?.minor,
        fee.fixed?.currency.code)
    }
  }
}

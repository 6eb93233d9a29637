internal import Fulfillment
internal import GRDB

/// How fresh the sources are whose silence the rules would otherwise believe; read once a transaction.
struct Feeds {
  /// The stalest tracker that is pulled; nil where none is.
  private(set) var trackingFreshAt: Timestamp?
  /// The stalest supplier account that is pulled; nil where none is.
  private var suppliersFreshAt: Timestamp?
  /// By the supplier's name, where its account is pulled.
  private var supplierFreshAt: [String: Timestamp] = [:]

  init(_ database: Database) throws {
    trackingFreshAt = try Feeds.stalest(.tracker, database)
    suppliersFreshAt = try Feeds.stalest(.supplier, database)
    let suppliers = try database.rows(
      """
      SELECT s.name, ifnull(a.freshAt, 0) FROM supplier s JOIN account a ON a.name = s.account
      WHERE a.cadence IS NOT NULL
      """
    ) { (name: try $0.text(), freshAt: try $0.time()) }
    for supplier in suppliers { supplierFreshAt[supplier.name] = supplier.freshAt }
  }

  /// As of an order: its own suppliers where it has purchases, else any that may tell of one.
  func supplierFreshAt(_ facts: OrderFacts) -> Timestamp? {
    guard !facts.purchases.isEmpty else { return suppliersFreshAt }
    guard !supplierFreshAt.isEmpty else { return nil }
    return facts.purchases.compactMap { supplierFreshAt[$0.supplier] }.min()
  }

  /// An account that is pulled but was never read well counts as never fresh, not as absent.
  private static func stalest(_ role: Account.Role, _ database: Database) throws -> Timestamp? {
    try database.number(
      "SELECT min(ifnull(freshAt, 0)) FROM account WHERE role = ? AND cadence IS NOT NULL",
      role.rawValue
    ).map(Timestamp.init(milliseconds:))
  }
}

package import Fulfillment
internal import GRDB

extension Store {
  /// Disputes of the orders that are asked for, those that wait for evidence first, the nearest deadline
  /// at the top. One that belongs to no known order is among them where every order is asked for.
  package func disputes(_ query: Query, limit: Int, now: Timestamp) throws -> [DisputeRow] {
    try read("can't list the disputes") { database in
      let condition = query.condition(now: now)
      return try database.rows(
        "SELECT " + DisputeRow.columns + " WHERE " + condition.sql
          + " ORDER BY d.listRank, d.listDue, d.id LIMIT ?",
        condition.arguments + [limit], read: DisputeRow.init)
    }
  }
}

extension DisputeRow {
  /// In the order of `init`.
  static let fields = """
    d.id, t.name, o.id, ifnull(o.name, d.orderName), ifnull(a.name, ''), \(Dispute.columns)
    """
  static let source = """
    dispute d JOIN account t ON t.id = d.accountID \
    LEFT JOIN customerOrder o ON o.id = d.orderID LEFT JOIN account a ON a.id = o.accountID
    """
  static let columns = fields + " FROM " + source

  init(_ columns: inout Columns) throws {
    self.init(
      id: try columns.number(), account: try columns.text(),
      orderID: try columns.numberOrNil().map { OrderID($0) }, orderName: try columns.text(),
      storefront: try columns.text(), dispute: try Dispute(columns: &columns))
  }

  static func of(order id: Int64, _ database: Database) throws -> [DisputeRow] {
    try database.rows(
      "SELECT " + columns + " WHERE d.orderID = ? ORDER BY d.listRank, d.listDue, d.id", id,
      read: DisputeRow.init)
  }
}

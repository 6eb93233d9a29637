package import Fulfillment
internal import GRDB

extension Store {
  /// Everything that is needed to decide a return, as of now; nil: there is no such return.
  package func returnCase(
    _ id: ReturnID, returnWindow: Span, rates: Rates, now: Timestamp
  ) throws -> ReturnCase? {
    let orderID = try read("can't read the return") { database in
      try database.number("SELECT orderID FROM returnRequest WHERE id = ?", id.number)
    }
    guard let orderID,
      let detail = try order(OrderID(orderID), returnWindow: returnWindow, now: now),
      let row = detail.returns.first(where: { $0.id == id })
    else { return nil }
    return try read("can't read the return") { database in
      let work = Work(database, now: now)
      let kept = try work.keptReturn(id.number)
      guard let ledger = try work.ledger(of: orderID) else { return nil }
      var matter = ReturnCase(row: row, value: kept.value, order: detail, ledger: ledger)
      matter.refunds = try work.refunds(ofReturn: id.number)
      matter.customer = try CustomerRecords.of(detail.order.email, database)
      matter.openDisputes = Int(
        try database.number(
          """
          SELECT count(*) FROM dispute WHERE orderID = ? AND state IN ('open', 'underReview')
          """, orderID) ?? 0)
      try work.cost(&matter, orderID: orderID, rates: rates)
      return matter
    }
  }
}

extension Work {
  /// What the goods cost and who they were bought from, as live purchases tell.
  fileprivate func cost(_ matter: inout ReturnCase, orderID: Int64, rates: Rates) throws {
    let purchases = try database.rows(
      """
      SELECT p.id, s.name, p.cost, p.currency FROM purchaseOrder p
      JOIN supplier s ON s.id = p.supplierID
      WHERE p.orderID = ? AND p.state NOT IN ('rejected', 'cancelled') ORDER BY p.id
      """, orderID
    ) { (id: try $0.number(), supplier: try $0.text(), cost: try $0.money()) }
    matter.supplier = purchases.first?.supplier ?? matter.order.row.supplier
    let own = matter.ledger.currency
    var spent: Int64? = 0
    for purchase in purchases {
      let cost = purchase.cost.flatMap { rates.convert($0, to: own) }
      spent = spent.flatMap { sum in cost.map { sum + $0.minor } }
    }
    matter.spent = spent.map { Money(minor: $0, currency: own) }
    if matter.value.request.items.isEmpty, !purchases.isEmpty {
      matter.cost = matter.spent
      return
    }
    var sum: Int64 = 0
    for (line, quantity) in matter.units {
      let bought = try database.rows(
        """
        SELECT l.units, l.quantity, l.unitCost, l.currency, s.name FROM purchaseLine l
        JOIN purchaseOrder p ON p.id = l.purchaseID JOIN supplier s ON s.id = p.supplierID
        WHERE l.orderID = ? AND l.line = ? AND l.isLive = 1
        ORDER BY l.firstUnit
        """, orderID, line
      ) {
        (
          units: try $0.number(), quantity: try $0.number(), cost: try $0.money(),
          supplier: try $0.text()
        )
      }
      guard let first = bought.first, let unit = first.cost.flatMap({ rates.convert($0, to: own) })
      else { return }
      matter.supplier = first.supplier
      sum += Int64(
        Int128(unit.minor) * Int128(first.quantity) * Int128(quantity) / Int128(first.units))
    }
    if !matter.units.isEmpty { matter.cost = Money(minor: sum, currency: own) }
  }
}

/// What is known of a customer.
enum CustomerRecords {
  /// Orders looked at, at most: who has more is known well enough.
  private static let limit = 1_000

  static func of(_ email: String, _ database: Database) throws -> CustomerRecord {
    let address = email.filter { $0 != "\"" }
    guard !address.isEmpty else { return CustomerRecord() }
    // The words of an order hold its address, so that no index of addresses is needed.
    let ids = """
      SELECT o.id FROM orderWords w JOIN customerOrder o ON o.id = w.rowid
      WHERE orderWords MATCH ?1 AND o.email = ?2 COLLATE NOCASE LIMIT \(limit)
      """
    return try database.row(
      """
      WITH mine AS MATERIALIZED (\(ids))
      SELECT count(*), min(o.placedAt), ifnull(sum(ifnull(o.refunded, 0) > 0), 0),
        (SELECT count(*) FROM returnRequest r WHERE r.orderID IN (SELECT id FROM mine)),
        (SELECT count(*) FROM dispute d WHERE d.orderID IN (SELECT id FROM mine))
      FROM customerOrder o WHERE o.id IN (SELECT id FROM mine)
      """, "\"" + address + "\"", email
    ) {
      let orders = try $0.int()
      let first = try $0.timeOrNil()
      let refunded = try $0.int()
      return CustomerRecord(
        orders: orders, returns: try $0.int(), refunded: refunded, disputes: try $0.int(),
        firstOrderAt: first)
    } ?? CustomerRecord()
  }
}

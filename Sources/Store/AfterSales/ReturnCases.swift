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
      do {
        let account = try work.refundAccount(of: orderID)
        (matter.through, matter.isPaidByHand) = (account ?? "", account == nil)
      } catch let refusal as DecisionRefusal {
        matter.noWayBack = refusal.reason
      }
      matter.replacements = detail.purchaseRows.filter {
        $0.replacesFor == kept.value.request.externalID && !$0.replacesFor.isEmpty
      }
      try work.cost(&matter, orderID: orderID, rates: rates)
      try work.due(&matter, id)
      return matter
    }
  }
}

extension Store {
  /// What came in for an order, what went back and what was spent; nil: there is no such order.
  package func money(of order: OrderID, rates: Rates, now: Timestamp) throws -> OrderMoney? {
    try read("can't read the money of the order") { database in
      let work = Work(database, now: now)
      guard let ledger = try work.ledger(of: order.number) else { return nil }
      let costs = try database.rows(
        """
        SELECT cost, currency FROM purchaseOrder
        WHERE orderID = ? AND state NOT IN ('rejected', 'cancelled')
        """, order.number
      ) { try $0.money() }
      let spent = costs.reduce(Int64?.some(0)) { sum, cost in
        let own = cost.flatMap { rates.convert($0, to: ledger.currency) }
        return sum.flatMap { sum in own.map { sum.clampedSum($0.minor) } }
      }
      return OrderMoney(
        ledger: ledger, spent: spent.map { Money(minor: $0, currency: ledger.currency) })
    }
  }
}

extension Work {
  /// What would go back of a return that is decided, as `Store.foretell` tells it.
  fileprivate func due(_ matter: inout ReturnCase, _ id: ReturnID) throws {
    guard matter.row.state.after(.refund) != nil else { return }
    do {
      let change = try plan(
        .refundReturn(amount: nil, note: ""), on: .return(id), by: "", hold: .seconds(0))
      if case .request(_, _, let refund?) = change.effect { matter.due = refund.amount }
    } catch let refusal as Refused {
      matter.dueObstacle = refusal.reason
    }
  }

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
      spent = spent.flatMap { sum in cost.map { sum.clampedSum($0.minor) } }
    }
    matter.spent = spent.map { Money(minor: $0, currency: own) }
    matter.costGap =
      purchases.isEmpty
      ? "nothing was bought for it here"
      : "\(matter.supplier) does not tell what each piece of its purchase cost"
    // All of it comes back: then the purchases need not say what each piece cost.
    let isAll = matter.order.order.lines.allSatisfy { line in
      line.quantity <= (matter.units.first { $0.line == line.externalID }?.quantity ?? 0)
    }
    func takeWhole() throws {
      guard isAll, !purchases.isEmpty else { return }
      matter.cost = try first(orderID, rates, own)
      matter.costGap = matter.cost == nil ? "what a purchase of it cost is not known" : ""
    }
    if matter.value.request.items.isEmpty { return try takeWhole() }
    var sum: Int64 = 0
    for (line, quantity) in matter.units {
      let bought = try database.rows(
        """
        SELECT l.units, l.quantity, l.unitCost, l.currency, s.name FROM purchaseLine l
        JOIN purchaseOrder p ON p.id = l.purchaseID JOIN supplier s ON s.id = p.supplierID
        WHERE l.orderID = ? AND l.line = ? AND l.isLive = 1 AND l.again = 0
        ORDER BY l.firstUnit
        """, orderID, line
      ) {
        (
          units: try $0.number(), quantity: try $0.number(), cost: try $0.money(),
          supplier: try $0.text()
        )
      }
      guard let first = bought.first, let unit = first.cost.flatMap({ rates.convert($0, to: own) })
      else { return try takeWhole() }
      matter.supplier = first.supplier
      let (product, isTooLarge) = Int128(unit.minor).multipliedReportingOverflow(
        by: Int128(first.quantity) * Int128(quantity))
      let cost = isTooLarge ? Int128.max : product / Int128(max(1, first.units))
      sum = sum.clampedSum(Int64(clamping: cost))
    }
    if !matter.units.isEmpty {
      (matter.cost, matter.costGap) = (Money(minor: sum, currency: own), "")
    }
  }

  /// What the first purchases of an order cost, without what was bought again.
  private func first(_ orderID: Int64, _ rates: Rates, _ own: Currency) throws -> Money? {
    let costs = try database.rows(
      """
      SELECT cost, currency FROM purchaseOrder WHERE orderID = ? AND returnID IS NULL
      AND replaces IS NULL AND state NOT IN ('rejected', 'cancelled')
      """, orderID
    ) { try $0.money() }
    let sum = costs.reduce(Int64?.some(0)) { sum, cost in
      let same = cost.flatMap { rates.convert($0, to: own) }
      return sum.flatMap { sum in same.map { sum.clampedSum($0.minor) } }
    }
    return sum.map { Money(minor: $0, currency: own) }
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

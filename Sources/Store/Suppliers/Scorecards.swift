package import Fulfillment
internal import GRDB

extension Store {
  /// A supplier with all that this file knows of it; nil: there is none of that number. What policies say
  /// is added by the caller.
  /// - Parameter period: how many ripe days each figure covers.
  package func scorecard(
    of id: SupplierID, period: Int, now: Timestamp
  ) throws -> Scorecard? {
    guard let row = try suppliers(now: now).first(where: { $0.id == id }) else { return nil }
    var card = Scorecard(row: row)
    card.numbers = try numbers(.supplier, period: period, now: now).first { $0.key == id.number }
    card.lanes = try numbers(.lane, period: period, now: now).filter {
      $0.name.hasPrefix(row.name + " to ")
    }
    return try read("can't read the supplier") { database in
      let week = (now - .days(7)).milliseconds
      card.exceptions = try database.rows(
        """
        SELECT e.code, count(*) FROM orderException e JOIN customerOrder o ON o.id = e.orderID
        WHERE e.state NOT IN ('resolved', 'cleared') AND o.supplier = ? COLLATE NOCASE
        GROUP BY e.code ORDER BY count(*) DESC, e.code
        """, row.name
      ) { Scorecard.Count(code: try $0.text(), count: try $0.int()) }
      let paid = try database.rows(
        """
        SELECT count(*), CAST(total(cost) AS INTEGER), currency FROM purchaseOrder INDEXED BY purchaseOrder_underWay
        WHERE supplierID = ? AND deliveredAt IS NULL
        AND state IN ('placed', 'acknowledged', 'shipped', 'unclear') GROUP BY currency
        ORDER BY currency
        """, id.number
      ) { (count: try $0.int(), money: try $0.money()) }
      card.underWay = paid.reduce(0) { $0 + $1.count }
      card.tiedUp = paid.compactMap(\.money)
      card.waiting = Int(try database.number(Store.waitingSQL, id.number) ?? 0)
      card.claimed = try Store.claimed(of: id, row.name, database)
      card.outOfStock = Int(
        try database.number(
          "SELECT count(*) FROM offer WHERE supplierID = ? AND stock = 0", id.number) ?? 0)
      card.risen = Int(
        try database.number(
          "SELECT count(*) FROM offer WHERE supplierID = ? AND costRoseAt >= ?", id.number, week)
          ?? 0)
      card.contacts = try Store.contacts(of: id, database)
      card.moves = try Store.moves(database).filter {
        [$0.from.lowercased(), $0.to.lowercased()].contains(row.name.lowercased())
          && $0.until.map { $0 > now } ?? true
      }
      card.news = try Store.news(of: id, row.name, since: week, database)
      return card
    }
  }

  /// What it is asked for and has not paid: claims about its parcels, else those in its name.
  private static func claimed(
    of id: SupplierID, _ name: String, _ database: Database
  ) throws -> [Money] {
    let service = try database.texts(
      "SELECT a.service FROM supplier s JOIN account a ON a.name = s.account WHERE s.id = ?",
      id.number)
    let own = Set(([name] + service).map(\.claimKey))
    let claims = try database.rows(
      """
      SELECT c.amount, c.currency, c.name, (SELECT p.supplierID FROM shipment h
        JOIN purchaseOrder p ON p.id = h.purchaseID
        WHERE h.orderID = c.orderID AND h.number = c.parcel AND c.parcel <> '' LIMIT 1)
      FROM claim c WHERE c.party = 'supplier' AND c.state IN ('submitted', 'answered')
      AND c.amount IS NOT NULL AND EXISTS (SELECT 1 FROM purchaseOrder p
        WHERE p.orderID = c.orderID AND p.supplierID = ?)
      """, id.number
    ) { (money: try $0.money(), name: try $0.text(), supplier: try $0.numberOrNil()) }
    var sums: [Currency: Int64] = [:]
    for claim in claims {
      guard let money = claim.money,
        claim.supplier.map({ $0 == id.number }) ?? own.contains(claim.name.claimKey)
      else { continue }
      sums[money.currency, default: 0] = sums[money.currency, default: 0].clampedSum(money.minor)
    }
    return sums.sorted { $0.key.code < $1.key.code }.map {
      Money(minor: $0.value, currency: $0.key)
    }
  }

  /// Purchases of a supplier that are written down and have not left.
  static let waitingSQL = """
    SELECT count(*) FROM outboxMessage m INDEXED BY outboxMessage_open
    JOIN purchaseOrder p ON p.id = m.purchaseID
    WHERE m.kind = 'place' AND m.state IN ('proposed', 'held', 'ready')
    AND m.state NOT IN ('sent', 'rejected', 'withdrawn') AND p.supplierID = ?
    """

  /// Purchases of a supplier that are written down and have not left.
  package func waitingPurchases(of id: SupplierID) throws -> Int {
    try read("can't read the supplier") {
      Int(try $0.number(Store.waitingSQL, id.number) ?? 0)
    }
  }

  private static func news(
    of id: SupplierID, _ name: String, since: Int64, _ database: Database
  ) throws -> [String] {
    let exceptions = try database.rows(
      """
      SELECT e.code, count(*) FROM orderException e JOIN customerOrder o ON o.id = e.orderID
      WHERE e.state NOT IN ('resolved', 'cleared') AND e.since >= ?2
      AND o.supplier = ?1 COLLATE NOCASE GROUP BY e.code ORDER BY count(*) DESC, e.code LIMIT 6
      """, name, since
    ) { (code: try $0.text(), count: try $0.int()) }
    let prices = try database.rows(
      """
      SELECT sku, costBefore, currency, cost, currency FROM offer
      WHERE supplierID = ? AND costRoseAt >= ? AND costBefore IS NOT NULL AND cost IS NOT NULL
      ORDER BY costRoseAt DESC, sku LIMIT 8
      """, id.number, since
    ) { (sku: try $0.text(), before: try $0.money(), after: try $0.money()) }
    let edits = try database.texts(
      """
      SELECT sku || ': ' || change || ' (' || operator || ')' FROM offerChange
      WHERE supplierID = ? AND at >= ? ORDER BY id DESC LIMIT 8
      """, id.number, since)
    let decisions = try database.texts(
      """
      SELECT CASE d.kind WHEN 'undo' THEN 'taken back: ' ELSE '' END || d.title
        || CASE d.argument WHEN '' THEN '' ELSE CASE d.verb WHEN 'pause' THEN ': ' || d.argument
          ELSE '' END END || ' (' || d.operator || ')'
      FROM decisionTarget t JOIN decision d ON d.id = t.decisionID
      WHERE t.kind = 'supplier' AND t.number = ? AND d.at >= ? ORDER BY d.id DESC LIMIT 8
      """, id.number, since)
    let told = exceptions.map { exception in
      "\(exception.count) new, still standing: \(exception.code)"
    }
    let rises = prices.compactMap { price -> String? in
      guard let before = price.before, let after = price.after else { return nil }
      return "\(price.sku) rose from \(before.inWords) to \(after.inWords)"
    }
    return decisions + told + rises + edits
  }
}

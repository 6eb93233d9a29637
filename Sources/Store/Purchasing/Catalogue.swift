package import Fulfillment
internal import GRDB

extension Store {
  /// Everything that could fill a line: all offers, and all suppliers with how they have done.
  package func catalogue() throws -> Catalogue {
    try read("can't read the offers") { database in
      let suppliers = try database.rows(
        """
        SELECT name, handlingDays, onTime, promised,
          account IS NOT NULL OR ifnull(contact, '') <> '', pausedAt, pausedBy, pauseReason
        FROM supplier ORDER BY id
        """
      ) { columns in
        let name = try columns.text()
        let handlingDays = try columns.numberOrNil().map { Int($0) }
        let (onTime, promised) = (try columns.int(), try columns.int())
        var record = SupplierRecord(
          supplier: name, handlingDays: handlingDays,
          onTime: promised > 0 ? onTime * 10_000 / promised : nil, sample: promised,
          takesOrders: try columns.bool())
        record.pause = try SupplierPause(columns: &columns)
        return record
      }
      var catalogue = Catalogue(offers: try Offers.all(database), suppliers: suppliers)
      for (key, use) in try Self.uses(database) { catalogue.used[key] = use }
      catalogue.moves = try Store.moves(database)
      return catalogue
    }
  }

  /// What suppliers may not have counted when they told their stock: purchases that have not left, and
  /// those written down since; of the last days, for older stock is not relied upon.
  private static func uses(_ database: Database) throws -> [(StockUse.Key, StockUse)] {
    guard let newest = try database.number("SELECT max(stockAt) FROM offer WHERE stock > 0") else {
      return []
    }
    return try database.rows(
      """
      SELECT s.name, l.supplierSKU, sum(l.quantity), o.name, max(p.id)
      FROM purchaseOrder p JOIN purchaseLine l ON l.purchaseID = p.id AND l.isLive = 1
      JOIN supplier s ON s.id = p.supplierID JOIN customerOrder o ON o.id = p.orderID
      WHERE p.id IN (SELECT id FROM purchaseOrder WHERE recordedAt >= ?1
        UNION SELECT id FROM purchaseOrder WHERE state IN ('intended', 'unknown'))
      AND EXISTS (SELECT 1 FROM offer f WHERE f.supplierID = p.supplierID
        AND f.supplierSKU = l.supplierSKU AND f.stock > 0
        AND (f.stockAt <= p.recordedAt OR p.state IN ('intended', 'unknown')))
      GROUP BY s.id, l.supplierSKU
      """, newest - Span.days(7).milliseconds
    ) {
      (
        StockUse.Key(try $0.text(), try $0.text()),
        StockUse(items: try $0.int(), by: try $0.text())
      )
    }
  }

  /// What an automation has bought: ever, and on the UTC day of `now`. Proposals that wait, and what came
  /// to nothing, don't count. `moneyToday` is nil where the cost of one is not known, or not in that
  /// currency and without a rate.
  package func usage(
    of automation: String, currency: Currency, rates: Rates = Rates(), now: Timestamp
  ) throws -> PurchasingPolicy.Usage {
    try read("can't read what was bought") { database in
      let proven = try database.number(
        """
        SELECT count(*) FROM purchaseOrder p WHERE p.automation = ?1 AND p.automation <> ''
        AND (p.state IN ('placed', 'unpaid', 'acknowledged', 'shipped', 'delivered', 'unclear')
          OR EXISTS (SELECT 1 FROM decisionTarget t JOIN decision d ON d.id = t.decisionID
            WHERE t.kind = 'purchase' AND t.number = p.id AND d.verb = 'approve-purchase'
            AND d.kind <> 'undo' AND p.state NOT IN ('intended', 'cancelled', 'rejected')))
        """, automation)
      let today = try database.rows(
        """
        SELECT p.cost, p.currency FROM purchaseOrder p
        LEFT JOIN outboxMessage m ON m.purchaseID = p.id AND m.kind = 'place'
        WHERE p.automation = ?1 AND p.automation <> '' AND p.recordedAt >= ?2
        AND p.state NOT IN ('rejected', 'cancelled') AND m.state IS NOT 'proposed'
        """, automation, now.date.midnight.milliseconds
      ) { try $0.money() }
      let costs = today.map { $0.flatMap { rates.convert($0, to: currency) } }
      let sum = costs.contains(nil) ? nil : costs.reduce(Int64(0)) { $0 + ($1?.minor ?? 0) }
      return PurchasingPolicy.Usage(
        proven: Int(proven ?? 0), countToday: today.count,
        moneyToday: sum.map { Money(minor: $0, currency: currency) })
    }
  }
}

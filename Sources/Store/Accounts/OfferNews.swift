package import Fulfillment
internal import GRDB

/// What a supplier says of one of its items; what it does not say is nil.
package struct OfferNews: Hashable, Sendable {
  package var supplierSKU: String
  package var stock: Int?
  package var cost: Money?

  package init(supplierSKU: String, stock: Int? = nil, cost: Money? = nil) {
    self.supplierSKU = supplierSKU
    self.stock = stock
    self.cost = cost
  }
}

extension Store {
  /// Items of the suppliers that are reached through an account, whose stock should be asked for: those
  /// that open orders wait for first, then those known longest ago.
  /// - Parameters:
  ///   - wantedAge: how old the word on an item may be that an order waits for.
  ///   - age: how old that on any other.
  package func dueItems(
    of account: String, limit: Int, wantedAge: Span, age: Span, now: Timestamp
  ) throws -> [String] {
    try read("can't look for items to ask about") { database in
      try database.texts(
        """
        SELECT supplierSKU FROM (
          SELECT f.supplierSKU, max(ifnull(f.stockAt, 0), ifnull(f.askedAt, 0)) AS knownAt,
            EXISTS (SELECT 1 FROM orderLine l JOIN customerOrder o ON o.id = l.orderID
              WHERE l.sku = f.sku AND o.isOpen AND o.state = 'ready') AS isWanted
          FROM offer f JOIN supplier s ON s.id = f.supplierID
          WHERE s.account = ?1 AND f.supplierSKU <> ''
          AND max(ifnull(f.stockAt, 0), ifnull(f.askedAt, 0)) <= ?2)
        WHERE isWanted OR knownAt <= ?3
        GROUP BY supplierSKU ORDER BY max(isWanted) DESC, min(knownAt), supplierSKU LIMIT ?4
        """, account, (now - wantedAge).milliseconds, (now - age).milliseconds, limit)
    }
  }

  /// Writes what a supplier says of its items: stock, and price with what it was where it has risen.
  /// Open orders that this may concern are looked at again. Items asked about of which nothing was said
  /// are noted as asked.
  package func take(
    _ news: [OfferNews], about items: [String], from account: String, now: Timestamp
  ) throws -> IntakeResult {
    try work("can't take stock and prices from " + account, now: now, by: .sync(account)) { work in
      let accountID = try work.account(account, role: .supplier)
      var result = IntakeResult()
      guard accountID > 0 else { return result }
      for item in items { try work.noteAsked(item, of: account) }
      for word in news { try work.write(word, of: account, &result) }
      return result
    }
  }
}

extension Work {
  fileprivate func noteAsked(_ item: String, of account: String) throws {
    try database.run(
      """
      UPDATE offer SET askedAt = ?3 WHERE supplierSKU = ?2
      AND supplierID IN (SELECT id FROM supplier WHERE account = ?1)
      """, account, item, now.milliseconds)
  }

  fileprivate mutating func write(
    _ word: OfferNews, of account: String, _ result: inout IntakeResult
  ) throws {
    let known = try database.rows(
      """
      SELECT f.id, f.sku, f.stock, f.cost, f.currency FROM offer f
      JOIN supplier s ON s.id = f.supplierID WHERE s.account = ?1 AND f.supplierSKU = ?2
      """, account, word.supplierSKU
    ) {
      (
        id: try $0.number(), sku: try $0.text(), stock: try $0.intOrNil(), cost: try $0.money()
      )
    }
    for offer in known {
      let stock = word.stock.map { max(0, $0) }
      let cost = word.cost ?? offer.cost
      if let stock {
        try database.run(
          "UPDATE offer SET stock = ?2, stockAt = ?3 WHERE id = ?1", offer.id, stock,
          now.milliseconds)
      }
      if cost != offer.cost {
        let hasRisen = offer.cost.map { before in
          cost?.currency == before.currency && (cost?.minor ?? 0) > before.minor
        }
        let isRise = hasRisen == true
        try database.run(
          """
          UPDATE offer SET cost = ?2, currency = ?3, costBefore = ?4, costRoseAt = ?5 WHERE id = ?1
          """, offer.id, cost?.minor, cost?.currency.code, isRise ? offer.cost?.minor : nil,
          isRise ? now.milliseconds : nil)
      }
      let isChanged = cost != offer.cost || stock != nil && stock != offer.stock
      result.count(isChanged ? .changed : .unchanged)
      // That there is still none is news to orders that came since.
      if isChanged || stock == 0 { try lookAgain(sku: offer.sku) }
    }
  }
}

package import Fulfillment
internal import GRDB

/// An offer that an operator changed.
package struct OfferChange: Hashable, Sendable {
  package var at: Timestamp
  package var by: String
  package var supplier: String
  package var sku: String
  package var part: String
  /// `cost 8.40 -> 9.10; stock 4 -> 9`
  package var change: String

  package init(
    at: Timestamp, by: String, supplier: String, sku: String, part: String, change: String
  ) {
    self.at = at
    self.by = by
    self.supplier = supplier
    self.sku = sku
    self.part = part
    self.change = change
  }
}

extension Store {
  /// Offers of that supplier by sku and part: `count` of them from `offset` on, and how many there are.
  package func offers(
    of supplier: String, offset: Int, count: Int
  ) throws -> (offers: [Offer], total: Int) {
    try read("can't list the offers of " + supplier) { database in
      let total = try database.number(
        """
        SELECT count(*) FROM offer f JOIN supplier s ON s.id = f.supplierID WHERE s.name = ?
        """, supplier)
      return (
        try Offers.where(
          "s.name = ? ORDER BY f.sku, f.part LIMIT ? OFFSET ?",
          [supplier, max(0, count), max(0, offset)], database), Int(total ?? 0)
      )
    }
  }

  /// Writes an offer as an operator changed it and keeps who did what; refused where it is not as he saw
  /// it any more, or names another sku, supplier or part.
  /// - Parameter change: what is different, in words.
  package func edit(
    _ before: Offer, to after: Offer, change: String, by operatorName: String, now: Timestamp
  ) throws {
    let what = "can't change the offer \(before.sku) of \(before.supplier)"
    let author = Author.person(
      operatorName.sanitised(limit: 120), reason: change.sanitised(limit: 1000))
    try work(what, now: now, by: author) { work in
      let known = try Offers.where(
        "s.name = ? AND f.sku = ? AND f.part = ?", [before.supplier, before.sku, before.part],
        work.database
      ).first
      guard let known else { throw StoreError(.refused, what: what, why: "it is gone") }
      guard known == before else {
        throw StoreError(
          .refused, what: what, why: "it has been changed meanwhile: look at it again")
      }
      guard after.sku == known.sku, after.supplier == known.supplier, after.part == known.part
      else { throw StoreError(.refused, what: what, why: "that would be another offer") }
      if let reason = try work.put(after) { throw StoreError(.refused, what: what, why: reason) }
      try work.database.run(
        """
        INSERT INTO offerChange (at, operator, supplierID, sku, part, change)
        SELECT ?, ?, id, ?, ?, ? FROM supplier WHERE name = ?
        """, now.milliseconds, operatorName.sanitised(limit: 120), after.sku, after.part,
        change.sanitised(limit: 1000), after.supplier)
    }
  }

  /// What operators changed of offers, newest first.
  package func offerChanges(limit: Int) throws -> [OfferChange] {
    try read("can't list the changes of offers") { database in
      try database.rows(
        """
        SELECT c.at, c.operator, s.name, c.sku, c.part, c.change
        FROM offerChange c JOIN supplier s ON s.id = c.supplierID ORDER BY c.id DESC LIMIT ?
        """, limit
      ) {
        OfferChange(
          at: try $0.time(), by: try $0.text(), supplier: try $0.text(), sku: try $0.text(),
          part: try $0.text(), change: try $0.text())
      }
    }
  }
}

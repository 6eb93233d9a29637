package import Fulfillment
internal import GRDB

extension Store {
  /// Writes suppliers by name, new or known; what is nil here is left as it is.
  package func save(_ suppliers: [Supplier], now: Timestamp) throws {
    try write("can't save the suppliers") { database in
      for supplier in suppliers {
        try database.run(
          """
          INSERT INTO supplier (name, account, contact, handlingDays) VALUES (?1, ?2, ?3, ?4)
          ON CONFLICT (name) DO UPDATE SET account = ifnull(?2, account),
            contact = ifnull(?3, contact), handlingDays = ifnull(?4, handlingDays)
          """, supplier.name.sanitised(limit: 120), supplier.account,
          supplier.contact?.sanitised(limit: 200), supplier.handlingDays)
        try database.run(
          """
          UPDATE customerOrder SET nextCheckAt = 0 WHERE isOpen AND id IN (
            SELECT orderID FROM purchaseOrder p JOIN supplier s ON s.id = p.supplierID
            WHERE s.name = ?)
          """, supplier.name.sanitised(limit: 120))
      }
    }
  }

  /// Writes offers by supplier and sku, new or known, and creates suppliers they name. Open orders
  /// that an offer could fill are looked at again.
  package func save(_ offers: [Offer], now: Timestamp) throws -> IntakeResult {
    try work("can't save the offers", now: now) { work in
      var result = IntakeResult()
      for offer in offers.map({ $0.normalised() }) {
        if let reason = offer.refusal {
          result.refused.append("offer \(offer.sku) of \(offer.supplier): \(reason)")
        } else {
          result.count(try work.write(offer))
        }
      }
      return result
    }
  }

  /// Every offer, by sku, then supplier.
  package func offers() throws -> [Offer] {
    try read("can't list the offers") { database in
      try database.rows(
        """
        SELECT f.sku, s.name, f.supplierSKU, f.cost, f.currency, f.handlingDays
        FROM offer f JOIN supplier s ON s.id = f.supplierID ORDER BY f.sku, s.name
        """
      ) {
        Offer(
          sku: try $0.text(), supplier: try $0.text(), supplierSKU: try $0.text(),
          cost: try $0.money(), handlingDays: try $0.numberOrNil().map { Int($0) })
      }
    }
  }
}

extension Offer {
  fileprivate var refusal: String? {
    if sku.isEmpty { return "it has no sku" }
    if supplier.isEmpty { return "it names no supplier" }
    if let handlingDays, handlingDays < 0 { return "its handling days are below zero" }
    return nil
  }
}

extension Work {
  fileprivate mutating func write(_ offer: Offer) throws -> Became {
    let supplierID = try supplier(offer.supplier)
    let isKnown =
      try database.number(
        "SELECT 1 FROM offer WHERE supplierID = ? AND sku = ?", supplierID, offer.sku) != nil
    try database.run(
      """
      INSERT INTO offer (supplierID, sku, supplierSKU, cost, currency, handlingDays)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      ON CONFLICT (supplierID, sku) DO UPDATE
      SET supplierSKU = ?3, cost = ?4, currency = ?5, handlingDays = ?6
      WHERE supplierSKU <> ?3 OR cost IS NOT ?4 OR currency IS NOT ?5 OR handlingDays IS NOT ?6
      """, supplierID, offer.sku, offer.supplierSKU, offer.cost?.minor,
      offer.cost?.currency.code, offer.handlingDays)
    guard database.changesCount > 0 else { return .unchanged }
    try database.run(
      """
      UPDATE customerOrder SET nextCheckAt = 0 WHERE isOpen AND id IN (
        SELECT orderID FROM orderLine WHERE sku = ?)
      """, offer.sku)
    return isKnown ? .changed : .imported
  }
}

package import Fulfillment
internal import GRDB

extension Store {
  /// Writes suppliers by name, new or known; what is nil here is left as it is.
  package func save(_ suppliers: [Supplier], now: Timestamp) throws {
    try write("can't save the suppliers", now: now, by: .person("operator")) { database in
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
          INSERT INTO orderCheck (orderID, at)
          SELECT id, 0 FROM customerOrder WHERE isOpen AND id IN (
            SELECT orderID FROM purchaseOrder p JOIN supplier s ON s.id = p.supplierID
            WHERE s.name = ?)
          ON CONFLICT (orderID) DO UPDATE SET at = 0
          """, supplier.name.sanitised(limit: 120))
      }
    }
  }
}

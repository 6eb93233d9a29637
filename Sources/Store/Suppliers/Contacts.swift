package import Fulfillment
internal import GRDB

extension Store {
  /// Adds ways to reach a supplier and forgets others; one that is there already, or is not, changes
  /// nothing. Refused where there is no such supplier.
  package func editContacts(
    of name: String, add: [SupplierContact], forget: [SupplierContact], now: Timestamp
  ) throws {
    let what = "can't change the supplier"
    try write(what, now: now) { database in
      guard let id = try database.number("SELECT id FROM supplier WHERE name = ?", name) else {
        throw StoreError(.missing, what: what, why: "there is no supplier \(name)")
      }
      for contact in forget {
        try database.run(
          "DELETE FROM supplierContact WHERE supplierID = ? AND kind = ? AND text = ?", id,
          contact.kind.rawValue, contact.text)
      }
      for contact in add {
        try database.run(
          """
          INSERT INTO supplierContact (supplierID, kind, text) VALUES (?, ?, ?)
          ON CONFLICT DO NOTHING
          """, id, contact.kind.rawValue, contact.text)
      }
    }
  }

  static func contacts(of id: SupplierID, _ database: Database) throws -> [SupplierContact] {
    try database.rows(
      "SELECT kind, text FROM supplierContact WHERE supplierID = ? ORDER BY kind, text", id.number
    ) { SupplierContact(try $0.state(SupplierContact.Kind.self), try $0.text()) }
  }
}

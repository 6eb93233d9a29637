package import Fulfillment
internal import GRDB

/// Finding orders by what people call them.
enum Lookup {
  /// Orders of that name (with or without `#`), else with that id of their storefront.
  static func orders(named text: String, _ database: Database) throws -> [Int64] {
    let bare = text.hasPrefix("#") ? String(text.dropFirst()) : text
    guard !bare.isEmpty else { return [] }
    let named = try database.numbers(
      "SELECT id FROM customerOrder WHERE name IN (?, ?) ORDER BY id DESC", [bare, "#" + bare])
    guard named.isEmpty else { return named }
    return try database.numbers(
      """
      SELECT o.id FROM account a CROSS JOIN customerOrder o ON o.accountID = a.id
      WHERE o.externalID = ? ORDER BY o.id DESC
      """, [bare])
  }
}

extension Store {
  /// Orders that `text` names: `#1001`, `1001`, a storefront's id, or `id:17` (our own number). Several
  /// where shops share a name, newest first; empty where there is none.
  package func findOrders(_ text: String) throws -> [OrderID] {
    let clean = text.sanitised(limit: 200)
    return try read("can't look for the order") { database in
      if clean.hasPrefix("id:") {
        guard let number = Int64(clean.dropFirst(3)) else { return [] }
        let found = try database.numbers("SELECT id FROM customerOrder WHERE id = ?", [number])
        return found.map { OrderID($0) }
      }
      return try Lookup.orders(named: clean, database).map { OrderID($0) }
    }
  }
}

extension Store {
  /// Returns that `text` names: `return:17` (our own number), or the id that they have in their
  /// order, newest first; empty where there is none.
  package func findReturns(_ text: String) throws -> [(id: ReturnID, order: OrderID)] {
    let clean = text.sanitised(limit: 200)
    return try read("can't look for the return") { database in
      // An empty id names none, and no number is below zero.
      let number = clean.hasPrefix("return:") ? Int64(clean.dropFirst(7)) ?? -1 : -1
      return try database.rows(
        """
        SELECT id, orderID FROM returnRequest WHERE id = ?1 OR externalID = ?2 AND ?2 <> ''
        ORDER BY id DESC
        """, number, clean
      ) { (id: ReturnID(try $0.number()), order: OrderID(try $0.number())) }
    }
  }
}

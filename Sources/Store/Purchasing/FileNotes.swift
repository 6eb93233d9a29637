internal import Fulfillment
internal import GRDB

extension Work {
  /// What the supplier wrote about a purchase, kept where the operator reads what became of it.
  mutating func take(_ note: String, about name: String, from account: String) throws {
    let text = note.sanitised(limit: 500)
    guard !text.isEmpty, let own = try purchase(named: name, from: account) else { return }
    if var message = try placing(of: own.id) {
      guard message.outcome != text else { return }
      // Of what is in doubt, the operator must go on reading why.
      if message.sending.state == .sent || message.sending.state == .rejected {
        message.outcome = text
        try keep(message)
      }
      try self.note(message, .told, text)
    } else {
      try database.run("UPDATE purchaseOrder SET note = ? WHERE id = ?", text, own.id)
    }
    touched.insert(own.orderID)
  }

  /// What is in a parcel of a purchase of ours.
  mutating func take(_ line: FileReport.ShippedLine, from account: String) throws {
    let name = line.key.isEmpty ? line.number : line.key
    guard line.quantity > 0, let own = try purchase(named: name, from: account) else { return }
    try database.run(
      """
      INSERT INTO parcelItem (orderID, number, supplierSKU, purchaseID, quantity)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (orderID, number, supplierSKU) DO UPDATE SET quantity = excluded.quantity
      """, own.orderID, line.tracking, line.supplierSKU, own.id, line.quantity)
  }

  /// By our key, else by the number of a supplier that is worked through that account.
  private func purchase(named name: String, from account: String) throws -> KeyedPurchase? {
    if let own = try purchase(keyed: name) { return own }
    let suppliers = try database.numbers(
      "SELECT id FROM supplier WHERE account = ?1 OR name = ?1", [account])
    for supplier in suppliers {
      if let own = try purchase(numbered: name, of: supplier) { return own }
    }
    return nil
  }

  /// The lines of the order that are in a parcel, as far as the supplier has told what is in it; nil:
  /// it has not. Items that make no whole unit are left out.
  func toldLines(
    ofParcel number: String, orderID: Int64, purchaseID: Int64
  ) throws -> [FulfilmentDue.Line]? {
    let told = try database.rows(
      "SELECT supplierSKU, quantity FROM parcelItem WHERE orderID = ? AND number = ?", orderID,
      number
    ) { (sku: try $0.text(), quantity: try $0.int()) }
    guard !told.isEmpty else { return nil }
    var left = Dictionary(told.map { ($0.sku, $0.quantity) }, uniquingKeysWith: +)
    let bought = try database.rows(
      """
      SELECT line, part, units, quantity, supplierSKU FROM purchaseLine
      WHERE purchaseID = ? AND isLive = 1 ORDER BY position
      """, purchaseID
    ) {
      (
        line: try $0.text(), part: try $0.text(), units: try $0.int(), quantity: try $0.int(),
        sku: try $0.text()
      )
    }
    var (order, units): ([String], [String: [String: Int]]) = ([], [:])
    for row in bought {
      let items = min(left[row.sku] ?? 0, row.quantity)
      left[row.sku, default: 0] -= items
      let whole = row.units * items / row.quantity
      guard whole > 0 else { continue }
      if units[row.line] == nil { order.append(row.line) }
      units[row.line, default: [:]][row.part, default: 0] += whole
    }
    return order.map { line in
      FulfilmentDue.Line(id: line, quantity: units[line]?.values.max() ?? 0)
    }
  }

  /// A purchase of which parcels were told by their items, and not all of its items are in one.
  func hasItemsToCome(_ orderID: Int64) throws -> Bool {
    try database.number(
      """
      SELECT 1 FROM purchaseLine l
      WHERE l.orderID = ?1 AND l.isLive = 1
      AND l.purchaseID IN (SELECT purchaseID FROM parcelItem WHERE orderID = ?1)
      GROUP BY l.purchaseID, l.supplierSKU
      HAVING sum(l.quantity) > ifnull((SELECT sum(i.quantity) FROM parcelItem i
        WHERE i.orderID = ?1 AND i.purchaseID = l.purchaseID AND i.supplierSKU = l.supplierSKU), 0)
      LIMIT 1
      """, orderID) != nil
  }
}

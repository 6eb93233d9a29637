package import Fulfillment
internal import GRDB

extension Store {
  /// That account's file of that content has been taken, whatever it was called.
  package func hasRead(_ account: String, digest: String) throws -> Bool {
    try read("can't look for the file") { database in
      try database.number(
        "SELECT 1 FROM readFile WHERE account = ? AND digest = ?", account, digest) != nil
    }
  }

  /// Takes what a supplier's file says, once: purchases, lines it won't fill and stock, together with the
  /// note that the file has been read. The same content again changes nothing.
  package func take(
    _ report: FileReport, account: String, digest: String, name: String, now: Timestamp
  ) throws -> IntakeResult {
    try work("can't take the file " + name, now: now, by: .sync(name)) { work in
      var result = IntakeResult()
      try work.database.run(
        """
        INSERT INTO readFile (account, digest, name, at) VALUES (?, ?, ?, ?)
        ON CONFLICT (account, digest) DO NOTHING
        """, account, digest, name.sanitised(limit: 200), now.milliseconds)
      guard work.database.changesCount > 0 else { return result }
      let accountID = try work.account(account, role: .supplier)
      let source = Source(id: accountID, name: account, isHistory: false)
      for purchase in report.purchases.map({ $0.normalised() }) {
        try work.take(purchase, from: source, &result)
      }
      for line in report.refusedLines { try work.take(line, &result) }
      for line in report.shipped { try work.take(line, from: account) }
      for (name, note) in report.notes.sorted(by: { $0.key < $1.key }) {
        try work.take(note, about: name, from: account)
      }
      if !report.stock.isEmpty {
        let supplierID = try work.supplier(named: account)
        _ = try work.write(report.stock, of: supplierID)
      }
      return result
    }
  }
}

extension Work {
  /// The supplier that is worked through that account, else of that name.
  fileprivate mutating func supplier(named account: String) throws -> Int64 {
    let known = try database.number(
      "SELECT id FROM supplier WHERE account = ?1 ORDER BY name = ?1 DESC, id LIMIT 1", account)
    return try known ?? supplier(account, account: account)
  }

  /// Units that the supplier won't send are free again; a purchase of which nothing is left is refused.
  fileprivate mutating func take(
    _ line: FileReport.RefusedLine, _ result: inout IntakeResult
  ) throws {
    guard let own = try purchase(keyed: line.key) else {
      result.refused.append("\(line.supplierSKU): no purchase has the key \(line.key)")
      return
    }
    let isChanged = try free(line.quantity, of: line.supplierSKU, purchaseID: own.id)
    guard isChanged else {
      result.count(.unchanged)
      return
    }
    touched.insert(own.orderID)
    if var message = try placing(of: own.id) {
      if message.sending.state != .sent, message.sending.attempts > 0 {
        let word = SupplierWord(numbers: [], state: .unclear)
        try arrive(&message, word, as: .found)
      }
      let count = line.quantity > 0 ? "\(line.quantity) x " : ""
      let told = "\(count)\(line.supplierSKU) refused: \(line.reason)"
      message.outcome = told.sanitised(limit: 500)
      try keep(message)
      try note(message, .refused, told)
    }
    if try items(of: own.id, isLive: true).isEmpty {
      try database.run(
        "UPDATE purchaseOrder SET state = 'rejected' WHERE id = ?", own.id)
    }
    result.count(.changed)
  }

  /// Frees the units that so many items of a purchase were for, from the last on; whether there were any.
  private func free(_ quantity: Int, of supplierSKU: String, purchaseID: Int64) throws -> Bool {
    let rows = try database.rows(
      """
      SELECT position, units, quantity FROM purchaseLine
      WHERE purchaseID = ? AND supplierSKU = ? AND isLive = 1 ORDER BY position DESC
      """, purchaseID, supplierSKU
    ) { (position: try $0.int(), units: try $0.int(), quantity: try $0.int()) }
    // None is named: all of them.
    let wanted = quantity > 0 ? quantity : Int.max
    var rest = wanted
    for row in rows where rest > 0 {
      let items = min(rest, row.quantity)
      rest -= items
      let units = (row.units * items + row.quantity - 1) / row.quantity
      guard items < row.quantity, units < row.units else {
        try database.run(
          "UPDATE purchaseLine SET isLive = 0 WHERE purchaseID = ? AND position = ?", purchaseID,
          row.position)
        continue
      }
      try split(purchaseID, row.position, units: units, items: items)
    }
    return rest < wanted
  }

  private func split(_ purchaseID: Int64, _ position: Int, units: Int, items: Int) throws {
    try database.run(
      """
      INSERT INTO purchaseLine (purchaseID, position, orderID, line, part, firstUnit, units, sku,
        supplierSKU, quantity, unitCost, currency, isLive, again)
      SELECT purchaseID, (SELECT max(position) + 1 FROM purchaseLine WHERE purchaseID = ?1), orderID,
        line, part, firstUnit + units - ?3, ?3, sku, supplierSKU, ?4, unitCost, currency, 0,
        again
      FROM purchaseLine WHERE purchaseID = ?1 AND position = ?2
      """, purchaseID, position, units, items)
    try database.run(
      """
      UPDATE purchaseLine SET units = units - ?3, quantity = quantity - ?4
      WHERE purchaseID = ?1 AND position = ?2
      """, purchaseID, position, units, items)
  }
}

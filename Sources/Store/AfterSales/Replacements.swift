package import Fulfillment
internal import GRDB

extension Store {
  /// Writes down what was bought to replace the goods of a return: a purchase that points back to it and
  /// to the purchase that it replaces, and the return as replaced, in one transaction. Undo takes the
  /// return back; the purchase stays written down.
  package func recordReplacement(
    _ purchase: PurchaseOrder, for id: ReturnID, by operatorName: String, now: Timestamp
  ) throws -> DecisionReceipt {
    let what = "can't write the replacement down"
    return try work(what, now: now) { work in
      let name = operatorName.sanitised(limit: 120)
      let clean = purchase.normalised()
      guard !clean.supplier.isEmpty, !clean.number.isEmpty else {
        throw StoreError(.refused, what: what, why: "it needs a supplier and a number")
      }
      let receipt = try work.decide(
        .replaceReturn, on: [.return(id)], by: name, hold: .seconds(0), about: nil)
      guard receipt.applied == 1 else { return receipt }
      let orderID = try work.keptReturn(id.number).orderID
      let supplierID = try work.supplier(clean.supplier)
      if let owner = try work.owner(ofPurchase: clean.number, supplierID: supplierID) {
        throw StoreError(
          .refused, what: what,
          why: "\(clean.supplier) \(clean.number) is already on \(try work.name(of: owner))")
      }
      let first = try work.database.number(
        """
        SELECT id FROM purchaseOrder WHERE orderID = ? AND returnID IS NULL
        AND state NOT IN ('rejected', 'cancelled') ORDER BY id LIMIT 1
        """, orderID)
      let source = Source(id: 0, name: name, isHistory: false)
      _ = try work.write(clean, supplierID: supplierID, orderID: orderID, source: source)
      try work.database.run(
        """
        UPDATE purchaseOrder SET returnID = ?, replaces = ? WHERE supplierID = ? AND number = ?
        """, id.number, first, supplierID, clean.number)
      return receipt
    }
  }
}

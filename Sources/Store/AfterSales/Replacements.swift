package import Fulfillment
internal import GRDB

extension Store {
  /// Writes down what was bought by hand to replace the goods of a return: a purchase that points back to
  /// it and to the purchase that it replaces, and the return as replaced, in one transaction. Undo takes
  /// the return back; the purchase stays written down, and stands for nothing any more.
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
      let orderID = try work.found(id).orderID
      let request = try work.replacementRequest(
        of: orderID, try work.unitsToReplace(id), for: id)
      if !request.obstacle.isEmpty, !request.obstacle.hasPrefix("the return: ") {
        throw StoreError(.refused, what: what, why: request.obstacle)
      }
      let receipt = try work.decide(
        .replaceReturn, on: [.return(id)], by: name, hold: .seconds(0), about: nil)
      guard receipt.applied == 1 else { return receipt }
      let supplierID = try work.supplier(clean.supplier)
      if let owner = try work.owner(ofPurchase: clean.number, supplierID: supplierID) {
        throw StoreError(
          .refused, what: what,
          why: "\(clean.supplier) \(clean.number) is already on \(try work.name(of: owner))")
      }
      let first = try work.database.number(
        """
        SELECT id FROM purchaseOrder WHERE orderID = ? AND returnID IS NULL AND replaces IS NULL
        AND state NOT IN ('rejected', 'cancelled') ORDER BY id LIMIT 1
        """, orderID)
      let source = Source(id: 0, name: name, isHistory: false)
      _ = try work.write(clean, supplierID: supplierID, orderID: orderID, source: source)
      try work.database.run(
        """
        UPDATE purchaseOrder SET returnID = ?, replaces = ?, decisionID = ?
        WHERE supplierID = ? AND number = ?
        """, id.number, first, receipt.batch?.number, supplierID, clean.number)
      let made = try work.database.number(
        "SELECT id FROM purchaseOrder WHERE supplierID = ? AND number = ?", supplierID, clean.number
      )
      if let made { try work.cover(request, by: made) }
      return receipt
    }
  }
}

extension Work {
  fileprivate func found(_ id: ReturnID) throws -> KeptReturn {
    do { return try keptReturn(id.number) } catch let refusal as Refused {
      throw StoreError(
        .missing, what: "can't write the replacement down", why: refusal.reason)
    }
  }

  fileprivate func unitsToReplace(_ id: ReturnID) throws -> [(line: String, quantity: Int)] {
    let kept = try found(id)
    return ReturnUnits.of(
      kept.value.request.items, try Facts.lines(of: kept.orderID, database))
  }

  /// The units of a purchase that was made by hand: what was asked for it is not known.
  fileprivate func cover(_ request: RouteRequest, by purchaseID: Int64) throws {
    for (position, line) in request.lines.enumerated() {
      let first = line.covered[""] ?? 0
      try database.run(
        """
        INSERT INTO purchaseLine (purchaseID, position, orderID, line, part, firstUnit, units, sku,
          supplierSKU, quantity, isLive, again)
        VALUES (?, ?, ?, ?, '', ?, ?, ?, '', ?, 1, ?)
        """, purchaseID, position, request.order.number, line.id, first, line.quantity - first,
        line.sku, line.quantity - first, request.replacement?.again ?? 1)
    }
  }

  /// What was bought by hand for a return, written down by that decision, stands for its goods, or no more.
  func setReplacedByHand(_ returnID: Int64, _ isReplaced: Bool, by decisionID: Int64) throws {
    try database.run(
      """
      UPDATE purchaseLine SET isLive = ?1 WHERE purchaseID IN (
        SELECT id FROM purchaseOrder WHERE returnID = ?2 AND key = ''
        AND (decisionID = ?3 OR decisionID IS NULL) AND state NOT IN ('rejected', 'cancelled'))
      AND again > 0 AND isLive <> ?1
      """, isReplaced ? 1 : 0, returnID, decisionID)
  }

  /// Why what a decision bought by hand may not stand again: its pieces have been made good since. nil:
  /// it may.
  func refusal(
    toReplaceAgain logged: LoggedBatch, _ targets: [Target]
  ) throws -> DecisionReceipt.Refusal? {
    guard logged.verb == "replace" else { return nil }
    for case .return(let id) in targets {
      let orderID = try database.number(
        "SELECT orderID FROM returnRequest WHERE id = ?", id.number)
      guard let orderID else { continue }
      var reason: String?
      try database.inSavepoint {
        do {
          try setReplacedByHand(id.number, true, by: logged.id)
          if database.changesCount > 0 {
            reason = try excess(ofReturn: id.number, of: orderID) ?? ledger(of: orderID)?.excess
          }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
          reason = error.message ?? "the store refused it"
        }
        return .rollback
      }
      if let reason {
        return .init(target: try orderName(orderID), reason: reason)
      }
    }
    return nil
  }
}

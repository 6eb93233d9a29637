package import Fulfillment
internal import GRDB

extension Store {
  /// Takes purchase orders pulled from a supplier's account, with the cursor behind them. Each is found
  /// by its number, else by our key where that is its reference: then the supplier's own list says that
  /// it has the purchase, whatever was known of it. Else it belongs to the one order its reference names
  /// (with or without `#`, or by the storefront's id); one that names none or several is refused with
  /// the reason.
  package func take(
    _ purchases: [PurchaseOrder], from account: String, cursor: String?, now: Timestamp
  ) throws -> IntakeResult {
    try work("can't take purchases from " + account, now: now, by: .sync(account)) { work in
      let accountID = try work.account(account, role: .supplier)
      let source = Source(id: accountID, name: account, isHistory: false)
      var result = IntakeResult()
      for purchase in purchases.map({ $0.normalised() }) {
        try work.take(purchase, from: source, &result)
      }
      try work.keepCursor(cursor, of: accountID)
      return result
    }
  }

  /// Writes down a purchase made by hand. Refused where the supplier's number belongs to another order.
  package func recordPurchase(
    _ purchase: PurchaseOrder, for order: OrderID, by operatorName: String, now: Timestamp
  ) throws {
    let what = "can't record the purchase"
    try work(what, now: now, by: .person(operatorName.sanitised(limit: 120))) { work in
      let clean = purchase.normalised()
      guard !clean.supplier.isEmpty, !clean.number.isEmpty else {
        throw StoreError(.refused, what: what, why: "it needs a supplier and a number")
      }
      guard try work.exists(order) else {
        throw StoreError(.refused, what: what, why: "there is no order \(order.number)")
      }
      let supplierID = try work.supplier(clean.supplier)
      if let owner = try work.owner(ofPurchase: clean.number, supplierID: supplierID),
        owner != order.number
      {
        throw StoreError(
          .refused, what: what,
          why: "\(clean.supplier) \(clean.number) is already on \(try work.name(of: owner))")
      }
      let source = Source(id: 0, name: operatorName.sanitised(limit: 120), isHistory: false)
      _ = try work.write(clean, supplierID: supplierID, orderID: order.number, source: source)
    }
  }
}

extension Work {
  func exists(_ order: OrderID) throws -> Bool {
    try database.number("SELECT 1 FROM customerOrder WHERE id = ?", order.number) != nil
  }

  func name(of orderID: Int64) throws -> String {
    let name = try database.texts("SELECT name FROM customerOrder WHERE id = ?", orderID).first
    return name ?? "order \(orderID)"
  }

  func owner(ofPurchase number: String, supplierID: Int64) throws -> Int64? {
    try database.number(
      """
      SELECT orderID FROM purchaseOrder WHERE supplierID = ? AND number = ? AND number <> ''
      """, supplierID, number)
  }

  mutating func take(
    _ purchase: PurchaseOrder, from source: Source, _ result: inout IntakeResult
  ) throws {
    let name = purchase.supplier.isEmpty ? source.name : purchase.supplier
    let supplierID = try supplier(name, account: source.name)
    if !purchase.number.isEmpty,
      let owner = try owner(ofPurchase: purchase.number, supplierID: supplierID)
    {
      result.count(
        try write(purchase, supplierID: supplierID, orderID: owner, source: source))
      return
    }
    for key in [purchase.key, purchase.reference] {
      guard let own = try self.purchase(keyed: key) else { continue }
      result.count(try find(purchase, as: own, source: source))
      return
    }
    guard !purchase.number.isEmpty else {
      result.refused.append("a purchase for \(purchase.reference): it has no number")
      return
    }
    let label = "purchase " + purchase.number
    let orders = try ordersNamed(purchase.reference)
    switch orders.count {
    case 0: result.refused.append("\(label): no order is called \(purchase.reference)")
    case 1:
      result.count(
        try write(purchase, supplierID: supplierID, orderID: orders[0], source: source))
    default:
      result.refused.append("\(label): \(orders.count) orders are called \(purchase.reference)")
    }
  }

  /// The supplier's own list has a purchase under our key.
  private mutating func find(
    _ purchase: PurchaseOrder, as own: KeyedPurchase, source: Source
  ) throws -> Became {
    if !purchase.number.isEmpty, !own.number.isEmpty, own.number != purchase.number {
      // A further part of one that it has split.
      return try findSibling(purchase, of: own, source: source)
    }
    if var message = try placing(of: own.id), message.sending.state != .sent {
      let word = SupplierWord(
        numbers: [purchase.number], state: purchase.state, cost: purchase.cost,
        shipments: purchase.shipments, placedAt: purchase.placedAt,
        acknowledgedAt: purchase.acknowledgedAt)
      guard try markSent(&message) else {
        return try findSibling(purchase, of: own, source: source)
      }
      try arrive(&message, word, as: .found)
      return .changed
    }
    if own.number.isEmpty, !purchase.number.isEmpty {
      let other = try self.purchase(numbered: purchase.number, of: own.supplierID)
      if let other {
        return try findSibling(purchase, of: other, source: source)
      }
      try database.run(
        "UPDATE purchaseOrder SET number = ? WHERE id = ?", purchase.number, own.id)
      touched.insert(own.orderID)
    }
    guard let known = try keptPurchase(own.id) else { throw Work.vanished("the purchase") }
    let became = try write(purchase, over: known, source: source)
    return own.number.isEmpty && !purchase.number.isEmpty ? .changed : became
  }

  private mutating func findSibling(
    _ purchase: PurchaseOrder, of own: KeyedPurchase, source: Source
  ) throws -> Became {
    guard !purchase.number.isEmpty else { return .unchanged }
    var sibling = purchase
    sibling.reference = own.key.isEmpty ? purchase.reference : own.key
    return try write(
      sibling, supplierID: own.supplierID, orderID: own.orderID, source: source)
  }

  /// The supplier has what was never sent from this store, as after an old backup was restored: it was
  /// sent, then. False where it was taken back before.
  private mutating func markSent(_ message: inout KeptMessage) throws -> Bool {
    guard message.sending.attempts == 0 else { return true }
    switch message.sending.state {
    case .proposed: try message.sending.apply(.approve(until: now), powers: .none, now: now)
    case .held: try message.sending.apply(.resume(until: now), powers: .none, now: now)
    case .ready: message.sending.notBefore = nil
    default: return false
    }
    try database.run("UPDATE claimCounter SET fence = fence + 1")
    let fence = try database.number("SELECT fence FROM claimCounter") ?? 0
    try step(&message, .claim(fence: fence), outcome: "")
    try note(message, .claimed, "the supplier has it, though it was not sent from this store")
    return true
  }

  /// Orders of that name (with or without `#`), else with that id of their storefront.
  func ordersNamed(_ reference: String) throws -> [Int64] {
    try Lookup.orders(named: reference, database)
  }
}

package import Fulfillment
internal import GRDB

extension Store {
  /// Takes purchase orders pulled from a supplier's account, with the cursor behind them. Each is found
  /// by its number, else belongs to the one order its reference names (with or without `#`, or by the
  /// storefront's id); one that names none or several is refused with the reason.
  package func take(
    _ purchases: [PurchaseOrder], from account: String, cursor: String?, now: Timestamp
  ) throws -> IntakeResult {
    try work("can't take purchases from " + account, now: now) { work in
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
    try work(what, now: now) { work in
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
      "SELECT orderID FROM purchaseOrder WHERE supplierID = ? AND number = ?", supplierID, number)
  }

  fileprivate mutating func take(
    _ purchase: PurchaseOrder, from source: Source, _ result: inout IntakeResult
  ) throws {
    let label = "purchase " + purchase.number
    guard !purchase.number.isEmpty else {
      result.refused.append("a purchase for \(purchase.reference): it has no number")
      return
    }
    let name = purchase.supplier.isEmpty ? source.name : purchase.supplier
    let supplierID = try supplier(name, account: source.name)
    if let owner = try owner(ofPurchase: purchase.number, supplierID: supplierID) {
      result.count(
        try write(purchase, supplierID: supplierID, orderID: owner, source: source))
      return
    }
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

  /// Orders of that name (with or without `#`), else with that id of their storefront.
  func ordersNamed(_ reference: String) throws -> [Int64] {
    try Lookup.orders(named: reference, database)
  }
}

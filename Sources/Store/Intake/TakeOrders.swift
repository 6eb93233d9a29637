package import Fulfillment
internal import GRDB

extension Store {
  /// Takes a page of orders and the cursor behind it, together or not at all. The same page twice
  /// changes nothing; an older version of an order never overwrites a newer one; an order that can't be
  /// kept is refused with the reason and the rest goes in. `isHistory`: brought in after the fact, so
  /// rules about work still to do stay silent.
  package func take(
    _ orders: [Order], from account: String, isHistory: Bool, cursor: String?, now: Timestamp
  ) throws -> IntakeResult {
    try take(
      orders.lazy.map { OrderHistory(order: $0) }, "can't take orders from " + account,
      from: account, isHistory: isHistory, cursor: cursor, now: now)
  }

  /// Takes orders with all that became of them: purchases and scans. Idempotent like the above.
  package func take(
    histories: [OrderHistory], from account: String, now: Timestamp
  ) throws -> IntakeResult {
    try take(
      histories, "can't take histories from " + account, from: account, isHistory: true,
      cursor: nil, now: now)
  }

  private func take(
    _ histories: some Sequence<OrderHistory>, _ what: String, from account: String,
    isHistory: Bool, cursor: String?, now: Timestamp
  ) throws -> IntakeResult {
    func page(isCareful: Bool) throws -> IntakeResult {
      try work(what, now: now, by: .sync(account)) { work in
        let accountID = try work.account(account, role: .storefront)
        let source = Source(id: accountID, name: account, isHistory: isHistory)
        var result = IntakeResult()
        for history in histories {
          try work.take(history, from: source, isCareful: isCareful, &result)
        }
        try work.keepCursor(cursor, of: accountID)
        return result
      }
    }
    do {
      return try page(isCareful: false)
    } catch let error as StoreError where error.kind == .refused {
      // The schema refused something nobody foresaw: nothing of the page went in. Again, one order at
      // a time, so that only the culprit stays out.
      return try page(isCareful: true)
    }
  }
}

/// Who tells us.
struct Source {
  let id: Int64
  let name: String
  let isHistory: Bool
}

extension Work {
  /// Takes one order; `isCareful`: in a savepoint of its own.
  mutating func take(
    _ history: OrderHistory, from source: Source, isCareful: Bool, _ result: inout IntakeResult
  ) throws {
    let order = history.order.normalised()
    if let reason = order.refusal {
      result.refused.append(order.label + ": " + reason)
      return
    }
    guard isCareful else {
      result.count(try takeAccepted(order, history, source))
      return
    }
    let saved = (touched, uncounted, reworded)
    do {
      var became = Became.unchanged
      try database.inSavepoint {
        became = try takeAccepted(order, history, source)
        try settle()
        return .commit
      }
      result.count(became)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      (touched, uncounted, reworded) = saved
      result.refused.append(order.label + ": " + (error.message ?? "the store refused it"))
    }
  }

  private mutating func takeAccepted(
    _ order: Order, _ history: OrderHistory, _ source: Source
  ) throws -> Became {
    let digest = order.digest
    let known = try database.row(
      """
      SELECT id, digest, sourceUpdatedAt FROM customerOrder WHERE accountID = ? AND externalID = ?
      """, source.id, order.externalID
    ) { Known(id: try $0.number(), digest: try $0.number(), updatedAt: try $0.timeOrNil()) }
    guard let known else {
      let id = try insert(order, digest: digest, source: source)
      _ = try takeRest(of: history, id: id, source: source)
      return .imported
    }
    let isNews = known.accepts(order, digest: digest)
    if isNews {
      let before = try groundIfBought(known.id)
      try update(known.id, order, digest: digest)
      try writeParts(of: order, id: known.id, source: source)
      if let before { try followChange(of: before) }
    }
    let isMore = try takeRest(of: history, id: known.id, source: source)
    return isNews || isMore ? .changed : .unchanged
  }

  /// A history's purchases and scans; whether they brought anything new.
  private mutating func takeRest(
    of history: OrderHistory, id: Int64, source: Source
  ) throws -> Bool {
    var isNew = false
    for purchase in history.purchases.map({ $0.normalised() }) {
      let supplierID = try supplier(purchase.supplier)
      let became = try write(purchase, supplierID: supplierID, orderID: id, source: source)
      if became != .unchanged { isNew = true }
    }
    for (number, events) in history.events.sorted(by: { $0.key < $1.key }) {
      let shipment = Shipment(number: number).normalised()
      let giver = Giver(
        orderID: id, purchaseID: nil, source: source, placedAt: history.order.placedAt)
      let shipmentID = try merge(shipment, giver)
      for event in events where try append(event, to: shipmentID, source: source.name) {
        isNew = true
      }
    }
    if isNew { touched.insert(id) }
    return isNew
  }
}

/// What is stored of an order that comes again.
private struct Known {
  var id: Int64
  var digest: Int64
  var updatedAt: Timestamp?

  /// It differs from what is stored and is not older: an order without the storefront's own clock
  /// can't be told to be newer than one with.
  func accepts(_ order: Order, digest: Int64) -> Bool {
    guard digest != self.digest else { return false }
    guard let updatedAt else { return true }
    guard let incoming = order.updatedAt else { return false }
    return incoming >= updatedAt
  }
}

extension Order {
  /// `#1001`, or its id where it has no name.
  var label: String { name.isEmpty ? "order " + externalID : "order " + name }

  /// Why it can't be kept, in the operator's words; nil where it can.
  var refusal: String? {
    if externalID.isEmpty { return "it has no id" }
    let amounts = [subtotal, shipping, tax, discount, total, refunded] + lines.map(\.price)
    let odd = amounts.compactMap { $0 }.first { $0.currency != currency }
    if let odd { return "an amount is in \(odd.currency.code), the order in \(currency.code)" }
    if let line = lines.first(where: { $0.quantity < 0 }) {
      return "the quantity of \(line.sku) is below zero"
    }
    return nil
  }
}

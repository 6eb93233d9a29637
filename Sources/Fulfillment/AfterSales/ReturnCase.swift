/// Everything that is known when a return is decided, on one page.
package struct ReturnCase: Hashable, Sendable {
  package var row: ReturnRow
  package var value: Return
  package var order: OrderDetail
  package var ledger: RefundLedger
  package var customer: CustomerRecord
  /// Of the goods that are to come back: who they were bought from; "" where nobody knows.
  package var supplier: String
  /// What those units cost; nil where it is not known.
  package var cost: Money?
  /// What all purchases of the order cost; nil where one is not known.
  package var spent: Money?
  /// Money that we have sent, or mean to send, for this return.
  package var refunds: [RefundRow]
  /// Chargebacks of the order that are not decided.
  package var openDisputes: Int
  /// Why `cost` is not known; "" where it is.
  package var costGap = ""
  /// The account through which money would go back; "" where none can be told.
  package var through = ""
  /// Why money can't be sent back from here; "" where it can.
  package var noWayBack = ""
  /// No account can send money back: an operator does it in the shop.
  package var isPaidByHand = false
  /// What sending money back now would send, where the return is decided: what was granted and has not
  /// gone yet. nil: nothing, or it can't be.
  package var due: Money?
  /// Why nothing can be sent back now; "" where it can.
  package var dueObstacle = ""
  /// What was bought in place of the goods, oldest first.
  package var replacements: [PurchaseRow] = []

  package init(
    row: ReturnRow, value: Return, order: OrderDetail, ledger: RefundLedger,
    customer: CustomerRecord = CustomerRecord(), supplier: String = "", cost: Money? = nil,
    spent: Money? = nil, refunds: [RefundRow] = [], openDisputes: Int = 0
  ) {
    self.row = row
    self.value = value
    self.order = order
    self.ledger = ledger
    self.customer = customer
    self.supplier = supplier
    self.cost = cost
    self.spent = spent
    self.refunds = refunds
    self.openDisputes = openDisputes
  }

  /// Where money goes back by hand: what is to be done.
  package var byHand: String {
    "No account sends money back: pay it back in \(row.storefront) itself, then close the return"
  }

  /// The units that are to come back, by line; the whole order where none are named.
  package var units: [(line: String, quantity: Int)] {
    ReturnUnits.of(value.request.items, order.order.lines)
  }
}

/// What a customer has done so far, this return and its order included. By e-mail address.
package struct CustomerRecord: Hashable, Sendable {
  package var orders: Int
  package var returns: Int
  /// Orders of which money has gone back, as the shops tell.
  package var refunded: Int
  package var disputes: Int
  package var firstOrderAt: Timestamp?

  package init(
    orders: Int = 0, returns: Int = 0, refunded: Int = 0, disputes: Int = 0,
    firstOrderAt: Timestamp? = nil
  ) {
    self.orders = orders
    self.returns = returns
    self.refunded = refunded
    self.disputes = disputes
    self.firstOrderAt = firstOrderAt
  }
}

/// Money that goes back, and where it stands.
package struct RefundRow: Hashable, Sendable {
  package var key: String
  package var amount: Money
  /// The account that it goes back through.
  package var account: String
  package var state: OutboxMessage.State
  package var createdAt: Timestamp
  package var by: String
  package var holdUntil: Timestamp?
  package var outcome: String

  package init(
    key: String, amount: Money, account: String, state: OutboxMessage.State, createdAt: Timestamp,
    by: String = "", holdUntil: Timestamp? = nil, outcome: String = ""
  ) {
    self.key = key
    self.amount = amount
    self.account = account
    self.state = state
    self.createdAt = createdAt
    self.by = by
    self.holdUntil = holdUntil
    self.outcome = outcome
  }
}

/// Which units of an order a return is about.
package enum ReturnUnits {
  /// By line id, else by sku: units of a sku that stands on several lines are taken from the first on.
  /// Without items: all of the order. What is not in the order is left out.
  package static func of(
    _ items: [ReturnRequest.Item], _ lines: [OrderLine]
  ) -> [(line: String, quantity: Int)] {
    guard !items.isEmpty else {
      return lines.filter { $0.quantity > 0 }.map { ($0.externalID, $0.quantity) }
    }
    var taken: [String: Int] = [:]
    for item in items {
      var wanted = item.quantity
      for line in lines where wanted > 0 {
        guard item.isOf(line) else { continue }
        let count = min(wanted, line.quantity - (taken[line.externalID] ?? 0))
        guard count > 0 else { continue }
        taken[line.externalID, default: 0] += count
        wanted -= count
      }
    }
    return lines.compactMap { line in
      taken[line.externalID].map { (line: line.externalID, quantity: $0) }
    }
  }

  /// `MUG is not in it: it has LAMP-1, BULB-2`, of the first item that is of no line; nil: each is.
  package static func stray(_ items: [ReturnRequest.Item], _ lines: [OrderLine]) -> String? {
    let stray = items.first { item in !lines.contains { item.isOf($0) } }
    guard let stray else { return nil }
    var skus: [String] = []
    for line in lines where !line.sku.isEmpty && !skus.contains(line.sku) { skus.append(line.sku) }
    let more = skus.count > 10 ? " and \(skus.count - 10) more" : ""
    let known = skus.prefix(10).map(\.briefly).joined(separator: ", ") + more
    return (stray.line.isEmpty ? stray.sku : stray.line).briefly + " is not in it"
      + (skus.isEmpty ? "" : ": it has " + known)
  }
}

extension ReturnRequest.Item {
  /// By line id, else by sku.
  package func isOf(_ other: OrderLine) -> Bool {
    line.isEmpty ? other.sku.lowercased() == sku.lowercased() : other.externalID == line
  }
}

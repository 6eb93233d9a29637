internal import Fulfillment
internal import GRDB

extension Store {
  /// What exactly is sent for a claimed refund; nil: nothing has been settled yet, and nothing was sent.
  package func refundBody(of claim: Claim) throws -> String? {
    try read("can't read a refund") { database in
      try database.texts("SELECT body FROM refundBody WHERE messageID = ?", claim.id).first
    }
  }

  /// Settles what exactly is sent for a claimed refund, once and for all attempts; returns what counts.
  /// nil: the claim is another's by now, and nothing may be sent.
  package func settleRefundBody(_ body: String, of claim: Claim) throws -> String? {
    try write("can't keep what is sent for a refund") { database in
      let isOurs = try database.number(
        "SELECT 1 FROM outboxMessage WHERE id = ? AND state = 'claimed' AND fence = ?", claim.id,
        claim.fence)
      guard isOurs != nil else { return nil }
      try database.run(
        "INSERT INTO refundBody (messageID, body) VALUES (?, ?) ON CONFLICT DO NOTHING", claim.id,
        body)
      return try database.texts(
        "SELECT body FROM refundBody WHERE messageID = ?", claim.id
      ).first
    }
  }
}

extension Work {
  /// Why money is not to go back any more; nil: it may. What may have left already is not judged again.
  func objection(toRefund message: KeptMessage) throws -> String? {
    guard message.sending.attempts == 0 else { return nil }
    let due = RefundDue(
      message.body, key: message.key, orderID: OrderID(message.orderID), account: message.receiver)
    guard let due else { return "what is to be sent back can't be read" }
    let order = try database.row(
      "SELECT payment, refunded, total, currency FROM customerOrder WHERE id = ?", message.orderID
    ) {
      (
        payment: try $0.state(PaymentState.self), refunded: try $0.numberOrNil(),
        total: try $0.numberOrNil(), currency: try $0.currency()
      )
    }
    guard let order else { return "its order is gone" }
    if order.payment == .refunded || order.payment == .voided {
      return "the order is \(order.payment.rawValue) already"
    }
    guard order.currency == due.amount.currency else { return "it is in another currency" }
    if let total = order.total {
      let (sum, isTooLarge) = (order.refunded ?? 0).addingReportingOverflow(due.amount.minor)
      if isTooLarge || sum > total { return "more would go back than was paid" }
    }
    // A supplier may have sent the goods after all since it was decided.
    let returnID = try database.number(
      "SELECT returnID FROM refund WHERE messageID = ?", message.id)
    let own = try returnID.flatMap { try excess(ofReturn: $0, of: message.orderID) }
    return try own ?? ledger(of: message.orderID)?.excess
  }
}

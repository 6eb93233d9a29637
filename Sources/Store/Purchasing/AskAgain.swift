package import Fulfillment
internal import GRDB

extension Store {
  /// Has the supplier asked at once what became of a purchase whose outcome is not known, however often it
  /// was asked in vain; returns the supplier's name. Refused where the outcome is known, or the supplier
  /// can't be asked.
  package func askAgain(
    about purchase: PurchaseOrderID, powers: (String) -> SupplierPowers, now: Timestamp
  ) throws -> String {
    let what = "can't ask about the purchase"
    return try work(what, now: now) { work in
      guard var message = try work.placing(of: purchase.number) else {
        throw StoreError(.refused, what: what, why: "this program did not send it")
      }
      do {
        try work.step(&message, .askAgain, powers(message.receiver))
      } catch let refusal as Sending.Refusal {
        throw StoreError(.refused, what: what, why: refusal.reason)
      }
      return message.receiver
    }
  }

  /// The purchases of those orders whose outcome is not settled, oldest first.
  package func openPurchases(of orders: [OrderID]) throws -> [PurchaseRow] {
    try read("can't read the purchases") { database in
      try orders.flatMap { try PurchaseRow.of(order: $0.number, database) }
        .filter { $0.sending.map { !$0.isFinal } ?? false }
    }
  }
}

import Fulfillment

extension SampleBoard {
  /// A return of the board with everything that is needed to decide it.
  func dossier(_ id: ReturnID) -> ReturnDossier? {
    guard let row = returns.first(where: { $0.id == id }),
      let found = orders.first(where: { $0.id == row.order })
    else { return nil }
    let detail = detail(of: found)
    let request = ReturnRequest(
      externalID: row.externalID, requestedAt: row.requestedAt, requestedBy: row.requestedBy,
      reason: row.reason,
      items: detail.order.lines.prefix(1).map { .init(sku: $0.sku, quantity: 1) },
      photos: ["https://photos.example/\(id.number)-1.jpg"])
    var order = detail.order
    order.payment = .paid
    var matter = ReturnCase(
      row: row, value: Return(request: request, state: row.state), order: detail,
      ledger: RefundLedger(order), supplier: found.supplier)
    matter.customer = CustomerRecord(
      orders: 4, returns: 1, refunded: 1, disputes: 0, firstOrderAt: row.requestedAt - .days(400))
    matter.cost = detail.purchases.first?.cost
    matter.spent = matter.cost
    let rules = ReturnRules(
      policies: [
        ReturnPolicy(window: .days(30), pays: .customer, restocking: 1_000),
        ReturnPolicy(supplier: found.supplier, window: .days(15), takesBack: true, credits: 8_000),
      ], secondAbove: [Money(minor: 500_00, currency: .usd)])
    return ReturnDossier(
      matter: matter,
      advice: ReturnAdvice.of(
        matter, rules, rates: Rates(), defaultWindow: .days(30), now: now))
  }
}

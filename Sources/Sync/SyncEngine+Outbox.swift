import Connectors
import Fulfillment
import Store

extension SyncEngine {
  /// What follows from what was pulled: purchases that may be made by themselves, parcels that shops are
  /// to be told of, messages whose hold has passed. Everything is only written down here.
  func fillOutbox(_ report: inout SyncReport) throws {
    try permit()
    // Where nothing is bought by itself, orders are looked at only after something has come in.
    let isNews = report.accounts.contains { $0.intake.imported + $0.intake.changed > 0 }
    if let purchasing, purchasing.isActive || isNews || boughtUpTo != nil {
      let round = try purchasing.round(store, after: boughtUpTo, now: time.now())
      (report.purchasing, boughtUpTo) = (round.report, round.next)
    }
    let shops = Dictionary(
      accounts.compactMap { account in
        account.connection.fulfilling.map { (account.account.name, $0) }
      }, uniquingKeysWith: { first, _ in first })
    report.purchasing.fulfilments = try store.queueFulfilments(
      { due in shops[due.storefront]?.body(for: FulfilmentUpdate(due)) }, now: time.now())
    if let notices { report.notices = try store.queueNotices(notices, now: time.now()) }
    report.released = try store.releaseHeld(now: time.now())
    if report.purchasing.intended + report.purchasing.fulfilments + report.released
      + report.notices.queued > 0
    {
      outboxHasGrown()
    }
  }
}

extension FulfilmentUpdate {
  /// The same as a connector takes it.
  init(_ due: FulfilmentDue) {
    self.init(
      order: due.orderExternalID, shipment: due.shipment,
      lines: due.lines.map { Line(id: $0.id, quantity: $0.quantity) }, isComplete: due.isComplete)
  }
}

package import Fulfillment

/// A service that tells of chargebacks and inquiries.
package protocol Disputing: Sendable {
  /// The next page of disputes, the newest first; nil starts at the beginning.
  func disputes(_ cursor: Cursor?, _ context: RequestContext) -> Exchange<Page<Dispute>>
  /// One of them by its id.
  func dispute(_ id: String, _ context: RequestContext) -> Exchange<Dispute>
}

/// A service that takes evidence against a dispute. It takes it once: the dispute is read before anything is
/// handed in.
package protocol Contesting: Disputing {
  /// What it takes; the rest is left out.
  var evidenceNames: Set<EvidenceField.Name> { get }
  /// Where the evidence goes, where that must be asked; nil: by the dispute's id.
  func evidencePlace(of dispute: String, _ context: RequestContext) -> Exchange<String>?
  /// Hands it in for good.
  /// - Parameter place: as `evidencePlace` told it, or the dispute's id.
  func contest(
    _ submission: EvidenceSubmission, at place: String, key: String, _ context: RequestContext
  ) -> Exchange<Void>
}

extension Contesting {
  package func evidencePlace(
    of dispute: String, _ context: RequestContext
  ) -> Exchange<String>? { nil }
}

/// A service that money can be sent back through. What is sent is a text made once, when the refund is
/// intended; `refund` sends exactly that text under its key, however often.
package protocol Refunding: Sendable {
  /// The payments of an order (or of what the service knows it by) and what of each can be sent back.
  func payments(of order: String, _ context: RequestContext) -> Exchange<[CapturedPayment]>
  /// Exactly what will be sent, as text.
  func body(for refund: RefundDraft) -> String
  /// Sends money back. The same key never sends it twice; what the service refuses is `rejected`.
  func refund(_ body: String, key: String, _ context: RequestContext) -> Exchange<RefundReceipt>
  /// What can be done about one whose outcome is unknown.
  var refundPowers: RefundPowers { get }
  /// Looks for the refund that was sent under that key; nil where the service can't be asked.
  func find(
    _ body: String, key: String, _ context: RequestContext
  ) -> Exchange<RefundReceipt?>?
}

extension Refunding {
  /// The key is remembered for a day; a person settles what is older.
  package var refundPowers: RefundPowers { RefundPowers(deduplicates: .hours(24)) }

  package func find(
    _ body: String, key: String, _ context: RequestContext
  ) -> Exchange<RefundReceipt?>? {
    nil
  }
}

/// Money that was taken for an order.
package struct CapturedPayment: Hashable, Sendable {
  /// The service's id of the payment.
  package var id: String
  /// Who took it: `shopify_payments`; "" where there is no choice.
  package var gateway: String
  package var amount: Money
  /// What of it can still be sent back; nil where the service does not tell.
  package var refundable: Money?

  package init(id: String, gateway: String, amount: Money, refundable: Money?) {
    self.id = id
    self.gateway = gateway
    self.amount = amount
    self.refundable = refundable
  }
}

/// Money to be sent back.
package struct RefundDraft: Hashable, Sendable {
  /// The storefront's id of the order; "" where the service knows none.
  package var order: String
  /// What it was paid by.
  package var payment: CapturedPayment
  package var amount: Money
  /// The lines it is for; empty: for none in particular. They are not put back into stock.
  package var lines: [FulfilmentUpdate.Line]
  /// For the shop's own people; "" for none.
  package var note: String
  /// The shop writes to the customer.
  package var notifies: Bool

  package init(
    order: String, payment: CapturedPayment, amount: Money, lines: [FulfilmentUpdate.Line] = [],
    note: String = "", notifies: Bool = true
  ) {
    self.order = order
    self.payment = payment
    self.amount = amount
    self.lines = lines
    self.note = note
    self.notifies = notifies
  }
}

/// What became of a refund.
package struct RefundReceipt: Hashable, Sendable {
  /// How far the money has got.
  package enum State: String, CaseIterable, Sendable {
    case pending, done, failed
  }

  /// The service's id of the refund.
  package var id: String
  package var amount: Money?
  package var state: State

  package init(id: String, amount: Money?, state: State) {
    self.id = id
    self.amount = amount
    self.state = state
  }
}

/// A storefront that can be told to cancel an order.
package protocol Cancelling: Sendable {
  /// When an order was cancelled; nil where it stands. Asked first, so that none is cancelled twice.
  func cancellation(of order: String, _ context: RequestContext) -> Exchange<Timestamp?>
  /// Cancels an order, which can't be undone. It takes effect later: `progress` tells when.
  func cancel(_ request: CancelRequest, _ context: RequestContext) -> Exchange<CancelJob>
  /// How far a cancellation has got.
  func progress(_ job: CancelJob, _ context: RequestContext) -> Exchange<CancelJob>
  /// What of a request it can do besides cancelling: money back, stock, mail, a note. What it can't is
  /// refused before anything is queued.
  var cancelOptions: Set<CancelOption> { get }
}

/// What a storefront may do together with a cancellation.
package enum CancelOption: String, CaseIterable, Sendable {
  case reason, refund, restock, mail, note
}

extension Cancelling {
  package var cancelOptions: Set<CancelOption> { Set(CancelOption.allCases) }
}

/// An order to be cancelled at a storefront.
package struct CancelRequest: Hashable, Sendable {
  package typealias Reason = ShopRequest.Reason

  /// The storefront's id of the order.
  package var order: String
  package var reason: Reason
  /// Send the money back the way it came.
  package var refunds: Bool
  package var restocks: Bool
  /// The shop writes to the customer.
  package var notifies: Bool
  /// For the shop's own people; "" for none.
  package var note: String

  package init(
    order: String, reason: Reason, refunds: Bool, restocks: Bool = false, notifies: Bool = true,
    note: String = ""
  ) {
    self.order = order
    self.reason = reason
    self.refunds = refunds
    self.restocks = restocks
    self.notifies = notifies
    self.note = note
  }
}

/// A cancellation under way.
package struct CancelJob: Hashable, Sendable {
  /// The storefront's id of the job.
  package var id: String
  package var isDone: Bool

  package init(id: String, isDone: Bool) {
    self.id = id
    self.isDone = isDone
  }
}

/// A storefront that keeps parts of orders from being shipped.
package protocol Holding: Sendable {
  /// What of an order is to be shipped from where, and whether it may be.
  func portions(of order: String, _ context: RequestContext) -> Exchange<[OrderPortion]>
  /// Keeps a portion from being shipped.
  /// - Parameter reason: shown in the shop.
  func hold(_ portion: String, reason: String, _ context: RequestContext) -> Exchange<Void>
  /// Lets it be shipped again.
  func release(_ portion: String, _ context: RequestContext) -> Exchange<Void>
}

/// The part of an order that one place ships.
package struct OrderPortion: Hashable, Sendable {
  /// The storefront's id of it.
  package var id: String
  /// Where it is shipped from, by the storefront's name.
  package var location: String
  /// It may be shipped now.
  package var isOpen: Bool
  /// Why it may not; empty where nothing holds it.
  package var holds: [String]

  package init(id: String, location: String, isOpen: Bool, holds: [String]) {
    self.id = id
    self.location = location
    self.isOpen = isOpen
    self.holds = holds
  }
}

/// What an operator did. Append-only; undo is a decision too.
package enum Decision: Hashable, Sendable {
  /// Seen, being worked on.
  case acknowledge
  case snooze(Snooze)
  /// Dealt with; the reason is kept.
  case resolve(reason: String)
  case note(String)
  case tag(String)
  case untag(String)
  /// A message to the supplier was prepared (text as copied or sent by the operator).
  case contactSupplier(text: String)
  /// The return is granted; its message waits out the hold window first.
  /// Without a grant, what comes of it is left open.
  case approveReturn(note: String, grant: ReturnGrant? = nil)
  case declineReturn(reason: String)
  case askReturn(question: String)
  /// The customer has sent the goods back.
  case sendReturn(tracking: String)
  /// The goods have come back.
  case receiveReturn(note: String)
  /// The goods never came back.
  case missReturn(note: String)
  /// Money goes back for the return, once the hold window has passed; nil: what was granted, or was paid
  /// for the goods.
  /// `secondAbove`: as of `ReturnGrant`, where nothing was granted before. `through`: the account that sends
  /// it; "": the storefront where it moves money itself, else the payments account.
  case refundReturn(amount: Money?, note: String, secondAbove: [Money] = [], through: String = "")
  /// The goods have been bought again for the customer.
  case replaceReturn
  case closeReturn(reason: String)
  /// The purchases were planned and shall be sent once the hold window has passed.
  case buy
  /// A proposed purchase may leave.
  case approvePurchase
  /// A purchase stays until it is released.
  case holdPurchase
  case releasePurchase
  /// A purchase that has not left is not to be sent.
  case dropPurchase(reason: String)
  /// The supplier is asked to drop a purchase that it has.
  case cancelPurchase(reason: String)
  /// The supplier has the purchase whose outcome was unknown, under that number.
  case settlePlaced(number: String)
  /// The supplier does not have it: its lines may be bought again.
  case settleAbsent(reason: String)
  /// Nothing is bought any more until it is lifted.
  case stopBuying(reason: String)
  case startBuying
  /// Nothing more is bought from a supplier; what it has goes on, what waits here stays.
  case pauseSupplier(reason: String)
  case resumeSupplier
  /// A share of a supplier's orders goes to another from now on.
  case moveVolume(VolumeMove)
  /// The customer is told: every notice of the order that waits, or the one of that kind.
  case tellCustomer(NoticeKind?)
  /// The customer is not told, or what has not left is taken back.
  case withholdNotice(NoticeKind?, reason: String)
  /// The customer has the notice whose outcome was unknown.
  case noticeArrived(NoticeKind?)
  /// The customer does not have it: it may be sent again.
  case noticeLost(NoticeKind?)

  /// How long a snooze lasts.
  package enum Snooze: Hashable, Sendable {
    case until(Timestamp)
    /// Until a new event, purchase state or order change arrives.
    case untilMoved
  }

  /// `acknowledge`, `snooze`, ...: the stored and scripted name.
  package var verb: String {
    switch self {
    case .acknowledge: "acknowledge"
    case .snooze: "snooze"
    case .resolve: "resolve"
    case .note: "note"
    case .tag: "tag"
    case .untag: "untag"
    case .contactSupplier: "contact"
    case .approveReturn: "approve"
    case .declineReturn: "decline"
    case .askReturn: "ask"
    case .sendReturn: "sent"
    case .receiveReturn: "receive"
    case .missReturn: "not-returned"
    case .refundReturn: "refund"
    case .replaceReturn: "replace"
    case .closeReturn: "close"
    case .buy: "buy"
    case .approvePurchase: "approve-purchase"
    case .holdPurchase: "hold"
    case .releasePurchase: "release"
    case .dropPurchase: "drop"
    case .cancelPurchase: "cancel"
    case .settlePlaced: "placed"
    case .settleAbsent: "absent"
    case .stopBuying: "stop"
    case .startBuying: "start"
    case .pauseSupplier: "pause"
    case .resumeSupplier: "resume"
    case .moveVolume: "move"
    case .tellCustomer: "tell"
    case .withholdNotice: "withhold"
    case .noticeArrived: "told"
    case .noticeLost: "untold"
    }
  }
}

/// What a decision is about.
package enum Target: Hashable, Sendable {
  case order(OrderID)
  case exception(ExceptionID)
  case `return`(ReturnID)
  case purchase(PurchaseOrderID)
  case claim(ClaimID)
  /// The whole store: the stop switch.
  case buying
  case supplier(SupplierID)
}

/// What came of a decision on one or many targets: one undo takes the whole batch back.
package struct DecisionReceipt: Hashable, Sendable {
  /// nil where nothing was applied.
  package var batch: DecisionID?
  package var applied: Int
  /// Each target that refused, and why, in the operator's words.
  package var refused: [Refusal]
  /// `approve return #5521`: what the header and the undo key will call it.
  package var title: String
  /// Undo works until then; nil: no limit.
  package var undoableUntil: Timestamp?
  /// Of what was applied: returns that another operator must approve, too.
  package var awaiting: Int
  /// Of what was applied: returns whose money no account sends back: an operator does, in the shop.
  package var byHand = 0
  /// Of a batch that can be, or was, taken back: targets that can't be any more.
  package var left: Int
  /// A newer decision of the same operator that stands and can't be taken back, and why.
  package var newer: Refusal?

  /// A target that refused.
  package struct Refusal: Hashable, Sendable {
    package var target: String
    package var reason: String

    package init(target: String, reason: String) {
      self.target = target
      self.reason = reason
    }
  }

  package init(
    batch: DecisionID?, applied: Int, refused: [Refusal] = [], title: String,
    undoableUntil: Timestamp? = nil, awaiting: Int = 0, left: Int = 0, newer: Refusal? = nil
  ) {
    self.batch = batch
    self.applied = applied
    self.refused = refused
    self.title = title
    self.undoableUntil = undoableUntil
    self.awaiting = awaiting
    self.left = left
    self.newer = newer
  }
}

package import Fulfillment

/// Tells one request from the next, so that an answer that comes too late is dropped.
package typealias RequestNumber = Int

/// What the console wants done, as data. The loop performs it and feeds the outcome back as a `Message`
/// carrying the same number.
package enum Effect: Equatable, Sendable {
  /// Read from the store; answered by `Message.loaded`. Of several outstanding loads with the same
  /// `slot` only the newest matters: a loop may skip the others.
  case load(Load, RequestNumber)
  /// Answered by `Message.decided`.
  case decide(Decision, [Target], RequestNumber)
  /// Write down a purchase made elsewhere; answered by `Message.recorded`.
  case recordPurchase(OrderID, PurchaseOrder, RequestNumber)
  /// Say what would be bought, without writing anything; answered by `Message.planned`, before that any
  /// number of times by `Message.progress`.
  case plan(PlanScope, RequestNumber)
  /// Intend every entry of the plan, each with exactly the text shown, as one decision; answered by
  /// `Message.decided`, before that any number of times by `Message.progress`.
  case buy(PreparedPlan, RequestNumber)
  /// Stop the plan or the buying of that number. What has been intended stays and is answered as usual;
  /// of a plan nothing is answered any more.
  case cancel(RequestNumber)
  /// Ask the supplier now what became of a purchase whose outcome is not known; answered by
  /// `Message.asked`.
  case askSupplier(PurchaseOrderID, RequestNumber)
  /// Read the columns of an offer as typed, and say what would change; answered by
  /// `Message.offerChecked`.
  case checkOffer(Offer, [OfferCell], RequestNumber)
  /// Write an offer, where it still is as given first; answered by `Message.recorded`.
  case saveOffer(Offer, to: Offer, change: String, RequestNumber)
  /// Open a claim for that line, as a draft: nobody is asked yet. Answered by `Message.recorded`.
  case openClaim(RecourseRow, RequestNumber)
  /// Take that claim a step on; answered by `Message.recorded`.
  case stepClaim(LossClaim, ClaimStep, RequestNumber)
  /// Say what moving volume of that supplier would do; answered by `Message.previewed`.
  case previewMove(VolumeMove, SupplierID, RequestNumber)
  /// Replay the orders of the store with those rules; answered by `Message.rulesTried`, before that any number
  /// of times by `Message.progress`.
  case tryRules(RuleTrialScope, RequestNumber)
  /// Say what would be handed in for that dispute, without writing anything; answered by
  /// `Message.evidence`.
  case prepareEvidence(OrderID, DisputeRow, RequestNumber)
  /// Say what the customers of those returns would read after that decision, without deciding it;
  /// answered by `Message.rehearsed`, in their order.
  case rehearse(Decision, [ReturnID], RequestNumber)
  /// Queue exactly that, as one decision; answered by `Message.decided`.
  case submitEvidence(EvidenceSheet, RequestNumber)
  /// Take that decision back, or the newest where nil; answered by `Message.undone`.
  case undo(DecisionID?, RequestNumber)
  /// Do again what was last taken back; answered by `Message.redone`.
  case redo(RequestNumber)
  /// Forget the filter of that name, which all operators share. Answered by `Message.savedFilter`.
  case forgetFilter(name: String, RequestNumber)
  /// Keep that view for the operator, or forget it. Answered by `Message.savedFilter`.
  case saveView(SavedView, RequestNumber)
  case forgetView(name: String, RequestNumber)
  /// Keep how the lists are arranged for the next run.
  case keep(Arrangement)
  /// Put that text on the operator's own clipboard (OSC 52).
  case copy(String)
  /// Open `$EDITOR` on that text; answered by `Message.edited`.
  case edit(String, RequestNumber)
  /// Keep a line that was typed for the next run.
  case remember(Past.Kind, String)
  /// Let the operator read that text, or the end of that file, in `$PAGER`.
  case page(String)
  case pageFile(String)
  /// Open that page in `$BROWSER`.
  case open(SafeLink)
  /// Feed those rows (tab separated, a header first) to that shell command and let the operator see
  /// what it prints; answered by `Message.piped`.
  case pipe(command: String, rows: String, RequestNumber)
  /// Pull that account now, or every account where nil.
  case pull(account: String?)
  /// Show the theme of that name from the next frame on.
  case setTheme(String)
  case suspend
  /// Repaint every cell, whatever is believed to be on the screen.
  case redraw
  case bell
  /// Tell the operator's desktop, in the way of the settings.
  case notify(title: String, text: String)
  case quit
}

/// One question to the store.
package enum Load: Equatable, Sendable {
  case queue(Query, QueueSort, Anchor, count: Int, isReversed: Bool = false)
  case queueCount(Query)
  case exceptions(Query, ExceptionSort, Anchor, count: Int, isReversed: Bool = false)
  case exceptionCount(Query)
  case returns(Query, openOnly: Bool, Anchor, count: Int)
  case suppliers
  /// How the busiest of that kind do.
  case numbers(FigureKind)
  case activity
  /// Disputes, windows to claim and claims.
  case claims(Query, Anchor, count: Int)
  /// What of them is due next.
  case deadlines
  case counts
  case order(OrderID, for: OrderUse)
  case lastUndoable
  case savedFilters
  /// What was typed in earlier runs.
  case past
  /// The exceptions younger than that one; nil: only which is the youngest.
  case newExceptions(after: Int64?)
  /// Whether the stop switch is set.
  case buyingStop
  /// Every rule with its limit, what it has found so far and what was learned for it.
  case rules
  /// The purchases of those orders that are not settled yet, to show what an approval would send.
  case purchases([OrderID])
  /// A part of a supplier's offers, by sku.
  case offers(supplier: String, offset: Int, count: Int)
  /// A return with what is needed to decide it.
  case returnDossier(ReturnID)
  /// A supplier with all that is known of it.
  case scorecard(SupplierID)
  /// The notices to the customer of that order; nil: those of any that wait.
  case notices(OrderID?)
  /// The first `limit` rows of the whole queue that match, to mark them all.
  case allInQueue(Query, QueueSort, limit: Int)
  case allExceptions(Query, ExceptionSort, limit: Int)
  case allReturns(Query, openOnly: Bool, limit: Int)
  /// The rows of a list that match words looked for in it.
  indirect case match(Load)

  /// So many matches are counted at most, and one more to tell that there are more.
  package static let countLimit = 10_000

  /// Nothing on the screen waits for it but a figure.
  package var isCount: Bool { slot == .queueCount || slot == .exceptionCount }

  /// Loads of one slot supersede each other.
  package enum Slot: Hashable, Sendable {
    case queue, queueCount, exceptions, exceptionCount, returns, suppliers, numbers, activity,
      counts, claims, deadlines
    case order
    case orderAside(OrderUse), lastUndoable, savedFilters, past, newExceptions, all, buyingStop
    case purchases
    case rules
    case offers
    case returnDossier
    case scorecard
    case notices
    case match
  }

  /// What this load is superseded by.
  package var slot: Slot {
    switch self {
    case .queue: .queue
    case .queueCount: .queueCount
    case .exceptions: .exceptions
    case .exceptionCount: .exceptionCount
    case .returns: .returns
    case .suppliers: .suppliers
    case .numbers: .numbers
    case .activity: .activity
    case .claims: .claims
    case .deadlines: .deadlines
    case .counts: .counts
    case .order(_, .screen): .order
    case .order(_, let use): .orderAside(use)
    case .lastUndoable: .lastUndoable
    case .savedFilters: .savedFilters
    case .past: .past
    case .newExceptions: .newExceptions
    case .buyingStop: .buyingStop
    case .rules: .rules
    case .purchases: .purchases
    case .offers: .offers
    case .returnDossier: .returnDossier
    case .scorecard: .scorecard
    case .notices: .notices
    case .allInQueue, .allExceptions, .allReturns: .all
    case .match: .match
    }
  }
}

/// What an order is read for.
package enum OrderUse: Hashable, Sendable {
  /// To be shown.
  case screen
  /// To offer what of it can be copied.
  case copy
  /// To offer what of it can be looked at in a browser.
  case browse
  /// To prepare a message to its supplier.
  case contact
  /// To approve its purchases.
  case approve
  /// To tell it in short beside its return.
  case preview
}

/// What the store said to a `Load`: `.queue` and `.allInQueue` are answered by `.queue`, and so on.
package enum Answer: Equatable, Sendable {
  case queue(Window<QueueRow>)
  case exceptions(Window<ExceptionRow>)
  case returns(Window<ReturnRow>)
  /// To `queueCount` and `exceptionCount`.
  case count(Int)
  case suppliers([SupplierRow])
  case numbers(FigureKind, [Numbers])
  case activity([ActivityRow])
  case claims(Window<DeadlineRow>)
  case deadlines(Deadlines)
  case counts(BoardCounts)
  /// nil: there is no such order any more.
  case order(OrderDetail?)
  case lastUndoable(DecisionReceipt?)
  case savedFilters([SavedView])
  case past(Past)
  /// With the number of the youngest of all.
  case newExceptions([ExceptionRow], upTo: Int64)
  /// nil: buying goes on.
  case buyingStop(BuyingStop?)
  case rules(RuleOverview)
  case purchases([PurchaseRow])
  case offers(OfferPage)
  /// nil: there is no such return any more.
  case returnDossier(ReturnDossier?)
  /// nil: there is no such supplier any more.
  case scorecard(Scorecard?)
  case notices([NoticeRow])
}

/// What a plan is made for.
package enum PlanScope: Equatable, Sendable {
  /// In the order given, or as the queue sorts them.
  case orders([OrderID], by: QueueSort? = nil)
  /// Every order that matches, as the queue sorts them.
  case matching(Query, by: QueueSort = .risk)
  /// The goods of a return, once more.
  case replacement(ReturnID)
}

/// A plan with the texts it would send.
package struct PreparedPlan: Equatable, Sendable {
  package var plan: Plan
  /// Exactly what would be sent for each of `plan.entries`, in their order. An entry whose text can't be
  /// written is one of `plan.refused` instead.
  package var bodies: [String]

  package init(plan: Plan, bodies: [String]) {
    self.plan = plan
    self.bodies = bodies
  }
}

/// The stop switch is set: nothing is bought.
package struct BuyingStop: Equatable, Sendable {
  /// nil where the configuration stops it.
  package var at: Timestamp?
  /// Who set it, or `config.toml`.
  package var by: String
  package var reason: String

  package init(at: Timestamp?, by: String, reason: String) {
    self.at = at
    self.by = by
    self.reason = reason
  }

  /// `Mina: prices look wrong`
  var text: String { reason.isEmpty ? by : by + ": " + reason }
}

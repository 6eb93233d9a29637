internal import Fulfillment
internal import GRDB

/// What a decision will do to one target: worked out first for every target, then written.
struct Change {
  enum Effect {
    case exception(KeptException, after: OrderException)
    case request(KeptReturn, after: Return, refund: MeantRefund?)
    /// From one source of a tag to another; nil: the order does not have it.
    case tag(String, from: String?, to: String?)
    case note(String)
    case purchase(PurchaseEffect)
    case stop(String)
    case start(BuyingStop)
    case supplier(SupplierEffect)
    case notices([KeptNotice], NoticeEffect)
    /// Nothing but the log: a message that the operator sends himself.
    case log
  }

  enum Kind: String { case order, exception, `return`, purchase, buying, claim, supplier }

  var kind: Kind
  var number: Int64
  var orderID: Int64?
  /// `#1001`, `main-shop`: what it is about.
  var name: String
  var effect: Effect

  /// An approval that waits for a second operator's.
  var isProposal: Bool {
    if case .request(_, let after, _) = effect { after.state == .proposed } else { false }
  }

  /// An approval of money that no account sends back.
  var isPaidByHand: Bool {
    guard case .request(let kept, let after, nil) = effect, after.state == .approved,
      kept.value.state != .approved
    else { return false }
    return after.grant?.outcome.refundsAtOnce == true
  }
}

/// A return as it is kept.
struct KeptReturn {
  var id: Int64
  var orderID: Int64
  var orderName: String
  var storefront: String
  /// The storefront's id of the order.
  var orderExternalID: String
  var value: Return
  /// As the row has them; `value.grant` is made of them.
  var outcome: ReturnOutcome?
  var granted: Money?

  /// `return R-5521 of #1001`
  var label: String { "return \(value.request.externalID) of \(orderName)" }
}

/// An exception with what it is about.
struct SubjectException {
  var kept: KeptException
  var subject: Subject
  var name: String
  var fingerprint: Int64

  /// `#1001 transit.stalled`
  var label: String { name + " " + kept.exception.finding.code }
}

/// A refusal on its way to the receipt.
struct Refused: Error {
  var target: String
  var reason: String
}

extension Work {
  /// What the decision does to the target, or why nothing.
  /// - Parameter earlier: what the same decision does to other targets.
  func plan(
    _ decision: Decision, on target: Target, by operatorName: String = "", hold: Span,
    after earlier: [Change] = []
  ) throws -> Change {
    switch decision {
    case .acknowledge, .snooze, .resolve: try planException(decision, on: target)
    case .approveReturn, .declineReturn, .askReturn, .sendReturn, .receiveReturn, .missReturn,
      .refundReturn, .replaceReturn, .closeReturn:
      try planReturn(decision, on: target, by: operatorName, after: earlier)
    case .note, .tag, .untag, .contactSupplier: try planOrder(decision, on: target)
    case .buy, .approvePurchase, .holdPurchase, .releasePurchase, .dropPurchase, .cancelPurchase,
      .settlePlaced, .settleAbsent, .stopBuying, .startBuying:
      try planPurchase(decision, on: target, hold: hold)
    case .pauseSupplier, .resumeSupplier, .moveVolume: try planSupplier(decision, on: target)
    case .tellCustomer, .withholdNotice, .noticeArrived, .noticeLost:
      try planNotices(decision, on: target)
    }
  }

  private func planException(_ decision: Decision, on target: Target) throws -> Change {
    let found: SubjectException
    switch target {
    case .exception(let id): found = try exception(id.number)
    case .order(let id):
      let order = try orderName(id.number)
      let shown = try database.number(
        "SELECT id FROM orderException WHERE orderID = ? AND shown = 1", id.number)
      guard let shown else {
        throw Refused(target: order, reason: "no exception stands on it")
      }
      found = try exception(shown)
    case .return(let id):
      let kept = try keptReturn(id.number)
      throw Refused(
        target: kept.label, reason: "\(decision.verb) is for exceptions, this is a return")
    case .purchase, .buying, .claim, .supplier:
      throw Refused(target: target.label, reason: "\(decision.verb) is for exceptions")
    }
    do {
      let after = try found.kept.exception.applying(decision, now: now)
      guard after != found.kept.exception else {
        throw DecisionRefusal(reason: "it is so already")
      }
      return Change(
        kind: .exception, number: found.kept.id, orderID: found.subject.orderID,
        name: found.name, effect: .exception(found.kept, after: after))
    } catch let refusal as DecisionRefusal {
      throw Refused(target: found.label, reason: refusal.reason)
    }
  }

  private func planReturn(
    _ decision: Decision, on target: Target, by operatorName: String, after earlier: [Change]
  ) throws -> Change {
    let kept: KeptReturn
    switch target {
    case .return(let id): kept = try keptReturn(id.number)
    case .order(let id): kept = try onlyReturn(of: id.number, decision)
    case .exception(let id):
      let found = try exception(id.number)
      guard let orderID = found.subject.orderID else {
        throw Refused(target: found.label, reason: "it is not about an order")
      }
      kept = try onlyReturn(of: orderID, decision)
    case .purchase, .buying, .claim, .supplier:
      throw Refused(target: target.label, reason: "\(decision.verb) is for returns")
    }
    do {
      // Whether it may be at all is said before whether there is money for it.
      _ = try kept.value.applying(decision, by: operatorName, now: now)
      let meant = try money(of: decision, kept, earlier)
      let after = try kept.value.applying(
        decision, by: operatorName, amount: meant.amount, now: now)
      return Change(
        kind: .return, number: kept.id, orderID: kept.orderID, name: kept.orderName,
        effect: .request(kept, after: after, refund: after.state == .proposed ? nil : meant.refund))
    } catch let refusal as DecisionRefusal {
      throw Refused(target: kept.label, reason: refusal.reason)
    }
  }

  /// The only return of an order that the decision can be about: one that waits, or for what comes
  /// after an approval, one that is approved and not closed.
  private func onlyReturn(of orderID: Int64, _ decision: Decision) throws -> KeptReturn {
    let name = try orderName(orderID)
    let waiting =
      switch decision {
      case .approveReturn, .declineReturn, .askReturn: "'requested', 'asked', 'proposed'"
      default:
        "'approved', 'inTransit', 'received', 'notReturned', 'refunded', 'replaced', 'declined'"
      }
    let open = try database.numbers(
      "SELECT id FROM returnRequest WHERE orderID = ? AND state IN (\(waiting))", [orderID])
    guard open.count == 1 else {
      throw Refused(
        target: name,
        reason: open.isEmpty ? "no return waits on it" : "it has \(open.count): name one")
    }
    return try keptReturn(open[0])
  }

  /// The order that a target belongs to.
  func orderID(of target: Target, _ decision: Decision) throws -> Int64 {
    switch target {
    case .order(let id): return id.number
    case .return(let id): return try keptReturn(id.number).orderID
    case .exception(let id):
      let found = try exception(id.number)
      guard let id = found.subject.orderID else {
        throw Refused(target: found.label, reason: "it is not about an order")
      }
      return id
    case .purchase(let id):
      guard let purchase = try keyedPurchase(id.number) else {
        throw Refused(target: target.label, reason: "there is no such purchase")
      }
      return purchase.orderID
    case .claim(let id):
      guard let found = try ClaimRows.one(id, database) else {
        throw Refused(target: target.label, reason: "there is no such claim")
      }
      return found.orderID
    case .buying, .supplier:
      throw Refused(target: target.label, reason: "\(decision.verb) is for orders")
    }
  }

  private func planOrder(_ decision: Decision, on target: Target) throws -> Change {
    let orderID = try orderID(of: target, decision)
    let name = try orderName(orderID)
    return Change(
      kind: .order, number: orderID, orderID: orderID, name: name,
      effect: try effect(of: decision, orderID: orderID, name: name))
  }

  private func effect(
    of decision: Decision, orderID: Int64, name: String
  ) throws -> Change.Effect {
    switch decision {
    case .note(let text): return .note(text)
    case .tag(let tag):
      let source = try tagSource(tag, orderID)?.source
      guard source == nil || source == "removed" else {
        throw Refused(target: name, reason: "it has the tag \(tag) already")
      }
      return .tag(tag, from: source, to: source == nil ? "operator" : "shop")
    case .untag(let tag):
      guard let kept = try tagSource(tag, orderID), kept.source != "removed" else {
        throw Refused(target: name, reason: "it has no tag \(tag)")
      }
      return .tag(kept.tag, from: kept.source, to: kept.source == "shop" ? "removed" : nil)
    default: return .log
    }
  }

  func tagSource(_ tag: String, _ orderID: Int64) throws -> (tag: String, source: String)? {
    try database.row(
      "SELECT tag, source FROM orderTag WHERE orderID = ? AND tag = ?", orderID, tag
    ) { (tag: try $0.text(), source: try $0.text()) }
  }
}

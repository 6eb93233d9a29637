internal import Fulfillment
internal import GRDB

extension Work {
  /// Whether anything of a batch about purchases could be taken back now; nil: it is not about any.
  func isUndoable(_ batch: LoggedBatch) throws -> Bool? {
    switch batch.decision {
    case .buy, .approvePurchase, .holdPurchase, .releasePurchase:
      let isHere = try database.number(
        """
        SELECT 1 FROM decisionTarget t JOIN outboxMessage m ON m.purchaseID = t.number
        WHERE t.decisionID = ? AND t.kind = 'purchase' AND m.kind = 'place'
        AND m.state IN ('proposed', 'held', 'ready') LIMIT 1
        """, batch.standing)
      return isHere != nil
    case .cancelPurchase:
      let isHere = try database.number(
        """
        SELECT 1 FROM outboxMessage WHERE decisionID = ? AND kind = 'cancel'
        AND state IN ('held', 'ready') LIMIT 1
        """, batch.standing)
      return isHere != nil
    case .settlePlaced, .settleAbsent, .stopBuying, .startBuying, .noticeArrived, .noticeLost:
      return false
    case .tellCustomer: return try hasHeldNotices(batch)
    case .dropPurchase: return true
    default: return nil
    }
  }

  /// Why a purchase can't be put back to what it was before the decision; returns where it can.
  func refuseIfMovedOn(_ id: PurchaseOrderID, _ target: LoggedTarget, _ logged: LoggedBatch) throws
  {
    guard let purchase = try keyedPurchase(id.number) else {
      throw Refused(target: "purchase \(id.number)", reason: "it is gone")
    }
    let label = try orderName(purchase.orderID) + " " + purchase.label
    do {
      _ = try undoing(purchase, target, logged)
    } catch let refusal as Sending.Refusal {
      throw Refused(target: label, reason: refusal.reason)
    } catch let refusal as DecisionRefusal {
      throw Refused(target: label, reason: refusal.reason)
    }
  }

  /// Puts a purchase back to what it was.
  mutating func putBack(
    _ id: PurchaseOrderID, _ target: LoggedTarget, _ logged: LoggedBatch, by operatorName: String
  ) throws {
    guard let purchase = try keyedPurchase(id.number) else { throw Work.vanished("the purchase") }
    switch try undoing(purchase, target, logged) {
    case .withdraw(var message):
      try withdraw(&message, because: "taken back by \(operatorName)")
    case .reset(var message, let sending):
      message.sending.state = sending.state
      message.sending.holdUntil = sending.holdUntil
      try keep(message)
    case .reinstate(let message, let sending): try reinstate(message, sending)
    }
  }

  private enum Undoing {
    case withdraw(KeptMessage)
    case reset(KeptMessage, Sending)
    case reinstate(KeptMessage, Sending)
  }

  private func undoing(
    _ purchase: KeyedPurchase, _ target: LoggedTarget, _ logged: LoggedBatch
  ) throws -> Undoing {
    if case .cancelPurchase = logged.decision {
      let message = try database.row(
        "SELECT " + KeptMessage.columns + """
           FROM outboxMessage m WHERE m.decisionID = ? AND m.purchaseID = ? AND m.kind = 'cancel'
          """, logged.standing, purchase.id, read: KeptMessage.init)
      guard let message else { throw DecisionRefusal(reason: "it was not asked for") }
      return .withdraw(try withdrawable(message))
    }
    guard let message = try placing(of: purchase.id) else {
      throw DecisionRefusal(reason: "it was not bought from here")
    }
    let before = target.beforeState.flatMap(Sending.State.init) ?? .held
    switch logged.decision {
    case .buy: return .withdraw(try withdrawable(message))
    case .approvePurchase, .holdPurchase, .releasePurchase:
      _ = try withdrawable(message)
      let isSame = message.sending.state.rawValue == target.afterState
      // What was to leave after a while may be about to by now.
      guard isSame || target.afterState == "held" && message.sending.state == .ready else {
        throw DecisionRefusal(reason: "it is \(StateText.text(message.sending.state)) by now")
      }
      return .reset(message, Sending(state: before, holdUntil: target.beforeAt))
    case .dropPurchase:
      let until = max(target.beforeAt ?? now, now + logged.hold)
      let sending: Sending =
        switch before {
        case .proposed: Sending(state: .proposed)
        case .held where target.beforeAt == nil: Sending(state: .held)
        default: .held(until: until, now: now)
        }
      guard
        case .reinstate(let message, let after) = try reinstatement(of: message, purchase, sending)
      else { throw DecisionRefusal(reason: "it was not taken back") }
      return .reinstate(message, after)
    case .settlePlaced, .settleAbsent:
      throw DecisionRefusal(reason: "what was found out at the supplier can't be taken back")
    default: throw DecisionRefusal(reason: "it is not for purchases")
    }
  }

  private func withdrawable(_ message: KeptMessage) throws -> KeptMessage {
    var tried = message.sending
    try tried.apply(.withdraw, powers: .none, now: now)
    return message
  }

  /// How many targets of a batch about purchases have left and can't be taken back any more.
  func left(of batch: LoggedBatch) throws -> Int {
    let kind: OutboxMessage.Kind
    switch batch.decision {
    case .buy, .approvePurchase, .holdPurchase, .releasePurchase: kind = .place
    case .cancelPurchase: kind = .cancel
    default: return 0
    }
    let left = try database.number(
      """
      SELECT count(DISTINCT t.number) FROM decisionTarget t
      JOIN outboxMessage m ON m.purchaseID = t.number AND m.kind = ?2
      WHERE t.decisionID = ?1 AND t.kind = 'purchase' AND (m.kind = 'place' OR m.decisionID = ?1)
      AND m.state NOT IN ('proposed', 'held', 'ready')
      """, batch.standing, kind.rawValue)
    return Int(left ?? 0)
  }
}

extension LoggedBatch {
  /// Why undo leaves the stop switch alone.
  static let switching = "only stop and start change that"

  /// Why it can't be taken back, whatever has happened since; nil: it can.
  var permanence: String? {
    switch decision {
    case .settlePlaced, .settleAbsent:
      "settling can't be undone: it says what was found at the supplier"
    case .stopBuying, .startBuying: LoggedBatch.switching
    case .noticeArrived, .noticeLost:
      "settling can't be undone: it says what was found at the customer's"
    default: nil
    }
  }

  /// What to say of it where it is in the way of older ones.
  var stays: DecisionReceipt.Refusal {
    .init(target: title, reason: permanence ?? "it can't be taken back any more")
  }
}

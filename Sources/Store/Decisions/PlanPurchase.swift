internal import Fulfillment
internal import GRDB

/// What a decision does to a purchase.
enum PurchaseEffect {
  /// One step of its message.
  case step(KeptMessage, Sending.Event)
  /// Taken back before: it may leave again, at that time or once it is approved.
  case reinstate(KeptMessage, Sending)
  case cancel(KeyedPurchase, receiver: String, reason: String)
  case placed(KeptMessage, number: String)
  case absent(KeptMessage, reason: String)
}

extension Work {
  /// What a decision about purchases does to the target, or why nothing.
  func planPurchase(_ decision: Decision, on target: Target, hold: Span) throws -> Change {
    switch (decision, target) {
    case (.stopBuying(let reason), .buying):
      if try buyingStop() != nil {
        throw Refused(target: "buying", reason: "it is stopped already")
      }
      return Change(kind: .buying, number: 0, name: "buying", effect: .stop(reason))
    case (.startBuying, .buying):
      guard let stop = try buyingStop() else {
        throw Refused(target: "buying", reason: "it is not stopped")
      }
      return Change(kind: .buying, number: 0, name: "buying", effect: .start(stop))
    case (.stopBuying, _), (.startBuying, _), (_, .buying), (_, .supplier):
      throw Refused(target: target.label, reason: "\(decision.verb) is not for that")
    case (_, .claim):
      throw Refused(target: target.label, reason: "\(decision.verb) is for purchases")
    case (_, .purchase(let id)): return try planPurchase(decision, on: id.number, hold: hold)
    case (_, .order(let id)): return try planOnlyPurchase(decision, of: id.number, hold: hold)
    case (_, .exception(let id)):
      let found = try exception(id.number)
      guard let orderID = found.subject.orderID else {
        throw Refused(target: found.label, reason: "it is not about an order")
      }
      return try planOnlyPurchase(decision, of: orderID, hold: hold)
    case (_, .return(let id)):
      throw Refused(
        target: try keptReturn(id.number).label,
        reason: "\(decision.verb) is for purchases, this is a return")
    }
  }

  /// On an order: its only purchase that the decision can be about.
  private func planOnlyPurchase(
    _ decision: Decision, of orderID: Int64, hold: Span
  ) throws -> Change {
    let name = try orderName(orderID)
    let ids = try database.numbers(
      "SELECT id FROM purchaseOrder WHERE orderID = ? ORDER BY id", [orderID])
    var changes: [Change] = []
    var last: Refused?
    for id in ids {
      do {
        changes.append(try planPurchase(decision, on: id, hold: hold))
      } catch let refusal as Refused {
        last = refusal
      }
    }
    if changes.count == 1 { return changes[0] }
    if let last, changes.isEmpty { throw last }
    throw Refused(
      target: name,
      reason: changes.isEmpty ? "it has no purchase" : "it has \(changes.count): name one")
  }

  private func planPurchase(
    _ decision: Decision, on id: Int64, hold: Span
  ) throws -> Change {
    guard let purchase = try keyedPurchase(id) else {
      throw Refused(target: "purchase \(id)", reason: "there is no such purchase")
    }
    let name = try orderName(purchase.orderID)
    let label = name + " " + purchase.label
    do {
      return Change(
        kind: .purchase, number: id, orderID: purchase.orderID, name: name,
        effect: .purchase(try effect(of: decision, on: purchase, hold: hold)))
    } catch let refusal as Sending.Refusal {
      throw Refused(target: label, reason: refusal.reason)
    } catch let refusal as DecisionRefusal {
      throw Refused(target: label, reason: refusal.reason)
    }
  }

  private func effect(
    of decision: Decision, on purchase: KeyedPurchase, hold: Span
  ) throws -> PurchaseEffect {
    if case .cancelPurchase(let reason) = decision {
      return try cancellation(of: purchase, reason)
    }
    guard let message = try placing(of: purchase.id) else {
      throw DecisionRefusal(reason: "it was not bought from here")
    }
    func step(_ event: Sending.Event) throws -> PurchaseEffect {
      var tried = message.sending
      try tried.apply(event, powers: .none, now: now)
      return .step(message, event)
    }
    switch decision {
    case .approvePurchase: return try step(.approve(until: now + hold))
    case .holdPurchase: return try step(.pause)
    case .releasePurchase: return try step(.resume(until: now + hold))
    case .dropPurchase: return try step(.withdraw)
    case .buy:
      return try reinstatement(of: message, purchase, Sending.held(until: now + hold, now: now))
    case .settlePlaced(let number):
      guard message.sending.state.isInDoubt || message.sending.state == .rejected else {
        throw DecisionRefusal(reason: message.sending.settled)
      }
      if let other = try self.purchase(numbered: number, of: purchase.supplierID),
        other.id != purchase.id, !other.key.isEmpty || other.orderID != purchase.orderID
      {
        throw DecisionRefusal(
          reason: "\(other.label) is on \(try self.name(of: other.orderID)) already")
      }
      var tried = message.sending
      try tried.apply(.accepted, powers: .none, now: now)
      return .placed(message, number: number)
    case .settleAbsent(let reason):
      _ = try step(.settledAbsent)
      return .absent(message, reason: reason)
    default: throw DecisionRefusal(reason: "\(decision.verb) is not for purchases")
    }
  }

  private func cancellation(
    of purchase: KeyedPurchase, _ reason: String
  ) throws -> PurchaseEffect {
    switch purchase.state {
    case .intended: throw DecisionRefusal(reason: "it has not left: drop it")
    case .unknown: throw DecisionRefusal(reason: "nobody knows whether it arrived: settle that")
    case .rejected: throw DecisionRefusal(reason: "the supplier has refused it")
    case .cancelled: throw DecisionRefusal(reason: "it is cancelled already")
    case .delivered: throw DecisionRefusal(reason: "it has been delivered")
    case .placed, .unpaid, .acknowledged, .shipped, .unclear: break
    }
    let asked = try database.number(
      """
      SELECT 1 FROM outboxMessage WHERE purchaseID = ? AND kind = 'cancel'
      AND state NOT IN ('rejected', 'withdrawn', 'sent')
      """, purchase.id)
    guard asked == nil else {
      throw DecisionRefusal(reason: "the supplier is being asked to cancel it already")
    }
    let receiver =
      try placing(of: purchase.id)?.receiver
      ?? database.texts(
        "SELECT ifnull(account, name) FROM supplier WHERE id = ?", purchase.supplierID
      ).first ?? purchase.supplier
    return .cancel(purchase, receiver: receiver, reason: reason)
  }

  /// A purchase that was taken back may leave after all, where nothing has changed since.
  func reinstatement(
    of message: KeptMessage, _ purchase: KeyedPurchase, _ sending: Sending
  ) throws -> PurchaseEffect {
    guard message.sending.state == .withdrawn else {
      throw DecisionRefusal(reason: "it was not taken back")
    }
    if let stop = try buyingStop() { throw DecisionRefusal(reason: stop.text) }
    guard let ground = try ground(of: purchase.orderID) else {
      throw DecisionRefusal(reason: "the order is gone")
    }
    let items = try items(of: purchase.id, isLive: false)
    let isAgain = items.contains { $0.again > 0 }
    if let obstacle = ground.obstacle(isAgain: isAgain) {
      throw DecisionRefusal(reason: "the order is " + obstacle)
    }
    if isAgain {
      try refuseToReplaceAgain(purchase, items)
    } else if let hand = try boughtByHand(purchase.orderID) {
      throw DecisionRefusal(reason: "bought by hand: " + hand)
    }
    for item in items {
      if let problem = ground.problem(with: item) { throw DecisionRefusal(reason: problem) }
      if let owner = try owner(of: item, orderID: purchase.orderID) {
        throw DecisionRefusal(reason: "\(item.sku) has been bought since: \(owner)")
      }
    }
    let basis = try database.number("SELECT basis FROM purchaseOrder WHERE id = ?", purchase.id)
    guard basis == ground.basis(items.map(\.line)) else {
      throw DecisionRefusal(reason: "the order has changed since: plan it again")
    }
    return .reinstate(message, sending)
  }
}

extension Sending {
  /// Why there is nothing to settle about it.
  fileprivate var settled: String {
    switch state {
    case .proposed, .held, .ready: "it has not left"
    case .claimed: "it is being sent"
    case .sent: "the supplier has it already"
    case .withdrawn: "it was taken back"
    case .unknown, .waiting, .rejected: "it is settled"
    }
  }
}

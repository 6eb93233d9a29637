package import Fulfillment
internal import GRDB

extension Store {
  /// Applies a decision to targets, all in one transaction; targets that refuse are listed with the
  /// reason and the rest goes ahead. What must leave the house waits in the outbox for `hold` first.
  package func decide(
    _ decision: Decision, on targets: [Target], by operatorName: String, hold: Span, now: Timestamp
  ) throws -> DecisionReceipt {
    let decision = decision.cleaned
    return try work("can't keep the decision", now: now) { work in
      if let reason = decision.emptiness {
        let refused = targets.map { DecisionReceipt.Refusal(target: $0.label, reason: reason) }
        return DecisionReceipt(batch: nil, applied: 0, refused: refused, title: decision.title([]))
      }
      return try work.decide(
        decision, on: targets, by: operatorName.sanitised(limit: 120),
        hold: max(hold, Span(milliseconds: 0)), about: nil)
    }
  }

  /// Writes down a return that a customer asked for by other means. One without an id gets one. One
  /// that can't be of that order is refused, with the reason and what to do.
  package func recordReturn(
    _ request: ReturnRequest, for order: OrderID, by operatorName: String, now: Timestamp
  ) throws -> ReturnID {
    let what = "can't record the return"
    return try work(what, now: now, by: .person(operatorName.sanitised(limit: 120))) { work in
      var clean = request.normalised()
      guard try work.exists(order) else {
        throw StoreError(.refused, what: what, why: "there is no order \(order.number)")
      }
      let taken = Set(
        try work.database.texts(
          "SELECT externalID FROM returnRequest WHERE orderID = ?", order.number))
      if clean.externalID.isEmpty {
        clean.externalID =
          (1...).lazy.map { "by-hand-\($0)" }.first { !taken.contains($0) } ?? "by-hand"
      }
      guard !taken.contains(clean.externalID) else {
        throw StoreError(
          .refused, what: what,
          why: "\(try work.name(of: order.number)) has a return \(clean.externalID) already")
      }
      let name = try work.name(of: order.number)
      try work.checkRecorded(clean, of: order.number, what + " of " + name)
      let id = try work.insert(
        clean, orderID: order.number, source: operatorName.sanitised(limit: 120))
      return ReturnID(id)
    }
  }
}

extension Work {
  /// `about`: the decision that is done again; nil: a new one.
  mutating func decide(
    _ decision: Decision, on targets: [Target], by operatorName: String, hold: Span,
    about: Int64?
  ) throws -> DecisionReceipt {
    var changes: [Change] = []
    var refused: [DecisionReceipt.Refusal] = []
    for target in targets {
      do {
        let change = try plan(
          decision, on: target, by: operatorName, hold: hold, after: changes)
        let isRepeated = changes.contains { $0.kind == change.kind && $0.number == change.number }
        if !isRepeated { changes.append(change) }
      } catch let refusal as Refused {
        refused.append(.init(target: refusal.target, reason: refusal.reason))
      }
    }
    let title = decision.title(changes.map(\.name))
    guard !changes.isEmpty else {
      return DecisionReceipt(batch: nil, applied: 0, refused: refused, title: title)
    }
    let id = try insert(decision, title, by: operatorName, hold: hold, about: about)
    let batch = Batch(
      id: id, decision: decision, operatorName: operatorName, hold: hold, about: about)
    for change in changes { try apply(change, batch) }
    var receipt = DecisionReceipt(
      batch: DecisionID(about ?? id), applied: changes.count, refused: refused, title: title,
      undoableUntil: decision.leaves ? now + hold : nil,
      awaiting: changes.count { $0.isProposal })
    receipt.byHand = changes.count { $0.isPaidByHand }
    return receipt
  }

  func insert(
    _ decision: Decision, _ title: String, by operatorName: String, hold: Span, about: Int64?
  ) throws -> Int64 {
    try database.run(
      """
      INSERT INTO decision (kind, about, at, operator, verb, argument, until, title, hold, detail)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, about == nil ? "decide" : "redo", about, now.milliseconds, operatorName,
      decision.verb, decision.argument, decision.until?.milliseconds, title, hold.milliseconds,
      decision.detail)
    return database.lastInsertedRowID
  }
}

package import Fulfillment
internal import GRDB

extension Store {
  /// Writes purchases down before anything is sent, as one decision: each that may be bought now, with
  /// its lines and the message that will place it; the others are listed with the reason. Whether the
  /// order is paid, not cancelled, not refunded, as it was planned and not bought already is looked at
  /// in this transaction. One undo takes back those that have not left.
  package func intend(
    _ intents: [Intent], by operatorName: String, hold: Span, now: Timestamp
  ) throws -> DecisionReceipt {
    try work("can't buy", now: now) { work in
      try work.intend(
        intents, by: operatorName.sanitised(limit: 120), hold: max(hold, Span(milliseconds: 0)))
    }
  }

  /// The stop switch; nil: buying goes on.
  package func buyingStop() throws -> BuyingStop? {
    try read("can't read the stop switch") { try Work($0, now: Timestamp(seconds: 0)).buyingStop() }
  }
}

/// A purchase that has just been written down.
private struct Intended {
  var purchaseID: Int64
  var messageID: Int64
  var orderID: Int64
  var name: String
  var sending: Sending
}

extension Work {
  func buyingStop() throws -> BuyingStop? {
    try database.row("SELECT at, by, reason FROM buyingStop") {
      BuyingStop(at: try $0.time(), by: try $0.text(), reason: try $0.text())
    }
  }

  fileprivate mutating func intend(
    _ intents: [Intent], by operatorName: String, hold: Span
  ) throws -> DecisionReceipt {
    var refused: [DecisionReceipt.Refusal] = []
    var made: [Intended] = []
    let stop = try buyingStop()
    // As all of them found the orders: the first purchase of an order changes what the next one sees.
    var prints: [OrderID: Int64] = [:]
    for intent in intents where intent.fingerprint != 0 && prints[intent.draft.order] == nil {
      prints[intent.draft.order] = try routeRequest(of: intent.draft.order.number)?.fingerprint ?? 0
    }
    for intent in intents {
      do {
        if let stop { throw Refused(target: intent.label, reason: stop.text) }
        let print = intent.fingerprint == 0 ? 0 : prints[intent.draft.order] ?? 0
        guard print == intent.fingerprint else {
          let reason = try reasonNotToBuy(intent) ?? "the order has changed since it was planned"
          throw Refused(target: intent.label, reason: reason)
        }
        made.append(try intend(intent, by: operatorName))
      } catch let refusal as Refused {
        refused.append(.init(target: refusal.target, reason: refusal.reason))
      }
    }
    var names: [String] = []
    for one in made where !names.contains(one.name) { names.append(one.name) }
    let isAgain = intents.allSatisfy { $0.draft.replacement != nil }
    let title = (isAgain ? "replacement: " : "") + Decision.buy.title(names)
    guard !made.isEmpty else {
      return DecisionReceipt(batch: nil, applied: 0, refused: refused, title: title)
    }
    let id = try insert(.buy, title, by: operatorName, hold: hold, about: nil)
    for one in made {
      try database.run(
        "UPDATE outboxMessage SET decisionID = ? WHERE id = ?", id, one.messageID)
      let change = Change(
        kind: .purchase, number: one.purchaseID, orderID: one.orderID, name: one.name,
        effect: .log)
      try log(change, id, after: one.sending.state.rawValue)
    }
    return DecisionReceipt(
      batch: DecisionID(id), applied: made.count, refused: refused, title: title,
      undoableUntil: made.compactMap(\.sending.holdUntil).min())
  }

  /// Why it may not be bought now; nil: it may.
  private func reasonNotToBuy(_ intent: Intent) throws -> String? {
    let draft = intent.draft
    guard let ground = try ground(of: draft.order.number) else { return "there is no such order" }
    guard ground.storefront == draft.storefront, ground.externalID == draft.externalID else {
      return "it was planned for another order"
    }
    let isSound = draft.items.allSatisfy { $0.units > 0 && $0.quantity > 0 && $0.firstUnit >= 0 }
    guard !draft.items.isEmpty, isSound, !draft.supplier.sanitised(limit: 120).isEmpty else {
      return "there is nothing to buy in it"
    }
    let isAgain = draft.replacement != nil
    if let obstacle = ground.obstacle(isAgain: isAgain) { return "the order is " + obstacle }
    if let replacement = draft.replacement {
      guard replacement.again > 0 else { return "nothing of it was bought before" }
      if let reason = try objection(to: replacement, of: ground.orderID) { return reason }
    } else if let hand = try boughtByHand(ground.orderID) {
      return "bought by hand: " + hand
    }
    if let known = try purchase(keyed: draft.key) {
      return known.state.isLive
        ? "it is bought already: \(known.label)" : "it came to nothing before: plan it again"
    }
    for item in draft.items.map({ GroundItem($0, again: draft.replacement?.again ?? 0) }) {
      if let problem = ground.problem(with: item) { return problem }
      if let owner = try owner(of: item, orderID: ground.orderID) {
        return "\(item.sku) is \(isAgain ? "replaced" : "bought") already: \(owner)"
      }
    }
    guard intent.sending.state.isHere else { return "it can't start as \(intent.sending.state)" }
    return nil
  }

  private mutating func intend(_ intent: Intent, by operatorName: String) throws -> Intended {
    if let reason = try reasonNotToBuy(intent) {
      throw Refused(target: intent.label, reason: reason)
    }
    guard let ground = try ground(of: intent.draft.order.number) else {
      throw Work.vanished("the order")
    }
    do {
      var made: Intended?
      try database.inSavepoint {
        made = try insert(intent, ground, by: operatorName)
        // The pieces are counted with it: no more are made good than were bought.
        if let replacement = intent.draft.replacement {
          let own = try replacement.returnID.flatMap {
            try excess(ofReturn: $0.number, of: ground.orderID)
          }
          if let reason = try own ?? ledger(of: ground.orderID)?.excess {
            throw Refused(target: intent.label, reason: reason)
          }
        }
        return .commit
      }
      guard let made else { throw Work.vanished("the purchase") }
      touched.insert(ground.orderID)
      return made
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      throw Refused(target: intent.label, reason: error.message ?? "the store refused it")
    }
  }

  private mutating func insert(
    _ intent: Intent, _ ground: Ground, by operatorName: String
  ) throws -> Intended {
    let draft = intent.draft
    let supplierID = try supplier(draft.supplier.sanitised(limit: 120))
    try database.run(
      """
      INSERT INTO purchaseOrder (orderID, supplierID, number, key, reference, method, state, cost,
        currency, planned, plannedCurrency, placedAt, automation, needsPayment, basis, recordedAt,
        recordedBy, returnID, replaces)
      VALUES (?1, ?2, '', ?3, ?3, ?4, 'intended', ?5, ?6, ?5, ?6, ?7, ?8, ?9, ?10, ?7, ?11, ?12, ?13)
      """, ground.orderID, supplierID, draft.key, draft.method.sanitised(limit: 120),
      draft.cost?.minor, draft.cost?.currency.code, now.milliseconds,
      intent.automation.sanitised(limit: 120), intent.needsPayment ? 1 : 0,
      ground.basis(draft.items.map(\.line)), operatorName,
      draft.replacement?.returnID?.number,
      try draft.replacement.flatMap { try replaced(by: draft, again: $0.again, ground.orderID) })
    let purchaseID = database.lastInsertedRowID
    for (position, item) in draft.items.enumerated() {
      try database.run(
        """
        INSERT INTO purchaseLine (purchaseID, position, orderID, line, part, firstUnit, units, sku,
          supplierSKU, quantity, unitCost, currency, isLive, again)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
        """, purchaseID, position, ground.orderID, item.line, item.part, item.firstUnit, item.units,
        item.sku, item.supplierSKU, item.quantity, item.unitCost?.minor,
        item.unitCost?.currency.code, draft.replacement?.again ?? 0)
    }
    var sending = Sending(state: intent.sending.state, holdUntil: intent.sending.holdUntil)
    var outcome = intent.note.sanitised(limit: 500)
    if ground.payment == .partiallyRefunded, !intent.automation.isEmpty, sending.state != .proposed
    {
      // What was refunded is not told by line: a person must look before money is spent.
      (sending, outcome) = (Sending(state: .proposed), "the order is partly refunded")
    }
    try database.run(
      """
      INSERT INTO outboxMessage (key, kind, receiver, body, state, createdAt, holdUntil, orderID,
        purchaseID, outcome)
      VALUES (?, 'place', ?, ?, ?, ?, ?, ?, ?, ?)
      """, "place:" + draft.key, intent.receiver, intent.body, sending.state.rawValue,
      now.milliseconds, sending.holdUntil?.milliseconds, ground.orderID, purchaseID, outcome)
    return Intended(
      purchaseID: purchaseID, messageID: database.lastInsertedRowID, orderID: ground.orderID,
      name: ground.name, sending: sending)
  }

  /// The live purchase that covers one of those units; nil: they are free.
  func owner(of item: GroundItem, orderID: Int64) throws -> String? {
    try database.row(
      """
      SELECT s.name || ' ' || CASE p.number WHEN '' THEN p.key ELSE p.number END
      FROM purchaseLine l JOIN purchaseOrder p ON p.id = l.purchaseID
      JOIN supplier s ON s.id = p.supplierID
      WHERE l.orderID = ? AND l.line = ? AND l.part = ? AND l.isLive = 1 AND l.again = ?
      AND l.firstUnit < ? AND ? < l.firstUnit + l.units LIMIT 1
      """, orderID, item.line, item.part, item.again, item.end, item.firstUnit
    ) { try $0.text() }
  }
}

extension GroundItem {
  fileprivate init(_ item: PurchaseDraft.Item, again: Int) {
    self.init(
      line: item.line, part: item.part, sku: item.sku, firstUnit: item.firstUnit,
      units: item.units, again: again)
  }
}

extension Intent {
  /// `#1001 CJ`
  fileprivate var label: String {
    draft.orderName.sanitised(limit: 60) + " " + draft.supplier.sanitised(limit: 60)
  }
}

extension BuyingStop {
  /// In the operator's words.
  var text: String { "buying is stopped" + (reason.isEmpty ? "" : ": " + reason) }
}

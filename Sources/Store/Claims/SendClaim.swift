package import Fulfillment
internal import GRDB

extension Store {
  /// Queues a draft to be made at a supplier by API, to leave when the hold window has passed; undo takes it
  /// back until then. Once it has arrived the claim is submitted under the supplier's number. Refused where
  /// it was made, or is on its way.
  package func send(
    _ sent: SupplierClaim, to account: String, by operatorName: String, hold: Span, now: Timestamp
  ) throws -> DecisionReceipt {
    let what = "can't send the claim"
    return try work(what, now: now) { work in
      func refused(_ why: String) -> StoreError { StoreError(.refused, what: what, why: why) }
      guard let (claim, orderID) = try ClaimRows.one(sent.claim, work.database) else {
        throw StoreError(
          .missing, what: what, why: "there is no claim \(sent.claim.number)",
          remedy: "supercargo claims lists them")
      }
      guard claim.state == .draft else { throw refused("it is \(claim.state.rawValue) already") }
      guard !sent.order.isEmpty else { throw refused("the supplier's order number is not known") }
      guard !sent.words.isEmpty else { throw refused("there is nothing in it") }
      let start = "claim:\(account):\(sent.claim.number):"
      let earlier = try work.database.rows(
        """
        SELECT state FROM outboxMessage
        WHERE orderID = ?1 AND kind = 'claim' AND substr(key, 1, length(?2)) = ?2
        """, orderID, start
      ) { try $0.state(OutboxMessage.State.self) }
      if let live = earlier.first(where: { $0 != .rejected && $0 != .withdrawn }) {
        throw refused("it is under way already: \(live.rawValue)")
      }
      let sending = Sending.held(until: now + max(hold, .seconds(0)), now: now)
      let title =
        "send claim \(sent.claim.number) for \(try work.name(of: orderID)) to \(account)"
      try work.database.run(
        """
        INSERT INTO decision (kind, at, operator, verb, argument, title, hold)
        VALUES ('decide', ?, ?, 'send-claim', ?, ?, ?)
        """, now.milliseconds, operatorName.sanitised(limit: 120), String(sent.claim.number), title,
        max(hold, .seconds(0)).milliseconds)
      let id = work.database.lastInsertedRowID
      try work.database.run(
        """
        INSERT INTO outboxMessage (key, kind, receiver, body, state, createdAt, holdUntil, decisionID,
          orderID) VALUES (?, 'claim', ?, ?, ?, ?, ?, ?, ?)
        """, start + String(earlier.count + 1), account, sent.text, sending.state.rawValue,
        now.milliseconds, sending.holdUntil?.milliseconds, id, orderID)
      try work.log(
        Change(kind: .order, number: orderID, orderID: orderID, name: "", effect: .log), id,
        after: sending.state.rawValue)
      work.touched.insert(orderID)
      return DecisionReceipt(
        batch: DecisionID(id), applied: 1, title: title, undoableUntil: sending.holdUntil)
    }
  }

  /// Claims that a supplier has and that are not over: those that were made through that account.
  package func claimsUnderWay(at account: String) throws -> [SentClaim] {
    try read("can't look for claims") { database in
      let bodies = try database.texts(
        """
        SELECT DISTINCT m.body FROM claim c JOIN outboxMessage m ON m.orderID = c.orderID
        WHERE c.state IN ('submitted', 'answered') AND m.kind = 'claim' AND m.state = 'sent'
        AND m.receiver = ? ORDER BY c.id LIMIT 200
        """, account)
      return try bodies.compactMap { body in
        guard let sent = SupplierClaim(body),
          let (claim, _) = try ClaimRows.one(sent.claim, database), claim.isLive
        else { return nil }
        return SentClaim(claim: claim, order: sent.order)
      }
    }
  }
}

/// A claim that was made by API.
package struct SentClaim: Hashable, Sendable {
  package var claim: LossClaim
  /// The supplier's number of the order.
  package var order: String

  package init(claim: LossClaim, order: String) {
    self.claim = claim
    self.order = order
  }
}

extension Work {
  /// Why a claim is not to be made any more; nil: it is. What may have left already is not judged again:
  /// the supplier is read first.
  func objection(toClaim message: KeptMessage) throws -> String? {
    guard message.sending.attempts == 0 else { return nil }
    guard let sent = SupplierClaim(message.body),
      let (claim, _) = try ClaimRows.one(sent.claim, database)
    else { return "it can't be read" }
    return claim.state == .draft ? nil : "the claim is \(claim.state.rawValue)"
  }

  /// The supplier has the claim: it is submitted, under that number.
  mutating func submitted(_ message: KeptMessage, _ word: SupplierWord) throws {
    guard let sent = SupplierClaim(message.body),
      let (claim, orderID) = try ClaimRows.one(sent.claim, database), claim.state == .draft
    else { return }
    let number = word.numbers.first ?? ""
    var after = claim
    (after.state, after.submittedAt) = (.submitted, now)
    if !number.isEmpty { after.reference = number }
    try ClaimRows.update(after, database)
    try ClaimRows.log(
      "submit", claim.id, after.state,
      reason: number.isEmpty ? "sent by API" : "number \(number), sent by API",
      by: message.receiver, now: now, database)
    touched.insert(orderID)
  }
}

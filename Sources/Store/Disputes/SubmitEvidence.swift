package import Fulfillment
internal import GRDB

extension Store {
  /// Queues evidence for a dispute as one decision, to leave when the hold window has passed; undo takes it
  /// back until then. Refused where nothing is due, where it is too late, and where evidence is under way
  /// or was handed in: a bank takes it once. The hold is cut short where the deadline comes first.
  package func submitEvidence(
    _ submission: EvidenceSubmission, to account: String, by operatorName: String, hold: Span,
    now: Timestamp
  ) throws -> DecisionReceipt {
    let what = "can't hand in evidence"
    return try work(what, now: now) { work in
      func refused(_ why: String) -> StoreError { StoreError(.refused, what: what, why: why) }
      guard let dispute = try work.disputed(submission.dispute, account) else {
        throw StoreError(
          .missing, what: what, why: "\(account) told of no dispute \(submission.dispute)",
          remedy: "supercargo disputes lists them")
      }
      if let reason = dispute.objection(now: now) { throw refused(reason) }
      guard let orderID = dispute.orderID else {
        throw refused("it belongs to no order that is known")
      }
      guard !submission.fields.isEmpty else { throw refused("there is nothing in it") }
      let start = "evidence:\(account):\(submission.dispute):"
      let earlier = try work.database.rows(
        """
        SELECT state FROM outboxMessage
        WHERE orderID = ?1 AND kind = 'evidence' AND substr(key, 1, length(?2)) = ?2
        """, orderID, start
      ) { try $0.state(OutboxMessage.State.self) }
      if let live = earlier.first(where: { $0 != .rejected && $0 != .withdrawn }) {
        throw refused(
          live == .sent ? "it was handed in already" : "it is under way already: \(live.rawValue)")
      }
      let name = operatorName.sanitised(limit: 120)
      // A minute is left to send it in.
      let latest = dispute.dueAt.map { max(now, $0 - .minutes(1)) }
      let until = min(now + max(hold, .seconds(0)), latest ?? .init(milliseconds: .max))
      let title = "evidence for dispute \(submission.dispute) of \(try work.name(of: orderID))"
      try work.database.run(
        """
        INSERT INTO decision (kind, at, operator, verb, argument, title, hold)
        VALUES ('decide', ?, ?, 'evidence', ?, ?, ?)
        """, now.milliseconds, name, submission.dispute, title, (until - now).milliseconds)
      let id = work.database.lastInsertedRowID
      try work.database.run(
        """
        INSERT INTO outboxMessage (key, kind, receiver, body, state, createdAt, holdUntil, decisionID,
          orderID) VALUES (?, 'evidence', ?, ?, 'held', ?, ?, ?, ?)
        """, start + String(earlier.count + 1), account, submission.text, now.milliseconds,
        until.milliseconds, id, orderID)
      try work.log(
        Change(kind: .order, number: orderID, orderID: orderID, name: "", effect: .log), id,
        after: "held")
      work.touched.insert(orderID)
      return DecisionReceipt(
        batch: DecisionID(id), applied: 1, refused: [], title: title, undoableUntil: until)
    }
  }
}

/// What handing in evidence turns on.
struct KnownDispute {
  var orderID: Int64?
  var state: Dispute.State
  var dueAt: Timestamp?
  var sentAt: Timestamp?

  /// Why no evidence is to be handed in; nil: it may be.
  func objection(now: Timestamp) -> String? {
    guard state == .open else { return "the dispute is \(state.rawValue)" }
    if sentAt != nil { return "evidence was handed in already" }
    if let dueAt, dueAt <= now { return "evidence was due by \(dueAt.iso8601)" }
    return nil
  }
}

extension Work {
  func disputed(_ externalID: String, _ account: String) throws -> KnownDispute? {
    try database.row(
      """
      SELECT d.orderID, d.state, d.evidenceDueAt, d.evidenceSentAt FROM dispute d
      JOIN account a ON a.id = d.accountID WHERE a.name = ? AND d.externalID = ?
      """, account, externalID
    ) {
      KnownDispute(
        orderID: try $0.numberOrNil(), state: try $0.state(Dispute.State.self),
        dueAt: try $0.timeOrNil(), sentAt: try $0.timeOrNil())
    }
  }

  /// Why evidence is not to leave any more; nil: it may. What may have left already is not judged again:
  /// the service is read first.
  func objection(toEvidence message: KeptMessage) throws -> String? {
    guard message.sending.attempts == 0 else { return nil }
    guard let submission = EvidenceSubmission(message.body) else { return "it can't be read" }
    return try disputed(submission.dispute, message.receiver)?.objection(now: now)
  }
}

internal import Fulfillment
internal import GRDB

/// The decision under which changes are written.
struct Batch {
  var id: Int64
  var decision: Decision
  var operatorName: String
  var hold: Span
  /// The decision that is done again; nil: a new one.
  var about: Int64?
}

extension Work {
  /// Writes a change and what is needed to take it back.
  mutating func apply(_ change: Change, _ batch: Batch) throws {
    switch change.effect {
    case .exception(let before, let after): try apply(change, before, after, batch)
    case .request(let before, let after, let refund):
      try apply(change, before, after, refund, batch)
    case .tag(let tag, let from, let to):
      try setTag(tag, of: change.number, to: to)
      try log(change, batch.id, before: from, text: tag, after: to)
    case .note(let text):
      try database.run(
        "INSERT INTO orderNote (orderID, decisionID, at, author, text) VALUES (?, ?, ?, ?, ?)",
        change.number, batch.id, now.milliseconds, batch.operatorName, text)
      reworded.insert(change.number)
      try log(change, batch.id, after: "note")
    case .purchase(let effect): try apply(change, effect, batch)
    case .stop(let reason):
      try stopBuying(BuyingStop(at: now, by: batch.operatorName, reason: reason))
      try log(change, batch.id, after: "stopped")
    case .start(let stop):
      try startBuying()
      try log(
        change, batch.id, before: stop.by, at: stop.at, text: stop.reason, after: "started")
    case .supplier(let effect): try apply(change, effect, batch)
    case .notices(let notices, let effect): try apply(change, notices, effect, batch)
    case .log: try log(change, batch.id)
    }
  }

  private func apply(
    _ change: Change, _ before: KeptException, _ after: OrderException, _ batch: Batch
  ) throws {
    let found = try exception(before.id)
    let print =
      after.state == .snoozed && after.snoozedUntil == nil ? found.fingerprint : nil
    try setException(
      before.id, after.state, until: after.snoozedUntil, print: print, hidden: !after.shown)
    try showAgain(found.subject)
    if let wake = after.snoozedUntil, let orderID = found.subject.orderID {
      try check(orderID, by: wake)
    }
    let old = before.exception
    try log(
      change, batch.id, before: old.state.rawValue, at: old.snoozedUntil,
      print: before.snoozedPrint, after: after.state.rawValue)
  }

  func setException(
    _ id: Int64, _ state: OrderException.State, until: Timestamp?, print: Int64?, hidden: Bool
  ) throws {
    try database.run(
      """
      UPDATE orderException SET state = ?, snoozedUntil = ?, snoozedPrint = ?,
        shown = CASE WHEN ? THEN 0 ELSE shown END, changedAt = ? WHERE id = ?
      """, state.rawValue, until?.milliseconds, print, hidden ? 1 : 0, now.milliseconds, id)
  }

  private mutating func apply(
    _ change: Change, _ before: KeptReturn, _ after: Return, _ refund: MeantRefund?,
    _ batch: Batch
  ) throws {
    try setReturn(before.id, orderID: before.orderID, after)
    // The customer hears nothing of what a second operator must still agree to.
    if after.state != .proposed,
      let message = ReturnMessage.of(batch.decision, about: before.matter, grant: after.grant)
    {
      try send(message, about: before, batch)
    }
    if let refund { try intend(refund, for: before, batch) }
    if case .replaceReturn = batch.decision, let about = batch.about {
      try setReplacedByHand(before.id, true, by: about)
    }
    try log(
      change, batch.id, before: before.value.state.rawValue, at: before.value.decidedAt,
      text: before.value.rest, after: after.state.rawValue)
  }

  func setReturn(_ id: Int64, orderID: Int64, _ value: Return) throws {
    try database.run(
      """
      UPDATE returnRequest SET state = ?, decidedAt = ?, outcome = ?, granted = ?,
        grantedCurrency = ?, proposedBy = ?, tracking = ?, receivedAt = ? WHERE id = ?
      """, value.state.rawValue, value.decidedAt?.milliseconds,
      value.grant?.outcome.rawValue ?? "", value.grant?.amount?.minor,
      value.grant?.amount?.currency.code, value.proposedBy, value.tracking,
      value.receivedAt?.milliseconds, id)
    try checkSoon(orderID)
  }

  private func send(
    _ message: (kind: String, body: String), about kept: KeptReturn, _ batch: Batch
  ) throws {
    // By its key: one that is delivered has become a notice.
    let start = "\(message.kind):\(kept.id):"
    let earlier = try database.number(
      "SELECT count(*) FROM outboxMessage WHERE returnID = ?1 AND substr(key, 1, length(?2)) = ?2",
      kept.id, start)
    try database.run(
      """
      INSERT INTO outboxMessage (key, kind, body, state, createdAt, holdUntil, decisionID, orderID,
        returnID)
      VALUES (?, ?, ?, 'held', ?, ?, ?, ?, ?)
      """, start + "\((earlier ?? 0) + 1)", message.kind, message.body,
      now.milliseconds, (now + batch.hold).milliseconds, batch.id, kept.orderID, kept.id)
  }

  func setTag(_ tag: String, of orderID: Int64, to source: String?) throws {
    if let source {
      try database.run(
        """
        INSERT INTO orderTag (orderID, tag, source) VALUES (?1, ?2, ?3)
        ON CONFLICT (orderID, tag) DO UPDATE SET source = ?3
        """, orderID, tag, source)
    } else {
      try database.run("DELETE FROM orderTag WHERE orderID = ? AND tag = ?", orderID, tag)
    }
    try database.run(
      "UPDATE customerOrder SET tags = ? WHERE id = ?", TagList.text(try tags(of: orderID)), orderID
    )
  }

  func log(
    _ change: Change, _ decisionID: Int64, before: String? = nil, at: Timestamp? = nil,
    print: Int64? = nil, text: String? = nil, after: String? = nil
  ) throws {
    try database.run(
      """
      INSERT INTO decisionTarget (decisionID, kind, number, orderID, beforeState, beforeAt,
        beforePrint, beforeText, afterState)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, decisionID, change.kind.rawValue, change.number, change.orderID, before,
      at?.milliseconds, print, text, after)
  }
}

extension Return {
  /// What a decision may change beside the state, kept for its undo: a line each.
  fileprivate var rest: String {
    [
      grant.map { ReturnGrant(outcome: $0.outcome, amount: $0.amount).text } ?? "", proposedBy,
      tracking, receivedAt.map { String($0.milliseconds) } ?? "",
    ].joined(separator: "\n")
  }

  /// Puts `rest` back.
  mutating func restore(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    func line(_ place: Int) -> String { place < lines.count ? lines[place] : "" }
    (grant, proposedBy, tracking) = (ReturnGrant(line(0)), line(1), line(2))
    receivedAt = Int64(line(3)).map { Timestamp(milliseconds: $0) }
  }
}

extension KeptReturn {
  /// What a message about it tells the storefront, in the same words as its row in the list.
  fileprivate var matter: ReturnMessage.Matter {
    let request = value.request
    let items = request.items.map { "\($0.quantity) x \($0.sku)" }.joined(separator: ", ")
    return ReturnMessage.Matter(
      storefront: storefront, order: orderName, externalID: request.externalID, items: items,
      amount: request.amount)
  }
}

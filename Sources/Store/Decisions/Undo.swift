package import Fulfillment
internal import GRDB

extension Store {
  /// Takes a decision back: that batch, or the newest one of that operator that stands. Each target is
  /// put back exactly as it was; one that has moved on since, or whose message has left, is refused with
  /// the reason. Where nothing of the newest can be taken back that is said, and no older one is taken
  /// in its stead: that takes its batch. Stopping and starting to buy are passed over: only their own
  /// commands change them.
  package func undo(
    _ batch: DecisionID?, by operatorName: String, now: Timestamp
  ) throws -> DecisionReceipt {
    try work("can't take the decision back", now: now) { work in
      let name = operatorName.sanitised(limit: 120)
      let logged: LoggedBatch?
      if let batch {
        logged = try work.logged(batch.number)
      } else {
        logged = try work.newestStanding(by: name)
      }
      guard let logged else {
        return .refusing("undo", batch == nil ? "nothing to undo" : "there is no such decision")
      }
      return try work.undo(logged, by: name)
    }
  }

  /// Does again what that operator took back last, unless something was decided since.
  package func redo(by operatorName: String, now: Timestamp) throws -> DecisionReceipt {
    try work("can't do the decision again", now: now) { work in
      let name = operatorName.sanitised(limit: 120)
      guard let undone = try work.newestUndone(by: name),
        let logged = try work.logged(undone.about)
      else { return .refusing("redo", "nothing to do again") }
      if logged.isAboutClaims {
        return try work.redoClaim(logged, undoID: undone.id, by: name)
      }
      guard let decision = logged.decision else {
        return .refusing("redo", "nothing to do again")
      }
      let targets = try work.targets(of: undone.id).map(\.target)
      if let refusal = try work.refusal(toReplaceAgain: logged, targets) {
        return DecisionReceipt(batch: nil, applied: 0, refused: [refusal], title: logged.title)
      }
      return try work.decide(
        decision, on: targets, by: name, hold: logged.hold, about: logged.id)
    }
  }

  /// The newest decision of that operator of which something can be taken back now, and until when; with
  /// a newer one that stands and can't be, where there is one; without a batch where nothing can. nil:
  /// nothing stands.
  package func lastUndoable(
    by operatorName: String, now: Timestamp
  ) throws -> DecisionReceipt? {
    try read("can't look for what can be undone") { database in
      let work = Work(database, now: now)
      let name = operatorName.sanitised(limit: 120)
      let newest = try work.newestStanding(by: name)
      guard let logged = try work.newestUndoable(by: name) else {
        return newest.map { DecisionReceipt(batch: nil, applied: 0, title: "", newer: $0.stays) }
      }
      let left = try work.left(of: logged)
      return DecisionReceipt(
        batch: DecisionID(logged.id), applied: logged.applied - left, title: logged.title,
        undoableUntil: logged.holdUntil, left: left,
        newer: newest.flatMap { $0.id > logged.id ? $0.stays : nil })
    }
  }

  /// The newest decisions, newest first, each with when it was taken back.
  package func decisions(limit: Int) throws -> [DecisionRow] {
    try read("can't list the decisions") { database in
      try database.rows(
        """
        SELECT id, at, operator, title,
          (SELECT CASE kind WHEN 'undo' THEN at END FROM decision l WHERE l.about = d.id
            ORDER BY l.id DESC LIMIT 1)
        FROM decision d WHERE kind = 'decide' ORDER BY id DESC LIMIT ?
        """, limit
      ) {
        DecisionRow(
          id: DecisionID(try $0.number()), at: try $0.time(), by: try $0.text(),
          title: try $0.text(), undoneAt: try $0.timeOrNil())
      }
    }
  }
}

extension DecisionReceipt {
  fileprivate static func refusing(_ target: String, _ reason: String) -> DecisionReceipt {
    DecisionReceipt(
      batch: nil, applied: 0, refused: [Refusal(target: target, reason: reason)], title: target)
  }
}

extension Work {
  fileprivate mutating func undo(
    _ logged: LoggedBatch, by operatorName: String
  ) throws -> DecisionReceipt {
    guard !logged.isUndone else {
      return .refusing(logged.title, "it has been taken back already")
    }
    if let reason = logged.permanence { return .refusing(logged.title, reason) }
    let left = try left(of: logged)
    var accepted: [LoggedTarget] = []
    var refused: [DecisionReceipt.Refusal] = []
    for target in try targets(of: logged.standing) {
      do {
        try refuseIfMovedOn(target, logged)
        accepted.append(target)
      } catch let refusal as Refused {
        refused.append(.init(target: refusal.target, reason: refusal.reason))
      }
    }
    guard !accepted.isEmpty else {
      return DecisionReceipt(
        batch: nil, applied: 0, refused: refused, title: logged.title, left: left)
    }
    try database.run(
      """
      INSERT INTO decision (kind, about, at, operator, verb, argument, until, title, hold, detail)
      SELECT 'undo', id, ?, ?, verb, argument, until, title, hold, detail FROM decision WHERE id = ?
      """, now.milliseconds, operatorName, logged.id)
    let undoID = database.lastInsertedRowID
    for target in accepted { try putBack(target, logged, undoID, by: operatorName) }
    return DecisionReceipt(
      batch: DecisionID(logged.id), applied: accepted.count, refused: refused,
      title: logged.title, left: min(left, refused.count))
  }

  /// A target can be put back only from where the decision brought it.
  private func refuseIfMovedOn(_ target: LoggedTarget, _ logged: LoggedBatch) throws {
    switch target.target {
    case .exception(let id):
      let found = try exception(id.number)
      let state = found.kept.exception.state
      guard state.rawValue == target.afterState else {
        throw Refused(
          target: found.label, reason: "it has since become " + StateText.text(state))
      }
    case .return(let id):
      let kept = try keptReturn(id.number)
      try refuseIfLeft(kept, logged)
      guard kept.value.state.rawValue == target.afterState else {
        throw Refused(
          target: kept.label, reason: "it has since become " + StateText.text(kept.value.state))
      }
    case .order(let id):
      let name = try orderName(id.number)
      if Work.isMessageAlone(logged.verb) {
        try refuseIfMessageLeft(logged.standing, orderID: id.number, name)
      }
      if logged.isOfNotices { try refuseIfMovedOn(notices: target, logged, name) }
      guard logged.verb == "tag" || logged.verb == "untag", let tag = target.beforeText else {
        return
      }
      guard try tagSource(tag, id.number)?.source == target.afterState else {
        throw Refused(target: name, reason: "its tag \(tag) has changed since")
      }
    case .purchase(let id): try refuseIfMovedOn(id, target, logged)
    case .claim(let id): try refuseIfMovedOn(id, target, logged)
    case .buying: throw Refused(target: "buying", reason: LoggedBatch.switching)
    case .supplier(let id): try refuseIfMovedOn(id, target, logged)
    }
  }

  private func refuseIfLeft(_ kept: KeptReturn, _ logged: LoggedBatch) throws {
    let left = try database.number(
      """
      SELECT ifnull(holdUntil, createdAt) FROM outboxMessage
      WHERE decisionID = ? AND returnID = ? AND state <> 'withdrawn'
      AND (state <> 'held' OR holdUntil <= ?)
      """, logged.standing, kept.id, now.milliseconds)
    guard let left else { return }
    let at = Timestamp(milliseconds: left).iso8601
    throw Refused(target: kept.label, reason: "it left the hold window at " + at)
  }

  private mutating func putBack(
    _ target: LoggedTarget, _ logged: LoggedBatch, _ undoID: Int64, by operatorName: String
  ) throws {
    var change = Change(
      kind: .order, number: 0, orderID: target.orderID, name: "", effect: .log)
    switch target.target {
    case .exception(let id):
      (change.kind, change.number) = (.exception, id.number)
      let state = target.beforeState.flatMap(OrderException.State.init) ?? .open
      try setException(
        id.number, state, until: target.beforeAt, print: target.beforePrint, hidden: false)
      try showAgain(try exception(id.number).subject)
    case .return(let id):
      (change.kind, change.number) = (.return, id.number)
      let state = target.beforeState.flatMap(ReturnState.init) ?? .requested
      let kept = try keptReturn(id.number)
      var before = kept.value
      (before.state, before.decidedAt) = (state, target.beforeAt)
      before.restore(target.beforeText ?? "")
      try setReturn(id.number, orderID: kept.orderID, before)
      if logged.verb == "replace" { try setReplacedByHand(id.number, false, by: logged.id) }
      try database.run(
        """
        UPDATE outboxMessage SET state = 'withdrawn'
        WHERE decisionID = ? AND returnID = ? AND state = 'held'
        """, logged.standing, id.number)
    case .order(let id):
      change.number = id.number
      try putBackOrder(id.number, target, logged)
    case .purchase(let id):
      (change.kind, change.number) = (.purchase, id.number)
      try putBack(id, target, logged, by: operatorName)
    case .claim(let id):
      (change.kind, change.number) = (.claim, id.number)
      try putBack(id, target, logged, by: operatorName)
    case .buying: change.kind = .buying
    case .supplier(let id):
      (change.kind, change.number) = (.supplier, id.number)
      try putBack(id, target, logged)
    }
    try log(change, undoID, before: target.afterState, after: target.beforeState)
  }

  private mutating func putBackOrder(
    _ orderID: Int64, _ target: LoggedTarget, _ logged: LoggedBatch
  ) throws {
    switch logged.verb {
    case "tag", "untag":
      guard let tag = target.beforeText else { return }
      try setTag(tag, of: orderID, to: target.beforeState)
    case "note":
      try database.run(
        "DELETE FROM orderNote WHERE orderID = ? AND decisionID = ?", orderID, logged.standing)
      reworded.insert(orderID)
    case "tell", "withhold": try putBack(notices: target, logged)
    case let verb where Work.isMessageAlone(verb):
      try takeMessageBack(logged.standing, orderID: orderID)
    default: return
    }
  }
}

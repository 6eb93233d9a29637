internal import Fulfillment
internal import GRDB

/// What a decision may change of a claim, as it is kept beside the decision: a line each.
struct ClaimSnapshot: Hashable {
  var state: LossClaim.State
  var recovered: Money?
  var reference: String
  var submittedAt: Timestamp?
  var settledAt: Timestamp?

  init(_ claim: LossClaim) {
    (state, recovered) = (claim.state, claim.recovered)
    // Earlier versions kept it as it was typed.
    reference = claim.reference.sanitised(limit: 200)
    (submittedAt, settledAt) = (claim.submittedAt, claim.settledAt)
  }

  /// nil for anything but `text`.
  init?(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count == 5, let state = LossClaim.State(rawValue: lines[0]) else { return nil }
    (self.state, recovered, reference) = (state, Money(inWords: lines[1]), lines[2])
    submittedAt = Int64(lines[3]).map(Timestamp.init(milliseconds:))
    settledAt = Int64(lines[4]).map(Timestamp.init(milliseconds:))
  }

  var text: String {
    [
      state.rawValue, recovered.map { "\($0.decimal) \($0.currency.code)" } ?? "",
      reference, submittedAt.map { "\($0.milliseconds)" } ?? "",
      settledAt.map { "\($0.milliseconds)" } ?? "",
    ].joined(separator: "\n")
  }

  /// The claim as it was then.
  func of(_ claim: LossClaim) -> LossClaim {
    var claim = claim
    (claim.state, claim.recovered, claim.reference) = (state, recovered, reference)
    (claim.submittedAt, claim.settledAt) = (submittedAt, settledAt)
    return claim
  }
}

extension Work {
  /// Keeps a decision about a claim so that it can be taken back. `before`: nil where it was opened.
  /// `piece`: the evidence that was added.
  func logClaim(
    _ verb: String, _ claim: LossClaim, before: LossClaim?, piece: String = "", orderID: Int64,
    reason: String, by name: String
  ) throws {
    let order = try orderName(orderID)
    let title = "\(verb) claim \(claim.id.number) against \(claim.name) for \(order)"
    try database.run(
      """
      INSERT INTO decision (kind, at, operator, verb, argument, title, hold, detail)
      VALUES ('decide', ?, ?, ?, ?, ?, 0, ?)
      """, now.milliseconds, name, "claim-" + verb, reason.sanitised(limit: 2000), title,
      piece.isEmpty ? ClaimSnapshot(claim).text : piece)
    try logClaim(
      database.lastInsertedRowID, claim, before: before, orderID: orderID, order: order)
  }

  private func logClaim(
    _ decisionID: Int64, _ claim: LossClaim, before: LossClaim?, orderID: Int64, order: String
  ) throws {
    let change = Change(
      kind: .claim, number: claim.id.number, orderID: orderID, name: order, effect: .log)
    try log(
      change, decisionID, before: before?.state.rawValue,
      text: before.map { ClaimSnapshot($0).text } ?? "", after: claim.state.rawValue)
  }

  private func kept(_ id: ClaimID) throws -> (claim: LossClaim, orderID: Int64, label: String) {
    guard let (claim, orderID) = try ClaimRows.one(id, database) else {
      throw Refused(target: "claim \(id.number)", reason: "it is gone")
    }
    return (claim, orderID, "claim \(id.number) of \(try orderName(orderID))")
  }

  /// A claim can be put back only from where the decision brought it.
  func refuseIfMovedOn(_ id: ClaimID, _ target: LoggedTarget, _ logged: LoggedBatch) throws {
    let (claim, _, label) = try kept(id)
    let isSame =
      logged.verb == "claim-evidence" || ClaimSnapshot(claim) == ClaimSnapshot(logged.detail)
    guard isSame, claim.state.rawValue == target.afterState else {
      throw Refused(target: label, reason: "it has been \(claim.state.rawValue) since, or changed")
    }
  }

  mutating func putBack(
    _ id: ClaimID, _ target: LoggedTarget, _ logged: LoggedBatch, by name: String
  ) throws {
    let (claim, orderID, _) = try kept(id)
    var after = claim
    if let piece = logged.evidence {
      try database.run(
        "DELETE FROM claimEvidence WHERE claimID = ? AND kind = ? AND text = ?", id.number,
        piece.kind, piece.text)
    } else if let before = target.beforeText.flatMap(ClaimSnapshot.init) {
      after = before.of(claim)
    } else {
      // It was opened: as if nobody had asked for anything.
      (after.state, after.settledAt) = (.withdrawn, now)
    }
    try ClaimRows.update(after, database)
    try ClaimRows.log(
      "undo", id, after.state, reason: "taken back: \(logged.title)", by: name, now: now, database)
    touched.insert(orderID)
  }

  /// Does a decision about a claim again that was taken back.
  mutating func redoClaim(
    _ logged: LoggedBatch, undoID: Int64, by name: String
  ) throws -> DecisionReceipt {
    func refusing(_ reason: String) -> DecisionReceipt {
      DecisionReceipt(
        batch: nil, applied: 0, refused: [.init(target: logged.title, reason: reason)],
        title: logged.title)
    }
    guard let target = try targets(of: undoID).first, case .claim(let id) = target.target else {
      return refusing("its claim is gone")
    }
    do {
      let (claim, orderID, label) = try kept(id)
      guard claim.state.rawValue == target.afterState ?? LossClaim.State.withdrawn.rawValue else {
        return refusing("\(label) is \(claim.state.rawValue) by now")
      }
      var after = claim
      if let piece = logged.evidence {
        try database.run(
          """
          INSERT INTO claimEvidence (claimID, kind, text, at, operator) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (claimID, kind, text) DO NOTHING
          """, id.number, piece.kind, piece.text, now.milliseconds, name)
      } else if let snapshot = ClaimSnapshot(logged.detail) {
        after = snapshot.of(claim)
      }
      let rival = try ClaimRows.of(orderID, database).first {
        $0.id != id && $0.isLive && $0.party == claim.party && $0.name == claim.name
          && $0.kind == claim.kind
      }
      if after.isLive, let rival {
        return refusing("claim \(rival.id.number) asks for that by now")
      }
      try ClaimRows.update(after, database)
      try ClaimRows.log(
        "redo", id, after.state, reason: "done again: \(logged.title)", by: name, now: now,
        database)
      try database.run(
        """
        INSERT INTO decision (kind, about, at, operator, verb, argument, until, title, hold, detail)
        SELECT 'redo', id, ?, ?, verb, argument, until, title, hold, detail FROM decision
        WHERE id = ?
        """, now.milliseconds, name, logged.id)
      let opened = logged.verb == "claim-open"
      try logClaim(
        database.lastInsertedRowID, after, before: opened ? nil : claim, orderID: orderID,
        order: try orderName(orderID))
      touched.insert(orderID)
      return DecisionReceipt(batch: DecisionID(logged.id), applied: 1, title: logged.title)
    } catch let refusal as Refused {
      return refusing(refusal.reason)
    }
  }
}

extension LoggedBatch {
  var isAboutClaims: Bool { verb.hasPrefix("claim-") }

  /// The piece that was added; nil for any other decision.
  fileprivate var evidence: (kind: String, text: String)? {
    guard verb == "claim-evidence", let end = detail.firstIndex(of: "\n") else { return nil }
    return (String(detail[..<end]), String(detail[detail.index(after: end)...]))
  }
}

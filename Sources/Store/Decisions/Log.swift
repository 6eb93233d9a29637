internal import Fulfillment
internal import GRDB

/// A batch as the log has it.
struct LoggedBatch {
  var id: Int64
  var verb: String
  var argument: String
  var until: Timestamp?
  var title: String
  var hold: Span
  /// The newest entry about it undoes it.
  var isUndone: Bool
  /// The entry that did it last: itself, or the redo.
  var standing: Int64
  /// Targets of that entry.
  var applied: Int
  /// While its messages are held: when the first leaves.
  var holdUntil: Timestamp?
  var detail: String

  var decision: Decision? {
    Decision(verb: verb, argument: argument, until: until, detail: detail)
  }
}

/// A target of a batch, and what it was before.
struct LoggedTarget {
  var target: Target
  var orderID: Int64?
  var beforeState: String?
  var beforeAt: Timestamp?
  var beforePrint: Int64?
  var beforeText: String?
  var afterState: String?
}

extension Work {
  func logged(_ id: Int64) throws -> LoggedBatch? {
    try database.row(
      """
      SELECT d.id, d.verb, d.argument, d.until, d.title, d.hold, ifnull(last.kind = 'undo', 0),
        standing.id, (SELECT count(*) FROM decisionTarget t WHERE t.decisionID = standing.id),
        (SELECT min(m.holdUntil) FROM outboxMessage m WHERE m.state = 'held' AND (
          m.decisionID = standing.id OR m.kind = 'place' AND m.purchaseID IN (
            SELECT t.number FROM decisionTarget t
            WHERE t.decisionID = standing.id AND t.kind = 'purchase'))),
        d.detail
      FROM decision d
      JOIN decision standing ON standing.id = ifnull((SELECT max(r.id) FROM decision r
        WHERE r.about = d.id AND r.kind = 'redo'), d.id)
      LEFT JOIN decision last ON last.id = (SELECT max(l.id) FROM decision l WHERE l.about = d.id)
      WHERE d.id = ? AND d.kind = 'decide'
      """, id
    ) {
      LoggedBatch(
        id: try $0.number(), verb: try $0.text(), argument: try $0.text(),
        until: try $0.timeOrNil(), title: try $0.text(), hold: .milliseconds(try $0.number()),
        isUndone: try $0.bool(), standing: try $0.number(), applied: try $0.int(),
        holdUntil: try $0.timeOrNil(), detail: try $0.text())
    }
  }

  func targets(of decisionID: Int64) throws -> [LoggedTarget] {
    try database.rows(
      """
      SELECT kind, number, orderID, beforeState, beforeAt, beforePrint, beforeText, afterState
      FROM decisionTarget WHERE decisionID = ? ORDER BY kind, number
      """, decisionID
    ) {
      let (kind, number) = (try $0.text(), try $0.number())
      let target: Target =
        switch kind {
        case "exception": .exception(ExceptionID(number))
        case "return": .return(ReturnID(number))
        case "purchase": .purchase(PurchaseOrderID(number))
        case "buying": .buying
        case "claim": .claim(ClaimID(number))
        case "supplier": .supplier(SupplierID(number))
        default: .order(OrderID(number))
        }
      return LoggedTarget(
        target: target, orderID: try $0.numberOrNil(), beforeState: try $0.textOrNil(),
        beforeAt: try $0.timeOrNil(), beforePrint: try $0.numberOrNil(),
        beforeText: try $0.textOrNil(), afterState: try $0.textOrNil())
    }
  }

  /// The newest of that operator's decisions that stands and of which nothing has left.
  func newestUndoable(by operatorName: String) throws -> LoggedBatch? {
    try newest(by: operatorName) { batch in
      if let isUndoable = try isUndoable(batch) { return isUndoable }
      let left = try database.number(
        """
        SELECT 1 FROM outboxMessage WHERE decisionID = ? AND state <> 'withdrawn'
        AND (state <> 'held' OR holdUntil <= ?) LIMIT 1
        """, batch.standing, now.milliseconds)
      return left == nil
    }
  }

  /// The newest of that operator's decisions that stands, but for the stop switch.
  func newestStanding(by operatorName: String) throws -> LoggedBatch? {
    try newest(by: operatorName) { _ in true }
  }

  /// How far back an undo without a name looks.
  private static let depth = 200

  private func newest(
    by operatorName: String, where isWanted: (LoggedBatch) throws -> Bool
  ) throws -> LoggedBatch? {
    let ids = try database.numbers(
      """
      SELECT id FROM decision WHERE operator = ? AND kind = 'decide' AND verb NOT IN ('stop', 'start')
      ORDER BY id DESC LIMIT ?
      """, [operatorName, Work.depth])
    for id in ids {
      if let batch = try logged(id), !batch.isUndone, try isWanted(batch) { return batch }
    }
    return nil
  }

  /// The operator's newest undo that nothing has undone, if he has decided nothing since.
  func newestUndone(by operatorName: String) throws -> (id: Int64, about: Int64)? {
    try database.row(
      """
      SELECT u.id, u.about FROM decision u
      WHERE u.operator = ?1 AND u.kind = 'undo' AND u.verb NOT IN ('stop', 'start')
      AND u.id = (SELECT max(l.id) FROM decision l WHERE l.about = u.about)
      AND NOT EXISTS (
        SELECT 1 FROM decision d WHERE d.operator = ?1 AND d.kind = 'decide' AND d.id > u.id
        AND d.verb NOT IN ('stop', 'start'))
      ORDER BY u.id DESC LIMIT 1
      """, operatorName
    ) { (id: try $0.number(), about: try $0.number()) }
  }
}

internal import Fulfillment
internal import GRDB

/// A notice as a decision finds it.
struct KeptNotice: Hashable {
  var id: Int64
  var orderID: Int64
  var kind: NoticeKind
  var state: NoticeState
  var way: NoticeRow.Way
  var hasBody: Bool
  var messageID: Int64?
  var message: Sending.State?
  /// Whoever it goes to wants no notices.
  var isOptedOut: Bool
  /// It is the answer of a decision that was taken back, or given anew.
  var isTakenBack: Bool

  /// Its message is on its way out of the house, or may be.
  var isLeaving: Bool { message.map { !$0.isHere && !$0.isFinal } ?? false }

  static let optedOut = "the customer wants no notices"
  static let takenBack = "its decision was taken back"

  /// Of a notice `n`.
  static let isOptedOut = """
    EXISTS (SELECT 1 FROM noticeOptOut w WHERE w.digest = n.digest AND n.digest <> '')
    """

  /// Of a notice `n`: an answer is known by the key of the message that its decision wrote.
  static let isTakenBack = """
    EXISTS (SELECT 1 FROM outboxMessage a JOIN decision d ON d.id = a.decisionID
      JOIN decision l ON l.about = ifnull(d.about, d.id) AND l.id > d.id
      WHERE a.key = n.fact AND n.kind IN ('return-approved', 'return-declined', 'return-asked'))
    """
}

/// What a decision does to notices.
enum NoticeEffect: Hashable {
  case tell
  case withhold(String)
  case settle(arrived: Bool)
}

extension LoggedBatch {
  var isOfNotices: Bool { verb == "tell" || verb == "withhold" }
}

extension Work {
  func planNotices(_ decision: Decision, on target: Target) throws -> Change {
    let orderID = try orderID(of: target, decision)
    let name = try orderName(orderID)
    let all = try keptNotices(of: orderID)
    let (kind, effect): (NoticeKind?, NoticeEffect)
    switch decision {
    case .tellCustomer(let wanted): (kind, effect) = (wanted, .tell)
    case .withholdNotice(let wanted, let reason): (kind, effect) = (wanted, .withhold(reason))
    case .noticeArrived(let wanted): (kind, effect) = (wanted, .settle(arrived: true))
    case .noticeLost(let wanted): (kind, effect) = (wanted, .settle(arrived: false))
    default: throw Refused(target: name, reason: "\(decision.verb) is not for notices")
    }
    let own = all.filter { kind == nil || $0.kind == kind }
    let fit =
      effect == .tell ? KeptNotice.toTell(own, kind) : own.filter { isFit($0, for: effect) }
    guard !fit.isEmpty else {
      throw Refused(target: name, reason: obstacle(own, effect))
    }
    return Change(
      kind: .order, number: orderID, orderID: orderID, name: name, effect: .notices(fit, effect))
  }

  private func isFit(_ notice: KeptNotice, for effect: NoticeEffect) -> Bool {
    switch effect {
    case .tell: return false
    case .withhold:
      return notice.state == .proposed
        || notice.state == .queued && notice.way != .own && !notice.isLeaving
    case .settle: return notice.state == .unknown && notice.way != .own
    }
  }

  private func obstacle(_ notices: [KeptNotice], _ effect: NoticeEffect) -> String {
    switch effect {
    case .tell:
      if notices.contains(where: { $0.state == .unknown }) {
        return "it may have arrived already: find out first, then supercargo notices settle"
      }
      let silent = notices.filter { [.proposed, .skipped, .failed].contains($0.state) }
      if silent.contains(where: \.isOptedOut) { return KeptNotice.optedOut }
      if notices.contains(where: { $0.state == .sent || $0.state == .queued }) {
        return "the customer is told already"
      }
      if silent.contains(where: \.isTakenBack) { return KeptNotice.takenBack }
      return "no notice waits on it"
    case .withhold:
      let isLeaving = notices.contains { $0.state == .queued && $0.isLeaving }
      return isLeaving ? "it is being sent" : "no notice of it waits, or it has left"
    case .settle: return "no notice of it has an unknown outcome"
    }
  }

  func keptNotices(of orderID: Int64) throws -> [KeptNotice] {
    try database.rows(
      """
      SELECT n.id, n.orderID, n.kind, n.state, n.way, n.body <> '', n.messageID, m.state,
        \(KeptNotice.isOptedOut), \(KeptNotice.isTakenBack)
      FROM notice n LEFT JOIN outboxMessage m ON m.id = n.messageID WHERE n.orderID = ?
      ORDER BY n.id
      """, orderID
    ) {
      KeptNotice(
        id: try $0.number(), orderID: try $0.number(), kind: try $0.state(NoticeKind.self),
        state: try $0.state(NoticeState.self), way: try $0.state(NoticeRow.Way.self),
        hasBody: try $0.bool(), messageID: try $0.numberOrNil(),
        message: try $0.stateOrNil(Sending.State.self), isOptedOut: try $0.bool(),
        isTakenBack: try $0.bool())
    }
  }

  mutating func apply(
    _ change: Change, _ notices: [KeptNotice], _ effect: NoticeEffect, _ batch: Batch
  ) throws {
    for notice in notices {
      switch effect {
      case .tell: try send(notice: notice.id, hold: batch.hold, decisionID: batch.id)
      case .withhold(let reason):
        let words = reason.isEmpty ? "withheld by \(batch.operatorName)" : reason
        if let id = notice.messageID, var message = try message(id),
          message.sending.state.isHere
        {
          do {
            try withdraw(&message, because: words)
          } catch let refusal as Sending.Refusal {
            throw Refused(target: change.name, reason: refusal.reason)
          }
        }
        try database.run(
          "UPDATE notice SET state = 'skipped', withheldBy = ? WHERE id = ?", batch.operatorName,
          notice.id)
        try setReason(words, ofNotice: notice.id)
      case .settle(let arrived):
        guard let id = notice.messageID, var message = try message(id) else {
          throw Work.vanished("the message of the notice")
        }
        let words =
          arrived
          ? "\(batch.operatorName): the customer has it"
          : "\(batch.operatorName): the customer does not have it"
        try step(&message, arrived ? .accepted : .settledAbsent, outcome: words)
        try note(message, .settled, words)
      }
    }
    let ids = notices.map { "\($0.id):\($0.state.rawValue)" }.joined(separator: ",")
    try log(change, batch.id, before: "proposed", text: ids, after: "decided")
  }

  /// What was told can be taken back until it leaves.
  func hasHeldNotices(_ batch: LoggedBatch) throws -> Bool {
    try database.number(
      """
      SELECT 1 FROM outboxMessage WHERE decisionID = ? AND kind = 'notice'
      AND state IN ('held', 'ready') AND attempts = 0 LIMIT 1
      """, batch.standing) != nil
  }

  func refuseIfMovedOn(
    notices target: LoggedTarget, _ logged: LoggedBatch, _ name: String
  ) throws {
    let all = try keptNotices(of: target.target.orderNumber ?? 0)
    for (id, _) in LoggedBatch.notices(target) {
      guard let notice = all.first(where: { $0.id == id }) else {
        throw Refused(target: name, reason: "the notice is gone")
      }
      guard logged.verb == "tell" else {
        guard notice.state == .skipped else {
          throw Refused(target: name, reason: "the customer has been told since")
        }
        // Only a message that was withdrawn can be replaced by another.
        guard notice.message == nil || notice.message == .withdrawn else {
          throw Refused(target: name, reason: "its message was on its way already")
        }
        continue
      }
      guard let messageID = notice.messageID, let message = try message(messageID),
        message.sending.state.isHere, message.sending.attempts == 0
      else {
        throw Refused(target: name, reason: "the notice has left")
      }
    }
  }

  mutating func putBack(notices target: LoggedTarget, _ logged: LoggedBatch) throws {
    let all = try keptNotices(of: target.target.orderNumber ?? 0)
    for (id, state) in LoggedBatch.notices(target) {
      if logged.verb == "tell",
        let messageID = all.first(where: { $0.id == id })?.messageID,
        var message = try message(messageID)
      {
        try withdraw(&message, because: "taken back")
      }
      // What was on its way when it was withheld waits for the operator again.
      let before = state == .queued ? NoticeState.proposed : state
      try database.run(
        """
        UPDATE notice SET state = ?, messageID = NULL, reason = '', withheldBy = '' WHERE id = ?
        """, before.rawValue, id)
    }
  }
}

extension KeptNotice {
  /// What a decision to tell the customer sends: what waits; where a kind is named and nothing of it waits,
  /// the newest of what was skipped or failed.
  static func toTell(_ own: [KeptNotice], _ kind: NoticeKind?) -> [KeptNotice] {
    let fit = own.filter { $0.hasBody && $0.way != .own && !$0.isOptedOut && !$0.isTakenBack }
    let waiting = fit.filter { $0.state == .proposed }
    guard waiting.isEmpty, kind != nil else { return waiting }
    guard let last = fit.last(where: { $0.state == .skipped || $0.state == .failed }) else {
      return []
    }
    // A day that was expected once is no news beside one that was told since.
    let isPast = kind == .delayed && own.contains { $0.id > last.id && $0.state != .failed }
    return isPast ? [] : [last]
  }
}

extension LoggedBatch {
  /// The notices of a target and how they stood.
  fileprivate static func notices(_ target: LoggedTarget) -> [(id: Int64, state: NoticeState)] {
    (target.beforeText ?? "").split(separator: ",").compactMap { entry in
      let parts = entry.split(separator: ":")
      guard parts.count == 2, let id = Int64(parts[0]),
        let state = NoticeState(rawValue: String(parts[1]))
      else { return nil }
      return (id, state)
    }
  }
}

extension Target {
  fileprivate var orderNumber: Int64? {
    if case .order(let id) = self { id.number } else { nil }
  }
}

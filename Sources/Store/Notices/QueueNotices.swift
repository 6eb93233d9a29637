package import Fulfillment
internal import GRDB

/// What a round of notices came to.
package struct NoticeRound: Hashable, Sendable {
  /// To leave by themselves.
  package var queued = 0
  /// Waiting for an operator.
  package var proposed = 0
  /// That could not be written.
  package var failed = 0
  /// Taken back, because the course of things has overtaken them.
  package var overtaken = 0

  package init(queued: Int = 0, proposed: Int = 0, failed: Int = 0, overtaken: Int = 0) {
    self.queued = queued
    self.proposed = proposed
    self.failed = failed
    self.overtaken = overtaken
  }

  package var count: Int { queued + proposed + failed + overtaken }
}

extension Store {
  /// Orders looked at in one transaction.
  private static let batch = 200

  /// Writes down the notices that are due, each fact of an order once for all times: those that go by
  /// themselves into the outbox, the others as proposals. Of the first round on, storefronts count as
  /// told of everything that came about before it.
  package func queueNotices(_ desk: NoticeDesk, now: Timestamp) throws -> NoticeRound {
    guard desk.policy.isOn else { return NoticeRound() }
    let (isIdle, unwritten) = try read("can't look for notices") { database in
      let isDue = try database.number("SELECT 1 FROM noticeDue LIMIT 1") != nil
      let isNew = try !Work.storefrontsToBegin(database).isEmpty
      return (!isDue && !isNew, try Work.unwritten(Store.batch, now: now, database))
    }
    var round = NoticeRound()
    if !unwritten.isEmpty {
      try work("can't queue the notices", now: now) { work in
        for id in unwritten { try work.queueNotices(of: id, desk, &round) }
      }
    }
    while !isIdle {
      let count = try work("can't queue the notices", now: now) { work in
        try work.beginNotices()
        let ids = try work.database.numbers(
          "SELECT orderID FROM noticeDue ORDER BY orderID LIMIT ?", [Store.batch])
        for id in ids {
          try work.queueNotices(of: id, desk, &round)
          try work.database.run("DELETE FROM noticeDue WHERE orderID = ?", id)
        }
        return ids.count
      }
      guard count == Store.batch else { break }
    }
    return round
  }

  /// A notice of that kind of an order, whatever is set for it: proposed, for an operator to send. Returns
  /// its row; throws `NoticeRefusal` where there is nothing to tell.
  package func proposeNotice(
    _ kind: NoticeKind, of order: OrderID, language: NoticeLanguage?, _ desk: NoticeDesk,
    now: Timestamp
  ) throws -> NoticeRow {
    let found = try knownFacts(of: order, desk, now: now)
    let due = try found.facts.forced(kind, expected: found.expected, now: now)
    let draft = try desk.draft(
      due, of: found.facts.order, storefront: found.facts.storefront, language: language)
    return try work("can't propose the notice", now: now) { work in
      let id = try work.insert(due, draft, desk, orderID: order.number, state: .proposed)
      guard let row = try NoticeRow.of(notice: id, work.database) else {
        throw Work.vanished("the notice")
      }
      return row
    }
  }

}

extension Work {
  fileprivate static func storefrontsToBegin(_ database: Database) throws -> [Int64] {
    try database.numbers(
      """
      SELECT id FROM account WHERE role = 'storefront'
      AND NOT EXISTS (SELECT 1 FROM noticeStart s WHERE s.accountID = account.id)
      """, [])
  }

  /// Orders with notices that could not be written: another few each minute, so that a cause that is mended
  /// is noticed soon and one that stays costs little.
  fileprivate static func unwritten(
    _ limit: Int, now: Timestamp, _ database: Database
  ) throws -> [Int64] {
    let condition = "state = 'failed' AND body = '' AND messageID IS NULL"
    let count = try database.number("SELECT count(*) FROM notice WHERE " + condition) ?? 0
    guard count > 0 else { return [] }
    let turns = (count + Int64(limit) - 1) / Int64(limit)
    let turn = max(0, now.milliseconds / 60_000) % turns
    return try database.numbers(
      """
      SELECT DISTINCT orderID FROM (SELECT orderID FROM notice WHERE \(condition)
        ORDER BY orderID LIMIT ? OFFSET ?)
      """, [limit, turn * Int64(limit)])
  }

  fileprivate func beginNotices() throws {
    for id in try Work.storefrontsToBegin(database) {
      try database.run(
        "INSERT INTO noticeStart (accountID, at) VALUES (?, ?)", id, now.milliseconds)
    }
  }

  fileprivate mutating func queueNotices(
    of orderID: Int64, _ desk: NoticeDesk, _ round: inout NoticeRound
  ) throws {
    guard let facts = try noticeFacts(of: orderID, tellingShops: desk.tellingShops) else { return }
    for (earlier, reason) in facts.overtaken() {
      if try overtake(earlier, of: orderID, reason) { round.overtaken += 1 }
    }
    let since = try database.number(
      """
      SELECT s.at FROM noticeStart s JOIN customerOrder o ON o.accountID = s.accountID
      WHERE o.id = ?
      """, orderID)
    guard let since else { return }
    let due = facts.due(
      since: Timestamp(milliseconds: since), leastMove: desk.policy.leastMove, now: now)
    for notice in due {
      let mode = desk.policy.mode(of: notice.kind, at: facts.storefront)
      guard mode != .off else { continue }
      try queue(notice, facts, orderID: orderID, mode, desk, &round)
    }
  }

  private mutating func queue(
    _ due: DueNotice, _ facts: NoticeFacts, orderID: Int64, _ mode: NoticeKind.Mode,
    _ desk: NoticeDesk, _ round: inout NoticeRound
  ) throws {
    if case .shopTells(let message) = due.message {
      try insertOwn(due, orderID: orderID, facts.storefront, message: message)
      return
    }
    let draft: NoticeDraft
    do throws(NoticeRefusal) {
      draft = try desk.draft(due, of: facts.order, storefront: facts.storefront)
    } catch {
      if try insertFailed(due, orderID: orderID, error.reason) { round.failed += 1 }
      return
    }
    if draft.way == .mail, due.kind.isOptional, try isOptedOut(desk.digest(draft.address)) {
      let id = try insert(due, draft, desk, orderID: orderID, state: .skipped)
      try setReason(KeptNotice.optedOut, ofNotice: id)
      return
    }
    if case .answer(let message) = due.message {
      let id = try insert(due, draft, desk, orderID: orderID, state: .proposed)
      try deliver(message, draft, notice: id)
      round.queued += 1
    } else if mode == .auto {
      let id = try insert(due, draft, desk, orderID: orderID, state: .proposed)
      try send(notice: id, hold: desk.hold, decisionID: nil)
      round.queued += 1
    } else {
      _ = try insert(due, draft, desk, orderID: orderID, state: .proposed)
      round.proposed += 1
    }
  }

  /// Writes a notice down, in the place of one of the same fact that could not be written.
  func insert(
    _ due: DueNotice, _ draft: NoticeDraft, _ desk: NoticeDesk, orderID: Int64, state: NoticeState
  ) throws -> Int64 {
    let digest = desk.digest(of: draft, due.kind)
    try database.run(
      """
      INSERT INTO notice (orderID, kind, fact, state, way, receiver, address, language, subject, text,
        body, expected, factAt, createdAt, digest)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
      ON CONFLICT (orderID, kind, fact) DO UPDATE SET state = ?4, way = ?5, receiver = ?6,
        address = ?7, language = ?8, subject = ?9, text = ?10, body = ?11, expected = ?12,
        digest = ?15, reason = ''
      WHERE state = 'failed' AND body = '' AND messageID IS NULL
      """, orderID, due.kind.rawValue, due.fact, state.rawValue, draft.way.rawValue,
      draft.receiver, draft.address, draft.text.language.rawValue, draft.text.subject,
      draft.text.text, draft.body, due.matter.expected?.daysSinceEpoch, due.at.milliseconds,
      now.milliseconds, digest)
    let id = try database.number(
      "SELECT id FROM notice WHERE orderID = ? AND kind = ? AND fact = ? AND body = ?", orderID,
      due.kind.rawValue, due.fact, draft.body)
    guard let id else { throw Work.vanished("the place of the notice") }
    return id
  }

  /// What the shop tells by itself counts as told: with its message, it is on its way or has arrived.
  private func insertOwn(
    _ due: DueNotice, orderID: Int64, _ storefront: String, message: Int64
  ) throws {
    try database.run(
      """
      INSERT INTO notice (orderID, kind, fact, state, way, receiver, factAt, createdAt, messageID)
      SELECT ?1, ?2, ?3, CASE state WHEN 'sent' THEN 'sent' WHEN 'rejected' THEN 'failed'
          WHEN 'withdrawn' THEN 'skipped' WHEN 'unknown' THEN 'unknown' WHEN 'waiting' THEN 'unknown'
          ELSE 'queued' END, 'own', ?4, ?5, ?6, id FROM outboxMessage WHERE id = ?7
      ON CONFLICT (orderID, kind, fact) DO UPDATE SET state = excluded.state, way = 'own',
        receiver = ?4, reason = '', messageID = excluded.messageID
      WHERE notice.state = 'failed' AND notice.body = '' AND notice.messageID IS NULL
      """, orderID, due.kind.rawValue, due.fact, storefront, due.at.milliseconds, now.milliseconds,
      message)
  }

  /// Whether that is news.
  private func insertFailed(_ due: DueNotice, orderID: Int64, _ reason: String) throws -> Bool {
    try database.run(
      """
      INSERT INTO notice (orderID, kind, fact, state, way, receiver, reason, factAt, createdAt)
      VALUES (?, ?, ?, 'failed', 'mail', '', ?, ?, ?)
      ON CONFLICT (orderID, kind, fact) DO UPDATE SET reason = excluded.reason
      WHERE notice.reason <> excluded.reason AND notice.state = 'failed' AND notice.body = ''
      """, orderID, due.kind.rawValue, due.fact, reason, due.at.milliseconds, now.milliseconds)
    return database.changesCount > 0
  }

  func setReason(_ reason: String, ofNotice id: Int64) throws {
    try database.run(
      "UPDATE notice SET reason = ? WHERE id = ?", reason.sanitised(limit: 500), id)
  }

  /// The answer to a return gets its text and its receiver; it leaves when its hold has passed.
  private mutating func deliver(_ message: Int64, _ draft: NoticeDraft, notice: Int64) throws {
    try database.run(
      """
      UPDATE outboxMessage SET kind = 'notice', receiver = ?2, body = ?3
      WHERE id = ?1 AND receiver = '' AND state IN ('held', 'ready')
      """, message, draft.receiver, draft.body)
    try database.run(
      "UPDATE notice SET state = 'queued', messageID = ? WHERE id = ?", message, notice)
  }

  /// A notice that nobody needs any more; false where it has left.
  private mutating func overtake(
    _ earlier: NoticeFacts.Earlier, of orderID: Int64, _ reason: String
  ) throws -> Bool {
    let found = try database.row(
      """
      SELECT id, messageID, way FROM notice WHERE orderID = ? AND kind = ? AND fact = ?
      """, orderID, earlier.kind.rawValue, earlier.fact
    ) { (id: try $0.number(), message: try $0.numberOrNil(), way: try $0.text()) }
    guard let found, found.way != "own" else { return false }
    if let id = found.message, var message = try message(id) {
      guard message.sending.state.isHere, !message.sending.isDoubtful else { return false }
      try withdraw(&message, because: reason)
    }
    try database.run("UPDATE notice SET state = 'skipped' WHERE id = ?", found.id)
    try setReason(reason, ofNotice: found.id)
    return true
  }

  /// Puts a notice into the outbox. Under the key of its fact; a further one only after an operator has
  /// found that the customer does not have it.
  mutating func send(notice id: Int64, hold: Span, decisionID: Int64?) throws {
    let found = try database.row(
      """
      SELECT n.kind, n.fact, n.receiver, n.body, n.orderID, a.name, o.externalID
      FROM notice n JOIN customerOrder o ON o.id = n.orderID JOIN account a ON a.id = o.accountID
      WHERE n.id = ?
      """, id
    ) {
      (
        kind: try $0.state(NoticeKind.self), fact: try $0.text(), receiver: try $0.text(),
        body: try $0.text(), orderID: try $0.number(), storefront: try $0.text(),
        externalID: try $0.text()
      )
    }
    guard let found else { throw Work.vanished("the notice") }
    let key = NoticeDesk.key(found.storefront, found.externalID, found.kind, found.fact)
    let earlier = try database.number(
      """
      SELECT count(*) FROM outboxMessage
      WHERE orderID = ?2 AND (key = ?1 OR substr(key, 1, length(?1) + 2) = ?1 || ' #')
      """, key, found.orderID)
    let further = earlier.map { $0 > 0 ? " #\($0 + 1)" : "" } ?? ""
    let sending = Sending.held(until: now + hold, now: now)
    try database.run(
      """
      INSERT INTO outboxMessage (key, kind, receiver, body, state, createdAt, holdUntil, decisionID,
        orderID, shipmentID)
      VALUES (?1, 'notice', ?2, ?3, ?4, ?5, ?6, ?7, ?8,
        (SELECT id FROM shipment WHERE orderID = ?8 AND number = ?9))
      """, key + further, found.receiver, found.body, sending.state.rawValue, now.milliseconds,
      sending.holdUntil?.milliseconds, decisionID, found.orderID, found.fact)
    try database.run(
      "UPDATE notice SET state = 'queued', reason = '', withheldBy = '', messageID = ? WHERE id = ?",
      database.lastInsertedRowID, id)
  }

  func isOptedOut(_ digest: String) throws -> Bool {
    try database.number("SELECT 1 FROM noticeOptOut WHERE digest = ?", digest) != nil
  }
}

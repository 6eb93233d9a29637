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
    let isIdle = try read("can't look for notices") { database in
      let isDue = try database.number("SELECT 1 FROM noticeDue LIMIT 1") != nil
      return try !isDue && Work.storefrontsToBegin(database).isEmpty
    }
    guard !isIdle else { return NoticeRound() }
    var round = NoticeRound()
    while true {
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
      guard count == Store.batch else { return round }
    }
  }

  /// A notice of that kind of an order, whatever is set for it: proposed, for an operator to send. Returns
  /// its row; throws `NoticeRefusal` where there is nothing to tell.
  package func proposeNotice(
    _ kind: NoticeKind, of order: OrderID, language: NoticeLanguage?, _ desk: NoticeDesk,
    now: Timestamp
  ) throws -> NoticeRow {
    let (due, draft) = try previewNotice(kind, of: order, language: language, desk, now: now)
    return try work("can't propose the notice", now: now) { work in
      let id = try work.insert(due, draft, orderID: order.number, state: .proposed)
      guard let row = try NoticeRow.of(notice: id, work.database) else {
        throw Work.vanished("the notice")
      }
      return row
    }
  }

  /// The same without writing anything.
  package func previewNotice(
    _ kind: NoticeKind, of order: OrderID, language: NoticeLanguage?, _ desk: NoticeDesk,
    now: Timestamp
  ) throws -> (due: DueNotice, draft: NoticeDraft) {
    let found = try read("can't read the order") { database in
      let work = Work(database, now: now)
      return (
        facts: try work.noticeFacts(of: order.number, tellingShops: desk.tellingShops),
        expected: try work.expectedDay(of: order.number)
      )
    }
    guard let facts = found.facts else {
      throw NoticeRefusal("its customer is not written to: it was brought in as history")
    }
    let due = try facts.forced(kind, expected: found.expected, now: now)
    let draft = try desk.draft(
      due, of: facts.order, storefront: facts.storefront, language: language)
    return (due, draft)
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
      try insertFailed(due, orderID: orderID, error.reason)
      round.failed += 1
      return
    }
    let isAnswer = if case .answer = due.message { true } else { false }
    // Who asks for something himself gets an answer.
    if !isAnswer, draft.way == .mail, due.kind != .support,
      try isOptedOut(desk.digest(draft.address))
    {
      let id = try insert(due, draft, orderID: orderID, state: .skipped)
      try setReason("the customer wants no notices", ofNotice: id)
      return
    }
    if case .answer(let message) = due.message {
      let id = try insert(due, draft, orderID: orderID, state: .proposed)
      try deliver(message, draft, notice: id)
      round.queued += 1
    } else if mode == .auto {
      let id = try insert(due, draft, orderID: orderID, state: .proposed)
      try send(notice: id, hold: desk.hold, decisionID: nil)
      round.queued += 1
    } else {
      _ = try insert(due, draft, orderID: orderID, state: .proposed)
      round.proposed += 1
    }
  }

  func insert(
    _ due: DueNotice, _ draft: NoticeDraft, orderID: Int64, state: NoticeState
  ) throws -> Int64 {
    try database.run(
      """
      INSERT INTO notice (orderID, kind, fact, state, way, receiver, address, language, subject, text,
        body, expected, factAt, createdAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, orderID, due.kind.rawValue, due.fact, state.rawValue, draft.way.rawValue,
      draft.receiver, draft.address, draft.text.language.rawValue, draft.text.subject,
      draft.text.text, draft.body, due.matter.expected?.daysSinceEpoch, due.at.milliseconds,
      now.milliseconds)
    return database.lastInsertedRowID
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
      """, orderID, due.kind.rawValue, due.fact, storefront, due.at.milliseconds, now.milliseconds,
      message)
  }

  private func insertFailed(_ due: DueNotice, orderID: Int64, _ reason: String) throws {
    try database.run(
      """
      INSERT INTO notice (orderID, kind, fact, state, way, receiver, reason, factAt, createdAt)
      VALUES (?, ?, ?, 'failed', 'mail', '', ?, ?, ?)
      """, orderID, due.kind.rawValue, due.fact, reason, due.at.milliseconds, now.milliseconds)
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
      "UPDATE notice SET state = 'queued', reason = '', messageID = ? WHERE id = ?",
      database.lastInsertedRowID, id)
  }

  func isOptedOut(_ digest: String) throws -> Bool {
    try database.number("SELECT 1 FROM noticeOptOut WHERE digest = ?", digest) != nil
  }
}

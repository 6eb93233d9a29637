package import Fulfillment
internal import GRDB

extension Store {
  /// Notices of the orders that are asked for, newest first.
  /// - Parameter states: only those that stand so; none: all.
  package func notices(
    _ query: Query, states: Set<NoticeState> = [], limit: Int, now: Timestamp
  ) throws -> [NoticeRow] {
    try read("can't list the notices") { database in
      let condition = query.condition(now: now)
      let wanted = states.map(\.rawValue).sorted()
      let holes = wanted.map { _ in "?" }.joined(separator: ", ")
      let narrowed = wanted.isEmpty ? "" : " AND n.state IN (\(holes))"
      return try database.rows(
        "SELECT " + NoticeRow.columns + " WHERE (" + condition.sql + ")" + narrowed
          + " ORDER BY n.createdAt DESC, n.id DESC LIMIT ?",
        condition.arguments + wanted + [limit], read: NoticeRow.init)
    }
  }

  /// The notices of an order, oldest first.
  package func notices(of order: OrderID) throws -> [NoticeRow] {
    try read("can't read the notices") { try NoticeRow.of(order: order.number, $0) }
  }

  /// The notices that a decision to tell the customer of an order would send now, oldest first.
  package func noticesToTell(_ kind: NoticeKind?, of order: OrderID) throws -> [NoticeRow] {
    try read("can't read the notices") { database in
      let own = try Work(database, now: .init(seconds: 0)).keptNotices(of: order.number)
      let wanted = KeptNotice.toTell(own.filter { kind == nil || $0.kind == kind }, kind).map(\.id)
      return try NoticeRow.of(order: order.number, database).filter { wanted.contains($0.id) }
    }
  }

  /// Whoever has that address is told nothing any more by mail, but for answers to what he asks; or is
  /// again. What waits for him is withdrawn. Returns whether that changed anything.
  package func setNotices(
    off: Bool, for address: String, _ desk: NoticeDesk, by operatorName: String, now: Timestamp
  ) throws -> Bool {
    let (digest, name) = (desk.digest(address), operatorName.sanitised(limit: 120))
    return try work("can't note who wants no notices", now: now, by: .person(name)) { work in
      guard off else {
        try work.database.run("DELETE FROM noticeOptOut WHERE digest = ?", digest)
        return work.database.changesCount > 0
      }
      try work.database.run(
        "INSERT INTO noticeOptOut (digest, at, by) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        digest, now.milliseconds, name)
      let isNew = work.database.changesCount > 0
      try work.findAddresses(desk)
      try work.silence(digest)
      return isNew
    }
  }
}

extension Work {
  /// Notices of an earlier version are given the digest of their address.
  fileprivate func findAddresses(_ desk: NoticeDesk) throws {
    let bare = try database.rows(
      """
      SELECT id, kind, address FROM notice WHERE digest = '' AND way = 'mail' AND address <> ''
      AND state IN ('proposed', 'queued', 'skipped', 'failed')
      """
    ) { (id: try $0.number(), kind: try $0.state(NoticeKind.self), address: try $0.text()) }
    for notice in bare where notice.kind.isOptional {
      try database.run(
        "UPDATE notice SET digest = ? WHERE id = ?", desk.digest(notice.address), notice.id)
    }
  }

  /// Takes back what waits for an address. What is being sent is; the last look before it leaves sees the
  /// rest.
  fileprivate mutating func silence(_ digest: String) throws {
    let open = try database.rows(
      """
      SELECT id, messageID FROM notice
      WHERE digest = ? AND digest <> '' AND state IN ('proposed', 'queued')
      """, digest
    ) { (id: try $0.number(), message: try $0.numberOrNil()) }
    for notice in open {
      if let id = notice.message {
        guard var message = try message(id), message.sending.state.isHere,
          !message.sending.isDoubtful
        else { continue }
        try withdraw(&message, because: KeptNotice.optedOut)
      }
      try database.run("UPDATE notice SET state = 'skipped' WHERE id = ?", notice.id)
      try setReason(KeptNotice.optedOut, ofNotice: notice.id)
    }
  }
}

extension NoticeRow {
  /// In the order of `init`.
  static let columns = """
    n.id, n.orderID, o.name, a.name, n.kind, n.fact, n.state, n.way, n.address, n.language, \
    n.subject, n.text, n.body, n.reason, n.factAt, n.createdAt, \
    CASE WHEN m.state = 'held' THEN m.holdUntil END, \
    CASE WHEN n.state = 'sent' THEN ifnull(m.settledAt, m.lastSentAt) END, ifnull(m.outcome, '') \
    FROM notice n JOIN customerOrder o ON o.id = n.orderID JOIN account a ON a.id = o.accountID \
    LEFT JOIN outboxMessage m ON m.id = n.messageID
    """

  init(_ columns: inout Columns) throws {
    self.init(
      id: try columns.number(), order: OrderID(try columns.number()),
      orderName: try columns.text(), storefront: try columns.text(),
      kind: try columns.state(NoticeKind.self), fact: try columns.text(),
      state: try columns.state(NoticeState.self), way: try columns.state(NoticeRow.Way.self),
      address: try columns.text(), language: try columns.stateOrNil(NoticeLanguage.self),
      subject: try columns.text(), text: try columns.text(), body: try columns.text(),
      reason: try columns.text(), factAt: try columns.time(), createdAt: try columns.time(),
      holdUntil: try columns.timeOrNil(), sentAt: try columns.timeOrNil())
    let outcome = try columns.text()
    if reason.isEmpty { reason = outcome }
  }

  static func of(order id: Int64, _ database: Database) throws -> [NoticeRow] {
    try database.rows(
      "SELECT " + columns + " WHERE n.orderID = ? ORDER BY n.id", id, read: NoticeRow.init)
  }

  static func of(notice id: Int64, _ database: Database) throws -> NoticeRow? {
    try database.row("SELECT " + columns + " WHERE n.id = ?", id, read: NoticeRow.init)
  }
}

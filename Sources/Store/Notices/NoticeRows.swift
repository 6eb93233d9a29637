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

  /// Whoever has that address is told nothing any more by mail, but for answers to what he asks; or is
  /// again. Returns whether that changed anything.
  /// - Parameter digest: of the address, as `NoticeDesk.digest` makes it.
  package func setNotices(
    off: Bool, for digest: String, by operatorName: String, now: Timestamp
  ) throws -> Bool {
    try write("can't note who wants no notices") { database in
      if off {
        try database.run(
          "INSERT INTO noticeOptOut (digest, at, by) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
          digest, now.milliseconds, operatorName.sanitised(limit: 120))
      } else {
        try database.run("DELETE FROM noticeOptOut WHERE digest = ?", digest)
      }
      return database.changesCount > 0
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

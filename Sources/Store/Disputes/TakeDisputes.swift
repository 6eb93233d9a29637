package import Fulfillment
internal import GRDB

extension Store {
  /// Takes what a payment service or a storefront tells of disputes, from a listing or by itself, in any
  /// order and however often: an older word never undoes a newer one. Each is tied to its order by the
  /// order's id or name where exactly one order has it, at once or when the order comes in; one that is
  /// tied to none is kept all the same.
  ///
  /// `cursor`: where the reading of the listing goes on; nil: as it was.
  package func take(
    _ disputes: [Dispute], from account: String, cursor: String?, now: Timestamp
  ) throws -> IntakeResult {
    let isIdle = try read("can't look for disputes") { database in
      try disputes.isEmpty && cursor == nil
        && database.number("SELECT 1 FROM dispute WHERE orderID IS NULL LIMIT 1") == nil
    }
    guard !isIdle else { return IntakeResult() }
    return try work("can't take disputes from " + account, now: now, by: .sync(account)) { work in
      let accountID = try work.account(account, role: .payments)
      var result = IntakeResult()
      for dispute in disputes.map({ $0.normalised() }) {
        guard !dispute.externalID.isEmpty else {
          result.refused.append("a dispute without an id")
          continue
        }
        result.count(try work.take(dispute, from: accountID))
      }
      try work.matchDisputes()
      if let cursor { try work.keepDisputeFeed(accountID, position: cursor) }
      return result
    }
  }
}

/// A dispute as it is kept.
private struct KeptDispute {
  var id: Int64
  var orderID: Int64?
  var dispute: Dispute
}

extension Work {
  fileprivate mutating func take(_ news: Dispute, from accountID: Int64) throws -> Became {
    guard let kept = try dispute(news.externalID, of: accountID) else {
      try database.run(
        """
        INSERT INTO dispute (accountID, externalID, orderName, payment, kind, state, reason, amount,
          currency, openedAt, evidenceDueAt, evidenceSentAt, closedAt, seenAt, heardAt)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [accountID, news.externalID] as [Argument]
          + columns(of: news.closing(now)) + [now.milliseconds, now.milliseconds] as [Argument])
      return .imported
    }
    let merged = kept.dispute.following(news).closing(now)
    guard merged != kept.dispute else { return .unchanged }
    try database.run(
      """
      UPDATE dispute SET orderName = ?, payment = ?, kind = ?, state = ?, reason = ?, amount = ?,
        currency = ?, openedAt = ?, evidenceDueAt = ?, evidenceSentAt = ?, closedAt = ?, heardAt = ?
      WHERE id = ?
      """, columns(of: merged) + [now.milliseconds, kept.id] as [Argument])
    if let orderID = kept.orderID { touched.insert(orderID) }
    return .changed
  }

  private func columns(of dispute: Dispute) -> [Argument] {
    [
      dispute.order, dispute.payment, dispute.kind.rawValue, dispute.state.rawValue,
      dispute.reason, dispute.amount?.minor, dispute.amount?.currency.code,
      dispute.openedAt?.milliseconds, dispute.evidenceDueAt?.milliseconds,
      dispute.evidenceSentAt?.milliseconds, dispute.closedAt?.milliseconds,
    ]
  }

  private func dispute(_ externalID: String, of accountID: Int64) throws -> KeptDispute? {
    try database.row(
      """
      SELECT id, orderID, \(Dispute.columns) FROM dispute d WHERE accountID = ? AND externalID = ?
      """, accountID, externalID
    ) {
      KeptDispute(
        id: try $0.number(), orderID: try $0.numberOrNil(), dispute: try Dispute(columns: &$0))
    }
  }

  /// Ties disputes that belong to no order yet to theirs. A storefront knows only its own orders; what
  /// another service names is looked for in all of them, and must be the only one.
  fileprivate mutating func matchDisputes() throws {
    let loose = try database.rows(
      """
      SELECT d.id, d.accountID, a.role = 'storefront', d.orderName FROM dispute d
      JOIN account a ON a.id = d.accountID WHERE d.orderID IS NULL AND d.orderName <> ''
      """
    ) {
      (
        id: try $0.number(), account: try $0.number(), isShop: try $0.bool(),
        name: try $0.text()
      )
    }
    for dispute in loose {
      let places = [
        ("externalID = ?1", dispute.name), ("name = ?1", dispute.name),
        ("name = ?1", "#" + dispute.name),
      ]
      for (condition, name) in places.prefix(dispute.isShop ? 1 : 3) {
        let orders = try database.numbers(
          """
          SELECT id FROM customerOrder WHERE \(condition)
          AND (accountID = ?2 OR NOT ?3) LIMIT 2
          """, [name, dispute.account, dispute.isShop ? 1 : 0])
        guard !orders.isEmpty else { continue }
        // Two shops number their orders alike: which of them it is can't be told.
        guard orders.count == 1 else { break }
        try database.run("UPDATE dispute SET orderID = ? WHERE id = ?", orders[0], dispute.id)
        touched.insert(orders[0])
        break
      }
    }
  }
}

extension Dispute {
  /// In the order of `init(columns:)`.
  static let columns = """
    d.externalID, d.orderName, d.payment, d.kind, d.state, d.reason, d.amount, d.currency, \
    d.openedAt, d.evidenceDueAt, d.evidenceSentAt, d.closedAt
    """

  init(columns: inout Columns) throws {
    self.init(
      externalID: try columns.text(), order: try columns.text(), payment: try columns.text(),
      kind: try columns.state(Kind.self), state: try columns.state(State.self),
      reason: try columns.text(), amount: try columns.money(), openedAt: try columns.timeOrNil(),
      evidenceDueAt: try columns.timeOrNil(), evidenceSentAt: try columns.timeOrNil(),
      closedAt: try columns.timeOrNil())
  }
}

internal import Fulfillment
internal import GRDB

/// Money that a decision sends back, checked against what was paid.
struct MeantRefund {
  var amount: Money
  var shares: [RefundLedger.Share]
  var note: String
  /// The account that sends it.
  var account: String
}

extension Work {
  /// What was paid for an order and what has gone back, by every path that is known here.
  func ledger(of orderID: Int64) throws -> RefundLedger? {
    guard let order = try Detail.order(orderID, database) else { return nil }
    var ledger = RefundLedger(order)
    let kept = try database.rows(
      """
      SELECT r.id, r.amount, r.shopRefunded, CASE m.state WHEN 'sent' THEN m.settledAt END
      FROM refund r JOIN outboxMessage m ON m.id = r.messageID
      WHERE r.orderID = ? AND m.state NOT IN ('rejected', 'withdrawn') ORDER BY r.id
      """, orderID
    ) {
      (
        id: try $0.number(),
        refund: RefundLedger.Refund(
          amount: try $0.number(), shopRefunded: try $0.number(), sentAt: try $0.timeOrNil())
      )
    }
    ledger.refunds = try kept.map { id, refund in
      var refund = refund
      refund.shares = try database.rows(
        "SELECT line, quantity, amount FROM refundLine WHERE refundID = ? ORDER BY line", id
      ) {
        RefundLedger.Share(
          line: try $0.text(), quantity: try $0.int(), amount: try $0.number())
      }
      return refund
    }
    ledger.disputed =
      try database.numbers(
        """
        SELECT amount FROM dispute
        WHERE orderID = ? AND currency = ? AND amount IS NOT NULL AND kind = 'chargeback'
        AND state IN ('lost', 'accepted')
        """, [orderID, order.currency.code]
      ).clampedSum
    ledger.replaced = try replaced(of: orderID).shares(in: ledger)
    return ledger
  }

  /// What an approval or a refund sends back, and what of it goes at once. `earlier`: what the same
  /// decision sends back of other returns. Throws `DecisionRefusal` where it can't be.
  func money(
    of decision: Decision, _ kept: KeptReturn, _ earlier: [Change]
  ) throws -> (amount: Money?, refund: MeantRefund?) {
    let (grant, wanted, note): (ReturnGrant?, Money?, String)
    var through = ""
    switch decision {
    case .approveReturn(let words, let given):
      grant = kept.value.state == .proposed ? kept.value.grant ?? given : given
      (wanted, note) = (grant?.amount, words)
      guard let grant else { return (nil, nil) }
      if grant.outcome == .partialRefund, wanted == nil {
        throw DecisionRefusal(reason: "say how much goes back")
      }
    case .refundReturn(let amount, let words, let limits, let account):
      through = account
      grant = kept.value.grant
      let given = try grant?.amount.map { try rest(of: $0, kept) }
      (wanted, note) = (amount ?? given, words)
      if let given, let amount, amount.currency != given.currency || amount.minor > given.minor {
        throw DecisionRefusal(
          reason: "\(amount.inWords) is more than is left of what was granted: \(given.inWords)")
      }
      if grant?.amount == nil, let sum = try wanted ?? worth(of: kept),
        ReturnGrant(outcome: .refundAndKeep, secondAbove: limits).needsSecond(sum)
      {
        throw DecisionRefusal(
          reason: "\(sum.inWords) needs two operators, and was not granted by any: pay it back in "
            + "the shop")
      }
    default: return (nil, nil)
    }
    guard var ledger = try ledger(of: kept.orderID) else { throw Work.vanished("the order") }
    for case .request(let other, _, let refund?) in earlier.map(\.effect)
    where other.orderID == kept.orderID {
      ledger.refunds.append(
        .init(
          amount: refund.amount.minor, shares: refund.shares, shopRefunded: ledger.shopRefunded))
    }
    let lines = try Facts.lines(of: kept.orderID, database)
    let standing = try replaced(of: kept.orderID)
    let units = ReturnUnits.of(kept.value.request.items, lines).map { line, count in
      (line: line, quantity: count - standing.units(of: line, for: kept.id).count)
    }
    if let row = standing.rows.first(where: { $0.returnID == kept.id }),
      units.allSatisfy({ $0.quantity <= 0 })
    {
      throw DecisionRefusal(
        reason: "its goods are replaced by \(row.purchase): drop or cancel that first")
    }
    let worth = ledger.money(for: kept.value.request.items, units)
    if case .approveReturn = decision, grant?.outcome == .reship { return (worth, nil) }
    let whole = worth.map { grant?.refund(of: $0) ?? $0 }
    guard let amount = wanted ?? whole else {
      throw DecisionRefusal(
        reason: ledger.paid == nil
          ? "the shop does not tell what was paid"
          : "the shop does not tell what was paid for the goods: name the amount")
    }
    let shares = ledger.shares(of: amount.minor, over: units)
    try ledger.check(amount, shares)
    var isNow = true
    if case .approveReturn = decision { isNow = grant?.outcome.refundsAtOnce == true }
    guard isNow else { return (amount, nil) }
    guard let account = try refundAccount(of: kept.orderID, through: through) else {
      // What was granted is sent back by hand, where the money came in.
      if case .approveReturn = decision { return (amount, nil) }
      throw DecisionRefusal(
        reason:
          "no account can send the money back: \(kept.storefront) works by files; send it back "
          + "there, then close the return")
    }
    return (amount, MeantRefund(amount: amount, shares: shares, note: note, account: account))
  }

  private func worth(of kept: KeptReturn) throws -> Money? {
    let lines = try Facts.lines(of: kept.orderID, database)
    return try ledger(of: kept.orderID)?.money(
      for: kept.value.request.items, ReturnUnits.of(kept.value.request.items, lines))
  }

  /// Of what was granted for a return: what has not been sent back yet.
  private func rest(of granted: Money, _ kept: KeptReturn) throws -> Money {
    let gone = try database.numbers(
      """
      SELECT r.amount FROM refund r JOIN outboxMessage m ON m.id = r.messageID
      WHERE r.returnID = ? AND r.currency = ? AND m.state NOT IN ('rejected', 'withdrawn')
      """, [kept.id, granted.currency.code]
    ).clampedSum
    return Money(
      minor: max(0, granted.minor.clampedDifference(gone)), currency: granted.currency)
  }

  /// Writes a refund down with the message that will send it, once the hold window has passed.
  mutating func intend(_ refund: MeantRefund, for kept: KeptReturn, _ batch: Batch) throws {
    let earlier = try database.number(
      "SELECT count(*) FROM refund WHERE orderID = ?", kept.orderID)
    let key = "refund:\(kept.storefront):\(kept.orderExternalID):\((earlier ?? 0) + 1)"
    let due = RefundDue(
      key: key, orderID: OrderID(kept.orderID), account: refund.account,
      order: kept.orderExternalID, amount: refund.amount,
      lines: refund.shares.map { .init(id: $0.line, quantity: $0.quantity) }, note: refund.note)
    let sending = Sending.held(until: now + batch.hold, now: now)
    try database.run(
      """
      INSERT INTO outboxMessage (key, kind, receiver, body, state, createdAt, holdUntil, decisionID,
        orderID, returnID)
      VALUES (?, 'refund', ?, ?, ?, ?, ?, ?, ?, ?)
      """, key, refund.account, due.text, sending.state.rawValue, now.milliseconds,
      sending.holdUntil?.milliseconds, batch.id, kept.orderID, kept.id)
    try database.run(
      """
      INSERT INTO refund (key, messageID, orderID, returnID, account, amount, currency, shopRefunded,
        note, createdAt, createdBy)
      SELECT ?1, ?2, id, ?3, ?4, ?5, ?6, max(0, ifnull(refunded, 0)), ?7, ?8, ?9
      FROM customerOrder WHERE id = ?10
      """, key, database.lastInsertedRowID, kept.id, refund.account, refund.amount.minor,
      refund.amount.currency.code, refund.note, now.milliseconds, batch.operatorName, kept.orderID)
    let id = database.lastInsertedRowID
    for share in refund.shares {
      try database.run(
        "INSERT INTO refundLine (refundID, line, quantity, amount) VALUES (?, ?, ?, ?)", id,
        share.line, share.quantity, share.amount)
    }
    touched.insert(kept.orderID)
  }

  /// The account through which money of an order goes back; nil where none can. Throws `DecisionRefusal`
  /// where it can't be told which.
  /// - Parameter named: as the operator named it; "": the storefront where it moves money itself, else
  ///   the only payments account.
  func refundAccount(of orderID: Int64, through named: String = "") throws -> String? {
    let shop = try database.row(
      "SELECT a.name, a.service FROM customerOrder o JOIN account a ON a.id = o.accountID WHERE o.id = ?",
      orderID
    ) { (name: try $0.text(), service: try $0.text()) }
    guard let shop else { throw Work.vanished("the order") }
    let payments = try database.texts(
      "SELECT name FROM account WHERE role = 'payments' ORDER BY name")
    // Orders that came by a file came from no service that could send anything back.
    let movesMoney = !["files", "files-shop"].contains(shop.service)
    let all = (movesMoney ? [shop.name] : []) + payments
    if !named.isEmpty {
      guard let account = all.first(where: { $0.lowercased() == named.lowercased() }) else {
        let others = all.isEmpty ? "no account sends money back" : all.joined(separator: " or ")
        throw DecisionRefusal(
          reason: "\(named.sanitised(limit: 60)) sends no money of this order back: \(others)")
      }
      return account
    }
    if movesMoney { return shop.name }
    guard payments.count < 2 else {
      throw DecisionRefusal(
        reason: "say through which account it goes: " + payments.joined(separator: " or "))
    }
    return payments.first
  }

  /// Money sent, or meant to be sent, for a return; oldest first.
  func refunds(ofReturn id: Int64) throws -> [RefundRow] {
    try database.rows(
      """
      SELECT r.key, r.amount, r.currency, r.account, m.state, r.createdAt, r.createdBy, m.holdUntil,
        m.outcome
      FROM refund r JOIN outboxMessage m ON m.id = r.messageID WHERE r.returnID = ? ORDER BY r.id
      """, id
    ) {
      let key = try $0.text()
      guard let amount = try $0.money() else { throw Work.vanished("the amount of " + key) }
      return RefundRow(
        key: key, amount: amount, account: try $0.text(),
        state: try $0.state(OutboxMessage.State.self), createdAt: try $0.time(),
        by: try $0.text(), holdUntil: try $0.timeOrNil(), outcome: try $0.text())
    }
  }
}

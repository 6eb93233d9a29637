package import Fulfillment
internal import GRDB

extension Store {
  /// The next message of that receiver that may leave, claimed in this transaction under the lease and a
  /// new fencing number; nil: none now, or the lease is not held any more. A purchase is looked at again:
  /// one that may no longer be bought is withdrawn with the reason, and the next is taken. While buying
  /// is stopped, here or by the caller (`isStopped`), no purchase leaves; payments, cancellations and the shop's updates do.
  package func claimNext(
    receiver: String, powers: SupplierPowers, lease: Lease, isStopped: Bool = false, now: Timestamp
  ) throws -> Claim? {
    let isIdle = try read("can't look at the outbox") { database in
      try Work(database, now: now).nextClaimable(
        receiver, powers, isStopped: try isStopped || Outbox.isStopped(database)) == nil
    }
    guard !isIdle else { return nil }
    return try work("can't claim a message", now: now, by: .dispatch) { work in
      guard try work.holds(lease) else { return nil }
      let isStopped = try isStopped || Outbox.isStopped(work.database)
      // Each turn takes one out of the running, so this comes to an end.
      while let id = try work.nextClaimable(receiver, powers, isStopped: isStopped) {
        guard var message = try work.message(id) else { throw Work.vanished("the message") }
        let turn = try work.claim(&message, powers, lease, isStopped: isStopped)
        if case .claimed(let claim) = turn { return claim }
        if case .unmoved = turn { return nil }
      }
      return nil
    }
  }

  /// The next purchase of that receiver whose outcome is unknown and may be asked about now. Nothing is
  /// written: the answer is settled under the fence of the attempt it is about.
  package func nextToAsk(
    receiver: String, powers: SupplierPowers, now: Timestamp
  ) throws -> Claim? {
    guard powers.isQueryable || powers.refunds.isQueryable || powers.notices.isQueryable else {
      return nil
    }
    return try read("can't look at the outbox") { database in
      let work = Work(database, now: now)
      let ids = try database.numbers(
        """
        SELECT id FROM outboxMessage INDEXED BY outboxMessage_next
        WHERE receiver = ?1 AND \(Outbox.isUnderWay) AND state = 'unknown'
        AND (kind = 'place' AND ?3 OR kind = 'refund' AND ?4 OR kind = 'notice' AND ?5) AND \(Outbox.isTime("?2"))
        ORDER BY ifnull(notBefore, 0), id LIMIT 1
        """,
        [
          receiver, now.milliseconds, powers.isQueryable ? 1 : 0,
          powers.refunds.isQueryable ? 1 : 0, powers.notices.isQueryable ? 1 : 0,
        ])
      guard let id = ids.first, let message = try work.message(id),
        message.sending.step(powers: message.powers(powers), now: now) == .ask
      else { return nil }
      return try work.claim(of: message, isResend: false)
    }
  }
}

/// Pieces of SQL about messages that wait.
enum Outbox {
  /// As the index of what a dispatcher may have to do with is made.
  static let isUnderWay =
    "state IN ('held', 'ready', 'claimed', 'unknown') AND receiver <> ''"

  /// Its pause is over, or was set by a clock that has been put back since (`Sending.longestPause`).
  static func isTime(_ now: String) -> String {
    "(notBefore IS NULL OR notBefore <= \(now) OR notBefore > \(now) + 86400000)"
  }

  /// Its purchase is from a supplier that is paused.
  static let isPaused = """
    EXISTS (SELECT 1 FROM purchaseOrder p JOIN supplier s ON s.id = p.supplierID
      WHERE p.id = outboxMessage.purchaseID AND s.pausedAt IS NOT NULL)
    """

  static func isStopped(_ database: Database) throws -> Bool {
    try database.number("SELECT 1 FROM buyingStop") != nil
  }
}

/// What one look at a message came to.
private enum Turn {
  case claimed(Claim)
  /// It does not wait any more, or not now.
  case passed
  case unmoved
}

extension Work {
  /// The lease is still held, with this fencing number.
  func holds(_ lease: Lease) throws -> Bool {
    try database.number(
      "SELECT 1 FROM lease WHERE name = ? AND holder = ? AND fence = ? AND until > ?", lease.name,
      lease.holder, lease.fence, now.milliseconds) != nil
  }

  /// Cancellations first, purchases last, oldest first.
  fileprivate func nextClaimable(
    _ receiver: String, _ powers: SupplierPowers, isStopped: Bool
  ) throws -> Int64? {
    try database.number(
      """
      SELECT id FROM outboxMessage INDEXED BY outboxMessage_next
      WHERE receiver = ?1 AND \(Outbox.isUnderWay) AND (
        state = 'ready' AND \(Outbox.isTime("?2"))
          AND (kind <> 'place' OR NOT ?4 AND NOT \(Outbox.isPaused))
        OR state = 'held' AND holdUntil <= ?2
          AND (kind <> 'place' OR NOT ?4 AND NOT \(Outbox.isPaused))
        OR state = 'unknown' AND \(Outbox.isTime("?2")) AND (kind <> 'place' OR NOT ?3)
          AND (kind <> 'refund' OR NOT ?5) AND (kind <> 'notice' OR NOT ?6))
      ORDER BY kind = 'place', kind <> 'cancel', id LIMIT 1
      """, receiver, now.milliseconds, powers.isQueryable ? 1 : 0, isStopped ? 1 : 0,
      powers.refunds.isQueryable ? 1 : 0, powers.notices.isQueryable ? 1 : 0)
  }

  fileprivate mutating func claim(
    _ message: inout KeptMessage, _ declared: SupplierPowers, _ lease: Lease, isStopped: Bool
  ) throws -> Turn {
    let isResend = message.sending.state == .unknown
    if isResend, message.isPlacing, try isStopped || isPaused(message) {
      message.sending.notBefore = now + .minutes(5)
      try keep(message)
      return .passed
    }
    switch message.sending.step(powers: message.powers(declared), now: now) {
    case .send, .resend: break
    case .person:
      guard isResend else { return .unmoved }
      try leaveToPerson(&message, "\(message.receiver) can't be asked or sent it again safely")
      return .passed
    case .ask, .wait, .nothing: return .unmoved
    }
    if let reason = try objection(to: message) {
      if isResend {
        try leaveToPerson(&message, reason + ": it is not sent again, find out whether it arrived")
      } else {
        try withdraw(&message, because: reason)
      }
      return .passed
    }
    try database.run("UPDATE claimCounter SET fence = fence + 1")
    let fence = try database.number("SELECT fence FROM claimCounter") ?? 0
    try step(&message, .claim(fence: fence), declared, outcome: "")
    try database.run(
      "UPDATE outboxMessage SET leaseFence = ? WHERE id = ?", lease.fence, message.id)
    try note(message, .claimed, isResend ? "sent again under the same key" : "")
    return .claimed(try claim(of: message, isResend: isResend))
  }

  /// Why a message is not to leave any more; nil: it may.
  private func objection(to message: KeptMessage) throws -> String? {
    switch OutboxMessage.Kind(rawValue: message.kind) {
    case .place:
      guard let purchaseID = message.purchaseID else { return "its purchase is gone" }
      return try objection(to: purchaseID, of: message.orderID)
    case .pay:
      let items = try message.purchaseID.map { try self.items(of: $0, isLive: true) } ?? []
      let isAgain = items.contains { $0.again > 0 }
      if let obstacle = try ground(of: message.orderID)?.obstacle(isAgain: isAgain) {
        return "the order is " + obstacle
      }
      return try purchaseState(of: message) == .unpaid ? nil : "nothing is to be paid any more"
    case .cancel:
      let state = try purchaseState(of: message)
      return state?.isLive == true && state != .delivered ? nil : "it is off already"
    case .fulfil:
      if let obstacle = try ground(of: message.orderID)?.obstacle {
        return "the order is " + obstacle
      }
      return nil
    case .refund: return try objection(toRefund: message)
    case .evidence: return try objection(toEvidence: message)
    case .notice: return try objection(toNotice: message)
    case .cancelOrder, .holdOrder, .releaseOrder: return try objection(toShopRequest: message)
    case .claim: return try objection(toClaim: message)
    case .return, nil: return nil
    }
  }

  /// A parcel of an order that is off needs no telling of, nor an answer that was taken back; and who
  /// wants no mail gets none.
  private func objection(toNotice message: KeptMessage) throws -> String? {
    let found = try database.row(
      """
      SELECT n.kind, o.cancelledAt IS NOT NULL, \(KeptNotice.isOptedOut), \(KeptNotice.isTakenBack)
      FROM notice n JOIN customerOrder o ON o.id = n.orderID WHERE n.messageID = ?
      """, message.id
    ) {
      (
        kind: try $0.state(NoticeKind.self), isOff: try $0.bool(), isOptedOut: try $0.bool(),
        isTakenBack: try $0.bool()
      )
    }
    guard let found else { return nil }
    if found.isOptedOut { return KeptNotice.optedOut }
    if found.isTakenBack { return KeptNotice.takenBack }
    let isOverdue = found.isOff && (found.kind.isOfParcel || found.kind == .delayed)
    return isOverdue ? "the order is cancelled" : nil
  }

  private func purchaseState(of message: KeptMessage) throws -> PurchaseState? {
    try database.row(
      "SELECT state FROM purchaseOrder WHERE id = ?", message.purchaseID
    ) { try $0.state(PurchaseState.self) }
  }

  /// What a dispatcher needs to know of a message.
  fileprivate func claim(of message: KeptMessage, isResend: Bool) throws -> Claim {
    var claim = try database.row(
      """
      SELECT ifnull(p.key, ''), ifnull(p.number, ''), o.externalID, a.name
      FROM outboxMessage m JOIN customerOrder o ON o.id = m.orderID
      JOIN account a ON a.id = o.accountID LEFT JOIN purchaseOrder p ON p.id = m.purchaseID
      WHERE m.id = ?
      """, message.id
    ) {
      Claim(
        id: message.id, key: message.key, kind: message.kind, receiver: message.receiver,
        body: message.body, sending: message.sending, fence: message.sending.fence,
        purchaseKey: try $0.text(), purchaseNumber: try $0.text(),
        order: OrderID(message.orderID), orderExternalID: try $0.text(), storefront: try $0.text(),
        isResend: isResend)
    }
    if message.isNotice {
      claim?.sentBefore = try database.texts(
        """
        SELECT body FROM outboxMessage WHERE orderID = ? AND kind = 'notice' AND receiver = ?
        AND state = 'sent' AND id <> ? ORDER BY id
        """, message.orderID, message.receiver, message.id)
    }
    guard let claim else { throw Work.vanished("the message's order") }
    return claim
  }
}

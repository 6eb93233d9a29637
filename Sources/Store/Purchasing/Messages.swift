package import Fulfillment
internal import GRDB

/// A message as it is kept.
struct KeptMessage {
  var id: Int64
  var key: String
  var kind: String
  var receiver: String
  var body: String
  var sending: Sending
  var outcome: String
  var orderID: Int64
  var purchaseID: Int64?

  var isPlacing: Bool { kind == OutboxMessage.Kind.place.rawValue }

  var isRefund: Bool { kind == OutboxMessage.Kind.refund.rawValue }

  var isNotice: Bool { kind == OutboxMessage.Kind.notice.rawValue }

  /// What the far side can do about it: anything but a new order, money and notices may be repeated.
  func powers(_ declared: SupplierPowers) -> SupplierPowers {
    if isRefund { return declared.ofRefunds }
    if isNotice { return declared.ofNotices }
    return isPlacing ? declared : .repeatable
  }

  /// In the order of `init`.
  static let columns = """
    m.id, m.key, m.kind, m.receiver, m.body, m.state, m.holdUntil, m.notBefore, m.attempts, m.fence, \
    m.firstSentAt, m.lastSentAt, m.isDoubtful, m.asked, m.outcome, m.orderID, m.purchaseID
    """

  init(_ columns: inout Columns) throws {
    id = try columns.number()
    key = try columns.text()
    kind = try columns.text()
    receiver = try columns.text()
    body = try columns.text()
    sending = Sending(
      state: try columns.state(Sending.State.self), holdUntil: try columns.timeOrNil(),
      notBefore: try columns.timeOrNil(), attempts: try columns.int(),
      fence: try columns.number(), firstSentAt: try columns.timeOrNil(),
      lastSentAt: try columns.timeOrNil(), isDoubtful: try columns.bool(),
      asked: try columns.int())
    outcome = try columns.text()
    orderID = try columns.number()
    purchaseID = try columns.numberOrNil()
  }
}

extension Work {
  func message(_ id: Int64) throws -> KeptMessage? {
    try database.row(
      "SELECT " + KeptMessage.columns + " FROM outboxMessage m WHERE m.id = ?", id,
      read: KeptMessage.init)
  }

  /// The message that places a purchase; nil where this program did not.
  func placing(of purchaseID: Int64) throws -> KeptMessage? {
    try database.row(
      "SELECT " + KeptMessage.columns
        + " FROM outboxMessage m WHERE m.purchaseID = ? AND m.kind = 'place'", purchaseID,
      read: KeptMessage.init)
  }

  /// Takes one step of a message, keeps it, and has its purchase follow. Throws `Sending.Refusal` where
  /// the step can't be; then nothing is written. `outcome`: what the operator is told; nil: as before.
  mutating func step(
    _ message: inout KeptMessage, _ event: Sending.Event, _ powers: SupplierPowers = .none,
    outcome: String? = nil
  ) throws {
    try message.sending.apply(event, powers: message.powers(powers), now: now)
    if let outcome { message.outcome = outcome.sanitised(limit: 500) }
    try keep(message)
  }

  /// Writes a message as it now stands; the state of its purchase follows while the supplier has said
  /// nothing of it.
  mutating func keep(_ message: KeptMessage) throws {
    let sending = message.sending
    try database.run(
      """
      UPDATE outboxMessage SET state = ?2, holdUntil = ?3, notBefore = ?4, attempts = ?5, fence = ?6,
        firstSentAt = ?7, lastSentAt = ?8, isDoubtful = ?9, asked = ?10, outcome = ?11,
        settledAt = CASE WHEN ?12 THEN ifnull(settledAt, ?13) END
      WHERE id = ?1
      """, message.id, sending.state.rawValue, sending.holdUntil?.milliseconds,
      sending.notBefore?.milliseconds, sending.attempts, sending.fence,
      sending.firstSentAt?.milliseconds, sending.lastSentAt?.milliseconds,
      sending.isDoubtful ? 1 : 0, sending.asked, message.outcome,
      sending.state.isFinal ? 1 : 0, now.milliseconds)
    touched.insert(message.orderID)
    guard message.isPlacing, let purchaseID = message.purchaseID,
      let state = sending.purchaseState
    else { return }
    try database.run(
      "UPDATE purchaseOrder SET state = ?2 WHERE id = ?1 AND state <> ?2", purchaseID,
      state.rawValue)
  }

  /// One line of evidence: what was done or heard, about the how manieth attempt.
  func note(_ message: KeptMessage, _ event: Evidence, _ text: String = "") throws {
    try database.run(
      "INSERT INTO outboxAttempt (messageID, attempt, at, event, text) VALUES (?, ?, ?, ?, ?)",
      message.id, message.sending.attempts, now.milliseconds, event.rawValue,
      text.sanitised(limit: 2000, keepsLineBreaks: true))
  }

  /// Takes a message back for a reason; its lines are free again.
  mutating func withdraw(_ message: inout KeptMessage, because reason: String) throws {
    try step(&message, .withdraw, outcome: reason)
    try note(message, .withdrawn, reason)
  }

  /// No dispatcher can find out what became of it: a person must.
  mutating func leaveToPerson(_ message: inout KeptMessage, _ reason: String) throws {
    message.sending.asked = Sending.patience - 1
    try step(&message, .silent(until: now), outcome: reason)
    try note(message, .silent, reason)
  }
}

/// What a line of evidence tells.
enum Evidence: String {
  case claimed, accepted, refused, notSent, lost, orphaned, absent, silent, found, settled,
    withdrawn, charged, told
}

extension Sending {
  /// What its purchase is while it stands so; nil: as the supplier says.
  fileprivate var purchaseState: PurchaseState? {
    switch state {
    case .proposed, .held, .ready: .intended
    case .claimed: isDoubtful ? .unknown : .intended
    case .unknown, .waiting: .unknown
    case .rejected: .rejected
    case .withdrawn: .cancelled
    case .sent: nil
    }
  }
}

extension Store {
  /// What was done and heard about the messages of a purchase, oldest first.
  package func evidence(of purchase: PurchaseOrderID) throws -> [Attempt] {
    try read("can't read the evidence") { try Attempts.of(purchase.number, $0) }
  }
}

enum Attempts {
  static func of(_ purchaseID: Int64, _ database: Database) throws -> [Attempt] {
    try database.rows(
      """
      SELECT a.attempt, a.at, a.event, a.text, m.kind FROM outboxAttempt a
      JOIN outboxMessage m ON m.id = a.messageID WHERE m.purchaseID = ? ORDER BY a.id
      """, purchaseID
    ) {
      var attempt = Attempt(
        attempt: try $0.int(), at: try $0.time(), event: try $0.text(), text: try $0.text())
      let kind = try $0.text()
      if kind != OutboxMessage.Kind.place.rawValue {
        attempt.text = attempt.text.isEmpty ? kind : kind + ": " + attempt.text
      }
      return attempt
    }
  }
}

internal import Fulfillment
internal import GRDB

/// What an exception is about.
enum Subject: Hashable {
  case order(Int64)
  case account(Int64)

  var orderID: Int64? { if case .order(let id) = self { id } else { nil } }
  var accountID: Int64? { if case .account(let id) = self { id } else { nil } }
}

/// An exception as it is kept.
struct KeptException: Hashable {
  var id: Int64
  var exception: OrderException
  /// The order's fingerprint when it was snoozed until something moves.
  var snoozedPrint: Int64?
  /// What may be lost by it, in minor units; nil: the order has no total, or it was not worked out yet.
  var money: Int64?

  func hasMoved(since fingerprint: Int64) -> Bool {
    exception.state == .snoozed && exception.snoozedUntil == nil && snoozedPrint != fingerprint
  }
}

extension Work {
  func exceptions(of subject: Subject) throws -> [KeptException] {
    let column = subject.orderID == nil ? "accountID" : "orderID"
    return try database.rows(
      "SELECT \(KeptException.columns) FROM orderException WHERE \(column) = ? ORDER BY id",
      [subject.orderID ?? subject.accountID], read: KeptException.init)
  }

  /// Writes the new full set, touching only rows that differ. Rows that lose `shown` go first: only one
  /// may have it.
  func write(
    _ after: [OrderException], replacing before: [KeptException], of subject: Subject,
    exposure: Stake?
  ) throws {
    var tally = AttentionTally()
    var opened = RowBatch(database, Work.opened)
    try write(after, replacing: before, of: subject, exposure: exposure, &opened, &tally)
    try opened.end()
    try tally.write(database)
  }

  /// The same where what is opened is written and counted for the whole transaction. What an order has
  /// already changes at once, so that nothing else of it is shown any more when that is written.
  func write(
    _ after: [OrderException], replacing before: [KeptException], of subject: Subject,
    exposure: Stake?, _ opened: inout RowBatch, _ tally: inout AttentionTally
  ) throws {
    for exception in after.sorted(by: { !$0.shown && $1.shown }) {
      let money = exposure?.money(exception.finding)
      guard let old = before.first(where: { $0.exception.finding.code == exception.finding.code })
      else {
        try opened.add(try row(exception, of: subject, money: money))
        tally.count(exception)
        continue
      }
      guard old.exception != exception || old.money != money?.minor else { continue }
      try update(old, to: exception, money: money)
    }
  }

  /// Exceptions that are new, as `row` has them.
  static let opened = RowBatch.Form(width: 17) {
    """
    INSERT INTO orderException (orderID, accountID, code, instance, severity, state, since,
      trippedAt, due, silence, reason, learned, snoozedUntil, shown, moneyHundredths, money,
      changedAt)
    VALUES \($0)
    """
  }

  private func row(
    _ exception: OrderException, of subject: Subject, money: Money?
  ) throws -> [Scan.Value] {
    let finding = exception.finding
    return [
      .number(subject.orderID), .number(subject.accountID), .text(finding.code),
      .text(finding.trip.key), .number(Int64(finding.severity.rawValue)),
      .text(exception.state.rawValue), .time(exception.since), .time(finding.trip.at),
      .time(finding.trip.due), .text(finding.trip.silence?.text),
      .text(finding.trip.reason.sanitised(limit: 500)), .flag(finding.learned),
      .time(exception.snoozedUntil), .flag(exception.shown), .number(try hundredths(money)),
      .number(money?.minor), .time(now),
    ]
  }

  private func hundredths(_ money: Money?) throws -> Int64 {
    try rates.hundredths(money) ?? 0
  }

  func update(_ old: KeptException, to exception: OrderException, money: Money?) throws {
    let finding = exception.finding
    let print = exception.state == .snoozed ? old.snoozedPrint : nil
    try database.run(
      """
      UPDATE orderException SET instance = ?, severity = ?, state = ?, since = ?, trippedAt = ?,
        due = ?, silence = ?, reason = ?, learned = ?, snoozedUntil = ?, snoozedPrint = ?,
        shown = ?, moneyHundredths = ?, money = ?, clearedAt = ?, wasAcknowledged = ?, changedAt = ?
      WHERE id = ?
      """, finding.trip.key, finding.severity.rawValue, exception.state.rawValue,
      exception.since.milliseconds, finding.trip.at.milliseconds,
      finding.trip.due?.milliseconds, finding.trip.silence?.text,
      finding.trip.reason.sanitised(limit: 500), finding.learned ? 1 : 0,
      exception.snoozedUntil?.milliseconds, print, exception.shown ? 1 : 0,
      try hundredths(money), money?.minor, exception.clearedAt?.milliseconds,
      exception.wasAcknowledged ? 1 : 0, now.milliseconds, old.id)
  }

  /// What the queue shows of an order's exceptions: the code and severity of the one shown, and the
  /// money at risk while one stands that is not snoozed.
  func showAttention(
    of orderID: Int64, _ exceptions: [OrderException], exposure: Stake?
  ) throws {
    let kept = try database.row(
      "SELECT exceptionCode, severity, risk, currency, supplier FROM customerOrder WHERE id = ?",
      orderID
    ) {
      (
        attention: Attention(
          code: try $0.textOrNil(), severity: try $0.numberOrNil(), risk: try $0.numberOrNil()),
        currency: try $0.currency(), supplier: try $0.text()
      )
    }
    let attention = Attention(exceptions, exposure)
    guard let kept, kept.attention != attention else { return }
    let hundredths = try rates.hundredths(exposure?.money(exceptions))
    var shown = RowBatch(database, Work.shown)
    try shown.add(Work.row(attention, of: orderID, hundredths: hundredths))
    try shown.end()
    var tally = AttentionTally()
    tally.count(
      attention, replacing: kept.attention, currency: kept.currency, supplier: kept.supplier)
    try tally.write(database)
  }

  /// What the queue shows of orders, as `row` has it; it is to be counted too.
  static let shown = RowBatch.Form(width: 5) {
    """
    UPDATE customerOrder SET exceptionCode = v.column2, severity = v.column3, risk = v.column4,
      riskHundredths = v.column5
    FROM (VALUES \($0)) v WHERE id = v.column1
    """
  }

  static func row(
    _ attention: Attention, of orderID: Int64, hundredths: Int64?
  ) -> [Scan.Value] {
    [
      .number(orderID), .text(attention.code), .number(attention.severity),
      .number(attention.risk), .number(attention.risk == nil ? -1 : hundredths ?? -1),
    ]
  }
}

extension KeptException {
  /// What `init` reads.
  static let columns = """
    id, code, instance, severity, state, since, trippedAt, due, silence, reason, learned,
      snoozedUntil, snoozedPrint, shown, money, clearedAt, wasAcknowledged
    """

  init(_ columns: inout Columns) throws {
    id = try columns.number()
    let code = try columns.text()
    let key = try columns.text()
    let severity = try columns.severity()
    let state = try columns.state(Kept.exception)
    let since = try columns.time()
    let at = try columns.time()
    let due = try columns.timeOrNil()
    let silence = try columns.textOrNil().map(Trip.Silence.init(text:))
    let reason = try columns.text()
    let learned = try columns.bool()
    let until = try columns.timeOrNil()
    snoozedPrint = try columns.numberOrNil()
    let shown = try columns.bool()
    money = try columns.numberOrNil()
    exception = OrderException(
      finding: Finding(
        code: code, severity: severity,
        trip: Trip(at: at, reason: reason, key: key, silence: silence, due: due),
        learned: learned),
      state: state, since: since, snoozedUntil: until, shown: shown)
    exception.clearedAt = try columns.timeOrNil()
    exception.wasAcknowledged = try columns.bool()
  }
}

extension Columns {
  mutating func severity() throws -> Severity { Severity(rawValue: try int()) ?? .critical }
}

extension Trip.Silence {
  init(text: String) { self = text == "tracking" ? .tracking : .supplier }

  var text: String {
    switch self {
    case .tracking: "tracking"
    case .supplier: "supplier"
    }
  }
}

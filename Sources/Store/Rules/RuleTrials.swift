package import Fulfillment
internal import GRDB

extension Store {
  /// Orders with all that is known of them, to try rules on: those after `after` by their number, at most
  /// `limit`.
  package func trialSubjects(
    after: OrderID?, limit: Int, now: Timestamp
  ) throws -> [TrialSubject] {
    try read("can't read the orders to try rules on") { database in
      let ids = try database.numbers(
        "SELECT id FROM customerOrder WHERE id > ? ORDER BY id LIMIT ?",
        [after?.number ?? 0, limit])
      return try Store.subjects(ids, database, now: now)
    }
  }

  /// Those orders, to try rules on; one that is not there is left out.
  package func trialSubjects(_ orders: [OrderID], now: Timestamp) throws -> [TrialSubject] {
    try read("can't read the orders to try rules on") { database in
      try Store.subjects(orders.map(\.number), database, now: now)
    }
  }

  private static func subjects(
    _ ids: [Int64], _ database: Database, now: Timestamp
  ) throws -> [TrialSubject] {
    let name = try Scan(database, "SELECT name FROM customerOrder WHERE id = ?")
    let loader = try Loader(database, OfferBook(database), now: now)
    return try loader.load(ids, isForRules: true).map { order in
      try name.begin(order.id)
      defer { name.end() }
      guard try name.next() else { throw Work.vanished("an order") }
      var columns = name.columns
      return TrialSubject(
        order: OrderID(order.id), orderName: try columns.text(), facts: order.facts)
    }
  }

  /// What every rule has found so far, by its code; rules that found nothing have no record.
  package func ruleRecords(now: Timestamp) throws -> [RuleRecord] {
    try read("can't read what the rules have found") { database in
      let rows = try database.rows(
        """
        SELECT e.code, e.since, o.isOpen, o.state, o.payment, o.promisedAt, o.deliveredAt,
          o.cancelledAt, o.trackedAt
        FROM orderException e JOIN customerOrder o ON o.id = e.orderID
        """, read: FiredRow.init)
      var records: [String: RuleRecord] = [:]
      var leads: [String: [Span]] = [:]
      for row in rows {
        records[row.code, default: RuleRecord(code: row.code)].count(row, now: now)
        if let lead = row.lead(now) { leads[row.code, default: []].append(lead) }
      }
      for (code, spans) in leads {
        records[code]?.medianLead = spans.sorted()[spans.count / 2]
      }
      return records.values.sorted { ($1.fired, $0.code) < ($0.fired, $1.code) }
    }
  }

  /// Has every order that is open, raised something or is young looked at anew where the rules or their
  /// limits are not those it was looked at with. Returns whether that was so.
  @discardableResult
  package func adopt(_ thresholds: Thresholds, now: Timestamp) throws -> Bool {
    let fingerprint = thresholds.fingerprint
    let known = try read("can't read the rules in force") { database in
      try database.number("SELECT fingerprint FROM ruleBook")
    }
    guard known != fingerprint else { return false }
    try write("can't adopt the rules") { database in
      try database.run(
        """
        INSERT INTO orderCheck (orderID, at) SELECT id, 0 FROM customerOrder
        WHERE isOpen = 1 OR exceptionCode IS NOT NULL OR placedAt > ?
        ON CONFLICT (orderID) DO UPDATE SET at = 0
        """, (now - Store.young).milliseconds)
      try database.run(
        """
        INSERT INTO ruleBook (id, fingerprint) VALUES (1, ?)
        ON CONFLICT (id) DO UPDATE SET fingerprint = excluded.fingerprint
        """, fingerprint)
      try FeeBook.write(thresholds.paymentFees, database)
    }
    return true
  }

  /// An order that is over may still be found astray for so long.
  private static let young = Span.days(60)
}

/// An exception with what became of its order.
private struct FiredRow {
  var code: String
  var since: Timestamp
  var isOpen: Bool
  var state: OrderState
  var payment: PaymentState
  var promisedAt: Timestamp?
  var deliveredAt: Timestamp?
  var cancelledAt: Timestamp?
  var trackedAt: Timestamp?

  init(_ columns: inout Columns) throws {
    code = try columns.text()
    since = try columns.time()
    isOpen = try columns.bool()
    state = try columns.state(Kept.order)
    payment = try columns.state(Kept.payment)
    promisedAt = try columns.timeOrNil()
    deliveredAt = try columns.timeOrNil()
    cancelledAt = try columns.timeOrNil()
    trackedAt = try columns.timeOrNil()
  }

  /// When it was known that the order came out badly; nil: it did not, or not yet.
  func badAt(_ now: Timestamp) -> Timestamp? {
    if let promisedAt, cancelledAt == nil {
      let deadline = Timestamp(day: promisedAt.day + 1)
      if deliveredAt.map({ $0 >= deadline }) ?? (isOpen && now >= deadline) { return deadline }
    }
    switch state {
    case .returned, .returning, .lost: return trackedAt ?? since
    case .cancelled: return cancelledAt ?? since
    case .refunded: return since
    default: return payment == .refunded || payment == .partiallyRefunded ? since : nil
    }
  }

  func lead(_ now: Timestamp) -> Span? {
    badAt(now).flatMap { $0 > since ? $0 - since : nil }
  }
}

extension RuleRecord {
  fileprivate mutating func count(_ row: FiredRow, now: Timestamp) {
    fired += 1
    if row.badAt(now) != nil {
      right += 1
    } else if row.isOpen {
      undecided += 1
    }
  }
}

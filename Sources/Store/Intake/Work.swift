internal import Fulfillment
internal import GRDB

/// One transaction that changes facts: notes which orders it touched and, before it ends, brings what
/// is derived from their facts in line (`settle`).
struct Work {
  let database: Database
  let now: Timestamp
  /// Orders whose facts have changed; what is derived from them is not right yet.
  var touched: Set<Int64> = []
  /// Orders whose searchable words have changed.
  var reworded: Set<Int64> = []
  /// Looked up once a transaction.
  private var supplierIDs: [String: Int64] = [:]
  private var offersBySKU: [String: OfferSummary] = [:]
  private var offerStatesBySKU: [String: [OfferState]] = [:]

  init(_ database: Database, now: Timestamp) {
    self.database = database
    self.now = now
  }

  /// How many offers fill a sku, and whose the first is.
  struct OfferSummary {
    var count: Int
    var supplier: String
  }

  mutating func offers(for sku: String) throws -> OfferSummary {
    let key = sku.lowercased()
    if let known = offersBySKU[key] { return known }
    let found = try database.row(
      """
      SELECT count(*), ifnull((SELECT s.name FROM offer f JOIN supplier s ON s.id = f.supplierID
        WHERE f.sku = ?1 ORDER BY s.id LIMIT 1), '')
      FROM offer WHERE sku = ?1
      """, sku
    ) { OfferSummary(count: try $0.int(), supplier: try $0.text()) }
    let summary = found ?? OfferSummary(count: 0, supplier: "")
    offersBySKU[key] = summary
    return summary
  }

  /// Every offer for a sku, as the rules need it.
  mutating func offerStates(for sku: String) throws -> [OfferState] {
    let key = sku.lowercased()
    if let known = offerStatesBySKU[key] { return known }
    let states = try OfferState.of(sku, database)
    offerStatesBySKU[key] = states
    return states
  }

  /// The row of that supplier, created where it is new.
  mutating func supplier(_ name: String, account: String? = nil) throws -> Int64 {
    let key = name.lowercased()
    if let known = supplierIDs[key] { return known }
    try database.run(
      "INSERT INTO supplier (name, account) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name,
      account)
    let id = try database.number("SELECT id FROM supplier WHERE name = ?", name)
    guard let id else { throw Work.vanished("supplier " + name) }
    supplierIDs[key] = id
    return id
  }

  /// The account's row; one that was never registered is created as a source of files.
  func account(_ name: String, role: Account.Role) throws -> Int64 {
    if let known = try database.number("SELECT id FROM account WHERE name = ?", name) {
      return known
    }
    try database.run(
      """
      INSERT INTO account (name, service, role, dueAt, firstDueAt) VALUES (?, 'files', ?, ?, ?)
      """, name, role.rawValue, now.milliseconds, now.milliseconds)
    return database.lastInsertedRowID
  }

  func keepCursor(_ cursor: String?, of accountID: Int64) throws {
    guard let cursor else { return }
    try database.run("UPDATE account SET cursor = ? WHERE id = ?", cursor, accountID)
  }

  static func vanished(_ what: String) -> StoreError {
    StoreError(.failed, what: "can't write the store", why: what + " is not there any more")
  }
}

extension Store {
  /// One transaction that changes facts, settled before it ends.
  func work<Value>(
    _ what: String, now: Timestamp, _ body: (inout Work) throws -> Value
  ) throws -> Value {
    try write(what) { database in
      var work = Work(database, now: now)
      let value = try body(&work)
      try work.settle()
      return value
    }
  }
}

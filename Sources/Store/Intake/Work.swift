internal import Fulfillment
internal import GRDB

/// One transaction that changes facts: notes which orders it touched and, before it ends, brings what
/// is derived from their facts in line (`settle`).
struct Work {
  let database: Database
  let now: Timestamp
  /// Orders whose facts have changed; what is derived from them is not right yet.
  var touched: Set<Int64> = []
  /// New orders whose figures are not counted yet, though all else that is derived from them is right.
  var uncounted: Set<Int64> = []
  /// Orders whose searchable words have changed.
  var reworded: Set<Int64> = []
  /// The touched orders, read before the end of the transaction because something asked for them.
  var loaded: [LoadedOrder] = []
  /// Looked up once a transaction.
  private var supplierIDs: [String: Int64] = [:]
  let offers: OfferBook
  let rates: ExchangeRates
  let delayKeys = DelayKeys()

  init(_ database: Database, now: Timestamp) {
    self.database = database
    self.now = now
    offers = OfferBook(database)
    rates = ExchangeRates(database)
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
  /// One transaction that changes facts, settled before it ends. `author`: who is behind it; nil: as
  /// the decision in it says.
  func work<Value>(
    _ what: String, now: Timestamp, by author: Author? = nil,
    _ body: (inout Work) throws -> Value
  ) throws -> Value {
    try write(what, now: now, by: author) { database in
      var work = Work(database, now: now)
      let value = try body(&work)
      try work.settle()
      return value
    }
  }
}

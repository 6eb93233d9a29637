package import Fulfillment
internal import GRDB

extension Store {
  /// Every supplier and how it has done so far, by name. Each figure is read off an index made for it.
  package func suppliers(now: Timestamp) throws -> [SupplierRow] {
    try read("can't read the suppliers") { database in
      var rows = try database.rows(
        "SELECT id, name, ifnull(account, ''), ifnull(contact, '') FROM supplier ORDER BY name"
      ) {
        SupplierRow(
          id: SupplierID(try $0.number()), name: try $0.text(), account: try $0.text(),
          contact: try $0.text())
      }
      let tallies = try SupplierTallies(database)
      for index in rows.indices {
        tallies.fill(&rows[index])
        rows[index].dispatchDays = try Store.medianDispatch(
          of: rows[index].id.number, count: rows[index].dispatched, database)
        rows[index].weekly = try Store.weekly(of: rows[index].id.number, now: now, database)
      }
      return rows
    }
  }

  /// Median days from purchase to first carrier scan; of an even number the mean of the middle two.
  private static func medianDispatch(
    of supplierID: Int64, count: Int, _ database: Database
  ) throws -> Double? {
    guard count > 0 else { return nil }
    let middle = try database.numbers(
      """
      SELECT scannedAt - placedAt FROM purchaseOrder
      WHERE supplierID = ? AND scannedAt IS NOT NULL
      ORDER BY scannedAt - placedAt LIMIT ? OFFSET ?
      """, [supplierID, count.isMultiple(of: 2) ? 2 : 1, (count - 1) / 2])
    guard !middle.isEmpty else { return nil }
    let mean = Double(middle.reduce(0, +)) / Double(middle.count)
    return max(0, mean) / Double(Span.days(1).milliseconds)
  }

  private static func weekly(
    of supplierID: Int64, now: Timestamp, _ database: Database
  ) throws -> [Int] {
    let week = Span.days(7).milliseconds
    let start = now.milliseconds - 8 * week
    var weeks = Array(repeating: 0, count: 8)
    let found = try database.rows(
      """
      SELECT (placedAt - ?2 - 1) / ?3, count(*) FROM purchaseOrder
      WHERE supplierID = ?1 AND placedAt > ?2 AND placedAt <= ?4 GROUP BY 1
      """, supplierID, start, week, now.milliseconds
    ) { (week: try $0.int(), count: try $0.int()) }
    for entry in found where weeks.indices.contains(entry.week) { weeks[entry.week] = entry.count }
    return weeks
  }
}

/// Figures of all suppliers, each read in one pass.
private struct SupplierTallies {
  private var purchases: [Int64: Int]
  private var dispatched: [Int64: Int]
  private var open: [Int64: Int]
  private var offers: [Int64: Int]
  private var delivered: [Int64: Int] = [:]
  private var promised: [Int64: Int] = [:]
  private var kept: [Int64: Int] = [:]
  private var exceptions: [String: Int] = [:]

  init(_ database: Database) throws {
    func tally(_ sql: String) throws -> [Int64: Int] {
      let pairs = try database.rows(sql) { (try $0.number(), try $0.int()) }
      return Dictionary(pairs, uniquingKeysWith: +)
    }
    purchases = try tally("SELECT supplierID, count(*) FROM purchaseOrder GROUP BY supplierID")
    dispatched = try tally(
      """
      SELECT supplierID, count(*) FROM purchaseOrder WHERE scannedAt IS NOT NULL
      GROUP BY supplierID
      """)
    open = try tally(
      """
      SELECT supplierID, count(DISTINCT orderID) FROM purchaseOrder
      WHERE state NOT IN ('delivered', 'cancelled') AND deliveredAt IS NULL GROUP BY supplierID
      """)
    offers = try tally("SELECT supplierID, count(*) FROM offer GROUP BY supplierID")
    for row in try database.rows(
      """
      SELECT p.supplierID, count(*), count(o.promisedAt), total(p.deliveredAt <= o.promisedAt)
      FROM purchaseOrder p JOIN customerOrder o ON o.id = p.orderID
      WHERE p.deliveredAt IS NOT NULL GROUP BY p.supplierID
      """,
      read: { (try $0.number(), try $0.int(), try $0.int(), try $0.int()) })
    {
      delivered[row.0] = row.1
      promised[row.0] = row.2
      kept[row.0] = row.3
    }
    for row in try database.rows(
      """
      SELECT supplier, count(*) FROM customerOrder WHERE exceptionCode IS NOT NULL
      GROUP BY supplier
      """,
      read: { (try $0.text(), try $0.int()) })
    {
      exceptions[row.0.lowercased(), default: 0] += row.1
    }
  }

  func fill(_ row: inout SupplierRow) {
    let id = row.id.number
    row.purchases = purchases[id] ?? 0
    row.dispatched = dispatched[id] ?? 0
    row.open = open[id] ?? 0
    row.offers = offers[id] ?? 0
    row.delivered = delivered[id] ?? 0
    row.exceptions = exceptions[row.name.lowercased()] ?? 0
    if let promised = promised[id], promised > 0 {
      row.onTime = Double(kept[id] ?? 0) / Double(promised)
    }
  }
}

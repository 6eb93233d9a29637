package import Fulfillment
internal import GRDB

extension Store {
  /// Every supplier and how it has done so far, by name. Nothing is counted here: what is open, delivered
  /// and promised is kept by triggers, what goes by days comes from the figures of the numbers. A week of
  /// `weekly` is seven UTC days, the last one ends with the day of `now`; `dispatchDays` is the median of the
  /// last ninety days, exact to a quarter of a day.
  package func suppliers(now: Timestamp) throws -> [SupplierRow] {
    try read("can't read the suppliers") { database in
      var rows = try database.rows(
        """
        SELECT id, name, ifnull(account, ''), ifnull(contact, ''), offers, open, exceptions,
          purchases, delivered, promised, onTime, pausedAt, pausedBy, pauseReason
        FROM supplier ORDER BY name
        """, read: SupplierRow.init)
      let recent = try Store.recent(now: now, database)
      for index in rows.indices {
        let id = rows[index].id.number
        let tallies = recent.dispatched[id] ?? [:]
        rows[index].dispatched = tallies.values.reduce(0, +)
        rows[index].dispatchDays = Store.medianDays(tallies)
        rows[index].weekly = recent.weekly[id] ?? Array(repeating: 0, count: Store.weeks)
      }
      return rows
    }
  }

  private static let weeks = 8

  /// How many of something took how many quarter days.
  private typealias Tally = [Int: Int]

  /// Days that are looked at, so that a history of years costs no more than a quarter.
  private static let recentDays = 90

  /// Of each supplier's last ninety days: how many purchases took how many quarter days to their first
  /// scan, and how many were placed in each of the last weeks. Added up here: having SQLite group them costs
  /// five times as much, at every start.
  private static func recent(now: Timestamp, _ database: Database) throws -> (
    dispatched: [Int64: Tally], weekly: [Int64: [Int]]
  ) {
    let today = Int(now.day)
    let rows = try database.rows(
      """
      SELECT key, day, measure, bucket, amount FROM figure
      WHERE kind = ?1 AND day BETWEEN ?2 AND ?3 AND measure IN (?4, ?5)
      """, Int64(FigureKind.supplier.rawValue), Int64(today - recentDays + 1), Int64(today),
      Int64(FigureMeasure.processed.rawValue), Int64(FigureMeasure.placed.rawValue)
    ) {
      (
        key: try $0.number(), day: try $0.int(), measure: try $0.int(), bucket: try $0.int(),
        amount: try $0.int()
      )
    }
    var dispatched: [Int64: Tally] = [:]
    var weekly: [Int64: [Int]] = [:]
    for row in rows {
      if row.measure == FigureMeasure.processed.rawValue {
        dispatched[row.key, default: [:]][row.bucket, default: 0] += row.amount
      } else {
        let week = weeks - 1 - (today - row.day) / 7
        guard week >= 0 else { continue }
        weekly[row.key, default: Array(repeating: 0, count: weeks)][week] += row.amount
      }
    }
    return (dispatched, weekly)
  }

  /// From the middle of its quarter; of an even number the mean of the middle two. nil: there is nothing.
  private static func medianDays(_ tally: Tally) -> Double? {
    let count = tally.values.reduce(0, +)
    let taken = tally.sorted { $0.key < $1.key }
    guard let low = value(at: (count - 1) / 2, of: taken),
      let high = value(at: count / 2, of: taken)
    else { return nil }
    return Double(low + high + 1) / 8
  }

  private static func value(at position: Int, of tally: [(key: Int, value: Int)]) -> Int? {
    var passed = 0
    for (value, count) in tally {
      passed += count
      if passed > position { return value }
    }
    return nil
  }
}

extension SupplierRow {
  fileprivate init(_ columns: inout Columns) throws {
    self.init(
      id: SupplierID(try columns.number()), name: try columns.text(),
      account: try columns.text(), contact: try columns.text(), offers: try columns.int(),
      open: try columns.int(), exceptions: try columns.int(), purchases: try columns.int(),
      delivered: try columns.int())
    let (promised, onTime) = (try columns.int(), try columns.int())
    if promised > 0 { self.onTime = Double(onTime) / Double(promised) }
    pause = try SupplierPause(columns: &columns)
  }
}

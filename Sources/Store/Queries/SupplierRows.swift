package import Fulfillment
internal import GRDB

extension Store {
  /// Every supplier and how it has done so far, by name. The figures are kept by triggers: nothing is
  /// counted here. A week of `weekly` is seven UTC days, the last one ends with the day of `now`; the
  /// median of `dispatchDays` is exact to the hour.
  package func suppliers(now: Timestamp) throws -> [SupplierRow] {
    try read("can't read the suppliers") { database in
      var rows = try database.rows(
        """
        SELECT id, name, ifnull(account, ''), ifnull(contact, ''), offers, open, exceptions,
          purchases, delivered, promised, onTime, pausedAt, pausedBy, pauseReason
        FROM supplier ORDER BY name
        """, read: SupplierRow.init)
      for index in rows.indices {
        let hours = try Store.dispatchHours(of: rows[index].id, database)
        rows[index].dispatched = hours.reduce(0) { $0 + $1.count }
        rows[index].dispatchDays = Store.median(hours).map { $0 / 24 }
        rows[index].weekly = try Store.weekly(of: rows[index].id, now: now, database)
      }
      return rows
    }
  }

  private typealias Tally = (value: Int, count: Int)

  /// How many purchases took how many hours to their first scan, by hours.
  private static func dispatchHours(
    of supplier: SupplierID, _ database: Database
  ) throws -> [Tally] {
    try database.rows(
      "SELECT hours, purchases FROM supplierDispatch WHERE supplierID = ? ORDER BY hours",
      supplier.number
    ) { (value: try $0.int(), count: try $0.int()) }
  }

  /// Of an even number the mean of the middle two; nil: there is nothing.
  private static func median(_ tallies: [Tally]) -> Double? {
    let count = tallies.reduce(0) { $0 + $1.count }
    guard let low = value(at: (count - 1) / 2, of: tallies),
      let high = value(at: count / 2, of: tallies)
    else { return nil }
    return Double(low + high) / 2
  }

  private static func value(at position: Int, of tallies: [Tally]) -> Int? {
    var passed = 0
    for tally in tallies {
      passed += tally.count
      if passed > position { return tally.value }
    }
    return nil
  }

  private static func weekly(
    of supplier: SupplierID, now: Timestamp, _ database: Database
  ) throws -> [Int] {
    let today = now.milliseconds / Span.days(1).milliseconds
    var weeks = Array(repeating: 0, count: 8)
    let days = try database.rows(
      """
      SELECT (55 - ?2 + day) / 7, purchases FROM supplierDay
      WHERE supplierID = ?1 AND day BETWEEN ?2 - 55 AND ?2
      """, supplier.number, today
    ) { (week: try $0.int(), purchases: try $0.int()) }
    for day in days where weeks.indices.contains(day.week) { weeks[day.week] += day.purchases }
    return weeks
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

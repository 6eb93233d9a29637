internal import Fulfillment
internal import GRDB

/// How a list is walked: by columns that an index has in exactly this order, then by row number.
struct ListOrder {
  /// SQL of a column and its direction.
  struct Key {
    var column: String
    var isDescending: Bool
    /// Where a row that has left the list would stand, if its column is then empty.
    var fallback: Int64? = nil
  }

  /// The alias of the table whose rows are listed.
  var row: String
  /// The table with its alias, and the index to walk it by.
  var table: String
  var index: String
  var keys: [Key]
  /// The other way round, ties too.
  var isReversed = false

  /// Ties go by row number, newest first.
  var allKeys: [Key] { keys + [Key(column: row + ".id", isDescending: !isReversed)] }

  /// The other way round, but for the first so many keys.
  func reversed(after fixed: Int = 0) -> ListOrder {
    var other = self
    other.isReversed.toggle()
    for index in keys.indices.dropFirst(fixed) { other.keys[index].isDescending.toggle() }
    return other
  }
}

/// Reads windows of a list by its keys: the cost does not depend on where in the list the window is.
struct ListReader<Item: Hashable & Sendable> {
  var order: ListOrder
  /// Columns of one item.
  var select: String
  /// Tables joined to the listed one, with their conditions.
  var joins: String
  var condition: Condition
  /// The few rows to look at, where they are known; else the index is walked.
  var candidates: Condition?
  /// Every row's number and item.
  var read: (inout Columns) throws -> Item

  /// A window at that anchor of up to `count` items.
  func window(
    at anchor: Anchor, count: Int, total: Int?, _ database: Database
  ) throws -> Window<Item> {
    let count = max(1, count)
    switch anchor {
    case .start:
      let (rows, more) = try page(from: nil, forward: true, count, database)
      return Window(rows: rows, hasAfter: more, offset: 0)
    case .end:
      let (rows, more) = try page(from: nil, forward: false, count, database)
      let offset = more ? total.map { $0 - rows.count } : 0
      return Window(rows: rows.reversed(), hasBefore: more, offset: offset)
    case .after(let id):
      guard let place = try place(of: id, database) else {
        return try window(at: .start, count: count, total: total, database)
      }
      let (rows, more) = try page(from: place, forward: true, count, database)
      let before = try page(from: place, forward: false, inclusive: true, 1, database)
      return Window(rows: rows, hasBefore: !before.rows.isEmpty, hasAfter: more)
    case .before(let id):
      guard let place = try place(of: id, database) else {
        return try window(at: .start, count: count, total: total, database)
      }
      let (rows, more) = try page(from: place, forward: false, count, database)
      let after = try page(from: place, forward: true, inclusive: true, 1, database)
      return Window(
        rows: rows.reversed(), hasBefore: more, hasAfter: !after.rows.isEmpty,
        offset: more ? nil : 0)
    case .around(let id):
      guard let place = try place(of: id, database) else {
        return try window(at: .start, count: count, total: total, database)
      }
      return try around(place, count, database)
    }
  }

  private func around(
    _ place: [DatabaseValue], _ count: Int, _ database: Database
  ) throws -> Window<Item> {
    var before = try page(from: place, forward: false, count / 2, database)
    var after = try page(from: place, forward: true, inclusive: true, count, database)
    let room = count - after.rows.count
    if room > before.rows.count, before.more {
      before = try page(from: place, forward: false, room, database)
    }
    let kept = min(after.rows.count, count - before.rows.count)
    after = (Array(after.rows.prefix(kept)), after.more || kept < after.rows.count)
    return Window(
      rows: before.rows.reversed() + after.rows, hasBefore: before.more, hasAfter: after.more,
      offset: before.more ? nil : 0)
  }

  /// The keys of a row, whether or not it is still in the list; nil where there is no such row.
  private func place(of id: Int64, _ database: Database) throws -> [DatabaseValue]? {
    let columns = order.allKeys.map { key in
      key.fallback.map { "ifnull(\(key.column), \($0))" } ?? key.column
    }.joined(separator: ", ")
    let sql = "SELECT " + columns + " FROM " + order.table + " WHERE " + order.row + ".id = ?"
    let statement = try database.cachedStatement(sql: sql)
    guard let row = try Row.fetchOne(statement, arguments: [id]) else { return nil }
    return row.databaseValues.map { $0 }
  }

  /// Up to `count` items from a place on, nearest first, and whether there are more.
  private func page(
    from place: [DatabaseValue]?, forward: Bool, inclusive: Bool = false, _ count: Int,
    _ database: Database
  ) throws -> (rows: [Item], more: Bool) {
    var rows: [Item] = []
    for branch in branches(from: place, forward: forward, inclusive: inclusive) {
      let missing = count + 1 - rows.count
      guard missing > 0 else { break }
      let sql = statement(branch, forward: forward)
      let arguments = self.arguments(branch) + [missing]
      rows += try database.rows(sql, arguments, read: read)
    }
    return (Array(rows.prefix(count)), rows.count > count)
  }

  /// Ranges that together hold every row beyond a place, nearest first: same keys but a further row
  /// number, then same keys but the last one further, and so on. Each is one stretch of the index.
  private func branches(
    from place: [DatabaseValue]?, forward: Bool, inclusive: Bool
  ) -> [Condition] {
    guard let place else { return [.always] }
    let keys = order.allKeys
    return keys.indices.reversed().map { last in
      var parts = (0..<last).map { Condition(keys[$0].column + " = ?", [place[$0]]) }
      let ascends = keys[last].isDescending != forward
      let edge = inclusive && last == keys.indices.last ? "=" : ""
      parts.append(
        Condition(keys[last].column + (ascends ? " >" : " <") + edge + " ?", [place[last]]))
      return .and(parts)
    }
  }

  func statement(_ branch: Condition, forward: Bool) -> String {
    let source =
      candidates.map { _ in order.table + " NOT INDEXED" }
      ?? order.table + " INDEXED BY " + order.index
    let inside = candidates.map { order.row + ".id IN (" + $0.sql + ") AND " } ?? ""
    let sort = order.allKeys.map { $0.column + ($0.isDescending == forward ? " DESC" : " ASC") }
    return "SELECT " + select + " FROM " + source + " " + joins + " WHERE " + inside
      + branch.sql + " AND " + condition.sql + " ORDER BY " + sort.joined(separator: ", ")
      + " LIMIT ?"
  }

  private func arguments(_ branch: Condition) -> [Argument] {
    (candidates?.arguments ?? []) + branch.arguments + condition.arguments
  }
}

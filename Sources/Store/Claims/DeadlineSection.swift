internal import Fulfillment
internal import GRDB

/// One stretch of the claims panel, walked by an index of its own. The panel is its stretches one below
/// the other.
struct DeadlineSection {
  /// What makes the number of its lines differ from those of the others.
  var tag: Int64
  var select: String
  var source: String
  /// What is listed, before any filter.
  var condition: Condition
  /// All ascending, the last ones unique: an index has them in this order.
  var keys: [String]
  var read: (inout Columns) throws -> DeadlineRow
  /// The row of a number: what stands behind WHERE.
  var place: (Int64) throws -> (source: String, condition: Condition)

  static let count: Int64 = 4

  /// Up to `count` lines from a place on, nearest first, and whether there are more.
  func page(
    from place: [DatabaseValue]?, forward: Bool, inclusive: Bool, count: Int, filter: Condition,
    _ database: Database
  ) throws -> (rows: [DeadlineRow], more: Bool) {
    var parts = [condition]
    if let place, let first = place.first, let key = keys.first {
      let sign = (forward ? ">" : "<") + (inclusive ? "=" : "")
      // The first key alone tells the index where to begin; all together where exactly.
      parts.append(Condition(key + (forward ? " >= ?" : " <= ?"), [first]))
      let marks = place.map { _ in "?" }.joined(separator: ", ")
      parts.append(
        Condition("(\(keys.joined(separator: ", "))) \(sign) (\(marks))", place.map { $0 }))
    }
    parts.append(filter)
    let whole = Condition.and(parts)
    let order = keys.map { $0 + (forward ? " ASC" : " DESC") }.joined(separator: ", ")
    let rows = try database.rows(
      "SELECT \(select) FROM \(source) WHERE \(whole.sql) ORDER BY \(order) LIMIT ?",
      whole.arguments + [Int64(count + 1)], read: read)
    return (Array(rows.prefix(count)), rows.count > count)
  }

  /// The keys of the line of that number; nil where there is none any more.
  func keys(of number: Int64, _ database: Database) throws -> [DatabaseValue]? {
    let (source, condition) = try place(number)
    let sql = "SELECT \(keys.joined(separator: ", ")) FROM \(source) WHERE \(condition.sql)"
    let statement = try database.cachedStatement(sql: sql)
    let row = try Row.fetchOne(
      statement, arguments: StatementArguments(condition.arguments))
    return row?.databaseValues.map { $0 }
  }
}

/// Walks several stretches as one list.
struct DeadlineReader {
  var sections: [DeadlineSection]
  var filter: Condition
  let database: Database

  /// A place in the list: a stretch and, within it, a line.
  private struct Place {
    var section: Int
    var keys: [DatabaseValue]?
  }

  func window(at anchor: Anchor, count: Int) throws -> Window<DeadlineRow> {
    let count = max(1, count)
    switch anchor {
    case .start: return try first(count)
    case .end:
      let (rows, more) = try page(
        from: Place(section: sections.count - 1), forward: false, count: count)
      return Window(rows: rows.reversed(), hasBefore: more, offset: more ? nil : 0)
    case .after(let number):
      guard let place = try place(of: number) else { return try first(count) }
      let (rows, more) = try page(from: place, forward: true, count: count)
      return Window(rows: rows, hasBefore: true, hasAfter: more)
    case .before(let number):
      guard let place = try place(of: number) else { return try first(count) }
      let (rows, more) = try page(from: place, forward: false, count: count)
      return Window(
        rows: rows.reversed(), hasBefore: more, hasAfter: true, offset: more ? nil : 0)
    case .around(let number):
      guard let place = try place(of: number) else { return try first(count) }
      let before = try page(from: place, forward: false, count: count / 2)
      let after = try page(
        from: place, forward: true, inclusive: true, count: count - before.rows.count)
      return Window(
        rows: before.rows.reversed() + after.rows, hasBefore: before.more, hasAfter: after.more,
        offset: before.more ? nil : 0)
    }
  }

  private func first(_ count: Int) throws -> Window<DeadlineRow> {
    let (rows, more) = try page(from: Place(section: 0), forward: true, count: count)
    return Window(rows: rows, hasAfter: more, offset: 0)
  }

  private func place(of number: Int64) throws -> Place? {
    let tag = number % DeadlineSection.count
    guard let section = sections.firstIndex(where: { $0.tag == tag }),
      let keys = try sections[section].keys(of: number / DeadlineSection.count, database)
    else { return nil }
    return Place(section: section, keys: keys)
  }

  private func page(
    from place: Place, forward: Bool, inclusive: Bool = false, count: Int
  ) throws -> (rows: [DeadlineRow], more: Bool) {
    var rows: [DeadlineRow] = []
    var next = place
    while sections.indices.contains(next.section) {
      let (found, more) = try sections[next.section].page(
        from: next.keys, forward: forward, inclusive: inclusive,
        count: max(0, count - rows.count), filter: filter, database)
      rows += found
      if more { return (rows, true) }
      next = Place(section: next.section + (forward ? 1 : -1))
    }
    return (rows, false)
  }
}

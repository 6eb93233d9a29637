/// A table whose changes go into the event log, and the triggers that put them there: no transaction can
/// forget to, and another program's changes are logged too. Triggers are part of a released schema: what
/// is generated here for a released step may not change.
///
/// Since version 5 a row that is new or gone is logged as an array of its columns in this order (`isPacked`),
/// which costs half of naming each: columns may be added at the end, and none may ever move.
struct LoggedTable {
  /// A column as the log has it.
  struct Column: ExpressibleByStringLiteral {
    let name: String
    /// What is logged; `%` stands for the row.
    let value: String

    init(stringLiteral name: String) { self = .of(name, "%." + name) }

    private init(name: String, value: String) { (self.name, self.value) = (name, value) }

    static func of(_ name: String, _ value: String) -> Column { Column(name: name, value: value) }

    func sql(_ row: String) -> String { LoggedTable.sql(value, row) }
  }

  /// How a row belongs to an order.
  enum Belonging {
    /// By that column.
    case by(String)
    /// Through the row of that table which that column names.
    case through(String, String)
    case none

    /// The order of a row, whose name stands for `%`.
    var order: String {
      switch self {
      case .by(let column): "%." + column
      case .through(let table, let column): "(SELECT orderID FROM \(table) WHERE id = %.\(column))"
      case .none: "NULL"
      }
    }

    /// The rows `r` of the order `?1`.
    var rows: String {
      switch self {
      case .by(let column): "r.\(column) = ?1"
      case .through(let table, let column):
        "r.\(column) IN (SELECT id FROM \(table) WHERE orderID = ?1)"
      case .none: "?1 IS NULL"
      }
    }
  }

  var table: String
  /// The beginning of the kind: `order` in `order.new`.
  var subject: String
  var number: String
  /// What tells rows of one number apart; "" where the number does.
  var part: String
  var order: Belonging
  var happenedAt: String?
  var columns: [Column]
  /// Columns that usually change together.
  var changes: [[String]]
  /// Only when this column changes are those above logged; nil: when any does.
  var watching: String?
  /// A row that comes to its order late is logged once more then, in full.
  var adopted: Bool
  /// A log itself: rows only come.
  var isKept: Bool

  /// Rows are logged as arrays.
  var isPacked = false
  /// When a row was recorded, where no column that is logged says so.
  var recordedAt: String?

  init(
    _ table: String, _ subject: String, number: String = "%.id", part: String = "",
    happenedAt: String? = nil, columns: [Column], changes: [[String]] = [], watching: String? = nil,
    order: Belonging = .by("orderID"), adopted: Bool = false, isKept: Bool = false
  ) {
    self.table = table
    self.subject = subject
    self.number = number
    self.part = part
    self.happenedAt = happenedAt
    self.columns = columns
    self.changes = changes
    self.watching = watching
    self.order = order
    self.adopted = adopted
    self.isKept = isKept
  }

  /// With the row's name in place of each `%`.
  static func sql(_ text: String, _ row: String) -> String {
    text.split(separator: "%", omittingEmptySubsequences: false).joined(separator: row)
  }

  var triggers: [String] {
    var triggers = [on("INSERT", "insert", verb: "new", row: "new", content("new"))]
    if !isKept { triggers.append(on("DELETE", "delete", verb: "gone", row: "old", content("old"))) }
    for (index, names) in changes.enumerated() {
      let watched = watching.map { [$0] } ?? names
      triggers.append(
        on(
          "UPDATE OF " + watched.joined(separator: ", "), "update\(index)", verb: "set", row: "new",
          difference(names), when: watched.map(differs).joined(separator: " OR ")))
    }
    if adopted {
      triggers.append(
        on(
          "UPDATE OF orderID", "adopt", verb: "new", row: "new", content("new"),
          when: "old.orderID IS NULL AND new.orderID IS NOT NULL"))
    }
    return triggers
  }

  /// The rows of the order `?1` as their insertion would be logged now: number, when it happened, when it
  /// was recorded, change.
  var snapshot: String {
    """
    SELECT \(LoggedTable.sql(number, "r")), \(happenedAt.map { "r." + $0 } ?? "NULL"),
      \(recordedAt.map { LoggedTable.sql($0, "r") } ?? "NULL"), \(content("r"))
    FROM \(table) r WHERE \(order.rows)
    """
  }

  private func on(
    _ what: String, _ name: String, verb: String, row: String, _ change: String,
    when condition: String? = nil
  ) -> String {
    """
    CREATE TRIGGER event_\(table)_\(name) AFTER \(what) ON \(table)\
    \(condition.map { " WHEN " + $0 } ?? "") BEGIN
      INSERT INTO event (orderID, kind, number, happenedAt, change)
      VALUES (\(LoggedTable.sql(order.order, row)), '\(subject).\(verb)',
        \(LoggedTable.sql(number, row)), \(happenedAt.map { row + "." + $0 } ?? "NULL"),
        \(change));
    END
    """
  }

  /// A column as it is logged; one that is only watched, as it is.
  private func column(_ name: String) -> Column {
    columns.first { $0.name == name } ?? Column(stringLiteral: name)
  }

  /// Whatever case a text is in, however its column compares.
  private func differs(_ name: String) -> String {
    let column = column(name)
    return "\(column.sql("old")) COLLATE BINARY IS NOT \(column.sql("new"))"
  }

  /// The row as JSON: an array of its columns, or an object without those that are nothing or empty.
  func content(_ row: String) -> String {
    guard !isPacked else {
      return "json_array(" + columns.map { $0.sql(row) }.joined(separator: ", ") + ")"
    }
    let parts = columns.map { column in
      let value = column.sql(row)
      return "CASE WHEN \(value) IS NULL OR \(value) = '' THEN '' "
        + "ELSE ',\"\(column.name)\":' || json_quote(\(value)) END"
    }
    return "'{' || substr(" + parts.joined(separator: "\n        || ") + ", 2) || '}'"
  }

  /// What differs, each with what it was and what it is.
  private func difference(_ names: [String]) -> String {
    func quoted(_ value: String) -> String { isPacked ? "json_quote(\(value))" : value }
    let mark =
      part.isEmpty
      ? []
      : ["',\"\(part)\":[' || \(quoted("old." + part)) || ',' || \(quoted("new." + part)) || ']'"]
    let parts =
      mark
      + names.map { name in
        let column = column(name)
        let (old, new) = (column.sql("old"), column.sql("new"))
        return "CASE WHEN \(old) COLLATE BINARY IS \(new) THEN '' ELSE ',\"\(name)\":[' "
          + "|| json_quote(\(old)) || ',' || json_quote(\(new)) || ']' END"
      }
    return "'{' || substr(" + parts.joined(separator: "\n        || ") + ", 2) || '}'"
  }
}

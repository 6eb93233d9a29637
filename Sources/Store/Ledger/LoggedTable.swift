/// A table whose changes go into the event log, and the triggers that put them there: no transaction can
/// forget to, and another program's changes are logged too. Triggers are part of a released schema: what
/// is generated here for a released step may not change.
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

  let table: String
  /// The beginning of the kind: `order` in `order.new`.
  let subject: String
  let number: String
  /// What tells rows of one number apart; "" where the number does.
  let part: String
  let order: Belonging
  let happenedAt: String?
  let columns: [Column]
  /// Columns that usually change together.
  let changes: [[String]]
  /// Only when this column changes are those above logged; nil: when any does.
  let watching: String?
  /// A row that comes to its order late is logged once more then, in full.
  let adopted: Bool
  /// A log itself: rows only come.
  let isKept: Bool

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
          difference(names), when: watched.map(LoggedTable.differs).joined(separator: " OR ")))
    }
    if adopted {
      triggers.append(
        on(
          "UPDATE OF orderID", "adopt", verb: "new", row: "new", content("new"),
          when: "old.orderID IS NULL AND new.orderID IS NOT NULL"))
    }
    return triggers
  }

  /// The rows of the order `?1` as their insertion would be logged now: number, when it happened, change.
  var snapshot: String {
    """
    SELECT \(LoggedTable.sql(number, "r")), \(happenedAt.map { "r." + $0 } ?? "NULL"), \(content("r"))
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

  /// Whatever case a text is in, however its column compares.
  private static func differs(_ column: String) -> String {
    "old.\(column) COLLATE BINARY IS NOT new.\(column)"
  }

  /// The row as a JSON object; what is nothing or empty is left out.
  private func content(_ row: String) -> String {
    let parts = columns.map { column in
      let value = column.sql(row)
      return "CASE WHEN \(value) IS NULL OR \(value) = '' THEN '' "
        + "ELSE ',\"\(column.name)\":' || json_quote(\(value)) END"
    }
    return "'{' || substr(" + parts.joined(separator: "\n        || ") + ", 2) || '}'"
  }

  /// What differs, each with what it was and what it is.
  private func difference(_ names: [String]) -> String {
    let mark = part.isEmpty ? [] : ["',\"\(part)\":[' || old.\(part) || ',' || new.\(part) || ']'"]
    let parts =
      mark
      + names.map { name in
        "CASE WHEN old.\(name) COLLATE BINARY IS new.\(name) THEN '' ELSE ',\"\(name)\":[' "
          + "|| json_quote(old.\(name)) || ',' || json_quote(new.\(name)) || ']' END"
      }
    return "'{' || substr(" + parts.joined(separator: "\n        || ") + ", 2) || '}'"
  }
}

internal import GRDB

/// Rows that are written many to a statement. What a statement costs beside its rows (opening a table with
/// all its indexes, copying pages so that it can be taken back) is half of writing one alone.
///
/// Rows wait until there are enough of them: call `end` before anything reads them, and before the
/// transaction ends. They are written in their order.
struct RowBatch {
  /// A statement for one row and the same for many.
  struct Form: Sendable {
    fileprivate let one: String
    fileprivate let many: String
    fileprivate let width: Int

    /// - Parameters:
    ///   - width: values in a row.
    ///   - sql: the statement around `(?, ?), (?, ?)`.
    init(width: Int, _ sql: (String) -> String) {
      let row = "(" + Array(repeating: "?", count: width).joined(separator: ", ") + ")"
      one = sql(row)
      many = sql(Array(repeating: row, count: RowBatch.size).joined(separator: ", "))
      self.width = width
    }
  }

  /// Rows of a statement: more gain nothing.
  static let size = 64

  private let database: Database
  private let form: Form
  private var values: [Scan.Value] = []

  init(_ database: Database, _ form: Form) { (self.database, self.form) = (database, form) }

  mutating func add(_ row: [Scan.Value]) throws {
    values += row
    guard values.count == form.width * RowBatch.size else { return }
    try database.put(form.many, values)
    values.removeAll(keepingCapacity: true)
  }

  /// Writes those that still wait.
  mutating func end() throws {
    for start in stride(from: 0, to: values.count, by: form.width) {
      try database.put(form.one, Array(values[start..<start + form.width]))
    }
    values.removeAll(keepingCapacity: true)
  }
}

import Wire

/// A CSV file with named columns, read row by row; what can't be read becomes a `Refusal`.
struct Sheet<Column: CaseIterable & Hashable & RawRepresentable<String>> {
  let file: String
  private var table: CSVTable
  private let indices: [Column: Int]

  /// - Parameters:
  ///   - kind: what the file should be, for the message where it is not: `Shopify orders export`.
  ///   - required: columns without which nothing can be read.
  init(
    _ bytes: [UInt8], file: String, kind: String, required: [Column]
  ) throws(Refusal) {
    self.file = file
    do throws(CSVError) {
      table = try CSVTable(bytes)
    } catch {
      throw Refusal(file: file, error)
    }
    var indices: [Column: Int] = [:]
    for column in Column.allCases { indices[column] = table.index(of: column.rawValue) }
    self.indices = indices
    if let missing = required.first(where: { indices[$0] == nil }) {
      throw Refusal(
        file: file, line: 1, column: 1,
        reason: "not a \(kind): the column \(missing.rawValue) is missing")
    }
  }

  /// The file has that column.
  func has(_ column: Column) -> Bool { indices[column] != nil }

  /// The next row, or what is wrong with it; nil at the end.
  mutating func next() -> Result<Row, CSVError>? {
    table.next().map { result in
      result.map { Row(file: file, record: $0, indices: indices) }
    }
  }

  /// The cell of a malformed row that was read whole before the fault; nil where it was not. The last
  /// cell of a row that is too short may be cut itself.
  func cell(_ column: Column, of error: CSVError) -> String? {
    var count = error.before.count
    if case .wrongCount = error.problem { count -= 1 }
    guard let index = indices[column], index < count else { return nil }
    return error.before[index].trimmed
  }

  /// One row. Cells come without blanks at their ends; a column that the file lacks is "".
  struct Row {
    let file: String
    let record: CSVRecord
    let indices: [Column: Int]

    subscript(column: Column) -> String {
      guard let index = indices[column] else { return "" }
      return record[index].trimmed
    }

    func refusal(_ column: Column, _ reason: String) -> Refusal {
      let position = record.position(indices[column] ?? 0)
      return Refusal(file: file, line: position.line, column: position.column, reason: reason)
    }

    /// What every cell says, to compare rows.
    func texts(_ columns: [Column]) -> [String] { columns.map { self[$0] } }
  }
}

extension Refusal {
  init(file: String, _ error: CSVError) {
    self.init(
      file: file, line: error.position.line, column: error.position.column, reason: error.reason)
  }
}

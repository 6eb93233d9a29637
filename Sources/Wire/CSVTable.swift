/// A CSV file whose first record names its columns. Rows have as many cells as the header, or more
/// where the surplus is empty (some programs end lines with a delimiter); fewer mean a cut row.
package struct CSVTable: Sendable {
  /// Names as written, without surrounding blanks.
  package let columns: [String]
  private let indices: [String: Int]
  private var reader: CSVReader

  /// Reads the header. Throws where there is none, or where it names one column twice.
  package init(_ bytes: [UInt8], delimiter: UInt8? = nil) throws(CSVError) {
    reader = CSVReader(bytes, delimiter: delimiter)
    guard let first = reader.next() else {
      throw CSVError(.header("the file is empty"), at: TextPosition(line: 1, column: 1))
    }
    let header = try first.get()
    var (columns, indices): ([String], [String: Int]) = ([], [:])
    for index in 0..<header.count {
      let name = header[index].trimmed
      columns.append(name)
      guard !name.isEmpty else { continue }
      guard indices.updateValue(index, forKey: name.lowercased()) == nil else {
        let text = "two columns are named \(name)"
        throw CSVError(.header(text), at: header.position(index))
      }
    }
    self.columns = columns
    self.indices = indices
  }

  /// Which cell of a record belongs to a column; names compare without case. nil: no such column.
  package func index(of column: String) -> Int? { indices[column.lowercased()] }

  /// The next row, or what is wrong with it; nil at the end of the file.
  package mutating func next() -> Result<CSVRecord, CSVError>? {
    guard let result = reader.next() else { return nil }
    guard case .success(let record) = result, !hasRightCount(record) else { return result }
    let problem = CSVError.Problem.wrongCount(found: record.count, expected: columns.count)
    let position = TextPosition(line: record.line, column: 1)
    return .failure(CSVError(problem, at: position, before: record.texts))
  }

  private func hasRightCount(_ record: CSVRecord) -> Bool {
    record.count >= columns.count
      && (columns.count..<record.count).allSatisfy { record.isEmpty($0) }
  }
}

extension String {
  /// Without blanks, tabs and line ends at both ends.
  package var trimmed: String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    var bytes = Substring(self).utf8
    while let first = bytes.first, isBlank(first) { bytes.removeFirst() }
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    return String(Substring(bytes))
  }
}

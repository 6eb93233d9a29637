/// Writes CSV (RFC 4180). Cells are quoted where they must be.
package struct CSVWriter: Sendable {
  /// What was written so far.
  package private(set) var bytes: [UInt8] = []
  private let delimiter: UInt8
  private let lineEnd: [UInt8]
  private let defusing: Bool

  /// - Parameters:
  ///   - lineEnd: behind every record, the last one too.
  ///   - defusing: puts `'` before a cell that a spreadsheet would take for a formula, and quotes
  ///     every cell in which another locale's spreadsheet would see a delimiter (OWASP, "CSV
  ///     Injection"). Plain numbers stay as they are.
  package init(delimiter: UInt8 = 0x2C, lineEnd: String = "\n", defusing: Bool = false) {
    self.delimiter = delimiter
    self.lineEnd = Array(lineEnd.utf8)
    self.defusing = defusing
  }

  /// What was written so far, as text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Adds one record.
  package mutating func write(_ cells: some Sequence<String>) {
    var isFirst = true
    for cell in cells {
      if !isFirst { bytes.append(delimiter) }
      isFirst = false
      append(defusing && CSVWriter.isFormula(cell) ? "'" + cell : cell)
    }
    bytes += lineEnd
  }

  /// Forgets what was written, so that a long export can be passed on record by record.
  package mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  /// A spreadsheet may run the cell: it starts with `=`, `+`, `-`, `@`, one of their full-width
  /// forms, tab, CR or LF, and is not a plain number.
  package static func isFormula(_ cell: String) -> Bool {
    guard let first = cell.unicodeScalars.first else { return false }
    switch first {
    case "+", "-": return !isNumber(cell.utf8.dropFirst())
    case "=", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": return true
    default: return false
    }
  }

  private static func isNumber(_ digits: Substring.UTF8View) -> Bool {
    let points = digits.count { $0 == 0x2E }
    return points <= 1 && digits.count > points
      && digits.allSatisfy { (48...57).contains($0) || $0 == 0x2E }
  }

  private mutating func append(_ cell: String) {
    let needsQuotes = cell.utf8.contains { byte in
      switch byte {
      case delimiter, Byte.quote, Byte.lineFeed, Byte.carriageReturn: true
      case 0x2C, 0x3B, 0x09, 0x7C: defusing
      default: false
      }
    }
    guard needsQuotes || cell.first == " " || cell.last == " " else {
      bytes += cell.utf8
      return
    }
    bytes.append(Byte.quote)
    for byte in cell.utf8 {
      if byte == Byte.quote { bytes.append(Byte.quote) }
      bytes.append(byte)
    }
    bytes.append(Byte.quote)
  }
}

/// A place in a text file, both counted from 1; `column` counts characters (Unicode scalars), as an
/// editor shows it.
package struct TextPosition: Hashable, Sendable {
  /// From 1.
  package var line: Int
  /// From 1, in characters.
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// One record of a CSV file. It shares the file's bytes; a cell becomes a `String` only when asked for.
package struct CSVRecord: Sendable {
  let bytes: [UInt8]
  var cells: [Cell] = []

  /// Where a cell's text lies in the file, quotes left out.
  struct Cell: Sendable {
    var start: Int
    var end: Int
    /// Holds doubled quotes that stand for one.
    var hasDoubledQuotes = false
    var line: Int
    /// Where that line starts, in bytes.
    var lineStart: Int
    /// Where the cell starts, its quote included.
    var origin: Int
  }

  /// How many cells it has.
  package var count: Int { cells.count }

  /// The line the record starts on.
  package var line: Int { cells.first?.line ?? 1 }

  /// The text of a cell; "" past the end.
  package subscript(index: Int) -> String {
    guard cells.indices.contains(index) else { return "" }
    let cell = cells[index]
    let content = bytes[cell.start..<cell.end]
    guard cell.hasDoubledQuotes else { return String(decoding: content, as: UTF8.self) }
    var unquoted: [UInt8] = []
    unquoted.reserveCapacity(content.count)
    var isSecond = false
    for byte in content {
      isSecond = byte == Byte.quote && !isSecond
      if !isSecond { unquoted.append(byte) }
    }
    return String(decoding: unquoted, as: UTF8.self)
  }

  /// Hands the bytes of a cell over as they are in the file, the outer quotes left out; none past the
  /// end. For who reads millions of cells and makes no text of them.
  package func withBytes<Value>(of index: Int, _ body: (Span<UInt8>) -> Value) -> Value {
    guard cells.indices.contains(index) else { return body(bytes.span.extracting(0..<0)) }
    return body(bytes.span.extracting(cells[index].start..<cells[index].end))
  }

  /// Nothing is in the cell, or the record has no such cell.
  package func isEmpty(_ index: Int) -> Bool {
    guard cells.indices.contains(index) else { return true }
    return cells[index].start == cells[index].end
  }

  /// Where the cell starts; past the end, where the record starts.
  package func position(_ index: Int) -> TextPosition {
    guard let cell = cells.indices.contains(index) ? cells[index] : cells.first else {
      return TextPosition(line: 1, column: 1)
    }
    return TextPosition(
      line: cell.line, column: bytes.column(of: cell.origin, lineStart: cell.lineStart))
  }

  /// All cells as text.
  package var texts: [String] { cells.indices.map { self[$0] } }
}

extension [UInt8] {
  /// The 1-based character column of an offset on the line that starts at `lineStart`.
  func column(of offset: Int, lineStart: Int) -> Int {
    var column = 1
    for byte in self[lineStart..<Swift.min(offset, count)] where byte & 0xC0 != 0x80 { column += 1 }
    return column
  }
}

/// The bytes that mean something in CSV.
enum Byte {
  static let quote: UInt8 = 0x22
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
}

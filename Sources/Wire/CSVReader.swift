/// Reads CSV (RFC 4180) record by record from bytes, so that a large file is never turned into
/// strings as a whole. Records end with LF, CR or CRLF; empty lines are skipped; a UTF-8 byte order
/// mark is ignored. A malformed record is reported once, and reading resumes on the line after the
/// one on which its bad cell starts.
package struct CSVReader: Sendable {
  private let bytes: [UInt8]
  /// What separates cells.
  package let delimiter: UInt8
  private let longestCell: Int
  private var place: Place

  /// Where reading is, and on which line.
  private struct Place: Sendable {
    var offset: Int
    var line = 1
    var lineStart: Int
  }

  /// - Parameters:
  ///   - delimiter: nil chooses among comma, semicolon, tab and bar by the first line.
  ///   - longestCell: a cell of more bytes is refused.
  package init(_ bytes: [UInt8], delimiter: UInt8? = nil, longestCell: Int = 1 << 20) {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    self.bytes = bytes
    self.longestCell = longestCell
    self.delimiter = delimiter ?? CSVReader.delimiter(of: bytes[start...])
    place = Place(offset: start, lineStart: start)
  }

  /// The next record, or what is wrong with it; nil at the end of the file.
  package mutating func next() -> Result<CSVRecord, CSVError>? {
    while isLineEnd(at: place.offset) { place = placeAfterLineEnd(place) }
    guard place.offset < bytes.count else { return nil }
    var record = CSVRecord(bytes: bytes)
    do throws(CSVError) {
      var hasMore = true
      while hasMore {
        record.cells.append(try cell())
        hasMore = place.offset < bytes.count && bytes[place.offset] == delimiter
        if hasMore { place.offset += 1 }
      }
      if isLineEnd(at: place.offset) { place = placeAfterLineEnd(place) }
      return .success(record)
    } catch {
      skipLine()
      return .failure(CSVError(error.problem, at: error.position, before: record.texts))
    }
  }

  /// Hands every record to `body` and every malformed one to `refuse`, in file order.
  package mutating func forEach(
    _ body: (CSVRecord) throws -> Void, refuse: (CSVError) throws -> Void
  ) rethrows {
    while let result = next() {
      switch result {
      case .success(let record): try body(record)
      case .failure(let error): try refuse(error)
      }
    }
  }

  /// Reads one cell and stops behind it, at a delimiter, a line end or the end of the file. Where it
  /// throws, the place is still where the cell starts.
  private mutating func cell() throws(CSVError) -> CSVRecord.Cell {
    let isQuoted = place.offset < bytes.count && bytes[place.offset] == Byte.quote
    let (cell, end) = isQuoted ? try quotedCell() : try plainCell()
    if cell.end - cell.start > longestCell { throw error(.cellTooLong(longestCell), at: place) }
    place = end
    return cell
  }

  private func plainCell() throws(CSVError) -> (CSVRecord.Cell, Place) {
    let span = bytes.span
    var end = place
    var high: UInt8 = 0
    while end.offset < span.count {
      let byte = span[end.offset]
      if byte == delimiter || byte == Byte.lineFeed || byte == Byte.carriageReturn { break }
      if byte == Byte.quote { throw error(.strayQuote, at: end) }
      if byte == 0 { throw error(.nul, at: end) }
      high |= byte
      end.offset += 1
    }
    let range = place.offset..<end.offset
    if high & 0x80 != 0 { try checkUTF8(range) }
    return (newCell(range), end)
  }

  private func quotedCell() throws(CSVError) -> (CSVRecord.Cell, Place) {
    let span = bytes.span
    var end = place
    end.offset += 1
    var (high, doubled) = (UInt8(0), false)
    while end.offset < span.count {
      let byte = span[end.offset]
      if byte == Byte.quote {
        guard end.offset + 1 < span.count, span[end.offset + 1] == Byte.quote else { break }
        doubled = true
        end.offset += 2
        continue
      }
      if byte == 0 { throw error(.nul, at: end) }
      if end.offset - place.offset > longestCell {
        throw error(.cellTooLong(longestCell), at: place)
      }
      high |= byte
      if isLineEnd(at: end.offset) {
        end = placeAfterLineEnd(end)
      } else {
        end.offset += 1
      }
    }
    guard end.offset < span.count else { throw error(.unterminatedQuote, at: place) }
    let range = place.offset + 1..<end.offset
    if high & 0x80 != 0 { try checkUTF8(range) }
    var cell = newCell(range)
    cell.hasDoubledQuotes = doubled
    end.offset += 1
    guard end.offset == span.count || span[end.offset] == delimiter || isLineEnd(at: end.offset)
    else { throw error(.strayQuote, at: end) }
    return (cell, end)
  }

  private func newCell(_ range: Range<Int>) -> CSVRecord.Cell {
    CSVRecord.Cell(
      start: range.lowerBound, end: range.upperBound, line: place.line,
      lineStart: place.lineStart, origin: place.offset)
  }

  private func checkUTF8(_ range: Range<Int>) throws(CSVError) {
    guard String(validating: bytes[range], as: UTF8.self) == nil else { return }
    throw error(.notUTF8, at: place)
  }

  private func error(_ problem: CSVError.Problem, at place: Place) -> CSVError {
    let column = bytes.column(of: place.offset, lineStart: place.lineStart)
    return CSVError(problem, at: TextPosition(line: place.line, column: column))
  }

  /// Gives up the rest of the line on which the bad cell starts. Lines that an unclosed quote
  /// swallowed come back, for they are plausible records. They hold only even runs of quotes up to
  /// the place where the fault showed, so none of them runs far ahead again: the whole stays linear.
  private mutating func skipLine() {
    while place.offset < bytes.count, !isLineEnd(at: place.offset) { place.offset += 1 }
    if place.offset < bytes.count { place = placeAfterLineEnd(place) }
  }

  private func isLineEnd(at offset: Int) -> Bool {
    offset < bytes.count
      && (bytes[offset] == Byte.lineFeed || bytes[offset] == Byte.carriageReturn)
  }

  /// The place behind the line end that stands at `place`; CRLF counts as one.
  private func placeAfterLineEnd(_ place: Place) -> Place {
    let isPair =
      bytes[place.offset] == Byte.carriageReturn && place.offset + 1 < bytes.count
      && bytes[place.offset + 1] == Byte.lineFeed
    let next = place.offset + (isPair ? 2 : 1)
    return Place(offset: next, line: place.line + 1, lineStart: next)
  }
}

import ArgumentParser
import Canvas
import Fulfillment
import Wire

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Prints rows in the form that was asked for, a batch at a time, so that a million rows need no memory.
struct Lister<Row> {
  enum Form { case table, json, csv }

  private let columns: [ListColumn<Row>]
  private let form: Form
  private var buffer = ""
  private var writer = CSVWriter(defusing: true)
  private var held: [[String]] = []
  private(set) var count = 0

  /// Fails where a column is named that the listing does not have.
  init(_ all: [ListColumn<Row>], options: ListingOptions) throws {
    form = options.json ? .json : options.csv ? .csv : .table
    guard let names = options.columns else {
      columns = form == .table ? all.filter { !$0.isExtra } : all
      return
    }
    columns = try names.split(separator: ",").map { name in
      let wanted = name.drop { $0 == " " }
      guard let column = all.first(where: { $0.name == wanted }) else {
        let known = all.map(\.name).joined(separator: ", ")
        throw ValidationError("--columns \(wanted): there is only \(known)")
      }
      return column
    }
  }

  /// Prints or keeps a row.
  mutating func add(_ row: Row) {
    count += 1
    switch form {
    case .json:
      buffer += JSON.object(columns.map { ($0.name, $0.json(row)) }).line + "\n"
    case .csv:
      if count == 1 { writer.write(columns.map(\.name)) }
      // A dash tells the eye that nothing is known; a spreadsheet would take it for a formula.
      writer.write(columns.map { $0.text(row) }.map { $0 == "-" ? "" : $0 })
    case .table:
      held.append(columns.map { $0.text(row).sanitised() })
      if held.count >= 1000 { flushTable() }
    }
    if buffer.utf8.count + writer.bytes.count > 60_000 { flush() }
  }

  /// Prints what is left; the command ends with "nothing found" where there was no row.
  mutating func finish() throws {
    flushTable()
    flush()
    guard count > 0 else {
      throw ExitCode(ExitStatus.nothingFound.rawValue)
    }
  }

  private mutating func flush() {
    Standard.write(buffer + writer.text, to: STDOUT_FILENO)
    buffer = ""
    _ = writer.take()
  }

  private mutating func flushTable() {
    guard form == .table, !held.isEmpty else { return }
    let isFirst = count == held.count
    let header = columns.map { $0.name.uppercased() }
    var widths = header.map(TextWidth.of)
    for row in held {
      for (index, cell) in row.enumerated() {
        widths[index] = max(widths[index], TextWidth.of(cell))
      }
    }
    for row in (isFirst ? [header] : []) + held {
      let cells = zip(row, zip(columns, widths)).map { cell, shape in
        let blanks = String(repeating: " ", count: max(0, shape.1 - TextWidth.of(cell)))
        return shape.0.isNumber ? blanks + cell : cell + blanks
      }
      buffer += cells.joined(separator: "  ").trimmedAtEnd() + "\n"
    }
    held.removeAll(keepingCapacity: true)
    flush()
  }
}

extension String {
  fileprivate func trimmedAtEnd() -> Substring {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return text
  }
}

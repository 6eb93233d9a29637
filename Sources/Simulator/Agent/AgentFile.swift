/// A file in the exchange folder of an agent.
package struct AgentFile: Hashable, Sendable {
  package var name: String
  package var bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// Its content as text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// One order as the agent reads it from a file.
struct AgentRequest: Sendable {
  /// The buyer's PO number.
  let key: String
  /// Lines as written: sku and pieces.
  var lines: [PlacedOrder.Line] = []
  /// Every other field of it: name, address, method.
  var fields: [String] = []

  /// The orders of a file. Two forms are understood (apis.md 5): rows that begin with PH (a header:
  /// PH, number, ...) and PD (a line: PD, number, line, sku, quantity), and a table whose first row
  /// names its columns. Rows without number, sku or a quantity above zero are passed over.
  static func read(_ bytes: [UInt8]) -> [AgentRequest] {
    let rows = AgentTable.rows(bytes)
    let isPicking = rows.contains { $0.first?.uppercased() == "PH" }
    return isPicking ? picking(rows) : table(rows)
  }

  private static func picking(_ rows: [[String]]) -> [AgentRequest] {
    var requests: [AgentRequest] = []
    for row in rows where row.count > 1 {
      switch row[0].uppercased() {
      case "PH": requests.append(AgentRequest(key: row[1], fields: Array(row.dropFirst(2))))
      case "PD":
        guard let at = requests.lastIndex(where: { $0.key == row[1] }), row.count > 4,
          let quantity = Int(row[4]), quantity > 0, !row[3].isEmpty
        else { continue }
        requests[at].lines.append(.init(sku: row[3], quantity: quantity))
      default: continue
      }
    }
    return requests.filter { !$0.lines.isEmpty && !$0.key.isEmpty }
  }

  private static let keyNames = ["ponumber", "customerpo", "ordernumber", "orderid", "reference"]
  private static let skuNames = ["itemsku", "suppliersku", "sku", "vendorsku"]
  private static let quantityNames = ["quantity", "qty"]

  private static func table(_ rows: [[String]]) -> [AgentRequest] {
    guard let head = rows.first else { return [] }
    let names = head.map { $0.lowercased().filter { $0.isLetter } }
    func column(_ wanted: [String]) -> Int? {
      wanted.lazy.compactMap { names.firstIndex(of: $0) }.first
    }
    guard let key = column(keyNames), let sku = column(skuNames),
      let quantity = column(quantityNames)
    else { return [] }
    var requests: [AgentRequest] = []
    for row in rows.dropFirst() where row.count > max(key, sku, quantity) {
      guard !row[key].isEmpty, !row[sku].isEmpty, let count = Int(row[quantity]), count > 0 else {
        continue
      }
      let line = PlacedOrder.Line(sku: row[sku], quantity: count)
      if let at = requests.firstIndex(where: { $0.key == row[key] }) {
        requests[at].lines.append(line)
      } else {
        requests.append(AgentRequest(key: row[key], lines: [line], fields: row))
      }
    }
    return requests
  }
}

/// Separated values, read and written by the agent's own program.
enum AgentTable {
  /// Rows of trimmed fields; the separator is the one of `, ; |` and tab that the first line has most
  /// of. Fields may be quoted. A byte order mark is passed over.
  static func rows(_ bytes: [UInt8]) -> [[String]] {
    var text = String(decoding: bytes, as: UTF8.self)
    if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
    let first = text.prefix { !$0.isNewline }
    let separators: [Character] = [",", ";", "|", "\t"]
    let separator =
      separators.max { left, right in
        first.count { $0 == left } < first.count { $0 == right }
      } ?? ","
    var (rows, row, field, isQuoted): ([[String]], [String], String, Bool) = ([], [], "", false)
    func trimmed(_ text: String) -> String {
      let ends = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
      return String(ends)
    }
    for character in text {
      switch character {
      case "\"": isQuoted.toggle()
      case separator where !isQuoted:
        row.append(trimmed(field))
        field = ""
      case _ where character.isNewline && !isQuoted:
        row.append(trimmed(field))
        if row.contains(where: { !$0.isEmpty }) { rows.append(row) }
        (row, field) = ([], "")
      default: field.append(character)
      }
    }
    row.append(trimmed(field))
    if row.contains(where: { !$0.isEmpty }) { rows.append(row) }
    return rows
  }

  /// A table, each line ended by CR LF; fields that need it are quoted.
  static func write(_ rows: [[String]], separator: String, hasMark: Bool) -> [UInt8] {
    let lines = rows.map { row in
      row.map { field in
        field.contains { $0 == "\"" || $0.isNewline || separator.contains($0) }
          ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
      }.joined(separator: separator) + "\r\n"
    }
    return Array(((hasMark ? "\u{FEFF}" : "") + lines.joined()).utf8)
  }
}

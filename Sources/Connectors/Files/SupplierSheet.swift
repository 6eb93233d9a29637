import Fulfillment
import Wire

/// A file of a supplier, CSV or JSON: suppliers call one thing by many names, so each column has several.
struct SupplierSheet {
  let file: String
  private let source: Source
  private let indices: [SupplierColumn: Int]

  private enum Source {
    case table(CSVTable)
    case list(JSONTable)
  }

  /// - Parameters:
  ///   - required: one column of each group must be there.
  ///   - names: further names of columns, which go before the common ones.
  init(
    _ bytes: [UInt8], _ file: String, required: [[SupplierColumn]],
    names: [String: SupplierColumn] = [:]
  ) throws(Refusal) {
    self.file = file
    let headings: [String]
    if JSONTable.isJSON(bytes, file) {
      let list = try JSONTable(bytes, file)
      (source, headings) = (.list(list), list.columns)
    } else {
      do throws(CSVError) {
        let table = try CSVTable(bytes)
        (source, headings) = (.table(table), table.columns)
      } catch {
        throw Refusal(file: file, error)
      }
    }
    var indices: [SupplierColumn: Int] = [:]
    let own = Dictionary(
      names.map { (SupplierColumn.plain($0.key), $0.value) },
      uniquingKeysWith: { first, _ in first })
    for (index, name) in headings.enumerated() {
      guard let column = own[SupplierColumn.plain(name)] else { continue }
      indices[column] = index
    }
    for (index, name) in headings.enumerated() where own[SupplierColumn.plain(name)] == nil {
      guard let column = SupplierColumn(heading: name), indices[column] == nil else { continue }
      indices[column] = index
    }
    self.indices = indices
    for group in required where !group.contains(where: { indices[$0] != nil }) {
      let names = group.flatMap(\.headings).prefix(3).joined(separator: ", ")
      throw Refusal(
        file: file, line: 1, column: 1, reason: "a column is missing: one of \(names)")
    }
  }

  func has(_ column: SupplierColumn) -> Bool { indices[column] != nil }

  /// Hands over every row; what `body` throws, and what can't be read as a row, goes into the report.
  func forEach(
    _ report: inout FolderReport, _ body: (Row, inout FolderReport) throws(Refusal) -> Void
  ) {
    func take(_ record: Row.Record) {
      do throws(Refusal) {
        try body(Row(file: file, record: record, indices: indices), &report)
      } catch {
        report.refuse(error)
      }
    }
    switch source {
    case .table(var table):
      while let next = table.next() {
        switch next {
        case .failure(let error): report.refuse(Refusal(file: file, error))
        case .success(let record): take(.csv(record))
        }
      }
    case .list(let list):
      for (index, cells) in list.rows.enumerated() { take(.json(cells, number: index + 1)) }
    }
  }

  /// One row. Cells come without blanks at their ends and without the mark that our own export puts
  /// before what looks like a formula.
  struct Row {
    let file: String
    let record: Record
    let indices: [SupplierColumn: Int]

    enum Record {
      case csv(CSVRecord)
      /// The `number`th object of a list.
      case json([String], number: Int)
    }

    /// Of a CSV file; in JSON the object's number takes its place.
    var line: Int {
      switch record {
      case .csv(let record): record.line
      case .json(_, let number): number
      }
    }

    subscript(column: SupplierColumn) -> String {
      guard let index = indices[column] else { return "" }
      let text =
        switch record {
        case .csv(let record): record[index]
        case .json(let cells, _): cells[index]
        }
      let cell = text.trimmed
      guard cell.hasPrefix("'"), CSVWriter.isFormula(String(cell.dropFirst())) else {
        return cell.sanitised(limit: 300)
      }
      return String(cell.dropFirst()).sanitised(limit: 300)
    }

    func refusal(_ column: SupplierColumn, _ reason: String) -> Refusal {
      guard case .csv(let record) = record else {
        return Refusal(file: file, line: line, column: 1, reason: reason)
      }
      let position = record.position(indices[column] ?? 0)
      return Refusal(file: file, line: position.line, column: position.column, reason: reason)
    }

    /// A whole number of pieces; nil where the cell is empty or the column missing.
    func quantity() throws(Refusal) -> Int? {
      let text = self[.quantity]
      if text.isEmpty { return nil }
      guard let count = JSON.string(text).integer, (0...1_000_000).contains(count) else {
        throw refusal(.quantity, "quantity is not a whole number from 0 to 1000000")
      }
      return Int(count)
    }

    /// An identifier that a spreadsheet has not rounded: `1.23E+12` was a longer number once.
    func identifier(_ column: SupplierColumn) throws(Refusal) -> String {
      let text = self[column]
      let parts = text.lowercased().split(separator: "e+", omittingEmptySubsequences: false)
      if parts.count == 2, Double(text) != nil {
        throw refusal(column, "a spreadsheet has rounded \(text); save the column as text")
      }
      return text
    }
  }
}

extension FolderReport {
  mutating func refuse(_ refusal: Refusal) {
    unreadable.append(
      Page.Unreadable(
        id: "\(refusal.file):\(refusal.line):\(refusal.column)", reason: refusal.reason))
  }
}

/// What a column of a supplier's file holds (apis: DropStream, CorporateGift, 35up, Dsco).
enum SupplierColumn: CaseIterable {
  case key, order, sku, quantity, status, note, tracking, carrier, method, shippedAt, placedAt

  /// Compared without case, blanks, dashes and underscores.
  var headings: [String] {
    switch self {
    case .key: ["po_number", "po", "purchase_order", "key", "reference", "order_id", "po_no"]
    case .order: ["order_number", "supplier_order_number", "order_no", "number"]
    case .sku: ["supplier_sku", "item_sku", "sku", "item"]
    case .quantity: ["quantity", "qty", "shipped_qty", "stock", "on_hand", "available"]
    case .status: ["status", "state", "result"]
    case .note: ["note", "notes", "reason", "message", "comment"]
    case .tracking: ["tracking_number", "tracking_code", "tracking", "tracking_no", "waybill"]
    case .carrier: ["carrier", "carrier_code", "shipping_provider", "courier"]
    case .method: ["shipping_method", "method", "service"]
    case .shippedAt: ["shipped_at", "ship_date", "shipped", "date"]
    case .placedAt: ["placed_at", "order_date"]
    }
  }

  init?(heading: String) {
    let wanted = SupplierColumn.plain(heading)
    let found = SupplierColumn.allCases.first {
      $0.headings.contains { SupplierColumn.plain($0) == wanted }
    }
    guard let found else { return nil }
    self = found
  }

  static func plain(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}

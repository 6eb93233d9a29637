package import Fulfillment
import Wire

/// Orders of a WooCommerce shop from a file: one row an order or one a line, as the shop's export extension
/// writes them (`WooCommerceColumn`), or JSON: a list of objects with the same names, or of orders as the
/// shop's REST interface sends them. An order is the same whichever way it came.
package enum WooCommerceCSV {
  /// How to read what a file leaves open.
  package struct Options: Hashable, Sendable {
    /// Of files without a column for it.
    package var currency: Currency?
    /// Minutes east of UTC: dates are the shop's own, without a zone.
    package var zone: Int
    /// `03/04/2024` is the third of April where no date of the file tells day from month.
    package var isDayFirst: Bool

    package init(currency: Currency? = nil, zone: Int = 0, isDayFirst: Bool = false) {
      self.currency = currency
      self.zone = zone
      self.isDayFirst = isDayFirst
    }
  }

  /// Reads the file. An order of which any row can't be read is refused whole, once, at the first fault;
  /// the others are taken. An order's id is the shop's own, its number where the file has no id.
  package static func read(
    _ bytes: [UInt8], file: String, options: Options = Options()
  ) -> FileImport<Order> {
    do throws(Refusal) {
      if let orders = try rest(bytes, file) { return orders }
      let sheet = try WooCommerceSheet(bytes, file)
      return WooCommerceSheetOrders(sheet, options).read()
    } catch {
      return FileImport(refused: [error])
    }
  }

  /// Orders as REST sends them; nil where the file is something else.
  private static func rest(
    _ bytes: [UInt8], _ file: String
  ) throws(Refusal) -> FileImport<Order>? {
    guard JSONTable.isJSON(bytes, file), let json = try? JSON(bytes) else { return nil }
    let list = json.isArray ? json.elements : [json]
    guard let first = list.first, first["line_items"].isArray else {
      return nil
    }
    var result = FileImport<Order>()
    for (index, element) in list.enumerated() {
      do throws(UnreadableItem) {
        if let order = try WooCommerceOrder(element).order() { result.items.append(order) }
      } catch {
        let id = element["id"].text ?? "an order"
        result.refused.append(
          Refusal(file: file, line: index + 1, column: 1, reason: "\(id): \(error.reason)"))
      }
    }
    return result
  }
}

/// The rows of a file, CSV or JSON, by column.
struct WooCommerceSheet {
  /// One row; texts without blanks at their ends.
  struct Row {
    var cells: [String]
    var line: Int
    /// Where each cell stands; empty in JSON.
    var columns: [Int] = []
    /// A row that can't be read, in the operator's words.
    var fault: (reason: String, column: Int)?
  }

  let file: String
  let rows: [Row]
  private let places: [WooCommerceColumn: Int]
  /// `line_item_1` and so on, in their order.
  private let itemPlaces: [Int]

  init(_ bytes: [UInt8], _ file: String) throws(Refusal) {
    self.file = file
    let names: [String]
    (names, rows) = try WooCommerceSheet.content(bytes, file)
    var first: [String: Int] = [:]
    for (index, name) in names.enumerated() where first[WooCommerceColumn.plain(name)] == nil {
      first[WooCommerceColumn.plain(name)] = index
    }
    var places: [WooCommerceColumn: Int] = [:]
    for column in WooCommerceColumn.allCases {
      places[column] = column.headings.lazy.compactMap { first[WooCommerceColumn.plain($0)] }.first
    }
    self.places = places
    itemPlaces = names.indices.filter { index in
      let name = names[index].lowercased()
      return name.hasPrefix("line_item_") && Int(name.dropFirst("line_item_".count)) != nil
    }
    let hasItems = !itemPlaces.isEmpty || places[.items] != nil || places[.itemQuantity] != nil
    for (isThere, name) in [
      (places[.id] != nil || places[.number] != nil, "order_id"),
      (places[.status] != nil, "status"), (places[.date] != nil, "date"),
      (hasItems, "line_items, line_item_1 or item_quantity"),
    ] where !isThere {
      throw Refusal(
        file: file, line: 1, column: 1,
        reason: "not an export of WooCommerce's orders: the column \(name) is missing")
    }
  }

  func has(_ column: WooCommerceColumn) -> Bool { places[column] != nil }

  func text(_ column: WooCommerceColumn, _ row: Row) -> String {
    guard let place = places[column], row.cells.indices.contains(place) else { return "" }
    return row.cells[place]
  }

  /// The packed lines of a row that holds a whole order.
  func packed(_ row: Row) -> [String] {
    itemPlaces.map { row.cells.indices.contains($0) ? row.cells[$0] : "" }.filter { !$0.isEmpty }
  }

  func refusal(_ column: WooCommerceColumn, _ row: Row, _ reason: String) -> Refusal {
    let place = places[column] ?? 0
    let number = row.columns.indices.contains(place) ? row.columns[place] : 1
    return Refusal(file: file, line: row.line, column: number, reason: reason)
  }

  private static func content(
    _ bytes: [UInt8], _ file: String
  ) throws(Refusal) -> ([String], [Row]) {
    if JSONTable.isJSON(bytes, file) {
      let list = try JSONTable(bytes, file)
      let rows = list.rows.enumerated().map { index, cells in
        Row(cells: cells.map(\.trimmed), line: index + 1)
      }
      return (list.columns, rows)
    }
    do throws(CSVError) {
      var table = try CSVTable(bytes)
      var rows: [Row] = []
      while let next = table.next() {
        switch next {
        case .success(let record):
          let columns = (0..<record.count).map { record.position($0).column }
          rows.append(
            Row(cells: record.texts.map(\.trimmed), line: record.line, columns: columns))
        case .failure(let error):
          // The last cell may be cut; which order it was is kept where it was read whole.
          let cells = error.before.dropLast().map(\.trimmed)
          rows.append(
            Row(
              cells: cells, line: error.position.line,
              fault: (error.reason, error.position.column)))
        }
      }
      return (table.columns, rows)
    } catch {
      throw Refusal(file: file, error)
    }
  }
}

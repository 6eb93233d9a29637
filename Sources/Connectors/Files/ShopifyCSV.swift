package import Fulfillment
import Wire

/// The orders export of Shopify's admin: one row a line item, an order's own cells on its first row
/// only. Columns have drifted over the years (34 to 79 in real exports) and are found by name; what a
/// file does not have stays unknown, never zero.
package enum ShopifyCSV {
  /// How to read what a file leaves open.
  package struct Options: Hashable, Sendable {
    /// `03/04/2024` is the third of April where no date of the file tells day from month.
    package var isDayFirst: Bool
    /// Minutes east of UTC for dates without a zone.
    package var zone: Int

    package init(isDayFirst: Bool = true, zone: Int = 0) {
      self.isDayFirst = isDayFirst
      self.zone = zone
    }
  }

  /// Reads the file. An order of which any row can't be read is refused whole, once, at the first
  /// fault; the others are taken. An order's id is the column `Id`, its name where there is none.
  package static func read(
    _ bytes: [UInt8], file: String, options: Options = Options()
  ) -> FileImport<Order> {
    do throws(Refusal) {
      var dates = try sheet(bytes, file)
      let order = dateOrder(&dates, otherwise: options.isDayFirst ? .dayFirst : .monthFirst)
      var reader = ShopifyOrders(dates: SheetDate(order: order, zone: options.zone))
      var rows = try sheet(bytes, file)
      while let next = rows.next() {
        switch next {
        case .success(let row): reader.take(row)
        case .failure(let error):
          reader.refuse(Refusal(file: file, error), name: rows.cell(.name, of: error))
        }
      }
      return reader.finish()
    } catch {
      return FileImport(refused: [error])
    }
  }

  private static func sheet(_ bytes: [UInt8], _ file: String) throws(Refusal) -> ShopifySheet {
    try ShopifySheet(
      bytes, file: file, kind: "Shopify orders export",
      required: [.name, .createdAt, .quantity, .title])
  }

  private static func dateOrder(
    _ sheet: inout ShopifySheet, otherwise fallback: SheetDate.Order
  ) -> SheetDate.Order? {
    var evidence = SheetDate.Evidence()
    while let next = sheet.next() {
      guard case .success(let row) = next else { continue }
      for column in [ShopifyColumn.createdAt, .paidAt, .fulfilledAt, .cancelledAt] {
        evidence.see(row[column])
      }
    }
    return evidence.order(otherwise: fallback)
  }
}

typealias ShopifySheet = Sheet<ShopifyColumn>

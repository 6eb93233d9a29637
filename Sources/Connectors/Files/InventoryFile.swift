import Fulfillment

/// `inv_*`: how much the supplier has of each item.
struct InventoryFile {
  private let sheet: SupplierSheet

  init(_ bytes: [UInt8], _ name: String) throws(Refusal) {
    sheet = try SupplierSheet(bytes, name, required: [[.sku], [.quantity]])
  }

  /// Of two rows of one sku the first counts; the second is told where it says something else.
  func report() -> FolderReport {
    var (report, seen) = (FolderReport(), [String: (quantity: Int, line: Int)]())
    sheet.forEach(&report) { row, report throws(Refusal) in
      let sku = try row.identifier(.sku)
      guard !sku.isEmpty else { throw row.refusal(.sku, "the row names no item") }
      guard let quantity = try row.quantity() else {
        throw row.refusal(.quantity, "no quantity")
      }
      if let first = seen[sku] {
        guard first.quantity == quantity else {
          throw row.refusal(
            .quantity, "\(sku) has \(first.quantity) on line \(first.line) already")
        }
        return
      }
      seen[sku] = (quantity, row.line)
      report.stock.append(FolderReport.Stock(supplierSKU: sku, quantity: quantity))
    }
    return report
  }
}

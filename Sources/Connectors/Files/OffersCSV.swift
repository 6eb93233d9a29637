package import Fulfillment
import Wire

/// Offers of suppliers as a CSV file: `sku, supplier, supplier_sku, cost, currency, handling_days`;
/// only the first two are needed.
package enum OffersCSV {
  private enum Column: String, CaseIterable {
    case sku, supplier
    case supplierSKU = "supplier_sku"
    case cost, currency
    case handlingDays = "handling_days"
  }

  /// Reads the file; a row that can't be taken is refused alone. Of two rows for one sku and supplier
  /// the first is taken.
  package static func read(_ bytes: [UInt8], file: String) -> FileImport<Offer> {
    var result = FileImport<Offer>()
    var seen: [[String]: Int] = [:]
    do throws(Refusal) {
      var sheet = try Sheet<Column>(
        bytes, file: file, kind: "file of offers", required: [.sku, .supplier])
      while let next = sheet.next() {
        switch next {
        case .failure(let error): result.refused.append(Refusal(file: file, error))
        case .success(let row):
          do throws(Refusal) {
            let offer = try offer(row)
            let line = row.record.line
            if let first = seen.updateValue(line, forKey: [offer.sku, offer.supplier]) {
              seen[[offer.sku, offer.supplier]] = first
              throw row.refusal(
                .sku, "\(offer.sku) of \(offer.supplier) is on line \(first) already")
            }
            result.items.append(offer)
          } catch { result.refused.append(error) }
        }
      }
    } catch { result.refused.append(error) }
    return result
  }

  private static func offer(_ row: Sheet<Column>.Row) throws(Refusal) -> Offer {
    guard !row[.sku].isEmpty else { throw row.refusal(.sku, "sku is empty") }
    guard !row[.supplier].isEmpty else { throw row.refusal(.supplier, "supplier is empty") }
    return Offer(
      sku: armed(row[.sku]), supplier: armed(row[.supplier]),
      supplierSKU: armed(row[.supplierSKU]), cost: try cost(row),
      handlingDays: try handlingDays(row))
  }

  /// A cell without the mark that an export puts before what a spreadsheet would take for a formula, so
  /// that an exported file comes back as it was.
  private static func armed(_ cell: String) -> String {
    guard cell.hasPrefix("'"), CSVWriter.isFormula(String(cell.dropFirst())) else { return cell }
    return String(cell.dropFirst())
  }

  private static func cost(_ row: Sheet<Column>.Row) throws(Refusal) -> Money? {
    guard !row[.cost].isEmpty else { return nil }
    guard let currency = Currency(row[.currency]) else {
      throw row.refusal(.currency, "currency is not an ISO 4217 code")
    }
    guard let cost = Money(decimal: row[.cost], currency: currency), cost.minor >= 0 else {
      throw row.refusal(.cost, "cost is not an amount in \(currency.code)")
    }
    return cost
  }

  private static func handlingDays(_ row: Sheet<Column>.Row) throws(Refusal) -> Int? {
    guard !row[.handlingDays].isEmpty else { return nil }
    guard let days = Int(row[.handlingDays]), (0...365).contains(days) else {
      throw row.refusal(.handlingDays, "handling_days is not a number from 0 to 365")
    }
    return days
  }
}

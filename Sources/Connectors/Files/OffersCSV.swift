package import Fulfillment
import Wire

/// Offers of suppliers as a CSV file. Only `sku` and `supplier` are needed; a column that is missing or a
/// cell that is empty says nothing.
///
/// - `supplier_sku`; `cost` of one supplier item, in `currency`; `handling_days`, 0 to 365
/// - `part`: which part of a bundle it fills; `per_unit`: supplier items for one unit; `pack`: units in one
///   supplier item
/// - `methods`: ways to ship, apart by `;`, each `name:cost:min-max:US|BR` (`OfferMethods`)
/// - `countries` served, apart by `|`
/// - `stock`, in supplier items, told at `stock_at` (without it nobody knows how old that is: it counts as
///   unknown)
/// - `min_quantity`, `max_quantity` of one purchase; `priority`, smaller goes first
/// - `valid_until`, a date or time; `renewal`, why the mapping must be renewed
package enum OffersCSV {
  private enum Column: String, CaseIterable {
    case sku, supplier
    case supplierSKU = "supplier_sku"
    case cost, currency
    case handlingDays = "handling_days"
    case part
    case perUnit = "per_unit"
    case pack, methods, countries, stock
    case stockAt = "stock_at"
    case minQuantity = "min_quantity"
    case maxQuantity = "max_quantity"
    case priority
    case validUntil = "valid_until"
    case renewal
  }

  /// Reads the file; a row that can't be taken is refused alone. Of two rows for one sku, supplier and
  /// part the first is taken.
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
            let key = [offer.sku, offer.supplier, offer.part].map { $0.lowercased() }
            if let first = seen[key] {
              let part = offer.part.isEmpty ? "" : ", part \(offer.part),"
              throw row.refusal(
                .sku, "\(offer.sku) of \(offer.supplier)\(part) is on line \(first) already")
            }
            seen[key] = line
            result.items.append(offer)
          } catch { result.refused.append(error) }
        }
      }
    } catch { result.refused.append(error) }
    return result
  }

  /// The names of its columns.
  package static let columns = Column.allCases.map(\.rawValue)

  /// The cells of an offer, in the order of `columns`.
  package static func cells(_ offer: Offer) -> [String] {
    Column.allCases.map { cell($0, offer) }
  }

  /// The same file from offers; what a spreadsheet would take for a formula is defused.
  package static func write(_ offers: [Offer]) -> [UInt8] {
    var writer = CSVWriter(defusing: true)
    writer.write(columns)
    for offer in offers { writer.write(cells(offer)) }
    return writer.bytes
  }

  private static func offer(_ row: Sheet<Column>.Row) throws(Refusal) -> Offer {
    guard !row[.sku].isEmpty else { throw row.refusal(.sku, "sku is empty") }
    guard !row[.supplier].isEmpty else { throw row.refusal(.supplier, "supplier is empty") }
    let most = 1_000_000
    let minQuantity = try number(row, .minQuantity, 1...most)
    let maxQuantity = try number(row, .maxQuantity, 1...most)
    if let minQuantity, let maxQuantity, minQuantity > maxQuantity {
      throw row.refusal(.maxQuantity, "max_quantity is less than min_quantity")
    }
    return Offer(
      sku: armed(row[.sku]), supplier: armed(row[.supplier]),
      supplierSKU: armed(row[.supplierSKU]), cost: try cost(row),
      handlingDays: try number(row, .handlingDays, 0...365), part: armed(row[.part]),
      perUnit: try number(row, .perUnit, 1...10_000) ?? 1,
      pack: try number(row, .pack, 1...10_000) ?? 1, methods: try methods(row),
      countries: try countries(row), stock: try number(row, .stock, 0...1_000_000_000),
      stockAt: try instant(row, .stockAt), minQuantity: minQuantity, maxQuantity: maxQuantity,
      priority: try number(row, .priority, -most...most) ?? 0,
      validUntil: try instant(row, .validUntil), renewal: armed(row[.renewal]))
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

  private static func number(
    _ row: Sheet<Column>.Row, _ column: Column, _ range: ClosedRange<Int>
  ) throws(Refusal) -> Int? {
    guard !row[column].isEmpty else { return nil }
    guard let number = Int(row[column]), range.contains(number) else {
      throw row.refusal(
        column,
        "\(column.rawValue) is not a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private static func instant(
    _ row: Sheet<Column>.Row, _ column: Column
  ) throws(Refusal) -> Timestamp? {
    guard !row[column].isEmpty else { return nil }
    guard let instant = Timestamp(iso8601: row[column]) else {
      throw row.refusal(
        column, "\(column.rawValue) is not a date such as 2026-11-20 or 2026-11-20T08:00:00Z")
    }
    return instant
  }

  private static func countries(_ row: Sheet<Column>.Row) throws(Refusal) -> [String] {
    guard let countries = OfferMethods.countries(row[.countries]) else {
      throw row.refusal(.countries, "countries are not ISO codes apart by |, such as US|BR")
    }
    return countries
  }

  private static func methods(_ row: Sheet<Column>.Row) throws(Refusal) -> [ShippingMethod] {
    do throws(OfferMethods.Problem) {
      return try OfferMethods.read(armed(row[.methods]), currency: Currency(row[.currency]))
    } catch {
      throw row.refusal(.methods, error.reason)
    }
  }

  private static func cell(_ column: Column, _ offer: Offer) -> String {
    switch column {
    case .sku: offer.sku
    case .supplier: offer.supplier
    case .supplierSKU: offer.supplierSKU
    case .cost: offer.cost?.decimal ?? ""
    case .currency: offer.cost?.currency.code ?? ""
    case .handlingDays: offer.handlingDays.map(String.init) ?? ""
    case .part: offer.part
    case .perUnit: String(offer.perUnit)
    case .pack: String(offer.pack)
    case .methods: OfferMethods.text(offer.methods, currency: offer.cost?.currency)
    case .countries: offer.countries.joined(separator: "|")
    case .stock: offer.stock.map(String.init) ?? ""
    case .stockAt: offer.stockAt?.iso8601 ?? ""
    case .minQuantity: offer.minQuantity.map(String.init) ?? ""
    case .maxQuantity: offer.maxQuantity.map(String.init) ?? ""
    case .priority: String(offer.priority)
    case .validUntil: offer.validUntil?.iso8601 ?? ""
    case .renewal: offer.renewal
    }
  }
}

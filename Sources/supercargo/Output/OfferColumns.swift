import Connectors
import Console
import Fulfillment
import Store
import Wire

/// The columns of an offer, with the names that `import offers-csv` reads.
enum OfferColumns {
  static let all: [ListColumn<Offer>] = OffersCSV.columns.enumerated().map { index, name in
    // A table has room for the first few and what is decided by.
    let isExtra = [
      "part", "per_unit", "pack", "methods", "countries", "stock_at", "min_quantity",
      "max_quantity", "handling_days",
    ].contains(name)
    return .text(name, isExtra: isExtra) { OffersCSV.cells($0)[index] }
  }

  /// A part of a supplier's offers, as the console shows and changes them.
  static func page(
    of supplier: String, offset: Int, count: Int, _ store: Store
  ) throws -> OfferPage {
    let (offers, total) = try store.offers(of: supplier, offset: offset, count: count)
    return OfferPage(
      rows: offers.map { OfferRow(offer: $0, cells: cells($0)) }, offset: offset, total: total)
  }

  /// Reads the columns as a file of offers would be read, and tells what is different from the offer. A
  /// stock that is typed anew is told now.
  static func check(_ offer: Offer, _ typed: [OfferCell], now: Timestamp) -> OfferCheck {
    var writer = CSVWriter()
    writer.write(typed.map(\.column))
    writer.write(typed.map(\.text))
    let read = OffersCSV.read(writer.bytes, file: "the form")
    if let refusal = read.refused.first { return .refused(refusal.reason) }
    guard var after = read.items.first else { return .refused("there is no offer in it") }
    if after.stock != offer.stock, after.stockAt == offer.stockAt {
      after.stockAt = after.stock == nil ? nil : now
    }
    let changes = zip(cells(offer), cells(after)).filter { $0 != $1 }.map {
      OfferCheck.Change(column: $0.column, before: $0.text, after: $1.text)
    }
    return changes.isEmpty ? .unchanged : .changed(after, changes)
  }

  private static func cells(_ offer: Offer) -> [OfferCell] {
    zip(OffersCSV.columns, OffersCSV.cells(offer)).map { OfferCell($0, $1) }
  }
}

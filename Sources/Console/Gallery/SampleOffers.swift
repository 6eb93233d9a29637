import Fulfillment

// Offers of the suppliers, changed by two columns only: what a file says is for others to read.

extension SampleBoard {
  private static let offerCount = 40

  func offerPage(_ supplier: String, _ offset: Int, _ count: Int) -> OfferPage {
    let known = suppliers.contains { $0.name == supplier && $0.offers > 0 }
    let total = known ? SampleBoard.offerCount : 0
    let rows = (min(offset, total)..<min(total, offset + count)).map { index in
      let offer = SampleBoard.offer(index, supplier)
      return SampleBoard.row(edits[offer] ?? offer)
    }
    return OfferPage(rows: rows, offset: offset, total: total)
  }

  private static func offer(_ index: Int, _ supplier: String) -> Offer {
    let place = index < 10 ? "0\(index)" : "\(index)"
    return Offer(
      sku: "VAR-\(place)-40", supplier: supplier, supplierSKU: "CJYD\(1_000 + index)",
      cost: Money(minor: Int64(420 + index * 40), currency: .usd), handlingDays: 2,
      methods: [ShippingMethod(name: "CJPacket Ordinary")],
      countries: index % 3 == 0 ? [] : ["US", "BR"], stock: index % 4 == 0 ? nil : 12 * index,
      priority: index % 2, renewal: index == 2 ? "option names changed" : "")
  }

  private static func row(_ offer: Offer) -> OfferRow {
    OfferRow(
      offer: offer,
      cells: [
        OfferCell("sku", offer.sku), OfferCell("supplier", offer.supplier),
        OfferCell("supplier_sku", offer.supplierSKU), OfferCell("cost", offer.cost?.decimal ?? ""),
        OfferCell("currency", offer.cost?.currency.code ?? ""), OfferCell("part", offer.part),
        OfferCell("stock", offer.stock.map(String.init) ?? ""),
        OfferCell("renewal", offer.renewal),
      ])
  }

  static func check(_ offer: Offer, _ cells: [OfferCell]) -> OfferCheck {
    func text(_ column: String) -> String { cells.first { $0.column == column }?.text ?? "" }
    var after = offer
    guard let cost = Money(decimal: text("cost"), currency: .usd) else {
      return .refused("cost is not an amount in USD")
    }
    (after.cost, after.renewal) = (cost, text("renewal"))
    let changes = zip(row(offer).cells, row(after).cells).filter { $0 != $1 }.map {
      OfferCheck.Change(column: $0.column, before: $0.text, after: $1.text)
    }
    return changes.isEmpty ? .unchanged : .changed(after, changes)
  }
}

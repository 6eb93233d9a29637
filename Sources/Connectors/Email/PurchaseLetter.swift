import Fulfillment
import Wire

/// A purchase in words, for a person at the supplier.
struct PurchaseLetter {
  private let draft: PurchaseDraft
  private let supplier: String

  init(_ draft: PurchaseDraft, to supplier: String) {
    self.draft = draft
    self.supplier = supplier
  }

  /// Lines apart by LF. Every text of a stranger stays on its own line.
  func text() throws(DraftProblem) -> String {
    guard !draft.items.isEmpty else { throw DraftProblem("\(supplier) needs something to buy") }
    let address = address
    guard address.count > 1 else { throw DraftProblem("\(supplier) needs an address") }
    var lines = ["Please ship this order. Quote \(draft.key) in your answer.", "", "Items:"]
    for item in draft.items {
      let sku = item.supplierSKU.trimmed.isEmpty ? item.sku : item.supplierSKU
      guard !sku.trimmed.isEmpty || !item.title.trimmed.isEmpty else {
        throw DraftProblem("\(supplier) needs a sku or a title of every item")
      }
      guard item.quantity > 0 else { throw DraftProblem("\(supplier) needs a quantity of \(sku)") }
      lines.append("  " + words(item, sku))
    }
    lines += ["", "Ship to:"] + address.map { "  " + $0 }
    if !draft.method.trimmed.isEmpty { lines += ["", "By: \(line(draft.method))"] }
    lines += [
      "", "Our number of this order is \(draft.key). If you have it already, do not ship it twice.",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private func words(_ item: PurchaseDraft.Item, _ sku: String) -> String {
    var words = "\(item.quantity) x \(line(sku))"
    if !item.title.trimmed.isEmpty { words += ", \(line(item.title))" }
    if let cost = item.unitCost { words += ", \(cost.decimal) \(cost.currency.code) each" }
    return words
  }

  private var address: [String] {
    let to = draft.shipTo
    let place = [to.postcode, to.city, to.province].map(line).filter { !$0.isEmpty }
    let country = CountryName.english(to.country.uppercased()).map { "\($0) (\(to.country))" }
    let phone = line(to.phone).isEmpty ? "" : "Phone " + line(to.phone)
    return [
      line(to.name), line(to.company), line(to.line1), line(to.line2),
      place.joined(separator: " "), country ?? line(to.country), phone,
    ].filter { !$0.isEmpty }
  }

  private func line(_ text: String) -> String { text.sanitised(limit: 300) }
}

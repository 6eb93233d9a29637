/// Supplier items that were in stock when the supplier told so, and are bought since: by purchases that
/// it may not have counted yet, and by those of the plan in the making.
package struct StockUse: Hashable, Sendable {
  /// An item of a supplier.
  package struct Key: Hashable, Sendable {
    /// In lower case.
    let supplier: String
    let supplierSKU: String

    package init(_ supplier: String, _ supplierSKU: String) {
      self.supplier = supplier.lowercased()
      self.supplierSKU = supplierSKU
    }
  }

  /// Supplier items.
  package var items: Int
  /// The order that took the last of them: `#1003`.
  package var by: String

  package init(items: Int, by: String) {
    self.items = items
    self.by = by
  }
}

extension Catalogue {
  /// Items of an offer that are bought since its stock was told; nil: none.
  func use(of offer: Offer) -> StockUse? {
    used.isEmpty ? nil : used[StockUse.Key(offer.supplier, offer.supplierSKU)]
  }

  /// Counts what a purchase takes.
  package mutating func use(_ draft: PurchaseDraft) {
    for item in draft.items where item.quantity > 0 {
      let before = used[StockUse.Key(draft.supplier, item.supplierSKU)]?.items ?? 0
      let (sum, isOver) = before.addingReportingOverflow(item.quantity)
      used[StockUse.Key(draft.supplier, item.supplierSKU)] = StockUse(
        items: isOver ? .max : sum, by: draft.orderName)
    }
  }
}

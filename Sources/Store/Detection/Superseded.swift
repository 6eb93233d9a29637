internal import Fulfillment

/// Which purchases of an order nobody waits for any more: all that they were for is bought again.
struct Superseded {
  private var purchases: Set<Int64> = []
  /// The purchase of a storefront's parcel that names none.
  private var only: Int64?
  private var isAll = false

  /// nil: nothing of the order is bought again.
  init?(_ order: LoadedOrder, _ covered: [CoveredUnits]) {
    guard order.purchases.contains(where: { $0.isReplacement && $0.purchase.state.isLive }) else {
      return nil
    }
    let first = order.purchases.filter { $0.isBought && !$0.isReplacement }
    only = first.count == 1 ? first[0].id : nil
    for kept in order.purchases where !kept.purchase.key.isEmpty {
      let own = covered.filter { $0.purchaseID == kept.id }
      let isCovered = own.allSatisfy { row in
        Superseded.units(row.line, above: row.again, covered).isSuperset(of: row.units)
      }
      if !own.isEmpty, isCovered { purchases.insert(kept.id) }
    }
    // Without lines it may have been of anything: only all of the order is all of it.
    isAll = order.lines.filter { $0.requiresShipping && $0.quantity > 0 }.allSatisfy { line in
      Superseded.units(line.externalID, above: 0, covered).count >= line.quantity
    }
    for kept in order.purchases where kept.purchase.key.isEmpty && !kept.isReplacement {
      let head = order.purchases.first { $0.purchase.key == kept.purchase.reference }
      if head.map({ purchases.contains($0.id) }) ?? isAll { purchases.insert(kept.id) }
    }
  }

  /// Units of a line that are bought again after that; of a bundle those of which every part is.
  private static func units(
    _ line: String, above again: Int, _ covered: [CoveredUnits]
  ) -> Set<Int> {
    let rows = covered.filter { $0.line == line && $0.again > again }
    var whole: Set<Int> = []
    var parts: [String: Set<Int>] = [:]
    for row in rows {
      if row.part.isEmpty {
        whole.formUnion(row.units)
      } else {
        parts[row.part.lowercased(), default: []].formUnion(row.units)
      }
    }
    guard let first = parts.values.first else { return whole }
    return whole.union(parts.values.dropFirst().reduce(first) { $0.intersection($1) })
  }

  func has(_ purchaseID: Int64) -> Bool { purchases.contains(purchaseID) }

  func has(parcelOf purchaseID: Int64?) -> Bool {
    guard let id = purchaseID ?? only else { return isAll }
    return purchases.contains(id)
  }
}

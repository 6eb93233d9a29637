internal import Fulfillment
internal import GRDB

extension Work {
  /// What the purchases of an order rest on before the shop changes it; nil where there are none.
  func groundIfBought(_ orderID: Int64) throws -> Ground? {
    let isBought = try database.number(
      """
      SELECT 1 FROM purchaseOrder WHERE orderID = ? AND key <> ''
      AND state NOT IN ('rejected', 'cancelled') LIMIT 1
      """, orderID)
    return isBought == nil ? nil : try ground(of: orderID)
  }

  /// The shop has changed an order: purchases of it that have not left are taken back where they rest on
  /// what was changed; what has left can only be told.
  mutating func followChange(of before: Ground) throws {
    guard let after = try ground(of: before.orderID) else { return }
    var late: [String] = []
    let ids = try database.numbers(
      """
      SELECT m.id FROM outboxMessage m JOIN purchaseOrder p ON p.id = m.purchaseID
      WHERE m.orderID = ? AND m.kind = 'place' AND p.state NOT IN ('rejected', 'cancelled')
      ORDER BY m.id
      """, [before.orderID])
    for id in ids {
      guard var message = try message(id), let purchaseID = message.purchaseID else { continue }
      let items = try items(of: purchaseID, isLive: true)
      if message.sending.state.isHere {
        let changes = after.changes(since: before, items)
        guard !changes.isEmpty else { continue }
        try withdraw(
          &message, because: "the order has changed: " + changes.joined(separator: ", "))
      } else {
        for change in after.lateChanges(since: before, items) where !late.contains(change) {
          late.append(change)
        }
      }
    }
    guard !late.isEmpty else { return }
    try database.run(
      "UPDATE customerOrder SET changedAfter = ? WHERE id = ?", late.joined(separator: "; "),
      before.orderID)
  }
}

extension Ground {
  /// What has changed of that which a purchase of those lines rests on.
  fileprivate func changes(since before: Ground, _ items: [GroundItem]) -> [String] {
    let isAgain = items.contains { $0.again > 0 }
    let lineIDs = items.map(\.line)
    if let obstacle = obstacle(isAgain: isAgain) { return [obstacle] }
    var changes: [String] = []
    if shipTo != before.shipTo { changes.append("another address") }
    if (refunded ?? 0) != (before.refunded ?? 0) { changes.append("partly refunded") }
    for old in before.lines where lineIDs.contains(old.externalID) {
      guard let new = lines.first(where: { $0.externalID == old.externalID }) else {
        changes.append("\(old.sku) removed")
        continue
      }
      if new.sku.lowercased() != old.sku.lowercased() {
        changes.append("\(old.sku) is now \(new.sku)")
      } else if new.quantity != old.quantity {
        changes.append("\(new.quantity) \(new.sku) instead of \(old.quantity)")
      } else if new.fulfilled, !old.fulfilled, !isAgain {
        changes.append("\(new.sku) shipped")
      } else if !new.requiresShipping, old.requiresShipping {
        changes.append("\(new.sku) needs no shipping")
      }
    }
    return changes
  }

  /// The same for a purchase that has left: what was bought can't follow.
  fileprivate func lateChanges(since before: Ground, _ items: [GroundItem]) -> [String] {
    let late = " after the purchase was sent"
    if let obstacle { return obstacle == before.obstacle ? [] : [obstacle + late] }
    var changes: [String] = []
    if shipTo != before.shipTo { changes.append("address changed" + late) }
    if (refunded ?? 0) > (before.refunded ?? 0) { changes.append("partly refunded" + late) }
    for old in before.lines {
      let bought = items.filter { $0.line == old.externalID }.map(\.end).max() ?? 0
      guard bought > 0 else { continue }
      let new = lines.first { $0.externalID == old.externalID }
      if let new, new.sku.lowercased() != old.sku.lowercased() {
        changes.append("\(old.sku) changed to \(new.sku)" + late)
      } else if (new?.quantity ?? 0) != old.quantity, (new?.quantity ?? 0) < bought {
        changes.append("\(old.sku): quantity now \(new?.quantity ?? 0), bought \(bought)")
      }
    }
    return changes
  }
}

internal import Fulfillment
internal import GRDB

extension Work {
  /// Refuses a return that an operator writes down where it can't be of that order. What a
  /// storefront tells is taken as it is.
  func checkRecorded(_ request: ReturnRequest, of orderID: Int64, _ what: String) throws {
    func refusal(_ why: String, _ remedy: String) -> StoreError {
      StoreError(.refused, what: what, why: why, remedy: remedy)
    }
    guard !request.reason.sanitised().isEmpty else {
      throw refusal("it has no reason", "say why it comes back, in the customer's words")
    }
    guard let order = try Detail.order(orderID, database) else { throw Work.vanished("the order") }
    if try isNothing(order, orderID) {
      throw refusal(
        "it was cancelled before anything of it was paid or sent",
        "name the order that the goods came with")
    }
    if let why = ReturnUnits.stray(request.items, order.lines) {
      throw refusal(why, "name what is in it, or nothing for all of it")
    }
    if let item = request.items.first(where: { $0.quantity < 1 }) {
      throw refusal(
        "no piece of \(item.sku.sanitised(limit: 60)) comes back", "say how many do, 1 or more")
    }
    let others = try holding(orderID, order.lines)
    var seen: Set<String> = []
    for line in order.lines where seen.insert(line.kind).inserted {
      let same = Set(order.lines.filter { $0.kind == line.kind }.map(\.externalID))
      let bought = order.lines.filter { same.contains($0.externalID) }.reduce(0) {
        $0 + $1.quantity
      }
      let wanted =
        request.items.isEmpty
        ? bought
        : request.items.filter { item in
          order.lines.contains { same.contains($0.externalID) && item.isOf($0) }
        }.reduce(0) { $0 + $1.quantity }
      var (held, names): (Int, [String]) = (0, [])
      for other in others {
        let count = other.units.filter { same.contains($0.line) }.reduce(0) { $0 + $1.quantity }
        guard count > 0 else { continue }
        held += count
        names.append(other.name)
      }
      guard wanted > 0, held + wanted > bought else { continue }
      let name = (line.sku.isEmpty ? line.title : line.sku).sanitised(limit: 60)
      guard held > 0 else {
        throw refusal("it has \(bought) \(name), not \(wanted)", "name at most \(bought)")
      }
      let left = max(0, bought - held)
      throw refusal(
        "\(held) of its \(bought) \(name) come back already, with return "
          + names.joined(separator: ", "),
        left > 0
          ? "name what else comes back, of \(name) at most \(left)"
          : "supercargo returns show shows it; one that is declined does not count")
    }
  }

  /// Nothing of the order was ever paid or sent, and nothing will be.
  private func isNothing(_ order: Order, _ orderID: Int64) throws -> Bool {
    guard order.cancelledAt != nil, order.payment == .voided, order.paidAt == nil,
      order.fulfillment == .unfulfilled, order.shipments.isEmpty,
      !order.lines.contains(where: { $0.fulfilled })
    else { return false }
    let bought = try database.number(
      """
      SELECT 1 FROM purchaseOrder WHERE orderID = ? AND state NOT IN ('rejected', 'cancelled')
      LIMIT 1
      """, orderID)
    return bought == nil
  }

  /// The returns of an order with the pieces that each keeps from being asked back again.
  private func holding(
    _ orderID: Int64, _ lines: [OrderLine]
  ) throws -> [(name: String, units: [(line: String, quantity: Int)])] {
    let ids = try database.numbers(
      "SELECT id FROM returnRequest WHERE orderID = ? ORDER BY requestedAt, id", [orderID])
    return try ids.map { id in
      let kept = try keptReturn(id)
      return (
        name: kept.value.request.externalID.sanitised(limit: 60), units: try held(kept, lines)
      )
    }
  }

  /// All that a return names, until it came to nothing. Of one that was replaced only what was paid
  /// back: the customer has the rest anew. One that is closed holds what was granted to be kept or
  /// has come back, else what was paid back.
  private func held(
    _ kept: KeptReturn, _ lines: [OrderLine]
  ) throws -> [(line: String, quantity: Int)] {
    let all = ReturnUnits.of(kept.value.request.items, lines)
    switch kept.value.state {
    case .declined, .withdrawn: return []
    case .requested, .asked, .proposed, .approved, .inTransit, .received, .notReturned, .refunded:
      return all
    case .closed:
      let isSettled =
        kept.value.grant?.outcome.refundsAtOnce == true || kept.value.receivedAt != nil
      let isReplaced = try database.number(
        """
        SELECT 1 FROM purchaseOrder WHERE returnID = ? AND state NOT IN ('rejected', 'cancelled')
        LIMIT 1
        """, kept.id)
      if isSettled, isReplaced == nil { return all }
    case .replaced: break
    }
    var paidBack: [(line: String, quantity: Int)] = []
    for (line, quantity) in all {
      let count = try refundedUnits(of: line, ofReturn: kept.id, quantity)
      if count > 0 { paidBack.append((line: line, quantity: count)) }
    }
    return paidBack
  }
}

extension OrderLine {
  /// Lines of one sku are one kind: a return that names only the sku is of no one of them.
  fileprivate var kind: String {
    sku.isEmpty ? "line " + externalID : "sku " + sku.lowercased()
  }
}

internal import Fulfillment
internal import GRDB

/// Units of an order's lines of which a replacement stands.
struct ReplacedUnits {
  struct Row {
    var line: String
    var units: Range<Int>
    /// `CJ 1001`
    var purchase: String
    var returnID: Int64?
  }

  var rows: [Row]

  /// By line; a unit of which one part is replaced counts as replaced.
  func units(of line: String, for returnID: Int64? = nil) -> Set<Int> {
    rows.filter { $0.line == line && (returnID == nil || $0.returnID == returnID) }
      .reduce(into: []) { $0.formUnion($1.units) }
  }

  /// With what was paid for them.
  func shares(in ledger: RefundLedger) -> [RefundLedger.Share] {
    ledger.lines.compactMap { line in
      let count = units(of: line.id).count
      guard count > 0 else { return nil }
      return RefundLedger.Share(
        line: line.id, quantity: count,
        amount: line.paid(units: min(count, line.quantity), after: 0) ?? 0)
    }
  }
}

extension Work {
  /// What of an order stands replaced. What came to nothing does not, nor what was lost on its way, nor
  /// what the customer asked to send back after it had come: those may be made good again.
  func replaced(of orderID: Int64) throws -> ReplacedUnits {
    let isReplacing = try database.number(
      """
      SELECT 1 FROM purchaseOrder WHERE orderID = ?
      AND (returnID IS NOT NULL OR replaces IS NOT NULL) LIMIT 1
      """, orderID)
    guard isReplacing != nil else { return ReplacedUnits(rows: []) }
    var rows = try database.rows(
      """
      SELECT l.line, l.firstUnit, l.units, s.name || ' ' || CASE p.number WHEN '' THEN p.key
        ELSE p.number END, p.returnID
      FROM purchaseLine l JOIN purchaseOrder p ON p.id = l.purchaseID
      JOIN supplier s ON s.id = p.supplierID
      WHERE l.orderID = ? AND l.again > 0 AND l.isLive = 1
      AND NOT (
        EXISTS (SELECT 1 FROM shipment h WHERE h.purchaseID = p.id AND h.number <> '')
        AND NOT EXISTS (SELECT 1 FROM shipment h WHERE h.purchaseID = p.id AND h.number <> ''
          AND ifnull(h.status, '') NOT IN ('lost', 'expired', 'returned')))
      AND NOT EXISTS (SELECT 1 FROM returnRequest r WHERE r.orderID = l.orderID
        AND r.id IS NOT p.returnID AND r.requestedAt >= p.deliveredAt
        AND r.state NOT IN ('declined', 'withdrawn')
        AND (NOT EXISTS (SELECT 1 FROM returnItem i WHERE i.returnID = r.id)
          OR EXISTS (SELECT 1 FROM returnItem i WHERE i.returnID = r.id
            AND (i.line = l.line OR i.line = '' AND i.sku = l.sku COLLATE NOCASE))))
      ORDER BY l.purchaseID, l.position
      """, orderID
    ) {
      let (line, first, count) = (try $0.text(), try $0.int(), try $0.int())
      return ReplacedUnits.Row(
        line: line, units: first..<first + count, purchase: try $0.text(),
        returnID: try $0.numberOrNil())
    }
    rows += try writtenDown(of: orderID)
    return ReplacedUnits(rows: rows)
  }

  /// Replacements that were written down before they had lines: they are of all that their return is.
  private func writtenDown(of orderID: Int64) throws -> [ReplacedUnits.Row] {
    let bare = try database.rows(
      """
      SELECT s.name || ' ' || p.number, p.returnID FROM purchaseOrder p
      JOIN supplier s ON s.id = p.supplierID JOIN returnRequest r ON r.id = p.returnID
      WHERE p.orderID = ? AND p.key = '' AND p.state NOT IN ('rejected', 'cancelled')
      AND r.state IN ('replaced', 'closed')
      AND NOT EXISTS (SELECT 1 FROM purchaseLine l WHERE l.purchaseID = p.id)
      """, orderID
    ) { (purchase: try $0.text(), returnID: try $0.number()) }
    guard !bare.isEmpty else { return [] }
    let lines = try Facts.lines(of: orderID, database)
    return try bare.flatMap { purchase, returnID in
      ReturnUnits.of(try Detail.items(ofReturn: returnID, database), lines).map {
        ReplacedUnits.Row(
          line: $0.line, units: 0..<$0.quantity, purchase: purchase, returnID: returnID)
      }
    }
  }

  /// Pieces of a line for which money goes back because of a return; never more than come back with it.
  func refundedUnits(of line: String, ofReturn id: Int64, _ returned: Int) throws -> Int {
    let units = try database.number(
      """
      SELECT ifnull(sum(s.quantity), 0) FROM refundLine s JOIN refund r ON r.id = s.refundID
      JOIN outboxMessage m ON m.id = r.messageID
      WHERE r.returnID = ? AND s.line = ? AND m.state NOT IN ('rejected', 'withdrawn')
      """, id, line)
    return min(returned, Int(units ?? 0))
  }

  /// Why pieces of a return stand made good twice; nil: none do.
  func excess(ofReturn id: Int64, of orderID: Int64) throws -> String? {
    let lines = try Facts.lines(of: orderID, database)
    let standing = try replaced(of: orderID)
    for (line, count) in ReturnUnits.of(try Detail.items(ofReturn: id, database), lines) {
      let replaced = standing.units(of: line, for: id).count
      let refunded = try refundedUnits(of: line, ofReturn: id, count)
      guard replaced > 0, replaced + refunded > count else { continue }
      let sku = lines.first { $0.externalID == line }?.sku ?? line
      return RefundLedger.Line(id: line, sku: sku, quantity: count, paid: nil)
        .madeGood(refunded: refunded, replaced: replaced)
    }
    return nil
  }

  /// Why nothing may be bought for a return now; nil: it may.
  func objection(to replacement: Replacement, of orderID: Int64) throws -> String? {
    guard let id = replacement.returnID else { return nil }
    let kept = try database.row(
      "SELECT state, decidedAt FROM returnRequest WHERE id = ? AND orderID = ?", id.number, orderID
    ) { (state: try $0.state(ReturnState.self), decidedAt: try $0.timeOrNil()) }
    guard let kept else { return "the return is gone" }
    guard kept.state.after(.replace) == nil else { return nil }
    return "the return: " + kept.state.refusal(of: .replace, since: kept.decidedAt)
  }

  /// Why a replacement that was written down may not leave; nil: it may.
  func objection(toReplacing purchaseID: Int64, of orderID: Int64) throws -> String? {
    let returnID = try database.number(
      "SELECT returnID FROM purchaseOrder WHERE id = ?", purchaseID)
    let replacement = Replacement(returnID: returnID.map { ReturnID($0) }, again: 1)
    if let reason = try objection(to: replacement, of: orderID) { return reason }
    if let id = returnID, let reason = try excess(ofReturn: id, of: orderID) { return reason }
    return try ledger(of: orderID)?.excess
  }

  /// Refuses to take up again a replacement that was taken back, where its pieces were made good since.
  func refuseToReplaceAgain(_ purchase: KeyedPurchase, _ items: [GroundItem]) throws {
    if let reason = try objection(toReplacing: purchase.id, of: purchase.orderID) {
      throw DecisionRefusal(reason: reason)
    }
    var units: [String: Set<Int>] = [:]
    for item in items { units[item.line, default: []].formUnion(item.firstUnit..<item.end) }
    // Other parts of the same units may stand already.
    let standing = try replaced(of: purchase.orderID)
    let wanted = units.sorted { $0.key < $1.key }.map { line, units in
      (line: line, quantity: units.subtracting(standing.units(of: line)).count)
    }
    try ledger(of: purchase.orderID)?.checkReplacing(wanted)
    let returnID = try database.number(
      "SELECT returnID FROM purchaseOrder WHERE id = ?", purchase.id)
    guard let id = returnID else { return }
    let lines = try Facts.lines(of: purchase.orderID, database)
    let returned = ReturnUnits.of(try Detail.items(ofReturn: id, database), lines)
    for (line, count) in wanted {
      let most = returned.first { $0.line == line }?.quantity ?? 0
      let own = standing.units(of: line, for: id).count
      let refunded = try refundedUnits(of: line, ofReturn: id, most)
      guard own + refunded + count > most else { continue }
      let sku = lines.first { $0.externalID == line }?.sku ?? line
      throw DecisionRefusal(
        reason: RefundLedger.Line(id: line, sku: sku, quantity: most, paid: nil)
          .madeGood(refunded: refunded, replaced: own))
    }
  }

  /// The purchase that a replacement takes the place of.
  func replaced(by draft: PurchaseDraft, again: Int, _ orderID: Int64) throws -> Int64? {
    let line = draft.items.first?.line ?? ""
    let first = try database.number(
      """
      SELECT l.purchaseID FROM purchaseLine l WHERE l.orderID = ? AND l.line = ? AND l.isLive = 1
      AND l.again < ? ORDER BY l.again DESC, l.firstUnit, l.purchaseID LIMIT 1
      """, orderID, line, again)
    if let first { return first }
    return try database.number(
      """
      SELECT id FROM purchaseOrder WHERE orderID = ? AND returnID IS NULL AND replaces IS NULL
      AND state NOT IN ('rejected', 'cancelled') ORDER BY id LIMIT 1
      """, orderID)
  }
}

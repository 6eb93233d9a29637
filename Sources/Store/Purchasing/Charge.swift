internal import Fulfillment
internal import GRDB

/// What a purchase was to cost, and what the supplier charges for it: the sum of all its parts that go
/// on, once it has told of each.
enum Charge {
  /// Two amounts, each with its currency, of the purchase `p`. Parts have its key as their reference.
  static let columns = """
    p.planned, p.plannedCurrency, \(charged), CASE WHEN \(charged) IS NOT NULL THEN p.currency END
    """

  private static let charged = """
    CASE WHEN p.planned IS NOT NULL AND p.isCharged = 1 AND NOT EXISTS (
      SELECT 1 FROM purchaseOrder c WHERE c.key = '' AND c.reference = p.key
      AND c.state NOT IN ('rejected', 'cancelled')
      AND (c.isCharged = 0 OR c.cost IS NULL OR c.currency IS NOT p.currency))
    THEN CASE WHEN p.state IN ('rejected', 'cancelled') THEN 0 ELSE p.cost END
      + (SELECT ifnull(sum(c.cost), 0) FROM purchaseOrder c WHERE c.key = '' AND c.reference = p.key
        AND c.state NOT IN ('rejected', 'cancelled')) END
    """
}

extension Work {
  /// Keeps as evidence what the supplier charges for a purchase of ours where it is not what was planned.
  mutating func noteCharge(of purchaseID: Int64, before: Money?) throws {
    let told = try database.row(
      "SELECT " + Charge.columns + " FROM purchaseOrder p WHERE p.id = ?", purchaseID
    ) { (planned: try $0.money(), charged: try $0.money()) }
    guard let planned = told?.planned, let charged = told?.charged, charged != before,
      charged != planned, let message = try placing(of: purchaseID)
    else { return }
    try note(
      message, .charged, "charged \(charged.inWords), planned \(planned.inWords)")
  }

  /// What the supplier charges for a purchase, as far as is known now.
  func charge(of purchaseID: Int64) throws -> Money? {
    try database.row(
      "SELECT " + Charge.columns + " FROM purchaseOrder p WHERE p.id = ?", purchaseID
    ) { columns -> Money? in
      _ = try columns.money()
      return try columns.money()
    } ?? nil
  }

  /// The purchase of ours that a row is, or is a part of; nil: none.
  func head(of purchaseID: Int64) throws -> Int64? {
    try database.number(
      """
      SELECT h.id FROM purchaseOrder p JOIN purchaseOrder h
      ON h.key = CASE p.key WHEN '' THEN p.reference ELSE p.key END AND h.key <> ''
      WHERE p.id = ?
      """, purchaseID)
  }
}

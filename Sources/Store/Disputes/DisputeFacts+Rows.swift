internal import Fulfillment
internal import GRDB

extension Database {
  /// Orders with a dispute that is not decided: few have one, and the others are not asked.
  func disputedOrders() throws -> Set<Int64> {
    Set(
      try numbers(
        """
        SELECT orderID FROM dispute INDEXED BY dispute_list
        WHERE listRank < 3 AND orderID IS NOT NULL
        """, []))
  }

  /// What of an order is disputed and not decided.
  func disputes(of orderID: Int64) throws -> [DisputeFacts] {
    try rows(
      """
      SELECT a.name || ' ' || d.externalID, d.kind, d.state, d.reason, d.amount, d.currency,
        ifnull(d.openedAt, d.seenAt), d.evidenceDueAt, d.evidenceSentAt
      FROM dispute d JOIN account a ON a.id = d.accountID
      WHERE d.orderID = ? AND d.listRank < 3 ORDER BY d.id
      """, orderID
    ) {
      DisputeFacts(
        id: try $0.text(), kind: try $0.state(Dispute.Kind.self),
        state: try $0.state(Dispute.State.self), reason: try $0.text(), amount: try $0.money(),
        openedAt: try $0.time(), evidenceDueAt: try $0.timeOrNil(),
        evidenceSentAt: try $0.timeOrNil())
    }
  }
}

package import Fulfillment
internal import GRDB

extension Store {
  /// Queues the news of parcels for their storefronts: each parcel with a number that came from a
  /// purchase of ours and that the storefront does not know of, once; the storefront tells its customer.
  /// `body`: exactly what will be sent; nil: the storefront can't be told, and is asked for
  /// again. Returns how many were queued.
  package func queueFulfilments(
    _ body: (FulfilmentDue) -> String?, now: Timestamp
  ) throws -> Int {
    let isIdle = try read("can't look for parcels to tell of") { database in
      try Work(database, now: now).untold(limit: 1).isEmpty
    }
    guard !isIdle else { return 0 }
    return try work("can't queue the news of parcels", now: now, by: .dispatch) { work in
      var count = 0
      let parcels = try work.untold(limit: 500)
      for (index, parcel) in parcels.enumerated() {
        // Of several parcels of an order only the last can be the one that completes it.
        let isLast = !parcels.dropFirst(index + 1).contains { $0.orderID == parcel.orderID }
        let due = try work.due(parcel, isLast: isLast)
        guard let text = body(due) else { continue }
        try work.queue(parcel, due, body: text)
        count += 1
      }
      return count
    }
  }
}

/// A parcel that its storefront has not been told of.
private struct UntoldParcel {
  var id: Int64
  var orderID: Int64
  var purchaseID: Int64
  /// Of the purchase of ours that it belongs to, be it by a further number.
  var ownID: Int64
  var shipment: Shipment
  var storefront: String
  var externalID: String
}

extension Work {
  /// Later than this nobody wants to know.
  private static let newsAge = Span.days(60)

  fileprivate func untold(limit: Int) throws -> [UntoldParcel] {
    try database.rows(
      """
      SELECT h.id, h.orderID, h.purchaseID, ifnull(k.id, p.id), h.number, h.carrier, h.shippedAt,
        a.name, o.externalID
      FROM shipment h INDEXED BY shipment_untold JOIN purchaseOrder p ON p.id = h.purchaseID
      LEFT JOIN purchaseOrder k ON p.key = '' AND k.key = p.reference AND k.key <> ''
      JOIN customerOrder o ON o.id = h.orderID JOIN account a ON a.id = o.accountID
      WHERE h.isTold = 0 AND h.purchaseID IS NOT NULL AND h.number <> '' AND h.createdAt >= ?
      AND (p.key <> '' OR k.id IS NOT NULL) AND o.isHistory = 0 AND o.cancelledAt IS NULL
      AND o.payment NOT IN ('refunded', 'voided')
      ORDER BY h.createdAt, h.id LIMIT ?
      """, (now - Work.newsAge).milliseconds, limit
    ) {
      UntoldParcel(
        id: try $0.number(), orderID: try $0.number(), purchaseID: try $0.number(),
        ownID: try $0.number(),
        shipment: Shipment(
          number: try $0.text(), carrier: try $0.text(), shippedAt: try $0.timeOrNil()),
        storefront: try $0.text(), externalID: try $0.text())
    }
  }

  fileprivate func due(_ parcel: UntoldParcel, isLast: Bool) throws -> FulfilmentDue {
    FulfilmentDue(
      storefront: parcel.storefront, orderExternalID: parcel.externalID,
      shipment: parcel.shipment, lines: try lines(in: parcel),
      isComplete: try isLast && isAllShipped(parcel.orderID))
  }

  /// What is in a parcel: what the supplier says, else all of its purchase where that has no other, else
  /// nobody knows.
  private func lines(in parcel: UntoldParcel) throws -> [FulfilmentDue.Line] {
    let told = try toldLines(
      ofParcel: parcel.shipment.number, orderID: parcel.orderID, purchaseID: parcel.ownID)
    if let told { return told }
    let parcels = try database.number(
      """
      SELECT count(*) FROM shipment h JOIN purchaseOrder p ON p.id = h.purchaseID
      WHERE h.orderID = ?1 AND (p.id = ?2 OR p.key = '' AND p.reference = (
        SELECT key FROM purchaseOrder WHERE id = ?2))
      """, parcel.orderID, parcel.ownID)
    let siblings = try database.number(
      """
      SELECT count(*) FROM purchaseOrder p JOIN purchaseOrder k ON k.key = p.reference
      WHERE k.id = ? AND p.key = '' AND k.key <> '' AND p.state <> 'cancelled'
      """, parcel.ownID)
    guard parcels == 1, siblings == 0 else { return [] }
    return try database.rows(
      """
      SELECT line, max(units) FROM (SELECT line, part, sum(units) AS units, min(position) AS place
        FROM purchaseLine WHERE purchaseID = ? AND isLive = 1 GROUP BY line, part)
      GROUP BY line ORDER BY min(place)
      """, parcel.ownID
    ) { FulfilmentDue.Line(id: try $0.text(), quantity: try $0.int()) }
  }

  /// Everything that is to be shipped is bought, and every purchase has a parcel with a number.
  func isAllShipped(_ orderID: Int64) throws -> Bool {
    let purchases = try Facts.purchases(of: orderID, database).filter(\.purchase.state.isLive)
    let shipped = Set(
      try database.numbers(
        """
        SELECT DISTINCT purchaseID FROM shipment
        WHERE orderID = ? AND number <> '' AND purchaseID IS NOT NULL
        """, [orderID]))
    guard purchases.allSatisfy({ shipped.contains($0.id) }), try !hasItemsToCome(orderID) else {
      return false
    }
    let cover = try Cover(of: orderID, purchases, database)
    return try Facts.lines(of: orderID, database).allSatisfy {
      !$0.requiresShipping || $0.fulfilled || cover.units(of: $0) >= $0.quantity
    }
  }

  fileprivate mutating func queue(
    _ parcel: UntoldParcel, _ due: FulfilmentDue, body: String
  ) throws {
    let name = "\(parcel.storefront):\(parcel.externalID):\(parcel.shipment.number)"
    if try !isReplacement(parcel) {
      try database.run(
        """
        INSERT INTO outboxMessage (key, kind, receiver, body, state, createdAt, orderID, purchaseID,
          shipmentID)
        VALUES (?, 'fulfil', ?, ?, 'ready', ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING
        """, "fulfil:\(name)", parcel.storefront, body, now.milliseconds, parcel.orderID,
        parcel.purchaseID, parcel.id)
    }
    try database.run("UPDATE shipment SET isTold = 1 WHERE id = ?", parcel.id)
  }

  /// A shop that was told of the first parcel of these goods takes no second one.
  private func isReplacement(_ parcel: UntoldParcel) throws -> Bool {
    try database.number(
      """
      SELECT 1 FROM purchaseOrder p JOIN customerOrder o ON o.id = p.orderID
      WHERE p.id = ? AND (p.returnID IS NOT NULL OR p.replaces IS NOT NULL)
      AND (o.fulfillment = 'fulfilled' OR EXISTS (
        SELECT 1 FROM outboxMessage m JOIN purchaseOrder q ON q.id = m.purchaseID
        LEFT JOIN purchaseOrder k ON q.key = '' AND k.key = q.reference AND k.key <> ''
        JOIN purchaseLine t ON t.purchaseID = ifnull(k.id, q.id)
        JOIN purchaseLine l ON l.purchaseID = p.id AND l.line = t.line
          AND l.firstUnit < t.firstUnit + t.units AND t.firstUnit < l.firstUnit + l.units
        WHERE m.orderID = o.id AND m.kind = 'fulfil' AND m.state NOT IN ('rejected', 'withdrawn')))
      """, parcel.ownID) != nil
  }

  /// A number that is replaced is no news any more, where it has not been told yet.
  mutating func withdrawNews(ofParcel shipmentID: Int64) throws {
    let ids = try database.numbers(
      "SELECT id FROM outboxMessage WHERE shipmentID = ? AND state IN ('held', 'ready')",
      [shipmentID])
    for id in ids {
      guard var message = try message(id) else { continue }
      try withdraw(&message, because: "the supplier has replaced the number")
    }
  }
}

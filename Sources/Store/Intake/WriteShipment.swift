internal import Fulfillment
internal import GRDB

/// Who gives a parcel, and for what.
struct Giver {
  let orderID: Int64
  let purchaseID: Int64?
  let source: Source
  /// Of the order: when a history's parcel can be known of at the earliest.
  let placedAt: Timestamp

  /// When we came to know of the parcel; of a history, when it was sent.
  /// The storefront itself tells of the parcel.
  var isShop: Bool { purchaseID == nil }

  func createdAt(_ shipment: Shipment, _ now: Timestamp) -> Timestamp {
    source.isHistory ? min(now, shipment.shippedAt ?? placedAt) : now
  }
}

extension Giver {
  init(orderID: Int64, purchaseID: Int64?, source: Source, _ order: Order) {
    self.init(
      orderID: orderID, purchaseID: purchaseID, source: source, placedAt: order.placedAt)
  }
}

extension Work {
  /// The row of that parcel, created or completed. A parcel that comes with a number takes the place of
  /// one that was announced without.
  @discardableResult
  mutating func merge(_ shipment: Shipment, _ giver: Giver) throws -> Int64 {
    let known = try database.row(
      """
      SELECT id, purchaseID IS NULL AND ?3 IS NOT NULL OR carrier = '' AND ?4 <> ''
        OR shippedAt IS NULL AND ?5 IS NOT NULL, ?6 AND isTold = 0
      FROM shipment WHERE orderID = ?1 AND number = ?2
      """, giver.orderID, shipment.number, giver.purchaseID, shipment.carrier,
      shipment.shippedAt?.milliseconds, giver.isShop ? 1 : 0
    ) { (id: try $0.number(), isMore: try $0.bool(), isUntold: try $0.bool()) }
    if let known, known.isUntold {
      try database.run("UPDATE shipment SET isTold = 1 WHERE id = ?", known.id)
    }
    if let known {
      guard known.isMore else { return known.id }
      try database.run(
        """
        UPDATE shipment SET purchaseID = ifnull(purchaseID, ?2),
          carrier = CASE carrier WHEN '' THEN ?3 ELSE carrier END,
          shippedAt = ifnull(shippedAt, ?4)
        WHERE id = ?1
        """, known.id, giver.purchaseID, shipment.carrier, shipment.shippedAt?.milliseconds)
      touched.insert(giver.orderID)
      return known.id
    }
    return try insert(shipment, giver)
  }

  @discardableResult
  mutating func insert(_ shipment: Shipment, _ giver: Giver) throws -> Int64 {
    let createdAt = giver.createdAt(shipment, now)
    let isFollowed = !giver.source.isHistory && !shipment.number.isEmpty
    let nextTrackAt = isFollowed ? now.milliseconds : nil
    if !shipment.number.isEmpty {
      try dropNumberless(giver)
      try touchLaterSharers(of: shipment.number, giver.orderID, since: createdAt)
    }
    try database.run(
      """
      INSERT INTO shipment (orderID, purchaseID, number, carrier, shippedAt, createdAt, source,
        nextTrackAt, isTold)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, giver.orderID, giver.purchaseID, shipment.number, shipment.carrier,
      shipment.shippedAt?.milliseconds, createdAt.milliseconds, giver.source.name, nextTrackAt,
      giver.isShop ? 1 : 0)
    let id = database.lastInsertedRowID
    touched.insert(giver.orderID)
    if !shipment.number.isEmpty { reworded.insert(giver.orderID) }
    return id
  }

  private func dropNumberless(_ giver: Giver) throws {
    try database.run(
      """
      DELETE FROM shipment WHERE orderID = ? AND number = '' AND purchaseID IS ?
      AND NOT EXISTS (SELECT 1 FROM trackingEvent WHERE shipmentID = shipment.id)
      """, giver.orderID, giver.purchaseID)
  }

  /// A number is news for the orders that got it later, as a history may tell of it afterwards.
  private func touchLaterSharers(
    of number: String, _ orderID: Int64, since createdAt: Timestamp
  ) throws {
    try database.run(
      """
      INSERT INTO orderCheck (orderID, at)
      SELECT DISTINCT orderID, 0 FROM shipment WHERE number = ?1 AND number <> ''
        AND (createdAt > ?3 AND orderID <> ?2 OR createdAt = ?3 AND orderID > ?2)
      ON CONFLICT (orderID) DO UPDATE SET at = 0
      """, number, orderID, createdAt.milliseconds)
  }

  /// Numbers that a supplier has replaced and no carrier ever saw.
  mutating func dropReplaced(
    purchaseID: Int64, orderID: Int64, given: [Shipment]
  ) throws {
    guard !given.isEmpty else { return }
    let unseen = try database.rows(
      """
      SELECT id, number FROM shipment WHERE purchaseID = ?
      AND NOT EXISTS (SELECT 1 FROM trackingEvent WHERE shipmentID = shipment.id)
      """, purchaseID
    ) { (id: try $0.number(), number: try $0.text()) }
    for old in unseen where !given.contains(where: { $0.number == old.number }) {
      try withdrawNews(ofParcel: old.id)
      try database.run("DELETE FROM shipment WHERE id = ?", old.id)
      touched.insert(orderID)
      reworded.insert(orderID)
    }
  }

  /// Adds an event; whether it was new.
  func append(_ event: TrackingEvent, to shipmentID: Int64, source: String) throws -> Bool {
    let clean = event.normalised()
    try database.run(
      """
      INSERT INTO trackingEvent (shipmentID, occurredAt, status, message, recordedAt, location,
        country, source)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """, shipmentID, clean.occurredAt.milliseconds, clean.status.rawValue, clean.message,
      now.milliseconds, clean.location, clean.country, source)
    return database.changesCount > 0
  }
}

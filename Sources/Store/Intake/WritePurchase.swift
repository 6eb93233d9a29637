internal import Fulfillment
internal import GRDB

/// What became of one incoming item.
enum Became { case imported, changed, unchanged }

extension IntakeResult {
  mutating func count(_ became: Became) {
    switch became {
    case .imported: imported += 1
    case .changed: changed += 1
    case .unchanged: unchanged += 1
    }
  }
}

extension Work {
  /// Writes a purchase of an order and its parcels.
  mutating func write(
    _ purchase: PurchaseOrder, supplierID: Int64, orderID: Int64, source: Source
  ) throws -> Became {
    let known = try database.row(
      """
      SELECT id, orderID, state, cost, currency, placedAt, acknowledgedAt, shippedAt
      FROM purchaseOrder WHERE supplierID = ? AND number = ?
      """, supplierID, purchase.number, read: KnownPurchase.init)
    var became = Became.unchanged
    let id: Int64
    if let known {
      id = known.id
      if known.differs(from: purchase) {
        try update(known, purchase, source: source)
        became = .changed
      }
    } else {
      id = try insert(purchase, supplierID: supplierID, orderID: orderID, source: source)
      became = .imported
    }
    let owner = known?.orderID ?? orderID
    if became != .unchanged { touched.insert(owner) }
    let before = try parcels(of: id)
    for shipment in purchase.shipments {
      let giver = Giver(
        orderID: owner, purchaseID: id, source: source, placedAt: purchase.placedAt)
      try merge(shipment, giver)
    }
    try dropReplaced(purchaseID: id, orderID: owner, given: purchase.shipments)
    if became == .unchanged, try parcels(of: id) != before { became = .changed }
    return became
  }

  private func parcels(of purchaseID: Int64) throws -> [String] {
    try database.texts(
      """
      SELECT number || ' ' || carrier || ' ' || ifnull(shippedAt, '') FROM shipment
      WHERE purchaseID = ? ORDER BY number
      """, purchaseID)
  }

  private func insert(
    _ purchase: PurchaseOrder, supplierID: Int64, orderID: Int64, source: Source
  ) throws -> Int64 {
    try database.run(
      """
      INSERT INTO purchaseOrder (orderID, supplierID, number, reference, state, cost, currency,
        placedAt, acknowledgedAt, shippedAt, recordedAt, recordedBy)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, orderID, supplierID, purchase.number, purchase.reference, purchase.state.rawValue,
      purchase.cost?.minor, purchase.cost?.currency.code, purchase.placedAt.milliseconds,
      purchase.acknowledgedAt?.milliseconds, shippedAt(purchase, source)?.milliseconds,
      now.milliseconds, source.name)
    return database.lastInsertedRowID
  }

  private func update(
    _ known: KnownPurchase, _ purchase: PurchaseOrder, source: Source
  ) throws {
    try database.run(
      """
      UPDATE purchaseOrder SET state = ?, cost = ?, currency = ?, placedAt = ?, acknowledgedAt = ?,
        shippedAt = ? WHERE id = ?
      """, purchase.state.rawValue, (purchase.cost ?? known.cost)?.minor,
      (purchase.cost ?? known.cost)?.currency.code, purchase.placedAt.milliseconds,
      (purchase.acknowledgedAt ?? known.acknowledgedAt)?.milliseconds,
      (known.shippedAt ?? shippedAt(purchase, source))?.milliseconds, known.id)
  }

  /// When the supplier was first seen to say that it has left: now, but for a history.
  private func shippedAt(_ purchase: PurchaseOrder, _ source: Source) -> Timestamp? {
    guard purchase.state == .shipped || purchase.state == .delivered else { return nil }
    guard source.isHistory else { return now }
    return purchase.shipments.compactMap(\.shippedAt).min() ?? purchase.acknowledgedAt
      ?? purchase.placedAt
  }
}

/// What is stored of a purchase that comes again.
private struct KnownPurchase {
  var id: Int64
  var orderID: Int64
  var state: PurchaseState
  var cost: Money?
  var placedAt: Timestamp
  var acknowledgedAt: Timestamp?
  var shippedAt: Timestamp?

  init(_ columns: inout Columns) throws {
    id = try columns.number()
    orderID = try columns.number()
    state = try columns.state(PurchaseState.self)
    cost = try columns.money()
    placedAt = try columns.time()
    acknowledgedAt = try columns.timeOrNil()
    shippedAt = try columns.timeOrNil()
  }

  /// What the supplier leaves out this time is no change.
  func differs(from purchase: PurchaseOrder) -> Bool {
    state != purchase.state || placedAt != purchase.placedAt
      || (purchase.cost != nil && purchase.cost != cost)
      || (purchase.acknowledgedAt != nil && purchase.acknowledgedAt != acknowledgedAt)
  }
}

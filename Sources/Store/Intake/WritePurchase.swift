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
    let known = try database.rows(
      "SELECT " + KnownPurchase.columns + " WHERE supplierID = ? AND number = ? AND number <> ''",
      supplierID, purchase.number, read: KnownPurchase.init
    ).first
    if let known { return try write(purchase, over: known, source: source) }
    let id = try insert(purchase, supplierID: supplierID, orderID: orderID, source: source)
    touched.insert(orderID)
    try writeParcels(of: purchase, id: id, orderID: orderID, source: source)
    return .imported
  }

  /// Brings a purchase that is known in line with what is said of it now.
  mutating func write(
    _ told: PurchaseOrder, over known: KnownPurchase, source: Source
  ) throws -> Became {
    var purchase = told
    // A draft is placed, and not paid for all that: CJ lists it as created.
    if known.isOurs, known.state == .unpaid, told.state == .placed { purchase.state = .unpaid }
    var became = Became.unchanged
    if known.differs(from: purchase) {
      let head = try head(of: known.id)
      let before = try head.flatMap { try charge(of: $0) }
      try update(known, purchase, source: source)
      if let head { try noteCharge(of: head, before: before) }
      touched.insert(known.orderID)
      became = .changed
    }
    let before = try parcels(of: known.id)
    try writeParcels(of: purchase, id: known.id, orderID: known.orderID, source: source)
    if became == .unchanged, try parcels(of: known.id) != before { became = .changed }
    return became
  }

  func keptPurchase(_ id: Int64) throws -> KnownPurchase? {
    try database.row(
      "SELECT " + KnownPurchase.columns + " WHERE id = ?", id, read: KnownPurchase.init)
  }

  private mutating func writeParcels(
    of purchase: PurchaseOrder, id: Int64, orderID: Int64, source: Source
  ) throws {
    for shipment in purchase.shipments {
      let giver = Giver(
        orderID: orderID, purchaseID: id, source: source, placedAt: purchase.placedAt)
      try merge(shipment, giver)
    }
    try dropReplaced(purchaseID: id, orderID: orderID, given: purchase.shipments)
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
        placedAt, acknowledgedAt, shippedAt, unpaidSince, recordedAt, recordedBy, isCharged)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, orderID, supplierID, purchase.number, purchase.reference, purchase.state.rawValue,
      purchase.cost?.minor, purchase.cost?.currency.code, purchase.placedAt.milliseconds,
      purchase.acknowledgedAt?.milliseconds, shippedAt(purchase, source)?.milliseconds,
      purchase.state == .unpaid ? now.milliseconds : nil, now.milliseconds, source.name,
      purchase.cost == nil ? 0 : 1)
    return database.lastInsertedRowID
  }

  private mutating func update(
    _ known: KnownPurchase, _ purchase: PurchaseOrder, source: Source
  ) throws {
    try database.run(
      """
      UPDATE purchaseOrder SET state = ?, cost = ?, currency = ?, placedAt = ?, acknowledgedAt = ?,
        shippedAt = ?, unpaidSince = CASE WHEN ? THEN ifnull(unpaidSince, ?) END,
        isCharged = max(isCharged, ?) WHERE id = ?
      """, purchase.state.rawValue, (purchase.cost ?? known.cost)?.minor,
      (purchase.cost ?? known.cost)?.currency.code, purchase.placedAt.milliseconds,
      (purchase.acknowledgedAt ?? known.acknowledgedAt)?.milliseconds,
      (known.shippedAt ?? shippedAt(purchase, source))?.milliseconds,
      purchase.state == .unpaid ? 1 : 0, now.milliseconds, purchase.cost == nil ? 0 : 1, known.id)
    guard known.isOurs else { return }
    if purchase.state.isLive, !known.state.isLive { _ = try revive(known.id) }
    try queuePayment(of: known.id)
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
struct KnownPurchase {
  var id: Int64
  var orderID: Int64
  /// This program bought it.
  var isOurs: Bool
  /// The supplier has told what it costs.
  var isCharged: Bool
  var state: PurchaseState
  var cost: Money?
  var placedAt: Timestamp
  var acknowledgedAt: Timestamp?
  var shippedAt: Timestamp?

  static let columns = """
    id, orderID, key <> '', isCharged, state, cost, currency, placedAt, acknowledgedAt, shippedAt \
    FROM purchaseOrder
    """

  init(_ columns: inout Columns) throws {
    id = try columns.number()
    orderID = try columns.number()
    isOurs = try columns.bool()
    isCharged = try columns.bool()
    state = try columns.state(PurchaseState.self)
    cost = try columns.money()
    placedAt = try columns.time()
    acknowledgedAt = try columns.timeOrNil()
    shippedAt = try columns.timeOrNil()
  }

  /// What the supplier leaves out this time is no change.
  fileprivate func differs(from purchase: PurchaseOrder) -> Bool {
    state != purchase.state || placedAt != purchase.placedAt
      || (purchase.cost != nil && (purchase.cost != cost || !isCharged))
      || (purchase.acknowledgedAt != nil && purchase.acknowledgedAt != acknowledgedAt)
  }
}

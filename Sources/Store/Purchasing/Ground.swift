internal import Fulfillment
internal import GRDB

/// What a purchase for an order rests on, as its storefront tells it now.
struct Ground {
  var orderID: Int64
  var name: String
  var externalID: String
  var storefront: String
  var placedAt: Timestamp
  var promisedAt: Timestamp?
  var payment: PaymentState
  var paidAt: Timestamp?
  var cancelledAt: Timestamp?
  /// Its shop is being asked to cancel it, or was and has not said so yet.
  var isBeingCancelled = false
  var total: Int64?
  var refunded: Int64?
  var isHistory: Bool
  var email: String
  var shipTo: Address
  var lines: [OrderLine]

  /// Why nothing may be bought for it, in the operator's words; nil: may.
  var obstacle: String? { obstacle(isAgain: false) }

  /// - Parameter isAgain: what was bought once is replaced, whoever bought it.
  func obstacle(isAgain: Bool) -> String? {
    if cancelledAt != nil || payment == .voided { return "cancelled" }
    if isBeingCancelled { return "being cancelled" }
    let isSentBack = (refunded ?? 0) > 0 && (refunded ?? 0) >= (total ?? .max)
    if payment == .refunded || isSentBack { return "refunded" }
    if isHistory, !isAgain { return "brought in as history" }
    return isPaid ? nil : "not paid"
  }

  private var isPaid: Bool {
    switch payment {
    case .paid, .partiallyRefunded: true
    case .unknown: paidAt != nil
    case .pending, .authorized, .partiallyPaid, .refunded, .voided: false
    }
  }

  /// Why those units can't be bought for a line; nil: they can.
  func problem(with item: GroundItem) -> String? {
    guard let line = lines.first(where: { $0.externalID == item.line }) else {
      return "\(item.sku) is not in the order any more"
    }
    if line.sku.lowercased() != item.sku.lowercased() { return "\(item.sku) is now \(line.sku)" }
    if !line.requiresShipping { return "\(item.sku) needs no shipping" }
    if line.fulfilled, item.again == 0 { return "\(item.sku) has been shipped already" }
    if line.quantity < item.end {
      return "only \(line.quantity) of \(item.sku) are ordered"
    }
    return nil
  }

  /// Of everything that a purchase of those lines rests on: where it goes, what and how many.
  func basis(_ lineIDs: [String]) -> Int64 {
    var digest = Digest()
    for text in shipTo.parts { digest.add(text) }
    digest.add(refunded ?? 0)
    for line in lines where lineIDs.contains(line.externalID) {
      digest.add(line.externalID)
      digest.add(line.sku.lowercased())
      digest.add(Int64(line.quantity))
    }
    return digest.value
  }
}

/// Units of a line.
struct GroundItem: Hashable {
  var line: String
  var part: String
  var sku: String
  var firstUnit: Int
  var units: Int
  /// As of `Replacement`; 0: bought for the first time.
  var again = 0

  var end: Int { firstUnit + units }
}

extension Address {
  var parts: [String] {
    [name, company, line1, line2, city, province, postcode, country, phone]
  }
}

extension Work {
  func ground(of orderID: Int64) throws -> Ground? {
    var ground = try database.row(
      """
      SELECT o.id, o.name, o.externalID, a.name, o.placedAt, o.promisedAt, o.payment, o.paidAt,
        o.cancelledAt, o.total, o.refunded, o.isHistory, o.email, o.shipName, o.company, o.line1,
        o.line2, o.city, o.province, o.postcode, o.country, o.shipPhone
      FROM customerOrder o JOIN account a ON a.id = o.accountID WHERE o.id = ?
      """, orderID
    ) {
      Ground(
        orderID: try $0.number(), name: try $0.text(), externalID: try $0.text(),
        storefront: try $0.text(), placedAt: try $0.time(), promisedAt: try $0.timeOrNil(),
        payment: try $0.state(PaymentState.self), paidAt: try $0.timeOrNil(),
        cancelledAt: try $0.timeOrNil(), total: try $0.numberOrNil(),
        refunded: try $0.numberOrNil(), isHistory: try $0.bool(), email: try $0.text(),
        shipTo: Address(
          name: try $0.text(), company: try $0.text(), line1: try $0.text(),
          line2: try $0.text(), city: try $0.text(), province: try $0.text(),
          postcode: try $0.text(), country: try $0.text(), phone: try $0.text()),
        lines: [])
    }
    ground?.lines = try Facts.lines(of: orderID, database)
    ground?.isBeingCancelled =
      try database.number(
        """
        SELECT 1 FROM outboxMessage WHERE orderID = ? AND kind = 'cancel-order'
        AND state NOT IN ('rejected', 'withdrawn')
        """, orderID) != nil
    return ground
  }

  /// A live purchase that this program knows only by its number: it may be of anything in the order.
  /// A further number of a purchase of ours is none, unless that purchase has come to nothing.
  func boughtByHand(_ orderID: Int64) throws -> String? {
    try database.row(
      """
      SELECT s.name || ' ' || p.number FROM purchaseOrder p JOIN supplier s ON s.id = p.supplierID
      WHERE p.orderID = ?1 AND p.key = '' AND p.state NOT IN ('rejected', 'cancelled')
      AND p.returnID IS NULL AND p.replaces IS NULL
      AND NOT EXISTS (SELECT 1 FROM purchaseOrder k WHERE k.key = p.reference AND k.key <> ''
        AND k.state NOT IN ('rejected', 'cancelled'))
      ORDER BY p.id LIMIT 1
      """, orderID
    ) { try $0.text() }
  }

  /// The units that a purchase is for; `isLive`: only those that it still covers.
  func items(of purchaseID: Int64, isLive: Bool) throws -> [GroundItem] {
    try database.rows(
      """
      SELECT line, part, sku, firstUnit, units, again FROM purchaseLine
      WHERE purchaseID = ? AND isLive >= ? ORDER BY position
      """, purchaseID, isLive ? 1 : 0
    ) {
      GroundItem(
        line: try $0.text(), part: try $0.text(), sku: try $0.text(), firstUnit: try $0.int(),
        units: try $0.int(), again: try $0.int())
    }
  }

  /// Why a purchase may not be sent, whatever else; nil: it may.
  func objection(to purchaseID: Int64, of orderID: Int64) throws -> String? {
    guard let ground = try ground(of: orderID) else { return "the order is gone" }
    let items = try items(of: purchaseID, isLive: true)
    let isAgain = items.contains { $0.again > 0 }
    if let obstacle = ground.obstacle(isAgain: isAgain) { return "the order is " + obstacle }
    if isAgain {
      if let reason = try objection(toReplacing: purchaseID, of: orderID) { return reason }
    } else if let hand = try boughtByHand(orderID) {
      return "bought by hand: " + hand
    }
    guard !items.isEmpty else { return "nothing of it is to be bought any more" }
    if let problem = items.lazy.compactMap({ ground.problem(with: $0) }).first { return problem }
    let basis = try database.number("SELECT basis FROM purchaseOrder WHERE id = ?", purchaseID)
    guard basis == ground.basis(items.map(\.line)) else {
      return "the order has changed since it was planned"
    }
    return nil
  }
}

/// What is seen of an order at one glance. Most rules are about something that most orders have not: a rule
/// whose signs are not all there is not asked, which saves nine in ten of them.
package struct Signs: OptionSet, Hashable, Sendable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue }

  private init(bit: UInt64) { rawValue = 1 << bit }

  /// Not brought in as history, and not called off.
  static let followed = Signs(bit: 0)
  static let paid = Signs(bit: 1)
  static let unpaid = Signs(bit: 2)
  /// Nothing has been sent: it waits for money, a purchase or a supplier.
  static let inPreparation = Signs(bit: 3)
  static let hasPurchases = Signs(bit: 4)
  /// A supplier has a purchase of which a parcel is expected.
  static let hasOpenPurchase = Signs(bit: 5)
  /// A purchase was refused or cancelled.
  static let hasLostPurchase = Signs(bit: 6)
  /// A purchase has not left, or nobody knows whether it has.
  static let hasUnsureness = Signs(bit: 7)
  /// A line has units that nobody is asked for.
  static let hasUnbought = Signs(bit: 8)
  /// A purchase has not left, or a line is not bought.
  static let isUnbought = Signs(bit: 9)
  static let hasShipments = Signs(bit: 10)
  /// A parcel of which no carrier has made an end.
  static let hasPending = Signs(bit: 11)
  /// A parcel that was given up by its carrier or its tracker.
  static let hasLostParcel = Signs(bit: 12)
  static let hasPendingOrLost = Signs(bit: 13)
  static let hasReturned = Signs(bit: 14)
  static let hasReturning = Signs(bit: 15)
  static let hasProblem = Signs(bit: 16)
  static let hasCustoms = Signs(bit: 17)
  static let hasPickup = Signs(bit: 18)
  static let isMoving = Signs(bit: 19)
  static let hasUnscanned = Signs(bit: 20)
  static let hasReturnRequest = Signs(bit: 21)
  static let wasChanged = Signs(bit: 22)
  static let isRepeated = Signs(bit: 23)
  static let hasStockOut = Signs(bit: 24)
  /// Purchases may still be undispatched: nothing was scanned, or there are several.
  static let mayBeUndispatched = Signs(bit: 25)
  /// Somebody may be asked for money because of a loss.
  static let hasRecourse = Signs(bit: 26)
  /// A chargeback or an inquiry is not decided.
  static let hasDispute = Signs(bit: 27)
  static let hasDelivered = Signs(bit: 28)
  static let hasReturns = Signs(bit: 29)
  static let isPromised = Signs(bit: 30)
  /// A supplier has a purchase and may not have confirmed it.
  static let hasUnconfirmed = Signs(bit: 31)
  /// A supplier waits for our money.
  static let hasUnpaidPurchase = Signs(bit: 32)
  /// Something was shipped, and a number of it may be lacking.
  static let mayLackNumber = Signs(bit: 33)
  /// A line has become dearer, or it is known what a purchase cost.
  static let mayBeDearer = Signs(bit: 34)
}

extension Signs {
  /// `facts` know their parcels and their state.
  init(_ facts: OrderFacts) {
    self = []
    set(.followed, facts.isFollowed)
    set(facts.isPaid ? .paid : .unpaid, true)
    set(.inPreparation, facts.stands(in: .preparation))
    set(.isPromised, facts.promisedAt != nil)
    set(.hasReturns, !facts.returns.isEmpty)
    set(.hasReturnRequest, facts.returns.contains { $0.state == .requested })
    set(.wasChanged, !facts.changedAfterPurchase.isEmpty)
    set(.isRepeated, !facts.duplicateOf.isEmpty)
    set(.hasRecourse, !facts.recourse.isEmpty)
    set(.hasDispute, !facts.disputes.isEmpty)
    set(.hasUnbought, facts.hasUnboughtLines)
    set(.hasStockOut, facts.lines.contains { !$0.stockOut.isEmpty })
    var open = 0
    // By places: a purchase taken out of its list is copied with all its texts.
    let purchases = facts.purchases
    for index in purchases.indices {
      insert(.hasPurchases)
      if purchases[index].isExpected { open += 1 }
      set(.mayBeDearer, purchases[index].charged != nil)
      switch purchases[index].state {
      case .rejected, .cancelled: insert(.hasLostPurchase)
      case .intended, .unknown: insert(.hasUnsureness)
      case .placed, .unclear: insert(.hasUnconfirmed)
      case .unpaid: insert(.hasUnpaidPurchase)
      case .shipped: set(.mayLackNumber, !purchases[index].hasTracking)
      case .acknowledged, .delivered: break
      }
    }
    set(.mayBeDearer, facts.lines.contains { !$0.costRise.isEmpty })
    set(.hasOpenPurchase, open > 0)
    set(.isUnbought, !isDisjoint(with: [.hasUnbought, .hasUnsureness]))
    set(.hasShipments, !facts.shipments.isEmpty)
    var isScanned = false
    let parcels = facts.tracked
    for index in parcels.indices {
      set(.hasUnscanned, parcels[index].track.firstScanAt == nil)
      if parcels[index].track.firstScanAt != nil { isScanned = true }
      add(parcels[index].track.status)
    }
    set(.mayLackNumber, facts.shipments.contains { $0.number.isEmpty } && parcels.isEmpty)
    set(.hasPendingOrLost, !isDisjoint(with: [.hasPending, .hasLostParcel]))
    set(.mayBeUndispatched, open > 1 || open == 1 && !isScanned)
  }

  private mutating func add(_ status: TrackingStatus?) {
    guard let status else {
      insert(.hasPending)
      return
    }
    if !status.isFinal { insert(.hasPending) }
    switch status {
    case .returned: insert(.hasReturned)
    case .returning: insert(.hasReturning)
    case .exception, .attemptFailed: insert(.hasProblem)
    case .pickup: insert(.hasPickup)
    case .lost, .expired: insert(.hasLostParcel)
    case .customs: formUnion([.hasCustoms, .isMoving])
    case .pickedUp, .inTransit, .delayed, .outForDelivery: insert(.isMoving)
    case .delivered: insert(.hasDelivered)
    case .unregistered, .label, .cancelled: break
    }
  }

  private mutating func set(_ sign: Signs, _ isThere: Bool) { if isThere { insert(sign) } }
}

extension Signs {
  /// The signs without which a rule never trips; none for a rule that is always asked.
  static func needed(by rule: String) -> Signs { table[rule] ?? [] }

  private static let table: [String: Signs] = [
    "dispute.due": [.hasDispute],
    "purchase.unknown": [.hasUnsureness],
    "claim.closing": [.hasRecourse],
    "parcel.returned": [.hasReturned],
    "parcel.returning": [.followed, .hasReturning],
    "parcel.damaged": [.followed, .hasProblem],
    "parcel.lost": [.followed, .hasPendingOrLost],
    "transit.customs": [.followed, .hasCustoms],
    "delivery.failed": [.followed, .hasProblem],
    "delivery.elsewhere": [.followed, .hasDelivered],
    "delivery.disputed": [.followed, .hasDelivered, .hasReturns],
    "refund.overdue": [.hasReturns],
    "order.changed": [.wasChanged, .hasPurchases],
    "purchase.rejected": [.followed, .hasUnbought, .hasLostPurchase],
    "purchase.cancelled": [.followed, .hasLostPurchase],
    "order.stale": [.followed, .paid, .isUnbought],
    "order.duplicate": [.followed, .inPreparation, .isRepeated],
    "order.address": [.followed, .inPreparation],
    "order.unmapped": [.followed, .hasUnbought],
    "order.blocked": [.followed, .hasUnbought],
    "stock.out": [.followed, .inPreparation, .hasStockOut],
    "purchase.unsent": [.followed, .paid, .isUnbought],
    "purchase.unpaid": [.followed, .hasUnpaidPurchase],
    "purchase.unacknowledged": [.followed, .hasUnconfirmed],
    "dispatch.late": [.followed, .mayBeUndispatched],
    "delivery.pickup": [.followed, .hasPickup],
    "return.waiting": [.hasReturnRequest],
    "tracking.unscanned": [.followed, .hasUnscanned],
    "tracking.missing": [.followed, .mayLackNumber],
    "tracking.invalid": [.followed, .hasShipments],
    "transit.stalled": [.followed, .isMoving],
    "transit.delayed": [.followed, .isPromised],
    "price.rise": [.followed, .mayBeDearer],
    "payment.pending": [.followed, .unpaid],
  ]
}

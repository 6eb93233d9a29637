extension OrderFacts {
  /// A scan this long before the order was placed is another parcel's; less may be a carrier's local
  /// time read as UTC.
  static let clockMargin = Span.hours(12)

  /// What the carrier said of a parcel since the order was placed.
  func track(_ shipment: ShipmentFacts) -> ParcelTrack {
    ParcelTrack(shipment.events, since: placedAt - OrderFacts.clockMargin)
  }

  /// Parcels that have a tracking number.
  var parcels: [ShipmentFacts] { shipments.filter { !$0.number.isEmpty } }

  /// Purchases whose lines are bought or about to be.
  var livePurchases: [PurchaseFacts] { purchases.filter(\.state.isLive) }

  /// Something of it has been bought again.
  var isBoughtAgain: Bool { purchases.contains { $0.isReplacement && $0.state.isLive } }

  /// Money was captured, as the storefront says now or said once.
  package var isPaid: Bool { payment.isCaptured || paidAt != nil }

  /// Lines that somebody still has to ship.
  var openLines: [LineFacts] {
    lines.filter(\.isOpen)
  }

  /// Open lines with units that nobody is asked for. What was bought by hand names no lines and is taken
  /// to cover all of them.
  var unboughtLines: [LineFacts] {
    hasUnboughtLines ? openLines.filter { $0.covered < $0.quantity } : []
  }

  /// There is at least one of them.
  var hasUnboughtLines: Bool {
    guard lines.contains(where: { $0.isOpen && $0.covered < $0.quantity }) else { return false }
    return !purchases.contains { $0.state.isLive && $0.key.isEmpty }
  }
}

extension OrderState {
  /// Where an order stands: what was called off first, then what its carriers say, then its suppliers,
  /// its storefront and its payment.
  package static func of(_ facts: OrderFacts) -> OrderState {
    if facts.cancelledAt != nil || facts.payment == .voided { return .cancelled }
    if facts.payment == .refunded { return .refunded }
    let ends = ParcelEnds(facts)
    if let moving = ends.moving { return moving }
    if !ends.isEmpty {
      // Every parcel has come to its end; the order has only if nothing more is on order.
      let bought = ofPurchases(facts) { !$0.hasTracking && $0.state != .delivered }
      if let bought { return bought }
      let isBought = facts.purchases.contains(where: \.state.isLive)
      let isInParts = isBought || facts.fulfillment == .partial
      if isInParts, facts.fulfillment != .fulfilled, facts.hasUnboughtLines {
        return facts.isPaid ? .ready : .unpaid
      }
      return ends.worst
    }
    if facts.fulfillment == .fulfilled, !facts.isBoughtAgain {
      // The storefront hides what is not bought yet, but not a parcel whose number is still owed.
      let isOwed = facts.purchases.contains { $0.state == .shipped }
      return isOwed ? .shipped : .fulfilled
    }
    if let bought = ofPurchases(facts, where: { _ in true }) { return bought }
    if facts.shipments.contains(where: { $0.number.isEmpty }) { return .shipped }
    guard facts.isPaid else { return .unpaid }
    return facts.lines.isEmpty || facts.lines.contains(where: \.isOpen) ? .ready : .fulfilled
  }

  /// The least advanced of what suppliers say, and of what none of them is asked for; nil where nothing
  /// is bought. Nothing is bought of a purchase that has not left, but of one that may have arrived.
  private static func ofPurchases(
    _ facts: OrderFacts, where isCounted: (PurchaseFacts) -> Bool
  ) -> OrderState? {
    // By progress.
    let (ready, ordered, processing, shipped, delivered) = (0, 1, 2, 3, 4)
    var least: Int?
    for purchase in facts.purchases
    where purchase.state.isLive && !purchase.isReplaced && isCounted(purchase) {
      let progress =
        switch purchase.state {
        case .delivered: delivered
        case .shipped: shipped
        case .acknowledged: processing
        case .intended, .rejected, .cancelled: ready
        case .placed, .unpaid, .unknown, .unclear:
          purchase.acknowledgedAt == nil ? ordered : processing
        }
      least = min(least ?? progress, progress)
    }
    guard var least else { return nil }
    if facts.hasUnboughtLines { least = ready }
    if least == ready { return facts.isPaid ? .ready : .unpaid }
    return [.ready, .ordered, .processing, .shipped, .delivered][least]
  }
}

/// What the parcels of an order come to together; cancelled ones count for nothing.
private struct ParcelEnds {
  var isEmpty = true
  /// The most urgent of those that have not come to their end: coming back, at a pickup point, under way,
  /// announced; nil: all have.
  var moving: OrderState?
  /// The worst end.
  var worst = OrderState.delivered

  init(_ facts: OrderFacts) {
    for index in facts.shipments.indices
    where !facts.shipments[index].number.isEmpty && !facts.shipments[index].isReplaced {
      let track = facts.digest.map { $0.tracks[index] } ?? facts.track(facts.shipments[index])
      add(track.status)
    }
  }

  private mutating func add(_ status: TrackingStatus?) {
    guard status != .cancelled else { return }
    isEmpty = false
    switch status {
    case nil, .unregistered, .label: move(.shipped)
    case .pickedUp, .inTransit, .customs, .delayed, .outForDelivery, .attemptFailed, .exception:
      move(.transit)
    case .pickup: move(.pickup)
    case .returning: move(.returning)
    case .returned: worst = .returned
    case .lost, .expired: if worst != .returned { worst = .lost }
    case .delivered, .cancelled: break
    }
  }

  private mutating func move(_ state: OrderState) {
    func urgency(_ state: OrderState?) -> Int {
      switch state {
      case .returning: 4
      case .pickup: 3
      case .transit: 2
      case .shipped: 1
      default: 0
      }
    }
    if urgency(state) > urgency(moving) { moving = state }
  }
}

extension LineFacts {
  /// Somebody still has to ship it.
  fileprivate var isOpen: Bool { requiresShipping && !fulfilled && quantity > 0 }
}

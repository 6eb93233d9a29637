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

  /// Money was captured, as the storefront says now or said once.
  var isPaid: Bool { payment.isCaptured || paidAt != nil }

  /// Lines that somebody still has to ship.
  var openLines: [LineFacts] {
    lines.filter { $0.requiresShipping && !$0.fulfilled && $0.quantity > 0 }
  }

  /// Open lines with units that nobody is asked for. What was bought by hand names no lines and is taken
  /// to cover all of them.
  var unboughtLines: [LineFacts] {
    if livePurchases.contains(where: { $0.key.isEmpty }) { return [] }
    return openLines.filter { $0.covered < $0.quantity }
  }
}

extension OrderState {
  /// Where an order stands: what was called off first, then what its carriers say, then its suppliers,
  /// its storefront and its payment.
  package static func of(_ facts: OrderFacts) -> OrderState {
    if facts.cancelledAt != nil || facts.payment == .voided { return .cancelled }
    if facts.payment == .refunded { return .refunded }
    let statuses = facts.tracked.map(\.track.status).filter { $0 != .cancelled }
    if let moving = ofMoving(statuses) { return moving }
    let waiting = facts.livePurchases.filter { !$0.hasTracking && $0.state != .delivered }
    if !statuses.isEmpty {
      // Every parcel has come to its end; the order has only if nothing more is on order.
      if let bought = ofPurchases(waiting, facts) { return bought }
      let isInParts = facts.livePurchases.isEmpty ? facts.fulfillment == .partial : true
      if isInParts, facts.fulfillment != .fulfilled, !facts.unboughtLines.isEmpty {
        return facts.isPaid ? .ready : .unpaid
      }
      return ofEnded(statuses)
    }
    if facts.fulfillment == .fulfilled {
      // The storefront hides what is not bought yet, but not a parcel whose number is still owed.
      let isOwed = facts.livePurchases.contains { $0.state == .shipped }
      return isOwed ? .shipped : .fulfilled
    }
    if let bought = ofPurchases(facts.livePurchases, facts) { return bought }
    if facts.shipments.contains(where: { $0.number.isEmpty }) { return .shipped }
    guard facts.isPaid else { return .unpaid }
    return facts.lines.isEmpty || !facts.openLines.isEmpty ? .ready : .fulfilled
  }

  /// The state while at least one parcel has not come to its end; nil where all have.
  private static func ofMoving(_ statuses: [TrackingStatus?]) -> OrderState? {
    let states = statuses.map { status -> OrderState? in
      switch status {
      case nil, .unregistered, .label: .shipped
      case .pickedUp, .inTransit, .customs, .delayed, .outForDelivery, .attemptFailed, .exception:
        .transit
      case .pickup: .pickup
      case .returning: .returning
      case .delivered, .returned, .lost, .expired, .cancelled: nil
      }
    }
    let byUrgency: [OrderState] = [.returning, .pickup, .transit, .shipped]
    return byUrgency.first { states.contains($0) }
  }

  /// The state once every parcel has come to its end: the worst end.
  private static func ofEnded(_ statuses: [TrackingStatus?]) -> OrderState {
    if statuses.contains(.returned) { return .returned }
    if statuses.contains(.lost) || statuses.contains(.expired) { return .lost }
    return .delivered
  }

  /// The least advanced of what suppliers say, and of what none of them is asked for; nil where nothing
  /// is bought. Nothing is bought of a purchase that has not left, but of one that may have arrived.
  private static func ofPurchases(_ purchases: [PurchaseFacts], _ facts: OrderFacts) -> OrderState?
  {
    var states = purchases.compactMap { purchase -> OrderState? in
      switch purchase.state {
      case .delivered: .delivered
      case .shipped: .shipped
      case .acknowledged: .processing
      case .intended: .ready
      case .rejected, .cancelled: nil
      case .placed, .unpaid, .unknown, .unclear:
        purchase.acknowledgedAt == nil ? .ordered : .processing
      }
    }
    if !states.isEmpty, !facts.unboughtLines.isEmpty { states.append(.ready) }
    if states.contains(.ready), !facts.isPaid { return .unpaid }
    let byProgress: [OrderState] = [.ready, .ordered, .processing, .shipped, .delivered]
    return byProgress.first { states.contains($0) }
  }
}

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

  /// Purchases that were not called off.
  var livePurchases: [PurchaseFacts] { purchases.filter { $0.state != .cancelled } }

  /// Money was captured, as the storefront says now or said once.
  var isPaid: Bool { payment.isCaptured || paidAt != nil }

  /// Lines that somebody still has to ship.
  var openLines: [LineFacts] {
    lines.filter { $0.requiresShipping && !$0.fulfilled && $0.quantity > 0 }
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
      if let bought = ofPurchases(waiting) { return bought }
      if facts.livePurchases.isEmpty, facts.fulfillment == .partial, !facts.openLines.isEmpty {
        return facts.isPaid ? .ready : .unpaid
      }
      return ofEnded(statuses)
    }
    if facts.fulfillment == .fulfilled {
      // The storefront hides what is not bought yet, but not a parcel whose number is still owed.
      let isOwed = facts.livePurchases.contains { $0.state == .shipped }
      return isOwed ? .shipped : .fulfilled
    }
    if let bought = ofPurchases(facts.livePurchases) { return bought }
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

  /// The least advanced of what suppliers say; nil where nothing is bought.
  private static func ofPurchases(_ purchases: [PurchaseFacts]) -> OrderState? {
    let states = purchases.map { purchase -> OrderState in
      switch purchase.state {
      case .delivered: .delivered
      case .shipped: .shipped
      case .acknowledged: .processing
      case .placed, .unpaid, .unknown, .cancelled:
        purchase.acknowledgedAt == nil ? .ordered : .processing
      }
    }
    let byProgress: [OrderState] = [.ordered, .processing, .shipped, .delivered]
    return byProgress.first { states.contains($0) }
  }
}

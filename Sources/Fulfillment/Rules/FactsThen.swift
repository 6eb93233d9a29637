extension OrderFacts {
  /// When something of the order became known, oldest first, each once. Of an order that was brought in as
  /// history everything counts as known when it happened.
  func moments(until now: Timestamp) -> [Timestamp] {
    var all = [placedAt]
    for instant in [paidAt, cancelledAt] { if let instant { all.append(instant) } }
    for purchase in purchases {
      all.append(purchase.placedAt)
      for instant in [purchase.acknowledgedAt, purchase.shippedAt, purchase.unpaidSince] {
        if let instant { all.append(instant) }
      }
    }
    for shipment in shipments {
      all.append(told(shipment))
      for event in shipment.events { all.append(told(event)) }
    }
    for request in returns {
      all.append(request.requestedAt)
      if let decidedAt = request.decidedAt { all.append(decidedAt) }
    }
    all.sort()
    var moments: [Timestamp] = []
    for instant in all where instant >= placedAt && instant <= now && instant != moments.last {
      moments.append(instant)
    }
    return moments
  }

  /// The facts as they were known at an instant, of an order that was there. What left no time behind is
  /// taken as follows: money that was paid back was there until now; what offers and routing said is not
  /// known any more.
  func asKnown(at instant: Timestamp) -> OrderFacts {
    var facts = self
    facts.digest = nil
    facts.isHistory = false
    (facts.trackingFreshAt, facts.supplierFreshAt) = (nil, nil)
    (facts.changedAfterPurchase, facts.duplicateOf) = ("", [])
    facts.paidAt = paidAt.flatMap { $0 <= instant ? $0 : nil }
    facts.cancelledAt = cancelledAt.flatMap { $0 <= instant ? $0 : nil }
    facts.payment = payment(at: instant)
    facts.purchases = purchases.compactMap { $0.asKnown(at: instant) }
    facts.shipments = shipments.compactMap { asKnown($0, at: instant) }
    facts.returns = returns.compactMap { $0.asKnown(at: instant) }
    let isShipped = shipments.isEmpty || !facts.shipments.isEmpty
    if !isShipped { facts.fulfillment = .unfulfilled }
    let isBought = purchases.isEmpty || facts.purchases.contains { $0.state.isLive }
    for index in facts.lines.indices {
      if !isShipped { facts.lines[index].fulfilled = false }
      if !isBought { facts.lines[index].covered = 0 }
      facts.lines[index].forgetOffers()
    }
    for index in facts.purchases.indices {
      let tells = purchases.first { $0.name == facts.purchases[index].name }?.hasTracking ?? false
      facts.purchases[index].hasTracking = tells && !facts.parcels.isEmpty
    }
    return facts
  }

  private func payment(at instant: Timestamp) -> PaymentState {
    switch payment {
    case .pending, .authorized, .unknown, .voided: return payment == .voided ? .pending : payment
    case .paid, .partiallyPaid, .partiallyRefunded, .refunded:
      return (paidAt ?? placedAt) <= instant ? .paid : .pending
    }
  }

  private func asKnown(_ shipment: ShipmentFacts, at instant: Timestamp) -> ShipmentFacts? {
    guard told(shipment) <= instant else { return nil }
    var known = shipment
    known.createdAt = told(shipment)
    (known.outlook, known.usual) = (nil, nil)
    known.events = shipment.events.filter { told($0) <= instant }
    return known
  }

  private func told(_ shipment: ShipmentFacts) -> Timestamp {
    guard isHistory else { return shipment.createdAt }
    let first = shipment.events.map(\.happenedAt).min() ?? shipment.createdAt
    return max(placedAt, min(shipment.createdAt, first))
  }

  private func told(_ event: TrackingEvent) -> Timestamp {
    isHistory ? event.happenedAt : event.recordedAt
  }
}

extension PurchaseFacts {
  fileprivate func asKnown(at instant: Timestamp) -> PurchaseFacts? {
    guard placedAt <= instant else { return nil }
    var known = self
    known.outlook = nil
    let isAcknowledged = acknowledgedAt.map { $0 <= instant } ?? false
    let isShipped = shippedAt.map { $0 <= instant } ?? false
    if !isAcknowledged { known.acknowledgedAt = nil }
    if !isShipped { known.shippedAt = nil }
    switch state {
    case .shipped, .delivered: known.state = isShipped ? .shipped : before(isAcknowledged)
    case .acknowledged: known.state = before(isAcknowledged)
    default: break
    }
    return known
  }

  private func before(_ isAcknowledged: Bool) -> PurchaseState {
    // A supplier whose confirmation was not timed is taken to have confirmed at once.
    isAcknowledged || acknowledgedAt == nil ? .acknowledged : .placed
  }
}

extension ReturnFacts {
  fileprivate func asKnown(at instant: Timestamp) -> ReturnFacts? {
    guard requestedAt <= instant else { return nil }
    var known = self
    if let decidedAt, decidedAt > instant {
      known.state = .requested
      known.decidedAt = nil
    }
    return known
  }
}

extension LineFacts {
  fileprivate mutating func forgetOffers() {
    (blocked, stockOut, costRise) = ("", "", "")
  }
}

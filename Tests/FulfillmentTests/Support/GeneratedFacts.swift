import Fulfillment

extension SplitMix64 {
  /// Any instant within two months after the examples' Monday, often on a round hour so that deadlines
  /// meet.
  mutating func instant() -> Timestamp {
    let hours = int64(0...1440)
    return ExampleFacts.monday + .hours(hours)
      + .milliseconds(once(in: 3) ? int64(0...3_599_999) : 0)
  }

  mutating func maybe(_ instant: Timestamp) -> Timestamp? { once(in: 2) ? instant : nil }

  mutating func event() -> TrackingEvent {
    let occurredAt = instant()
    return TrackingEvent(
      occurredAt: occurredAt,
      recordedAt: once(in: 4) ? occurredAt - .hours(3) : occurredAt + .hours(int64(0...9)),
      status: pick(TrackingStatus.allCases, or: .inTransit),
      message: pick(["", "Damaged", "Released from customs", "Arrived"], or: ""),
      country: pick(["", "US", "CN", "DE"], or: "US"))
  }

  mutating func shipment() -> ShipmentFacts {
    var events: [TrackingEvent] = []
    for _ in 0..<int(0...6) { events.append(event()) }
    return ShipmentFacts(
      number: pick(["LX123456785CN", "LX123456784CN", "1Z12AB340156789014", "SOON", ""], or: ""),
      carrier: pick(["", "USPS", "FedEx"], or: ""), createdAt: instant(), events: events,
      sharedWith: once(in: 5) ? ["#0999"] : [], outlook: once(in: 3) ? outlook(.transit) : nil,
      usual: once(in: 3)
        ? UsualWaits(
          lane: "CN->US", sample: 90, scanDays: once(in: 2) ? int(1...9) : nil,
          gapDays: once(in: 2) ? int(1...9) : nil, lostDays: once(in: 2) ? int(7...40) : nil) : nil)
  }

  mutating func outlook(_ stage: Stage) -> Outlook {
    Outlook(
      stage: stage, age: int(0...30), probabilityLate: Double(int(0...100)) / 100,
      lateAt: maybe(instant())?.day, normalUntil: instant().day,
      doneByNow: Double(int(0...100)) / 100, lane: pick(["CN->US", "CJ"], or: "CJ"),
      sample: Double(int(0...200)), isLearned: once(in: 2))
  }

  mutating func purchase() -> PurchaseFacts {
    let placedAt = instant()
    let key = pick(["", "SC-1", "SC-2"], or: "")
    return PurchaseFacts(
      supplier: pick(["CJ", "Agent"], or: "CJ"), number: "P\(int(1...9))",
      state: pick(PurchaseState.allCases, or: .placed), placedAt: placedAt,
      acknowledgedAt: maybe(placedAt + .hours(5)),
      handlingDays: once(in: 2) ? int(0...9) : nil, hasTracking: once(in: 2),
      shippedAt: maybe(placedAt + .days(2)),
      sending: key.isEmpty ? nil : pick(Sending.State.allCases, or: .sent), key: key,
      outcome: pick(["", "off shelf", "no answer"], or: ""),
      lastSentAt: maybe(placedAt + .minutes(10)), holdUntil: maybe(placedAt + .minutes(10)),
      needsPayment: !once(in: 4), unpaidSince: maybe(placedAt + .hours(1)), attempts: int(0...3),
      isCancelWanted: once(in: 5), outlook: once(in: 3) ? outlook(.processing) : nil)
  }

  mutating func line() -> LineFacts {
    LineFacts(
      sku: pick(["MUG-1", "CAP-2", ""], or: ""), title: "Thing", quantity: int(0...3),
      requiresShipping: !once(in: 5), fulfilled: once(in: 5), offers: int(0...2),
      covered: int(0...3), renewal: once(in: 6) ? "link expired" : "",
      blocked: once(in: 6) ? pick(["no stock", "too dear"], or: "") : "",
      stockOut: once(in: 6) ? "CJ has none" : "", costRise: once(in: 6) ? "CJ asks more" : "")
  }

  /// Facts of any kind, mostly absurd: the properties must hold for all of them.
  mutating func facts() -> OrderFacts {
    var facts = OrderFacts(
      placedAt: instant(), payment: pick(PaymentState.allCases, or: .paid),
      fulfillment: pick(FulfillmentState.allCases, or: .unfulfilled))
    facts.paidAt = maybe(facts.placedAt + .hours(1))
    facts.cancelledAt = once(in: 6) ? instant() : nil
    facts.promisedAt = maybe(instant())
    facts.shipTo = once(in: 4) ? Address() : ExampleFacts.order().shipTo
    for _ in 0..<int(0...3) { facts.lines.append(line()) }
    for _ in 0..<int(0...2) { facts.purchases.append(purchase()) }
    for _ in 0..<int(0...3) { facts.shipments.append(shipment()) }
    for index in 0..<int(0...2) {
      facts.returns.append(
        ReturnFacts(
          externalID: "R\(index)", state: pick(ReturnState.allCases, or: .requested),
          requestedAt: instant()))
    }
    facts.isHistory = once(in: 8)
    facts.changedAfterPurchase = once(in: 5) ? "cancelled after the purchase was sent" : ""
    facts.duplicateOf = once(in: 6) ? ["#7", "#5", "#7"] : []
    facts.trackingFreshAt = maybe(instant())
    facts.supplierFreshAt = maybe(instant())
    return facts
  }
}

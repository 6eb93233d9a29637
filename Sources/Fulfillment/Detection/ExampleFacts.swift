/// The facts the rules' examples start from: one ordinary order of Monday 2026-03-02, 8:00 UTC, paid at
/// once, to be shipped to Chicago.
package enum ExampleFacts {
  /// Monday 2026-03-02 08:00 UTC.
  package static let monday = Timestamp(seconds: 1_772_438_400)
  /// A number with the right check digit, of China.
  package static let number = "LX123456785CN"

  /// The ordinary order, changed.
  package static func order(_ change: (inout OrderFacts) -> Void = { _ in }) -> OrderFacts {
    var facts = OrderFacts(
      placedAt: monday, payment: .paid, paidAt: monday,
      shipTo: Address(
        name: "Ada Byron", line1: "12 Lake Street", city: "Chicago", province: "IL",
        postcode: "60601", country: "US"),
      lines: [LineFacts(sku: "MUG-1", title: "Mug", quantity: 1, offers: 1)])
    change(&facts)
    return facts
  }

  /// The order bought on Monday 9:00, changed.
  package static func bought(_ change: (inout PurchaseFacts) -> Void = { _ in }) -> OrderFacts {
    order { facts in
      var purchase = PurchaseFacts(
        supplier: "CJ", number: "CJ-77", state: .acknowledged, placedAt: monday + .hours(1),
        acknowledgedAt: monday + .hours(3))
      change(&purchase)
      facts.purchases = [purchase]
    }
  }

  /// The order with a purchase of its line that was meant on Monday 9:00 and has no number, changed.
  package static func intended(_ change: (inout PurchaseFacts) -> Void = { _ in }) -> OrderFacts {
    var facts = bought { purchase in
      purchase.number = ""
      purchase.state = .intended
      purchase.acknowledgedAt = nil
      purchase.key = "SC-1001-0QX"
      change(&purchase)
    }
    if facts.livePurchases.contains(where: { !$0.key.isEmpty }) {
      facts.lines[0].covered = facts.lines[0].quantity
    }
    return facts
  }

  /// A purchase of ours that covers the whole order and became two at the supplier, the second in that state
  /// since Monday 11:00.
  package static func divided(_ state: PurchaseState) -> OrderFacts {
    var facts = bought { purchase in
      (purchase.key, purchase.sending) = ("SC-1", .sent)
    }
    facts.lines[0].covered = facts.lines[0].quantity
    var part = facts.purchases[0]
    (part.key, part.sending, part.partOf) = ("", nil, "SC-1")
    (part.number, part.state) = ("8012", state)
    facts.purchases.append(part)
    return facts
  }

  /// The same, sent on Monday 9:10 and answered, or not.
  package static func left(
    _ state: PurchaseState, _ sending: Sending.State,
    _ change: (inout PurchaseFacts) -> Void = { _ in }
  ) -> OrderFacts {
    intended { purchase in
      purchase.state = state
      purchase.sending = sending
      purchase.lastSentAt = monday + .minutes(70)
      purchase.attempts = 1
      change(&purchase)
    }
  }

  /// The order with a parcel told on Tuesday 8:00, and what its carrier said.
  package static func sent(
    _ events: [TrackingEvent], number: String = number,
    _ change: (inout OrderFacts) -> Void = { _ in }
  ) -> OrderFacts {
    var facts = bought { purchase in
      purchase.state = .shipped
      purchase.hasTracking = true
      purchase.shippedAt = monday + .days(1)
    }
    facts.shipments = [
      ShipmentFacts(number: number, carrier: "", createdAt: monday + .days(1), events: events)
    ]
    change(&facts)
    return facts
  }

  /// The order promised by Saturday, its parcel scanned on Tuesday, with what its lane tells: the first day
  /// at whose end it is likely to be late.
  package static func expected(late day: Int64, probability: Double, isLearned: Bool) -> OrderFacts
  {
    sent([scan(.inTransit, day: 1, country: "CN")]) { facts in
      facts.promisedAt = monday + .days(5)
      facts.shipments[0].outlook = Outlook(
        stage: .transit, age: 2, probabilityLate: probability,
        lateAt: Int32(clamping: monday.date.daysSinceEpoch + day),
        normalUntil: Int32(clamping: monday.date.daysSinceEpoch + 9), doneByNow: 0.1,
        lane: "CN->US by YUNEXPRESS", sample: isLearned ? 140 : 4, isLearned: isLearned)
    }
  }

  /// The ordinary order under way, with what silence is usual on its lane.
  package static func silent(
    _ events: [TrackingEvent], scan: Int? = nil, gap: Int? = nil, lost: Int? = nil
  ) -> OrderFacts {
    sent(events) {
      $0.shipments[0].usual = UsualWaits(
        lane: "CN->US by YUNEXPRESS", sample: 140, scanDays: scan, gapDays: gap, lostDays: lost)
    }
  }

  /// The beginning of that many days after Monday.
  package static func midnight(day: Int64) -> Timestamp {
    Timestamp(seconds: (monday.date.daysSinceEpoch + day) * 86_400)
  }

  /// What the carrier said that many days after Monday 8:00.
  package static func scan(
    _ status: TrackingStatus, day: Int64, country: String = "US", message: String = ""
  ) -> TrackingEvent {
    let at = monday + .days(day)
    return TrackingEvent(
      occurredAt: at, recordedAt: at, status: status, message: message, country: country)
  }
}

extension OrderFacts {
  /// The same facts, changed.
  package func with(_ change: (inout OrderFacts) -> Void) -> OrderFacts {
    var facts = self
    change(&facts)
    return facts
  }
}

extension Rule {
  /// Said to be shipped, no number.
  static let trackingMissing = Rule(
    id: "tracking.missing", title: "No tracking number", severity: .warning,
    trips: { facts, thresholds in
      guard facts.isFollowed else { return nil }
      let limit = thresholds.trackingMissing
      var shipped: [(name: String, at: Timestamp)] = []
      for purchase in facts.purchases where purchase.state == .shipped && !purchase.hasTracking {
        let at = purchase.shippedAt ?? purchase.acknowledgedAt ?? purchase.placedAt
        shipped.append((name: "\(purchase.supplier) \(purchase.number)", at: at))
      }
      if shipped.isEmpty, facts.tracked.isEmpty, facts.fulfillment != .fulfilled {
        shipped = facts.shipments.filter { !$0.isReplaced }.map {
          (name: "the storefront's parcel", at: $0.createdAt)
        }
      }
      return Trip.earliest(
        shipped.map { parcel in
          Trip(
            at: parcel.at + limit, of: facts,
            reason: "no tracking number within \(limit.limitText) of shipment on "
              + "\(parcel.at.minuteText) (\(parcel.name.briefly))",
            key: "shipment \(parcel.name)", silence: .supplier)
        })
    },
    examples: [
      Example(
        "Said to be shipped on Tuesday 8:00, no number",
        facts: ExampleFacts.bought {
          $0.state = .shipped
          $0.shippedAt = ExampleFacts.monday + .days(1)
        }, trips: ExampleFacts.monday + .days(4)),
      Example("Shipped with a number", facts: ExampleFacts.sent([]), trips: nil),
      Example("Not said to be shipped", facts: ExampleFacts.bought(), trips: nil),
    ],
    meaning: "The supplier says it has shipped and gives no tracking number.")

  /// A number that can't be this parcel's.
  static let trackingInvalid = Rule(
    id: "tracking.invalid", title: "Bad tracking number", severity: .warning,
    trips: { facts, _ in
      guard facts.isFollowed else { return nil }
      let parcels = facts.tracked
      let problems = parcels.indices.compactMap { index in
        problem(parcels[index], facts).map { (parcel: parcels[index], text: $0) }
      }
      guard let first = problems.min(by: { $0.parcel.facts.createdAt < $1.parcel.facts.createdAt })
      else { return nil }
      return Trip(
        at: first.parcel.facts.createdAt, reason: first.text,
        key: "number " + problems.map(\.parcel.facts.number).joined(separator: ", "),
        due: facts.promisedAt)
    },
    examples: [
      Example(
        "The check digit is wrong", facts: ExampleFacts.sent([], number: "LX123456784CN"),
        trips: ExampleFacts.monday + .days(1)),
      Example(
        "No carrier's shape", facts: ExampleFacts.sent([], number: "SOON"),
        trips: ExampleFacts.monday + .days(1)),
      Example(
        "Another order has the same number",
        facts: ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 2)]) {
          $0.shipments[0].sharedWith = ["#0999"]
        }, trips: ExampleFacts.monday + .days(1)),
      Example(
        "Scanned two days before the order was placed",
        facts: ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: -2)]),
        trips: ExampleFacts.monday + .days(1)),
      Example(
        "Delivered from abroad within half a day",
        facts: ExampleFacts.sent([
          ExampleFacts.scan(.inTransit, day: 0, country: "CN"),
          ExampleFacts.scan(.delivered, day: 0),
        ]), trips: ExampleFacts.monday + .days(1)),
      Example(
        "A good number", facts: ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 2)]),
        trips: nil),
      Example(
        "An odd shape that its carrier scans all the same",
        facts: ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 2)], number: "AB12CD"),
        trips: nil),
    ],
    meaning:
      "The number has a wrong check digit or no known shape, belongs to another order too, was "
      + "scanned before the order was placed, or delivered too soon after it.")

  /// Why a number can't be the parcel's; nil where it can.
  private static func problem(_ parcel: TrackedParcel, _ facts: OrderFacts) -> String? {
    let start = facts.placedAt - OrderFacts.clockMargin
    let earlier = parcel.facts.events.lazy.filter { $0.status.isScan && $0.happenedAt < start }
    if let scan = earlier.map(\.happenedAt).min() {
      return "\(parcel.name) was scanned on \(scan.minuteText), before the order was placed on "
        + facts.placedAt.minuteText
    }
    if !parcel.facts.sharedWith.isEmpty {
      let others = parcel.facts.sharedWith.sorted().prefix(3).map(\.briefly)
      return "\(parcel.name) is also the number of \(others.joined(separator: ", "))"
    }
    if let contradiction = parcel.contradiction(facts) { return contradiction }
    // What a carrier has scanned exists, whatever it looks like.
    guard parcel.track.firstScanAt == nil, parcel.track.status != .cancelled else { return nil }
    switch TrackingNumber.verdict(parcel.facts.number, carrier: parcel.facts.carrier) {
    case .valid: return nil
    case .unrecognised: return "\(parcel.name) has no known carrier's shape"
    case .badCheckDigit(let carrier):
      return "the check digit of \(parcel.name) is wrong (\(carrier.briefly))"
    }
  }

  /// A number, and no carrier has the parcel.
  static let trackingUnscanned = Rule(
    id: "tracking.unscanned", title: "Never scanned", severity: .warning,
    trips: { facts, thresholds in
      guard facts.isFollowed else { return nil }
      let days = max(1, thresholds.trackingUnscannedBusinessDays)
      return Trip.earliest(of: facts.tracked) { parcel in
        guard parcel.track.firstScanAt == nil, parcel.track.status != .cancelled,
          parcel.track.status != .expired
        else { return nil }
        let told = parcel.facts.createdAt
        if let kept = facts.kept("tracking.unscanned", "parcel \(parcel.facts.number)") {
          return kept
        }
        if let usual = parcel.facts.usual, let days = usual.scanDays {
          return Trip(
            at: BusinessDays.add(days, to: told, on: facts.lane(of: parcel, thresholds.calendars)),
            of: facts,
            reason: "no carrier scan of \(parcel.name), told on \(told.minuteText); 90 % of "
              + "\(usual.lane.briefly) are scanned within \(counted(days, "business day"))",
            key: "parcel \(parcel.facts.number)", silence: .tracking, learned: true)
        }
        return Trip(
          at: BusinessDays.add(days, to: told, on: facts.lane(of: parcel, thresholds.calendars)),
          of: facts,
          reason: "no carrier scan of \(parcel.name) within \(counted(days, "business day")) of "
            + told.minuteText + parcel.thinHistory,
          key: "parcel \(parcel.facts.number)", silence: .tracking)
      }
    },
    examples: [
      Example(
        "Number told on Tuesday, no scan: four business days are Monday",
        facts: ExampleFacts.sent([]), trips: ExampleFacts.monday + .days(7)),
      Example(
        "Number told on Tuesday, on a lane where 90 in 100 are scanned within two business days",
        facts: ExampleFacts.silent([], scan: 2), trips: ExampleFacts.monday + .days(3)),
      Example(
        "A label only", facts: ExampleFacts.sent([ExampleFacts.scan(.label, day: 2)]),
        trips: ExampleFacts.monday + .days(7)),
      Example(
        "Scanned", facts: ExampleFacts.sent([ExampleFacts.scan(.pickedUp, day: 2)]), trips: nil),
    ],
    meaning: "A tracking number is known and no carrier has scanned the parcel.")
}

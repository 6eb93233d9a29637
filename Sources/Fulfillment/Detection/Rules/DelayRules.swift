extension Rule {
  /// Will probably miss the promise, or has missed it.
  static let transitDelayed = Rule(
    id: "transit.delayed", title: "Will be late", severity: .notice,
    trips: { facts, _ in
      guard let promisedAt = facts.promisedAt, facts.isAwaited || facts.stands(in: [.pickup]) else {
        return nil
      }
      return Trip.earliest(facts.expected.map { $0.trip(promisedAt) })
    },
    examples: [
      Example(
        "Promised by Saturday, under way, history too thin: late once Saturday is over",
        facts: ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 2)]) {
          $0.promisedAt = ExampleFacts.monday + .days(5)
        }, trips: ExampleFacts.midnight(day: 6)),
      Example(
        "Its lane tells on Thursday that it will be late",
        facts: ExampleFacts.expected(late: 3, probability: 0.4, isLearned: true),
        trips: ExampleFacts.midnight(day: 4)),
      Example(
        "It is likely to be late already",
        facts: ExampleFacts.expected(late: 1, probability: 0.71, isLearned: true),
        trips: ExampleFacts.midnight(day: 2)),
      Example(
        "The same of a lane that is hardly known counts for nothing",
        facts: ExampleFacts.expected(late: 2, probability: 0.71, isLearned: false),
        trips: ExampleFacts.midnight(day: 6)),
      Example(
        "Nothing was promised",
        facts: ExampleFacts.expected(late: 2, probability: 0.71, isLearned: true).with {
          $0.promisedAt = nil
        }, trips: nil),
      Example(
        "Delivered",
        facts: ExampleFacts.sent([
          ExampleFacts.scan(.inTransit, day: 2), ExampleFacts.scan(.delivered, day: 4),
        ]) { $0.promisedAt = ExampleFacts.monday + .days(5) }, trips: nil),
    ],
    meaning:
      "The order will probably miss its promise, as its lane's own history tells, or has missed it."
  )
}

/// A purchase or parcel from which a delivery is still expected.
struct Expected {
  var key: String
  /// `LX123456785CN`, clean.
  var name: String
  var outlook: Outlook?
  var silence: Trip.Silence

  /// When it counts as late: as soon as the chance passes the chosen precision, at the latest when the
  /// promised day is over.
  func trip(_ promisedAt: Timestamp) -> Trip {
    let promised = promisedAt.day
    let broken = Trip(
      at: Timestamp(day: promised.nextDay),
      reason: "\(name) is not delivered by the promised \(promisedAt.date); "
        + Outlook.fixed(outlook),
      key: key, silence: silence, due: promisedAt)
    guard let outlook, outlook.isLearned, let lateAt = outlook.tripsAt, lateAt < broken.at else {
      return broken
    }
    return Trip(
      at: lateAt, reason: "\(name): " + outlook.text, key: key, silence: silence, due: promisedAt,
      learned: true)
  }
}

extension OrderFacts {
  /// What is still expected: parcels under way, and purchases of which none was scanned.
  var expected: [Expected] {
    let moving = tracked.filter { parcel in
      guard parcel.track.firstScanAt != nil, let status = parcel.track.status else { return false }
      return !status.isFinal && status != .returning
    }
    var all = moving.map { parcel in
      Expected(
        key: "parcel \(parcel.facts.number)", name: parcel.name, outlook: parcel.facts.outlook,
        silence: .tracking)
    }
    let isScanned = tracked.contains { $0.track.firstScanAt != nil }
    for purchase in openPurchases
    where purchase.outlook != nil || !isScanned || !purchase.hasTracking && openPurchases.count > 1
    {
      all.append(
        Expected(
          key: "purchase \(purchase.name)", name: purchase.name.briefly, outlook: purchase.outlook,
          silence: purchase.hasTracking ? .tracking : .supplier))
    }
    return all
  }

  /// The gravest of what is expected of its purchases and parcels; nil where nothing is.
  package var outlook: Outlook? {
    let all = shipments.compactMap(\.outlook) + purchases.compactMap(\.outlook)
    return all.max {
      ($0.probabilityLate, $0.normalUntil, $0.lane) < ($1.probabilityLate, $1.normalUntil, $1.lane)
    }
  }
}

extension Timestamp {
  /// The beginning of a civil day.
  package init(day: Int32) { self.init(milliseconds: Int64(day) * 86_400_000) }

  /// The civil day (days since 1970-01-01), as far as one can be told.
  package var day: Int32 { Int32(clamping: milliseconds.flooredQuotient(by: 86_400_000)) }
}

extension Int32 {
  /// The civil day after this one; the last there is stays the last.
  package var nextDay: Int32 { self == .max ? self : self + 1 }
}

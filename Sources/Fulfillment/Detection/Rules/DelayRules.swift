extension Rule {
  /// Will probably miss the promise, or has missed it.
  static let transitDelayed = Rule(
    id: "transit.delayed", title: "Will be late", severity: .notice,
    trips: { facts, _ in
      guard let promisedAt = facts.promisedAt, facts.isAwaited || facts.stands(in: .atPickup) else {
        return nil
      }
      return Trip.earliest(facts.expected.map { $0.trip(promisedAt, facts) })
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
  enum Item {
    case parcel(String)
    case purchase(supplier: String, mark: String)

    /// As its source wrote it.
    var name: String {
      switch self {
      case .parcel(let number): number
      case .purchase(let supplier, let mark): "\(supplier) \(mark)"
      }
    }
  }

  var item: Item
  var outlook: Outlook?
  var silence: Trip.Silence

  var key: String {
    switch item {
    case .parcel: "parcel \(item.name)"
    case .purchase: "purchase \(item.name)"
    }
  }

  /// `LX123456785CN`, clean.
  var name: String { item.name.briefly }

  /// When it counts as late: as soon as the chance passes the chosen precision, at the latest when the
  /// promised day is over.
  func trip(_ promisedAt: Timestamp, _ facts: OrderFacts) -> Trip {
    let brokenAt = Timestamp(day: promisedAt.day.nextDay)
    if let outlook, outlook.isLearned, let lateAt = outlook.tripsAt, lateAt < brokenAt {
      return Trip(
        at: lateAt, of: facts, reason: "\(name): " + outlook.text, key: key, silence: silence,
        learned: true)
    }
    // A sample that has thinned out since takes nothing back.
    if !(outlook?.isLearned ?? false), let kept = facts.kept("transit.delayed", key) { return kept }
    return Trip(
      at: brokenAt, of: facts,
      reason: "\(name) is not delivered by the promised \(promisedAt.date); "
        + Outlook.fixed(outlook),
      key: key, silence: silence)
  }
}

extension OrderFacts {
  /// What is still expected: parcels under way, and purchases of which none was scanned.
  var expected: [Expected] {
    var (all, isScanned) = ([Expected](), false)
    let parcels = tracked
    for index in parcels.indices where parcels[index].track.firstScanAt != nil {
      isScanned = true
      guard let status = parcels[index].track.status, !status.isFinal, status != .returning else {
        continue
      }
      all.append(
        Expected(
          item: .parcel(parcels[index].facts.number), outlook: parcels[index].facts.outlook,
          silence: .tracking))
    }
    let open = purchases.indices.filter { purchases[$0].isExpected }
    for index in open
    where purchases[index].outlook != nil || !isScanned
      || !purchases[index].hasTracking && open.count > 1
    {
      let purchase = purchases[index]
      all.append(
        Expected(
          item: .purchase(supplier: purchase.supplier, mark: purchase.mark),
          outlook: purchase.outlook, silence: purchase.hasTracking ? .tracking : .supplier))
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

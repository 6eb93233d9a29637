extension Rule {
  /// Moved, then silent.
  static let transitStalled = Rule(
    id: "transit.stalled", title: "Stalled", severity: .notice,
    trips: { facts, thresholds in
      guard facts.isFollowed else { return nil }
      let moving = facts.parcels([.pickedUp, .inTransit, .customs, .delayed, .outForDelivery])
      return Trip.earliest(of: moving) { parcel in
        guard let moved = parcel.track.lastMovedAt else { return nil }
        let kept = facts.kept(
          "transit.stalled", "parcel \(parcel.facts.number) since \(moved.minuteText)")
        if let kept { return kept }
        if let learned = parcel.stalled(since: moved, facts, thresholds) { return learned }
        let isForeign = parcel.crossesBorder(to: facts.shipTo.country)
        let days = max(
          1,
          isForeign
            ? thresholds.stalledForeignBusinessDays : thresholds.stalledDomesticBusinessDays)
        return Trip(
          at: BusinessDays.add(days, to: moved, on: facts.lane(of: parcel, thresholds.calendars)),
          of: facts,
          reason: "\(parcel.name) has not moved since \(moved.minuteText); limit "
            + "\(counted(days, "business day")) \(isForeign ? "across a border" : "in one country")"
            + parcel.thinHistory,
          key: "parcel \(parcel.facts.number) since \(moved.minuteText)", silence: .tracking)
      }
    },
    examples: [
      Example(
        "Last seen on Thursday in its own country: three business days are Tuesday",
        facts: ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 3)]),
        trips: ExampleFacts.monday + .days(8)),
      Example(
        "Last seen on Thursday, coming from abroad: seven business days are Monday week",
        facts: ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 3, country: "CN")]),
        trips: ExampleFacts.monday + .days(14)),
      Example(
        "Last seen on Thursday, on a lane where 95 in 100 are scanned again within five business days",
        facts: ExampleFacts.silent([ExampleFacts.scan(.inTransit, day: 3, country: "CN")], gap: 5),
        trips: ExampleFacts.monday + .days(10)),
      Example(
        "Delivered",
        facts: ExampleFacts.sent([
          ExampleFacts.scan(.inTransit, day: 3), ExampleFacts.scan(.delivered, day: 5),
        ]), trips: nil),
      Example(
        "Waiting at a pickup point", facts: ExampleFacts.sent([ExampleFacts.scan(.pickup, day: 3)]),
        trips: nil),
    ],
    meaning: "The parcel has moved and then nothing more is heard of it.")

  /// Held by customs.
  static let transitCustoms = Rule(
    id: "transit.customs", title: "Held by customs", severity: .serious,
    trips: { facts, _ in
      guard facts.isFollowed else { return nil }
      let held = facts.parcels([.customs]).filter { !$0.isReleased }
      return Trip.reported(held, due: facts.promisedAt) { parcel in
        "\(parcel.name) is in customs since \(parcel.sinceText)\(parcel.words)"
      }
    },
    examples: [
      Example(
        "In customs since Friday",
        facts: ExampleFacts.sent([
          ExampleFacts.scan(.inTransit, day: 2, country: "CN"),
          ExampleFacts.scan(.customs, day: 4, message: "Held, information required"),
          ExampleFacts.scan(.customs, day: 6, message: "Held, information required"),
        ]), trips: ExampleFacts.monday + .days(4)),
      Example(
        "Released by customs",
        facts: ExampleFacts.sent([
          ExampleFacts.scan(.customs, day: 4),
          ExampleFacts.scan(.customs, day: 5, message: "Released from customs"),
        ]), trips: nil),
      Example(
        "Under way again",
        facts: ExampleFacts.sent([
          ExampleFacts.scan(.customs, day: 4), ExampleFacts.scan(.inTransit, day: 6),
        ]), trips: nil),
    ],
    meaning: "Customs hold the parcel or ask for information.")
}

extension TrackedParcel {
  /// Silent for longer than its lane is in 95 cases of 100; nil where the lane is hardly known.
  fileprivate func stalled(
    since moved: Timestamp, _ order: OrderFacts, _ thresholds: Thresholds
  ) -> Trip? {
    guard let usual = facts.usual, let days = usual.gapDays else { return nil }
    return Trip(
      at: BusinessDays.add(days, to: moved, on: order.lane(of: self, thresholds.calendars)),
      of: order,
      reason: "\(name) has not moved since \(moved.minuteText); 95 % of \(usual.lane.briefly) are "
        + "scanned again within \(counted(days, "business day"))",
      key: "parcel \(facts.number) since \(moved.minuteText)", silence: .tracking, learned: true)
  }

  /// `; fixed threshold: history too thin (4 parcels)` where history was asked and too thin.
  var thinHistory: String { facts.usual.map { "; " + Outlook.thin($0.sample) } ?? "" }

  /// A scan outside the country it goes to; a number issued elsewhere counts where no scan tells.
  func crossesBorder(to country: String) -> Bool {
    let destination = country.uppercased()
    let seen = track.countries.lazy.filter { Countries.codes.contains($0) }
    guard Countries.codes.contains(destination) else { return seen.count > 1 }
    guard seen.isEmpty else { return seen.contains { $0 != destination } }
    return TrackingNumber.origin(facts.number).map { $0 != destination } ?? false
  }

  private static let release = WordSearch([
    "released", "cleared", "clearance complete", "clearance finished", "leave customs",
  ])

  /// Customs are done with it.
  var isReleased: Bool { TrackedParcel.release.matches(track.newest?.message ?? "") }

  /// Since when its status holds.
  var sinceText: String { (track.statusSince ?? facts.createdAt).minuteText }
}

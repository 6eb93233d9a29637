extension Rule {
  /// On its way back.
  static let parcelReturning = Rule(
    id: "parcel.returning", title: "Coming back", severity: .serious,
    trips: { facts, _ in
      guard facts.isFollowed else { return nil }
      return Trip.reported(facts.parcels([.returning])) { parcel in
        "\(parcel.name) is coming back since \(parcel.sinceText)\(parcel.words)"
      }
    },
    examples: [
      Example(
        "On its way back since Friday",
        facts: ExampleFacts.sent([
          ExampleFacts.scan(.attemptFailed, day: 3), ExampleFacts.scan(.returning, day: 4),
        ]), trips: ExampleFacts.monday + .days(4)),
      Example(
        "Delivered", facts: ExampleFacts.sent([ExampleFacts.scan(.delivered, day: 4)]), trips: nil),
    ],
    meaning: "The carrier sends the parcel back.")

  /// Back at the sender. The money is at risk whatever became of the order, until it is paid back.
  static let parcelReturned = Rule(
    id: "parcel.returned", title: "Came back", severity: .critical,
    trips: { facts, _ in
      guard !facts.isSettled else { return nil }
      return Trip.reported(facts.parcels([.returned])) { parcel in
        "\(parcel.name) came back on \(parcel.sinceText)\(parcel.words)"
      }
    },
    examples: [
      Example(
        "Came back on Sunday", facts: ExampleFacts.sent([ExampleFacts.scan(.returned, day: 6)]),
        trips: ExampleFacts.monday + .days(6)),
      Example(
        "Came back after the order was cancelled",
        facts: ExampleFacts.sent([ExampleFacts.scan(.returned, day: 6)]) {
          $0.cancelledAt = ExampleFacts.monday + .days(3)
        }, trips: ExampleFacts.monday + .days(6)),
      Example(
        "Came back and was refunded",
        facts: ExampleFacts.sent([ExampleFacts.scan(.returned, day: 6)]) {
          $0.payment = .refunded
        }, trips: nil),
      Example(
        "Came back after the order was cancelled, which was never paid",
        facts: ExampleFacts.sent([ExampleFacts.scan(.returned, day: 6)]) {
          $0.payment = .pending
          $0.paidAt = nil
          $0.cancelledAt = ExampleFacts.monday + .days(3)
        }, trips: nil),
      Example(
        "Still on its way back",
        facts: ExampleFacts.sent([ExampleFacts.scan(.returning, day: 6)]), trips: nil),
    ],
    meaning: "The parcel is back at its sender and its buyer may have to be paid back.")

  /// The carrier reports damage.
  static let parcelDamaged = Rule(
    id: "parcel.damaged", title: "Damaged", severity: .serious,
    trips: { facts, _ in
      guard facts.isFollowed else { return nil }
      return Trip.reported(facts.parcels([.exception]).filter(\.isDamaged)) { parcel in
        "\(parcel.name) is damaged, reported on \(parcel.sinceText)\(parcel.words)"
      }
    },
    examples: [
      Example(
        "The carrier reports damage on Thursday",
        facts: ExampleFacts.sent([
          ExampleFacts.scan(.exception, day: 3, message: "Package damaged in transit")
        ]), trips: ExampleFacts.monday + .days(3)),
      Example(
        "The carrier reports something else",
        facts: ExampleFacts.sent([
          ExampleFacts.scan(.exception, day: 3, message: "Address not found")
        ]), trips: nil),
    ],
    meaning: "The carrier says the parcel is damaged or destroyed.")

  /// Lost, or nothing heard for so long that it may as well be.
  static let parcelLost = Rule(
    id: "parcel.lost", title: "Lost", severity: .serious,
    trips: { facts, thresholds in
      guard facts.isFollowed else { return nil }
      let reported = Trip.reported(facts.parcels([.lost, .expired])) { parcel in
        parcel.track.status == .lost
          ? "the carrier gave up \(parcel.name) on \(parcel.sinceText)\(parcel.words)"
          : "tracking of \(parcel.name) expired on \(parcel.sinceText)"
      }
      if let reported { return reported }
      let limit = thresholds.parcelLost
      return Trip.earliest(of: facts.tracked) { parcel in
        if let status = parcel.track.status, status.isFinal { return nil }
        let heard = max(
          parcel.track.lastHeardAt ?? parcel.facts.createdAt, parcel.facts.createdAt)
        if let kept = facts.kept("parcel.lost", "parcel \(parcel.facts.number)"),
          !parcel.wasHeard(after: kept.at)
        {
          return kept
        }
        if parcel.track.firstScanAt != nil, let usual = parcel.facts.usual,
          let days = usual.lostDays
        {
          return Trip(
            at: BusinessDays.add(days, to: heard, on: facts.lane(of: parcel, thresholds.calendars)),
            of: facts,
            reason: "nothing heard of \(parcel.name) since \(heard.minuteText); on "
              + "\(usual.lane.briefly) 9 in 10 parcels that are silent for "
              + "\(counted(days, "business day")) never turn up",
            key: "parcel \(parcel.facts.number)", silence: .tracking, learned: true)
        }
        return Trip(
          at: heard + limit, of: facts,
          reason: "nothing heard of \(parcel.name) within \(limit.limitText) of "
            + heard.minuteText,
          key: "parcel \(parcel.facts.number)", silence: .tracking)
      }
    },
    examples: [
      Example(
        "The carrier gave it up", facts: ExampleFacts.sent([ExampleFacts.scan(.lost, day: 20)]),
        trips: ExampleFacts.monday + .days(20)),
      Example(
        "Nothing heard for 45 days",
        facts: ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 5)]),
        trips: ExampleFacts.monday + .days(50)),
      Example(
        "Nothing heard on a lane where a silence of 20 business days means a loss",
        facts: ExampleFacts.silent([ExampleFacts.scan(.inTransit, day: 5)], lost: 20),
        trips: ExampleFacts.midnight(day: 35)),
      Example(
        "Delivered", facts: ExampleFacts.sent([ExampleFacts.scan(.delivered, day: 5)]), trips: nil),
    ],
    meaning: "The carrier says the parcel is lost, or nothing at all is heard of it.")
}

extension TrackedParcel {
  static let damage = WordSearch([
    "damag", "destroy", "broken", "leaking", "beschädigt", "BESCHÄDIGT", "endommag", "dañad",
    "DAÑAD", "danific", "danneggiat", "破损", "损坏",
  ])

  /// Something was told of it later than that, of whatever day.
  fileprivate func wasHeard(after moment: Timestamp) -> Bool {
    facts.events.contains { max($0.occurredAt, $0.recordedAt) > moment }
  }

  /// The carrier's words speak of damage.
  var isDamaged: Bool { TrackedParcel.damage.matches(track.newest?.message ?? "") }

  /// The carrier reports a problem that is no damage.
  var hasOtherProblem: Bool { track.status == .exception && !isDamaged }
}

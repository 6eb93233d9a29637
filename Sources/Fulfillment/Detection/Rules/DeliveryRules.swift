extension Rule {
  /// The carrier could not deliver, or reports a problem that no other rule names.
  static let deliveryFailed = Rule(
    id: "delivery.failed", title: "Delivery failed", severity: .serious,
    trips: { facts, _ in
      guard facts.isFollowed else { return nil }
      let failed = facts.parcels([.attemptFailed, .exception])
        .filter { $0.track.status == .attemptFailed || $0.hasOtherProblem }
      return Trip.reported(failed, due: facts.promisedAt) { parcel in
        parcel.track.status == .attemptFailed
          ? "delivery of \(parcel.name) failed on \(parcel.sinceText)\(parcel.words)"
          : "the carrier reports a problem with \(parcel.name) on \(parcel.sinceText)\(parcel.words)"
      }
    },
    examples: [
      Example(
        "Nobody at home on Friday",
        facts: ExampleFacts.sent([ExampleFacts.scan(.attemptFailed, day: 4)]),
        trips: ExampleFacts.monday + .days(4)),
      Example(
        "A problem without a name",
        facts: ExampleFacts.sent([
          ExampleFacts.scan(.exception, day: 4, message: "Address not found")
        ]), trips: ExampleFacts.monday + .days(4)),
      Example(
        "Delivered at the second attempt",
        facts: ExampleFacts.sent([
          ExampleFacts.scan(.attemptFailed, day: 4), ExampleFacts.scan(.delivered, day: 5),
        ]), trips: nil),
    ],
    meaning: "A delivery attempt failed, or the carrier reports a problem.")

  /// Waits for the customer, who does not come.
  static let deliveryPickup = Rule(
    id: "delivery.pickup", title: "Waits at pickup", severity: .warning,
    trips: { facts, thresholds in
      guard facts.isFollowed else { return nil }
      let limit = thresholds.deliveryPickup
      return Trip.earliest(
        facts.parcels([.pickup]).map { parcel in
          let since = parcel.track.statusSince ?? parcel.facts.createdAt
          return Trip(
            at: since + limit,
            reason: "\(parcel.name) not fetched within \(limit.limitText) of its arrival at the "
              + "pickup point on \(since.minuteText)",
            key: "parcel \(parcel.facts.number) since \(since.minuteText)", silence: .tracking)
        })
    },
    examples: [
      Example(
        "At the pickup point since Thursday",
        facts: ExampleFacts.sent([
          ExampleFacts.scan(.pickup, day: 3), ExampleFacts.scan(.pickup, day: 5),
        ]), trips: ExampleFacts.monday + .days(6)),
      Example(
        "Fetched",
        facts: ExampleFacts.sent([
          ExampleFacts.scan(.pickup, day: 3), ExampleFacts.scan(.delivered, day: 4),
        ]), trips: nil),
    ],
    meaning: "The parcel waits at a pickup point and nobody fetches it.")

  /// A customer waits for the operator's word.
  static let returnWaiting = Rule(
    id: "return.waiting", title: "Return waits", severity: .warning,
    trips: { facts, thresholds in
      let limit = thresholds.returnWaiting
      return Trip.earliest(
        facts.returns.filter { $0.state == .requested }.map { request in
          Trip(
            at: request.requestedAt + limit,
            reason: "return \(request.externalID.briefly) not decided within \(limit.limitText) of "
              + request.requestedAt.minuteText,
            key: "return \(request.externalID)")
        })
    },
    examples: [
      Example(
        "Asked for on the Monday after",
        facts: ExampleFacts.sent([ExampleFacts.scan(.delivered, day: 4)]) {
          $0.returns = [
            ReturnFacts(
              externalID: "R-1", state: .requested, requestedAt: ExampleFacts.monday + .days(7))
          ]
        }, trips: ExampleFacts.monday + .days(8)),
      Example(
        "Approved",
        facts: ExampleFacts.sent([ExampleFacts.scan(.delivered, day: 4)]) {
          $0.returns = [
            ReturnFacts(
              externalID: "R-1", state: .approved, requestedAt: ExampleFacts.monday + .days(7))
          ]
        }, trips: nil),
      Example(
        "The customer was asked for more",
        facts: ExampleFacts.order {
          $0.returns = [
            ReturnFacts(externalID: "R-1", state: .asked, requestedAt: ExampleFacts.monday)
          ]
        }, trips: nil),
    ],
    meaning: "A return waits for the operator's decision.")
}

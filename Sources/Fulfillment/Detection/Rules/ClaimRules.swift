extension Rule {
  /// Money can be had back for a loss, and soon no more.
  static let claimClosing = Rule(
    id: "claim.closing", title: "Claim window closes", severity: .critical,
    trips: { facts, thresholds in facts.recourseTrip(thresholds.claimClosing) },
    examples: [
      Example(
        "Lost, and the supplier takes claims until the 28th day after Monday",
        facts: ExampleFacts.claimable(closes: 28), trips: ExampleFacts.monday + .days(25)),
      Example(
        "Closed unclaimed",
        facts: ExampleFacts.claimable(closes: 28, phase: .over),
        trips: ExampleFacts.monday + .days(25)),
      Example(
        "Lost on the day before the last", facts: ExampleFacts.claimable(closes: 21),
        trips: ExampleFacts.monday + .days(20)),
      Example(
        "Claimed", facts: ExampleFacts.claimable(closes: 28, isClaimed: true), trips: nil),
      Example(
        "Nobody names a last day", facts: ExampleFacts.claimable(closes: nil), trips: nil),
      Example(
        "Closed before it was lost", facts: ExampleFacts.claimable(closes: 19), trips: nil),
      Example(
        "No loss", facts: ExampleFacts.sent([ExampleFacts.scan(.delivered, day: 4)]), trips: nil),
    ],
    meaning:
      "Somebody owes money for a loss and was not asked, and the window to ask is about to shut.")
}

extension ExampleFacts {
  /// The order lost on the 20th day after Monday, which its supplier makes good until some day.
  static func claimable(
    closes day: Int64?, phase: Recourse.Phase = .open, isClaimed: Bool = false
  ) -> OrderFacts {
    sent([scan(.lost, day: 20)]) { facts in
      facts.recourse = [
        Recourse(
          party: .supplier, name: "cj", title: "CJ", kind: .lost, parcel: number,
          noticedAt: monday + .days(20),
          window: ClaimWindow(
            opens: .unstated, closes: day.map { .at(monday + .days($0)) } ?? .unstated),
          amount: Money(minor: 1200, currency: .usd), wanted: [.customerMessage],
          source: "CJ", asOf: monday.date, isClaimed: isClaimed, phase: phase)
      ]
    }
  }
}

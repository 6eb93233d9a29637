extension Rule {
  /// The bank decides without us once its deadline is over: no other clock is as hard.
  package static let disputeDue = Rule(
    id: "dispute.due", title: "Dispute: evidence due", severity: .critical,
    trips: { facts, thresholds in
      Trip.earliest(
        facts.disputes.filter(\.isWaiting).map { dispute in
          // Where no deadline is told it may be any day.
          let at = dispute.evidenceDueAt.map { $0 - thresholds.disputeDue } ?? dispute.openedAt
          return Trip(
            at: max(at, dispute.openedAt), reason: dispute.reasonText,
            key: "dispute \(dispute.id)", due: dispute.evidenceDueAt)
        })
    },
    examples: [
      Example(
        "Evidence due on the Monday after",
        facts: ExampleFacts.disputed(), trips: ExampleFacts.monday + .days(4)),
      Example(
        "Opened two days before its deadline",
        facts: ExampleFacts.disputed { $0.openedAt = ExampleFacts.monday + .days(5) },
        trips: ExampleFacts.monday + .days(5)),
      Example(
        "No deadline told: at once",
        facts: ExampleFacts.disputed { $0.evidenceDueAt = nil },
        trips: ExampleFacts.monday + .days(2)),
      Example(
        "An inquiry counts like a chargeback",
        facts: ExampleFacts.disputed { $0.kind = .inquiry },
        trips: ExampleFacts.monday + .days(4)),
      Example(
        "Evidence sent",
        facts: ExampleFacts.disputed { $0.evidenceSentAt = ExampleFacts.monday + .days(3) },
        trips: nil),
      Example(
        "Under review", facts: ExampleFacts.disputed { $0.state = .underReview }, trips: nil),
      Example("Lost", facts: ExampleFacts.disputed { $0.state = .lost }, trips: nil),
    ],
    meaning: "A chargeback or an inquiry of the order waits for evidence, and its deadline is near."
  )
}

extension DisputeFacts {
  fileprivate var reasonText: String {
    let amount = amount.map { " of \($0.decimal) \($0.currency.code)" } ?? ""
    let why = reason.isEmpty ? "" : " (\(reason.sanitised(limit: 60)))"
    let due = evidenceDueAt.map { "evidence is due by \($0.minuteText)" }
    return "\(kind.rawValue)\(amount)\(why), " + (due ?? "evidence is due")
  }
}

extension ExampleFacts {
  /// The order of Monday with a chargeback of Wednesday, evidence due on the Monday after.
  static func disputed(_ change: (inout DisputeFacts) -> Void = { _ in }) -> OrderFacts {
    var dispute = DisputeFacts(
      id: "du_1", kind: .chargeback, state: .open, reason: "product_not_received",
      amount: Money(minor: 4000, currency: .usd), openedAt: monday + .days(2),
      evidenceDueAt: monday + .days(7))
    change(&dispute)
    return order { $0.disputes = [dispute] }
  }
}

extension Rule {
  /// The customer was promised money back and does not have it.
  static let refundOverdue = Rule(
    id: "refund.overdue", title: "Refund overdue", severity: .serious,
    trips: { facts, thresholds in
      guard !facts.isHistory, !facts.isSettled, facts.payment != .partiallyRefunded else {
        return nil
      }
      let limit = thresholds.refundOverdue
      return Trip.earliest(
        facts.returns.compactMap { request in
          guard request.owesRefund, let decidedAt = request.decidedAt else { return nil }
          let what = request.state == .received ? "came back" : "approved"
          return Trip(
            at: decidedAt + limit,
            reason: "return \(request.externalID.briefly) \(what) on \(decidedAt.minuteText), and "
              + "nothing paid back within \(limit.limitText)",
            key: "return \(request.externalID)")
        })
    },
    examples: [
      Example(
        "Approved on the Monday after, nothing paid back",
        facts: ExampleFacts.returned(.approved, decided: 7),
        trips: ExampleFacts.monday + .days(9)),
      Example(
        "Approved and paid back",
        facts: ExampleFacts.returned(.approved, decided: 7).with {
          $0.payment = .partiallyRefunded
        }, trips: nil),
      Example(
        "Declined", facts: ExampleFacts.returned(.declined, decided: 7), trips: nil),
      Example(
        "Refunded from here, before the shop tells of it",
        facts: ExampleFacts.returned(.refunded, decided: 7), trips: nil),
      Example(
        "Approved, and the goods come back first",
        facts: ExampleFacts.returned(.approved, decided: 7).with {
          $0.returns[0].isOwed = false
        }, trips: nil),
      Example(
        "The goods came back on the Monday after",
        facts: ExampleFacts.returned(.received, decided: 7),
        trips: ExampleFacts.monday + .days(9)),
    ],
    meaning: "A return is approved and the customer's money is not sent back.")

  /// The carrier says delivered, the customer says not received.
  static let deliveryDisputed = Rule(
    id: "delivery.disputed", title: "Not received", severity: .serious,
    trips: { facts, _ in
      guard facts.isFollowed, let parcel = facts.parcels([.delivered]).first else { return nil }
      let claims = facts.returns.filter { $0.state.isOpen && notReceivedWords.matches($0.reason) }
      return Trip.earliest(
        claims.map { claim in
          Trip(
            at: claim.requestedAt,
            reason: "the customer says it is not received (\(claim.reason.sanitised(limit: 80))); "
              + "\(parcel.name) was delivered on \(parcel.sinceText)",
            key: "return \(claim.externalID)")
        })
    },
    examples: [
      Example(
        "Delivered on Friday, claimed on the Monday after",
        facts: ExampleFacts.returned(.requested, reason: "I never received it"),
        trips: ExampleFacts.monday + .days(6)),
      Example(
        "Another reason", facts: ExampleFacts.returned(.requested, reason: "too small"),
        trips: nil),
      Example(
        "Not delivered yet, which is another matter",
        facts: ExampleFacts.returned(.requested, reason: "not received").with {
          $0.shipments[0].events = [ExampleFacts.scan(.inTransit, day: 2)]
        }, trips: nil),
      Example(
        "Approved",
        facts: ExampleFacts.returned(.approved, decided: 7, reason: "not received"), trips: nil),
    ],
    meaning: "The carrier reports delivery, and the customer says that nothing came.")

  static let notReceivedWords = WordSearch([
    "not received", "never received", "not receive", "n't receive", "not arrive", "never arrive",
    "n't arrive", "not delivered", "never delivered", "n't delivered", "missing parcel",
    "missing package", "no recib", "no ha llegado", "no llegó", "pas reçu", "non reçu",
    "pas arrivé", "nicht erhalten", "nicht angekommen", "nie erhalten", "não receb", "nao receb",
    "não chegou", "nao chegou", "non ricevut", "mai ricevut", "non è arrivat", "niet ontvangen",
    "nie otrzyma", "nie dotar", "未收到", "没收到", "没有收到", "届いていない", "届きません",
  ])
}

extension ExampleFacts {
  /// The order delivered on Friday, with a return asked for on Sunday.
  static func returned(
    _ state: ReturnState, decided day: Int64? = nil, reason: String = ""
  ) -> OrderFacts {
    sent([scan(.delivered, day: 4)]) { facts in
      var request = ReturnFacts(
        externalID: "R-1", state: state, requestedAt: monday + .days(6))
      request.decidedAt = day.map { monday + .days($0) }
      request.reason = reason
      facts.returns = [request]
    }
  }
}

extension Rule {
  /// Sent, and nobody knows whether the supplier has it. It stands whatever became of the order: money
  /// may have been spent.
  static let purchaseUnknown = Rule(
    id: "purchase.unknown", title: "Outcome unknown", severity: .critical,
    trips: { facts, thresholds in
      guard !facts.isHistory else { return nil }
      let limit = thresholds.purchaseUnknown
      // One that is being sent for so long has lost its dispatcher.
      let doubtful = facts.purchases.filter {
        $0.isInDoubt || $0.state == .intended && $0.sending == .claimed
      }
      return Trip.earliest(
        doubtful.map { purchase in
          let attempt = purchase.attempts > 1 ? ", attempt \(purchase.attempts)" : ""
          let own = purchase.key.isEmpty ? purchase.number : purchase.key
          let next = purchase.sending == .waiting ? "; only you can find out" : ""
          return Trip(
            at: purchase.leftAt + limit,
            reason:
              "\(purchase.supplier.briefly) may or may not have \(purchase.mark.briefly), sent "
              + "on \(purchase.leftAt.minuteText)\(attempt)\(next)\(purchase.outcome.trailing)",
            key: "purchase \(purchase.supplier) \(own)",
            due: facts.promisedAt)
        })
    },
    examples: [
      Example(
        "Sent on Monday 9:10, the answer was lost",
        facts: ExampleFacts.left(.unknown, .unknown) {
          $0.outcome = "no answer within 30 s; its list does not have it yet"
        }, trips: ExampleFacts.monday + .minutes(70) + .seconds(90)),
      Example(
        "Given to an agent who can't be asked",
        facts: ExampleFacts.left(.unknown, .waiting),
        trips: ExampleFacts.monday + .minutes(70) + .seconds(90)),
      Example(
        "The program died while it was being sent", facts: ExampleFacts.left(.intended, .claimed),
        trips: ExampleFacts.monday + .minutes(70) + .seconds(90)),
      Example(
        "The order was cancelled meanwhile",
        facts: ExampleFacts.left(.unknown, .unknown).with {
          $0.cancelledAt = ExampleFacts.monday + .hours(2)
        }, trips: ExampleFacts.monday + .minutes(70) + .seconds(90)),
      Example("The supplier has it", facts: ExampleFacts.left(.placed, .sent), trips: nil),
      Example(
        "The supplier refused it", facts: ExampleFacts.left(.rejected, .rejected), trips: nil),
    ],
    meaning:
      "A purchase was sent and its outcome is not known: it may be bought or not. It is never sent "
      + "again blindly.")

  /// Accepted, and the supplier waits for our money.
  static let purchaseUnpaid = Rule(
    id: "purchase.unpaid", title: "Supplier not paid", severity: .warning,
    trips: { facts, thresholds in
      guard facts.purchases.contains(where: { $0.state == .unpaid }), facts.isAwaited else {
        return nil
      }
      let limit = thresholds.purchaseUnpaid
      return Trip.earliest(
        facts.openPurchases.filter { $0.state == .unpaid && $0.needsPayment }.map { purchase in
          let since = purchase.unpaidSince ?? purchase.acknowledgedAt ?? purchase.leftAt
          return Trip(
            at: since + limit,
            reason: "\(purchase.name.briefly) not paid within \(limit.limitText) of "
              + since.minuteText + purchase.outcome.trailing,
            key: "purchase \(purchase.name)", due: facts.promisedAt)
        })
    },
    examples: [
      Example(
        "Accepted on Monday 9:10, to be paid",
        facts: ExampleFacts.left(.unpaid, .sent) {
          $0.unpaidSince = ExampleFacts.monday + .minutes(70)
        }, trips: ExampleFacts.monday + .minutes(70) + .hours(12)),
      Example(
        "Paid from a balance, not order by order",
        facts: ExampleFacts.left(.unpaid, .sent) { $0.needsPayment = false }, trips: nil),
      Example("Paid", facts: ExampleFacts.left(.acknowledged, .sent), trips: nil),
    ],
    meaning: "The supplier has accepted a purchase and waits for its money.")

  /// The supplier said no, and nobody else was asked since.
  static let purchaseRejected = Rule(
    id: "purchase.rejected", title: "Refused by supplier", severity: .serious,
    trips: { facts, _ in
      guard facts.isToBeBought, !facts.unboughtLines.isEmpty else { return nil }
      return Trip.latest(
        facts.purchases.filter { $0.state == .rejected }.map { purchase in
          Trip(
            at: purchase.leftAt,
            reason: "\(purchase.supplier.briefly) refused \(purchase.mark.briefly)"
              + purchase.outcome.trailing,
            key: "purchase \(purchase.supplier) \(purchase.key) \(purchase.number)",
            due: facts.promisedAt)
        })
    },
    examples: [
      Example(
        "Sent on Monday 9:10 and refused",
        facts: ExampleFacts.left(.rejected, .rejected) { $0.outcome = "variant is off shelf" },
        trips: ExampleFacts.monday + .minutes(70)),
      Example(
        "Refused, then bought from another",
        facts: ExampleFacts.left(.rejected, .rejected).with { facts in
          facts.purchases += ExampleFacts.left(.placed, .sent) { $0.key = "SC-1001-0QY" }.purchases
          facts.lines[0].covered = 1
        }, trips: nil),
      Example("Accepted", facts: ExampleFacts.left(.placed, .sent), trips: nil),
    ],
    meaning: "The supplier refused a purchase, and its lines are not bought otherwise.")

  /// The supplier had it and dropped it, unasked, and nobody else was asked since.
  static let purchaseCancelled = Rule(
    id: "purchase.cancelled", title: "Cancelled by supplier", severity: .serious,
    trips: { facts, _ in
      guard facts.isToBeBought else { return nil }
      let isOwed = !facts.unboughtLines.isEmpty
      let dropped = facts.purchases.filter {
        $0.isDroppedBySupplier && (isOwed || !$0.partOf.isEmpty)
      }
      return Trip.latest(
        dropped.map { purchase in
          // What is in a part is not told, so nothing of it is free to be bought again by itself.
          let part =
            purchase.partOf.isEmpty
            ? "" : ", a part of \(purchase.partOf.briefly): the rest goes on, look what is missing"
          return Trip(
            at: purchase.acknowledgedAt ?? purchase.leftAt,
            reason: "\(purchase.supplier.briefly) cancelled \(purchase.mark.briefly)\(part)"
              + purchase.outcome.trailing,
            key: "purchase \(purchase.supplier) \(purchase.key) \(purchase.number)",
            due: facts.promisedAt)
        })
    },
    examples: [
      Example(
        "Confirmed on Monday 11:00, then cancelled",
        facts: ExampleFacts.bought { $0.state = .cancelled },
        trips: ExampleFacts.monday + .hours(3)),
      Example(
        "Taken back before it left",
        facts: ExampleFacts.intended {
          $0.state = .cancelled
          $0.sending = .withdrawn
        }, trips: nil),
      Example(
        "The operator had it cancelled",
        facts: ExampleFacts.bought {
          $0.state = .cancelled
          $0.isCancelWanted = true
        }, trips: nil),
      Example(
        "One of two parts of it cancelled",
        facts: ExampleFacts.divided(.cancelled), trips: ExampleFacts.monday + .hours(3)),
      Example(
        "Both parts of it go on", facts: ExampleFacts.divided(.acknowledged), trips: nil),
      Example("Not cancelled", facts: ExampleFacts.bought(), trips: nil),
    ],
    meaning:
      "The supplier cancelled a purchase that it had, and its lines are not bought otherwise; or a part of one."
  )
}

extension PurchaseFacts {
  /// Cancelled, though it was at the supplier and nobody here asked for it.
  fileprivate var isDroppedBySupplier: Bool {
    guard state == .cancelled, !isCancelWanted, sending != .withdrawn else { return false }
    return !number.isEmpty || acknowledgedAt != nil || sending == .sent
  }
}

extension Rule {
  /// Customer payment not captured.
  static let paymentPending = Rule(
    id: "payment.pending", title: "Payment pending", severity: .notice,
    trips: { facts, thresholds in
      guard facts.isFollowed, !facts.isPaid, facts.fulfillment == .unfulfilled,
        facts.payment == .pending || facts.payment == .authorized
      else { return nil }
      let limit = thresholds.paymentPending
      let seen = facts.payment == .authorized ? "authorized but not captured" : "not received"
      return Trip(
        at: facts.placedAt + limit,
        reason: "payment \(seen) within \(limit.limitText) of the order on "
          + facts.placedAt.minuteText,
        key: "payment \(facts.payment.rawValue)")
    },
    examples: [
      Example(
        "Placed on Monday 8:00, payment pending",
        facts: ExampleFacts.order {
          $0.payment = .pending
          $0.paidAt = nil
        }, trips: ExampleFacts.monday + .hours(24)),
      Example("Paid", facts: ExampleFacts.order(), trips: nil),
      Example(
        "Pending, then cancelled",
        facts: ExampleFacts.order {
          $0.payment = .pending
          $0.paidAt = nil
          $0.cancelledAt = ExampleFacts.monday + .hours(2)
        }, trips: nil),
    ],
    meaning: "The customer's payment is not captured.")

  /// An address nothing can be sent to.
  static let orderAddress = Rule(
    id: "order.address", title: "Bad address", severity: .warning,
    trips: { facts, thresholds in
      guard facts.stands(in: .preparation),
        facts.lines.isEmpty || facts.lines.contains(where: \.requiresShipping)
      else { return nil }
      let problems = addressProblems(facts, thresholds)
      guard !problems.isEmpty else { return nil }
      let text = problems.joined(separator: ", ")
      return Trip(
        at: facts.placedAt, reason: "the address can't be used: \(text)", key: "address \(text)",
        due: facts.promisedAt)
    },
    examples: [
      Example(
        "No city", facts: ExampleFacts.order { $0.shipTo.city = "" }, trips: ExampleFacts.monday),
      Example(
        "A PO box", facts: ExampleFacts.order { $0.shipTo.line1 = "P.O. Box 12" },
        trips: ExampleFacts.monday),
      Example("A whole address", facts: ExampleFacts.order(), trips: nil),
      Example(
        "No city, but the parcel is under way",
        facts: ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 2)]) { $0.shipTo.city = "" },
        trips: nil),
    ],
    meaning:
      "The address fails validation: something is missing, a placeholder, or a PO box or a forwarder "
      + "that no supplier is known to deliver to (`post_boxes`).")

  /// What is wrong with its address. A PO box is nothing wrong where who has it is known to deliver there,
  /// and each line to be bought is offered by somebody who is.
  private static func addressProblems(_ facts: OrderFacts, _ thresholds: Thresholds) -> [String] {
    let problems = AddressCheck.problems(facts.shipTo)
    guard !problems.isEmpty, !thresholds.postBoxes.isEmpty, !facts.lines.isEmpty else {
      return problems
    }
    func delivers(_ supplier: String) -> Bool {
      NamePattern.any(thresholds.postBoxes, match: supplier)
    }
    let asked = facts.livePurchases.first { !delivers($0.supplier) }
    let line = facts.unboughtLines.first { !$0.suppliers.contains(where: delivers) }
    let refusal =
      asked.map { ", which \($0.supplier.briefly) is not known to deliver to" }
      ?? line.map { ", which no supplier of \($0.name.briefly) is known to deliver to" }
    let boxes = AddressCheck.postBoxes(facts.shipTo)
    return problems.compactMap { problem in
      boxes.contains(problem) ? refusal.map { problem + $0 } : problem
    }
  }

  /// A line that no supplier is known for, or only by a mapping that holds no more.
  static let orderUnmapped = Rule(
    id: "order.unmapped", title: "No supplier known", severity: .warning,
    trips: { facts, _ in
      guard facts.isToBeBought else { return nil }
      let lines = facts.unboughtLines.filter { !$0.isMapped }
      let unknown = lines.filter { $0.offers == 0 }
      let outdated = lines.filter { $0.offers > 0 }.map {
        "the mapping of \($0.name.briefly) must be renewed: \($0.renewal.sanitised(limit: 100))"
      }
      guard !lines.isEmpty else { return nil }
      let texts =
        (unknown.isEmpty ? [] : ["no supplier offers \(unknown.listed)"])
        + Set(outdated).sorted().prefix(2)
      return Trip(
        at: facts.placedAt, reason: texts.joined(separator: "; "),
        key: "lines " + Set(lines.map(\.name)).sorted().joined(separator: ", "),
        due: facts.promisedAt)
    },
    examples: [
      Example(
        "A line without an offer", facts: ExampleFacts.order { $0.lines[0].offers = 0 },
        trips: ExampleFacts.monday),
      Example(
        "Several offers: a choice, not an exception",
        facts: ExampleFacts.order { $0.lines[0].offers = 3 }, trips: nil),
      Example(
        "The only mapping must be renewed",
        facts: ExampleFacts.order { $0.lines[0].renewal = "option names changed" },
        trips: ExampleFacts.monday),
      Example(
        "No offer, but bought by hand",
        facts: {
          var facts = ExampleFacts.bought()
          facts.lines[0].offers = 0
          return facts
        }(), trips: nil),
      Example(
        "No offer for a line that ships nothing",
        facts: ExampleFacts.order {
          $0.lines[0].offers = 0
          $0.lines[0].requiresShipping = false
        }, trips: nil),
    ],
    meaning:
      "A line that must be shipped has no offer, or only one that must be renewed, and is not bought."
  )
}

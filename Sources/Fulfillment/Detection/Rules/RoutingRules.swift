extension Rule {
  /// The shop changed the order after a purchase of it had left. It stands though the order is called
  /// off: the goods are on their way to nobody.
  static let orderChanged = Rule(
    id: "order.changed", title: "Changed after purchase", severity: .serious,
    trips: { facts, _ in
      guard !facts.isHistory, !facts.changedAfterPurchase.isEmpty else { return nil }
      let gone = facts.livePurchases.filter {
        $0.isInDoubt || $0.state.isAtSupplier && $0.state != .delivered
      }
      guard let since = gone.map(\.leftAt).min() else { return nil }
      return Trip(
        at: since,
        reason: facts.changedAfterPurchase.sanitised(limit: 160) + " (\(gone.map(\.name).listed))",
        key: "change " + facts.changedAfterPurchase, due: facts.promisedAt)
    },
    examples: [
      Example(
        "Cancelled after the purchase had left",
        facts: ExampleFacts.left(.placed, .sent).with { facts in
          facts.cancelledAt = ExampleFacts.monday + .hours(5)
          facts.changedAfterPurchase = "cancelled after the purchase was sent"
        }, trips: ExampleFacts.monday + .minutes(70)),
      Example(
        "Two more units after the purchase had left",
        facts: ExampleFacts.left(.acknowledged, .sent).with {
          $0.changedAfterPurchase = "MUG-1: quantity now 3, bought 1"
        }, trips: ExampleFacts.monday + .minutes(70)),
      Example(
        "Cancelled, and the supplier dropped the purchase",
        facts: ExampleFacts.left(.cancelled, .sent).with {
          $0.changedAfterPurchase = "cancelled after the purchase was sent"
        }, trips: nil),
      Example("Nothing has changed", facts: ExampleFacts.left(.placed, .sent), trips: nil),
    ],
    meaning: "The order was cancelled, refunded or changed after a purchase of it had been sent.")

  /// Paid long ago and not bought: prices, stock and the customer's mind may have changed.
  static let orderStale = Rule(
    id: "order.stale", title: "Too old to buy blindly", severity: .serious,
    trips: { facts, thresholds in
      guard facts.isPaid, facts.isToBeBought else { return nil }
      // A replacement was decided on since: it is not bought blindly.
      let pending = facts.livePurchases.contains {
        $0.state == .intended && !$0.isInDoubt && !$0.isReplacement
      }
      guard pending || !facts.buyableLines.isEmpty else { return nil }
      let limit = thresholds.orderStale
      let paidAt = facts.paidAt ?? facts.placedAt
      return Trip(
        at: paidAt + limit,
        reason: "paid on \(paidAt.minuteText) and not bought within \(limit.limitText): ask before "
          + "it is",
        key: "stale", due: facts.promisedAt)
    },
    examples: [
      Example(
        "Paid on Monday 8:00, not bought by Thursday", facts: ExampleFacts.order(),
        trips: ExampleFacts.monday + .days(3)),
      Example(
        "Proposed, and approved by nobody",
        facts: ExampleFacts.intended { $0.sending = .proposed },
        trips: ExampleFacts.monday + .days(3)),
      Example(
        "A replacement of it that was decided on",
        facts: ExampleFacts.intended { $0.isReplacement = true }, trips: nil),
      Example("Bought", facts: ExampleFacts.bought(), trips: nil),
      Example(
        "No supplier known, which is another matter",
        facts: ExampleFacts.order { $0.lines[0].offers = 0 }, trips: nil),
      Example(
        "Not paid",
        facts: ExampleFacts.order {
          $0.payment = .pending
          $0.paidAt = nil
        }, trips: nil),
    ],
    meaning: "The order is paid and has not been bought for so long that it is not bought blindly.")

  /// Another order looks the same.
  static let orderDuplicate = Rule(
    id: "order.duplicate", title: "Possible duplicate", severity: .serious,
    trips: { facts, _ in
      guard !facts.duplicateOf.isEmpty, facts.stands(in: .preparation)
      else { return nil }
      return Trip(
        at: facts.placedAt,
        reason: "looks the same as \(facts.duplicateOf.listed)",
        key: "duplicate of " + Set(facts.duplicateOf).sorted().joined(separator: ", "),
        due: facts.promisedAt)
    },
    examples: [
      Example(
        "The same as an earlier order", facts: ExampleFacts.order { $0.duplicateOf = ["#1000"] },
        trips: ExampleFacts.monday),
      Example(
        "The same, but it is under way",
        facts: ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 2)]) {
          $0.duplicateOf = ["#1000"]
        }, trips: nil),
      Example("Like no other", facts: ExampleFacts.order(), trips: nil),
    ],
    meaning:
      "The same customer has ordered the same for the same address shortly before, or it came twice."
  )

  /// Suppliers are known, and none of them can fill a line.
  static let orderBlocked = Rule(
    id: "order.blocked", title: "No supplier can", severity: .warning,
    trips: { facts, _ in
      guard facts.isToBeBought else { return nil }
      let lines = facts.unboughtLines.filter { $0.isMapped && !$0.blocked.isEmpty }
      return Trip.ofLines(lines, \.blocked, facts)
    },
    examples: [
      Example(
        "The only supplier does not serve the country",
        facts: ExampleFacts.order { $0.lines[0].blocked = "CJ does not serve US" },
        trips: ExampleFacts.monday),
      Example(
        "Bought all the same",
        facts: ExampleFacts.bought().with { $0.lines[0].blocked = "CJ does not serve US" },
        trips: nil),
      Example("A supplier can", facts: ExampleFacts.order(), trips: nil),
    ],
    meaning:
      "Offers are known for a line, and none can be taken: out of stock, country not served, too "
      + "dear, at a loss, or outside the limits of purchase.")

  /// Sold, and no longer in stock.
  static let stockOut = Rule(
    id: "stock.out", title: "Out of stock", severity: .warning,
    trips: { facts, _ in
      guard facts.stands(in: .preparation) else { return nil }
      return Trip.ofLines(facts.openLines.filter { !$0.stockOut.isEmpty }, \.stockOut, facts)
    },
    examples: [
      Example(
        "Sold out since the sale",
        facts: ExampleFacts.order { $0.lines[0].stockOut = "CJ has none since 2026-03-02" },
        trips: ExampleFacts.monday),
      Example(
        "Sold out, but the parcel is under way",
        facts: ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 2)]) {
          $0.lines[0].stockOut = "CJ has none"
        }, trips: nil),
      Example("In stock", facts: ExampleFacts.order(), trips: nil),
    ],
    meaning: "The supplier of a line has run out of it since it was sold.")

  /// Sold, and dearer to buy than it was; or bought, and dearer than it was to be.
  static let priceRise = Rule(
    id: "price.rise", title: "Dearer to buy", severity: .notice,
    trips: { facts, thresholds in
      guard facts.isAwaited else { return nil }
      let charges = facts.purchases.compactMap { $0.overcharge(thresholds.chargeTolerance) }
      if let charge = Trip.earliest(charges) { return charge }
      guard facts.isToBeBought else { return nil }
      return Trip.ofLines(
        facts.unboughtLines.filter { !$0.costRise.isEmpty }, \.costRise, facts)
    },
    examples: [
      Example(
        "Dearer since the sale",
        facts: ExampleFacts.order { $0.lines[0].costRise = "CJ asks 5.20 USD, was 4.00 USD" },
        trips: ExampleFacts.monday),
      Example(
        "Sent on Monday 9:10, charged more than planned",
        facts: ExampleFacts.left(.unpaid, .sent) {
          $0.planned = Money(minor: 1200, currency: .usd)
          $0.charged = Money(minor: 1420, currency: .usd)
        }, trips: ExampleFacts.monday + .minutes(70)),
      Example(
        "Charged a few cents more",
        facts: ExampleFacts.left(.unpaid, .sent) {
          $0.planned = Money(minor: 1200, currency: .usd)
          $0.charged = Money(minor: 1224, currency: .usd)
        }, trips: nil),
      Example(
        "Charged more, and cancelled",
        facts: ExampleFacts.left(.cancelled, .sent) {
          $0.planned = Money(minor: 1200, currency: .usd)
          $0.charged = Money(minor: 1420, currency: .usd)
        }, trips: nil),
      Example(
        "Dearer, but bought",
        facts: ExampleFacts.bought().with { $0.lines[0].costRise = "CJ asks 5.20 USD" }, trips: nil),
      Example("At the same price", facts: ExampleFacts.order(), trips: nil),
    ],
    meaning:
      "The supplier of a line asks more than it did when the line was sold, or has charged more for a "
      + "purchase than was planned.")
}

extension Trip {
  /// The trip of a condition of single lines that holds from the start: each line with its words.
  fileprivate static func ofLines(
    _ lines: [LineFacts], _ words: (LineFacts) -> String, _ facts: OrderFacts
  ) -> Trip? {
    guard !lines.isEmpty else { return nil }
    let texts = Set(lines.map { $0.name.briefly + words($0).trailing }).sorted()
    let more = texts.count > 2 ? "; and \(counted(texts.count - 2, "more line"))" : ""
    return Trip(
      at: facts.placedAt, reason: texts.prefix(2).joined(separator: "; ") + more,
      key: "lines " + Set(lines.map(\.name)).sorted().joined(separator: ", "),
      due: facts.promisedAt)
  }
}

extension PurchaseFacts {
  /// Charged more than planned by more than that many hundredths of a percent.
  fileprivate func overcharge(_ tolerance: Int) -> Trip? {
    guard state.isAtSupplier, state.isLive, let planned, let charged,
      charged.exceeds(planned, by: tolerance)
    else { return nil }
    return Trip(
      at: leftAt,
      reason: "\(supplier.briefly) charged \(charged.inWords), planned \(planned.inWords)",
      key: "charge \(supplier) \(key)")
  }
}

extension Money {
  /// More than another amount of the same currency, by more than that many hundredths of a percent of it.
  fileprivate func exceeds(_ other: Money, by tolerance: Int) -> Bool {
    currency == other.currency && minor > other.minor
      && Int128(minor) * 10_000 > Int128(other.minor) * Int128(10_000 + tolerance)
  }
}

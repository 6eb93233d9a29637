extension Rule {
  /// Paid and mapped, nothing bought.
  static let purchaseUnsent = Rule(
    id: "purchase.unsent", title: "Not bought", severity: .warning,
    trips: { facts, thresholds in
      guard facts.livePurchases.isEmpty, !facts.openLines.isEmpty,
        facts.openLines.allSatisfy({ $0.offers > 0 }), facts.stands(in: [.ready])
      else { return nil }
      let limit = thresholds.purchaseUnsent
      let paidAt = facts.paidAt ?? facts.placedAt
      let cancelled = facts.purchases.count
      let after = cancelled > 0 ? " (\(counted(cancelled, "purchase")) cancelled)" : ""
      return Trip(
        at: paidAt + limit,
        reason: "no purchase within \(limit.limitText) of payment on \(paidAt.minuteText)\(after)",
        key: "unsent after \(cancelled) cancelled", due: facts.promisedAt)
    },
    examples: [
      Example(
        "Paid on Monday 8:00, nothing bought", facts: ExampleFacts.order(),
        trips: ExampleFacts.monday + .hours(2)),
      Example("Bought", facts: ExampleFacts.bought(), trips: nil),
      Example(
        "The only purchase was cancelled", facts: ExampleFacts.bought { $0.state = .cancelled },
        trips: ExampleFacts.monday + .hours(2)),
      Example(
        "Brought in as history", facts: ExampleFacts.order { $0.isHistory = true }, trips: nil),
    ],
    meaning: "The order is paid and every line has an offer, but nothing is bought.")

  /// Bought, and the supplier does not answer.
  static let purchaseUnacknowledged = Rule(
    id: "purchase.unacknowledged", title: "Supplier silent", severity: .warning,
    trips: { facts, thresholds in
      guard facts.stands(in: [.ordered, .processing, .shipped, .transit]) else { return nil }
      let limit = thresholds.purchaseUnacknowledged
      let silent = facts.openPurchases.filter { purchase in
        (purchase.state == .placed || purchase.state == .unknown) && !purchase.hasTracking
          && purchase.acknowledgedAt == nil && purchase.shippedAt == nil
      }
      return Trip.earliest(
        silent.map { purchase in
          Trip(
            at: purchase.placedAt + limit,
            reason: "\(purchase.supplier.briefly) has not confirmed \(purchase.number.briefly) "
              + "within \(limit.limitText) of the purchase on \(purchase.placedAt.minuteText)",
            key: "purchase \(purchase.supplier) \(purchase.number)", silence: .supplier,
            due: facts.promisedAt)
        })
    },
    examples: [
      Example(
        "Bought on Monday 9:00, no answer",
        facts: ExampleFacts.bought {
          $0.state = .placed
          $0.acknowledgedAt = nil
        }, trips: ExampleFacts.monday + .hours(25)),
      Example("The supplier has confirmed", facts: ExampleFacts.bought(), trips: nil),
      Example(
        "No answer, but a tracking number",
        facts: ExampleFacts.bought {
          $0.state = .placed
          $0.acknowledgedAt = nil
          $0.hasTracking = true
        }, trips: nil),
    ],
    meaning: "The supplier has not answered a purchase.")

  /// Nothing scanned by the time it was to be handed over.
  static let dispatchLate = Rule(
    id: "dispatch.late", title: "Dispatch late", severity: .warning,
    trips: { facts, thresholds in
      guard facts.stands(in: [.ordered, .processing, .shipped, .transit]) else { return nil }
      let parcels = facts.tracked
      let scanned = parcels.contains { $0.track.firstScanAt != nil }
      // Shipped without a number can't be scanned: that is `tracking.missing`. Which parcel belongs to
      // which purchase is not told: once anything is scanned, only a purchase that never named a parcel
      // is still undispatched, and not where it is the only one.
      let late = facts.openPurchases.filter { purchase in
        guard purchase.hasTracking || purchase.state != .shipped else { return false }
        return !scanned || (!purchase.hasTracking && facts.openPurchases.count > 1)
      }
      return Trip.earliest(late.map { dispatchTrip($0, facts, thresholds) })
    },
    examples: [
      Example(
        "Bought on Monday 9:00, no promise: three days",
        facts: ExampleFacts.bought(), trips: ExampleFacts.monday + .hours(73)),
      Example(
        "Bought on Monday 9:00, five business days promised: the next Monday",
        facts: ExampleFacts.bought { $0.handlingDays = 5 },
        trips: ExampleFacts.monday + .hours(7 * 24 + 1)),
      Example(
        "A label is not a dispatch", facts: ExampleFacts.sent([ExampleFacts.scan(.label, day: 1)]),
        trips: ExampleFacts.monday + .hours(73)),
      Example(
        "Scanned", facts: ExampleFacts.sent([ExampleFacts.scan(.pickedUp, day: 2)]), trips: nil),
      Example(
        "Said to be shipped without a number, which is another matter",
        facts: ExampleFacts.bought { $0.state = .shipped }, trips: nil),
    ],
    meaning: "No carrier has scanned a parcel by the day the supplier promised to hand it over.")

  private static func dispatchTrip(
    _ purchase: PurchaseFacts, _ facts: OrderFacts, _ thresholds: Thresholds
  ) -> Trip {
    let start = purchase.placedAt
    var (limit, at) = (thresholds.dispatchLate.limitText, start + thresholds.dispatchLate)
    if let days = purchase.handlingDays {
      // "Same day" is kept by a scan on the next business day.
      at = BusinessDays.add(max(1, days), to: start)
      limit = counted(max(1, days), "business day")
    }
    return Trip(
      at: at,
      reason: "no carrier scan by \(at.minuteText), \(limit) after "
        + "\(purchase.supplier.briefly) \(purchase.number.briefly)",
      key: "purchase \(purchase.supplier) \(purchase.number)",
      silence: purchase.hasTracking ? .tracking : .supplier, due: facts.promisedAt)
  }
}

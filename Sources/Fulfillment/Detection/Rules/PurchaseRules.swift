extension Rule {
  /// Paid and mapped, and nothing has left.
  static let purchaseUnsent = Rule(
    id: "purchase.unsent", title: "Not bought", severity: .warning,
    trips: { facts, thresholds in
      guard facts.isPaid, facts.isToBeBought else { return nil }
      let limit = thresholds.purchaseUnsent
      let pending = facts.livePurchases.compactMap { pendingTrip($0, facts, limit) }
      return Trip.earliest(pending + [missingTrip(facts, limit)].compactMap { $0 })
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
        "Proposed on Monday 9:00, approved by nobody",
        facts: ExampleFacts.intended { $0.sending = .proposed },
        trips: ExampleFacts.monday + .hours(3)),
      Example(
        "Held until Monday 9:10: what counts down is not late",
        facts: ExampleFacts.intended {
          $0.sending = .held
          $0.holdUntil = ExampleFacts.monday + .minutes(70)
        }, trips: ExampleFacts.monday + .minutes(190)),
      Example(
        "Stopped by an operator on Monday 9:00 and not let go",
        facts: ExampleFacts.intended { $0.sending = .held },
        trips: ExampleFacts.monday + .hours(3)),
      Example(
        "One of three units bought",
        facts: ExampleFacts.intended { $0.state = .acknowledged }.with {
          ($0.lines[0].quantity, $0.lines[0].covered) = (3, 1)
        }, trips: ExampleFacts.monday + .hours(2)),
      Example(
        "On its way to the supplier", facts: ExampleFacts.intended { $0.sending = .claimed },
        trips: nil),
      Example(
        "Brought in as history", facts: ExampleFacts.order { $0.isHistory = true }, trips: nil),
    ],
    meaning:
      "The order is paid and every line has an offer, but units of it are not bought, or their "
      + "purchase waits for approval or release.")

  /// A purchase that is meant and has not left; nil for any other.
  private static func pendingTrip(
    _ purchase: PurchaseFacts, _ facts: OrderFacts, _ limit: Span
  ) -> Trip? {
    guard purchase.state == .intended else { return nil }
    let dueAt = max(purchase.holdUntil ?? purchase.placedAt, purchase.placedAt)
    let (start, seen): (Timestamp, String)
    switch purchase.sending {
    case .proposed: (start, seen) = (purchase.placedAt, "not approved")
    case .held where purchase.holdUntil == nil: (start, seen) = (purchase.placedAt, "not let go")
    case .held, .ready, nil: (start, seen) = (dueAt, "not sent")
    case .claimed, .unknown, .waiting, .sent, .rejected, .withdrawn: return nil
    }
    return Trip(
      at: start + limit, of: facts,
      reason: "\(purchase.name.briefly) \(seen) within \(limit.limitText) of \(start.minuteText)"
        + purchase.outcome.trailing,
      key: "purchase \(purchase.name) \(seen)")
  }

  /// Units that nobody is asked for, though somebody could be.
  private static func missingTrip(_ facts: OrderFacts, _ limit: Span) -> Trip? {
    let lines = facts.buyableLines
    guard !lines.isEmpty else { return nil }
    let paidAt = facts.paidAt ?? facts.placedAt
    let failed = facts.purchases.filter { !$0.state.isLive }.count
    let cancelled = facts.purchases.filter { $0.state == .cancelled }.count
    let isWhole = facts.livePurchases.isEmpty
    let what = isWhole ? "no purchase" : "no purchase of \(lines.listed)"
    let after = cancelled > 0 ? " (\(counted(cancelled, "purchase")) cancelled)" : ""
    return Trip(
      at: paidAt + limit, of: facts,
      reason: "\(what) within \(limit.limitText) of payment on \(paidAt.minuteText)\(after)",
      key: "unsent after \(failed) cancelled")
  }

  /// Bought, and the supplier does not answer.
  static let purchaseUnacknowledged = Rule(
    id: "purchase.unacknowledged", title: "Supplier silent", severity: .warning,
    trips: { facts, thresholds in
      guard facts.isAwaited else { return nil }
      let limit = thresholds.purchaseUnacknowledged
      let silent = facts.purchases.filter { purchase in
        (purchase.state == .placed || purchase.state == .unclear) && !purchase.hasTracking
          && purchase.acknowledgedAt == nil && purchase.shippedAt == nil
      }
      return Trip.earliest(
        silent.map { purchase in
          Trip(
            at: purchase.placedAt + limit, of: facts,
            reason: "\(purchase.supplier.briefly) has not confirmed \(purchase.mark.briefly) "
              + "within \(limit.limitText) of the purchase on \(purchase.placedAt.minuteText)",
            key: "purchase \(purchase.name)", silence: .supplier)
        })
    },
    examples: [
      Example(
        "Bought on Monday 9:00, no answer",
        facts: ExampleFacts.bought {
          $0.state = .placed
          $0.acknowledgedAt = nil
        }, trips: ExampleFacts.monday + .hours(25)),
      Example(
        "Not sent yet", facts: ExampleFacts.intended { $0.sending = .proposed }, trips: nil),
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
      guard facts.isAwaited else { return nil }
      let parcels = facts.tracked
      let scanned = parcels.contains { $0.track.firstScanAt != nil }
      // Shipped without a number can't be scanned: that is `tracking.missing`. Which parcel belongs to
      // which purchase is not told: once anything is scanned, only a purchase that never named a parcel
      // is still undispatched, and not where it is the only one.
      let open = facts.purchases.count { $0.isExpected }
      let late = facts.purchases.filter { purchase in
        guard purchase.isExpected, purchase.hasTracking || purchase.state != .shipped else {
          return false
        }
        return !scanned || (!purchase.hasTracking && open > 1)
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
        "Bought on Monday, from a supplier whose purchases are scanned by Wednesday 9 times in 10",
        facts: ExampleFacts.bought { purchase in
          purchase.handlingDays = 5
          purchase.outlook = Outlook(
            stage: .processing, age: 0, probabilityLate: 0, lateAt: nil,
            normalUntil: ExampleFacts.midnight(day: 2).day, doneByNow: 0.4, lane: "CJ",
            sample: 80, isLearned: true)
        }, trips: ExampleFacts.midnight(day: 3)),
      Example(
        "A label is not a dispatch", facts: ExampleFacts.sent([ExampleFacts.scan(.label, day: 1)]),
        trips: ExampleFacts.monday + .hours(73)),
      Example(
        "Scanned", facts: ExampleFacts.sent([ExampleFacts.scan(.pickedUp, day: 2)]), trips: nil),
      Example(
        "Sent, and nobody knows whether the supplier has it",
        facts: ExampleFacts.intended {
          $0.state = .unknown
          $0.sending = .waiting
        }, trips: nil),
      Example(
        "Said to be shipped without a number, which is another matter",
        facts: ExampleFacts.bought { $0.state = .shipped }, trips: nil),
    ],
    meaning: "No carrier has scanned a parcel by the day the supplier promised to hand it over.")

  private static func dispatchTrip(
    _ purchase: PurchaseFacts, _ facts: OrderFacts, _ thresholds: Thresholds
  ) -> Trip {
    let start = purchase.placedAt
    let silence: Trip.Silence = purchase.hasTracking ? .tracking : .supplier
    if let kept = facts.kept("dispatch.late", "purchase \(purchase.name)") { return kept }
    if let outlook = purchase.outlook, outlook.isLearned {
      let at = max(Timestamp(day: outlook.normalUntil.nextDay), start)
      return Trip(
        at: at, of: facts,
        reason: "no carrier scan of \(purchase.name.briefly) by the end of "
          + "\(Timestamp(day: outlook.normalUntil).date); 90 % of \(outlook.lane.briefly) are scanned "
          + "by then",
        key: "purchase \(purchase.name)", silence: silence, learned: true)
    }
    var at = start + thresholds.dispatchLate
    // "Same day" is kept by a scan on the next business day.
    let days = purchase.handlingDays.map { max(1, $0) }
    if let days {
      let origin = facts.origin(of: purchase)
      at = BusinessDays.add(
        days, to: start, on: thresholds.calendars.lane(from: origin, to: origin))
    }
    return Trip(
      at: at, of: facts,
      reason: "no carrier scan by \(at.minuteText), "
        + (days.map { counted($0, "business day") } ?? thresholds.dispatchLate.limitText)
        + " after \(purchase.supplier.briefly) \(purchase.mark.briefly)"
        + (purchase.outlook.map { "; " + Outlook.thin($0.sample) } ?? ""),
      key: "purchase \(purchase.name)", silence: silence)
  }
}

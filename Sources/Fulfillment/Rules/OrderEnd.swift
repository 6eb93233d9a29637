/// How an order came out, as far as it has.
package struct OrderEnd: Hashable, Sendable {
  /// What went wrong.
  package enum Trouble: String, CaseIterable, Sendable {
    case late, lost, returned, refunded, cancelled
  }

  /// What was first known to have gone wrong; nil: nothing.
  package var trouble: Trouble?
  /// When that was known; nil: nobody wrote it down, it was by the last that was heard of the order.
  package var knownAt: Timestamp?
  /// It may still go wrong.
  package var isOpen: Bool

  /// Judges an order by all that is known of it.
  package init(_ facts: OrderFacts, now: Timestamp) {
    var ends: [(trouble: Trouble, at: Timestamp)] = []
    if let promisedAt = facts.promisedAt, facts.cancelledAt == nil {
      let deadline = Timestamp(day: promisedAt.day + 1)
      let deliveredAt = facts.deliveredAt
      let isFulfilled = facts.state == .fulfilled
      if deliveredAt.map({ $0 >= deadline }) ?? (now >= deadline && !isFulfilled) {
        ends.append((.late, deadline))
      }
    }
    for parcel in facts.tracked {
      guard let status = parcel.track.status, let since = parcel.track.statusSince else { continue }
      switch status {
      case .lost, .expired: ends.append((.lost, since))
      case .returned, .returning: ends.append((.returned, since))
      default: continue
      }
    }
    for request in facts.returns where request.state != .declined && request.state != .withdrawn {
      ends.append((.returned, request.requestedAt))
    }
    if let cancelledAt = facts.cancelledAt, facts.isPaid || facts.payment == .refunded {
      ends.append((.cancelled, cancelledAt))
    }
    if facts.payment == .refunded || facts.payment == .partiallyRefunded {
      let last = facts.moments(until: now).last ?? facts.placedAt
      ends.append((.refunded, last))
    }
    let first = ends.min { ($0.at, $0.trouble.rawValue) < ($1.at, $1.trouble.rawValue) }
    trouble = first?.trouble
    knownAt = first?.at
    isOpen = first == nil && !facts.state.isFinal
  }
}

extension OrderFacts {
  /// When the last parcel was delivered; nil while one is not.
  fileprivate var deliveredAt: Timestamp? {
    let ends = tracked.filter { $0.track.status != .cancelled }
      .map { $0.track.status == .delivered ? $0.track.statusSince : nil }
    return ends.contains(nil) ? nil : ends.compactMap { $0 }.max()
  }

  /// The condition a rule stands for came out, though the order did not end badly by it: what was never
  /// scanned was no parcel, what was never paid no sale.
  func bearsOut(_ code: String) -> Bool {
    switch code {
    case "tracking.invalid", "tracking.unscanned", "tracking.missing":
      tracked.allSatisfy { $0.track.firstScanAt == nil }
    case "payment.pending": !isPaid
    default: false
    }
  }
}

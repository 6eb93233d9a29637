/// What a condition looks at: the facts of an order and, of its parcels and purchases, one of each.
struct ConditionScene {
  let facts: OrderFacts
  let calendars: WorkCalendars
  let parcel: TrackedParcel?
  let purchase: PurchaseFacts?

  /// When and why a condition holds.
  struct Hit {
    var at: Timestamp
    var words: [String] = []
    /// Names the instance where it can begin anew.
    var instance = ""
    var silence: Trip.Silence?
  }

  /// When the condition holds, past or future, as the facts stand; nil: never.
  func hit(_ condition: Condition) -> Hit? {
    switch condition {
    case .fact(let test): return hit(test)
    case .clock(let clock, let limit): return hit(clock, limit)
    case .not(let inner): return hit(inner) == nil ? Hit(at: facts.placedAt) : nil
    case .all(let parts):
      var whole = Hit(at: facts.placedAt)
      for part in parts {
        guard let hit = hit(part) else { return nil }
        whole.at = max(whole.at, hit.at)
        whole.words += hit.words
        if !hit.instance.isEmpty { whole.instance += " " + hit.instance }
        // Where both are silent, the carrier is the one that is heard more often.
        if hit.silence == .tracking || whole.silence == nil { whole.silence = hit.silence }
      }
      return whole
    case .any(let parts):
      return parts.compactMap { hit($0) }.min {
        ($0.at, $0.words.joined()) < ($1.at, $1.words.joined())
      }
    }
  }

  private func hit(_ test: Condition.Test) -> Hit? {
    switch test {
    case .state(let states):
      return states.contains(facts.state) ? Hit(at: facts.placedAt) : nil
    case .payment(let states):
      guard states.contains(facts.payment) else { return nil }
      return Hit(at: facts.payment.isCaptured ? facts.paidAt ?? facts.placedAt : facts.placedAt)
    case .status(let statuses):
      guard let parcel, let status = parcel.track.status, statuses.contains(status) else {
        return nil
      }
      let since = parcel.track.statusSince ?? parcel.facts.createdAt
      return Hit(
        at: since, words: ["\(parcel.name) \(status.rawValue) since \(since.minuteText)"],
        instance: "since \(since.minuteText)")
    case .purchase(let states):
      guard let purchase, states.contains(purchase.state) else { return nil }
      return Hit(
        at: purchase.leftAt, words: ["\(purchase.name.briefly) \(purchase.state.rawValue)"])
    case .text(let field, let words): return hit(field, words)
    case .message(let words):
      guard let parcel, let newest = parcel.track.newest,
        WordSearch(words).matches(newest.message)
      else { return nil }
      return Hit(at: newest.happenedAt, words: ["\(parcel.name)\(parcel.words)"])
    case .count(let field, let comparison, let number):
      guard let count = count(field), comparison.holds(count, number) else { return nil }
      return Hit(at: facts.placedAt, words: ["\(count) \(field.rawValue)"])
    case .value(let comparison, let hundredths):
      guard let total = facts.total?.asHundredths, comparison.holds(total, hundredths) else {
        return nil
      }
      return Hit(at: facts.placedAt)
    }
  }

  private func hit(_ field: Condition.TextField, _ words: [String]) -> Hit? {
    let texts: [String]
    switch field {
    case .supplier: texts = [purchase?.supplier ?? ""]
    case .carrier: texts = [parcel?.facts.carrier ?? ""]
    case .method: texts = [purchase?.method ?? "", parcel?.facts.carrier ?? ""]
    case .country: texts = [facts.shipTo.country]
    case .origin: texts = [parcel?.origin ?? ""]
    case .sku: texts = facts.lines.map(\.sku)
    case .tracking: texts = [parcel?.facts.number ?? ""]
    }
    let isFound = texts.contains { text in
      let upper = text.uppercased()
      return !upper.isEmpty && words.contains { upper.hasPrefix($0) }
    }
    return isFound ? Hit(at: facts.placedAt) : nil
  }

  private func count(_ field: Condition.CountField) -> Int? {
    switch field {
    case .lines: facts.lines.count
    case .quantity: facts.lines.reduce(0) { $0 &+ max(0, $1.quantity) }
    case .parcels: facts.parcels.count
    case .purchases: facts.livePurchases.count
    case .attempts: purchase?.attempts
    case .scans: parcel.map { $0.own(facts).filter(\.status.isScan).count }
    case .failures: parcel.map { $0.own(facts).filter { $0.status == .attemptFailed }.count }
    }
  }
}

extension ConditionScene {
  /// When a clock has run for so long; nil: it doesn't run.
  private func hit(_ clock: Condition.Clock, _ limit: Condition.Limit) -> Hit? {
    guard let run = run(clock) else { return nil }
    if clock == .promise, case .span(let span) = limit {
      return Hit(
        at: run.since - span,
        words: ["less than \(limit.text) left until the promise on \(run.since.minuteText)"])
    }
    let at: Timestamp
    switch limit {
    case .span(let span): at = run.since + span
    case .businessDays(let days):
      at = BusinessDays.add(days, to: run.since, on: facts.lane(of: parcel, calendars))
    }
    return Hit(
      at: at, words: ["\(run.what) since \(run.since.minuteText), limit \(limit.text)"],
      instance: run.isRepeatable ? "since \(run.since.minuteText)" : "", silence: run.silence)
  }

  private struct Run {
    var since: Timestamp
    var what: String
    var silence: Trip.Silence?
    /// It may stop and begin anew.
    var isRepeatable = false
  }

  private func run(_ clock: Condition.Clock) -> Run? {
    let state = facts.state
    switch clock {
    case .age: return state.isFinal ? nil : Run(since: facts.placedAt, what: "open")
    case .unbought:
      guard facts.isPaid, facts.isToBeBought, !facts.unboughtLines.isEmpty else { return nil }
      return Run(since: facts.paidAt ?? facts.placedAt, what: "not bought")
    case .unanswered:
      guard let purchase, facts.isAwaited, purchase.state == .placed || purchase.state == .unclear,
        purchase.acknowledgedAt == nil, purchase.shippedAt == nil, !purchase.hasTracking
      else { return nil }
      return Run(
        since: purchase.placedAt, what: "\(purchase.name.briefly) unanswered", silence: .supplier)
    case .unpaid:
      guard let purchase, facts.isAwaited, purchase.state == .unpaid else { return nil }
      let since = purchase.unpaidSince ?? purchase.acknowledgedAt ?? purchase.leftAt
      return Run(since: since, what: "\(purchase.name.briefly) unpaid")
    case .processing:
      guard let purchase, facts.isAwaited, purchase.state.isAtSupplier, purchase.state.isLive,
        purchase.state != .delivered,
        !facts.tracked.contains(where: { $0.track.firstScanAt != nil })
      else { return nil }
      return Run(
        since: purchase.placedAt, what: "\(purchase.name.briefly) without a scan",
        silence: purchase.hasTracking ? .tracking : .supplier)
    case .asked:
      let asked = facts.returns.filter { $0.state == .requested }.map(\.requestedAt).min()
      return asked.map { Run(since: $0, what: "a return waits", isRepeatable: true) }
    case .late, .promise:
      guard let promisedAt = facts.promisedAt, !state.isFinal, state != .returning else {
        return nil
      }
      return Run(since: promisedAt, what: "promised, and not delivered")
    case .unscanned, .transit, .silent, .standing: return parcelRun(clock)
    }
  }

  private func parcelRun(_ clock: Condition.Clock) -> Run? {
    guard let parcel, !(parcel.track.status?.isFinal ?? false) else { return nil }
    switch clock {
    case .unscanned:
      guard parcel.track.firstScanAt == nil, parcel.track.status != .expired else { return nil }
      return Run(
        since: parcel.facts.createdAt, what: "\(parcel.name) not scanned", silence: .tracking)
    case .transit:
      return parcel.track.firstScanAt.map {
        Run(since: $0, what: "\(parcel.name) in transit", silence: .tracking)
      }
    case .silent:
      return parcel.track.lastMovedAt.map {
        Run(since: $0, what: "\(parcel.name) silent", silence: .tracking, isRepeatable: true)
      }
    default:
      guard let status = parcel.track.status, let since = parcel.track.statusSince else {
        return nil
      }
      return Run(
        since: since, what: "\(parcel.name) \(status.rawValue)", silence: .tracking,
        isRepeatable: true)
    }
  }
}

extension Money {
  /// In hundredths of a major unit whatever the currency's own digits.
  fileprivate var asHundredths: Int64? {
    let scale = currency.minorPerMajor
    guard scale <= 100 else { return minor / (scale / 100) }
    let (product, overflows) = minor.multipliedReportingOverflow(by: 100 / scale)
    return overflows ? nil : product
  }
}

extension Comparison {
  func holds<Number: Comparable>(_ left: Number, _ right: Number) -> Bool {
    switch self {
    case .less: left < right
    case .atMost: left <= right
    case .equal: left == right
    case .atLeast: left >= right
    case .greater: left > right
    }
  }
}

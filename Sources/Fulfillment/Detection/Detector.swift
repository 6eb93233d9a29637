/// Runs the rules over facts. Nothing here looks at a clock: the same facts and the same `now` give
/// the same findings.
package enum Detector {
  /// How long until an order is looked at again whose silence can't be told from our stale feed.
  package static let recheck = Span.minutes(15)

  /// What an order comes to: what has tripped and when to look again. One run of the rules for both.
  package static func examine(
    _ facts: OrderFacts, _ thresholds: Thresholds, now: Timestamp
  ) -> (findings: [Finding], nextCheck: Timestamp?) {
    var facts = facts
    facts.fold(asOf: now)
    return examine(folded: facts, thresholds, now: now)
  }

  /// The same of facts that were folded as they are now, for that moment or for none.
  package static func examine(
    folded facts: OrderFacts, _ thresholds: Thresholds, now: Timestamp
  ) -> (findings: [Finding], nextCheck: Timestamp?) {
    let signs = facts.digest?.signs ?? Signs(rawValue: .max)
    var (findings, nextCheck) = ([Finding](), Timestamp?.none)
    func consider(_ code: String, _ severity: Severity, _ trip: Trip) {
      if trip.at <= now, facts.proves(trip) {
        findings.append(Finding(code: code, severity: severity, trip: trip))
      } else {
        let next = trip.at > now ? trip.at : now + recheck
        nextCheck = min(nextCheck ?? next, next)
      }
    }
    // By places: a rule taken out of the table is copied, which takes longer than most of them do.
    let rules = ruleTable
    for place in rules.indices where signs.isSuperset(of: rules[place].needs) {
      guard let trip = rules[place].trips(facts, thresholds) else { continue }
      consider(rules[place].id, rules[place].severity, trip)
    }
    for rule in thresholds.ownRules {
      guard let trip = rule.trip(facts, thresholds) else { continue }
      consider(rule.code, rule.severity, trip)
    }
    return (findings, nextCheck)
  }

  /// The rules that have tripped by `now`. Trips that rest on silence count only once the feed that
  /// would break it was read well after the trip.
  package static func findings(
    _ facts: OrderFacts, _ thresholds: Thresholds, now: Timestamp
  ) -> [Finding] {
    examine(facts, thresholds, now: now).findings
  }

  /// When to look again if nothing new arrives: the earliest trip ahead, or soon where a silence is
  /// due but not proved. nil: nothing ahead.
  package static func nextCheck(
    _ facts: OrderFacts, _ thresholds: Thresholds, now: Timestamp
  ) -> Timestamp? {
    examine(facts, thresholds, now: now).nextCheck
  }

  /// `feed.stale`, where an account has gone unread for too long by `now`.
  package static func findings(
    _ feed: FeedFacts, _ thresholds: Thresholds, now: Timestamp
  ) -> [Finding] {
    guard let trip = feedRule.trips(feed, thresholds), trip.at <= now else { return [] }
    return [Finding(code: feedRule.id, severity: feedRule.severity, trip: trip)]
  }

  /// When an account's own staleness is next worth a look; nil: it is stale already.
  package static func nextCheck(
    _ feed: FeedFacts, _ thresholds: Thresholds, now: Timestamp
  ) -> Timestamp? {
    guard let trip = feedRule.trips(feed, thresholds), trip.at > now else { return nil }
    return trip.at
  }
}

extension OrderFacts {
  /// Whether the trip may be believed: it does not rest on silence, or nothing is pulled that could
  /// break the silence, or what is pulled was read well since.
  fileprivate func proves(_ trip: Trip) -> Bool {
    let freshAt: Timestamp?
    switch trip.silence {
    case nil: return true
    case .tracking: freshAt = trackingFreshAt
    case .supplier: freshAt = supplierFreshAt
    }
    guard let freshAt else { return true }
    return freshAt >= trip.at
  }
}

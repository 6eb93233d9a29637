/// What one rule would have done to orders that are over, or have come as far as they have.
package struct RuleTrial: Hashable, Sendable {
  package var code: String
  /// Orders that were replayed.
  package var examined = 0
  /// Of them, those that came out badly.
  package var bad = 0
  /// Orders for which the rule fired at least once.
  package var fired = 0
  /// Of those, the ones that are open and may come out either way.
  package var undecided = 0
  /// Of those, the ones that came out badly or as the rule said.
  package var right = 0
  /// Orders that came out badly and for which it fired before that was known.
  package var caught = 0
  /// How long before, one for each caught order.
  package var leads: [Span] = []
  /// A few orders for which it fired, right and wrong ones.
  package var samples: [Sample] = []

  /// One order for which it fired.
  package struct Sample: Hashable, Sendable {
    package var order: OrderID
    package var orderName: String
    package var firedAt: Timestamp
    package var reason: String
    package var end: OrderEnd
    package var isRight: Bool
  }

  package init(code: String) { self.code = code }

  /// The share of its firings that were true; nil before one is decided.
  package var precision: Double? {
    fired > undecided ? Double(right) / Double(fired - undecided) : nil
  }

  /// The share of all bad orders that it told of in time; nil where none was bad.
  package var recall: Double? { bad > 0 ? Double(caught) / Double(bad) : nil }

  /// The lead time in the middle; nil where nothing was caught.
  package var medianLead: Span? {
    leads.isEmpty ? nil : leads.sorted()[leads.count / 2]
  }

  /// How many samples of either kind are kept.
  package static let samplesKept = 3

  /// Adds what another part of the orders came to.
  package mutating func add(_ other: RuleTrial) {
    examined += other.examined
    bad += other.bad
    fired += other.fired
    undecided += other.undecided
    right += other.right
    caught += other.caught
    leads += other.leads
    for sample in other.samples { keep(sample) }
  }

  fileprivate mutating func count(
    _ firing: Trip?, of subject: TrialSubject, _ end: OrderEnd, isBorneOut: Bool
  ) {
    examined += 1
    if end.trouble != nil { bad += 1 }
    guard let firing else { return }
    fired += 1
    guard !end.isOpen else {
      undecided += 1
      return
    }
    let isRight = end.trouble != nil || isBorneOut
    if isRight { right += 1 }
    if end.trouble != nil, let knownAt = end.knownAt, firing.at < knownAt {
      caught += 1
      leads.append(knownAt - firing.at)
    }
    keep(
      Sample(
        order: subject.order, orderName: subject.orderName, firedAt: firing.at,
        reason: firing.reason, end: end, isRight: isRight))
  }

  private mutating func keep(_ sample: Sample) {
    guard samples.filter({ $0.isRight == sample.isRight }).count < RuleTrial.samplesKept else {
      return
    }
    samples.append(sample)
  }
}

/// An order to try rules on.
package struct TrialSubject: Hashable, Sendable {
  package var order: OrderID
  package var orderName: String
  package var facts: OrderFacts

  package init(order: OrderID, orderName: String, facts: OrderFacts) {
    self.order = order
    self.orderName = orderName
    self.facts = facts
  }
}

/// A rule with the thresholds it is tried with.
package struct TrialRule: Sendable {
  package var rule: Rule
  package var thresholds: Thresholds

  package init(_ rule: Rule, _ thresholds: Thresholds) {
    self.rule = rule
    self.thresholds = thresholds
  }

  /// The rule of that code, built in or of the operator's own; nil: there is none.
  package init?(code: String, _ thresholds: Thresholds) {
    let found =
      ruleTable.first { $0.id == code } ?? thresholds.ownRules.first { $0.code == code }?.rule
    guard let found else { return nil }
    self.init(found, thresholds)
  }
}

extension RuleTrial {
  /// Replays every order event by event for every rule: when would it have fired first by what was known
  /// then, and how did the order come out? One trial for each rule, in their order.
  package static func replay(
    _ subjects: [TrialSubject], _ rules: [TrialRule], now: Timestamp
  ) -> [RuleTrial] {
    var trials = rules.map { RuleTrial(code: $0.rule.id) }
    for subject in subjects where subject.facts.placedAt <= now {
      var whole = subject.facts
      whole.isHistory = false
      whole.fold()
      let end = OrderEnd(whole, now: now)
      let firings = firings(subject.facts, rules, now: now)
      for index in rules.indices {
        trials[index].count(
          firings[index], of: subject, end, isBorneOut: whole.bearsOut(rules[index].rule.id))
      }
    }
    return trials
  }

  /// The first firing of each rule, at the instant at which it would have been seen; nil: it never fired.
  static func firings(
    _ facts: OrderFacts, _ rules: [TrialRule], now: Timestamp
  ) -> [Trip?] {
    var firings: [Trip?] = Array(repeating: nil, count: rules.count)
    let moments = facts.moments(until: now)
    for (place, moment) in moments.enumerated() {
      var known = facts.asKnown(at: moment)
      known.fold()
      let isLast = place + 1 == moments.count
      var isDone = true
      for index in rules.indices where firings[index] == nil {
        isDone = false
        guard var trip = rules[index].rule.trips(known, rules[index].thresholds) else { continue }
        trip.at = max(trip.at, moment)
        if isLast ? trip.at <= now : trip.at < moments[place + 1] { firings[index] = trip }
      }
      if isDone { break }
    }
    return firings
  }
}

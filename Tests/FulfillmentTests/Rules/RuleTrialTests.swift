import Testing

@testable import Fulfillment

private let monday = ExampleFacts.monday
private let now = ExampleFacts.monday + .days(60)

private func subject(_ number: Int64, _ facts: OrderFacts) -> TrialSubject {
  TrialSubject(order: OrderID(number), orderName: "#\(number)", facts: facts)
}

/// Promised by the tenth day, silent from the third on, and then whatever is said.
private func silent(_ end: [TrackingEvent], isHistory: Bool = false) -> OrderFacts {
  ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 3)] + end) {
    $0.promisedAt = monday + .days(10)
    $0.isHistory = isHistory
  }
}

@Suite struct RuleTrialTests {
  private func stalled(_ days: Int) throws -> TrialRule {
    var thresholds = Thresholds()
    thresholds.stalledDomesticBusinessDays = days
    return try #require(TrialRule(code: "transit.stalled", thresholds))
  }

  @Test(arguments: [false, true])
  func aRuleIsTriedOnWhatWasKnownThen(_ isHistory: Bool) throws {
    let subjects = [
      // Late by three days: told on day 8, known after the promised day.
      subject(1, silent([ExampleFacts.scan(.delivered, day: 13)], isHistory: isHistory)),
      // Silent for as long, and in time all the same: a false alarm.
      subject(2, silent([ExampleFacts.scan(.delivered, day: 9)], isHistory: isHistory)),
      // Delivered before the rule would have fired.
      subject(3, silent([ExampleFacts.scan(.delivered, day: 5)], isHistory: isHistory)),
      // Lost.
      subject(4, silent([ExampleFacts.scan(.lost, day: 9)], isHistory: isHistory)),
    ]
    let trials = RuleTrial.replay(subjects, [try stalled(3), try stalled(30)], now: now)
    let trial = trials[0]
    #expect(trial.examined == 4 && trial.fired == 3 && trial.undecided == 0)
    #expect(trial.right == 2 && trial.bad == 2 && trial.caught == 2)
    #expect(trial.precision == 2.0 / 3 && trial.recall == 1)
    // Thursday and three business days are Tuesday, day 8; the promised day ends with day 10.
    #expect(trial.leads.sorted() == [.hours(24), .hours(64)])
    #expect(trial.medianLead == .hours(64))
    #expect(trial.samples.map(\.orderName) == ["#1", "#2", "#4"])
    #expect(trial.samples.map(\.isRight) == [true, false, true])
    #expect(trial.samples.map(\.firedAt) == Array(repeating: monday + .days(8), count: 3))
    #expect(trial.samples[0].end.trouble == .late && trial.samples[2].end.trouble == .lost)
    #expect(trials[1].fired == 0 && trials[1].precision == nil && trials[1].medianLead == nil)
    #expect(trials[1].recall == 0)
  }

  @Test func anOpenOrderIsUndecided() throws {
    var facts = silent([])
    facts.promisedAt = nil
    let trial = RuleTrial.replay([subject(1, facts)], [try stalled(3)], now: monday + .days(20))
    #expect(trial[0].fired == 1 && trial[0].undecided == 1 && trial[0].precision == nil)
    #expect(trial[0].samples.isEmpty)
  }

  @Test func whatWasRecordedLaterWasNotKnown() throws {
    var facts = silent([ExampleFacts.scan(.delivered, day: 5)])
    facts.shipments[0].events[1].recordedAt = monday + .days(12)
    let rules = [try stalled(3)]
    // The delivery of day 5 was heard of on day 12: the rule had fired by then.
    #expect(RuleTrial.firings(facts, rules, now: now)[0]?.at == monday + .days(8))
    facts.isHistory = true
    #expect(RuleTrial.firings(facts, rules, now: now) == [nil])
  }

  @Test func aRuleFiresWhenItIsSeenNotWhenItTripped() throws {
    // The number is bad from the start, but was told on Tuesday.
    let facts = ExampleFacts.sent([], number: "SOON")
    let rule = try #require(TrialRule(code: "tracking.invalid", Thresholds()))
    #expect(RuleTrial.firings(facts, [rule], now: now)[0]?.at == monday + .days(1))
    let trial = RuleTrial.replay([subject(1, facts)], [rule], now: now)[0]
    #expect(trial.fired == 1 && trial.undecided == 1)
  }

  @Test func whatNeverGotAScanBearsTheRuleOut() throws {
    var facts = ExampleFacts.sent([ExampleFacts.scan(.cancelled, day: 9)], number: "SOON")
    facts.fulfillment = .fulfilled
    facts.purchases[0].state = .delivered
    let rule = try #require(TrialRule(code: "tracking.invalid", Thresholds()))
    let trial = RuleTrial.replay([subject(1, facts)], [rule], now: now)[0]
    #expect(trial.fired == 1)
    #expect(trial.right + trial.undecided == 1)
    #expect(trial.caught == 0)
  }

  @Test func ownRulesAreTriedLikeOthers() throws {
    var thresholds = Thresholds()
    thresholds.ownRules = [try ownRule("transit>4bd")]
    let rule = try #require(TrialRule(code: "shop.own", thresholds))
    let facts = silent([ExampleFacts.scan(.delivered, day: 13)])
    let trial = RuleTrial.replay([subject(1, facts)], [rule], now: now)[0]
    #expect(trial.caught == 1)
    #expect(TrialRule(code: "shop.other", thresholds) == nil)
  }

  @Test func addingPartsIsTheSameAsTheWhole() throws {
    var random = SplitMix64(seed: 7)
    let subjects = (1...60).map { subject(Int64($0), random.facts()) }
    let rules = try ["transit.stalled", "dispatch.late", "purchase.unsent"].map {
      try #require(TrialRule(code: $0, Thresholds()))
    }
    let whole = RuleTrial.replay(subjects, rules, now: now)
    var parts = RuleTrial.replay(Array(subjects.prefix(20)), rules, now: now)
    let rest = RuleTrial.replay(Array(subjects.dropFirst(20)), rules, now: now)
    for index in parts.indices { parts[index].add(rest[index]) }
    #expect(parts == whole)
    #expect(whole[0].samples.count <= 2 * RuleTrial.samplesKept)
  }

  @Test(arguments: seeds)
  func nothingFiresBeforeTheOrderOrAfterNow(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let rules = try (ruleTable.map(\.id)).map { try #require(TrialRule(code: $0, Thresholds())) }
    for _ in 0..<8 {
      let (facts, until) = (random.facts(), random.instant())
      for trip in RuleTrial.firings(facts, rules, now: until).compactMap({ $0 }) {
        #expect(trip.at >= facts.placedAt && trip.at <= until)
      }
    }
  }

  /// At the last moment everything is known: what has tripped of what can be replayed has fired.
  @Test(arguments: seeds)
  func whatIsKnownGrowsToTheWhole(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<10 {
      var facts = random.facts()
      facts.isHistory = random.once(in: 2)
      let moments = facts.moments(until: facts.placedAt + .days(400))
      #expect(moments.first == facts.placedAt)
      #expect(moments == Array(Set(moments)).sorted())
      var events = 0
      for moment in moments {
        let known = facts.asKnown(at: moment)
        let count = known.shipments.reduce(0) { $0 + $1.events.count }
        #expect(count >= events)
        #expect(known.purchases.allSatisfy { $0.placedAt <= moment })
        #expect((known.paidAt ?? moment) <= moment && (known.cancelledAt ?? moment) <= moment)
        events = count
      }
    }
  }
}

@Suite struct OrderEndTests {
  @Test(
    arguments: [
      (silent([ExampleFacts.scan(.delivered, day: 9)]), nil, false),
      (silent([ExampleFacts.scan(.delivered, day: 11)]), .late, false),
      (silent([]), .late, false),
      (silent([ExampleFacts.scan(.returned, day: 7)]), .returned, false),
      (silent([ExampleFacts.scan(.lost, day: 7)]), .lost, false),
      (ExampleFacts.returned(.requested), .returned, false),
      (ExampleFacts.returned(.declined), nil, false),
      (ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 2)]), nil, true),
      (ExampleFacts.order { $0.payment = .refunded }, .refunded, false),
      (ExampleFacts.order { $0.cancelledAt = monday + .days(2) }, .cancelled, false),
      (
        ExampleFacts.order {
          $0.payment = .pending
          $0.paidAt = nil
          $0.cancelledAt = monday + .days(2)
        }, nil, false
      ),
    ] as [(OrderFacts, OrderEnd.Trouble?, Bool)])
  func anOrderIsJudgedByItsEnd(
    _ facts: OrderFacts, _ trouble: OrderEnd.Trouble?, _ isOpen: Bool
  ) {
    let end = OrderEnd(facts, now: now)
    #expect(end.trouble == trouble)
    #expect(end.isOpen == isOpen)
    #expect((end.knownAt == nil) == (trouble == nil))
  }

  @Test(arguments: [
    (RuleRecord(code: "a"), "never raised"),
    (RuleRecord(code: "a", fired: 1, undecided: 1), "raised 1 time, none decided yet"),
    (
      RuleRecord(code: "a", fired: 214, right: 152, medianLead: .hours(77)),
      "raised 214 times, 71 % true, 3.2 d ahead"
    ),
    (
      RuleRecord(code: "a", fired: 4, undecided: 2, right: 1, medianLead: .hours(7)),
      "raised 4 times, 50 % true, 7 h ahead"
    ),
  ])
  func recordIsOneLine(_ record: RuleRecord, _ text: String) {
    #expect(record.text == text)
  }
}

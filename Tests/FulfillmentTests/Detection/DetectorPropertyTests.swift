import Fulfillment
import Testing

/// What holds for any facts at all.
@Suite struct DetectorPropertyTests {
  private static let horizon = ExampleFacts.monday + .days(130)

  @Test(arguments: seeds)
  func sameFactsAndNowGiveTheSameFindings(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<15 {
      let (facts, now) = (random.facts(), random.instant())
      let first = Detector.examine(facts, Thresholds(), now: now)
      let second = Detector.examine(facts, Thresholds(), now: now)
      #expect(first.findings == second.findings)
      #expect(first.nextCheck == second.nextCheck)
      #expect(Detector.findings(facts, Thresholds(), now: now) == first.findings)
      #expect(Detector.nextCheck(facts, Thresholds(), now: now) == first.nextCheck)
    }
  }

  @Test(arguments: seeds)
  func timeAloneNeverClearsAFinding(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<15 {
      let facts = random.facts()
      let (one, other) = (random.instant(), random.instant())
      let earlier = Detector.findings(facts, Thresholds(), now: min(one, other))
      let later = Detector.findings(facts, Thresholds(), now: max(one, other))
      #expect(earlier.allSatisfy { later.contains($0) })
    }
  }

  @Test(arguments: seeds)
  func orderOfEventsAndParcelsAndRepetitionDoNotMatter(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<15 {
      let (facts, now) = (random.facts(), random.instant())
      var mixed = facts
      for index in mixed.shipments.indices {
        let events = mixed.shipments[index].events
        mixed.shipments[index].events = (events + events.prefix(3)).shuffled(using: &random)
      }
      mixed.purchases.shuffle(using: &random)
      mixed.returns.shuffle(using: &random)
      mixed.lines.shuffle(using: &random)
      #expect(
        Detector.findings(facts, Thresholds(), now: now)
          == Detector.findings(mixed, Thresholds(), now: now))
      #expect(OrderState.of(facts) == OrderState.of(mixed))
    }
  }

  /// Walks to the end by the next checks alone: whatever changes between two of them is missed.
  @Test(arguments: seeds)
  func nextCheckIsNeverLaterThanTheFirstChange(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<6 {
      let (facts, now) = (random.facts(), random.instant())
      let found = Detector.findings(facts, Thresholds(), now: now)
      let next = Detector.nextCheck(facts, Thresholds(), now: now) ?? Self.horizon
      #expect(next > now)
      for _ in 0..<20 {
        let span = (next - now).milliseconds
        guard span > 1 else { break }
        let before = now + .milliseconds(random.int64(0...(span - 1)))
        #expect(Detector.findings(facts, Thresholds(), now: before) == found)
      }
    }
  }

  @Test(arguments: seeds)
  func whatIsAheadTripsAtTheNextCheck(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<15 {
      var facts = random.facts()
      facts.trackingFreshAt = nil
      facts.supplierFreshAt = nil
      let now = random.instant()
      guard let next = Detector.nextCheck(facts, Thresholds(), now: now) else { continue }
      let before = Detector.findings(facts, Thresholds(), now: now)
      let after = Detector.findings(facts, Thresholds(), now: next)
      #expect(after.count > before.count)
    }
  }

  @Test(arguments: seeds)
  func everyFindingIsOfARuleAndPast(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<15 {
      let (facts, now) = (random.facts(), random.instant())
      let findings = Detector.findings(facts, Thresholds(), now: now)
      #expect(findings.allSatisfy { $0.trip.at <= now })
      #expect(Set(findings.map(\.code)).count == findings.count)
      #expect(findings.allSatisfy { finding in ruleTable.contains { $0.id == finding.code } })
      let mayLearn =
        facts.purchases.contains { $0.outlook != nil }
        || facts.shipments.contains { $0.outlook != nil || $0.usual != nil }
      #expect(findings.allSatisfy { !$0.learned || mayLearn })
    }
  }

  @Test(arguments: seeds)
  func aFreshFeedProvesMoreThanAStaleOne(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<15 {
      var (facts, now) = (random.facts(), random.instant())
      facts.trackingFreshAt = random.instant()
      facts.supplierFreshAt = random.instant()
      let stale = Set(Detector.findings(facts, Thresholds(), now: now).map(\.code))
      facts.trackingFreshAt = Self.horizon
      facts.supplierFreshAt = Self.horizon
      now = max(now, ExampleFacts.monday)
      let fresh = Set(Detector.findings(facts, Thresholds(), now: now).map(\.code))
      #expect(stale.isSubset(of: fresh))
    }
  }

  @Test(arguments: seeds)
  func whatIsCalledOffRaisesOnlyReturnsAndMoneyInDoubt(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<15 {
      var facts = random.facts()
      switch random.int(0...2) {
      case 0: facts.cancelledAt = facts.placedAt
      case 1: facts.payment = .refunded
      default: facts.isHistory = true
      }
      let codes = Detector.findings(facts, Thresholds(), now: Self.horizon).map(\.code)
      let money: Set = facts.isHistory ? [] : ["purchase.unknown", "order.changed"]
      #expect(Set(codes).isSubset(of: money.union(["parcel.returned", "return.waiting"])))
    }
  }
}

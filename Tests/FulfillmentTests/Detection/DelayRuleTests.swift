import Fulfillment
import Testing

@Suite struct DelayRuleTests {
  private func find(_ facts: OrderFacts, _ code: String, day: Int64) -> Finding? {
    Detector.findings(facts, Thresholds(), now: ExampleFacts.midnight(day: day))
      .first { $0.code == code }
  }

  @Test func aLearnedDelaySaysWhatTheLaneDoes() throws {
    var facts = ExampleFacts.expected(late: 2, probability: 0.71, isLearned: true)
    facts.shipments[0].outlook?.age = 8
    facts.shipments[0].outlook?.doneByNow = 0.92
    let found = try #require(find(facts, "transit.delayed", day: 4))
    #expect(found.learned)
    #expect(
      found.trip.reason == "LX123456785CN: day 9 of transit; 92 % of CN->US by YUNEXPRESS are "
        + "delivered by day 8; P(late) 0.71")
    #expect(found.trip.due == facts.promisedAt)
  }

  @Test func aThinHistorySaysHowThin() throws {
    let facts = ExampleFacts.expected(late: 2, probability: 0.71, isLearned: false)
    #expect(find(facts, "transit.delayed", day: 5) == nil)
    let found = try #require(find(facts, "transit.delayed", day: 6))
    #expect(!found.learned)
    #expect(
      found.trip.reason == "LX123456785CN is not delivered by the promised 2026-03-07; fixed "
        + "threshold: history too thin (4 parcels)")
  }

  @Test func aBrokenPromiseIsFoundThoughTheLaneWasConfident() throws {
    var facts = ExampleFacts.expected(late: 2, probability: 0.1, isLearned: true)
    facts.shipments[0].outlook?.lateAt = nil
    let found = try #require(find(facts, "transit.delayed", day: 6))
    #expect(!found.learned)
    #expect(found.trip.reason.hasSuffix("; fixed threshold"))
  }

  @Test func itRestsOnSilenceAndWaitsForAFreshFeed() {
    let facts = ExampleFacts.expected(late: 2, probability: 0.7, isLearned: true).with {
      $0.trackingFreshAt = ExampleFacts.midnight(day: 1)
    }
    #expect(find(facts, "transit.delayed", day: 4) == nil)
  }

  @Test func aPurchaseNobodyScannedIsExpectedToo() throws {
    let facts = ExampleFacts.bought { purchase in
      purchase.outlook = Outlook(
        stage: .processing, age: 2, probabilityLate: 0.6, lateAt: ExampleFacts.midnight(day: 2).day,
        normalUntil: ExampleFacts.midnight(day: 9).day, doneByNow: 0.8, lane: "CJ", sample: 90,
        isLearned: true)
    }.with { $0.promisedAt = ExampleFacts.monday + .days(12) }
    let found = try #require(find(facts, "transit.delayed", day: 3))
    #expect(
      found.trip.reason
        == "CJ CJ-77: day 3 of processing; 80 % of CJ are scanned by day 2; P(late) 0.60")
    #expect(found.trip.key == "purchase CJ CJ-77")
  }

  @Test(arguments: [
    ("transit.stalled", "95 % of CN->US by YUNEXPRESS are scanned again within 5 business days"),
    ("parcel.lost", "9 in 10 parcels that are silent for 20 business days never turn up"),
  ])
  func silenceIsMeasuredByItsLane(_ code: String, _ words: String) throws {
    let facts = ExampleFacts.silent(
      [ExampleFacts.scan(.inTransit, day: 3, country: "CN")], gap: 5, lost: 20)
    let found = try #require(find(facts, code, day: 40))
    #expect(found.learned)
    #expect(found.trip.reason.contains(words))
  }

  @Test func aNumberNobodyScansIsMeasuredByItsLane() throws {
    let found = try #require(find(ExampleFacts.silent([], scan: 2), "tracking.unscanned", day: 4))
    #expect(found.learned)
    #expect(
      found.trip.reason.contains("90 % of CN->US by YUNEXPRESS are scanned within 2 business days"))
  }

  /// The words of a fixed threshold stay as they are where no history was asked.
  @Test(arguments: [("transit.stalled", 30), ("tracking.unscanned", 30), ("dispatch.late", 30)])
  func whereHistoryIsThinTheSeedSpeaksAndSaysSo(_ code: String, _ day: Int64) throws {
    let events =
      code == "transit.stalled" ? [ExampleFacts.scan(.inTransit, day: 3, country: "CN")] : []
    let plain = ExampleFacts.sent(events)
    let thin = ExampleFacts.silent(events).with { facts in
      facts.shipments[0].usual?.sample = 4
      facts.purchases[0].outlook = Outlook(
        stage: .processing, age: 3, probabilityLate: 0, lateAt: nil, normalUntil: 0, doneByNow: 0,
        lane: "CJ", sample: 4, isLearned: false)
    }
    let (before, after) = (try #require(find(plain, code, day: day)), find(thin, code, day: day))
    #expect(!before.trip.reason.contains("history"))
    #expect(after?.trip.at == before.trip.at)
    #expect(after?.learned == false)
    #expect(
      after?.trip.reason == before.trip.reason
        + "; fixed threshold: history too thin (4 parcels)")
  }

  @Test(arguments: [(0.45, true), (0.41, true), (0.4, true), (0.39, false), (0.1, false)])
  func aDelayThatStandsDoesNotFlicker(_ chance: Double, _ stays: Bool) throws {
    let found = try #require(
      find(
        ExampleFacts.expected(late: 2, probability: 0.55, isLearned: true), "transit.delayed",
        day: 3))
    var facts = ExampleFacts.expected(late: 4, probability: chance, isLearned: true)
    #expect(find(facts, "transit.delayed", day: 3) == nil)
    facts.keepDelays(of: [found], precision: 0.5)
    let kept = find(facts, "transit.delayed", day: 3)
    #expect((kept != nil) == stays)
    #expect(kept.map { $0.trip.at == found.trip.at } ?? true)
  }

  @Test func onlyTheParcelThatStandsIsKept() throws {
    var facts = ExampleFacts.expected(late: 4, probability: 0.45, isLearned: true)
    let other = Finding(
      code: "transit.delayed", severity: .notice,
      trip: Trip(
        at: ExampleFacts.midnight(day: 1), reason: "", key: "parcel OTHER", learned: true))
    facts.keepDelays(of: [other], precision: 0.5)
    #expect(facts.shipments[0].outlook?.lateAt == ExampleFacts.midnight(day: 4).day)
  }

  @Test func theGravestOutlookIsTheOrders() {
    var facts = ExampleFacts.expected(late: 4, probability: 0.2, isLearned: true)
    facts.purchases[0].outlook = facts.shipments[0].outlook
    facts.purchases[0].outlook?.probabilityLate = 0.6
    #expect(facts.outlook?.probabilityLate == 0.6)
    #expect(ExampleFacts.order().outlook == nil)
  }

  /// Half of the way to the check, on a day's beginning, never before tomorrow.
  @Test(arguments: [(40, 20), (3, 1), (1, 1)])
  func aLearnedLimitIsLookedAtAgainHalfway(_ check: Int64, _ look: Int64) {
    let facts = ExampleFacts.expected(late: 4, probability: 0.2, isLearned: true)
    let now = ExampleFacts.midnight(day: 0)
    let next = facts.nextLook(
      ExampleFacts.midnight(day: check), standing: [], now: now)
    #expect(next == ExampleFacts.midnight(day: look))
  }

  @Test func aFixedLimitIsLookedAtWhenItTrips() {
    let check = ExampleFacts.midnight(day: 40)
    let facts = ExampleFacts.expected(late: 4, probability: 0.2, isLearned: false)
    #expect(facts.nextLook(check, standing: [], now: ExampleFacts.monday) == check)
    #expect(facts.nextLook(nil, standing: [], now: ExampleFacts.monday) == nil)
  }

  @Test func aLearnedExceptionIsLookedAtDaily() {
    let facts = ExampleFacts.expected(late: 1, probability: 0.9, isLearned: true)
    let now = ExampleFacts.midnight(day: 2) + .hours(7)
    let found = Detector.findings(facts, Thresholds(), now: now)
    #expect(found.contains { $0.learned })
    #expect(facts.nextLook(nil, standing: found, now: now) == ExampleFacts.midnight(day: 3))
    let soon = now + .hours(1)
    #expect(facts.nextLook(soon, standing: found, now: now) == soon)
  }

  @Test(arguments: seeds)
  func theNextLookIsNeverLaterThanTheNextCheck(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<15 {
      let (facts, now) = (random.facts(), random.instant())
      let (findings, check) = Detector.examine(facts, Thresholds(), now: now)
      let look = facts.nextLook(check, standing: findings, now: now)
      if let check { #expect((look ?? .init(milliseconds: .max)) <= check) }
      #expect(look.map { $0 > now } ?? true)
    }
  }

  @Test func oneLineTellsWhatIsNormal() {
    let known = ExampleFacts.expected(late: 4, probability: 0.2, isLearned: true).outlook
    #expect(
      known?.normalText
        == "normal until 2026-03-11 (9 in 10 of CN->US by YUNEXPRESS, from 140 parcels)")
    let thin = ExampleFacts.expected(late: 4, probability: 0.2, isLearned: false).outlook
    #expect(thin?.normalText == "fixed threshold: history too thin (4 parcels)")
  }

  @Test(arguments: [(0.0, "0 %"), (0.996, "99 %"), (1, "100 %"), (.nan, "0 %"), (-2, "0 %")])
  func sharesAreWholePercents(_ share: Double, _ text: String) {
    #expect(share.percent == text)
  }

  @Test(arguments: [(0.714, "0.71"), (0.005, "0.01"), (1, "1.00"), (.infinity, "0.00")])
  func chancesHaveTwoDigits(_ chance: Double, _ text: String) {
    #expect(chance.hundredths == text)
  }
}

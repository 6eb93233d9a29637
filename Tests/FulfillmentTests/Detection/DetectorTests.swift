import Fulfillment
import Testing

/// Silence, next checks and the rules' finer points.
@Suite struct DetectorTests {
  private let seeds = Thresholds()
  private let monday = ExampleFacts.monday

  private func codes(_ facts: OrderFacts, at now: Timestamp) -> [String] {
    Detector.findings(facts, seeds, now: now).map(\.code)
  }

  @Test func aTripCountsFromItsInstantOn() {
    let facts = ExampleFacts.order()
    #expect(codes(facts, at: monday + .hours(2) - .milliseconds(1)).isEmpty)
    #expect(codes(facts, at: monday + .hours(2)) == ["purchase.unsent"])
    #expect(Detector.nextCheck(facts, seeds, now: monday) == monday + .hours(2))
    #expect(Detector.nextCheck(facts, seeds, now: monday + .hours(2)) == monday + .days(3))
    #expect(Detector.nextCheck(facts, seeds, now: monday + .days(3)) == nil)
  }

  @Test func findingCarriesTheRulesSeverityAndNoModel() throws {
    let finding = try #require(
      Detector.findings(ExampleFacts.order(), seeds, now: monday + .days(1)).first)
    #expect(finding.severity == .warning)
    #expect(!finding.learned)
    #expect(
      finding.trip.reason == "no purchase within 2 h of payment on 2026-03-02 08:00")
  }

  @Test(arguments: [
    (Timestamp?.none, true), (ExampleFacts.monday + .hours(73), true),
    (ExampleFacts.monday + .hours(80), true), (ExampleFacts.monday + .hours(72), false),
  ])
  func supplierSilenceCountsOnlyWithAFreshFeedOrNone(_ freshAt: Timestamp?, _ counts: Bool) {
    var facts = ExampleFacts.bought()
    facts.supplierFreshAt = freshAt
    let now = monday + .hours(90)
    #expect(codes(facts, at: now).contains("dispatch.late") == counts)
    #expect(Detector.nextCheck(facts, seeds, now: now) == (counts ? nil : now + .minutes(15)))
  }

  @Test func trackingSilenceWaitsForTheTracker() {
    var facts = ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 1)])
    let now = monday + .days(20)
    facts.trackingFreshAt = monday + .days(2)
    #expect(codes(facts, at: now).isEmpty)
    facts.trackingFreshAt = monday + .days(19)
    #expect(codes(facts, at: now) == ["transit.stalled"])
  }

  @Test func reportedTroubleNeedsNoFreshFeed() {
    var facts = ExampleFacts.sent([ExampleFacts.scan(.customs, day: 1)])
    facts.trackingFreshAt = monday
    #expect(codes(facts, at: monday + .days(1)) == ["transit.customs"])
  }

  @Test func earliestOfSeveralTripsIsTheNextCheck() {
    // Unscanned on the Monday after, late 73 hours after the order, lost after 45 days.
    let facts = ExampleFacts.sent([])
    #expect(Detector.nextCheck(facts, seeds, now: monday) == monday + .hours(73))
    #expect(Detector.nextCheck(facts, seeds, now: monday + .days(4)) == monday + .days(7))
    #expect(Detector.nextCheck(facts, seeds, now: monday + .days(8)) == monday + .days(46))
    #expect(Detector.nextCheck(facts, seeds, now: monday + .days(60)) == nil)
  }

  @Test func healthyDeliveredOrderHasNothingAhead() {
    let facts = ExampleFacts.sent([
      ExampleFacts.scan(.inTransit, day: 2), ExampleFacts.scan(.delivered, day: 4),
    ])
    #expect(codes(facts, at: monday + .days(300)).isEmpty)
    #expect(Detector.nextCheck(facts, seeds, now: monday) == nil)
  }

  @Test func clearedByAScan() {
    let now = monday + .days(5)
    #expect(codes(ExampleFacts.sent([]), at: now) == ["dispatch.late"])
    #expect(codes(ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 5)]), at: now).isEmpty)
  }

  @Test func secondParcelIsAnotherInstance() {
    let one = ExampleFacts.sent([ExampleFacts.scan(.returned, day: 3)])
    var two = one
    two.shipments.append(
      ShipmentFacts(
        number: "RB123456785GB", carrier: "", createdAt: monday,
        events: [ExampleFacts.scan(.returned, day: 5)]))
    let first = Detector.findings(one, seeds, now: monday + .days(9))
    let second = Detector.findings(two, seeds, now: monday + .days(9))
    #expect(first.map(\.trip.key) == ["parcel LX123456785CN"])
    #expect(second.map(\.trip.key) == ["parcel LX123456785CN, RB123456785GB"])
    #expect(second.first?.trip.at == first.first?.trip.at)
    #expect(second.first?.trip.reason.hasSuffix("; and 1 more parcel") == true)
  }

  @Test func newMovementIsANewStall() {
    let thursday = ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 3)])
    let friday = ExampleFacts.sent([
      ExampleFacts.scan(.inTransit, day: 3), ExampleFacts.scan(.inTransit, day: 4),
    ])
    let keys = [thursday, friday].map {
      Detector.findings($0, seeds, now: monday + .days(30)).first?.trip.key
    }
    #expect(keys[0] != keys[1])
  }

  @Test(arguments: [("US", false), ("us", false), ("CN", true), ("", false), ("Somewhere", false)])
  func stallIsForeignWhereAScanIsAbroad(_ country: String, _ isForeign: Bool) throws {
    let facts = ExampleFacts.sent(
      [ExampleFacts.scan(.inTransit, day: 3, country: country)], number: "1Z12AB340156789014")
    let found = Detector.findings(facts, seeds, now: monday + .days(40))
    let reason = try #require(found.first { $0.code == "transit.stalled" }?.trip.reason)
    #expect(reason.contains("across a border") == isForeign)
    #expect(reason.contains("in one country") != isForeign)
  }

  /// Where no scan tells a country, a number issued abroad does.
  @Test func postalNumberTellsTheBorderWhereScansDoNot() throws {
    let facts = ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 3, country: "")])
    let found = Detector.findings(facts, seeds, now: monday + .days(40))
    let reason = try #require(found.first { $0.code == "transit.stalled" }?.trip.reason)
    #expect(reason.contains("across a border"))
  }

  @Test(arguments: [
    "Released from customs", "Customs cleared", "Clearance completed", "CLEARED CUSTOMS",
  ])
  func customsThatHaveReleasedHoldNothing(_ message: String) {
    let facts = ExampleFacts.sent([ExampleFacts.scan(.customs, day: 3, message: message)])
    #expect(!codes(facts, at: monday + .days(4)).contains("transit.customs"))
  }

  @Test(arguments: [
    ("Package damaged", "parcel.damaged"), ("DAMAGE REPORTED", "parcel.damaged"),
    ("Parcel was destroyed", "parcel.damaged"), ("Address not found", "delivery.failed"),
    ("", "delivery.failed"),
  ])
  func carrierProblemIsNamedByItsWords(_ message: String, _ code: String) {
    let facts = ExampleFacts.sent([ExampleFacts.scan(.exception, day: 3, message: message)])
    #expect(codes(facts, at: monday + .days(4)) == [code])
  }

  @Test func deliveredOldParcelDoesNotHideARecycledNumber() {
    let facts = ExampleFacts.sent([ExampleFacts.scan(.delivered, day: -20)])
    #expect(codes(facts, at: monday + .days(2)) == ["tracking.invalid"])
  }

  @Test func hostileWordsAreCleanInReasons() throws {
    let facts = ExampleFacts.sent([
      ExampleFacts.scan(.attemptFailed, day: 3, message: "no\u{1B}[2J one\u{202E} home\nnow")
    ])
    let reason = try #require(
      Detector.findings(facts, seeds, now: monday + .days(4)).first?.trip.reason)
    #expect(
      reason == "delivery of LX123456785CN failed on 2026-03-05 08:00 (no[2J one home now)")
  }

  @Test func longNamesAreShortInReasons() throws {
    var facts = ExampleFacts.order()
    facts.lines = (1...9).map {
      LineFacts(sku: String(repeating: "\($0)", count: 500), title: "", quantity: 1)
    }
    let reason = try #require(Detector.findings(facts, seeds, now: monday).first?.trip.reason)
    #expect(reason.count < 250)
    #expect(reason.hasSuffix("and 6 more"))
  }

  @Test func secondPurchaseWithoutParcelIsStillLate() {
    var facts = ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 2)])
    facts.purchases.append(
      PurchaseFacts(supplier: "B", number: "B-1", state: .acknowledged, placedAt: monday))
    let late = Detector.findings(facts, seeds, now: monday + .days(4))
      .first { $0.code == "dispatch.late" }
    #expect(late?.trip.key == "purchase B B-1")
  }

  @Test func promiseIsTheDueTime() {
    var facts = ExampleFacts.order()
    facts.promisedAt = monday + .days(9)
    let findings = Detector.findings(facts, seeds, now: monday + .days(1))
    #expect(findings.map(\.trip.due) == [monday + .days(9)])
  }

  @Test func feedFindingAndItsNextCheck() {
    let feed = FeedFacts(account: "cj", freshAt: monday, since: monday, cadence: .minutes(30))
    #expect(Detector.findings(feed, seeds, now: monday + .minutes(59)).isEmpty)
    let found = Detector.findings(feed, seeds, now: monday + .hours(1))
    #expect(found.map(\.code) == ["feed.stale"])
    #expect(found.first?.trip.reason == "\"cj\": no good pull since 2026-03-02 08:00; limit 1 h")
    #expect(Detector.nextCheck(feed, seeds, now: monday) == monday + .hours(1))
    #expect(Detector.nextCheck(feed, seeds, now: monday + .hours(2)) == nil)
  }

  @Test(arguments: [
    (Span.minutes(1), "1 min"), (.minutes(59), "59 min"), (.minutes(60), "1 h"),
    (.minutes(90), "90 min"), (.hours(24), "24 h"), (.hours(47), "47 h"), (.hours(48), "2 d"),
    (.hours(49), "49 h"), (.days(45), "45 d"),
  ])
  func limitsReadNaturally(_ span: Span, _ text: String) {
    #expect(span.limitText == text)
  }
}

import Fulfillment
import Testing

/// One threshold, changed.
struct ThresholdChange: Sendable, CustomTestStringConvertible {
  let rule: String
  let change: @Sendable (inout Thresholds) -> Void
  var testDescription: String { rule }

  var thresholds: Thresholds {
    var thresholds = Thresholds()
    change(&thresholds)
    return thresholds
  }

  static let all = [
    ThresholdChange(rule: "payment.pending") { $0.paymentPending = .hours(25) },
    ThresholdChange(rule: "order.stale") { $0.orderStale = .days(2) },
    ThresholdChange(rule: "purchase.unknown") { $0.purchaseUnknown = .seconds(91) },
    ThresholdChange(rule: "purchase.unpaid") { $0.purchaseUnpaid = .hours(11) },
    ThresholdChange(rule: "purchase.unsent") { $0.purchaseUnsent = .minutes(121) },
    ThresholdChange(rule: "purchase.unacknowledged") { $0.purchaseUnacknowledged = .hours(23) },
    ThresholdChange(rule: "dispatch.late") { $0.dispatchLate = .days(4) },
    ThresholdChange(rule: "tracking.missing") { $0.trackingMissing = .days(2) },
    ThresholdChange(rule: "tracking.unscanned") { $0.trackingUnscannedBusinessDays = 5 },
    ThresholdChange(rule: "transit.stalled") { $0.stalledDomesticBusinessDays = 2 },
    ThresholdChange(rule: "transit.stalled") { $0.stalledForeignBusinessDays = 8 },
    ThresholdChange(rule: "delivery.pickup") { $0.deliveryPickup = .days(5) },
    ThresholdChange(rule: "parcel.lost") { $0.parcelLost = .days(44) },
    ThresholdChange(rule: "price.rise") { $0.chargeTolerance = 199 },
    ThresholdChange(rule: "refund.overdue") { $0.refundOverdue = .hours(47) },
    ThresholdChange(rule: "claim.closing") { $0.claimClosing = .days(2) },
    ThresholdChange(rule: "return.waiting") { $0.returnWaiting = .hours(12) },
    ThresholdChange(rule: "dispute.due") { $0.disputeDue = .hours(71) },
  ]
}

@Suite struct ThresholdTests {
  @Test(arguments: ThresholdChange.all)
  func changingAThresholdBreaksAnExampleOfItsRuleAndOfNoOther(_ change: ThresholdChange) {
    let broken = RuleExample.all.filter { $0.trips(change.thresholds) != $0.example.trips }
    #expect(Set(broken.map(\.rule.id)) == [change.rule])
  }

  @Test func changingTheFeedThresholdBreaksAFeedExample() {
    var thresholds = Thresholds()
    thresholds.feedStaleCadences = 3
    let broken = feedRule.examples.filter { feedRule.trips($0.feed, thresholds)?.at != $0.trips }
    #expect(broken.count == 2)
  }

  /// Every stored threshold is changed above: a new one without a test is noticed here.
  @Test func everyThresholdIsTested() {
    let fields = Mirror(reflecting: Thresholds()).children.count
    // The feed's own is changed above, the operator's rules, calendars, policies, promises, fees
    // and who delivers to post boxes elsewhere.
    #expect(fields == ThresholdChange.all.count + 7)
  }

  @Test(arguments: [
    ("payment.pending", "24 h"), ("purchase.unsent", "2 h"), ("order.stale", "3 d"),
    ("purchase.unknown", "90 s"), ("purchase.unpaid", "12 h"), ("purchase.rejected", "at once"),
    ("purchase.unacknowledged", "24 h silence"),
    (
      "dispatch.late",
      "9 in 10 of the supplier's own, else its handling days, else 3 d; silence"
    ),
    ("tracking.missing", "3 d silence"),
    ("tracking.unscanned", "9 in 10 of the lane, else 4 business days; silence"),
    (
      "transit.stalled",
      "19 in 20 of the lane's gaps, else 3 business days, 7 across a border; silence"
    ),
    ("delivery.pickup", "3 d silence"),
    ("parcel.lost", "at once where reported, else the lane's P(lost), else 45 d; silence"),
    ("return.waiting", "24 h"), ("claim.closing", "3 d before"),
    ("feed.stale", "2 times the account's cadence"), ("order.address", "at once"),
  ])
  func limitIsNamed(_ rule: String, _ text: String) {
    #expect(Thresholds().limitText(of: rule) == text)
  }

  /// A limit of zero business days would raise an exception at the very scan.
  @Test func noBusinessDaysCountAsOne() {
    var thresholds = Thresholds()
    thresholds.trackingUnscannedBusinessDays = 0
    thresholds.stalledDomesticBusinessDays = -1
    let facts = ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 1)])
    let findings = Detector.findings(facts, thresholds, now: ExampleFacts.monday + .days(1))
    #expect(findings.isEmpty)
  }
}

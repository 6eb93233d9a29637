import Fulfillment
import Testing

/// A way an order can be over.
struct OrderEnding: Sendable, CustomTestStringConvertible {
  let name: String
  /// No money is left to pay back.
  var isSettled = false
  let apply: @Sendable (inout OrderFacts) -> Void
  var testDescription: String { name }

  static let all = [
    OrderEnding(name: "cancelled") { $0.cancelledAt = ExampleFacts.monday + .hours(1) },
    OrderEnding(name: "voided", isSettled: true) { $0.payment = .voided },
    OrderEnding(name: "refunded", isSettled: true) { $0.payment = .refunded },
    OrderEnding(name: "history") { $0.isHistory = true },
  ]
}

@Suite struct ScopeTests {
  private static let late = ExampleFacts.monday + .days(200)

  @Test(arguments: RuleExample.all.filter { $0.example.trips != nil }, OrderEnding.all)
  func orderThatIsOverAsksForNoWork(_ example: RuleExample, _ ending: OrderEnding) {
    var facts = example.example.facts
    ending.apply(&facts)
    let trips = example.rule.trips(facts, Thresholds()) != nil
    // A bank asks whatever became of the order, and whoever lost the goods owes their price.
    var stands: Set = ["return.waiting", "dispute.due", "claim.closing"]
    if !ending.isSettled {
      stands.insert("parcel.returned")
      if ending.name != "history" { stands.insert("refund.overdue") }
    }
    // Money that may be spent for nothing is not over with the order.
    if ending.name != "history" { stands.formUnion(["purchase.unknown", "order.changed"]) }
    #expect(trips == stands.contains(example.rule.id))
  }

  @Test(arguments: RuleExample.all.filter { $0.example.trips != nil })
  func silentRulesNameWhoseSilenceItIs(_ example: RuleExample) throws {
    let trip = try #require(example.rule.trips(example.example.facts, Thresholds()))
    switch example.rule.id {
    case "purchase.unacknowledged", "tracking.missing": #expect(trip.silence == .supplier)
    case "tracking.unscanned", "transit.stalled", "delivery.pickup":
      #expect(trip.silence == .tracking)
    case "dispatch.late", "transit.delayed":
      let hasNumber = example.example.facts.purchases.contains(where: \.hasTracking)
      #expect(trip.silence == (hasNumber ? .tracking : .supplier))
    case "parcel.lost":
      #expect((trip.silence == nil) == trip.reason.hasPrefix("the carrier"))
    default: #expect(trip.silence == nil)
    }
  }

  /// Delivered, and all told: whatever went wrong on the way is over.
  @Test(arguments: RuleExample.all.filter { !$0.example.facts.shipments.isEmpty })
  func deliveryEndsWhatWasWrongOnTheWay(_ example: RuleExample) {
    var facts = example.example.facts
    (facts.returns, facts.recourse) = ([], [])
    for index in facts.shipments.indices {
      facts.shipments[index].sharedWith = []
      facts.shipments[index].events.removeAll { $0.occurredAt <= facts.placedAt }
      facts.shipments[index].events.append(ExampleFacts.scan(.delivered, day: 60))
    }
    let codes = Detector.findings(facts, Thresholds(), now: Self.late).map(\.code)
    // Came back is believed until the carrier delivers it after all.
    #expect(codes.isEmpty)
  }

  /// The reasons an operator reads, each as it is written for its first example.
  @Test(arguments: [
    ("parcel.returned", "LX123456785CN came back on 2026-03-08 08:00"),
    ("parcel.returning", "LX123456785CN is coming back since 2026-03-06 08:00"),
    (
      "parcel.damaged",
      "LX123456785CN is damaged, reported on 2026-03-05 08:00 (Package damaged in transit)"
    ),
    ("parcel.lost", "the carrier gave up LX123456785CN on 2026-03-22 08:00"),
    (
      "transit.customs",
      "LX123456785CN is in customs since 2026-03-06 08:00 (Held, information required)"
    ),
    ("delivery.failed", "delivery of LX123456785CN failed on 2026-03-06 08:00"),
    ("order.address", "the address can't be used: no city"),
    ("order.unmapped", "no supplier offers MUG-1"),
    (
      "purchase.unknown",
      "CJ may or may not have SC-1001-0QX, sent on 2026-03-02 09:10: no answer within 30 s; its list "
        + "does not have it yet"
    ),
    ("order.changed", "cancelled after the purchase was sent (CJ SC-1001-0QX)"),
    ("purchase.rejected", "CJ refused SC-1001-0QX: variant is off shelf"),
    ("purchase.cancelled", "CJ cancelled CJ-77"),
    (
      "order.stale",
      "paid on 2026-03-02 08:00 and not bought within 3 d: ask before it is"
    ),
    ("order.duplicate", "looks the same as #1000"),
    ("order.blocked", "MUG-1: CJ does not serve US"),
    ("stock.out", "MUG-1: CJ has none since 2026-03-02"),
    ("price.rise", "MUG-1: CJ asks 5.20 USD, was 4.00 USD"),
    ("purchase.unpaid", "CJ SC-1001-0QX not paid within 12 h of 2026-03-02 09:10"),
    ("purchase.unsent", "no purchase within 2 h of payment on 2026-03-02 08:00"),
    (
      "purchase.unacknowledged",
      "CJ has not confirmed CJ-77 within 24 h of the purchase on 2026-03-02 09:00"
    ),
    ("dispatch.late", "no carrier scan by 2026-03-05 09:00, 3 d after CJ CJ-77"),
    (
      "tracking.missing", "no tracking number within 3 d of shipment on 2026-03-03 08:00 (CJ CJ-77)"
    ),
    ("tracking.invalid", "the check digit of LX123456784CN is wrong (post of CN)"),
    (
      "tracking.unscanned",
      "no carrier scan of LX123456785CN within 4 business days of 2026-03-03 08:00"
    ),
    (
      "delivery.pickup",
      "LX123456785CN not fetched within 3 d of its arrival at the pickup point on 2026-03-05 08:00"
    ),
    (
      "delivery.elsewhere",
      "LX123456785CN was delivered on 2026-03-06 08:00 in FR, and the order goes to US"
    ),
    (
      "delivery.disputed",
      "the customer says it is not received (I never received it); LX123456785CN was delivered on "
        + "2026-03-06 08:00"
    ),
    (
      "refund.overdue",
      "return R-1 approved on 2026-03-09 08:00, and nothing paid back within 2 d"
    ),
    ("return.waiting", "return R-1 not decided within 24 h of 2026-03-09 08:00"),
    (
      "claim.closing",
      "the window to claim LX123456785CN, lost (12.00 USD) from CJ closes on 2026-03-30 08:00; still "
        + "wanted: customer message"
    ),
    (
      "dispute.due",
      "chargeback of 40.00 USD (product_not_received), evidence is due by 2026-03-09 08:00"
    ),
    (
      "transit.stalled",
      "LX123456785CN has not moved since 2026-03-05 08:00; limit 3 business days in one country"
    ),
    ("payment.pending", "payment not received within 24 h of the order on 2026-03-02 08:00"),
  ])
  func reasonSaysWhatWasSeenAndWhatWasExpected(_ id: String, _ reason: String) throws {
    let example = try #require(RuleExample.all.first { $0.rule.id == id })
    let trip = try #require(example.rule.trips(example.example.facts, Thresholds()))
    #expect(trip.reason == reason)
  }

  @Test func everyReasonIsPinned() {
    // One for each rule above: a new rule needs its sentence here.
    #expect(ruleTable.count == 34)
  }

  /// Other sentences the same rules can say.
  @Test func otherReasonsOfTheSameRules() throws {
    func reason(_ code: String, _ facts: OrderFacts) throws -> String {
      let found = Detector.findings(facts, Thresholds(), now: Self.late)
      return try #require(found.first { $0.code == code }).trip.reason
    }
    let authorized = ExampleFacts.order { ($0.payment, $0.paidAt) = (.authorized, nil) }
    #expect(
      try reason("payment.pending", authorized)
        == "payment authorized but not captured within 24 h of the order on 2026-03-02 08:00")
    let cancelled = ExampleFacts.bought { $0.state = .cancelled }
    #expect(
      try reason("purchase.unsent", cancelled)
        == "no purchase within 2 h of payment on 2026-03-02 08:00 (1 purchase cancelled)")
    let promised = ExampleFacts.bought { $0.handlingDays = 1 }
    #expect(
      try reason("dispatch.late", promised)
        == "no carrier scan by 2026-03-03 09:00, 1 business day after CJ CJ-77")
    let shared = ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 2)]) {
      $0.shipments[0].sharedWith = ["#3", "#1", "#2", "#4"]
    }
    #expect(
      try reason("tracking.invalid", shared)
        == "LX123456785CN is also the number of #1, #2, #3")
    let early = ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: -2)])
    #expect(
      try reason("tracking.invalid", early)
        == "LX123456785CN was scanned on 2026-02-28 08:00, before the order was placed on "
        + "2026-03-02 08:00")
    let odd = ExampleFacts.sent([], number: "SOON")
    #expect(try reason("tracking.invalid", odd) == "SOON has no known carrier's shape")
    let expired = ExampleFacts.sent([ExampleFacts.scan(.expired, day: 20)])
    #expect(
      try reason("parcel.lost", expired) == "tracking of LX123456785CN expired on 2026-03-22 08:00")
    let silent = ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 5)])
    #expect(
      try reason("parcel.lost", silent)
        == "nothing heard of LX123456785CN within 45 d of 2026-03-07 08:00")
    let vague = ExampleFacts.sent([ExampleFacts.scan(.exception, day: 4)])
    #expect(
      try reason("delivery.failed", vague)
        == "the carrier reports a problem with LX123456785CN on 2026-03-06 08:00")
  }
}

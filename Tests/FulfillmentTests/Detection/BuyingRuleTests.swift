import Fulfillment
import Testing

/// The finer points of the rules about purchases that this program sends.
@Suite struct BuyingRuleTests {
  private let monday = ExampleFacts.monday
  private let sentAt = ExampleFacts.monday + .minutes(70)

  private func trip(
    _ code: String, _ facts: OrderFacts, _ thresholds: Thresholds = Thresholds()
  ) -> Trip? {
    ruleTable.first { $0.id == code }?.trips(facts, thresholds)
  }

  /// Two purchases of one order, each for one of two units.
  private func two(_ first: PurchaseFacts, _ second: PurchaseFacts, covered: Int) -> OrderFacts {
    ExampleFacts.order {
      $0.purchases = [first, second]
      ($0.lines[0].quantity, $0.lines[0].covered) = (2, covered)
    }
  }

  private func purchase(
    _ state: PurchaseState, _ sending: Sending.State, key: String = "SC-1001-0QX",
    sent minutes: Int64 = 70
  ) -> PurchaseFacts {
    PurchaseFacts(
      supplier: "CJ", number: "", state: state, placedAt: monday + .hours(1), sending: sending,
      key: key, lastSentAt: monday + .minutes(minutes), attempts: 1)
  }

  // Outcome unknown

  @Test(arguments: Sending.State.allCases)
  func onlyWhatMayHaveArrivedIsUnknown(_ sending: Sending.State) {
    let facts = ExampleFacts.left(.intended, sending)
    let isInDoubt = [.claimed, .unknown, .waiting].contains(sending)
    #expect((trip("purchase.unknown", facts)?.at == sentAt + .seconds(90)) == isInDoubt)
  }

  @Test(arguments: PurchaseState.allCases)
  func stateOfThePurchaseSaysTheSame(_ state: PurchaseState) {
    let facts = ExampleFacts.bought { ($0.state, $0.key) = (state, "SC-1") }
    #expect((trip("purchase.unknown", facts) != nil) == (state == .unknown))
  }

  @Test func unknownSaysWhenWhichAttemptAndWhoCanTell() {
    let facts = ExampleFacts.left(.unknown, .waiting) {
      ($0.attempts, $0.outcome) = (3, "connection reset")
    }
    #expect(
      trip("purchase.unknown", facts)?.reason
        == "CJ may or may not have SC-1001-0QX, sent on 2026-03-02 09:10, attempt 3; only you can "
        + "find out: connection reset")
  }

  /// A number told meanwhile, or another attempt, is not another matter.
  @Test func unknownIsNamedAfterOurOwnKey() {
    let first = trip("purchase.unknown", ExampleFacts.left(.unknown, .unknown))
    let later = trip(
      "purchase.unknown",
      ExampleFacts.left(.unknown, .waiting) { ($0.number, $0.attempts) = ("CJ-9", 2) })
    #expect(first?.key == later?.key)
  }

  @Test func firstOfTwoUnknownIsTold() {
    let facts = two(
      purchase(.unknown, .unknown, key: "B", sent: 90),
      purchase(.unknown, .waiting, key: "A", sent: 80), covered: 2)
    #expect(trip("purchase.unknown", facts)?.at == monday + .minutes(80) + .seconds(90))
    #expect(trip("purchase.unknown", facts)?.key == "purchase CJ A")
  }

  @Test func nothingElseIsSaidOfAnUnknownPurchase() {
    let codes = Detector.findings(
      ExampleFacts.left(.unknown, .waiting), Thresholds(), now: monday + .days(60)
    ).map(\.code)
    #expect(codes == ["purchase.unknown"])
  }

  // Not bought

  @Test(arguments: Sending.State.allCases)
  func whatHasNotLeftIsUnsent(_ sending: Sending.State) {
    let facts = ExampleFacts.intended { $0.sending = sending }
    let isHere = [.proposed, .held, .ready].contains(sending)
    #expect((trip("purchase.unsent", facts)?.at == monday + .hours(3)) == isHere)
  }

  @Test(arguments: [
    (Sending.State.proposed, "CJ SC-1001-0QX not approved within 2 h of 2026-03-02 09:00"),
    (.held, "CJ SC-1001-0QX not sent within 2 h of 2026-03-02 09:10"),
    (.ready, "CJ SC-1001-0QX not sent within 2 h of 2026-03-02 09:10"),
  ])
  func unsentSaysWhatItWaitsFor(_ sending: Sending.State, _ reason: String) {
    let facts = ExampleFacts.intended {
      ($0.sending, $0.holdUntil) = (sending, monday + .minutes(70))
    }
    #expect(trip("purchase.unsent", facts)?.reason == reason)
  }

  @Test func stoppedPurchaseWaitsToBeLetGo() {
    let facts = ExampleFacts.intended {
      ($0.sending, $0.outcome) = (.held, "ann: ask for the colour")
    }
    #expect(
      trip("purchase.unsent", facts)?.reason
        == "CJ SC-1001-0QX not let go within 2 h of 2026-03-02 09:00: ann: ask for the colour")
  }

  @Test func unitsThatNobodyIsAskedForAreNamed() {
    let facts = two(purchase(.placed, .sent), purchase(.rejected, .rejected), covered: 1)
    #expect(
      trip("purchase.unsent", facts)?.reason
        == "no purchase of MUG-1 within 2 h of payment on 2026-03-02 08:00")
    #expect(trip("purchase.unsent", facts)?.key == "unsent after 1 cancelled")
  }

  @Test func allUnitsCoveredIsBought() {
    let facts = two(purchase(.placed, .sent), purchase(.placed, .sent, key: "B"), covered: 2)
    #expect(trip("purchase.unsent", facts) == nil)
    #expect(trip("order.stale", facts) == nil)
  }

  @Test func purchaseByHandCoversEverything() {
    var facts = two(purchase(.placed, .sent), purchase(.placed, .sent, key: ""), covered: 1)
    #expect(trip("purchase.unsent", facts) == nil)
    facts.purchases.removeLast()
    #expect(trip("purchase.unsent", facts) != nil)
  }

  @Test(arguments: ["renewal", "blocked", "offers"])
  func lineThatCannotBeBoughtHoldsTheOthers(_ fault: String) {
    let facts = ExampleFacts.order {
      $0.lines.append(LineFacts(sku: "CAP-1", title: "Cap", quantity: 1, offers: 1))
      switch fault {
      case "renewal": $0.lines[1].renewal = "link expired"
      case "blocked": $0.lines[1].blocked = "too dear"
      default: $0.lines[1].offers = 0
      }
    }
    #expect(trip("purchase.unsent", facts) == nil)
    #expect(trip("order.stale", facts) == nil)
    #expect((trip("order.blocked", facts) != nil) == (fault == "blocked"))
    #expect((trip("order.unmapped", facts) != nil) == (fault != "blocked"))
  }

  @Test func earliestOfSeveralWaitsIsTold() {
    var (proposed, held) = (purchase(.intended, .proposed), purchase(.intended, .held, key: "B"))
    proposed.placedAt = monday + .hours(4)
    held.holdUntil = monday + .minutes(61)
    let facts = two(proposed, held, covered: 2)
    #expect(trip("purchase.unsent", facts)?.at == monday + .minutes(181))
  }

  // Refused and cancelled

  @Test func lastRefusalIsToldAndIsAnotherInstance() {
    let first = purchase(.rejected, .rejected, key: "A", sent: 70)
    var second = purchase(.rejected, .rejected, key: "B", sent: 200)
    second.outcome = "no stock"
    let one = trip("purchase.rejected", two(first, first, covered: 0))
    let both = trip("purchase.rejected", two(second, first, covered: 0))
    #expect(both?.at == monday + .minutes(200))
    #expect(both?.reason == "CJ refused B: no stock")
    #expect(one?.key != both?.key)
  }

  @Test(arguments: [0, 1, 2])
  func refusalIsOverOnceItsUnitsAreBought(_ covered: Int) {
    let facts = two(
      purchase(.rejected, .rejected), purchase(.placed, .sent, key: "B"), covered: covered)
    #expect((trip("purchase.rejected", facts) != nil) == (covered < 2))
  }

  @Test func cancelledWithoutEverBeingThereIsNoCancellation() {
    let never = ExampleFacts.intended { ($0.state, $0.sending) = (.cancelled, nil) }
    #expect(trip("purchase.cancelled", never) == nil)
    for change: (inout PurchaseFacts) -> Void in [
      { $0.number = "CJ-9" }, { $0.acknowledgedAt = ExampleFacts.monday }, { $0.sending = .sent },
    ] {
      var facts = never
      change(&facts.purchases[0])
      #expect(trip("purchase.cancelled", facts) != nil)
    }
  }

  // Not paid

  @Test func unpaidCountsFromWhenItWasSeen() {
    func at(_ change: (inout PurchaseFacts) -> Void) -> Timestamp? {
      trip("purchase.unpaid", ExampleFacts.left(.unpaid, .sent, change))?.at
    }
    #expect(at { $0.unpaidSince = monday + .hours(5) } == monday + .hours(17))
    #expect(at { $0.acknowledgedAt = monday + .hours(4) } == monday + .hours(16))
    #expect(at { _ in } == sentAt + .hours(12))
    #expect(at { ($0.lastSentAt, $0.key) = (nil, "") } == monday + .hours(13))
  }

  @Test func unpaidPurchaseOfACancelledOrderIsLeftAlone() {
    let facts = ExampleFacts.left(.unpaid, .sent)
    var cancelled = facts
    cancelled.cancelledAt = monday
    #expect(trip("purchase.unpaid", facts) != nil)
    #expect(trip("purchase.unpaid", cancelled) == nil)
  }

  // What the supplier does with it

  @Test func partlyBoughtOrderStillWaitsForItsDispatch() {
    let facts = two(
      purchase(.acknowledged, .sent), purchase(.rejected, .rejected, key: "B"), covered: 1)
    #expect(OrderState.of(facts) == .ready)
    #expect(trip("dispatch.late", facts)?.at == monday + .hours(73))
    let placed = two(
      purchase(.placed, .sent), purchase(.intended, .proposed, key: "B"), covered: 2)
    #expect(
      trip("purchase.unacknowledged", placed)?.reason
        == "CJ has not confirmed SC-1001-0QX within 24 h of the purchase on 2026-03-02 09:00")
  }

  @Test func hostileWordsOfASupplierAreCleanAndShort() throws {
    let huge = "no\u{1B}[2J\n" + String(repeating: "stock\u{202E} ", count: 400)
    let facts = ExampleFacts.left(.rejected, .rejected) { ($0.outcome, $0.supplier) = (huge, huge) }
    let reason = try #require(trip("purchase.rejected", facts)).reason
    #expect(reason == reason.sanitised(limit: 400))
    #expect(reason.count < 300)
  }
}

import Fulfillment
import Testing

/// A breach that comes back soon is no news; the strongest of an order is shown first.
@Suite struct ReconcilerQuietTests {
  private let cleared = ExampleFacts.monday + .days(2)

  private func finding(
    _ code: String = "transit.stalled", _ severity: Severity = .notice, key: String = "parcel A"
  ) -> Finding {
    Finding(
      code: code, severity: severity,
      trip: Trip(at: ExampleFacts.monday, reason: "silent", key: key))
  }

  private func cleared(from state: OrderException.State) -> [OrderException] {
    let before = OrderException(finding: finding(), state: state, since: ExampleFacts.monday)
    return Reconciler.reconcile([before], [], hasMoved: false, now: cleared)
  }

  @Test(arguments: [
    (OrderException.State.open, OrderException.State.open), (.acknowledged, .acknowledged),
    (.snoozed, .open),
  ])
  func withinSixHoursItIsTheSameBreach(
    _ state: OrderException.State, _ after: OrderException.State
  ) throws {
    let again = Reconciler.reconcile(
      cleared(from: state), [finding()], hasMoved: false, now: cleared + .minutes(359))
    let exception = try #require(again.first)
    #expect(exception.state == after)
    #expect(exception.since == ExampleFacts.monday)
    #expect(exception.clearedAt == nil && !exception.wasAcknowledged)
  }

  @Test func afterSixHoursItIsRaisedAnew() throws {
    let now = cleared + .hours(6)
    let again = Reconciler.reconcile(
      cleared(from: .acknowledged), [finding()], hasMoved: false, now: now)
    #expect(again.map(\.state) == [.open])
    #expect(again.map(\.since) == [now])
  }

  @Test func anotherInstanceIsNewsAtOnce() {
    let now = cleared + .minutes(1)
    let again = Reconciler.reconcile(
      cleared(from: .open), [finding(key: "parcel B")], hasMoved: false, now: now)
    #expect(again.map(\.since) == [now])
  }

  @Test func whatStaysClearedRemembersWhen() {
    let first = cleared(from: .acknowledged)
    #expect(first.map(\.clearedAt) == [cleared] && first.map(\.wasAcknowledged) == [true])
    let later = Reconciler.reconcile(first, [], hasMoved: true, now: cleared + .days(1))
    #expect(later == first)
  }

  /// Returned, carrier exceptions, undispatched, no tracking, stalled, late: whichever tripped first.
  @Test(arguments: [
    ("parcel.returned", "parcel.returning"), ("parcel.returning", "parcel.damaged"),
    ("parcel.damaged", "dispatch.late"), ("delivery.failed", "dispatch.late"),
    ("dispatch.late", "tracking.missing"), ("dispatch.late", "tracking.unscanned"),
    ("tracking.missing", "transit.stalled"), ("transit.stalled", "transit.delayed"),
  ])
  func strongerIsShownWhicheverTrippedFirst(_ stronger: String, _ weaker: String) throws {
    let rules = try [stronger, weaker].map { code in
      try #require(ruleTable.first { $0.id == code })
    }
    for order in [[0, 1], [1, 0]] {
      let findings = order.map { index in
        var found = finding(rules[index].id, rules[index].severity)
        found.trip.at = ExampleFacts.monday + .hours(index == 0 ? 5 : 1)
        return found
      }
      let after = Reconciler.reconcile([], findings, hasMoved: false, now: cleared)
      #expect(after.filter(\.shown).map(\.finding.code) == [stronger])
    }
  }

  @Test func ownRulesComeAfterBuiltInOnesOfTheirSeverity() {
    let both = [finding("shop.own", .warning), finding("return.waiting", .warning)]
    let after = Reconciler.reconcile([], both, hasMoved: false, now: cleared)
    #expect(after.filter(\.shown).map(\.finding.code) == ["return.waiting"])
    let loud = [finding("shop.own", .serious), finding("return.waiting", .warning)]
    let louder = Reconciler.reconcile([], loud, hasMoved: false, now: cleared)
    #expect(louder.filter(\.shown).map(\.finding.code) == ["shop.own"])
  }
}

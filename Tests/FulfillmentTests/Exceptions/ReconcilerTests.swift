import Fulfillment
import Testing

private let monday = ExampleFacts.monday
private let now = monday + .days(10)

func found(
  _ code: String = "transit.stalled", _ severity: Severity = .notice, at: Timestamp = monday,
  key: String = "parcel A", reason: String = "because"
) -> Finding {
  Finding(code: code, severity: severity, trip: Trip(at: at, reason: reason, key: key))
}

private func exception(
  _ state: OrderException.State, _ finding: Finding = found(), until: Timestamp? = nil,
  shown: Bool = false
) -> OrderException {
  OrderException(finding: finding, state: state, since: monday, snoozedUntil: until, shown: shown)
}

private func reconcile(
  _ existing: [OrderException], _ findings: [Finding], hasMoved: Bool = false
) -> [OrderException] {
  Reconciler.reconcile(existing, findings, hasMoved: hasMoved, now: now)
}

/// What becomes of one exception.
struct Reconciliation: Sendable, CustomTestStringConvertible {
  let note: String
  let before: OrderException
  let finding: Finding?
  var hasMoved = false
  let state: OrderException.State
  let isRaisedAnew: Bool
  var testDescription: String { note }

  static let all = [
    Reconciliation(
      note: "open, still trips", before: exception(.open), finding: found(), state: .open,
      isRaisedAnew: false),
    Reconciliation(
      note: "open, no longer trips", before: exception(.open), finding: nil, state: .cleared,
      isRaisedAnew: false),
    Reconciliation(
      note: "open, trips otherwise", before: exception(.open), finding: found(key: "parcel B"),
      state: .open, isRaisedAnew: false),
    Reconciliation(
      note: "acknowledged, still trips", before: exception(.acknowledged), finding: found(),
      state: .acknowledged, isRaisedAnew: false),
    Reconciliation(
      note: "acknowledged, moved and still trips", before: exception(.acknowledged),
      finding: found(), hasMoved: true, state: .acknowledged, isRaisedAnew: false),
    Reconciliation(
      note: "acknowledged, another instance", before: exception(.acknowledged),
      finding: found(key: "parcel B"), state: .open, isRaisedAnew: true),
    Reconciliation(
      note: "acknowledged, no longer trips", before: exception(.acknowledged), finding: nil,
      state: .cleared, isRaisedAnew: false),
    Reconciliation(
      note: "snoozed until later", before: exception(.snoozed, until: now + .hours(1)),
      finding: found(), state: .snoozed, isRaisedAnew: false),
    Reconciliation(
      note: "snoozed until later, moved", before: exception(.snoozed, until: now + .hours(1)),
      finding: found(), hasMoved: true, state: .snoozed, isRaisedAnew: false),
    Reconciliation(
      note: "snoozed until now", before: exception(.snoozed, until: now), finding: found(),
      state: .open, isRaisedAnew: false),
    Reconciliation(
      note: "snoozed until it moves, quiet", before: exception(.snoozed), finding: found(),
      state: .snoozed, isRaisedAnew: false),
    Reconciliation(
      note: "snoozed until it moves, moved", before: exception(.snoozed), finding: found(),
      hasMoved: true, state: .open, isRaisedAnew: false),
    Reconciliation(
      note: "snoozed, another instance", before: exception(.snoozed, until: now + .days(3)),
      finding: found(key: "parcel B"), state: .open, isRaisedAnew: true),
    Reconciliation(
      note: "snoozed, no longer trips", before: exception(.snoozed, until: now + .days(3)),
      finding: nil, state: .cleared, isRaisedAnew: false),
    Reconciliation(
      note: "resolved, still trips", before: exception(.resolved), finding: found(),
      hasMoved: true, state: .resolved, isRaisedAnew: false),
    Reconciliation(
      note: "resolved, another instance", before: exception(.resolved),
      finding: found(key: "parcel B"), state: .open, isRaisedAnew: true),
    Reconciliation(
      note: "resolved, no longer trips", before: exception(.resolved), finding: nil,
      state: .resolved, isRaisedAnew: false),
    Reconciliation(
      note: "cleared, trips again", before: exception(.cleared), finding: found(), state: .open,
      isRaisedAnew: true),
    Reconciliation(
      note: "cleared, stays so", before: exception(.cleared), finding: nil, state: .cleared,
      isRaisedAnew: false),
  ]
}

@Suite struct ReconcilerTests {
  @Test(arguments: Reconciliation.all)
  func exceptionFollowsTheFacts(_ example: Reconciliation) throws {
    let after = reconcile(
      [example.before], example.finding.map { [$0] } ?? [], hasMoved: example.hasMoved)
    let exception = try #require(after.first)
    #expect(after.count == 1)
    #expect(exception.state == example.state)
    #expect(exception.since == (example.isRaisedAnew ? now : monday))
    #expect(exception.finding == example.finding ?? example.before.finding)
    #expect(
      exception.snoozedUntil == (example.state == .snoozed ? example.before.snoozedUntil : nil))
    #expect(exception.shown == example.state.stands)
  }

  @Test func newFindingIsOpenedNow() {
    #expect(
      reconcile([], [found()]) == [
        OrderException(finding: found(), state: .open, since: now, shown: true)
      ])
  }

  @Test func sameConditionWithNewWordsIsTheSameException() {
    let worded = found(reason: "limit 4 business days")
    let after = reconcile([exception(.acknowledged)], [worded])
    #expect(after.map(\.finding.trip.reason) == ["limit 4 business days"])
    #expect(after.map(\.state) == [.acknowledged])
  }

  @Test func nothingComesOfNothing() {
    #expect(reconcile([], []).isEmpty)
  }

  @Test func strongestIsShownAndTheRestIsHidden() {
    let after = reconcile(
      [],
      [
        found("transit.stalled", .notice), found("parcel.returned", .critical),
        found("dispatch.late", .warning),
      ])
    #expect(after.filter(\.shown).map(\.finding.code) == ["parcel.returned"])
  }

  @Test func earliestOfEquallyStrongIsShown() {
    let after = reconcile(
      [],
      [
        found("tracking.unscanned", .warning, at: monday + .days(2)),
        found("dispatch.late", .warning, at: monday + .days(1)),
      ])
    #expect(after.filter(\.shown).map(\.finding.code) == ["dispatch.late"])
  }

  /// A purchase whose outcome is unknown is shown before anything it stands with.
  @Test(arguments: ruleTable.filter { $0.severity < .critical }.map(\.id))
  func unknownOutcomeIsShownBeforeTheRest(_ code: String) throws {
    let other = try #require(ruleTable.first { $0.id == code })
    let unknown = try #require(ruleTable.first { $0.id == "purchase.unknown" })
    let after = reconcile(
      [],
      [found(code, other.severity, at: monday), found(unknown.id, unknown.severity, at: now)])
    #expect(after.filter(\.shown).map(\.finding.code) == ["purchase.unknown"])
  }

  /// What must be decided about a purchase hides what merely waits.
  @Test(arguments: [
    "purchase.rejected", "purchase.cancelled", "order.changed", "order.stale", "order.duplicate",
  ])
  func whatMustBeDecidedIsShownBeforeWhatWaits(_ code: String) throws {
    let rule = try #require(ruleTable.first { $0.id == code })
    let waiting = ruleTable.filter { $0.severity < .serious }.map { found($0.id, $0.severity) }
    let after = reconcile([], waiting + [found(code, rule.severity, at: now)])
    #expect(after.filter(\.shown).map(\.finding.code) == [code])
  }

  @Test func equalInAllIsDecidedByCode() {
    let both = [found("b", .warning), found("a", .warning)]
    #expect(reconcile([], both).filter(\.shown).map(\.finding.code) == ["a"])
    #expect(reconcile([], both.reversed()).filter(\.shown).map(\.finding.code) == ["a"])
  }

  @Test func snoozedStrongOneDoesNotHideAnOpenWeakOne() {
    let strong = found("parcel.returned", .critical)
    let after = reconcile([exception(.snoozed, strong)], [strong, found()])
    #expect(after.filter(\.shown).map(\.finding.code) == ["transit.stalled"])
  }

  @Test func snoozedOneIsShownWhereNothingElseStands() {
    let after = reconcile([exception(.snoozed)], [found()])
    #expect(after.map(\.shown) == [true])
  }

  @Test func acknowledgedStrongOneStillHidesAWeakOne() {
    let strong = found("parcel.returned", .critical)
    let after = reconcile([exception(.acknowledged, strong)], [strong, found()])
    #expect(after.filter(\.shown).map(\.finding.code) == ["parcel.returned"])
  }

  @Test func clearedAndResolvedAreNeverShown() {
    let weak = found("payment.pending", .notice)
    let strong = found("parcel.returned", .critical)
    let after = reconcile(
      [exception(.resolved, strong, shown: true), exception(.open, weak)], [strong, weak])
    #expect(after.filter(\.shown).map(\.finding.code) == ["payment.pending"])
    #expect(reconcile([exception(.open, shown: true)], []).allSatisfy { !$0.shown })
  }

  @Test func repeatedCodesAreOne() {
    let after = reconcile([exception(.open), exception(.resolved)], [found(), found()])
    #expect(after.map(\.state) == [.open])
  }
}

@Suite struct ReconcilerPropertyTests {
  private func findings(_ random: inout SplitMix64) -> [Finding] {
    ruleTable.shuffled(using: &random).prefix(random.int(0...6)).map { rule in
      found(
        rule.id, rule.severity, at: monday + .days(random.int64(0...9)),
        key: random.pick(["parcel A", "parcel B"], or: "parcel A"))
    }
  }

  private func existing(_ random: inout SplitMix64) -> [OrderException] {
    findings(&random).map { finding in
      let state = random.pick(OrderException.State.allCases, or: .open)
      return OrderException(
        finding: finding, state: state, since: monday,
        snoozedUntil: state == .snoozed && random.once(in: 2)
          ? now + .hours(random.int64(-5...5)) : nil,
        shown: random.once(in: 2))
    }
  }

  @Test(arguments: seeds)
  func reconcilingTwiceChangesNothing(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<60 {
      let (before, found) = (existing(&random), findings(&random))
      let hasMoved = random.once(in: 2)
      let once = reconcile(before, found, hasMoved: hasMoved)
      #expect(reconcile(once, found, hasMoved: hasMoved) == once)
      #expect(reconcile(once, found) == once)
    }
  }

  @Test(arguments: seeds)
  func atMostOneIsShownAndExactlyOneWhereAnyStands(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<60 {
      let after = reconcile(existing(&random), findings(&random), hasMoved: random.once(in: 2))
      #expect(after.filter(\.shown).count == (after.contains { $0.state.stands } ? 1 : 0))
      let shown = after.first(where: \.shown)
      #expect(shown?.state.stands ?? true)
      let awake = after.filter { $0.state == .open || $0.state == .acknowledged }
      if let strongest = awake.map(\.finding.severity).max() {
        #expect(shown?.finding.severity == strongest)
        #expect(shown?.state != .snoozed)
      }
    }
  }

  @Test(arguments: seeds)
  func whatStandsTripsAndWhatTripsIsThere(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<60 {
      let (before, found) = (existing(&random), findings(&random))
      let after = reconcile(before, found, hasMoved: random.once(in: 2))
      let tripping = Set(found.map(\.code))
      let standing = after.filter(\.state.stands).map(\.finding.code)
      #expect(Set(standing).isSubset(of: tripping))
      #expect(tripping.isSubset(of: Set(after.map(\.finding.code))))
      #expect(Set(before.map(\.finding.code)).isSubset(of: Set(after.map(\.finding.code))))
    }
  }

  @Test(arguments: seeds)
  func orderOfFindingsChoosesTheSameOne(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<60 {
      let (before, found) = (existing(&random), findings(&random))
      let one = reconcile(before, found).first(where: \.shown)
      let other = reconcile(
        before.shuffled(using: &random), found.shuffled(using: &random)
      ).first(where: \.shown)
      #expect(one == other)
    }
  }
}

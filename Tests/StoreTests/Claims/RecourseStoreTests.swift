import Fulfillment
import GRDB
import Testing

@testable import Store

/// One lost parcel of CJ, and what CJ and an insurer say of losses.
@Suite struct RecourseStoreTests {
  private static let policies = [
    ClaimPolicy(
      party: .supplier, name: "cj", title: "CJ", source: "CJ's page",
      asOf: (noon - .days(40)).date,
      terms: [
        ClaimTerm(
          kinds: [.lost], closes: ClaimBound(30, after: .bought), evidence: [.photos, .tracking])
      ]),
    ClaimPolicy(
      party: .insurer, name: "safe", aliases: ["safe parcel"], source: "a letter",
      asOf: (noon - .days(40)).date,
      terms: [ClaimTerm(kinds: [.lost], closes: ClaimBound(40, after: .bought), amount: .value)]),
  ]

  private static var rules: Thresholds {
    var rules = Thresholds()
    rules.policies = policies
    return rules
  }

  /// The order is of 26 days ago and its parcel was given up a day ago.
  private func desk(
    _ statuses: [TrackingStatus] = [.inTransit, .lost], insured: Bool = false
  ) throws -> Scratch {
    let scratch = try Scratch()
    let placedAt = noon - .days(26)
    let order = sampleOrder(1) {
      ($0.placedAt, $0.updatedAt, $0.paidAt) = (placedAt, placedAt, placedAt)
      guard insured else { return }
      $0.lines.append(
        OrderLine(
          externalID: "2", sku: "SAFE", title: "Safe Parcel cover", quantity: 1, price: dollars(1),
          requiresShipping: false))
    }
    try scratch.store.takeSamples([order], now: placedAt)
    let purchase = samplePurchase("C-1", for: "#1") {
      ($0.placedAt, $0.state) = (placedAt, .shipped)
      $0.shipments = [Shipment(number: "LX123456785CN", carrier: "china-post")]
    }
    _ = try scratch.store.take([purchase], from: "cj", cursor: nil, now: placedAt + .hours(1))
    try track(scratch.store, statuses)
    return scratch
  }

  private func track(_ store: Store, _ statuses: [TrackingStatus], now: Timestamp = noon) throws {
    let events = statuses.enumerated().map { place, status in
      scan(status, noon - .days(Int64(1 + 10 * (statuses.count - 1 - place))), status.rawValue)
    }
    _ = try store.take(
      [
        TrackingReport(
          number: "LX123456785CN", carrier: "china-post", status: statuses[statuses.count - 1],
          events: events)
      ], from: "17track", nextTrack: { _, _ in nil }, now: now)
  }

  private func detect(_ store: Store, now: Timestamp = noon) throws {
    while try store.detect(
      thresholds: RecourseStoreTests.rules, limit: 50, now: now
    ).hasMore {}
  }

  private func calendar(_ store: Store, all: Bool = false, now: Timestamp = noon) throws
    -> [RecourseRow]
  {
    try store.recourseCalendar(
      .all, openOnly: !all, limit: .max, notice: .days(3), now: now)
  }

  private func closing(_ store: Store, now: Timestamp = noon) throws -> ExceptionRow? {
    try store.detail("#1", now: now).exceptions.first {
      $0.code == "claim.closing" && $0.state.stands
    }
  }

  @Test func aLossPutsItsWindowsOnTheCalendar() throws {
    let scratch = try desk(insured: true)
    try detect(scratch.store)
    let rows = try calendar(scratch.store)
    #expect(rows.map(\.recourse.name) == ["cj", "safe"])
    let first = try #require(rows.first)
    #expect(first.recourse.window.closesAt == noon + .days(4))
    #expect(first.recourse.amount == dollars(12) && first.recourse.phase == .open)
    #expect(first.recourse.present == [.tracking] && first.missing == [.photos])
    #expect(rows[1].recourse.amount == dollars(40))
    #expect(try closing(scratch.store) == nil)
  }

  @Test func whatIsNotInsuredHasNoInsurer() throws {
    let scratch = try desk()
    try detect(scratch.store)
    #expect(try calendar(scratch.store).map(\.recourse.name) == ["cj"])
  }

  @Test func theWindowIsToldOfThreeDaysBeforeItShutsWithoutAnythingHappening() throws {
    let scratch = try desk()
    try detect(scratch.store)
    try detect(scratch.store, now: noon + .hours(23))
    #expect(try closing(scratch.store) == nil)
    try detect(scratch.store, now: noon + .days(1))
    let found = try #require(try closing(scratch.store, now: noon + .days(1)))
    #expect(found.since == noon + .days(1) && found.due == noon + .days(4))
    #expect(found.reason.contains("still wanted: photos"))
  }

  @Test func aWindowThatShutUnclaimedStaysUntilSomebodyResolvesIt() throws {
    let scratch = try desk()
    for days in [0, 1, 5, 90] as [Int64] { try detect(scratch.store, now: noon + .days(days)) }
    let later = noon + .days(90)
    let found = try #require(try closing(scratch.store, now: later))
    #expect(found.reason.contains("unclaimed") && found.since == noon + .days(1))
    #expect(try calendar(scratch.store, now: later).isEmpty)
    #expect(try calendar(scratch.store, all: true, now: later).map(\.recourse.phase) == [.over])
  }

  @Test func aLossThatIsNoneAnyMoreLeavesTheCalendar() throws {
    let scratch = try desk()
    try detect(scratch.store, now: noon + .days(1))
    #expect(try closing(scratch.store, now: noon + .days(1)) != nil)
    try track(
      scratch.store, [.inTransit, .lost, .delivered], now: noon + .days(1))
    try detect(scratch.store, now: noon + .days(2))
    #expect(try closing(scratch.store, now: noon + .days(2)) == nil)
    #expect(try calendar(scratch.store, all: true).isEmpty)
  }

  @Test func payingTheCustomerBackLeavesTheClaimOpen() throws {
    let scratch = try desk()
    let refunded = sampleOrder(1) {
      $0.placedAt = noon - .days(26)
      ($0.payment, $0.refunded, $0.updatedAt) = (.refunded, dollars(40), noon)
    }
    try scratch.store.takeSamples([refunded])
    try detect(scratch.store, now: noon + .days(1))
    #expect(try closing(scratch.store, now: noon + .days(1)) != nil)
    #expect(try calendar(scratch.store)[0].recourse.kind == .lost)
  }

  @Test func detectionWithNothingNewWritesNothing() throws {
    let scratch = try desk()
    try detect(scratch.store)
    let before = try scratch.store.everything()
    try scratch.store.lookAgain()
    try detect(scratch.store)
    #expect(try scratch.store.everything() == before)
  }

  @Test func anOrderWithoutALossKeepsNothing() throws {
    let scratch = try desk([.inTransit, .delivered])
    try detect(scratch.store)
    #expect(try calendar(scratch.store, all: true).isEmpty)
  }
}

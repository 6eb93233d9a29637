import Fulfillment
import Testing

@testable import Store

private func sampleDispute(
  _ id: String = "du_1", order: String = "ext-1", change: (inout Dispute) -> Void = { _ in }
) -> Dispute {
  var dispute = Dispute(
    externalID: id, order: order, payment: "ch_1", kind: .chargeback, state: .open,
    reason: "fraudulent", amount: dollars(40), openedAt: noon - .days(3),
    evidenceDueAt: noon + .days(6))
  change(&dispute)
  return dispute
}

struct DisputeTests {
  private let scratch: Scratch
  private var store: Store { scratch.store }

  init() throws {
    scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1), sampleOrder(2)])
    try scratch.store.register(
      [
        AccountSetup(
          account: Account(name: "stripe", service: "stripe", role: .payments),
          cadence: .minutes(15))
      ], now: noon)
  }

  @discardableResult
  private func take(
    _ disputes: [Dispute], from account: String = "stripe", cursor: String? = nil,
    now: Timestamp = noon
  ) throws -> IntakeResult {
    try store.take(disputes, from: account, cursor: cursor, now: now)
  }

  private func rows(_ query: Query = .all) throws -> [DisputeRow] {
    try store.disputes(query, limit: 100, now: noon)
  }

  @Test func theSameDisputeTwiceChangesNothing() throws {
    #expect(try take([sampleDispute()]) == IntakeResult(imported: 1))
    #expect(try take([sampleDispute()], now: noon + .hours(1)) == IntakeResult(unchanged: 1))
    let rows = try rows()
    #expect(rows.map(\.dispute) == [sampleDispute()])
    #expect(rows.map(\.orderName) == ["#1"])
    #expect(try store.detail("#1").disputes == rows)
    #expect(try store.detail("#2").disputes.isEmpty)
  }

  @Test(
    arguments: [("ext-1", "#1"), ("#1", "#1"), ("1", "#1"), ("ext-9", nil), ("", nil)]
      as [(String, String?)])
  func aPaymentServicesDisputeFindsItsOrder(_ name: String, _ order: String?) throws {
    try take([sampleDispute(order: name)])
    let row = try #require(try rows().first)
    #expect(row.orderID == (try order.map { try store.only($0) }))
    #expect(row.orderName == order ?? name)
  }

  @Test func aNameThatTwoShopsHaveIsNoOrder() throws {
    try store.takeSamples([sampleOrder(1)], from: "second")
    try take([sampleDispute(order: "ext-1")])
    #expect(try rows().map(\.orderID) == [nil])
    // A shop's own word is about its own order.
    try take([sampleDispute("77", order: "ext-1")], from: "second")
    #expect(try rows().first { $0.dispute.externalID == "77" }?.storefront == "second")
  }

  @Test func anOrderThatComesLaterGetsItsDispute() throws {
    try take([sampleDispute(order: "ext-3")])
    #expect(try rows().map(\.orderID) == [nil])
    try store.takeSamples([sampleOrder(3)])
    #expect(try take([]) == IntakeResult())
    #expect(try rows().map(\.orderName) == ["#3"])
  }

  @Test func twoAccountsMayUseTheSameId() throws {
    try take([sampleDispute()])
    try take([sampleDispute()], from: "main")
    #expect(try rows().count == 2)
  }

  @Test func anOlderWordNeverUndoesANewerOne() throws {
    try take([sampleDispute { $0.state = .lost }])
    try take([sampleDispute { $0.state = .underReview }, sampleDispute()])
    let row = try #require(try rows().first)
    #expect(row.dispute.state == .lost)
    #expect(row.dispute.closedAt == noon)
  }

  @Test func whoAsksForAnOrderSeesItsDisputesOnly() throws {
    try take([
      sampleDispute(), sampleDispute("du_2", order: "ext-2"), sampleDispute("x", order: ""),
    ])
    #expect(try rows().count == 3)
    let query = try QueryParser.parse("#2")
    #expect(try rows(query).map(\.dispute.externalID) == ["du_2"])
  }

  @Test func theNearestDeadlineComesFirst() throws {
    try take([
      sampleDispute("won") { $0.state = .won },
      sampleDispute("review") { $0.state = .underReview },
      sampleDispute("never") { $0.evidenceDueAt = nil },
      sampleDispute("late") { $0.evidenceDueAt = noon + .days(9) },
      sampleDispute("soon") { $0.evidenceDueAt = noon + .days(1) },
    ])
    #expect(
      try rows().map(\.dispute.externalID) == ["soon", "late", "never", "review", "won"])
    #expect(
      try store.undecidedDisputes(of: "stripe", limit: 3) == ["soon", "late", "never"])
    #expect(try store.disputes(.all, limit: 1, now: noon).count == 1)
  }

  @Test func hostileTextIsCleaned() throws {
    try take([sampleDispute("du\u{1B}[2J") { $0.reason = "a\u{202E}b\n" }])
    let row = try #require(try rows().first)
    #expect(!row.dispute.externalID.contains("\u{1B}"))
    #expect(row.dispute.reason == "ab")
    #expect(try take([sampleDispute("")]).refused == ["a dispute without an id"])
  }

  @Test func theListingIsReadOnWhereItWasLeft() throws {
    #expect(try store.disputeFeed(of: "stripe") == DisputeFeed())
    try take([sampleDispute()], cursor: "du_1")
    #expect(try store.disputeFeed(of: "stripe").position == "du_1")
    try store.endDisputes(of: "stripe", isComplete: false, now: noon)
    #expect(
      try store.disputeFeed(of: "stripe")
        == DisputeFeed(position: "du_1", isComplete: false, readAt: noon))
    try store.endDisputes(of: "stripe", isComplete: true, now: noon + .hours(1))
    try store.endDisputes(of: "stripe", isComplete: false, now: noon + .hours(2))
    #expect(
      try store.disputeFeed(of: "stripe")
        == DisputeFeed(position: nil, isComplete: true, readAt: noon + .hours(2)))
  }

  // MARK: The rule

  @Test func evidenceThatIsDueSoonIsAnException() throws {
    try take([sampleDispute { $0.evidenceDueAt = noon + .days(2) }])
    try store.detectAll()
    let row = try #require(try store.listed().first { $0.code == "dispute.due" })
    #expect(row.subject == "#1")
    #expect(row.severity == .critical)
    #expect(row.due == noon + .days(2))
    let risk = try #require(try store.detail("#1").risk)
    #expect(risk.due == noon + .days(2))
    #expect(risk.value == dollars(40))
  }

  @Test func onlyWhatIsDisputedIsAtStake() throws {
    try take([
      sampleDispute {
        $0.evidenceDueAt = noon + .days(2)
        $0.amount = dollars(15)
      }
    ])
    try store.detectAll()
    #expect(try store.detail("#1").risk?.value == dollars(15))
    #expect(try store.detail("#1").row.risk == Money(minor: 1350, currency: .usd))
  }

  @Test func itTripsWhenItsTimeComes() throws {
    try take([sampleDispute()])
    try store.detectAll()
    #expect(try store.listed().allSatisfy { $0.code != "dispute.due" })
    try store.detectAll(now: noon + .days(3))
    #expect(try store.listed(now: noon + .days(3)).contains { $0.code == "dispute.due" })
  }

  @Test(
    arguments: [
      { $0.evidenceSentAt = noon }, { $0.state = .underReview }, { $0.state = .lost },
    ] as [@Sendable (inout Dispute) -> Void])
  func itEndsOnceNothingIsToBeDone(_ change: @Sendable (inout Dispute) -> Void) throws {
    try take([sampleDispute { $0.evidenceDueAt = noon + .days(2) }])
    try store.detectAll()
    #expect(try store.listed().contains { $0.code == "dispute.due" })
    try take([
      sampleDispute {
        $0.evidenceDueAt = noon + .days(2)
        change(&$0)
      }
    ])
    try store.detectAll()
    #expect(try store.listed().allSatisfy { $0.code != "dispute.due" })
  }
}

import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct SettleTests {
  /// What every outcome makes of a first attempt, by what the supplier can do.
  static let outcomes: [(SendOutcome, SupplierPowers, Sending.State, PurchaseState)] = [
    (accepted("N1"), .none, .sent, .placed),
    (accepted("N1", state: .acknowledged), .none, .sent, .acknowledged),
    (accepted(state: .unclear), .none, .sent, .unclear),
    (accepted("N1", state: .rejected), .none, .sent, .rejected),
    (.refused("no such variant"), .none, .rejected, .rejected),
    (.notSent("busy", until: noon), .none, .ready, .intended),
    (.lost("time-out"), .none, .waiting, .unknown),
    (.lost("time-out"), deduplicating, .unknown, .unknown),
    (.lost("time-out"), queryable, .unknown, .unknown),
    (.absent("none"), queryable, .claimed, .intended),
    (.silent("?", until: noon), queryable, .claimed, .intended),
  ]

  @Test(arguments: outcomes.indices)
  func outcomeMovesMessageAndPurchaseTogether(index: Int) throws {
    let (outcome, powers, sending, state) = SettleTests.outcomes[index]
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(outcome, powers)
    let row = try store.onlyBought("#1")
    #expect(row.sending == sending && row.state == state)
    #expect(row.evidence.count == 2 && row.evidence[1].attempt == 1)
    #expect(try store.liveUnits("#1") == (state.isLive ? 1 : 0))
    #expect(try store.request("#1").lines[0].generation == (state.isLive ? 0 : 1))
  }

  @Test func acceptedPurchaseIsTheSuppliersFromThen() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    let later = noon + .minutes(2)
    let claim = try #require(try store.claim(now: later))
    let answer = SendOutcome.accepted(
      numbers: ["N1"], state: .acknowledged, cost: dollars(11), note: "created",
      shipments: [Shipment(number: "lx 1 cn", carrier: "post")])
    try store.settle(claim, answer, powers: .none, now: later + .seconds(2))
    let row = try store.onlyBought("#1")
    #expect(row.number == "N1" && row.cost == dollars(11) && row.placedAt == later)
    #expect(row.outcome == "created" && row.tracking == "LX1CN")
    #expect(row.evidence[1].text == "N1, accepted: created")
    let detail = try store.detail("#1")
    #expect(detail.row.state == .shipped && detail.row.purchase == nil)
    #expect(detail.purchases[0].acknowledgedAt == later + .seconds(2))
    #expect(try store.suppliers(now: later).map(\.purchases) == [1])
    #expect(detail.timeline.contains { $0.text.hasPrefix("place accepted, attempt 1: N1") })
    // The same answer again, as after a crash between the two, changes nothing but the evidence.
    try store.settle(claim, answer, powers: .none, now: later + .seconds(9))
    #expect(try store.onlyBought("#1").number == "N1")
    #expect(
      try store.onlyBought("#1").evidence.map(\.event) == [
        "claimed", "accepted", "charged", "accepted",
      ])
    #expect(try store.bought("#1").count == 1)
  }

  @Test func furtherNumbersAreKeptBesideThePurchase() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1", "N2", "N3", state: .acknowledged))
    let rows = try store.bought("#1")
    #expect(rows.map(\.number).sorted() == ["N1", "N2", "N3"])
    let own = try #require(rows.first { !$0.key.isEmpty })
    #expect(own.number == "N1" && rows.filter { $0.key.isEmpty }.allSatisfy { $0.items.isEmpty })
    #expect(try store.detail("#1").purchases.count { $0.reference == own.key } == 3)
    // They are no purchases by hand while theirs stands, and are once it has come to nothing.
    #expect(try store.request("#1").obstacle.isEmpty)
    let cancelled = samplePurchase("N1", for: own.key, supplier: "") { $0.state = .cancelled }
    _ = try store.take([cancelled], from: "CJ", cursor: nil, now: noon)
    #expect(try store.request("#1").obstacle == "bought by hand: CJ N2")
    #expect(try store.liveUnits("#1") == 1)
  }

  @Test func lateAcceptanceBringsBackWhatWasGivenUp() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    let claim = try #require(try store.claim())
    try store.settle(claim, .lost("time-out"), powers: .none, now: noon)
    try store.decide(.settleAbsent(reason: "they say no"), try store.onlyBought("#1"))
    #expect(try store.liveUnits("#1") == 0)
    try store.settle(claim, accepted("N1"), powers: .none, now: noon + .hours(1))
    let row = try store.onlyBought("#1")
    #expect(row.sending == .sent && row.state == .placed && row.number == "N1")
    #expect(try store.liveUnits("#1") == 1)
  }

  @Test func lateAcceptanceOfUnitsBoughtAgainIsTold() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    let claim = try #require(try store.claim())
    try store.settle(claim, .lost("time-out"), powers: .none, now: noon)
    try store.decide(.settleAbsent(reason: ""), try store.onlyBought("#1"))
    try store.buy("#1")
    try store.settle(claim, accepted("N1"), powers: .none, now: noon + .hours(1))
    let rows = try store.bought("#1").sorted { $0.id < $1.id }
    #expect(rows[0].state == .placed && rows[0].outcome.contains("bought again since"))
    #expect(try store.liveUnits("#1") == 1)
    #expect(try store.integrityProblems().isEmpty)
  }

  @Test(arguments: [
    SendOutcome.refused("no"), .notSent("busy", until: noon), .lost("time-out"),
    .absent("not there"), .silent("?", until: noon + .hours(1)),
  ])
  func lateAnswerToAnOlderAttemptMovesNothing(outcome: SendOutcome) throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    let first = try #require(try store.claim(deduplicating))
    try store.settle(first, .lost("time-out"), powers: deduplicating, now: noon)
    let second = try #require(try store.claim(deduplicating, now: noon + .minutes(1)))
    try store.settle(first, outcome, powers: deduplicating, now: noon + .minutes(2))
    let row = try store.onlyBought("#1")
    #expect(row.sending == .claimed && row.attempts == 2)
    #expect(try #require(row.evidence.last).text.hasPrefix("too late"))
    try store.settle(second, accepted("N1"), powers: deduplicating, now: noon + .minutes(3))
    #expect(try store.onlyBought("#1").sending == .sent)
  }

  @Test func absenceIsBelievedOnlyWhenSaidTwice() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(.lost("reset"), queryable)
    var now = noon
    var questions = 0
    while try store.onlyBought("#1").sending == .unknown, questions < 9 {
      now = now + .minutes(5)
      guard let claim = try store.nextToAsk(receiver: "CJ", powers: queryable, now: now) else {
        continue
      }
      questions += 1
      try store.settle(claim, .absent("none"), powers: queryable, now: now)
    }
    #expect(questions >= 2 && now >= noon + .minutes(20))
    let row = try store.onlyBought("#1")
    #expect(row.sending == .ready && row.state == .intended)
    #expect(try store.claim(queryable, now: now)?.isResend == false)
  }

  /// An answer about the first attempt comes once the second is lost too: it tells nothing of that one.
  @Test(arguments: [SendOutcome.absent("none"), .silent("?", until: noon + .days(9))])
  func answerAboutAnOlderAttemptIsNotBelieved(outcome: SendOutcome) throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(.lost("reset"), queryable)
    var now = noon + .minutes(11)
    let asked = try #require(try store.nextToAsk(receiver: "CJ", powers: queryable, now: now))
    for _ in 0..<2 {
      try store.settle(asked, .absent("none"), powers: queryable, now: now)
      now = now + .minutes(11)
    }
    #expect(try store.onlyBought("#1").sending == .ready)
    try store.send(.lost("reset"), queryable, now: now)
    let before = try store.detail("#1").outbox
    try store.settle(asked, outcome, powers: queryable, now: now + .minutes(30))
    #expect(try store.detail("#1").outbox == before)
    let next = try store.nextToAsk(receiver: "CJ", powers: queryable, now: now + .minutes(30))
    #expect(next?.sending.notBefore == nil && next?.fence == 2)
    #expect(try store.onlyBought("#1").evidence.last?.text.hasPrefix("too late") == true)
  }

  @Test func silenceEndsWithAPerson() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(.lost("reset"), queryable)
    var now = noon
    for question in 0..<Sending.patience {
      let claim = try #require(
        try store.nextToAsk(receiver: "CJ", powers: queryable, now: now), "\(question)")
      now = now + .minutes(2)
      try store.settle(
        claim, .silent("HTTP 503", until: now), powers: queryable, now: now)
    }
    let row = try store.onlyBought("#1")
    #expect(row.sending == .waiting && row.outcome == "HTTP 503")
    #expect(try store.nextToAsk(receiver: "CJ", powers: queryable, now: now + .days(1)) == nil)
  }

  @Test func numberOfAnotherPurchaseStaysThere() throws {
    let scratch = try shop(2)
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1"))
    try store.buy("#2")
    try store.send(accepted("N1"))
    let row = try store.onlyBought("#2")
    #expect(row.number.isEmpty && row.state == .placed && row.sending == .sent)
    #expect(row.outcome == "CJ gave the number N1, which is on #1 already")
    #expect(try store.onlyBought("#1").number == "N1")
  }

  @Test func rowPulledUnderTheNumberBeforeIsTakenIn() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    let claim = try #require(try store.claim())
    // The supplier's list was read first, and names the order and not our key.
    let pulled = samplePurchase("N1", for: "#1", supplier: "") {
      $0.state = .acknowledged
      $0.shipments = [Shipment(number: "LX1CN")]
    }
    _ = try store.take([pulled], from: "CJ", cursor: nil, now: noon)
    #expect(try store.bought("#1").count == 2)
    try store.settle(claim, accepted("N1"), powers: .none, now: noon)
    let row = try store.onlyBought("#1")
    #expect(row.number == "N1" && row.state == .acknowledged && row.tracking == "LX1CN")
    #expect(try store.request("#1").obstacle.isEmpty)
  }

  @Test(arguments: [true, false])
  func paymentIsQueuedOnceWhereTheAccountPays(pays: Bool) throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1") { $0.needsPayment = pays }
    try store.send(accepted("N1", state: .unpaid))
    let unpaid = samplePurchase("N1", for: "", supplier: "CJ") { $0.state = .unpaid }
    _ = try store.take([unpaid], from: "CJ", cursor: nil, now: noon)
    guard pays else {
      #expect(try store.claim() == nil)
      return
    }
    let claim = try #require(try store.claim())
    let key = try store.onlyBought("#1").key
    #expect(claim.kind == "pay" && claim.key == "pay:" + key && claim.body == "N1")
    #expect(claim.purchaseNumber == "N1" && claim.purchaseKey == key)
    #expect(try store.detail("#1").outbox.count == 2)
    try store.settle(
      claim, accepted("N1", state: .acknowledged), powers: .none, now: noon + .minutes(1))
    let row = try store.onlyBought("#1")
    #expect(row.state == .acknowledged && row.number == "N1")
    #expect(row.evidence.map(\.text).contains { $0.hasPrefix("pay: ") })
  }

  @Test func paymentThatIsRefusedIsToldBesideThePurchase() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1") { $0.needsPayment = true }
    try store.send(accepted("N1", state: .unpaid))
    try store.send(.refused("balance too low"))
    let row = try store.onlyBought("#1")
    #expect(row.outcome == "payment refused: balance too low")
    #expect(row.state == .unpaid && row.sending == .sent)
    #expect(try store.liveUnits("#1") == 1)
  }

  @Test func lostPaymentIsRepeatedWhateverTheSupplierCanDo() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1") { $0.needsPayment = true }
    try store.send(accepted("N1", state: .unpaid), queryable)
    try store.send(.lost("time-out"), queryable)
    let again = try #require(try store.claim(queryable, now: noon + .minutes(1)))
    #expect(again.kind == "pay" && again.isResend)
    #expect(try store.nextToAsk(receiver: "CJ", powers: queryable, now: noon) == nil)
  }

  @Test(arguments: [
    ("UPDATE customerOrder SET payment = 'refunded'", "the order is refunded"),
    ("UPDATE purchaseOrder SET state = 'acknowledged'", "nothing is to be paid any more"),
    ("UPDATE purchaseOrder SET state = 'cancelled'", "nothing is to be paid any more"),
  ])
  func paymentThatIsNotOwedAnyMoreIsWithdrawn(sql: String, reason: String) throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1") { $0.needsPayment = true }
    try store.send(accepted("N1", state: .unpaid))
    try store.pool.write { try $0.execute(sql: sql) }
    #expect(try store.claim() == nil)
    let message = try #require(try store.detail("#1").outbox.last)
    #expect(message.kind == "pay" && message.state == .withdrawn && message.outcome == reason)
  }

  @Test func outcomeOfNoMessageIsAnError() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    var claim = try #require(try store.claim())
    claim.key = "place:OTHER"
    let error = try storeError {
      try store.settle(claim, accepted("N1"), powers: .none, now: noon)
    }
    #expect(error.kind == .refused && error.what.contains("place:OTHER"))
  }

  // MARK: what the supplier's own list says

  @Test(arguments: [
    Sending.State.proposed, .held, .ready, .claimed, .unknown, .waiting, .rejected, .sent,
  ])
  func supplierThatListsOurKeyHasThePurchase(before: Sending.State) throws {
    let scratch = try shop()
    let store = scratch.store
    switch before {
    case .proposed, .ready: try store.buy("#1", Sending(state: before))
    case .held: try store.buy("#1", .held(until: noon + .days(1), now: noon))
    default: try store.buy("#1")
    }
    switch before {
    case .claimed: _ = try store.claim()
    case .unknown: try store.send(.lost(""), deduplicating)
    case .waiting: try store.send(.lost(""))
    case .rejected: try store.send(.refused("no"))
    case .sent: try store.send(accepted())
    default: break
    }
    let key = try store.onlyBought("#1").key
    let pulled = samplePurchase("N1", for: key, supplier: "") { $0.state = .acknowledged }
    let result = try store.take([pulled], from: "CJ", cursor: nil, now: noon + .minutes(5))
    #expect(result == IntakeResult(changed: 1))
    let row = try store.onlyBought("#1")
    #expect(row.sending == .sent && row.state == .acknowledged && row.number == "N1")
    #expect(row.attempts == 1 && row.cost == dollars(12))
    #expect(try store.liveUnits("#1") == 1)
    #expect(row.evidence.contains { $0.event == "found" } == (before != .sent))
    #expect(try store.take([pulled], from: "CJ", cursor: nil, now: noon).unchanged == 1)
  }

  @Test func listedPurchaseThatWasTakenBackStandsBesideIt() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1", Sending(state: .proposed))
    let row = try store.onlyBought("#1")
    try store.decide(.dropPurchase(reason: ""), row)
    let pulled = samplePurchase("N1", for: row.key, supplier: "")
    #expect(try store.take([pulled], from: "CJ", cursor: nil, now: noon).imported == 1)
    #expect(try store.bought("#1").count == 2)
    // Nobody may buy it again before a person has looked.
    #expect(try store.request("#1").obstacle == "bought by hand: CJ N1")
  }

  @Test func furtherNumberUnderOurKeyIsKeptBesideThePurchase() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1"))
    let key = try store.onlyBought("#1").key
    let page = ["N1", "N2"].map { samplePurchase($0, for: key, supplier: "") }
    _ = try store.take(page, from: "CJ", cursor: nil, now: noon)
    #expect(try store.bought("#1").map(\.number).sorted() == ["N1", "N2"])
    #expect(try store.take(page, from: "CJ", cursor: nil, now: noon).unchanged == 2)
    #expect(try store.request("#1").obstacle.isEmpty)
  }

  @Test func supplierThatCancelsFreesTheLinesAndTakesThemBack() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1"))
    func pull(_ state: PurchaseState) throws {
      _ = try store.take(
        [samplePurchase("N1", for: "", supplier: "") { $0.state = state }], from: "CJ",
        cursor: nil, now: noon)
    }
    try pull(.cancelled)
    #expect(try store.liveUnits("#1") == 0)
    #expect(try store.request("#1").lines[0].covered.isEmpty)
    #expect(try store.request("#1").lines[0].generation == 1)
    try pull(.acknowledged)
    #expect(try store.liveUnits("#1") == 1)
    try pull(.cancelled)
    #expect(try store.buy("#1").applied == 1)
    #expect(
      try store.bought("#1").map(\.state).sorted { $0.rawValue < $1.rawValue }
        == [.cancelled, .intended])
  }

  @Test func waitForMoneyIsCountedFromItsStart() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1", state: .unpaid))
    func since() throws -> Int64? {
      try store.pool.read { try $0.number("SELECT unpaidSince FROM purchaseOrder") }
    }
    #expect(try since() == noon.milliseconds)
    for (state, expected) in [
      (PurchaseState.unpaid, noon.milliseconds), (.placed, noon.milliseconds), (.acknowledged, nil),
    ] {
      let pulled = samplePurchase("N1", for: "", supplier: "") {
        $0.state = state
        $0.cost = dollars(20)
      }
      _ = try store.take([pulled], from: "CJ", cursor: nil, now: noon + .hours(5))
      #expect(try since() == expected)
    }
  }
}

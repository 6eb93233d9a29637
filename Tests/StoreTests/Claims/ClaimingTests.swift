import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct ClaimingTests {
  private static let policies = [
    ClaimPolicy(
      party: .supplier, name: "cj", title: "CJ", source: "CJ's page", asOf: noon.date,
      terms: [
        ClaimTerm(
          kinds: [.lost, .damaged], closes: ClaimBound(3, after: .bought), evidence: [.photos])
      ])
  ]

  private func desk() throws -> (scratch: Scratch, order: OrderID) {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)])
    let purchase = samplePurchase("C-1", for: "#1") {
      $0.state = .shipped
      $0.shipments = [Shipment(number: "LX123456785CN", carrier: "china-post")]
    }
    _ = try scratch.store.take([purchase], from: "cj", cursor: nil, now: noon)
    _ = try scratch.store.take(
      [
        TrackingReport(
          number: "LX123456785CN", carrier: "china-post", status: .lost,
          events: [scan(.lost, noon - .minutes(5))])
      ], from: "17track", nextTrack: { _, _ in nil }, now: noon)
    try detect(scratch.store)
    return (scratch, try scratch.store.only("#1"))
  }

  private func detect(_ store: Store, now: Timestamp = noon) throws {
    var rules = Thresholds()
    rules.policies = ClaimingTests.policies
    while try store.detect(thresholds: rules, limit: 50, now: now).hasMore {}
  }

  private func open(
    _ store: Store, _ order: OrderID, against: String = "cj", kind: LossKind? = nil,
    amount: Money? = nil
  ) throws -> LossClaim {
    try store.openClaim(
      ClaimWish(order: order, against: against, kind: kind, amount: amount),
      policies: ClaimingTests.policies, reason: "lost on the way", by: "Ada", now: noon)
  }

  private func closing(_ store: Store) throws -> Bool {
    try store.detail("#1").exceptions.contains { $0.code == "claim.closing" && $0.state.stands }
  }

  @Test(arguments: ["cj", "CJ", "supplier"])
  func aClaimTakesItsWindowAndMoneyFromTheLossThatStands(against: String) throws {
    let (scratch, order) = try desk()
    let claim = try open(scratch.store, order, against: against)
    #expect(claim.state == .draft && claim.kind == .lost && claim.amount == dollars(12))
    #expect(claim.closesAt == noon - .minutes(50) + .days(3) && claim.parcel == "LX123456785CN")
    let page = try #require(try scratch.store.claim(claim.id))
    #expect(page.claim == claim && page.order == order)
    #expect(page.events.map(\.verb) == ["open"] && page.events[0].reason == "lost on the way")
  }

  @Test func onlySubmittingQuietsTheWarning() throws {
    let (scratch, order) = try desk()
    #expect(try closing(scratch.store))
    let claim = try open(scratch.store, order)
    try detect(scratch.store)
    #expect(try closing(scratch.store))
    _ = try scratch.store.step(
      claim.id, .submit(reference: "D-7"), reason: "", by: "Ada", now: noon + .minutes(1))
    try detect(scratch.store, now: noon + .minutes(2))
    #expect(try !closing(scratch.store))
  }

  @Test func whatCameBackIsKeptWithTheClaim() throws {
    let (scratch, order) = try desk()
    let claim = try open(scratch.store, order, amount: dollars(10))
    let store = scratch.store
    _ = try store.step(claim.id, .submit(reference: "D-7"), reason: "", by: "Ada", now: noon)
    _ = try store.step(claim.id, .answer(note: "half"), reason: "", by: "Ada", now: noon)
    let settled = try store.step(
      claim.id, .settle(recovered: dollars(5)), reason: "they would not move", by: "Bo", now: noon)
    #expect(settled.state == .partly && settled.recovered == dollars(5))
    let page = try #require(try store.claim(claim.id))
    #expect(page.claim == settled && page.claim.reference == "D-7")
    #expect(page.events.map(\.state) == [.draft, .submitted, .answered, .partly])
    #expect(page.events.last?.reason == "5.00 USD came back; they would not move")
    #expect(page.events.map(\.by) == ["Ada", "Ada", "Ada", "Bo"])
    let row = try store.recourseCalendar(
      .all, openOnly: false, limit: .max, notice: .days(3), now: noon)
    #expect(row.map(\.stateText) == ["partly"])
  }

  @Test func twoLiveClaimsForOneLossAreRefusedAndANewOneAfterwardsIsNot() throws {
    let (scratch, order) = try desk()
    let first = try open(scratch.store, order)
    #expect(throws: StoreError.self) { try open(scratch.store, order) }
    _ = try scratch.store.step(first.id, .withdraw, reason: "", by: "Ada", now: noon)
    #expect(try open(scratch.store, order).id > first.id)
  }

  @Test func aStepThatMakesNoSenseChangesNothing() throws {
    let (scratch, order) = try desk()
    let claim = try open(scratch.store, order)
    let before = try scratch.store.everything()
    #expect(throws: StoreError.self) {
      try scratch.store.step(
        claim.id, .settle(recovered: dollars(1)), reason: "", by: "Ada", now: noon)
    }
    #expect(throws: StoreError.self) {
      try scratch.store.step(ClaimID(99), .withdraw, reason: "", by: "Ada", now: noon)
    }
    #expect(try scratch.store.everything() == before)
  }

  @Test func evidenceIsGatheredOnceAndShownOnTheCalendar() throws {
    let (scratch, order) = try desk()
    let claim = try open(scratch.store, order)
    for _ in 1...2 {
      let changed = try scratch.store.addEvidence(
        .photos, "box.jpg", to: claim.id, by: "Ada", now: noon)
      #expect(changed.evidence.map(\.text) == ["box.jpg"] && changed.missing.isEmpty)
    }
    try detect(scratch.store)
    let row = try scratch.store.recourseCalendar(
      .all, openOnly: true, limit: .max, notice: .days(3), now: noon)
    #expect(row.map(\.missing) == [[]])
  }

  @Test func aClaimForALossThatNobodyReportedNeedsItsKind() throws {
    let (scratch, order) = try desk()
    let claim = try open(scratch.store, order, kind: .damaged)
    #expect(claim.kind == .damaged && claim.source == "CJ's page")
    let carrier = try open(scratch.store, order, against: "carrier", kind: .lost)
    #expect(carrier.name == "china-post" && carrier.closesAt == nil && carrier.source.isEmpty)
    #expect(throws: StoreError.self) {
      try open(scratch.store, order, against: "somebody", kind: .lost)
    }
    #expect(throws: StoreError.self) { try open(scratch.store, order, against: "carrier") }
  }

  @Test func aWonClaimEndsTheMatterForEverybody() throws {
    let (scratch, order) = try desk()
    let claim = try open(scratch.store, order, against: "carrier", kind: .lost)
    _ = try scratch.store.step(claim.id, .submit(reference: ""), reason: "", by: "Ada", now: noon)
    try detect(scratch.store)
    #expect(try closing(scratch.store))
    _ = try scratch.store.step(
      claim.id, .settle(recovered: dollars(12)), reason: "", by: "Ada", now: noon)
    try detect(scratch.store)
    #expect(try !closing(scratch.store))
  }

  @Test(arguments: ["UPDATE claimEvent SET reason = 'other'", "DELETE FROM claimEvent"])
  func whatWasDoneCantBeRewritten(sql: String) throws {
    let (scratch, order) = try desk()
    _ = try open(scratch.store, order)
    #expect(throws: DatabaseError.self) {
      try scratch.store.pool.write { try $0.execute(sql: sql) }
    }
  }

  @Test(arguments: LossClaim.State.allCases)
  func everyStateCanBeStored(state: LossClaim.State) throws {
    let (scratch, order) = try desk()
    try scratch.store.pool.write { database in
      for (place, kind) in LossKind.allCases.enumerated() {
        try database.execute(
          sql: """
            INSERT INTO claim (orderID, party, name, kind, parcel, state, reference, openedAt,
              submittedAt, settledAt, source, wanted)
            VALUES (?, ?, 'x', ?, '', ?, '', 0, 0, ?, '', '')
            """,
          arguments: [
            order.number, ClaimParty.allCases[place % 4].rawValue, kind.rawValue, state.rawValue,
            state.isFinal ? 0 : nil,
          ])
      }
    }
    #expect(try scratch.store.detail("#1").row.name == "#1")
  }

  @Test func everyStepIsTakenBackAndDoneAgain() throws {
    let (scratch, order) = try desk()
    let store = scratch.store
    let id = try open(store, order).id
    func state() throws -> LossClaim.State? { try store.claim(id)?.claim.state }
    _ = try store.step(id, .submit(reference: "D-1"), reason: "", by: "Ada", now: noon)
    _ = try store.step(id, .answer(note: "half"), reason: "", by: "Ada", now: noon)
    _ = try store.step(id, .settle(recovered: dollars(6)), reason: "", by: "Ada", now: noon)
    let ended = try #require(try store.claim(id)?.claim)
    #expect(ended.state == .partly && ended.recovered == dollars(6))
    var states: [LossClaim.State?] = []
    for _ in 0..<4 {
      let receipt = try store.undo(nil, by: "Ada", now: noon + .hours(1))
      #expect(receipt.applied == 1)
      states.append(try state())
    }
    #expect(states == [.answered, .submitted, .draft, .withdrawn])
    #expect(try store.undo(nil, by: "Ada", now: noon).applied == 0)
    #expect(try store.redo(by: "Ada", now: noon + .hours(2)).applied == 1)
    #expect(try state() == .draft)
    for expected in [LossClaim.State.submitted, .answered, .partly] {
      #expect(try store.redo(by: "Ada", now: noon + .hours(2)).applied == 1)
      #expect(try state() == expected)
    }
    #expect(try store.claim(id)?.claim == ended)
  }

  @Test func undoOfASettlementTakesTheMoneyBackToo() throws {
    let (scratch, order) = try desk()
    let store = scratch.store
    let id = try open(store, order).id
    _ = try store.step(id, .submit(reference: ""), reason: "", by: "Ada", now: noon)
    _ = try store.step(id, .settle(recovered: dollars(12)), reason: "", by: "Ada", now: noon)
    _ = try store.undo(nil, by: "Ada", now: noon)
    let claim = try #require(try store.claim(id)?.claim)
    #expect(claim.recovered == nil && claim.settledAt == nil && claim.isLive)
    #expect(try store.decisions(limit: 1).first?.title == "settle claim 1 against cj for #1")
    #expect(try store.decisions(limit: 1).first?.undoneAt == noon)
  }

  @Test func evidenceIsTakenBackAndWhatMovedOnIsNot() throws {
    let (scratch, order) = try desk()
    let store = scratch.store
    let id = try open(store, order).id
    _ = try store.addEvidence(.photos, "box.jpg", to: id, by: "Ada", now: noon)
    #expect(try store.undo(nil, by: "Ada", now: noon).applied == 1)
    #expect(try store.claim(id)?.claim.evidence.isEmpty == true)
    #expect(try store.redo(by: "Ada", now: noon).applied == 1)
    #expect(try store.claim(id)?.claim.evidence.map(\.text) == ["box.jpg"])
    let opened = try #require(try store.decisions(limit: 9).last?.id)
    _ = try store.step(id, .submit(reference: ""), reason: "", by: "Ben", now: noon)
    let receipt = try store.undo(opened, by: "Ada", now: noon)
    #expect(receipt.refused.map(\.reason) == ["it has been submitted since, or changed"])
  }

  @Test func aClaimThatWasTakenBackGivesWayToAnother() throws {
    let (scratch, order) = try desk()
    let store = scratch.store
    _ = try open(store, order)
    _ = try store.undo(nil, by: "Ada", now: noon)
    let second = try store.openClaim(
      ClaimWish(order: order, against: "cj"), policies: ClaimingTests.policies, reason: "",
      by: "Ben", now: noon)
    let receipt = try store.redo(by: "Ada", now: noon)
    #expect(receipt.refused.map(\.reason) == ["claim \(second.id.number) asks for that by now"])
  }
}

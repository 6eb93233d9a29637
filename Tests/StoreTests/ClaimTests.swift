import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct ClaimTests {
  @Test func claimTellsEverythingThatIsNeededToSend() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    let row = try store.onlyBought("#1")
    let claim = try #require(try store.claim())
    #expect(claim.kind == "place" && claim.key == "place:" + row.key)
    #expect(claim.purchaseKey == row.key && claim.purchaseNumber.isEmpty)
    #expect(claim.body == row.body && claim.receiver == "CJ" && claim.storefront == "main")
    #expect(claim.orderExternalID == "ext-1" && !claim.isResend)
    #expect(claim.fence == 1 && claim.sending.state == .claimed && claim.sending.attempts == 1)
    #expect(claim.sending.lastSentAt == noon)
    let after = try store.onlyBought("#1")
    #expect(after.sending == .claimed && after.state == .intended && after.attempts == 1)
    #expect(after.evidence.map(\.event) == ["claimed"])
    #expect(try store.claim() == nil)
    #expect(try store.evidence(of: row.id) == after.evidence)
  }

  @Test func fenceGrowsWithEveryClaim() throws {
    let scratch = try shop(3)
    let store = scratch.store
    for name in ["#1", "#2", "#3"] { try store.buy(name) }
    let fences = try (0..<3).map { _ in try #require(try store.claim()).fence }
    #expect(fences == [1, 2, 3])
  }

  @Test(arguments: ["expired", "taken over", "given back", "older fence"])
  func nothingIsClaimedWithoutTheLease(how: String) throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    var lease = try store.dispatchLease()
    var now = noon
    switch how {
    case "expired": now = noon + .minutes(6)
    case "taken over":
      now = noon + .minutes(6)
      _ = try store.dispatchLease("d2", now: now)
    case "given back": try store.release(lease)
    default: lease.fence -= 1
    }
    let before = try store.everything()
    let claim = try store.claimNext(receiver: "CJ", powers: .none, lease: lease, now: now)
    #expect(claim == nil)
    #expect(try store.everything() == before)
  }

  @Test func heldPurchaseLeavesOnlyOnceItsTimeHasCome() throws {
    let scratch = try shop(2)
    let store = scratch.store
    try store.buy("#1", .held(until: noon + .minutes(10), now: noon))
    try store.buy("#2", Sending(state: .proposed))
    #expect(try store.nextDispatch(now: noon) == noon + .minutes(10))
    #expect(try store.pendingReceivers(now: noon + .minutes(9)).isEmpty)
    #expect(try store.claim(now: noon + .minutes(9)) == nil)
    let due = noon + .minutes(10)
    #expect(try store.pendingReceivers(now: due) == ["CJ"])
    #expect(try store.nextDispatch(now: due + .minutes(1)) == due + .minutes(1))
    #expect(try store.claim(now: due)?.order == store.only("#1"))
    #expect(try store.claim(now: due + .days(1)) == nil)
    #expect(try store.nextDispatch(now: due) == nil)
  }

  @Test func releasedHoldCountsAsReady() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1", .held(until: noon + .minutes(10), now: noon))
    #expect(try store.releaseHeld(now: noon + .minutes(9)) == 0)
    #expect(try store.releaseHeld(now: noon + .minutes(10)) == 1)
    let row = try store.detail("#1").row
    #expect(row.purchase == .ready && row.holdUntil == nil)
    #expect(try store.counts().held == 1)
  }

  @Test func eachReceiverHasItsOwnMessages() throws {
    let scratch = try shop(2)
    let store = scratch.store
    try store.buy("#1", supplier: "CJ")
    try store.buy("#2", supplier: "Agent")
    #expect(try store.pendingReceivers(now: noon) == ["Agent", "CJ"])
    #expect(try store.claim(receiver: "Agent")?.order == store.only("#2"))
    #expect(try store.claim(receiver: "Nobody") == nil)
    #expect(try store.pendingReceivers(now: noon) == ["CJ"])
  }

  @Test func whatWasTurnedAwayWaitsItsTime() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(.notSent("429", until: noon + .minutes(3)))
    #expect(try store.onlyBought("#1").sending == .ready)
    #expect(try store.onlyBought("#1").outcome == "429")
    #expect(try store.pendingReceivers(now: noon).isEmpty)
    #expect(try store.nextDispatch(now: noon) == noon + .minutes(3))
    #expect(try store.claim(now: noon + .minutes(2)) == nil)
    let again = try #require(try store.claim(now: noon + .minutes(3)))
    #expect(!again.isResend && again.sending.attempts == 2)
  }

  struct Change: CustomTestStringConvertible, Sendable {
    var reason: String
    var sql: String
    var testDescription: String { reason }
  }

  /// Changes behind the back of intake: the claim looks at the order itself.
  static let changes = [
    Change(reason: "the order is cancelled", sql: "UPDATE customerOrder SET cancelledAt = 1"),
    Change(reason: "the order is refunded", sql: "UPDATE customerOrder SET payment = 'refunded'"),
    Change(reason: "the order is not paid", sql: "UPDATE customerOrder SET payment = 'pending'"),
    Change(
      reason: "the order has changed since it was planned",
      sql: "UPDATE customerOrder SET line1 = 'elsewhere'"),
    Change(
      reason: "the order has changed since it was planned",
      sql: "UPDATE orderLine SET quantity = 5"),
    Change(reason: "CASE-1 is not in the order any more", sql: "DELETE FROM orderLine"),
    Change(reason: "CASE-1 is now CASE-9", sql: "UPDATE orderLine SET sku = 'CASE-9'"),
    Change(reason: "only 0 of CASE-1 are ordered", sql: "UPDATE orderLine SET quantity = 0"),
    Change(
      reason: "CASE-1 has been shipped already", sql: "UPDATE orderLine SET fulfilled = 1"),
    Change(
      reason: "nothing of it is to be bought any more", sql: "UPDATE purchaseLine SET isLive = 0"),
    Change(
      reason: "bought by hand: CJ H1",
      sql: """
        INSERT INTO purchaseOrder (orderID, supplierID, number, reference, state, placedAt,
        recordedAt, recordedBy) SELECT orderID, supplierID, 'H1', '', 'placed', 0, 0, ''
        FROM purchaseOrder
        """),
  ]

  @Test(arguments: changes)
  func claimWithdrawsWhatMayNotBeBoughtAndTakesTheNext(change: Change) throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.pool.write { try $0.execute(sql: change.sql) }
    try store.takeSamples([sampleOrder(2)])
    try store.buy("#2")
    let claim = try #require(try store.claim())
    #expect(claim.order == (try store.only("#2")))
    let row = try #require(try store.bought("#1").first { !$0.key.isEmpty })
    #expect(row.sending == .withdrawn && row.state == .cancelled)
    #expect(row.outcome == change.reason)
    #expect(row.evidence.map(\.event) == ["withdrawn"])
    #expect(try store.liveUnits("#1") == 0)
  }

  /// CJ lists a draft as created, which says nothing of money.
  @Test func aDraftStaysUnpaidUntilItMovesOn() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1", state: .unpaid))
    func listed(_ state: PurchaseState, _ hours: Int64) throws -> PurchaseState {
      let told = samplePurchase("N1", for: "") { $0.state = state }
      _ = try store.take([told], from: "CJ", cursor: nil, now: noon + .hours(hours))
      return try store.onlyBought("#1").state
    }
    #expect(try listed(.placed, 1) == .unpaid)
    _ = try store.detect(thresholds: Thresholds(), limit: 100, now: noon + .hours(14))
    let codes = try store.detail("#1").exceptions.map(\.code)
    #expect(codes.contains("purchase.unpaid"))
    #expect(try listed(.acknowledged, 15) == .acknowledged)
    #expect(try listed(.placed, 16) == .placed)
  }

  @Test func noPurchaseLeavesWhileBuyingIsStopped() throws {
    let scratch = try shop(2)
    let store = scratch.store
    try store.buy("#1")
    try store.send(accepted("N1", state: .unpaid))
    let unpaid = try store.onlyBought("#1")
    try store.decide(.cancelPurchase(reason: "no"), unpaid, hold: .minutes(0))
    try store.buy("#2", .held(until: noon + .minutes(1), now: noon))
    _ = try store.decide(
      .stopBuying(reason: ""), on: [.buying], by: "ben", hold: .minutes(0), now: noon)
    let later = noon + .minutes(2)
    #expect(try store.pendingReceivers(now: later) == ["CJ"])
    let claim = try #require(try store.claim(now: later))
    #expect(claim.kind == "cancel" && claim.purchaseNumber == "N1" && claim.body == "N1")
    #expect(try store.claim(now: later) == nil)
    #expect(try store.pendingReceivers(now: later).isEmpty)
    #expect(try store.nextDispatch(now: later) == nil)
    _ = try store.decide(.startBuying, on: [.buying], by: "ben", hold: .minutes(0), now: later)
    #expect(try store.claim(now: later)?.kind == "place")
  }

  @Test func lostAttemptIsSentAgainWhereTheFarSideRefusesASecond() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    let first = try #require(try store.claim(deduplicating))
    try store.settle(first, .lost("time-out"), powers: deduplicating, now: noon)
    #expect(try store.onlyBought("#1").state == .unknown)
    #expect(try store.nextToAsk(receiver: "CJ", powers: deduplicating, now: noon) == nil)
    let later = noon + .minutes(1)
    let second = try #require(try store.claim(deduplicating, now: later))
    #expect(second.isResend && second.key == first.key && second.body == first.body)
    #expect(second.fence > first.fence)
    // Nobody knows of the first, whatever becomes of the second.
    #expect(try store.onlyBought("#1").state == .unknown)
    try store.settle(second, .refused("bad address"), powers: deduplicating, now: later)
    #expect(try store.onlyBought("#1").sending == .unknown)
  }

  @Test func unknownPurchaseOfACancelledOrderIsNotSentAgain() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(.lost("time-out"), deduplicating)
    try store.pool.write { try $0.execute(sql: "UPDATE customerOrder SET cancelledAt = 1") }
    #expect(try store.claim(deduplicating, now: noon + .hours(1)) == nil)
    let row = try store.onlyBought("#1")
    #expect(row.sending == .waiting && row.state == .unknown)
    #expect(row.outcome.contains("cancelled") && row.outcome.contains("not sent again"))
    #expect(try store.pendingReceivers(now: noon + .hours(2)).isEmpty)
  }

  @Test func unknownPurchaseIsNotSentAgainWhileBuyingIsStopped() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(.lost("time-out"), deduplicating)
    _ = try store.decide(
      .stopBuying(reason: ""), on: [.buying], by: "ben", hold: .minutes(0), now: noon)
    let later = noon + .minutes(2)
    #expect(try store.claim(deduplicating, now: later) == nil)
    #expect(try store.onlyBought("#1").sending == .unknown)
    #expect(try store.nextDispatch(now: later) == later + .minutes(5))
  }

  @Test func memoryThatIsOverLeavesItToAPerson() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(.lost("time-out"), deduplicating)
    #expect(try store.claim(deduplicating, now: noon + .hours(30)) == nil)
    #expect(try store.onlyBought("#1").sending == .waiting)
  }

  @Test func unknownPurchaseIsAskedAboutWhereItCanBe() throws {
    let scratch = try shop()
    let store = scratch.store
    try store.buy("#1")
    try store.send(.lost("reset"), queryable)
    #expect(try store.claim(queryable, now: noon + .hours(1)) == nil)
    let asked = try #require(
      try store.nextToAsk(receiver: "CJ", powers: queryable, now: noon + .minutes(1)))
    #expect(asked.purchaseKey == (try store.onlyBought("#1").key) && asked.fence == 1)
    #expect(asked.sending.state == .unknown)
    #expect(try store.nextToAsk(receiver: "CJ", powers: .none, now: noon) == nil)
    #expect(try store.nextToAsk(receiver: "Agent", powers: queryable, now: noon) == nil)
  }

  @Test func operatorHasTheSupplierAskedAgain() throws {
    let scratch = try shop(2)
    let store = scratch.store
    try store.buy("#1")
    try store.buy("#2")
    try store.send(.lost("reset"))
    let row = try store.onlyBought("#1")
    #expect(row.sending == .waiting)
    func ask(_ powers: SupplierPowers, _ row: PurchaseRow) throws -> String {
      try store.askAgain(about: row.id, powers: { _ in powers }, now: noon)
    }
    #expect(try storeError { _ = try ask(.none, row) }.why.contains("can't be asked"))
    #expect(try ask(queryable, row) == "CJ")
    #expect(try store.onlyBought("#1").sending == .unknown)
    #expect(try store.nextToAsk(receiver: "CJ", powers: queryable, now: noon) != nil)
    let unsent = try store.onlyBought("#2")
    #expect(try storeError { _ = try ask(queryable, unsent) }.kind == .refused)
    let orders = try ["#1", "#2"].map { try store.only($0) }
    #expect(try store.openPurchases(of: orders).map(\.orderName) == ["#1", "#2"])
    try store.decide(.settlePlaced(number: "N1"), row)
    #expect(try store.openPurchases(of: orders).map(\.orderName) == ["#2"])
  }

  @Test(arguments: [
    (SupplierPowers.none, Sending.State.waiting), (deduplicating, .unknown), (queryable, .unknown),
  ])
  func claimsOfAnEarlierLeaseAreUnknown(powers: SupplierPowers, state: Sending.State) throws {
    let scratch = try shop(2)
    let store = scratch.store
    try store.buy("#1")
    let claim = try #require(try store.claim(powers))
    // Of the lease that still holds nothing is orphaned.
    let own = try store.dispatchLease()
    #expect(try store.orphanClaims(lease: own, powers: { _ in powers }, now: noon) == 0)
    let later = noon + .minutes(6)
    let next = try store.dispatchLease("d2", now: later)
    #expect(try store.orphanClaims(lease: own, powers: { _ in powers }, now: later) == 0)
    #expect(try store.orphanClaims(lease: next, powers: { _ in powers }, now: later) == 1)
    #expect(try store.orphanClaims(lease: next, powers: { _ in powers }, now: later) == 0)
    let row = try store.onlyBought("#1")
    #expect(row.sending == state && row.state == .unknown)
    #expect(row.evidence.map(\.event) == ["claimed", "orphaned"])
    #expect(try store.detail("#1").row.purchase == state)
    #expect(try store.counts().unknownPurchases == 1)
    // Its dispatcher was only slow, and has the answer after all.
    try store.settle(claim, accepted("N1"), powers: powers, now: later)
    #expect(try store.onlyBought("#1").sending == .sent)
  }

  @Test func twoDispatchersClaimEachMessageOnce() async throws {
    let scratch = try shop(20)
    for number in 1...20 { try scratch.store.buy("#\(number)") }
    let path = scratch.path
    let claims = try await withThrowingTaskGroup(of: [Claim].self) { group in
      for dispatcher in 0..<4 {
        group.addTask {
          let store = try Store.open(path)
          var mine: [Claim] = []
          for _ in 0..<60 {
            let lease = try store.lease(
              "dispatch", holder: "d\(dispatcher)", for: .minutes(1), now: noon)
            guard let lease else { continue }
            if let claim = try store.claimNext(
              receiver: "CJ", powers: .none, lease: lease, now: noon)
            {
              mine.append(claim)
            }
            try store.release(lease)
          }
          try store.close()
          return mine
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(Set(claims.map(\.key)).count == claims.count)
    #expect(Set(claims.map(\.fence)).count == claims.count && !claims.isEmpty)
  }

  @Test func twoStoresIntendTheSameOrderOnce() async throws {
    let scratch = try shop(8)
    let path = scratch.path
    let applied = try await withThrowingTaskGroup(of: Int.self) { group in
      for buyer in 0..<4 {
        group.addTask {
          let store = try Store.open(path)
          var sum = 0
          for number in 1...8 {
            // Each plans with what it sees, by another supplier, so that no key is the same.
            let request = try #require(
              try store.routeRequests([try store.only("#\(number)")], now: noon).first)
            let draft = draft(request, supplier: "S\(buyer)")
            guard !draft.items.isEmpty else { continue }
            sum += try store.intend(
              [intent(draft)], by: "b\(buyer)", hold: .minutes(1), now: noon
            ).applied
          }
          try store.close()
          return sum
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(applied == 8)
    for number in 1...8 { #expect(try scratch.store.liveUnits("#\(number)") == 1) }
    #expect(try scratch.store.integrityProblems().isEmpty)
  }
}

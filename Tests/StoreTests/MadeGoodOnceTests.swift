import Fulfillment
import GRDB
import Testing

@testable import Store

/// What was bought by hand, taken back and done again, and what comes late: nothing is made good twice.
@Suite struct MadeGoodOnceTests {
  private let soon = noon + .minutes(1)

  private func record(
    _ number: String, _ desk: ReplacementDesk, by name: String = "ana", now: Timestamp = noon
  ) throws -> DecisionReceipt {
    try desk.store.recordReplacement(
      samplePurchase(number, for: "#1", supplier: "Agent"), for: try desk.row().id, by: name,
      now: now)
  }

  private func refund(_ desk: ReplacementDesk, by name: String = "ben") throws -> DecisionReceipt {
    try desk.store.decide(
      .refundReturn(amount: dollars(10), note: ""), on: [.return(try desk.row().id)], by: name,
      hold: .minutes(10), now: noon)
  }

  @Test func whatIsPaidBackMeanwhileIsNotReplacedByARedo() throws {
    let desk = try ReplacementDesk()
    #expect(try record("H1", desk).applied == 1)
    #expect(try desk.store.undo(nil, by: "ana", now: noon).applied == 1)
    #expect(try refund(desk).applied == 1)
    let receipt = try desk.store.redo(by: "ana", now: noon)
    #expect(receipt.applied == 0)
    #expect(receipt.refused.first?.reason.contains("1 paid back") == true, "\(receipt)")
    #expect(try desk.ledger().replaced.isEmpty && desk.row().state == .approved)
    // The money does go back.
    #expect(try desk.store.claim(receiver: "main", now: noon + .minutes(11))?.kind == "refund")
  }

  @Test func redoTakesUpWhatItsOwnDecisionBought() throws {
    let desk = try ReplacementDesk()
    _ = try record("H1", desk)
    _ = try desk.store.undo(nil, by: "ana", now: noon)
    #expect(try desk.store.redo(by: "ana", now: noon).applied == 1)
    #expect(try desk.ledger().replacedUnits(of: "1") == 1 && desk.row().state == .replaced)
    #expect(try desk.store.undo(nil, by: "ana", now: noon).applied == 1)
    #expect(try desk.ledger().replaced.isEmpty)
  }

  @Test func anotherCanBeRecordedOnceTheFirstWasTakenBack() throws {
    let desk = try ReplacementDesk()
    _ = try record("H1", desk)
    _ = try desk.store.undo(nil, by: "ana", now: noon)
    #expect(try record("H2", desk, by: "ben", now: soon).applied == 1)
    #expect(try desk.ledger().replacedUnits(of: "1") == 1)
    let standing = try desk.store.pool.read {
      try $0.texts(
        """
        SELECT p.number FROM purchaseLine l JOIN purchaseOrder p ON p.id = l.purchaseID
        WHERE l.isLive = 1 AND l.again > 0
        """)
    }
    #expect(standing == ["H2"])
    #expect(try desk.store.redo(by: "ana", now: soon).applied == 0)
    // Taken back, only what it bought falls with it, and then the first may stand again.
    #expect(try desk.store.undo(nil, by: "ben", now: soon).applied == 1)
    #expect(try desk.ledger().replaced.isEmpty)
    #expect(try desk.store.redo(by: "ana", now: soon).applied == 1)
    #expect(try desk.ledger().replacedUnits(of: "1") == 1)
  }

  /// The supplier's yes comes after the operator was told no, and the money is about to go back.
  @Test func aRefundStaysWhereTheGoodsGoOutAfterAll() throws {
    let desk = try ReplacementDesk()
    try desk.replace()
    let claim = try #require(try desk.store.claim())
    try desk.store.settle(claim, .lost("no answer"), powers: .none, now: noon)
    let row = try desk.again()
    #expect(try desk.store.decide(.settleAbsent(reason: ""), row).applied == 1)
    #expect(try desk.ledger().replaced.isEmpty)
    #expect(try refund(desk).applied == 1)
    try desk.store.settle(claim, accepted("N2"), powers: .none, now: soon)
    #expect(try desk.ledger().replacedUnits(of: "1") == 1)
    #expect(try desk.store.claim(receiver: "main", now: noon + .minutes(11)) == nil)
    let refunds = try desk.store.pool.read { database in
      try database.rows("SELECT state, outcome FROM outboxMessage WHERE kind = 'refund'") {
        [try $0.text(), try $0.text()]
      }
    }
    #expect(refunds.map { $0[0] } == ["withdrawn"])
    #expect(refunds.first?[1].contains("1 replaced") == true)
  }

  @Test func aRefundOfOtherGoodsLeavesAllTheSame() throws {
    let desk = try ReplacementDesk {
      $0.returns.append(sampleReturn("R2") { $0.items = [.init(sku: "CASE-1", quantity: 1)] })
    }
    try desk.replace()
    try desk.store.send(accepted("N2"))
    try desk.decide(
      .approveReturn(note: "", grant: ReturnGrant(outcome: .refundAndKeep)), 1)
    #expect(try desk.store.claim(receiver: "main", now: noon + .minutes(11))?.kind == "refund")
  }

  /// Undone, it is not replaced any more: the customer's money is asked for again.
  @Test func aReturnWhoseReplacementWasTakenBackIsOwedAgain() throws {
    let desk = try ReplacementDesk()
    func isOwed() throws -> Bool {
      let id = try desk.store.only("#1").number
      return try desk.store.pool.read {
        try Work($0, now: noon).load(id)?.facts.returns.first?.isReplaced == false
      }
    }
    #expect(try isOwed())
    _ = try record("H1", desk)
    #expect(try !isOwed())
    _ = try desk.store.undo(nil, by: "ana", now: noon)
    #expect(try isOwed())
  }

  @Test func theDatabaseRefusesToReviveMoreThanComesBack() throws {
    let desk = try ReplacementDesk()
    _ = try record("H1", desk)
    _ = try desk.store.undo(nil, by: "ana", now: noon)
    _ = try record("H2", desk, by: "ben", now: soon)
    #expect(throws: DatabaseError.self) {
      try desk.store.pool.write {
        try $0.run("UPDATE purchaseLine SET isLive = 1, firstUnit = 1 WHERE isLive = 0")
      }
    }
  }

  /// What was brought in as history may be replaced, and so its replacement is paid for.
  @Test func theReplacementOfAHistoryOrderIsPaid() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([sampleOrder(1) { $0.returns = [sampleReturn("R1")] }], isHistory: true)
    _ = try store.take([samplePurchase("N1", for: "#1")], from: "CJ", cursor: nil, now: noon)
    let id = try #require(try store.detail("#1").returns.first?.id)
    _ = try store.decide(
      .approveReturn(note: "", grant: ReturnGrant(outcome: .reship)), on: [.return(id)], by: "ana",
      hold: .seconds(0), now: noon)
    let request = try store.replacementRequest(for: id, now: noon)
    #expect(request.obstacle.isEmpty)
    let receipt = try store.intend(
      [intent(draft(request)) { $0.needsPayment = true }], by: "ana", hold: .seconds(0), now: noon)
    #expect(receipt.applied == 1, "\(receipt.refused)")
    try store.send(accepted("N2", state: .unpaid))
    let claim = try #require(try store.claim())
    #expect(claim.kind == "pay" && claim.purchaseNumber == "N2")
  }

  /// What was bought by hand turns out to be what we bought ourselves: one purchase, with its lines.
  @Test func whatWasRecordedByHandIsTakenInWithItsLines() throws {
    let desk = try ReplacementDesk()
    try desk.replace()
    let claim = try #require(try desk.store.claim())
    try desk.store.settle(claim, .lost("no answer"), powers: .none, now: noon)
    _ = try desk.store.decide(.settleAbsent(reason: ""), try desk.again())
    let receipt = try desk.store.recordReplacement(
      samplePurchase("N2", for: "#1", supplier: "CJ"), for: try desk.row().id, by: "ana", now: soon)
    #expect(receipt.applied == 1)
    try desk.store.settle(claim, accepted("N2"), powers: .none, now: soon)
    let own = try #require(try desk.store.bought("#1").first { $0.number == "N2" })
    #expect(own.key == claim.purchaseKey)
    #expect(try desk.ledger().replacedUnits(of: "1") == 1)
    #expect(try desk.store.bought("#1").count == 2)
  }
}

import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct PurchaseDecisionTests {
  private static let inTen = noon + .minutes(10)

  /// A store whose order `#1` has a purchase that stands so.
  private func desk(_ state: Sending.State) throws -> Scratch {
    let scratch = try shop()
    let store = scratch.store
    switch state {
    case .proposed: try store.buy("#1", Sending(state: .proposed))
    case .held: try store.buy("#1", .held(until: PurchaseDecisionTests.inTen, now: noon))
    default: try store.buy("#1")
    }
    switch state {
    case .claimed: _ = try store.claim()
    case .unknown: try store.send(.lost("time-out"), queryable)
    case .waiting: try store.send(.lost("time-out"))
    case .sent: try store.send(accepted("N1"))
    case .rejected: try store.send(.refused("no"))
    case .withdrawn: try store.decide(.dropPurchase(reason: ""), try store.onlyBought("#1"))
    default: break
    }
    #expect(try store.onlyBought("#1").sending == state)
    return scratch
  }

  /// Each decision, the states it can be taken in, and what comes of it.
  static let table: [(Decision, [Sending.State: Sending.State])] = [
    (.approvePurchase, [.proposed: .held]),
    (.holdPurchase, [.held: .held, .ready: .held]),
    (.releasePurchase, [.held: .held]),
    (.dropPurchase(reason: "r"), [.proposed: .withdrawn, .held: .withdrawn, .ready: .withdrawn]),
    (.settlePlaced(number: "N9"), [.unknown: .sent, .waiting: .sent, .rejected: .sent]),
    (.settleAbsent(reason: "r"), [.unknown: .rejected, .waiting: .rejected]),
    (.cancelPurchase(reason: "r"), [.sent: .sent]),
    (.buy, [.withdrawn: .held]),
  ]

  @Test(arguments: table.indices, Sending.State.allCases)
  func decisionIsTakenOrRefusedInWords(index: Int, state: Sending.State) throws {
    let (decision, allowed) = PurchaseDecisionTests.table[index]
    let scratch = try desk(state)
    let store = scratch.store
    let before = try store.everything()
    let receipt = try store.decide(decision, try store.onlyBought("#1"))
    if let after = allowed[state] {
      #expect(receipt.applied == 1 && receipt.refused.isEmpty)
      #expect(try store.onlyBought("#1").sending == after)
      #expect(receipt.title.contains("#1"))
    } else {
      #expect(receipt.applied == 0 && receipt.batch == nil)
      let refusal = try #require(receipt.refused.first)
      #expect(refusal.target.hasPrefix("#1 CJ") && !refusal.reason.isEmpty)
      #expect(try store.everything() == before)
    }
  }

  /// What can be taken back is as it was, to the byte; the rest says why not.
  @Test(arguments: table.indices, Sending.State.allCases)
  func undoPutsThePurchaseBack(index: Int, state: Sending.State) throws {
    let (decision, allowed) = PurchaseDecisionTests.table[index]
    guard allowed[state] != nil else { return }
    let scratch = try desk(state)
    let store = scratch.store
    let before = try store.onlyBought("#1")
    let units = try store.liveUnits("#1")
    let batch = try store.decide(decision, before, by: "eve").batch
    let receipt = try store.undo(batch, by: "eve", now: noon)
    switch decision {
    case .settlePlaced, .settleAbsent:
      #expect(receipt.applied == 0)
      #expect(receipt.refused[0].reason.contains("settling can't be undone"))
      #expect(try store.lastUndoable(by: "eve", now: noon)?.batch == nil)
    default:
      #expect(receipt.applied == 1)
      var after = try store.onlyBought("#1")
      (after.evidence, after.outcome) = (before.evidence, before.outcome)
      // What was about to leave gets a hold window again, to be taken back in.
      if case .dropPurchase = decision, state == .ready {
        #expect(after.sending == .held && after.holdUntil == PurchaseDecisionTests.inTen)
        (after.sending, after.holdUntil) = (before.sending, before.holdUntil)
      }
      #expect(after == before)
      #expect(try store.liveUnits("#1") == units)
    }
  }

  @Test func undoneDecisionCanBeDoneAgain() throws {
    let scratch = try desk(.held)
    let store = scratch.store
    try store.decide(.holdPurchase, try store.onlyBought("#1"))
    _ = try store.undo(nil, by: "ana", now: noon)
    #expect(try store.onlyBought("#1").holdUntil == PurchaseDecisionTests.inTen)
    #expect(try store.redo(by: "ana", now: noon).applied == 1)
    let row = try store.onlyBought("#1")
    #expect(row.sending == .held && row.holdUntil == nil)
  }

  @Test func boughtUndoneAndBoughtAgainIsTheSamePurchase() throws {
    let scratch = try desk(.held)
    let store = scratch.store
    let before = try store.onlyBought("#1")
    _ = try store.undo(nil, by: "ana", now: noon)
    #expect(try store.liveUnits("#1") == 0)
    #expect(try store.onlyBought("#1").outcome == "taken back by ana")
    let later = noon + .minutes(3)
    #expect(try store.redo(by: "ana", now: later).applied == 1)
    let after = try store.onlyBought("#1")
    #expect(after.key == before.key && after.sending == .held)
    #expect(after.holdUntil == later + .minutes(10) && after.state == .intended)
    #expect(try store.liveUnits("#1") == 1)
    // And back again, by the redo's own window.
    #expect(try store.lastUndoable(by: "ana", now: later)?.undoableUntil == after.holdUntil)
    #expect(try store.undo(nil, by: "ana", now: later).applied == 1)
    #expect(try store.liveUnits("#1") == 0)
  }

  @Test func oneUndoTakesBackThoseThatHaveNotLeft() throws {
    let scratch = try shop(3)
    let store = scratch.store
    let drafts = try ["#1", "#2", "#3"].map { draft(try store.request($0)) }
    _ = try store.intend(
      [intent(drafts[0])]
        + drafts.dropFirst().map {
          intent($0, .held(until: noon + .minutes(10), now: noon))
        }, by: "ana", hold: .minutes(10), now: noon)
    try store.send(accepted("N1"))
    #expect(try store.lastUndoable(by: "ana", now: noon)?.title == "buy for 3 orders")
    let receipt = try store.undo(nil, by: "ana", now: noon)
    #expect(receipt.applied == 2)
    #expect(receipt.refused.map(\.reason) == ["it has been sent"])
    #expect(receipt.refused[0].target == "#1 CJ N1")
    #expect(try store.onlyBought("#1").state == .placed)
    #expect(try store.onlyBought("#3").sending == .withdrawn)
    #expect(try store.lastUndoable(by: "ana", now: noon) == nil)
  }

  @Test func purchaseThatLeftCanNotBeTakenBack() throws {
    let scratch = try desk(.proposed)
    let store = scratch.store
    let receipt = try store.decide(
      .approvePurchase, try store.onlyBought("#1"), hold: .minutes(0))
    #expect(try store.onlyBought("#1").sending == .ready)
    try store.send(accepted("N1"))
    let undone = try store.undo(receipt.batch, by: "ana", now: noon)
    #expect(undone.applied == 0 && undone.refused[0].reason == "it has been sent")
    #expect(undone.left == 1)
    #expect(try store.lastUndoable(by: "ana", now: noon)?.batch == nil)
  }

  @Test func droppedPurchaseComesBackOnlyIfItIsStillWanted() throws {
    let scratch = try desk(.held)
    let store = scratch.store
    let batch = try store.decide(
      .dropPurchase(reason: "too dear"), try store.onlyBought("#1")
    ).batch
    #expect(try store.onlyBought("#1").outcome == "taken back by ana: too dear")
    try store.buy("#1", supplier: "Agent")
    func refusal() throws -> String {
      let receipt = try store.undo(batch, by: "ana", now: noon)
      return try #require(receipt.refused.first?.reason)
    }
    #expect(try refusal().contains("CASE-1 has been bought since: Agent"))
    let other = try #require(try store.bought("#1").first { $0.supplier == "Agent" })
    try store.decide(.dropPurchase(reason: ""), other, by: "ben")
    _ = try store.decide(
      .stopBuying(reason: ""), on: [.buying], by: "ben", hold: .minutes(0), now: noon)
    #expect(try refusal() == "buying is stopped")
    _ = try store.decide(
      .startBuying, on: [.buying], by: "ben", hold: .minutes(0), now: noon)
    try store.takeSamples([
      sampleOrder(1) {
        $0.updatedAt = noon
        $0.shipTo.city = "Santos"
      }
    ])
    #expect(try refusal() == "the order has changed since: plan it again")
    try store.takeSamples([
      sampleOrder(1) {
        $0.updatedAt = noon + .minutes(1)
        $0.cancelledAt = noon
      }
    ])
    #expect(try refusal() == "the order is cancelled")
  }

  @Test func supplierIsAskedToCancelOnceTheWindowHasPassed() throws {
    let scratch = try desk(.sent)
    let store = scratch.store
    let row = try store.onlyBought("#1")
    let receipt = try store.decide(.cancelPurchase(reason: "customer changed her mind"), row)
    #expect(receipt.undoableUntil == PurchaseDecisionTests.inTen)
    #expect(
      try store.decide(.cancelPurchase(reason: ""), row).refused[0].reason.contains("already"))
    #expect(try store.claim(now: noon + .minutes(9)) == nil)
    let claim = try #require(try store.claim(now: PurchaseDecisionTests.inTen))
    #expect(claim.kind == "cancel" && claim.key == "cancel:" + row.key && claim.body == "N1")
    try store.settle(
      claim, accepted("N1", state: .cancelled), powers: .none, now: PurchaseDecisionTests.inTen)
    let after = try store.onlyBought("#1")
    #expect(after.state == .cancelled && after.sending == .sent)
    #expect(try store.liveUnits("#1") == 0)
  }

  @Test func cancellationThatWasTakenBackCanBeAskedForAgain() throws {
    let scratch = try desk(.sent)
    let store = scratch.store
    let row = try store.onlyBought("#1")
    try store.decide(.cancelPurchase(reason: ""), row)
    #expect(try store.undo(nil, by: "ana", now: noon).applied == 1)
    #expect(try store.claim(now: noon + .hours(1)) == nil)
    try store.decide(.cancelPurchase(reason: ""), row, hold: .minutes(0))
    let claim = try #require(try store.claim())
    #expect(claim.key == "cancel:" + row.key + ":2")
    try store.settle(claim, .refused("it has been packed"), powers: .none, now: noon)
    #expect(try store.onlyBought("#1").outcome == "cancellation refused: it has been packed")
    #expect(try store.onlyBought("#1").state == .placed)
  }

  @Test func purchaseByHandCanBeCancelledButNothingElse() throws {
    let scratch = try shop()
    let store = scratch.store
    let hand = samplePurchase("H1", for: "", supplier: "Agent")
    try store.recordPurchase(hand, for: try store.only("#1"), by: "ana", now: noon)
    let row = try store.onlyBought("#1")
    #expect(row.sending == nil && row.key.isEmpty)
    for decision in [Decision.holdPurchase, .settleAbsent(reason: ""), .buy] {
      let receipt = try store.decide(decision, row)
      #expect(receipt.refused.map(\.reason) == ["it was not bought from here"])
    }
    try store.decide(.cancelPurchase(reason: ""), row, hold: .minutes(0))
    let claim = try #require(try store.claim(receiver: "Agent"))
    #expect(claim.key == "cancel:Agent H1" && claim.purchaseNumber == "H1")
  }

  @Test(arguments: [("N7", "N7"), ("", "")])
  func operatorSettlesWhatNobodyElseCan(number: String, kept: String) throws {
    let scratch = try desk(.waiting)
    let store = scratch.store
    let receipt = try store.decide(.settlePlaced(number: number), try store.onlyBought("#1"))
    #expect(receipt.applied == 1)
    let row = try store.onlyBought("#1")
    #expect(row.number == kept && row.state == .placed && row.sending == .sent)
    #expect(row.outcome == "ana found it at the supplier")
    #expect(row.evidence.last?.event == "settled")
    #expect(receipt.title == "purchase for #1 is placed" + (number.isEmpty ? "" : " as N7"))
  }

  @Test func numberOfAnotherOrderSettlesNothing() throws {
    let scratch = try desk(.waiting)
    let store = scratch.store
    try store.takeSamples([sampleOrder(2)])
    try store.recordPurchase(
      samplePurchase("N7", for: ""), for: try store.only("#2"), by: "ana", now: noon)
    let receipt = try store.decide(.settlePlaced(number: "N7"), try store.onlyBought("#1"))
    #expect(receipt.refused.map(\.reason) == ["CJ N7 is on #2 already"])
    #expect(try store.onlyBought("#1").sending == .waiting)
  }

  @Test func absentPurchaseCanBeBoughtAgainUnderANewKey() throws {
    let scratch = try desk(.waiting)
    let store = scratch.store
    let first = try store.onlyBought("#1")
    try store.decide(.settleAbsent(reason: "their agent looked"), first)
    let row = try store.onlyBought("#1")
    #expect(row.outcome == "ana found that the supplier does not have it: their agent looked")
    #expect(try store.buy("#1").applied == 1)
    let second = try #require(try store.bought("#1").first { $0.id != first.id })
    #expect(second.key != first.key && second.state == .intended)
  }

  @Test func orderStandsForItsOnlyPurchaseThatFits() throws {
    let scratch = try shop { $0.makeTwoLines() }
    let store = scratch.store
    let id = Target.order(try store.only("#1"))
    func decide(_ decision: Decision) throws -> DecisionReceipt {
      try store.decide(decision, on: [id], by: "ana", hold: .minutes(5), now: noon)
    }
    #expect(try decide(.holdPurchase).refused.map(\.reason) == ["it has no purchase"])
    try store.buy("#1", .held(until: noon + .minutes(5), now: noon), lines: ["1"])
    try store.buy("#1", .held(until: noon + .minutes(5), now: noon), lines: ["2"])
    #expect(try decide(.holdPurchase).refused.map(\.reason) == ["it has 2: name one"])
    let rows = try store.bought("#1")
    try store.decide(.holdPurchase, rows[0])
    // Only one of the two counts down by now.
    #expect(try decide(.holdPurchase).applied == 1)
    #expect(
      try decide(.approvePurchase).refused.map(\.reason) == ["it is not waiting for approval"])
    #expect(try store.bought("#1").allSatisfy { $0.holdUntil == nil })
  }

  @Test func exceptionStandsForItsOrder() throws {
    let scratch = try desk(.held)
    let store = scratch.store
    try store.raise("purchase.unknown", on: try store.only("#1"))
    let exception = try #require(try store.listed().first).id
    let receipt = try store.decide(
      .holdPurchase, on: [.exception(exception)], by: "ana", hold: .minutes(1), now: noon)
    #expect(receipt.applied == 1)
  }

  @Test(arguments: [
    (Target.buying, Decision.holdPurchase, "not for that"),
    (.order(OrderID(1)), .stopBuying(reason: ""), "not for that"),
    (.purchase(PurchaseOrderID(77)), .holdPurchase, "no such purchase"),
    (.order(OrderID(99)), .holdPurchase, "no such order"),
    (.buying, .startBuying, "not stopped"),
    (.buying, .note("x"), "for orders"), (.buying, .acknowledge, "for exceptions"),
    (.purchase(PurchaseOrderID(1)), .approveReturn(note: ""), "for returns"),
  ])
  func decisionOnTheWrongThingIsRefused(
    target: Target, decision: Decision, reason: String
  ) throws {
    let scratch = try desk(.held)
    let receipt = try scratch.store.decide(
      decision, on: [target], by: "ana", hold: .minutes(1), now: noon)
    #expect(receipt.applied == 0)
    #expect(try #require(receipt.refused.first).reason.contains(reason))
  }

  @Test func noteOnAPurchaseIsANoteOnItsOrder() throws {
    let scratch = try desk(.held)
    let row = try scratch.store.onlyBought("#1")
    #expect(try scratch.store.decide(.note("asked them"), row).applied == 1)
    #expect(try scratch.store.detail("#1").timeline.contains { $0.text == "asked them" })
  }

  @Test func undoLeavesTheStopSwitchAlone() throws {
    let scratch = try desk(.held)
    let store = scratch.store
    func decide(_ decision: Decision) throws -> DecisionReceipt {
      try store.decide(decision, on: [.buying], by: "ana", hold: .minutes(0), now: noon)
    }
    let stopped = try decide(.stopBuying(reason: ""))
    #expect(try store.lastUndoable(by: "ana", now: noon)?.title == "buy for #1")
    let named = try store.undo(stopped.batch, by: "ana", now: noon)
    #expect(named.applied == 0 && named.refused[0].reason == "only stop and start change that")
    let undone = try store.undo(nil, by: "ana", now: noon)
    #expect(undone.title == "buy for #1" && undone.applied == 1)
    #expect(try store.buyingStop() != nil)
    _ = try decide(.startBuying)
    #expect(try store.undo(nil, by: "ana", now: noon).title == "undo")
    // What was taken back before can be done again, as if nothing lay between.
    #expect(try store.redo(by: "ana", now: noon).title == "buy for #1")
    #expect(try store.buyingStop() == nil)
  }

  @Test func twoOperatorsSettleTheSamePurchaseOnce() async throws {
    let scratch = try desk(.waiting)
    let id = try scratch.store.onlyBought("#1").id
    let path = scratch.path
    let applied = try await withThrowingTaskGroup(of: Int.self) { group in
      for name in ["ana", "ben", "cy", "di"] {
        group.addTask {
          let store = try Store.open(path)
          let decision: Decision =
            name < "c" ? .settlePlaced(number: "N1") : .settleAbsent(reason: name)
          let receipt = try store.decide(
            decision, on: [.purchase(id)], by: name, hold: .minutes(0), now: noon)
          try store.close()
          return receipt.applied
        }
      }
      return try await group.reduce(0, +)
    }
    // Whoever says that it is there is believed after all, and once.
    #expect((1...2).contains(applied))
    let row = try scratch.store.onlyBought("#1")
    #expect(row.sending == .sent || row.sending == .rejected)
    #expect(row.sending == .sent ? row.state == .placed : row.state == .rejected)
  }
}

import Fulfillment
import GRDB
import Testing

@testable import Store

/// A store with two orders: `#1` with exceptions, a return and tags, `#2` bare.
private struct Desk {
  let scratch: Scratch
  let first: OrderID
  let second: OrderID

  var store: Store { scratch.store }

  init() throws {
    scratch = try Scratch()
    try scratch.store.takeSamples([
      sampleOrder(1) {
        $0.tags = ["vip"]
        $0.returns = [sampleReturn("R1")]
      }, sampleOrder(2),
    ])
    first = try scratch.store.only("#1")
    second = try scratch.store.only("#2")
    try scratch.store.raise("transit.stalled", .serious, on: first)
    try scratch.store.raise("order.address", .warning, on: first)
  }

  func decide(
    _ decision: Decision, _ targets: Target..., by name: String = "ana",
    hold: Span = .minutes(10), now: Timestamp = noon
  ) throws -> DecisionReceipt {
    try store.decide(decision, on: targets, by: name, hold: hold, now: now)
  }

  func undo(_ batch: DecisionID? = nil, by name: String = "ana", now: Timestamp = noon) throws
    -> DecisionReceipt
  { try store.undo(batch, by: name, now: now) }

  func shown() throws -> ExceptionRow { try #require(try store.listed().first) }

  func openReturn() throws -> ReturnID { try #require(try store.openReturns().first?.id) }
}

@Suite struct DecisionTests {
  @Test func acknowledgedExceptionStaysAtRiskAndListed() throws {
    let desk = try Desk()
    let receipt = try desk.decide(.acknowledge, .exception(desk.shown().id))
    #expect(receipt.applied == 1 && receipt.refused.isEmpty && receipt.batch != nil)
    #expect(receipt.title == "acknowledge #1")
    #expect(receipt.undoableUntil == nil)
    let row = try desk.shown()
    #expect(row.state == .acknowledged && row.code == "transit.stalled" && row.hidden == 1)
    #expect(try desk.store.detail("#1").row.risk == dollars(12))
    #expect(try desk.store.counts().exceptions == 1)
  }

  @Test func decidingTwiceIsRefusedPolitelyAndWritesNothing() throws {
    let desk = try Desk()
    let id = try desk.shown().id
    _ = try desk.decide(.acknowledge, .exception(id))
    let before = try desk.store.everything()
    let again = try desk.decide(.acknowledge, .exception(id))
    #expect(again.applied == 0 && again.batch == nil)
    #expect(again.refused.map(\.reason) == ["already acknowledged"])
    #expect(again.refused[0].target == "#1 transit.stalled")
    #expect(try desk.store.everything() == before)
  }

  @Test func resolvedExceptionUncoversTheNext() throws {
    let desk = try Desk()
    _ = try desk.decide(.resolve(reason: "called the carrier"), .exception(desk.shown().id))
    let next = try desk.shown()
    #expect(next.code == "order.address" && next.hidden == 0)
    #expect(try desk.store.detail("#1").row.exception == "order.address")
    _ = try desk.decide(.resolve(reason: "fixed"), .exception(next.id))
    let row = try desk.store.detail("#1").row
    #expect(row.exception.isEmpty && row.severity == nil && row.risk == nil)
    #expect(try desk.store.counts().exceptions == 0)
    #expect(try desk.store.counts().atRisk.isEmpty)
  }

  @Test func snoozedExceptionLeavesTheCountAndTheRisk() throws {
    let desk = try Desk()
    for row in try desk.store.detail("#1").exceptions {
      _ = try desk.decide(.snooze(.until(noon + .hours(1))), .exception(row.id))
    }
    #expect(try desk.store.counts().exceptions == 0)
    #expect(try desk.store.detail("#1").row.risk == nil)
    #expect(try desk.store.detail("#1").row.exception == "transit.stalled")
    let row = try desk.shown()
    #expect(row.state == .snoozed && row.snoozedUntil == noon + .hours(1))
  }

  @Test func orderTargetMeansItsShownException() throws {
    let desk = try Desk()
    let receipt = try desk.decide(.acknowledge, .order(desk.first), .order(desk.second))
    #expect(receipt.applied == 1)
    #expect(receipt.refused.map(\.target) == ["#2"])
    #expect(try desk.shown().state == .acknowledged)
  }

  @Test func oneBatchOfManyIsOneUndo() throws {
    let desk = try Desk()
    let ids = try desk.store.detail("#1").exceptions.map(\.id)
    let targets = ids.map { Target.exception($0) } + [Target.exception(ids[0])]
    let receipt = try desk.store.decide(
      .resolve(reason: "all done"), on: targets, by: "ana", hold: .minutes(10), now: noon)
    #expect(receipt.applied == 2 && receipt.title == "resolve 2 exceptions")
    #expect(try desk.store.listed().isEmpty)
    let undone = try desk.undo()
    #expect(undone.applied == 2 && undone.batch == receipt.batch)
    #expect(try desk.shown().hidden == 1)
  }

  @Test func targetsThatAreNotThereAreRefusedByNumber() throws {
    let desk = try Desk()
    let receipt = try desk.decide(
      .note("hello"), .order(OrderID(99)), .exception(ExceptionID(98)), .return(ReturnID(97)))
    #expect(receipt.applied == 0)
    #expect(receipt.refused.map(\.target) == ["order 99", "exception 98", "return 97"])
    #expect(receipt.refused.allSatisfy { $0.reason.hasPrefix("there is no such") })
    #expect(try desk.store.decisions(limit: 9).isEmpty)
  }

  @Test func notesAndTagsGoToTheOrderBehindTheTarget() throws {
    let desk = try Desk()
    _ = try desk.decide(.note("from the exception"), .exception(desk.shown().id))
    _ = try desk.decide(.tag("check"), .return(desk.openReturn()))
    let detail = try desk.store.detail("#1")
    #expect(detail.row.tags == ["check", "vip"])
    #expect(detail.timeline.contains { $0.kind == .note && $0.text == "from the exception" })
    #expect(try desk.store.queueCount(.match(.text("exception")), now: noon) == 1)
  }

  @Test(arguments: [
    (Decision.note(" \u{1B} "), "the note is empty"), (.tag(""), "the tag is empty"),
    (.untag("\n"), "the tag is empty"),
  ])
  func decisionWithoutItsWordsIsRefused(decision: Decision, reason: String) throws {
    let desk = try Desk()
    let receipt = try desk.decide(decision, .order(desk.first))
    #expect(receipt.applied == 0 && receipt.refused.map(\.reason) == [reason])
  }

  @Test func tagThatIsThereAndTagThatIsNotAreRefused() throws {
    let desk = try Desk()
    let twice = try desk.decide(.tag("VIP"), .order(desk.first))
    #expect(twice.refused[0].reason == "it has the tag VIP already")
    let missing = try desk.decide(.untag("vip"), .order(desk.second))
    #expect(missing.refused[0].reason == "it has no tag vip")
  }

  @Test func approvedReturnIsHeldThenLeaves() throws {
    let desk = try Desk()
    let id = try desk.openReturn()
    let receipt = try desk.decide(.approveReturn(note: "keep the case"), .return(id))
    #expect(receipt.title == "approve return #1")
    #expect(receipt.undoableUntil == noon + .minutes(10))
    let held = try desk.store.detail("#1")
    #expect(held.returns[0].state == .approved)
    #expect(held.returns[0].holdUntil == noon + .minutes(10))
    #expect(held.returns[0].decidedAt == noon)
    #expect(held.outbox.count == 1)
    #expect(held.outbox[0].kind == "return.approved" && held.outbox[0].state == .held)
    for line in ["order: #1", "return: R1", "items: 1 x CASE-1", "40.00 USD", "keep the case"] {
      #expect(held.outbox[0].body.contains(line), "\(line)")
    }
    #expect(try desk.store.releaseHeld(now: noon + .minutes(9)) == 0)
    #expect(try desk.store.releaseHeld(now: noon + .minutes(10)) == 1)
    #expect(try desk.store.releaseHeld(now: noon + .minutes(11)) == 0)
    let left = try desk.store.detail("#1")
    #expect(left.outbox[0].state == .ready && left.returns[0].holdUntil == nil)
  }

  @Test(arguments: [
    (Decision.declineReturn(reason: "used"), "return.declined", ReturnState.declined),
    (.askReturn(question: "a photo?"), "return.asked", .asked),
  ])
  func otherAnswersToAReturnAreMessagesToo(
    decision: Decision, kind: String, state: ReturnState
  ) throws {
    let desk = try Desk()
    let receipt = try desk.decide(decision, .order(desk.first))
    #expect(receipt.applied == 1)
    let detail = try desk.store.detail("#1")
    #expect(detail.outbox.map(\.kind) == [kind])
    #expect(detail.outbox[0].body.contains(decision.argument))
    #expect(detail.returns[0].state == state)
    #expect(try desk.store.counts().returnsWaiting == (state == .asked ? 1 : 0))
  }

  /// The console shows the message made of the row before it is decided.
  @Test(arguments: [
    Decision.approveReturn(note: "keep the case"), .approveReturn(note: ""),
    .declineReturn(reason: "used"), .askReturn(question: "a photo?"),
  ])
  func whatIsQueuedIsTheMessageOfTheRow(decision: Decision) throws {
    let desk = try Desk()
    let row = try #require(try desk.store.openReturns().first)
    #expect(row.externalID == "R1")
    #expect(try desk.store.detail("#1").returns.map(\.externalID) == ["R1"])
    let shown = try #require(
      ReturnMessage.of(
        decision,
        about: ReturnMessage.Matter(
          storefront: row.storefront, order: row.orderName, externalID: row.externalID,
          items: row.items, amount: row.amount)))
    _ = try desk.decide(decision, .return(row.id))
    let queued = try desk.store.detail("#1").outbox
    #expect(queued.map(\.body) == [shown.body] && queued.map(\.kind) == [shown.kind])
  }

  @Test func returnIsNeverApprovedTwice() throws {
    let desk = try Desk()
    let id = try desk.openReturn()
    _ = try desk.decide(.approveReturn(note: ""), .return(id))
    let again = try desk.decide(.approveReturn(note: ""), .return(id), by: "ben")
    #expect(again.applied == 0)
    #expect(again.refused[0].reason.hasPrefix("already approved"))
    #expect(try desk.store.detail("#1").outbox.count == 1)
  }

  @Test func undoInsideTheWindowWithdrawsTheMessage() throws {
    let desk = try Desk()
    let id = try desk.openReturn()
    _ = try desk.decide(.approveReturn(note: ""), .return(id))
    let undone = try desk.undo(now: noon + .minutes(9))
    #expect(undone.applied == 1)
    let detail = try desk.store.detail("#1")
    #expect(detail.outbox.map(\.state) == [.withdrawn])
    #expect(detail.returns[0].state == .requested && detail.returns[0].decidedAt == nil)
    #expect(try desk.store.releaseHeld(now: noon + .days(1)) == 0)
    #expect(try desk.store.counts().returnsWaiting == 1)
  }

  @Test(arguments: [false, true])
  func undoAfterTheWindowIsRefusedWithTheTime(isReleased: Bool) throws {
    let desk = try Desk()
    let receipt = try desk.decide(.approveReturn(note: ""), .return(desk.openReturn()))
    let late = noon + .minutes(10)
    if isReleased { _ = try desk.store.releaseHeld(now: late) }
    for batch in [receipt.batch, nil] {
      let undone = try desk.undo(batch, now: late)
      #expect(undone.applied == 0)
      #expect(undone.refused[0].reason == "it left the hold window at 2026-11-16T12:10:00Z")
      #expect(undone.refused[0].target == "return R1 of #1")
    }
    #expect(try desk.store.detail("#1").returns[0].state == .approved)
    #expect(try desk.store.lastUndoable(by: "ana", now: late)?.batch == nil)
  }

  @Test func noHoldMeansNoWayBack() throws {
    let desk = try Desk()
    _ = try desk.decide(
      .approveReturn(note: ""), .return(desk.openReturn()), hold: Span(milliseconds: 0))
    #expect(try desk.undo().applied == 0)
    #expect(try desk.store.releaseHeld(now: noon) == 1)
  }

  @Test func approvingAgainAfterUndoIsANewMessage() throws {
    let desk = try Desk()
    let id = try desk.openReturn()
    for _ in 0..<3 {
      #expect(try desk.decide(.approveReturn(note: ""), .return(id)).applied == 1)
      #expect(try desk.undo().applied == 1)
    }
    _ = try desk.decide(.approveReturn(note: ""), .return(id))
    let outbox = try desk.store.detail("#1").outbox
    #expect(outbox.map(\.state) == [.withdrawn, .withdrawn, .withdrawn, .held])
    #expect(Set(outbox.map(\.key)).count == 4)
  }

  @Test func undoWithoutANameTakesTheOperatorsNewest() throws {
    let desk = try Desk()
    _ = try desk.decide(.note("one"), .order(desk.first))
    _ = try desk.decide(.note("two"), .order(desk.first))
    _ = try desk.decide(.note("bens"), .order(desk.first), by: "ben")
    #expect(try desk.store.lastUndoable(by: "ana", now: noon)?.title == "note on #1")
    _ = try desk.undo()
    let notes = try desk.store.detail("#1").timeline.filter { $0.kind == .note }.map(\.text)
    #expect(notes == ["one", "bens"])
    _ = try desk.undo()
    let nothing = try desk.undo()
    #expect(nothing.applied == 0 && nothing.refused.map(\.reason) == ["nothing to undo"])
    #expect(try desk.store.lastUndoable(by: "ana", now: noon) == nil)
    #expect(try desk.store.lastUndoable(by: "ben", now: noon) != nil)
  }

  @Test func undoTakesNothingOlderInThePlaceOfWhatHasLeft() throws {
    let desk = try Desk()
    _ = try desk.decide(.note("early"), .order(desk.second))
    _ = try desk.decide(.approveReturn(note: ""), .return(desk.openReturn()))
    let late = noon + .hours(1)
    let undone = try desk.undo(now: late)
    #expect(undone.applied == 0 && undone.refused[0].target == "return R1 of #1")
    // The older one is named, with what is in its way, and taken back only by its batch.
    let last = try #require(try desk.store.lastUndoable(by: "ana", now: late))
    #expect(last.title == "note on #2" && last.newer?.target == "approve return #1")
    #expect(try desk.undo(last.batch, now: late).title == "note on #2")
  }

  @Test func takingBackTwiceIsRefused() throws {
    let desk = try Desk()
    let receipt = try desk.decide(.tag("x"), .order(desk.first))
    #expect(try desk.undo(receipt.batch).applied == 1)
    let again = try desk.undo(receipt.batch)
    #expect(again.refused.map(\.reason) == ["it has been taken back already"])
    #expect(try desk.undo(DecisionID(999)).refused.map(\.reason) == ["there is no such decision"])
  }

  @Test func whatHasMovedOnIsNotPutBack() throws {
    let desk = try Desk()
    let id = try desk.shown().id
    let first = try desk.decide(.acknowledge, .exception(id))
    _ = try desk.decide(.resolve(reason: "done"), .exception(id), by: "ben")
    let undone = try desk.undo(first.batch)
    #expect(undone.applied == 0)
    #expect(undone.refused.map(\.reason) == ["it has since become resolved"])
    let tagged = try desk.decide(.tag("x"), .order(desk.first))
    _ = try desk.decide(.untag("x"), .order(desk.first))
    #expect(try desk.undo(tagged.batch).refused.map(\.reason) == ["its tag x has changed since"])
  }

  @Test func redoDoesAgainWhatWasTakenBackUntilSomethingIsDecided() throws {
    let desk = try Desk()
    let id = try desk.shown().id
    _ = try desk.decide(.acknowledge, .exception(id))
    _ = try desk.decide(.tag("x"), .order(desk.first))
    _ = try desk.undo()
    _ = try desk.undo()
    #expect(try desk.shown().state == .open)
    #expect(try desk.store.redo(by: "ana", now: noon).title == "acknowledge #1")
    #expect(try desk.shown().state == .acknowledged)
    #expect(try desk.store.redo(by: "ana", now: noon).title == "tag #1 x")
    #expect(try desk.store.detail("#1").row.tags == ["vip", "x"])
    #expect(
      try desk.store.redo(by: "ana", now: noon).refused.map(\.reason) == ["nothing to do again"])
    // What was done again can be taken back again.
    #expect(try desk.undo().applied == 1)
    #expect(try desk.store.detail("#1").row.tags == ["vip"])
    _ = try desk.decide(.note("new"), .order(desk.first))
    #expect(try desk.store.redo(by: "ana", now: noon).applied == 0)
  }

  @Test func redoneApprovalHasItsOwnHoldWindow() throws {
    let desk = try Desk()
    _ = try desk.decide(.approveReturn(note: "ok"), .return(desk.openReturn()))
    _ = try desk.undo()
    let later = noon + .minutes(30)
    let redone = try desk.store.redo(by: "ana", now: later)
    #expect(redone.undoableUntil == later + .minutes(10))
    #expect(try desk.store.detail("#1").outbox.map(\.state) == [.withdrawn, .held])
    #expect(
      try desk.store.lastUndoable(by: "ana", now: later)?.undoableUntil == later + .minutes(10))
    #expect(try desk.undo(now: later + .minutes(1)).applied == 1)
    #expect(try desk.store.detail("#1").outbox.map(\.state) == [.withdrawn, .withdrawn])
  }

  @Test func logShowsWhatWasDecidedAndWhatWasTakenBack() throws {
    let desk = try Desk()
    _ = try desk.decide(.note("one"), .order(desk.first))
    _ = try desk.decide(.tag("x"), .order(desk.first), by: "ben", now: noon + .minutes(1))
    _ = try desk.undo(by: "ben", now: noon + .minutes(2))
    let log = try desk.store.decisions(limit: 10)
    #expect(log.map(\.title) == ["tag #1 x", "note on #1"])
    #expect(log.map(\.by) == ["ben", "ana"])
    #expect(log.map(\.undoneAt) == [noon + .minutes(2), nil])
    _ = try desk.store.redo(by: "ben", now: noon + .minutes(3))
    #expect(try desk.store.decisions(limit: 1)[0].undoneAt == nil)
  }

  @Test func timelineTellsOfDecisions() throws {
    let desk = try Desk()
    _ = try desk.decide(.resolve(reason: "customer is happy"), .exception(desk.shown().id))
    _ = try desk.decide(.contactSupplier(text: "where is it?"), .order(desk.first))
    let texts = try desk.store.detail("#1").timeline.filter { $0.kind == .decision }.map(\.text)
    #expect(
      texts == [
        "resolve #1 (customer is happy)", "contact supplier about #1 (where is it?)",
      ])
  }

  @Test func returnWrittenByHandWaitsLikeAnyOther() throws {
    let desk = try Desk()
    try desk.store.takeSamples([
      sampleOrder(2) {
        $0.updatedAt = noon
        $0.lines[0].quantity = 2
      }
    ])
    let blank = sampleReturn("")
    let first = try desk.store.recordReturn(blank, for: desk.second, by: "ana", now: noon)
    let second = try desk.store.recordReturn(blank, for: desk.second, by: "ana", now: noon)
    #expect(first != second)
    let rows = try desk.store.detail("#2").returns
    #expect(rows.map(\.state) == [.requested, .requested])
    #expect(rows.map(\.items) == ["1 x CASE-1", "1 x CASE-1"])
    #expect(try desk.store.counts().returnsWaiting == 3)
    let error = try storeError {
      _ = try desk.store.recordReturn(sampleReturn("R1"), for: desk.first, by: "ana", now: noon)
    }
    #expect(error.kind == .refused && error.why.contains("R1"))
    let nowhere = try storeError {
      _ = try desk.store.recordReturn(blank, for: OrderID(99), by: "ana", now: noon)
    }
    #expect(nowhere.why.contains("99"))
    let both = try desk.decide(.approveReturn(note: ""), .order(desk.second))
    #expect(both.refused.map(\.reason) == ["it has 2: name one"])
  }

  @Test func failureInTheMiddleOfABatchUndoesAllOfIt() throws {
    let desk = try Desk()
    try desk.store.pool.write {
      try $0.execute(
        sql: """
          CREATE TRIGGER unforeseen BEFORE INSERT ON orderNote WHEN new.orderID = \(desk.second.number)
          BEGIN SELECT RAISE(ABORT, 'boom'); END
          """)
    }
    let before = try desk.store.everything()
    let error = try storeError {
      _ = try desk.decide(.note("both"), .order(desk.first), .order(desk.second))
    }
    #expect(error.why == "boom")
    #expect(try desk.store.everything() == before)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func stormOfDecisionsAndTheirUndoEndsWhereItBegan(seed: UInt64) throws {
    let scratch = try filledStore(seed: seed &* 31, orders: 25)
    let store = scratch.store
    var dice = Dice(seed: seed)
    var boards = [try Board(store)]
    for _ in 0..<30 {
      let receipt = try store.decide(
        try anyDecision(&dice), on: try anyTargets(&dice, store), by: "ana",
        hold: .minutes(10), now: noon)
      if receipt.applied > 0 { boards.append(try Board(store)) }
    }
    #expect(boards.count > 10)
    for expected in boards.dropLast().reversed() {
      let undone = try store.undo(nil, by: "ana", now: noon)
      #expect(undone.refused.isEmpty, "\(undone)")
      #expect(try Board(store) == expected)
    }
    for expected in boards.dropFirst() {
      #expect(try store.redo(by: "ana", now: noon).refused.isEmpty)
      #expect(try Board(store) == expected)
    }
  }

  private func anyDecision(_ dice: inout Dice) throws -> Decision {
    dice.pick([
      .acknowledge, .snooze(.untilMoved), .snooze(.until(noon + .hours(2))),
      .resolve(reason: "r"), .note("n\(dice.roll(99))"), .tag(dice.pick(["vip", "A", "b"])),
      .untag(dice.pick(["VIP", "gift", "a", "b"])), .contactSupplier(text: "t"),
      .approveReturn(note: ""), .declineReturn(reason: "d"), .askReturn(question: "q?"),
    ])
  }

  private func anyTargets(_ dice: inout Dice, _ store: Store) throws -> [Target] {
    let orders = try store.everyRow().map(\.id)
    let exceptions = try store.listed().map(\.id)
    let returns = try store.returns(
      .all, openOnly: false, at: .start, count: 99, returnWindow: .days(30), now: noon
    ).rows.map(\.id)
    return (0...dice.roll(3)).map { _ in
      switch dice.roll(3) {
      case 0 where !exceptions.isEmpty: .exception(dice.pick(exceptions))
      case 1 where !returns.isEmpty: .return(dice.pick(returns))
      default: .order(dice.pick(orders))
      }
    }
  }
}

/// Everything an operator can see of a store, but the log of what he did.
private struct Board: Equatable {
  var rows: [QueueRow]
  var exceptions: [ExceptionRow]
  var returns: [ReturnRow]
  var counts: BoardCounts
  var notes: [[String]]
  var held: [[String]]
  var found: Int

  init(_ store: Store) throws {
    rows = try store.queue(.all, sort: .risk, at: .start, count: 500, now: noon).rows
    exceptions = try store.listed()
    returns = try store.returns(
      .all, openOnly: false, at: .start, count: 500, returnWindow: .days(30), now: noon
    ).rows
    counts = try store.counts()
    let details = try rows.compactMap {
      try store.order($0.id, returnWindow: .days(30), now: noon)
    }
    notes = details.map { $0.timeline.filter { $0.kind == .note }.map(\.text) }
    held = details.map { $0.outbox.filter { $0.state == .held }.map(\.body) }
    found = try store.queueCount(.match(.text("n")), now: noon)
  }
}

import Canvas
import Fulfillment
import Testing

@testable import Console

/// Plans that take their time, fail, or come too late.
struct LargePlanTests {
  private func slow(_ keys: String) -> SampleSession {
    var session = SampleSession(size: .narrow)
    session.isSlow = true
    session.press(keys)
    return session
  }

  @Test func progressIsShown() {
    var session = slow("Vp")
    #expect(session.screen.contains("Looking for suppliers..."))
    session.send(.progress(done: 812, total: 2_000, session.planNumber))
    #expect(session.screen.contains("Looking for suppliers: 812 of 2,000"))
  }

  @Test(arguments: [(-5, 10), (20, 10), (0, 0), (1, -1), (.max, 3)])
  func nonsensicalProgressDoesNotTrap(_ done: Int, _ total: Int) {
    var session = slow("Vp")
    session.send(.progress(done: done, total: total, session.planNumber))
    #expect(view(session.state).size == .narrow)
  }

  @Test(arguments: ["<esc>", "q", "<ctrl-c>"])
  func escapeStopsAPlan(_ key: String) {
    var session = slow("Vp")
    let number = session.planNumber
    session.press(key)
    #expect(session.seen.last == .cancel(number))
    #expect(session.state.overlay == nil)
    let late = session.board.plan(for: .matching(.all))
    session.send(.planned(late, number, session.board.now))
    #expect(session.state.overlay == nil)
  }

  @Test(arguments: ["j", "y", "b", "p"])
  func nothingElseDoesAnythingMeanwhile(_ key: String) {
    var session = slow("Vp")
    let before = session.state.overlay
    session.press(key)
    #expect(session.state.overlay == before)
    #expect(session.seen.count == 1)
  }

  @Test func anotherPlansAnswerIsDropped() {
    var session = slow("p")
    let plan = session.board.plan(for: .matching(.all))
    session.send(.planned(plan, session.planNumber + 1_000, session.board.now))
    session.send(.progress(done: 1, total: 2, session.planNumber + 1_000))
    #expect(session.state.plan?.stage == .planning(session.planNumber))
    #expect(session.state.plan?.progress == nil)
  }

  @Test func aPlanThatFailedGoesAndSaysWhy() {
    var session = slow("p")
    session.send(.failed("the store is locked", session.planNumber, session.board.now))
    #expect(session.state.overlay == nil)
    #expect(session.notice == "the store is locked")
  }

  private func buying() -> (SampleSession, RequestNumber) {
    var session = SampleSession(size: .narrow)
    session.press("<space><space>p")
    session.isSlow = true
    session.press("yy")
    var number = 0
    for case .buy(_, let asked) in session.seen { number = asked }
    return (session, number)
  }

  @Test func buyingShowsHowFarItIs() {
    var (session, number) = buying()
    session.send(.progress(done: 1, total: 2, number))
    #expect(session.screen.contains("Writing down: 1 of 2"))
    #expect(session.screen.contains("esc stops; what is written stays"))
  }

  @Test func buyingCanBeStoppedAndStillTellsWhatWasWritten() {
    var (session, number) = buying()
    session.press("<esc>")
    #expect(session.seen.last == .cancel(number))
    #expect(session.screen.contains("Stopping"))
    session.press("<esc>")
    #expect(session.state.overlay == nil)
    let receipt = DecisionReceipt(
      batch: DecisionID(9), applied: 1, title: "buy for #18231",
      undoableUntil: session.board.now + .minutes(10))
    session.send(.decided(receipt, number, session.board.now))
    #expect(
      session.notice == "buy for #18231: written down, leaves in 10:00; u takes it back")
  }

  @Test func quittingWhileBuyingAsks() {
    var (session, _) = buying()
    session.press("<esc><esc>q")
    #expect(session.state.confirmation?.lines.contains { $0.contains("still being") } == true)
  }

  @Test func aPurchaseThatFailedCanBeTriedAgain() {
    var (session, number) = buying()
    session.send(.failed("the store is locked", number, session.board.now))
    #expect(session.state.plan?.stage == .shown)
    #expect(session.notice == "the store is locked")
    session.isSlow = false
    session.press("yy")
    #expect(session.state.overlay == nil)
  }

  @Test func whatWasRefusedAfterAllIsListedWithItsReasons() {
    var (session, number) = buying()
    let refused = [
      DecisionReceipt.Refusal(target: "#18231", reason: "it was cancelled meanwhile"),
      .init(target: "#18230", reason: "it is not paid any more"),
    ]
    let receipt = DecisionReceipt(batch: nil, applied: 0, refused: refused, title: "buy")
    session.send(.decided(receipt, number, session.board.now))
    #expect(session.screen.contains("Plan not bought"))
    #expect(session.screen.contains("✗ #18231"))
    #expect(session.screen.contains("it was cancelled meanwhile"))
    session.press("j")
    #expect(session.screen.contains("it is not paid any more"))
    session.press("<esc>")
    #expect(session.state.overlay == nil)
  }

  @Test func oneRefusalIsANotice() {
    var (session, number) = buying()
    let receipt = DecisionReceipt(
      batch: nil, applied: 0, refused: [.init(target: "#1", reason: "it is cancelled")],
      title: "buy")
    session.send(.decided(receipt, number, session.board.now))
    #expect(session.state.overlay == nil)
    #expect(session.notice == "#1: it is cancelled")
  }

  @Test func newsBehindAPlanLeaveItAsItWasShown() {
    var session = SampleSession(size: .narrow)
    session.press("<space><space>pj")
    let before = session.state.overlay
    session.board.orders.removeFirst(2)
    session.send(.storeChanged(session.board.now))
    #expect(session.state.overlay == before)
  }

  @Test func manyLinesAreDrawnWithoutBeingLaidOut() {
    var board = SampleBoard(orders: 4_000)
    board.exceptions = []
    var session = SampleSession(size: .huge, board: board)
    session.press("VpG")
    #expect(session.state.plan?.lineCount == 4_000)
    #expect(session.screen.contains("4000/4000"))
  }

  @Test(arguments: [Size(columns: 20, rows: 6), Size(columns: 1, rows: 1), .wide, .huge])
  func everyStageIsDrawnAtEverySize(_ size: Size) {
    for keys in ["Vp", "Vp<enter>", "Vpb", "Vpy", "06jp"] {
      var session = SampleSession(size: size)
      session.press(keys)
      #expect(view(session.state).size == size)
    }
    for keys in ["Vp", "Vp<esc>"] {
      var session = SampleSession(size: size)
      session.isSlow = true
      session.press(keys)
      #expect(view(session.state).size == size)
    }
  }

  @Test func pricesThatAreNotKnownAreCountedApart() {
    var plan = SampleBoard().plan(for: .matching(.all)).plan
    plan.entries = Array(plan.entries.prefix(3))
    plan.entries[0].draft.cost = nil
    plan.entries[1].draft.cost = Currency("EUR").map { Money(minor: 420, currency: $0) }
    #expect(plan.total == "3 purchases, $7.39 + €4.20 and 1 without a price")
    plan.entries = [plan.entries[0]]
    #expect(plan.total == "1 purchase, 1 without a price")
    #expect(Plan(madeAt: SampleBoard.now).total == "0 purchases")
  }
}

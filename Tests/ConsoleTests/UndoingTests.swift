import Canvas
import Fulfillment
import Testing

@testable import Console

/// `u` takes back what the header names, and asks where that is not what was just done here.
struct UndoingTests {
  private func session(_ undoable: DecisionReceipt) -> SampleSession {
    var board = SampleBoard()
    board.undoable = undoable
    board.claims = []
    return SampleSession(size: .wide, board: board)
  }

  private let foreign = DecisionReceipt(
    batch: DecisionID(41), applied: 3, title: "buy for 3 orders",
    undoableUntil: SampleBoard.now + .minutes(9))

  private func undone(_ session: SampleSession) -> [DecisionID?] {
    session.seen.compactMap { if case .undo(let batch, _) = $0 { batch } else { nil } }
  }

  @Test func whatWasDecidedElsewhereIsAskedAbout() throws {
    var session = session(foreign)
    #expect(view(session.state).lines[0].contains("undo: buy for 3 orders (9:00)"))
    session.press("u")
    #expect(undone(session).isEmpty)
    let question = try #require(session.state.confirmation)
    #expect(question.title == "Take back: buy for 3 orders?")
    #expect(question.lines.contains { $0.contains("works under the name Mina") })
    session.press("n")
    #expect(undone(session).isEmpty)
    session.press("uy")
    #expect(undone(session) == [DecisionID(41)])
  }

  @Test func whatWasDecidedHereIsTakenBackByItsNumberAtOnce() {
    var session = SampleSession(size: .wide)
    session.press("2au")
    #expect(session.state.overlay == nil)
    #expect(undone(session) == [DecisionID(1)])
  }

  @Test func somethingNewerInTheWayIsNamed() throws {
    var undoable = foreign
    undoable.newer = .init(
      target: "purchase for #18231 is placed", reason: "settling can't be undone")
    var session = session(undoable)
    session.state.ownBatches = [DecisionID(41)]
    session.press("u")
    let lines = try #require(session.state.confirmation).lines
    #expect(lines[0] == "purchase for #18231 is placed: settling can't be undone.")
    #expect(lines[1].hasSuffix("instead: buy for 3 orders."))
  }

  @Test func onlyWhatCanNotBeUndoneIsSaidToBeSo() {
    var session = session(
      DecisionReceipt(
        batch: nil, applied: 0, title: "",
        newer: .init(target: "purchase for #1 is placed", reason: "settling can't be undone")))
    #expect(!view(session.state).lines[0].contains("undo"))
    session.press("u")
    #expect(undone(session).isEmpty)
    #expect(session.notice?.contains("settling can't be undone") == true)
  }

  @Test func whatHasLeftIsCountedBeforeAndAfter() throws {
    var undoable = foreign
    undoable.left = 2
    var session = session(undoable)
    #expect(view(session.state).lines[0].contains("buy for 3 orders, 2 have left (9:00)"))
    session.press("u")
    #expect(
      try #require(session.state.confirmation).lines.last
        == "2 purchases have left and stay: X asks the supplier to cancel.")
    let number = try #require(session.state.takeBack(nil).first.flatMap(\.undoNumber))
    let refused = (1...2).map {
      DecisionReceipt.Refusal(target: "#\($0)", reason: "it has been sent")
    }
    session.send(
      .undone(
        DecisionReceipt(
          batch: DecisionID(41), applied: 3, refused: refused, title: "buy for 5 orders", left: 2),
        number, session.board.now))
    #expect(
      session.notice
        == "buy for 5 orders: 3 taken back, 2 had left: X asks the supplier to cancel")
  }

  @Test func everythingTakenBackIsCountedToo() throws {
    var session = session(foreign)
    let number = try #require(session.state.takeBack(DecisionID(41)).first.flatMap(\.undoNumber))
    session.send(.undone(foreign, number, session.board.now))
    #expect(session.notice == "buy for 3 orders: all 3 taken back")
  }

  @Test func theStopSwitchIsNeverOffered() {
    var session = SampleSession(size: .wide, board: .buying())
    session.press(":")
    session.type("stop")
    session.press("<enter><enter>")
    #expect(session.lastDecision?.decision == .stopBuying(reason: ""))
    #expect(session.notice == "stop buying: done")
    #expect(session.state.ownBatches.isEmpty)
  }
}

extension Effect {
  fileprivate var undoNumber: RequestNumber? {
    if case .undo(_, let number) = self { number } else { nil }
  }
}

import Canvas
import Fulfillment
import Testing

@testable import Console

struct JumpTests {
  private func session() -> SampleSession {
    SampleSession(size: .narrow, board: SampleBoard(orders: 400))
  }

  @Test func backAfterGoingToTheEndIsTheRowItBeganAt() throws {
    var session = session()
    session.press("jjjjj")
    let row = session.state.queue.selected?.id
    session.press("G")
    #expect(session.state.queue.selected?.id != row)
    session.press("<")
    #expect(session.state.queue.selected?.id == row)
    session.press(">")
    #expect(session.state.queue.window.hasAfter == false)
    #expect(session.state.queue.selected?.id != row)
  }

  @Test func aFilterIsTakenOffAgainOnTheRowItBeganAt() {
    var session = session()
    session.press("jjj")
    let row = session.state.queue.selected?.id
    session.press("/")
    session.type("state:transit")
    session.press([.enter])
    #expect(!session.state.queue.filter.text.isEmpty)
    session.press([.control("o")])
    #expect(session.state.queue.filter.text.isEmpty)
    #expect(session.state.queue.selected?.id == row)
  }

  @Test func panelAndSortComeBackToo() {
    var session = session()
    session.press("sv")
    #expect(session.state.queueSort == .value)
    session.press("2")
    session.press("<")
    #expect(session.state.focus == .queue)
    #expect(session.state.queueSort == .value)
    session.press("<")
    #expect(session.state.queueSort == .risk)
  }

  /// The sort by which the queue was asked for last.
  private func press(_ keys: String, _ session: inout SampleSession, _ asked: inout QueueSort) {
    for key in KeyScript.keys(keys) {
      var waiting = [Message.key(key, session.board.now)]
      while !waiting.isEmpty {
        let effects = update(&session.state, waiting.removeFirst())
        for case .load(.queue(_, let sort, _, _, _), _) in effects { asked = sort }
        waiting += effects.compactMap { session.answer($0) }
      }
    }
  }

  @Test(arguments: ["sv 2sa 1sr <<", "sv 2sa 1sr <<<", "2sa 1sv 2 <<", "2sa 1sv << >>"])
  func theQueueIsNeverLabelledWithASortItsRowsDoNotHave(_ keys: String) {
    var session = SampleSession(size: .wide)
    var asked = session.state.queueSort
    press(keys, &session, &asked)
    #expect(session.state.queueSort == asked)
  }

  @Test func aClickOnAColumnCanBeGoneBackFrom() throws {
    var session = SampleSession(size: .wide)
    let header = try #require(Layout(session.state).frame(of: .queue)?.columnHeader)
    let line = view(session.state).lines[header]
    let column = try #require(line.firstRange(of: "Age"))
    let place = line.distance(from: line.startIndex, to: column.lowerBound)
    session.send(.key(.mouse(.init(.click, column: place, row: header)), session.board.now))
    #expect(session.state.queueSort == .age)
    session.press("<")
    #expect(session.state.queueSort == .risk)
  }

  @Test func aCountGoesBackThatFar() {
    var session = session()
    let first = session.state.queue.selected?.id
    session.press("GgG")
    session.press([.character("0"), .character("3"), .character("<")])
    #expect(session.state.queue.selected?.id == first)
    #expect(session.state.jumps.behind.isEmpty)
    #expect(session.state.jumps.ahead.count == 3)
  }

  @Test func aNewJumpForgetsWhatWasAhead() {
    var session = session()
    session.press("G<g")
    #expect(session.state.jumps.ahead.isEmpty)
  }

  @Test func fiftyAreKept() {
    var session = session()
    for _ in 0..<80 { session.press("Gg") }
    #expect(session.state.jumps.behind.count == 50)
  }

  @Test func withNothingBehindTheKeySaysSo() {
    var session = session()
    session.press("<")
    #expect(session.state.notices.contains { $0.text.contains("nothing was jumped from") })
  }

  @Test(arguments: ["LX1\u{1B}]2CN", "LX 12", "", "深圳"])
  func aTrackingLinkHoldsNothingButTheNumber(number: String) {
    let link = TrackingLink.text(number)
    let tail = link.split(separator: "=").last ?? ""
    #expect(link.isEmpty || tail.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
  }
}

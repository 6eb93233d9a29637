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

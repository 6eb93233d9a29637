import Canvas
import Fulfillment
import Testing

@testable import Console

@Suite struct SplitTests {
  private func session(_ columns: Int) -> SampleSession {
    SampleSession(size: Size(columns: columns, rows: 40))
  }

  @Test(arguments: [(120, false), (159, false), (160, true), (200, true)])
  func anOrderStandsBesideTheListWhereThereIsRoom(_ columns: Int, _ isBeside: Bool) {
    var session = session(columns)
    session.press("<enter>")
    #expect(Layout(session.state).frames.isEmpty != isBeside)
  }

  @Test(arguments: [(100, true), (120, true), (200, false)])
  func theKeyTurnsItRound(_ columns: Int, _ isBeside: Bool) {
    var session = session(columns)
    session.press("<enter>B")
    #expect(Layout(session.state).frames.isEmpty != isBeside)
    session.press("B")
    #expect(Layout(session.state).frames.isEmpty == isBeside)
    #expect(session.state.order != nil)
  }

  @Test func whereThereIsNoRoomItSaysSo() {
    var session = session(80)
    session.press("<enter>B")
    #expect(session.screen.contains("needs 100 columns"))
  }
}

@Suite struct MessagesTests {
  @Test func whatWasSaidCanBeReadAgain() {
    var session = SampleSession(size: .narrow)
    session.press("~")
    session.press("2a")
    session.press("M")
    #expect(session.screen.contains("Messages"))
    #expect(session.screen.contains("~ does nothing here"))
    session.press("<esc>")
    #expect(session.state.overlay == nil)
  }

  @Test func aLongMessageIsBroken() {
    var session = SampleSession(size: .narrow)
    session.state.say(.error, String(repeating: "word ", count: 60) + "end")
    session.press("M")
    #expect(session.screen.contains("end"))
  }

  @Test func nothingSaidIsSaid() {
    var session = SampleSession(size: .narrow)
    session.press("M")
    #expect(session.screen.contains("Nothing was said yet."))
  }
}

@Suite struct PipedRowsTests {
  @Test func thePromptTellsHowManyRowsItGets() {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 300))
    session.press("!")
    #expect(session.screen.contains("rows at hand of 300 (V marks all)"))
    session.press("<esc><space><space>!")
    #expect(session.screen.contains("2 marked rows"))
  }
}

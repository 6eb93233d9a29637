import Canvas
import Fulfillment
import Testing

@testable import Console

/// Single steps over the edge bring half a screen, so that few of them repaint it.
struct LeapTests {
  private func repaints(_ key: String, _ steps: Int, from start: String = "") -> Int {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 300))
    session.press(start)
    var (count, top) = (0, session.state.queue.window.rows[session.state.queue.top].key)
    for _ in 0..<steps {
      session.press(key)
      let next = session.state.queue.window.rows[session.state.queue.top].key
      count += next == top ? 0 : 1
      top = next
      let list = session.state.queue
      #expect(list.cursor >= list.top && list.cursor < list.top + session.state.height(of: .queue))
    }
    return count
  }

  @Test(arguments: [("j", ""), ("k", "G"), ("<down>", ""), ("<up>", "G")])
  func fewStepsRepaintTheList(_ key: String, _ start: String) {
    let height = SampleSession(size: .narrow).state.height(of: .queue)
    let count = repaints(key, 100, from: start)
    #expect(count > 0 && count <= 100 / (height / 2) + 1)
  }

  @Test func theCursorComesToTheMiddle() {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 300))
    let height = session.state.height(of: .queue)
    for _ in 0..<height { session.press("j") }
    let list = session.state.queue
    #expect(list.cursor - list.top == (height - 1) / 2)
  }

  @Test func longerMotionsShowNoMoreThanTheyDid() {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 300))
    let height = session.state.height(of: .queue)
    session.press("20j")
    #expect(session.state.queue.cursor - session.state.queue.top == height - 1)
    session.press("<ctrl-d>")
    #expect(session.state.queue.cursor - session.state.queue.top == height - 1)
  }

  @Test func atTheEndsNothingLeaps() {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 300))
    session.press("G")
    let top = session.state.queue.top
    session.press("jjj")
    #expect(session.state.queue.top == top)
    session.press("gkkk")
    #expect(session.state.queue.top == 0)
  }

  @Test(arguments: [1, 2, 3])
  func aScreenOfFewRowsStillShowsTheCursor(_ height: Int) {
    var list = ListState<QueueRow>()
    list.take(Window(rows: SampleBoard(orders: 30).orders), height: height)
    for step in [1, 1, 1, -1, -1, 1, 1, 1, 1, -1] {
      list.apply(.move(step), height: height)
      #expect(list.cursor >= list.top && list.cursor < list.top + height)
    }
  }
}

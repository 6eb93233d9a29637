import Canvas
import Console
import Fulfillment
import Testing

struct LeavingTests {
  @Test func withNothingToLoseQIsEnough() {
    var session = SampleSession(size: .narrow)
    session.press("jjq")
    #expect(session.seen.last == .quit)
  }

  @Test func marksAreNotLostUnasked() {
    var session = SampleSession(size: .narrow)
    session.press("<space><space>q")
    #expect(!session.seen.contains(.quit))
    #expect(session.screen.contains("2 rows marked"))
    session.press("<enter>")
    #expect(!session.seen.contains(.quit), "only y says yes")
    session.press("n")
    #expect(session.state.overlay == nil)
    session.press("qy")
    #expect(session.seen.last == .quit)
  }

  @Test func aDraftIsNotLostUnasked() {
    var session = SampleSession(size: .narrow)
    session.press("n")
    session.type("half a note")
    session.press("<esc>q")
    #expect(session.screen.contains("what you began to type: Note \"half a note\""))
  }

  @Test func whatWasSaidOfMarksGoesWithThem() {
    var session = SampleSession(size: .narrow)
    session.press("V")
    #expect(session.screen.contains("Marked all "))
    session.press("j")
    #expect(session.screen.contains("Marked all "))
    session.press("<space>")
    #expect(!session.screen.contains("Marked all "))
  }

  @Test func aDecisionOnItsWayIsWaitedFor() {
    var session = SampleSession(size: .narrow)
    session.press("2")
    _ = update(&session.state, .key(.character("a"), session.board.now))
    session.press("1q")
    #expect(session.screen.contains("a decision is still being written"))
  }

  @Test func qClosesTheOrderFirst() {
    var session = SampleSession(size: .narrow)
    session.press("<enter>q")
    #expect(session.state.order == nil)
    #expect(!session.seen.contains(.quit))
  }

  @Test func escapeTakesBackOneThingAtATime() {
    var session = SampleSession(size: .wide)
    session.press("/")
    session.type("tag:vip")
    session.press("<enter>o<space>vj9")
    func steps() -> [Bool] {
      let state = session.state
      return [
        state.count.isOpen, state.queue.range != nil, !state.queue.marks.isEmpty,
        !state.queue.filter.text.isEmpty, state.isZoomed,
      ]
    }
    #expect(steps() == [true, true, true, true, true])
    for left in 0..<5 {
      session.press("<esc>")
      #expect(steps() == (0..<5).map { $0 > left })
    }
    session.press("<esc>")
    #expect(!session.seen.contains(.quit))
  }

  @Test func suspendAndRedrawAreEffects() {
    var session = SampleSession(size: .narrow)
    session.press("<ctrl-z>")
    #expect(session.seen.last == .suspend)
    session.press("<ctrl-l>")
    #expect(session.seen.last == .redraw)
  }
}

struct MarkTests {
  @Test func spaceMarksAndGoesOn() {
    var session = SampleSession(size: .narrow)
    session.press("<space><space>")
    #expect(session.state.queue.marks.count == 2)
    #expect(session.state.queue.cursor == 2)
    session.press("kk<space>")
    #expect(session.state.queue.marks.count == 1)
  }

  @Test func aRangeGrowsAndShrinksWithTheCursor() {
    var session = SampleSession(size: .narrow)
    session.press("jvjjj")
    #expect(session.state.queue.marks.count == 4)
    session.press("kk")
    #expect(session.state.queue.marks.count == 2)
    session.press("kkk")
    #expect(session.state.queue.marks.count == 2, "to the other side of where it began")
    session.press("vjjj")
    #expect(session.state.queue.marks.count == 2, "fixed")
  }

  @Test func aRangeKeepsTheMarksThatWereThere() {
    var session = SampleSession(size: .narrow)
    session.press("jj<space>ggvjjjjkkkk")
    let orders = session.board.orders
    #expect(Set(session.state.queue.marks.keys) == [orders[0].id.number, orders[2].id.number])
  }

  @Test func aRangeReachesBeyondTheWindow() {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 500))
    session.press("v" + String(repeating: "<pgdn>", count: 12))
    let reached = session.board.orders.firstIndex { $0.id == session.state.queue.selected?.id } ?? 0
    #expect(reached > 100)
    #expect(session.state.queue.marks.count == reached + 1)
  }

  @Test func invertTurnsTheRowsAtHand() {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 10))
    session.press("<space><space>*")
    #expect(session.state.queue.marks.count == 8)
  }

  @Test func allThatMatchIsMarkedEvenBeyondTheWindow() {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 500))
    session.press("V")
    #expect(session.state.queue.marks.count == 500)
    #expect(session.notice == "Marked all 500 that match")
  }

  @Test func tooManyMatchesAreSaidToBeTooMany() {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 5_100))
    session.press("V")
    #expect(session.state.queue.marks.count == 5_000)
    #expect(session.notice?.contains("more match") == true)
  }

  @Test func marksAreSeenWithoutColour() {
    var session = SampleSession(size: .narrow)
    session.press("<space>")
    #expect(session.screen.contains(" *#18231"))
    #expect(session.screen.contains("* 1 row marked"))
  }
}

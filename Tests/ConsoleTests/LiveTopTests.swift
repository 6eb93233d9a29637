import Canvas
import Console
import Fulfillment
import Testing

/// The top of a list is live: what arrives there is seen without a key.
struct LiveTopTests {
  private func session(_ keys: String = "", size: Size = .narrow) -> SampleSession {
    var session = SampleSession(size: size, board: SampleBoard(orders: 200))
    session.press(keys)
    return session
  }

  private func arrive(_ count: Int, from first: Int64 = 5_000, in session: inout SampleSession) {
    let new = (0..<count).map { offset in
      var row = session.board.orders[0]
      row.id = OrderID(first + Int64(offset))
      row.name = "#9\(first + Int64(offset))"
      return row
    }
    session.board.orders.insert(contentsOf: new.reversed(), at: 0)
    session.send(.storeChanged(session.board.now))
  }

  @Test(arguments: ["", "g", "G<home>", "30jg", "jk", "jjjkkk"])
  func aFloodOfNewRowsIsSeenFromTheTop(_ keys: String) {
    var session = session(keys)
    arrive(100, in: &session)
    #expect(session.state.queue.top == 0)
    #expect(session.state.queue.window.rows[0].name == "#95099")
    #expect(session.screen.contains("#95099"))
    #expect(session.state.queue.selected?.name == "#95099", "it follows the top")
  }

  @Test func untilAKeyIsPressedTheFirstRowHasTheCursor() {
    var session = session()
    for step in 0..<3 {
      arrive(3, from: 5_000 + Int64(step) * 10, in: &session)
      #expect(session.state.queue.cursor == 0 && session.state.queue.top == 0)
      #expect(session.state.queue.selected?.name == "#9\(5_002 + step * 10)")
    }
  }

  @Test func aFewNewRowsPushTheCursorDownAndThenItFollows() {
    var session = session("jk")
    let row = session.state.queue.selected?.id
    arrive(3, in: &session)
    #expect(session.state.queue.selected?.id == row)
    #expect(session.state.queue.cursor == 3)
    arrive(60, from: 6_000, in: &session)
    #expect(session.state.queue.cursor == 0)
    #expect(session.screen.contains("#96059"))
  }

  @Test func manySmallArrivalsNeverHideTheNewest() {
    var session = session()
    for step in 0..<40 {
      arrive(3, from: 5_000 + Int64(step) * 10, in: &session)
      #expect(session.screen.contains("#9\(5_002 + step * 10)"), "step \(step)")
      #expect(session.state.queue.cursor < session.state.queue.window.rows.count)
    }
  }

  @Test(arguments: ["j", "jjjjj", "90j", "G", "v", "<enter>"])
  func aCursorThatWasLedSomewhereKeepsItsRow(_ keys: String) {
    var session = session(keys)
    let row = session.state.queue.selected?.id
    arrive(100, in: &session)
    #expect(session.state.queue.selected?.id == row)
  }

  @Test func aKeyPressedWhileTheTopIsBeingReadIsNotLost() {
    var session = session()
    let asked = update(&session.state, .storeChanged(session.board.now))
    session.press("jjjj")
    let row = session.state.queue.selected?.id
    session.board.orders.insert(
      contentsOf: (0..<120).map { index in
        var row = session.board.orders[index % 50]
        row.id = OrderID(7_000 + Int64(index))
        return row
      }, at: 0)
    for effect in asked {
      if let answer = session.answer(effect) { session.send(answer) }
    }
    session.send(.storeChanged(session.board.now))
    #expect(session.state.queue.selected?.id == row)
  }

  @Test func exceptionsAreLiveToo() {
    var session = session("2")
    let many = (0..<100).map { offset in
      var row = session.board.exceptions[0]
      row.id = ExceptionID(90_000 + Int64(offset))
      row.subject = "#7\(offset)"
      return row
    }
    session.board.exceptions.insert(contentsOf: many, at: 0)
    session.send(.storeChanged(session.board.now))
    #expect(session.state.exceptions.top == 0)
    #expect(session.state.exceptions.selected?.subject == "#70")
  }

  @Test func returnsAreLiveToo() {
    var session = session("4")
    let many = (0..<100).map { offset in
      var row = session.board.returns[0]
      row.id = ReturnID(90_000 + Int64(offset))
      row.orderName = "#6\(offset)"
      return row
    }
    session.board.returns.insert(contentsOf: many, at: 0)
    session.send(.storeChanged(session.board.now))
    #expect(session.state.returns.top == 0)
    #expect(session.state.returns.selected?.orderName == "#60")
  }

  @Test func theTopRowLeavingHandsOverToTheNext() throws {
    var session = session()
    session.board.orders.removeFirst()
    session.send(.storeChanged(session.board.now))
    #expect(session.state.queue.cursor == 0)
    #expect(session.state.queue.selected?.id == session.board.orders[0].id)
  }

  @Test func anEmptiedListAndItsReturnAreSeen() {
    var session = session()
    let orders = session.board.orders
    session.board.orders = []
    session.send(.storeChanged(session.board.now))
    #expect(session.state.queue.selected == nil)
    session.board.orders = orders
    session.send(.storeChanged(session.board.now))
    #expect(session.state.queue.selected?.id == orders[0].id)
  }
}

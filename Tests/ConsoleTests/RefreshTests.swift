import Canvas
import Console
import Fulfillment
import Testing

struct RefreshTests {
  private func session(_ keys: String = "") -> SampleSession {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 200))
    session.press(keys)
    return session
  }

  private func fresh(_ number: Int64) -> QueueRow {
    QueueRow(
      id: OrderID(number), name: "#9\(number)", storefront: "main", customer: "New", country: "US",
      supplier: "CJ", state: .ready, payment: .paid, placedAt: SampleBoard.now,
      updatedAt: SampleBoard.now)
  }

  @Test(arguments: ["jk", "jjj", "30j", "150j", "G"])
  func newRowsAboveLeaveTheCursorOnItsRow(_ keys: String) {
    var session = session(keys)
    let before = session.state.queue.selected?.id
    session.board.orders.insert(contentsOf: (0..<5).map { fresh(5_000 + $0) }, at: 0)
    session.send(.storeChanged(session.board.now))
    #expect(session.state.queue.selected?.id == before)
  }

  @Test func atTheTopNewRowsCanBeSeenComing() {
    var session = session("j")
    session.board.orders.insert(fresh(5_000), at: 0)
    session.send(.storeChanged(session.board.now))
    #expect(session.screen.contains("#95000"))
    #expect(session.state.queue.top == 0)
  }

  @Test func furtherDownTheRowStaysAtItsHeight() {
    var session = session("60j")
    let height = session.state.queue.cursor - session.state.queue.top
    session.board.orders.insert(contentsOf: (0..<9).map { fresh(5_000 + $0) }, at: 0)
    session.send(.storeChanged(session.board.now))
    #expect(session.state.queue.cursor - session.state.queue.top == height)
  }

  @Test(arguments: ["j", "50j", "G"])
  func aRowThatLeavesHandsTheCursorToItsNeighbour(_ keys: String) throws {
    var session = session(keys)
    let gone = try #require(session.state.queue.selected?.id)
    let place = try #require(session.board.orders.firstIndex { $0.id == gone })
    session.board.orders.remove(at: place)
    let neighbour = session.board.orders[min(place, session.board.orders.count - 1)].id
    session.send(.storeChanged(session.board.now))
    #expect(session.state.queue.selected?.id == neighbour)
  }

  @Test func marksStayOnTheirRows() {
    var session = session("j<space>jj<space>")
    let marked = Set(session.state.queue.marks.keys)
    #expect(marked.count == 2)
    session.board.orders.insert(contentsOf: (0..<50).map { fresh(5_000 + $0) }, at: 0)
    session.board.orders.reverse()
    session.send(.storeChanged(session.board.now))
    #expect(Set(session.state.queue.marks.keys) == marked)
  }

  @Test func marksShowTheNewestOfTheirRows() throws {
    var session = session("<space>")
    session.board.orders[0].tags = ["changed"]
    session.send(.storeChanged(session.board.now))
    #expect(session.state.queue.marks[session.board.orders[0].id.number]?.tags == ["changed"])
  }

  @Test func anAnswerThatWasOvertakenIsDropped() {
    var session = session()
    let first = update(&session.state, .storeChanged(session.board.now))
    let second = update(&session.state, .storeChanged(session.board.now))
    func number(_ effects: [Effect]) -> RequestNumber? {
      for case .load(.queue, let number) in effects { return number }
      return nil
    }
    let stale = Window(rows: [fresh(1)])
    guard let old = number(first), let new = number(second) else {
      Issue.record("the queue was not asked for")
      return
    }
    _ = update(&session.state, .loaded(.queue(stale), old, session.board.now))
    #expect(session.state.queue.window.rows.count > 1)
    _ = update(&session.state, .loaded(.queue(stale), new, session.board.now))
    #expect(session.state.queue.window.rows == stale.rows)
    _ = update(&session.state, .loaded(.queue(Window()), new, session.board.now))
    #expect(session.state.queue.window.rows == stale.rows, "an answer counts once")
  }

  @Test func aFailureIsToldAndTheListCanBeAskedAgain() {
    var session = session()
    let effects = update(&session.state, .storeChanged(session.board.now))
    for case .load(.queue, let number) in effects {
      _ = update(&session.state, .failed("disk full", number, session.board.now))
    }
    #expect(session.notice == "disk full")
    #expect(session.state.queue.pending == nil)
    session.press("G")
    #expect(session.state.queue.selected?.id == session.board.orders.last?.id)
  }

  @Test func resizingKeepsTheRow() {
    var session = session("40j")
    let before = session.state.queue.selected?.id
    for (columns, rows) in [(20, 6), (200, 60), (1, 1), (0, 0), (120, 40), (80, 24)] {
      session.send(.resize(Size(columns: columns, rows: rows)))
      #expect(session.state.queue.selected?.id == before)
    }
  }

  @Test(arguments: ["", "40j", "G"])
  func aWindowThatGrowsWhileRowsComeIsFilled(_ keys: String) {
    var session = session(keys)
    session.send(.resize(Size(columns: 20, rows: 6)))
    let effects = update(&session.state, .storeChanged(session.board.now))
    let resized = update(&session.state, .resize(Size(columns: 200, rows: 60)))
    for answer in (effects + resized).compactMap({ session.answer($0) }) { session.send(answer) }
    #expect(session.screen.split(separator: "\n").filter { $0.contains("│  #") }.count > 40)
  }

  @Test func everythingOnTheScreenIsAskedForAgain() {
    var session = SampleSession(size: .wide)
    let slots = update(&session.state, .storeChanged(session.board.now)).compactMap { effect in
      if case .load(let load, _) = effect { load.slot } else { nil }
    }
    #expect(
      Set(slots) == [
        .queue, .exceptions, .suppliers, .counts, .activity, .lastUndoable, .buyingStop,
        .deadlines,
      ])
  }
}

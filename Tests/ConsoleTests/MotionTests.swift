import Canvas
import Console
import Fulfillment
import Testing

struct MotionTests {
  @Test(arguments: [
    ("j", 1), ("jjj", 3), ("jjk", 1), ("k", 0), ("<down><down><up>", 1), ("G", 299), ("Gk", 298),
    ("<end>", 299), ("Gg", 0), ("jj<home>", 0), ("20j", 20), ("20jk", 19), ("07j", 7), ("8j", 8),
    ("20G", 19), ("25g", 24), ("120j", 120), ("120j50k", 70), ("999j", 299), ("Gj", 299),
    ("j0k", 0),
  ])
  func keysReachTheRow(_ keys: String, _ row: Int) throws {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 300))
    session.press(keys)
    #expect(session.state.queue.selected?.id == session.board.orders[row].id)
  }

  @Test func halfAndWholePagesGoBackWhereTheyCameFrom() {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 300))
    session.press("<ctrl-d>")
    let half = session.state.queue.selected?.id
    #expect(half == session.board.orders[8].id)
    session.press("<pgdn><pgdn><pgup><pgup>")
    #expect(session.state.queue.selected?.id == half)
    session.press("<ctrl-u>")
    #expect(session.state.queue.selected?.id == session.board.orders[0].id)
  }

  @Test(arguments: [Size.narrow, .wide, .huge, Size(columns: 20, rows: 6)])
  func walkingThroughEverythingMeetsEveryRowOnceInOrder(_ size: Size) {
    var session = SampleSession(size: size, board: SampleBoard(orders: 500))
    var met: [OrderID] = []
    for _ in 0..<500 {
      if let id = session.state.queue.selected?.id { met.append(id) }
      session.press("j")
    }
    #expect(met == session.board.orders.map(\.id))
  }

  @Test func onlyAPageAroundTheScreenIsHeld() {
    var session = SampleSession(size: .huge, board: SampleBoard(orders: 5_000))
    session.press("2000j")
    #expect(session.state.queue.selected?.id == session.board.orders[2_000].id)
    #expect(session.state.queue.window.rows.count < 200)
  }

  @Test func aStepInsideTheWindowAsksTheStoreNothing() {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 300))
    #expect(update(&session.state, .key(.character("j"), session.board.now)) == [])
  }

  @Test func oneWindowIsAskedForWhileOneIsOnItsWay() {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 3_000))
    var loads = 0
    for _ in 0..<60 {
      for effect in update(&session.state, .key(.character("j"), session.board.now)) {
        if case .load(.queue, _) = effect { loads += 1 }
      }
    }
    #expect(loads == 1)
    // The steps beyond the window's end are owed, not forgotten.
    session.send(.storeChanged(session.board.now))
    #expect(session.state.queue.selected?.id == session.board.orders[60].id)
  }

  @Test func theRowUnderTheCursorIsAlwaysDrawn() {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 300))
    for keys in ["G", "<ctrl-u>", "30k", "g", "44j", "<pgup>", "<ctrl-d>", "17G"] {
      session.press(keys)
      let name = session.state.queue.selected?.name ?? "?"
      #expect(session.screen.contains("▸ \(name)"), "after \(keys)")
    }
  }
}

struct CountTests {
  @Test func aDigitGoesToItsPanelAtOnce() {
    var session = SampleSession(size: .narrow)
    for (key, panel) in [("2", Panel.exceptions), ("3", .suppliers), ("4", .returns)] {
      session.press(key)
      session.wait(.seconds(1))
      #expect(session.state.focus == panel)
    }
    session.press("6")
    #expect(session.state.focus == .activity)
  }

  /// However fast: a count would throw the operator back to where the first digit was typed.
  @Test func digitsOfPanelsGoToTheLastOfThem() {
    var session = SampleSession(size: .narrow)
    session.press("27")
    #expect(session.state.focus == .claims && !session.state.count.isOpen)
    session.wait(.seconds(1))
    session.press("j")
    #expect(session.state.focus == .claims && session.state.claims.cursor == 1)
    session.press("12y")
    #expect(session.state.focus == .exceptions)
  }

  @Test func aMotionSoonAfterTwoDigitsMakesThemACountAndGivesTheFocusBack() {
    var session = SampleSession(size: .narrow)
    session.press("12j")
    #expect(session.state.focus == .queue && session.state.queue.cursor == 12)
    #expect(!session.state.count.isOpen)
    session.press("123k")
    #expect(session.state.focus == .queue && session.state.queue.cursor == 0)
    session.press("10j")
    #expect(session.state.focus == .queue && session.state.queue.cursor == 10)
    session.press("2j")
    #expect(session.state.focus == .exceptions)
  }

  @Test func digitsThatAreApartArePanels() {
    var session = SampleSession(size: .narrow)
    session.press("2")
    session.wait(.seconds(1))
    session.press("1")
    #expect(session.state.focus == .queue)
    #expect(!session.state.count.isOpen)
  }

  @Test func aFastClockDoesNotBreakCounts() {
    var settings = ConsoleSettings.sample
    settings.timeRate = 144
    var session = SampleSession(size: .narrow, settings: settings)
    session.press("2")
    session.wait(.seconds(30))
    session.press("0j")
    #expect(session.state.queue.cursor == 20)
  }

  @Test func escapeForgetsACount() {
    var session = SampleSession(size: .narrow)
    session.press("20<esc>j")
    #expect(session.state.queue.cursor == 1)
  }

  @Test func aCountIsBounded() {
    var session = SampleSession(size: .narrow)
    session.press("99999999999999999999999j")
    #expect(session.state.queue.selected?.id == session.board.orders.last?.id)
  }
}

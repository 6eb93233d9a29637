import Canvas
import Console
import Fulfillment
import Testing

struct MouseTests {
  private func click(
    _ session: inout SampleSession, _ column: Int, _ row: Int, _ action: Key.Mouse.Action = .click
  ) {
    session.press([.mouse(Key.Mouse(action, column: column, row: row))])
  }

  @Test func aClickSelectsTheRow() throws {
    var session = SampleSession(size: .narrow)
    let rows = try #require(Layout(session.state).frame(of: .queue)).rows
    click(&session, 10, rows.row + 4)
    #expect(session.state.queue.cursor == 4)
  }

  @Test func aClickGoesToItsPanel() throws {
    var session = SampleSession(size: .wide)
    let rows = try #require(Layout(session.state).frame(of: .exceptions)).rows
    click(&session, rows.column + 5, rows.row + 2)
    #expect(session.state.focus == .exceptions)
    #expect(session.state.exceptions.cursor == 2)
  }

  @Test func aDoubleClickOpens() throws {
    var session = SampleSession(size: .narrow)
    let rows = try #require(Layout(session.state).frame(of: .queue)).rows
    click(&session, 10, rows.row + 1, .doubleClick)
    #expect(session.state.order?.id == session.board.orders[1].id)
  }

  @Test func theWheelScrollsAndTheCursorStaysInSight() throws {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 300))
    for _ in 0..<20 { click(&session, 10, 10, .wheelDown) }
    let reached = session.board.orders.firstIndex { $0.id == session.state.queue.selected?.id }
    #expect(reached == 60)
    for _ in 0..<40 { click(&session, 10, 10, .wheelUp) }
    #expect(session.screen.contains("#18231"))
  }

  @Test func aTabIsClicked() throws {
    var session = SampleSession(size: .narrow)
    let row = try #require(Layout(session.state).tabs)
    let line = view(session.state).lines[row]
    let column = try #require(line.firstIndex(of: "R")).utf16Offset(in: line)
    click(&session, column, row)
    #expect(session.state.focus == .returns)
  }

  @Test(arguments: [
    ("Risk", QueueSort.risk), ("Value", .value), ("Age", .age), ("Suppli", .supplier),
  ])
  func aColumnsNameSorts(_ name: String, _ sort: QueueSort) throws {
    var session = SampleSession(size: .narrow)
    session.state.queueSort = .updated
    let header = try #require(Layout(session.state).frame(of: .queue)?.columnHeader)
    let line = Array(view(session.state).lines[header])
    let column = try #require(
      line.indices.first { String(line[$0...].prefix(name.count)) == name })
    click(&session, column, header)
    #expect(session.state.queueSort == sort)
  }

  @Test func outsideAMenuAClickClosesItAndInsideItChooses() throws {
    var session = SampleSession(size: .narrow)
    session.press("s")
    let lines = view(session.state).lines
    let row = try #require(lines.firstIndex { $0.contains("newest first") })
    click(&session, 40, row)
    #expect(session.state.queueSort == .newest)
    session.press("s")
    click(&session, 0, 0)
    #expect(session.state.overlay == nil)
  }

  @Test func panelsBesideTheBoardAreClicked() throws {
    var session = SampleSession(size: .wide)
    let row = try #require(Layout(session.state).status)
    let line = view(session.state).lines[row]
    let place = try #require(line.firstRange(of: "5 Numbers"))
    click(&session, line.distance(from: line.startIndex, to: place.lowerBound) + 3, row)
    #expect(session.state.focus == .numbers)
  }

  @Test func aKeyOfTheLastLineIsClicked() throws {
    var session = SampleSession(size: .wide)
    let row = try #require(Layout(session.state).footer)
    let line = view(session.state).lines[row]
    let place = try #require(line.firstRange(of: "filter"))
    click(&session, line.distance(from: line.startIndex, to: place.lowerBound), row)
    #expect(session.state.filterInput != nil)
    let typing = view(session.state).lines[row]
    let before = try #require(typing.firstRange(of: "as before"))
    click(&session, typing.distance(from: typing.startIndex, to: before.lowerBound), row)
    #expect(session.state.filterInput == nil)
  }

  @Test func theCountdownIsClickedToUndo() throws {
    var session = SampleSession(size: .wide)
    session.press("2a")
    let line = view(session.state).lines[0]
    let place = try #require(line.firstRange(of: "undo"))
    let before = session.seen.count
    click(&session, line.distance(from: line.startIndex, to: place.lowerBound) + 1, 0)
    #expect(session.seen.dropFirst(before).contains { if case .undo = $0 { true } else { false } })
  }

  @Test func clicksOnNothingDoNothing() {
    var session = SampleSession(size: .narrow)
    session.press("j")
    let before = session.state
    for place in [(0, 0), (79, 23), (500, 500), (-1, -1), (40, 22)] {
      click(&session, place.0, place.1)
    }
    #expect(session.state == before)
  }
}

struct WakeTests {
  @Test func aQuietScreenSleepsUntilAnAgeChanges() throws {
    var board = SampleBoard(orders: 3)
    board.accounts = []
    let session = SampleSession(size: .narrow, board: board)
    let wake = try #require(session.state.nextWake(board.now))
    #expect(wake - board.now <= .hours(1))
    #expect(wake - board.now >= .minutes(1))
  }

  @Test func anEmptyScreenNeverWakes() {
    let session = SampleSession(size: .narrow, board: SampleBoard(orders: 0))
    #expect(session.state.nextWake(session.board.now) == nil)
  }

  @Test func aCountdownTicksEverySecond() throws {
    var session = SampleSession(size: .narrow)
    session.press("4yy")
    session.wait(.seconds(30))
    let wake = try #require(session.state.nextWake(session.board.now))
    #expect(wake - session.board.now == .seconds(1))
  }

  @Test func aNoticeGoesByItself() throws {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 0))
    session.press("X")
    let wake = try #require(session.state.nextWake(session.board.now))
    #expect(session.notice != nil)
    session.wait(wake - session.board.now)
    #expect(session.notice == nil)
  }

  @Test func agesChangeWhenTheScreenSaysItWakes() throws {
    var board = SampleBoard(orders: 20)
    board.accounts = []
    var session = SampleSession(size: .narrow, board: board)
    for _ in 0..<30 {
      let now = session.board.now
      let wake = try #require(session.state.nextWake(now))
      let before = session.screen
      var early = session
      early.wait((wake - .milliseconds(1)) - now)
      #expect(early.screen == before, "nothing changes before the wake")
      session.wait(wake - now)
    }
  }

  @Test func aFastClockWakesNoOftenerThanAnEyeSees() throws {
    var settings = ConsoleSettings.sample
    settings.timeRate = 144
    var session = SampleSession(size: .narrow, settings: settings)
    session.press("4yy")
    let wake = try #require(session.state.nextWake(session.board.now))
    #expect(wake - session.board.now >= .seconds(28))
  }
}

import Canvas
import Fulfillment
import Testing

@testable import Console

/// Each verb from each place it works in: what leaves the console, and why it does not.
struct CommandEffectTests {
  private func session(_ keys: String, orders: Int = 60) -> SampleSession {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: orders))
    session.press(keys)
    return session
  }

  @Test(arguments: ["", "2", "4", "<enter>", "2<enter>"])
  func aNoteGoesToTheOrderOfTheRow(_ place: String) throws {
    var session = session(place)
    let order = try #require(session.state.rowOrder()?.id)
    session.press("n")
    session.type("seen")
    session.press("<enter>")
    let sent = try #require(session.lastDecision)
    #expect(sent.decision == .note("seen"))
    #expect(sent.targets == [.order(order)])
  }

  @Test(arguments: ["", "2", "4", "<enter>"])
  func aTagGoesOnAndOff(_ place: String) throws {
    var session = session(place + "t")
    session.type("vip")
    session.press("<enter>")
    #expect(session.lastDecision?.decision == .tag("vip"))
    session.press("t")
    session.type("-vip")
    session.press("<enter>")
    #expect(session.lastDecision?.decision == .untag("vip"))
  }

  @Test(arguments: ["", "2", "<enter>", "2<enter>"])
  func acknowledgingNeedsNoQuestion(_ place: String) {
    let session = session(place + "a")
    #expect(session.lastDecision?.decision == .acknowledge)
    #expect(session.state.overlay == nil)
  }

  @Test(arguments: [("", true), ("j", false), ("<space>j<space>", true)])
  func acknowledgingNeedsAnExceptionThatStands(_ keys: String, _ isSent: Bool) {
    let session = session(keys + "a")
    #expect((session.lastDecision != nil) == isSent)
    if !isSent { #expect(session.notice == "no exception stands here") }
  }

  @Test(arguments: ["a", "z", "R", "n", "t", "C", "b", "y", "d", "m", "."])
  func onAnEmptyBoardEveryVerbSaysWhyNot(_ key: String) {
    for panel in ["1", "2", "4"] {
      let session = session(panel + key, orders: 0)
      #expect(session.lastDecision == nil)
      #expect(session.state.overlay == nil)
      #expect(session.notice?.isEmpty == false, "\(key) in \(panel)")
    }
  }

  @Test(arguments: [("1", Span.hours(1)), ("4", .hours(4)), ("3", .days(3)), ("w", .days(7))])
  func snoozeChoicesEndWhenTheySay(_ key: String, _ span: Span) {
    let session = session("2z" + key)
    #expect(session.lastDecision?.decision == .snooze(.until(SampleBoard.now + span)))
  }

  @Test func snoozeUntilSomethingMoves() {
    #expect(session("2zm").lastDecision?.decision == .snooze(.untilMoved))
  }

  @Test(arguments: [("90m", Span.minutes(90)), ("6h", .hours(6)), ("2d", .days(2))])
  func anotherSnoozeIsTyped(_ text: String, _ span: Span) {
    var session = session("2zo")
    session.type(text)
    session.press("<enter>")
    #expect(session.lastDecision?.decision == .snooze(.until(SampleBoard.now + span)))
  }

  @Test(arguments: ["", "soon", "2", "d", "-1d"])
  func aSnoozeThatCannotBeReadStaysOpen(_ text: String) {
    var session = session("2zo")
    session.type(text)
    session.press("<enter>")
    #expect(session.lastDecision == nil)
    #expect(session.state.prompt?.problem != nil)
  }

  @Test(arguments: Command.table.map(\.id))
  func aCommandThatIsUnavailableSaysWhyAndChangesNothing(_ id: String) throws {
    let command = try #require(Command.byID[id])
    let state = session("", orders: 0).state
    guard let reason = command.availability(state).reason else { return }
    var tried = state
    let effects = tried.run(command)
    #expect(effects.isEmpty)
    #expect(tried.notices.last?.text == reason)
    (tried.notices, tried.said) = (state.notices, state.said)
    #expect(tried == state)
  }

  @Test(arguments: Command.table.map(\.id), [0, 1, 7])
  func aCommandThatIsAvailableDrawsAtEverySize(_ id: String, _ count: Int) throws {
    let command = try #require(Command.byID[id])
    for size in [Size.narrow, .huge, Size(columns: 20, rows: 6), Size(columns: 1, rows: 1)] {
      var state = SampleSession(size: size).state
      _ = state.run(command, count: count)
      #expect(view(state).size == size)
    }
  }
}

/// What is over the panels goes away as it came, and leaves the list as it was.
struct OverlayKeyTests {
  @Test(arguments: ["?", ":", "s", "S", "T", "n", "t", "R", "z", "b", "C", "c"])
  func escapeClosesIt(_ key: String) {
    var session = SampleSession(size: .wide)
    let before = session.state.queue.selected
    session.press(key)
    #expect(session.state.overlay != nil)
    session.press("<esc>")
    #expect(session.state.overlay == nil)
    #expect(session.state.queue.selected == before)
    #expect(session.lastDecision == nil)
  }

  @Test(arguments: ["?", ":", "s", "n", "b"])
  func controlCClosesItToo(_ key: String) {
    var session = SampleSession(size: .wide)
    session.press(key + "<ctrl-c>")
    #expect(session.state.overlay == nil)
  }

  @Test(arguments: ["?", ":", "s", "n", "b"])
  func repaintingAndStoppingStillWork(_ key: String) {
    var session = SampleSession(size: .wide)
    session.press(key + "<ctrl-l><ctrl-z>")
    #expect(session.seen.contains(.redraw))
    #expect(session.seen.contains(.suspend))
    #expect(session.state.overlay != nil)
  }

  @Test(arguments: ["?", ":", "s", "S", "n", "b", "z", "C", "c"])
  func newsBehindItLeavesItOpen(_ key: String) {
    var session = SampleSession(size: .wide)
    session.press(key)
    let before = session.state.overlay
    session.board.orders.removeFirst()
    session.send(.storeChanged(session.board.now))
    #expect(session.state.overlay == before)
  }
}

/// Short messages at the bottom.
struct NoticeTests {
  private var state: ConsoleState { SampleSession(size: .narrow).state }

  @Test(arguments: [(Notice.Kind.info, Int64(6)), (.warning, 10), (.error, 20)])
  func eachKindStaysItsTime(_ kind: Notice.Kind, _ seconds: Int64) {
    var state = state
    state.say(kind, "words")
    state.advance(to: state.now + .seconds(seconds) - .milliseconds(1))
    #expect(state.notices.map(\.text) == ["words"])
    state.advance(to: state.now + .milliseconds(1))
    #expect(state.notices.isEmpty)
  }

  @Test func theSameWordsAreToldOnceAndThreeAreKept() {
    var state = state
    for text in ["a", "b", "a", "c", "d"] { state.say(.info, text) }
    #expect(state.notices.map(\.text) == ["a", "c", "d"])
  }

  @Test func aFastClockDoesNotTakeThemAwaySooner() {
    var state = state
    state.settings.timeRate = 60
    state.say(.info, "words")
    state.advance(to: state.now + .minutes(5))
    #expect(state.notices.count == 1)
    state.advance(to: state.now + .minutes(1))
    #expect(state.notices.isEmpty)
  }

  @Test func timeNeverRunsBackward() {
    var state = state
    let now = state.now
    state.advance(to: now - .hours(1))
    #expect(state.now == now)
  }
}

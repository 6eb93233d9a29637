import Canvas
import Console
import Fulfillment
import Testing

struct TriageTests {
  private func exceptions(_ keys: String = "") -> SampleSession {
    var session = SampleSession(size: .narrow)
    session.press("2" + keys)
    return session
  }

  @Test func acknowledgeIsOneKey() throws {
    var session = exceptions()
    let id = try #require(session.state.exceptions.selected?.id)
    session.press("a")
    #expect(session.lastDecision?.decision == .acknowledge)
    #expect(session.lastDecision?.targets == [.exception(id)])
    #expect(session.state.exceptions.selected?.state == .acknowledged)
    #expect(session.notice?.contains("u takes it back") == true)
  }

  @Test func undoTakesItBack() {
    var session = exceptions("au")
    #expect(session.state.exceptions.selected?.state == .open)
    #expect(session.notice?.contains("taken back") == true)
    session.press("<ctrl-r>")
    if case .redo? = session.seen.last {} else { Issue.record("nothing was redone") }
  }

  @Test func undoWithNothingToUndoSaysSo() {
    var session = SampleSession(size: .narrow)
    session.press("u")
    #expect(session.notice == "there is nothing to undo")
    #expect(session.seen.isEmpty)
  }

  @Test func inTheQueueTheOrderIsTheTarget() {
    var session = SampleSession(size: .narrow)
    session.press("a")
    #expect(session.lastDecision?.targets == [.order(session.board.orders[0].id)])
  }

  @Test func anOrderWithoutAnExceptionCannotBeAcknowledged() {
    var session = SampleSession(size: .narrow)
    session.press("ja")
    #expect(session.lastDecision == nil)
    #expect(session.notice == "no exception stands here")
  }

  @Test func markedRowsAreDecidedTogetherAndUnmarkedAfter() {
    let session = exceptions("<space><space><space>a")
    #expect(session.lastDecision?.targets.count == 3)
    #expect(session.state.exceptions.marks.isEmpty)
  }

  @Test(arguments: [("1", Span.hours(1)), ("4", .hours(4)), ("3", .days(3)), ("w", .days(7))])
  func snoozesForALength(_ key: String, _ span: Span) {
    let session = exceptions("z" + key)
    #expect(session.lastDecision?.decision == .snooze(.until(SampleBoard.now + span)))
  }

  @Test func snoozesUntilTomorrowMorningLocalTime() {
    let session = exceptions("zt")
    // 2026-11-23 08:00 at +01:00.
    let morning = Timestamp(iso8601: "2026-11-23T08:00+01:00")
    #expect(session.lastDecision?.decision == morning.map { .snooze(.until($0)) })
  }

  @Test func snoozesUntilSomethingMoves() {
    #expect(exceptions("zm").lastDecision?.decision == .snooze(.untilMoved))
  }

  @Test(arguments: [
    ("90m", Span.minutes(90)), ("6h", .hours(6)), ("2d", .days(2)), ("2w", .days(14)),
  ])
  func snoozesForATypedLength(_ typed: String, _ span: Span) {
    var session = exceptions("zo")
    session.type(typed)
    session.press("<enter>")
    #expect(session.lastDecision?.decision == .snooze(.until(SampleBoard.now + span)))
  }

  @Test(arguments: ["", "h", "2", "2x", "-1d", "0d", "99999d", "2dd"])
  func aLengthThatCannotBeReadIsRefusedAndKept(_ typed: String) {
    var session = exceptions("zo")
    session.type(typed)
    session.press("<enter>")
    #expect(session.lastDecision == nil)
    #expect(session.state.prompt?.problem != nil)
    #expect(session.state.prompt?.input.text == typed)
  }

  @Test func resolveAsksForAReason() {
    var session = exceptions("R")
    session.press("<enter>")
    #expect(session.state.prompt?.problem != nil)
    session.type("  refunded by hand ")
    session.press("<enter>")
    #expect(session.lastDecision?.decision == .resolve(reason: "refunded by hand"))
  }

  @Test func earlierReasonsComeBackWithTheArrows() {
    var session = exceptions("R")
    session.type("agent will resend")
    session.press("<enter>R<down>")
    #expect(session.state.prompt?.input.text == "agent will resend")
    session.press("<up>")
    #expect(session.state.prompt?.input.text != "agent will resend")
  }

  @Test func resolvingSeveralAsksOnceWithCountAndMoney() throws {
    var session = exceptions("<space><space>R")
    session.type("done")
    session.press("<enter>")
    #expect(session.lastDecision == nil)
    let question = try #require(session.state.confirmation)
    #expect(question.title == "Resolve 2 exceptions?")
    #expect(question.lines.contains { $0.hasPrefix("at stake: $") })
    session.press("n")
    #expect(session.lastDecision == nil)
    session.press("R")
    session.type("done")
    session.press("<enter>y")
    #expect(session.lastDecision?.targets.count == 2)
  }

  @Test func whatWasAgreedToIsWhatWasShownHoweverTheListMoves() throws {
    var session = exceptions("<space><space>R")
    let meant = Set(session.state.exceptions.marks.keys)
    session.type("done")
    session.press("<enter>")
    session.board.exceptions.reverse()
    session.send(.storeChanged(session.board.now))
    session.press("y")
    let decided = try #require(session.lastDecision)
    #expect(Set(decided.targets) == Set(meant.map { .exception(ExceptionID($0)) }))
  }

  @Test func aNoteGoesToTheOrder() throws {
    var session = exceptions("n")
    session.type("Called the agent: 明天")
    session.press("<enter>")
    let order = try #require(session.state.exceptions.selected?.order)
    #expect(session.lastDecision?.decision == .note("Called the agent: 明天"))
    #expect(session.lastDecision?.targets == [.order(order)])
  }

  @Test func whatWasTypedAndLeftIsThereAgain() {
    var session = exceptions("n")
    session.type("half a tho")
    session.press("<esc>n")
    #expect(session.state.prompt?.input.text == "half a tho")
  }

  @Test(arguments: [
    ("vip", Decision.tag("vip")), ("-vip", .untag("vip")), ("- vip", .untag("vip")),
  ])
  func tagsGoOnAndOff(_ typed: String, _ decision: Decision) {
    var session = SampleSession(size: .narrow)
    session.press("t")
    session.type(typed)
    session.press("<enter>")
    #expect(session.lastDecision?.decision == decision)
  }

  @Test(arguments: ["-", "a,b", "say \"x\"", String(repeating: "x", count: 41)])
  func aTagThatNoFilterCouldFindIsRefused(_ typed: String) {
    var session = SampleSession(size: .narrow)
    session.press("t")
    session.type(typed)
    session.press("<enter>")
    #expect(session.lastDecision == nil)
    #expect(session.state.prompt?.problem != nil)
  }

  @Test func theLastVerbIsRepeatedOnAnotherRow() {
    var session = exceptions("z4")
    session.wait(.minutes(30))
    session.press("j.")
    let decisions = session.seen.count { if case .decide = $0 { true } else { false } }
    #expect(decisions == 2)
    // Four hours from now, not from when it was first done.
    #expect(
      session.lastDecision?.decision
        == .snooze(.until(SampleBoard.now + .minutes(30) + .hours(4))))
  }

  @Test func nothingToRepeatIsSaid() {
    var session = SampleSession(size: .narrow)
    session.press(".")
    #expect(session.notice == "nothing to repeat yet")
  }

  @Test func anythingBigIsAskedAbout() {
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 300))
    session.press("2Va")
    #expect(session.state.confirmation != nil)
    #expect(session.lastDecision == nil)
    session.press("y")
    #expect((session.lastDecision?.targets.count ?? 0) > 25)
  }

  @Test func aRefusalIsTold() {
    var session = exceptions()
    let effects = update(&session.state, .key(.character("a"), session.board.now))
    for case .decide(_, _, let number) in effects {
      let receipt = DecisionReceipt(
        batch: nil, applied: 0, refused: [.init(target: "#1", reason: "it is cleared")], title: "")
      _ = update(&session.state, .decided(receipt, number, session.board.now))
    }
    #expect(session.notice == "#1: it is cleared")
  }

  @Test func theEditorWritesANote() {
    var session = exceptions("e")
    guard case .edit("", let number)? = session.seen.last else {
      Issue.record("no editor was opened")
      return
    }
    session.send(.edited("First line\nsecond\u{1B}[31m line\n", number, session.board.now))
    #expect(session.lastDecision?.decision == .note("First line\nsecond[31m line"))
  }

  @Test func anEmptyEditorMakesNoNote() {
    var session = exceptions("e")
    guard case .edit(_, let number)? = session.seen.last else { return }
    session.send(.edited(nil, number, session.board.now))
    #expect(session.lastDecision == nil)
    #expect(session.notice?.contains("no note") == true)
  }

  @Test func theSuppliersMessageIsShownCopiedAndKept() throws {
    var session = SampleSession(size: .narrow)
    session.press("C")
    guard case .message(let sheet) = session.state.overlay else {
      Issue.record("no message was prepared")
      return
    }
    #expect(sheet.text.contains("#18231"))
    #expect(sheet.text.contains("Mina"))
    session.press("<enter>")
    #expect(session.copied == sheet.text)
    #expect(session.lastDecision?.decision == .contactSupplier(text: sheet.text))
  }

  @Test(arguments: [("o", "#18230"), ("c", "LX123456781CN"), ("a", "深圳 王小明")])
  func copiesFromTheRow(_ key: String, _ start: String) {
    var session = SampleSession(size: .narrow)
    session.press("jc" + key)
    #expect(session.copied?.hasPrefix(start) == true)
  }

  @Test func rowsGoToAShellCommandAsATable() {
    var session = SampleSession(size: .narrow)
    session.press("jjj<space><space>!")
    session.type("sort")
    session.press("<enter>")
    guard case .pipe("sort", let rows, let number)? = session.seen.last else {
      Issue.record("nothing was piped")
      return
    }
    let lines = rows.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("order\tshop\tcustomer"))
    #expect(!rows.unicodeScalars.contains("\u{1B}"))
    session.send(.piped(status: 2, line: "no such file", number, session.board.now))
    #expect(session.notice == "The command failed with status 2: no such file")
  }
}

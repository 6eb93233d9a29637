import Canvas
import Console
import Fulfillment
import Testing

struct ReturnTests {
  private func returns(_ keys: String = "", size: Size = .narrow) -> SampleSession {
    var session = SampleSession(size: size)
    session.press("4" + keys)
    return session
  }

  @Test func anApprovalShowsFirstExactlyWhatWillBeSentAndUntilWhen() throws {
    let session = returns("y")
    #expect(session.lastDecision == nil)
    let row = try #require(session.state.returns.selected)
    let body = try #require(
      ReturnMessage.of(
        .approveReturn(note: ""),
        about: .init(
          storefront: row.storefront, order: row.orderName, externalID: row.externalID,
          items: row.items, amount: row.amount)))
    let shown = try #require(session.state.confirmation).lines
    for line in body.body.split(separator: "\n") { #expect(shown.contains("    " + line)) }
    #expect(shown.contains { $0.hasPrefix("Final at 15:19 (10:00)") })
  }

  @Test func anApprovalNeedsASecondKey() throws {
    var session = returns("y")
    let row = try #require(session.state.returns.selected)
    session.press("y")
    #expect(session.lastDecision?.decision == .approveReturn(note: ""))
    #expect(session.lastDecision?.targets == [.return(row.id)])
  }

  @Test(arguments: ["n", "<esc>", "q"])
  func anApprovalCanBeLeft(_ key: String) {
    var session = returns("y" + key)
    #expect(session.lastDecision == nil)
    #expect(session.state.overlay == nil)
    session.press("j")
    #expect(session.state.returns.cursor == 1)
  }

  @Test func theHeaderCountsDownAndUndoTakesItBack() {
    var session = returns("yy")
    #expect(session.screen.contains("undo (10:00)"))
    session.send(.resize(.wide))
    #expect(session.screen.contains("undo: approve return #5520 (10:00)"))
    session.wait(.seconds(18))
    #expect(session.screen.contains("(9:42)"))
    session.press("u")
    #expect(session.board.returns[0].state == .requested)
    #expect(!session.screen.contains("undo: "))
  }

  @Test func afterTheHoldItCannotBeTakenBack() {
    var session = returns("yy")
    session.wait(.minutes(10))
    #expect(!session.screen.contains("undo: approve"))
    session.press("u")
    #expect(session.notice?.contains("has left") == true)
    #expect(session.board.returns[0].state == .approved)
  }

  @Test func withoutAHoldTheQuestionSaysSo() {
    var settings = ConsoleSettings.sample
    settings.hold = .seconds(0)
    var session = SampleSession(size: .narrow, settings: settings)
    session.press("4y")
    #expect(session.state.confirmation?.lines.last == "It is final at once.")
  }

  @Test func wordsCanGoWithAnApproval() {
    var session = returns("ym")
    session.type("Please keep the box")
    session.press("<enter>")
    #expect(
      session.state.confirmation?.lines.contains("    message: Please keep the box") == true)
    session.press("y")
    #expect(session.lastDecision?.decision == .approveReturn(note: "Please keep the box"))
  }

  @Test func decliningNeedsAReasonAndShowsTheMessage() {
    var session = returns("d<enter>")
    #expect(session.state.prompt?.problem != nil)
    session.type("worn")
    session.press("<enter>")
    #expect(session.lastDecision == nil)
    #expect(session.state.confirmation?.lines.contains("    message: worn") == true)
    session.press("y")
    #expect(session.lastDecision?.decision == .declineReturn(reason: "worn"))
  }

  @Test func askingForMoreSendsTheQuestion() {
    var session = returns("m")
    session.type("A photo, please?")
    session.press("<enter>")
    #expect(session.state.confirmation?.title == "Ask about #18228?")
    session.press("y")
    #expect(session.lastDecision?.decision == .askReturn(question: "A photo, please?"))
  }

  @Test func severalApprovalsTellTheSum() {
    var session = returns("<space><space>y")
    #expect(session.state.confirmation?.title == "Approve 2 returns, $203.68?")
    session.press("y")
    #expect(session.lastDecision?.targets.count == 2)
  }

  @Test func anApprovalIsNeverRepeatedByTheDot() {
    var session = returns("yyj")
    let before = session.seen.count
    session.press(".")
    #expect(session.notice == "nothing to repeat yet")
    #expect(session.seen.count == before)
  }

  @Test func whatWasAskedByWhomAndTheWindowAreOnTheScreen() {
    let session = returns("jj", size: .wide)
    #expect(session.screen.contains("asked by"))
    #expect(session.screen.contains("“Arrived broken”"))
    #expect(session.screen.contains("outside the window by"))
    #expect(session.screen.contains("Order #18220"))
    #expect(session.screen.contains("Picked up, Guangzhou CN"))
  }

  @Test func theOrderFollowsTheSelectedReturn() {
    var session = returns(size: .wide)
    #expect(session.state.preview?.row.name == "#18228")
    session.press("j")
    #expect(session.state.preview?.row.name == "#18224")
  }

  @Test func decidedOnesAreShownOnRequest() {
    var session = returns("yy")
    #expect(session.state.returns.window.rows.count == 3)
    session.press("sa")
    #expect(session.state.returns.window.rows.count == 4)
    session.press("sw")
    #expect(session.state.returns.window.rows.count == 3)
  }

  @Test func fromTheOrderTheReturnCanBeDecidedToo() {
    var session = returns("<enter>yy")
    guard case .approveReturn("", let grant?) = session.lastDecision?.decision else {
      Issue.record("\(String(describing: session.lastDecision))")
      return
    }
    #expect(grant.outcome == .reship)
    session.press("<esc>")
    #expect(session.board.returns[0].state == .approved)
  }

  @Test(arguments: ["d", "m"])
  func elsewhereTheKeysSayWhereTheyWork(_ key: String) {
    var session = SampleSession(size: .narrow)
    session.press(key)
    #expect(session.notice?.contains("works in: Returns, Order") == true)
    #expect(session.lastDecision == nil)
  }
}

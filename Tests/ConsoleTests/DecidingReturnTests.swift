import Canvas
import Console
import Fulfillment
import Testing

struct DecidingReturnTests {
  private func opened(_ keys: String = "", size: Size = .narrow) -> SampleSession {
    var session = SampleSession(size: size)
    session.press("4<enter>" + keys)
    return session
  }

  private var dossier: ReturnDossier? {
    guard case .returning(let sheet) = opened().state.overlay else { return nil }
    return sheet.dossier
  }

  @Test func enterShowsEverythingThatIsNeededToDecide() throws {
    let screen = opened(size: Size(columns: 120, rows: 60)).screen
    let row = try #require(dossier?.matter.row)
    for words in [
      "Return of \(row.orderName)", row.reason, "Paid ", "Customer: 4 orders", "Shop's policy",
      "Supplier ", "Timeline", "photo: ", "margin after",
    ] {
      #expect(screen.contains(words), "\(words)")
    }
  }

  @Test(arguments: [
    ("1", ReturnOutcome.refundAndKeep), ("3", .reship), ("4", .returnToSupplier),
    ("5", .returnLocally),
  ])
  func aNumberChoosesAnOutcomeAndAsksFirst(_ key: String, _ outcome: ReturnOutcome) throws {
    var session = opened(key)
    let question = try #require(session.state.confirmation)
    #expect(question.lines.contains { $0.contains(outcome.text) })
    #expect(session.lastDecision == nil)
    session.press("y")
    guard case .approveReturn(_, let grant?)? = session.lastDecision?.decision else {
      Issue.record("no grant")
      return
    }
    #expect(grant.outcome == outcome)
    #expect(grant.secondAbove == [Money(minor: 500_00, currency: .usd)])
    #expect(grant.keeps == (outcome.needsGoods ? 1_000 : 0))
  }

  @Test func yTakesWhatIsSuggested() throws {
    let suggested = try #require(dossier?.advice.suggested)
    let session = opened("yy")
    guard case .approveReturn(_, let grant?)? = session.lastDecision?.decision else {
      Issue.record("no grant")
      return
    }
    #expect(grant.outcome == suggested)
  }

  /// The first return of the panel as it is in that state.
  private func decided(_ state: ReturnState, due: Money? = nil) -> SampleSession {
    var session = opened(size: Size(columns: 120, rows: 40))
    guard case .returning(var sheet) = session.state.overlay else { return session }
    sheet.row.state = state
    sheet.dossier?.matter.row.state = state
    sheet.dossier?.matter.due = due
    sheet.dossier?.matter.dueObstacle = due == nil ? "all of it has gone back" : ""
    sheet.dossier?.matter.through = "main"
    session.state.overlay = .returning(sheet)
    return session
  }

  @Test(arguments: [
    ("s", ReturnState.approved, Decision.sendReturn(tracking: "")),
    ("r", .inTransit, .receiveReturn(note: "")), ("x", .approved, .missReturn(note: "")),
    ("c", .received, .closeReturn(reason: "")),
  ])
  func whatBecameOfItIsOneKey(key: String, state: ReturnState, decision: Decision) {
    var session = decided(state)
    #expect(session.screen.contains("c close"))
    session.press(key)
    #expect(session.lastDecision?.decision == decision)
  }

  @Test func whatIsDueIsPaidBackAfterAQuestion() throws {
    let due = Money(minor: 12_34, currency: .usd)
    var session = decided(.received, due: due)
    #expect(session.screen.contains("Still to go back: $12.34"))
    session.press("f")
    #expect(session.lastDecision == nil)
    #expect(try #require(session.state.confirmation).title.hasPrefix("Send $12.34 back to "))
    session.press("y")
    let limits = [Money(minor: 500_00, currency: .usd)]
    #expect(
      session.lastDecision?.decision
        == .refundReturn(amount: due, note: "", secondAbove: limits))
    session = decided(.refunded)
    session.press("f")
    #expect(session.state.confirmation == nil && session.lastDecision == nil)
    #expect(session.screen.contains("all of it has gone back"))
  }

  /// What a state does not allow has no key: `s` of what came back is none.
  @Test(arguments: [
    ("s", ReturnState.received), ("r", .closed), ("f", .declined), ("x", .refunded),
  ])
  func whatCannotHappenHasNoKey(key: String, state: ReturnState) {
    var session = decided(state)
    session.press(key)
    #expect(session.lastDecision == nil && session.state.confirmation == nil)
  }

  @Test func aPartIsTypedAndNeverMoreThanIsLeft() throws {
    var session = opened("2")
    session.type("7.50")
    session.press("<enter>y")
    let money = Money(minor: 7_50, currency: .usd)
    guard case .approveReturn(_, let grant?)? = session.lastDecision?.decision else {
      Issue.record("no grant")
      return
    }
    #expect(
      grant == ReturnGrant(outcome: .partialRefund, amount: money, secondAbove: grant.secondAbove))
    var greedy = opened("2")
    greedy.type("99999")
    greedy.press("<enter>")
    #expect(greedy.state.confirmation == nil)
    #expect(greedy.state.prompt?.problem?.contains("more than is left") == true)
    #expect(greedy.state.prompt?.input.text == "99999")
  }

  @Test(arguments: [("d", Prompt.Purpose.decline), ("m", .ask)])
  func declineAndAskAreOneKeyAway(_ key: String, _ purpose: Prompt.Purpose) {
    #expect(opened(key).state.prompt?.purpose == purpose)
  }

  @Test func theOrderIsOneKeyAwayAndUndoToo() {
    #expect(opened("o").state.order != nil)
    var session = opened("1y")
    #expect(session.board.returns.contains { $0.state == .approved })
    session.press("u")
    #expect(
      !session.board.returns.contains { $0.state == .approved && $0.decidedAt == session.board.now }
    )
  }

  @Test func markedReturnsAreApprovedAtOnceAfterOneQuestion() throws {
    var session = SampleSession(size: .narrow)
    session.press("4<space><space><up><enter>1")
    let question = try #require(session.state.confirmation)
    #expect(question.title.hasPrefix("Approve 2 returns"))
    session.press("y")
    #expect(session.lastDecision?.targets.count == 2)
  }

  @Test(arguments: ["q", "<esc>"])
  func itCanBeLeft(_ key: String) { #expect(opened(key).state.overlay == nil) }
}

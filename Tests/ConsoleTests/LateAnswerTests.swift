import Canvas
import Fulfillment
import Testing

@testable import Console

/// What is worked out comes when it comes: it never takes keys that were meant for something else.
struct LateAnswerTests {
  private func moving() throws -> (session: SampleSession, number: RequestNumber) {
    var session = SampleSession(size: .wide)
    session.isSlow = true
    session.press("3m")
    session.type("Backup")
    session.press("<enter>")
    for case .previewMove(_, _, let number) in session.seen { return (session, number) }
    throw Missing()
  }

  private struct Missing: Error {}

  private func preview(_ session: SampleSession) -> MovePreview {
    session.board.preview(VolumeMove(from: "CJ", to: "Backup"), SupplierID(1))
  }

  @Test func aPreviewIsWaitedForInItsOwnWindow() throws {
    var (session, number) = try moving()
    #expect(session.screen.contains("Working out what moves"))
    session.press("1n")
    #expect(session.state.prompt == nil)
    session.send(.previewed(preview(session), number, session.board.now))
    #expect(session.state.confirmation?.title.contains("Backup") == true)
  }

  @Test func aPreviewThatWasGivenUpNeverComesOverAPrompt() throws {
    var (session, number) = try moving()
    session.press("<esc>1n")
    session.type("half a no")
    session.send(.previewed(preview(session), number, session.board.now))
    #expect(session.state.prompt?.input.text == "half a no")
    session.press("<enter>")
    #expect(session.lastDecision?.decision == .note("half a no"))
  }

  /// What is typed next is an answer, and no command.
  @Test func aMoveThatCannotBeMadeIsAskedForAgain() throws {
    var (session, number) = try moving()
    session.send(.failed("there is no supplier Backup", number, session.board.now))
    #expect(session.state.prompt?.problem == "there is no supplier Backup")
    session.type("2")
    #expect(session.state.prompt?.input.text == "Backup2" && session.state.prompt?.problem == nil)
    session.press("<esc>m")
    #expect(session.state.prompt?.input.text == "Backup2")
  }

  @Test func rulesThatCannotBeReadAreAskedForAgain() throws {
    var session = SampleSession(size: .wide)
    session.isSlow = true
    session.press(":")
    session.type("rules")
    session.press("<enter>f")
    session.type("/none")
    session.press("<enter>")
    var asked: RequestNumber?
    for case .tryRules(.file("/none"), let number) in session.seen { asked = number }
    let number = try #require(asked)
    session.send(.failed("there is no file /none", number, session.board.now))
    #expect(session.state.prompt?.purpose == .tryRules)
    #expect(session.state.prompt?.input.text == "/none")
    #expect(session.state.prompt?.problem == "there is no file /none")
  }

  @Test func aReasonToStopIsWrittenAnew() {
    var session = SampleSession(size: .wide)
    for _ in 1...2 {
      session.press(":")
      session.type("stop")
      session.press("<enter>")
      #expect(session.state.prompt?.purpose == .stopBuying)
      #expect(session.state.prompt?.input.isEmpty == true)
      session.type("y")
      session.press("<esc>")
    }
  }

  @Test func evidenceNeverComesOverAFindLine() throws {
    var session = SampleSession(size: .wide)
    session.press("7y")
    var asked: (OrderID, RequestNumber)?
    for case .prepareEvidence(let order, _, let number) in session.seen { asked = (order, number) }
    let (order, number) = try #require(asked)
    session.press("<esc><enter>/")
    #expect(session.state.order?.findInput != nil)
    session.type("y")
    let sheet = EvidenceSheet(
      order: order, orderName: "#1", account: "stripe", reason: "", dueAt: nil,
      submission: EvidenceSubmission(dispute: "dp_1Q", fields: []), missing: [])
    session.send(.evidence(sheet, number, session.board.now))
    #expect(session.state.overlay == nil)
    #expect(session.state.order?.findInput?.text == "y")
  }

  @Test func aPromptThatIsRefusedKeepsItsWords() {
    var claims = SampleSession(size: .wide)
    claims.press("7jjjjjms")
    claims.type("twelve")
    claims.press("<enter>")
    #expect(claims.state.prompt?.input.text == "twelve")
    #expect(claims.state.prompt?.problem?.contains("12.34") == true)
  }

  @Test(arguments: [("12.34", "USD"), ("12.34 eur", "EUR")])
  func whatCameBackIsInTheClaimsCurrencyOrTheOneTyped(_ text: String, _ code: String) throws {
    var session = SampleSession(size: .wide)
    session.press("7jjjjjms")
    session.type(text)
    session.press("<enter>")
    let currency = try #require(Currency(code))
    let steps = session.seen.compactMap { effect in
      if case .stepClaim(_, let step, _) = effect { step } else { nil }
    }
    #expect(steps == [.settle(recovered: Money(minor: 1_234, currency: currency))])
  }

  @Test func withoutAnyCurrencyNoneIsAssumed() throws {
    var session = SampleSession(size: .wide)
    session.press("7")
    for place in session.board.claims.indices {
      guard case .recourse(var row) = session.board.claims[place].matter else { continue }
      row.claim?.amount = nil
      row.recourse.amount = nil
      session.board.claims[place].matter = .recourse(row)
    }
    session.send(.storeChanged(session.board.now))
    session.press("jjjjjms")
    session.type("12.34")
    session.press("<enter>")
    #expect(session.state.prompt?.problem?.contains("12.34 EUR") == true)
    session.type(" EUR")
    session.press("<enter>")
    #expect(session.seen.contains { if case .stepClaim = $0 { true } else { false } })
  }
}

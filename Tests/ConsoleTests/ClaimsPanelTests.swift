import Canvas
import Console
import Fulfillment
import Testing

struct ClaimsPanelTests {
  private func opened(_ keys: String = "", size: Size = .wide) -> SampleSession {
    var session = SampleSession(size: size)
    session.press("7" + keys)
    return session
  }

  private func steps(_ session: SampleSession) -> [ClaimStep] {
    session.seen.compactMap { if case .stepClaim(_, let step, _) = $0 { step } else { nil } }
  }

  @Test func disputesStandAboveTheWindowsByTheirLastDay() throws {
    let rows = opened().state.claims.window.rows
    let first = try #require(rows.first)
    guard case .dispute = first.matter else {
      Issue.record("no dispute at the head")
      return
    }
    let dues = rows.compactMap { row -> Timestamp? in
      if case .dispute = row.matter { nil } else { row.dueAt }
    }
    #expect(dues == dues.sorted() && dues.count == 3)
  }

  @Test func theHardestClockIsInTheHeader() {
    var session = SampleSession(size: .wide)
    #expect(session.screen.contains("claim \(session.board.claims[1].orderName) due 20h"))
    session.wait(.hours(21))
    #expect(session.screen.contains("dispute \(session.board.claims[0].orderName) due 10h"))
    session.wait(.days(30))
    #expect(!session.screen.contains("dispute "))
  }

  @Test func aLineIsToldInFull() {
    let screen = opened("j").screen
    for words in ["Supplier CJ", "Last moment", "help page on refunds", "wanted: photos", "20h"] {
      #expect(screen.contains(words), "\(words)")
    }
  }

  @Test func makingAClaimIsShownFirst() throws {
    var session = opened("jy")
    let question = try #require(session.state.confirmation)
    #expect(question.lines.contains { $0.contains("nobody is asked") })
    #expect(session.seen.isEmpty)
    session.press("y")
    guard case .openClaim(let row, _)? = session.seen.last else {
      Issue.record("nothing was opened")
      return
    }
    #expect(row.recourse.name == "CJ")
    #expect(session.notice?.contains("claim 90") == true)
    session.send(.storeChanged(session.board.now))
    #expect(session.state.claims.selected?.claim?.state == .draft)
  }

  @Test func aDraftIsFiledUnderANumber() {
    var session = opened("jjjy")
    #expect(session.state.prompt?.purpose == .claimFiled)
    session.type("CL-88")
    session.press("<enter>")
    #expect(steps(session) == [.submit(reference: "CL-88")])
  }

  @Test func aNumberNeedNotBeKnown() {
    var session = opened("jjjy")
    session.press("<enter>")
    #expect(steps(session) == [.submit(reference: "")])
  }

  @Test(arguments: [
    ("a", "half", ClaimStep.answer(note: "half")),
    ("s", "4.50", .settle(recovered: Money(minor: 450, currency: .usd))),
    ("s", "0", .settle(recovered: Money(minor: 0, currency: .usd))),
  ])
  func whatBecameOfAClaimIsWrittenDown(_ key: String, _ text: String, _ step: ClaimStep) {
    var session = opened("jjjjjm" + key)
    session.type(text)
    session.press("<enter>")
    #expect(steps(session) == [step])
  }

  @Test func whatIsNoAmountSettlesNothing() {
    var session = opened("jjjjjms")
    session.type("a lot")
    session.press("<enter>")
    #expect(steps(session).isEmpty)
    #expect(session.state.prompt?.problem?.contains("such as 12.34") == true)
  }

  @Test func aClaimThatIsGivenUpLeavesTheList() {
    var session = opened("jjjjj")
    let before = session.state.claims.window.rows.count
    session.press("mw")
    #expect(steps(session) == [.withdraw])
    #expect(session.state.claims.window.rows.count == before - 1)
  }

  /// The key of the order's page works on the line, too.
  @Test(arguments: ["y", "E"])
  func aDisputeIsAnsweredWithItsEvidence(_ key: String) {
    var session = opened(key)
    let asked = session.seen.compactMap { effect -> DisputeRow? in
      if case .prepareEvidence(_, let row, _) = effect { row } else { nil }
    }
    #expect(asked.map(\.dispute.externalID) == ["dp_1Q"])
    session.press("<esc>m")
    #expect(session.state.overlay == nil)
    #expect(session.notice?.contains("y hands in the evidence") == true)
  }

  @Test func noEvidenceIsHandedInForAClaim() {
    let session = opened("jjE")
    #expect(session.state.overlay == nil && session.seen.isEmpty)
    #expect(session.notice?.contains("this is no dispute: y takes the claim on") == true)
  }

  @Test(arguments: ["y", "E"])
  func aDisputeOfAnUnknownOrderIsNotAnswered(_ key: String) {
    let session = opened("G\(key)")
    #expect(session.state.overlay == nil && session.seen.isEmpty)
    #expect(session.notice?.contains("nobody knows which order") == true)
  }

  @Test func enterOpensTheOrder() {
    var session = opened("j")
    let order = session.state.claims.selected?.order
    session.press("<enter>")
    #expect(session.state.order?.id == order && order != nil)
  }

  @Test func aDisputeOfNoKnownOrderSaysSo() {
    var session = opened("G")
    #expect(session.state.claims.selected?.order == nil)
    session.press("<enter>")
    #expect(session.state.order == nil)
    #expect(session.notice?.contains("nobody knows which order") == true)
  }

  @Test func marksAreNotedOncePerOrder() {
    var session = opened("j<space><space>n")
    session.type("asked again")
    session.press("<enter>")
    #expect(session.lastDecision?.decision == .note("asked again"))
    #expect(session.lastDecision?.targets.count == 2)
  }

  @Test func theFilterIsAskedOfTheStore() {
    var session = opened("/")
    session.type("state:lost")
    session.press("<enter>")
    #expect(session.state.claims.window.rows.isEmpty)
    #expect(session.screen.contains("Nothing matches"))
  }

  @Test(arguments: [Size(columns: 20, rows: 6), .narrow, .wide, .huge])
  func everySizeShowsWhatRunsOutFirst(_ size: Size) {
    let session = opened("j", size: size)
    #expect(session.screen.contains("20h"))
    #expect(session.screen.contains(session.board.claims[1].orderName))
  }
}

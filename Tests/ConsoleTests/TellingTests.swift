import Canvas
import Fulfillment
import Testing

@testable import Console

/// Notices to customers in the console: read word by word, sent, withheld.
struct TellingTests {
  private func session(_ keys: String = "", size: Size = .wide) -> SampleSession {
    var session = SampleSession(size: size, board: .telling, settings: .telling)
    session.press(keys)
    return session
  }

  private func sheet(_ session: SampleSession) -> NoticeSheet? {
    if case .notices(let sheet) = session.state.overlay { sheet } else { nil }
  }

  private func page(_ session: SampleSession) -> String {
    (session.state.order?.lines ?? []).map(\.text).joined(separator: "\n")
  }

  @Test func theOrdersPageShowsWhatWasToldAndWhatWaitsWordByWord() throws {
    let session = session("j<enter>")
    let page = page(session)
    #expect(page.contains("waits for you") && page.contains("sent 11-20"))
    let notices = try #require(session.state.order?.detail?.notices)
    #expect(notices.count == 2)
    for row in notices {
      #expect(page.contains("Subject: " + row.subject))
      let last = try #require(row.text.split(separator: "\n").last)
      #expect(page.contains(last))
    }
  }

  @Test func whatNobodyReadsIsNotShown() {
    var session = session("j<enter>w")
    session.type("told by phone")
    session.press("<enter>")
    let withheld = session.board.notices[1]
    #expect(withheld.state == .skipped && withheld.reason == "told by phone")
    #expect(!page(session).contains("Subject: " + withheld.subject))
    #expect(page(session).contains("told by phone"))
  }

  @Test func oneKeyShowsTheWordsAndAnotherSendsThem() throws {
    var session = session("j<enter>i")
    let row = session.board.notices[1]
    #expect(sheet(session)?.asked == [row])
    #expect(session.screen.contains("Send this to the customer of \(row.orderName)?"))
    #expect(session.screen.contains("Subject: \(row.subject)"))
    #expect(session.screen.contains("u takes it back till then"))
    #expect(session.lastDecision == nil)
    session.press("y")
    #expect(session.lastDecision?.decision == .tellCustomer(.delayed))
    #expect(session.lastDecision?.targets == [.order(row.order)])
    #expect(session.state.overlay == nil)
    #expect(page(session).contains("leaves 11-22"))
    session.press("u")
    #expect(session.board.notices[1].state == .proposed)
  }

  @Test(arguments: ["n", "q", "<esc>"])
  func noSendsNothing(_ key: String) {
    let session = session("j<enter>i" + key)
    #expect(session.lastDecision == nil)
    #expect(sheet(session)?.asked.isEmpty != false)
  }

  @Test func whatHasChangedSinceItWasReadIsReadAgain() throws {
    var session = session("j<enter>i")
    session.board.notices[1].text = "Something else"
    session.send(.storeChanged(session.board.now))
    #expect(sheet(session)?.asked == [])
    #expect(session.notice?.contains("have changed") == true)
  }

  @Test func thoseThatWaitAreListedFromAnywhere() throws {
    for keys in ["I", "4I", "j<enter>I"] {
      let session = session(keys)
      #expect(sheet(session)?.rows?.map(\.id) == [2, 3, 5])
      #expect(session.screen.contains("Notices that wait"))
    }
    #expect(session("I").screen.contains(session().board.notices[1].subject))
    #expect(session("Ij").screen.contains(session().board.notices[2].subject))
  }

  @Test func theListStaysWhileMoreWaits() {
    var session = session("Iyy")
    #expect(session.lastDecision?.decision == .tellCustomer(.delayed))
    #expect(sheet(session)?.rows?.map(\.id) == [3, 5])
    session.press("w")
    #expect(session.lastDecision?.decision == .withholdNotice(.refunded, reason: ""))
    #expect(session.state.overlay == nil)
  }

  @Test(arguments: [("Y", Decision.noticeArrived(.customs)), ("N", .noticeLost(.customs))])
  func whatNobodyKnowsIsSettledAfterAQuestion(_ key: String, _ decision: Decision) {
    var session = session("IG" + key)
    #expect(session.state.confirmation?.lines.contains("This cannot be taken back.") == true)
    #expect(session.lastDecision == nil)
    session.press("y")
    #expect(session.lastDecision?.decision == decision)
    #expect(session.board.notices[4].state == (key == "Y" ? .sent : .failed))
  }

  @Test func anUnknownOneIsNeverSentBlindly() {
    var session = session("IGy")
    #expect(sheet(session)?.asked == [])
    #expect(session.notice?.contains("It may have arrived") == true)
    session.press("gY")
    #expect(session.state.confirmation == nil)
  }

  @Test func theOrderIsOneKeyAway() {
    let session = session("Ijo")
    #expect(session.state.order?.id == session.board.notices[2].order)
    #expect(session.state.overlay == nil)
  }

  @Test func theHeaderTellsHowManyWait() {
    #expect(session(size: .huge).screen.contains("3 notices wait"))
    #expect(!SampleSession(size: .huge).screen.contains("notices wait"))
  }

  @Test func withoutNoticesTheKeysSayWhy() {
    var plain = SampleSession(size: .wide)
    plain.press("I")
    #expect(plain.notice?.contains("[notices] in config.toml") == true)
    plain.press("<enter>i")
    #expect(plain.notice?.contains("nothing waits") == true)
    plain.press("w")
    #expect(plain.notice?.contains("no notice of it waits") == true)
    #expect(plain.state.overlay == nil)
  }

  @Test(arguments: [Size(columns: 40, rows: 12), .narrow, .huge])
  func everySizeShowsTheEndOfTheWords(_ size: Size) throws {
    for keys in ["I", "j<enter>i"] {
      var session = session(keys, size: size)
      let text = session.board.notices[1].text.split(separator: "\n")
      let last = try #require(text.last?.split(separator: " ").last)
      for _ in 0..<60 { session.press("<pgdn>") }
      #expect(session.screen.contains(last), "\(size) \(keys)")
      #expect(view(session.state).size == size)
    }
  }

  // MARK: - Answers to returns

  @Test(arguments: ["4y", "4<enter>1", "4d", "4m"])
  func theAnswerToAReturnShowsWhatTheCustomerReads(_ keys: String) throws {
    var session = session(keys)
    if case .prompt = session.state.overlay {
      session.type("please send a photo")
      session.press("<enter>")
    }
    let lines = try #require(session.state.confirmation).lines
    #expect(lines.contains { $0.contains("the customer reads, by mail to customer@example.com") })
    #expect(lines.contains { $0.contains("Subject: ") })
    #expect(!lines.contains { $0.contains("nothing is sent") })
    #expect(lines.contains { $0.contains("u takes it back") })
    #expect(session.lastDecision == nil)
  }

  @Test func withoutNoticesItSaysThatNothingIsSent() throws {
    var plain = SampleSession(size: .wide)
    plain.press("4y")
    let lines = try #require(plain.state.confirmation).lines
    #expect(lines.contains { $0.contains("nothing is sent: it stays with the order") })
    #expect(!plain.seen.contains { if case .rehearse = $0 { true } else { false } })
  }

  @Test func keysWaitForTheWordsAndEscapeGivesThemUp() {
    var session = session()
    session.isSlow = true
    session.press("4y")
    #expect(session.screen.contains("Writing what the customer will read"))
    session.press("yjd<enter>")
    #expect(session.lastDecision == nil)
    session.press("<esc>")
    #expect(session.state.overlay == nil)
    for case .rehearse(_, _, let number) in session.seen {
      session.send(.rehearsed([.silent("late")], number, session.board.now))
    }
    #expect(session.state.overlay == nil && session.lastDecision == nil)
  }

  @Test func marksShowEachOfThemInItsLanguage() throws {
    let session = session("4<space><space><up>y")
    let lines = try #require(session.state.confirmation).lines
    #expect(lines.count { $0.contains("the customer reads") } == 2)
    #expect(Set(lines.filter { $0.contains("the customer reads") }).count == 2)
  }
}

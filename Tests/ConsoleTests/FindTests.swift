import Canvas
import Fulfillment
import Testing

@testable import Console

/// Going from match to match of a list that stays whole. Every eighth order is Bob Stone's.
struct FindTests {
  private func session(_ words: String? = nil, size: Size = .narrow) -> SampleSession {
    var session = SampleSession(size: size, board: SampleBoard(orders: 400))
    if let words {
      session.press("\\")
      session.type(words)
      session.press([.enter])
    }
    return session
  }

  private func place(_ session: SampleSession) -> Int? {
    session.state.queue.selected.map { Int($0.id.number) - 1000 }
  }

  @Test func typingLeadsToTheFirstMatchAndTheListStaysWhole() {
    var session = session()
    session.press("jj\\")
    session.type("sto")
    #expect(place(session) == 6)
    session.type("ne")
    #expect(place(session) == 6)
    #expect(session.state.queue.filter.query == .all)
    #expect(session.screen.contains("\\ stone"))
  }

  @Test func escapeWhileTypingLeadsBack() {
    var session = session()
    session.press("jj\\")
    session.type("stone")
    session.press([.escape])
    #expect(place(session) == 2)
    #expect(!session.state.isFinding)
  }

  @Test(arguments: [("n", 14), ("nn", 22), ("03n", 30), ("nnN", 14), ("N", 398), ("G<n", 14)])
  func theKeysGoFromMatchToMatch(keys: String, row: Int) {
    var session = session("stone")
    #expect(place(session) == 6)
    session.press(keys)
    #expect(place(session) == row, "beyond the rows at hand, too")
  }

  @Test func beyondTheLastMatchItGoesOnFromTheTop() {
    var session = session("stone")
    session.press("N")
    session.press("n")
    #expect(place(session) == 6)
    #expect(session.notice == "On from the top")
  }

  @Test func aCountBeyondAllMatchesGoesAround() {
    var session = session("stone")
    // 49 matches: the row it stands on is the 49th from here.
    session.press("049n")
    #expect(place(session) == 398)
  }

  @Test func whileSearchingTheKeyGoesOnAndAfterwardsItIsANoteAgain() {
    var session = session("stone")
    #expect(session.state.command(for: .character("n"))?.id == "next-match")
    session.press("n")
    #expect(session.state.overlay == nil)
    session.press([.escape])
    #expect(session.state.command(for: .character("n"))?.id == "note")
    session.press("n")
    #expect(session.state.prompt?.purpose == .note)
  }

  @Test func inAnotherPanelTheKeyIsANote() {
    var session = session("stone", size: .wide)
    session.press("2")
    #expect(session.state.command(for: .character("n"))?.id == "note")
    session.press("1")
    #expect(session.state.command(for: .character("n"))?.id == "next-match")
  }

  @Test func theFooterTellsWhatTheKeyDoesNow() {
    let footer = view(session("stone", size: .wide).state).lines.last ?? ""
    #expect(footer.contains("n next"))
    #expect(!footer.contains("n note"))
  }

  @Test func wordsThatAreNowhereSaySoOnlyWhenAsked() {
    var session = session()
    session.press("jj\\")
    session.type("xyzzy")
    #expect(session.state.notices.isEmpty)
    session.press([.enter])
    session.press("n")
    #expect(session.notice == "\"xyzzy\" is not in this list")
    #expect(place(session) == 2)
  }

  @Test func whatCannotBeReadIsToldAndNotTaken() {
    var session = session()
    session.press("\\")
    session.type("age>")
    session.press([.enter])
    #expect(session.state.finding?.input != nil)
    #expect(session.notice?.hasPrefix("The words cannot be read") == true)
  }

  @Test func enterAloneGoesOnWithTheWordsBefore() {
    var session = session("stone")
    session.press("\\")
    session.press([.enter])
    #expect(place(session) == 14)
  }

  @Test func aRangeGrowsToTheMatch() {
    var session = session("stone")
    session.press("vn")
    #expect(session.state.queue.marks.count == 9)
  }

  @Test(arguments: ["shenz", "SHENZHEN", "\u{6DF1}"])
  func listsAtHandAreSearchedByTheirNames(words: String) {
    var session = SampleSession(size: .narrow)
    session.press("3\\")
    session.type(words)
    session.press([.enter])
    #expect(session.state.suppliers.selected?.name.hasPrefix("Shenzhen") == true)
  }

  @Test func theOldPlaceCanBeGoneBackTo() {
    var session = session()
    session.press("jj\\")
    session.type("stone")
    session.press([.enter])
    session.press("<")
    #expect(place(session) == 2)
  }

  @Test func inAnOrderItFindsWordsOfTheOrder() {
    var session = session()
    session.press("<enter>\\")
    session.type("springfield")
    session.press([.enter])
    #expect(session.state.order?.match != nil)
    #expect(session.state.finding == nil)
  }

  @Test func aLateAnswerForAListThatWasLeftMovesNothing() {
    var session = session()
    session.press("\\")
    _ = update(&session.state, .key(.paste("stone"), session.board.now))
    session.state.finding = nil
    session.send(.loaded(.queue(Window(rows: [session.board.orders[6]])), 99, session.board.now))
    #expect(place(session) == 0)
  }
}

import Canvas
import Console
import Fulfillment
import Testing

struct FilterTests {
  private func typing(_ text: String) -> SampleSession {
    var session = SampleSession(size: .narrow)
    session.press("/")
    session.type(text)
    return session
  }

  @Test func everyLetterAsksForTheRowsThatMatchSoFar() throws {
    var session = SampleSession(size: .narrow)
    session.press("/")
    session.type("tag:vi")
    let effects = update(&session.state, .key(.character("p"), session.board.now))
    let query = try QueryParser.parse("tag:vip")
    let asked = effects.contains { effect in
      if case .load(.queue(query, .risk, .start, count: _, isReversed: false), _) = effect {
        true
      } else {
        false
      }
    }
    #expect(asked)
  }

  @Test func aTextThatCannotBeReadKeepsTheLastRowsAndPointsAtTheCharacter() throws {
    let session = typing("tag:vip agee>3d")
    let problem = try #require(session.state.filterInput?.problem)
    #expect(problem.offset == 8)
    #expect(session.screen.contains(problem.message))
    let row = view(session.state).roleMap[22]
    #expect(Array(row)[3 + 8] == Role.inputError.letter)
  }

  @Test func enterKeepsTheFilterAndLeavesTheLine() {
    var session = typing("tag:vip")
    session.press("<enter>")
    #expect(session.state.filterInput == nil)
    #expect(session.state.queue.filter.text == "tag:vip")
    session.press("j")
    #expect(session.state.queue.cursor == 1)
  }

  @Test func enterIsRefusedWhileTheTextCannotBeRead() {
    var session = typing("age>")
    session.press("<enter>")
    #expect(session.state.filterInput != nil)
    #expect(session.notice?.hasPrefix("The filter cannot be read") == true)
  }

  @Test func escapeBringsBackFilterAndRow() {
    var session = SampleSession(size: .narrow)
    session.press("12j")
    let row = session.state.queue.selected?.id
    session.press("/")
    session.type("tag:vip")
    #expect(session.state.queue.cursor == 0)
    session.press("<esc>")
    #expect(session.state.queue.filter.query == .all)
    #expect(session.state.queue.selected?.id == row)
  }

  @Test func arrowsMoveTheListWhileTyping() {
    var session = typing("a")
    session.press("<down><down>")
    #expect(session.state.queue.cursor == 2)
    #expect(session.state.filterInput != nil)
  }

  @Test func escapeInTheListClearsTheFilter() {
    var session = typing("tag:vip")
    session.press("<enter><esc>")
    #expect(session.state.queue.filter.text.isEmpty)
  }

  @Test func aPastedFilterIsOneLine() {
    var session = SampleSession(size: .narrow)
    session.press("/")
    session.press([.paste("tag:vip\nage>3d\u{1B}[2J")])
    #expect(session.state.filterInput?.input.text == "tag:vip age>3d[2J")
  }

  @Test func filtersOfTwoPanelsAreApart() {
    var session = typing("tag:vip")
    session.press("<enter>")
    session.press("2/")
    session.type("flag:transit.*")
    session.press("<enter>")
    #expect(session.state.queue.filter.text == "tag:vip")
    #expect(session.state.exceptions.filter.text == "flag:transit.*")
  }

  @Test func theShortListsHaveNoFilter() {
    var session = SampleSession(size: .narrow)
    session.press("3/")
    #expect(session.state.filterInput == nil)
    #expect(session.notice?.contains("works in") == true)
  }

  @Test func savingUsingAndForgettingAView() {
    var session = typing("tag:vip age>3d")
    session.press("<enter>fs")
    session.type("old friends")
    session.press("<enter>")
    #expect(
      session.board.savedViews == [
        SavedView(name: "old friends", text: "tag:vip age>3d", panel: .queue, sort: "risk")
      ])
    session.press("<esc>f1")
    #expect(session.state.queue.filter.text == "tag:vip age>3d")
    session.press("f<del>")
    #expect(session.board.savedViews.isEmpty)
    #expect(session.state.savedViews.isEmpty)
  }

  @Test func withNothingKeptTheListAsItIsCanBe() {
    var session = SampleSession(size: .narrow)
    session.press("f")
    #expect(session.state.menu?.items.map(\.action) == [.nameView])
  }

  @Test(arguments: [("n", QueueSort.newest), ("v", .value), ("a", .age), ("p", .supplier)])
  func sortingIsTwoKeys(_ key: String, _ sort: QueueSort) {
    var session = SampleSession(size: .narrow)
    session.press("jjs" + key)
    #expect(session.state.queueSort == sort)
    #expect(session.state.queue.cursor == 0)
    #expect(session.state.overlay == nil)
  }

  @Test func aSupplierOpensItsOrders() {
    var session = SampleSession(size: .wide)
    session.press("3j<enter>o")
    #expect(session.state.focus == .queue)
    #expect(session.state.queue.filter.text == "supplier:\"Ali Direct\"")
    #expect(session.state.queue.filter.query == .match(.supplier(["Ali Direct"])))
  }
}

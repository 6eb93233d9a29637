import Canvas
import Fulfillment
import Testing

@testable import Console

/// Views, columns, directions: how an operator has the lists.
struct ViewTests {
  private func session(_ keys: String = "", size: Size = .huge) -> SampleSession {
    var session = SampleSession(size: size)
    session.press(keys)
    return session
  }

  private func kept(_ session: SampleSession) -> [Arrangement] {
    session.seen.compactMap { if case .keep(let arrangement) = $0 { arrangement } else { nil } }
  }

  private func headers(_ session: SampleSession, _ panel: Panel) throws -> String {
    let row = try #require(Layout(session.state).frame(of: panel)?.columnHeader)
    return view(session.state).lines[row]
  }

  // MARK: Direction

  @Test func theRowsCanStandTheOtherWayRound() {
    var session = session("sa")
    let first = session.state.queue.window.rows.first?.id
    session.press("r")
    #expect(session.state.isQueueReversed)
    #expect(session.state.queue.window.rows.first?.id == session.board.orders.last?.id)
    #expect(session.screen.contains("by age, reversed"))
    session.press("r")
    #expect(session.state.queue.window.rows.first?.id == first)
  }

  @Test func theExceptionsHaveTheirOwnDirection() {
    let session = session("2r")
    #expect(session.state.areExceptionsReversed && !session.state.isQueueReversed)
    #expect(session.screen.contains("by money, reversed"))
  }

  @Test func choosingASortBeginsStraight() {
    let session = session("sar sv")
    #expect(session.state.queueSort == .value && !session.state.isQueueReversed)
  }

  @Test func aSecondClickOnAColumnTurnsItRound() throws {
    var session = session()
    let row = try #require(Layout(session.state).frame(of: .queue)?.columnHeader)
    let line = view(session.state).lines[row]
    let range = try #require(line.firstRange(of: "Value"))
    let column = line.distance(from: line.startIndex, to: range.lowerBound)
    for isReversed in [false, true, false] {
      session.send(.key(.mouse(.init(.click, column: column, row: row)), session.board.now))
      #expect(session.state.queueSort == .value)
      #expect(session.state.isQueueReversed == isReversed)
    }
  }

  @Test func goingBackBringsTheDirectionBack() {
    var session = session("r")
    session.press("<")
    #expect(!session.state.isQueueReversed)
  }

  // MARK: Columns

  @Test(arguments: [
    ("", Panel.queue), ("2", .exceptions), ("3", .suppliers), ("4", .returns), ("5", .numbers),
    ("6", .activity), ("7", .claims),
  ])
  func everyListHasItsColumnsToChoose(keys: String, panel: Panel) throws {
    var session = session(keys + "o")
    let choices = session.state.columnChoices(of: panel)
    #expect(choices.allSatisfy { $0.isShown })
    let place = try #require(choices.lastIndex { $0.isOptional })
    session.press("S" + String(repeating: "j", count: place) + "<space>")
    #expect(
      session.state.columnChoices(of: panel).filter { !$0.isShown }.map(\.name) == [
        choices[place].name
      ])
    session.press("<esc>")
    let header = try headers(session, panel)
    #expect(!header.contains(" " + choices[place].title + " "))
    #expect(kept(session).last?.columns[panel]?.contains(choices[place].name) == false)
  }

  @Test func columnsStandWhereTheyArePut() throws {
    var session = session("2oSjjJJ<esc>")
    let names = session.state.shownNames(of: .exceptions)
    #expect(Array(names.prefix(5)) == ["sign", "order", "money", "age", "exception"])
    let header = try headers(session, .exceptions)
    let money = try #require(header.firstRange(of: "Money"))
    let exception = try #require(header.firstRange(of: "Exception"))
    #expect(money.lowerBound < exception.lowerBound)
    session.press("Sd<esc>")
    #expect(session.state.arranged.isEmpty)
  }

  @Test func whatARowCannotDoWithoutStays() {
    var session = session("S<space>")
    #expect(session.notice == "This column always stays")
    session.press("<esc>2oS<space>")
    #expect(session.state.arranged.isEmpty)
  }

  @Test(arguments: [["nonsense"], ["age"], ["age", "age", "risk"], []])
  func keptColumnsAreTakenWithCare(names: [String]) {
    var session = session()
    session.state.show(names, in: .queue)
    let shown = session.state.shownNames(of: .queue)
    #expect(shown.contains("order") && shown.contains("stage"))
    #expect(Set(shown).count == shown.count)
    #expect(!shown.contains("nonsense"))
    #expect(view(session.state).size == session.state.size)
  }

  // MARK: Views

  @Test func aViewBringsFilterSortDirectionAndColumns() {
    var session = session("sar")
    session.state.show(["order", "stage", "age"], in: .queue)
    session.press("/")
    session.type("tag:vip")
    session.press("<enter>fs")
    session.type("old friends")
    session.press("<enter>")
    let before = session.state.arrangement
    session.press("<esc>svSd<esc>2")
    #expect(session.state.queueSort == .value && session.state.shownColumns.count > 5)
    session.press("f1")
    #expect(session.state.focus == .queue)
    #expect(session.state.queue.filter.text == "tag:vip")
    #expect(session.state.arrangement == before)
  }

  @Test func theViewInUseIsKeptUntilItsFilterGoes() {
    var session = session("/")
    session.type("tag:vip")
    session.press("<enter>fs")
    session.type("friends")
    session.press("<enter>")
    #expect(kept(session).last?.view?.name == "friends")
    session.press("<esc>")
    #expect(session.state.queue.filter.text.isEmpty)
    #expect(kept(session).last?.view == nil)
  }

  @Test func theNextRunBeginsAsTheLastOneEnded() {
    var arrangement = Arrangement()
    arrangement.columns = [.queue: ["order", "stage", "risk"], .exceptions: ["order", "reason"]]
    (arrangement.queueSort, arrangement.isQueueReversed) = (.value, true)
    arrangement.view = SavedView(name: "mine", text: "flag:transit.*", panel: .exceptions)
    var state = ConsoleState(size: .huge, now: SampleBoard.now, settings: .sample)
    state.arrangement = arrangement
    #expect(state.focus == .exceptions)
    let effects = update(&state, .started(SampleBoard.now))
    let asked = effects.compactMap { effect -> Query? in
      if case .load(.exceptions(let query, _, _, _, _), _) = effect { query } else { nil }
    }
    #expect(asked == [.match(.flag(["transit.*"]))])
    #expect(
      effects.contains {
        if case .load(.queue(_, .value, _, _, isReversed: true), _) = $0 { true } else { false }
      })
    #expect(!effects.contains { if case .keep = $0 { true } else { false } })
    #expect(state.columns == [.order, .stage, .risk])
  }

  @Test func aViewOfTheConfigurationIsUsedAndNotForgotten() {
    var settings = ConsoleSettings.sample
    settings.views = [SavedView(name: "late", text: "age>5d", origin: .configured)]
    var session = SampleSession(size: .wide, settings: settings)
    session.press("f1")
    #expect(session.state.queue.filter.text == "age>5d")
    session.press("f<del>")
    #expect(session.notice?.contains("config.toml") == true)
    #expect(session.state.savedViews.count == 1)
  }

  @Test func aViewThatAllShareIsForgottenForAll() {
    var session = session()
    session.board.savedViews = [SavedView(name: "old", text: "tag:vip", origin: .shared)]
    session.send(.started(session.board.now))
    session.press("f<del>")
    #expect(
      session.seen.contains {
        if case .forgetFilter("old", _) = $0 { true } else { false }
      })
  }

  @Test func movingTheCursorKeepsNothing() {
    #expect(kept(session("jjjG<space>2j")).isEmpty)
  }
}

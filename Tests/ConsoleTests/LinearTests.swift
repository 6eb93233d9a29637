import Canvas
import Fulfillment
import Testing

@testable import Console

/// The screen as lines, for those who hear it.
struct LinearTests {
  private func session(_ keys: String = "", size: Size = .wide, isLinear: Bool = true)
    -> SampleSession
  {
    var settings = ConsoleSettings.sample
    settings.isLinear = isLinear
    var session = SampleSession(size: size, settings: settings)
    session.press(keys)
    return session
  }

  private static let places = [
    "", "2", "3", "4", "5", "6", "7", "<enter>", "s", "?", ":", "n", "f", "S", "jp", "4y",
    "3<enter>",
    "5<enter>", "4<enter>", "C", "c",
  ]

  @Test(arguments: places)
  func noLinesAreDrawnAnywhere(keys: String) {
    let text = session(keys).screen
    #expect(!text.contains { "│─┌┐└┘├┤┬┴┼".contains($0) })
  }

  @Test(arguments: places)
  func theTerminalsCursorStandsWhereTheKeysGo(keys: String) {
    #expect(view(session(keys).state).cursor != nil)
  }

  @Test func theCursorFollowsTheRow() throws {
    let first = try #require(view(session().state).cursor)
    let later = try #require(view(session("jjj").state).cursor)
    // Each of the three rows between takes two lines.
    #expect(later.row == first.row + 5)
    #expect(view(session("jjj").state).lines[later.row].hasPrefix("> #18228"))
  }

  @Test func aRowIsReadWithTheNamesOfItsColumns() throws {
    let line = try #require(session().screen.split(separator: "\n").first { $0.hasPrefix("> ") })
    #expect(
      line.hasPrefix("> #18231, Stage unpaid, Age 3h, Risk $13, Exception serious dispatch.late, "))
    #expect(line.contains("Supplier CJ, Value $13, Shop main, To BR"))
  }

  @Test func signsAreSaidAsWords() {
    let text = session("2").screen
    #expect(text.contains("critical, ") || text.contains("serious, "))
    #expect(!text.contains { "‼○→✓✗▸".contains($0) })
  }

  @Test func marksAreSaid() {
    #expect(session("<space>").screen.contains("marked, #18231"))
  }

  @Test func changesAreSaidAsLines() {
    var session = session("2")
    let before = session.board.exceptions.count { $0.state == .open }
    session.board.exceptions.removeFirst()
    session.send(.storeChanged(session.board.now))
    let after = session.board.exceptions.count { $0.state == .open }
    if before != after {
      #expect(session.state.said.last?.contains("\(after) exceptions, were \(before)") == true)
      #expect(session.screen.contains("\(after) exceptions, were \(before)"))
    }
    session.press("a")
    #expect(session.state.said.suffix(2).contains { $0.contains("acknowledge") })
  }

  @Test func whatWasSaidStaysAfterItsNoticeIsGone() {
    var session = session("Z")
    session.wait(.minutes(5))
    #expect(session.state.notices.isEmpty)
    #expect(session.screen.contains("Z does nothing here"))
  }

  @Test func aKeyTurnsItOnAndOff() {
    var session = session(isLinear: false)
    #expect(session.screen.contains("│"))
    session.press([.alt("l")])
    #expect(!session.screen.contains("│"))
    #expect(session.state.said.count == 1)
    session.press([.alt("l")])
    #expect(session.screen.contains("│"))
  }

  @Test func aQuestionIsAllThereIsToRead() {
    let text = session("4y").screen
    #expect(text.contains("Approve the return of"))
    #expect(!text.contains("Returns,"))
  }

  @Test(arguments: [Size(columns: 20, rows: 6), Size(columns: 1, rows: 1), .narrow, .huge])
  func everyRowCanBeReached(size: Size) {
    var session = session("G", size: size)
    #expect(session.state.queue.selected?.id == session.board.orders.last?.id)
    let lines = view(session.state).lines
    if size.rows >= 6 { #expect(lines.contains { $0.hasPrefix("> #18172") }) }
    session.press("g")
    #expect(session.state.queue.cursor == 0)
  }
}

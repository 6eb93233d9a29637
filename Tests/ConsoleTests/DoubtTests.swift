import Canvas
import Fulfillment
import Testing

@testable import Console

/// An outcome that is not known: the loudest of all.
struct DoubtTests {
  private func order(_ keys: String = "", row: String = "") -> SampleSession {
    var session = SampleSession(size: Size(columns: 100, rows: 60), board: .buying())
    session.press(row + "<enter>" + keys)
    return session
  }

  @Test func everythingThatIsKnownIsOnTheScreen() {
    let screen = order().screen
    for words in [
      "‼ purchase.unknown", "‼ outcome not known", "no number yet", "$6.12", "2 x VAR-0-40",
      "key SC-18231-0A1B2C3D4E5F6G7H8I9J0K1L", "sent once, last 11-22 15:05 (4m)",
      "CJ's list has no order under this key", "11-22 15:05:00  #1 sent",
      "11-22 15:05:30  #1 lost", "exactly this was sent:", "\"orderNumber\"",
      "A ask the supplier again now", "Y it was placed, as number ...", "N it was not placed",
    ] {
      #expect(screen.contains(words), "\(words)")
    }
  }

  @Test(arguments: [("", true), ("8j", false)])
  func itStandsBeforeTheFactsOfTheOrder(_ row: String, _ isFirst: Bool) throws {
    let lines = try #require(order(row: row).state.order?.lines.map(\.text))
    let purchases = try #require(lines.firstIndex { $0.hasPrefix("Purchases") })
    let facts = try #require(lines.firstIndex { $0.contains("stage") })
    #expect((purchases < facts) == isFirst)
  }

  @Test func theHeaderTellsOfIt() {
    let session = SampleSession(size: .narrow, board: .buying())
    #expect(view(session.state).lines[0].contains("‼ 2 unknown"))
  }

  @Test func aAsksTheSupplier() {
    let session = order("A")
    guard case .askSupplier(let id, _)? = session.seen.last else {
      Issue.record("the supplier was not asked")
      return
    }
    #expect(id == PurchaseOrderID(700))
    #expect(session.notice == "CJ has no order under the key of purchase 700")
  }

  @Test func itWasPlacedUnderANumber() {
    var session = order("Y")
    session.press("<enter>")
    #expect(session.state.prompt?.problem != nil)
    session.type("CJ-9912")
    session.press("<enter>")
    #expect(session.lastDecision?.decision == .settlePlaced(number: "CJ-9912"))
    #expect(session.lastDecision?.targets == [.purchase(PurchaseOrderID(700))])
    #expect(session.screen.contains("CJ-9912"))
  }

  @Test func aNumberThatIsNoNumberIsRefused() {
    var session = order("Y")
    session.type(String(repeating: "9", count: 121))
    session.press("<enter>")
    #expect(session.lastDecision == nil)
    #expect(session.state.prompt?.problem == "the order number is too long")
  }

  @Test func itWasNotPlacedIsAskedTwice() throws {
    var session = order("N")
    session.type("not in the list")
    session.press("<enter>")
    let question = try #require(session.state.confirmation)
    #expect(question.title == "CJ has no order for #18231?")
    #expect(question.lines.contains { $0.contains("bought twice") })
    #expect(session.lastDecision == nil)
    session.press("y")
    #expect(session.lastDecision?.decision == .settleAbsent(reason: "not in the list"))
  }

  @Test func whatWasFoundOutIsNotOfferedForUndo() {
    var session = order("Y")
    session.type("CJ-1")
    session.press("<enter>")
    #expect(session.notice?.hasSuffix(": done") == true)
    #expect(session.state.lastVerb == nil)
  }

  @Test(arguments: ["A", "Y", "N"])
  func whatIsKnownNeedsNoAnswer(_ key: String) {
    let session = order(key, row: "8j")
    #expect(session.state.overlay == nil)
    #expect(session.notice == "the outcome of the purchase is known: accepted")
  }

  @Test(arguments: ["A", "Y", "N"])
  func theyNeedTheEvidenceOnTheScreen(_ key: String) {
    var session = SampleSession(size: .narrow, board: .buying())
    session.press(key)
    #expect(session.state.overlay == nil)
    #expect(session.notice?.contains("works in: Order") == true)
  }

  @Test func aReboundKeyIsTheOneShown() throws {
    let keymap = try Keymap(overrides: ["absent": ["f9"], "placed": []])
    var session = SampleSession(
      size: Size(columns: 100, rows: 60), board: .buying(), keymap: keymap)
    session.press("<enter>")
    #expect(session.screen.contains("f9 it was not placed"))
    #expect(session.screen.contains(":placed it was placed"))
  }

  @Test func whatIsHostileInAnAnswerIsInert() {
    var board = SampleBoard.buying()
    board.purchases[0].outcome = "no\u{1B}]0;x\u{7}\u{202E}evil"
    board.purchases[0].body = "{\u{9B}31m\"a\":1}\n\u{200F}x"
    board.purchases[0].evidence[0].text = "\u{1B}[2J"
    var session = SampleSession(size: .huge, board: board)
    session.press("<enter>")
    let scalars = Set(view(session.state).cells.flatMap { $0.text.unicodeScalars.map(\.value) })
    #expect(scalars.isDisjoint(with: [0x1B, 0x07, 0x9B, 0x202E, 0x200F]))
  }

  @Test func aPurchaseByHandIsStillTold() {
    var session = SampleSession(size: .narrow)
    session.press("jj<enter>")
    #expect(session.state.order?.detail?.purchaseRows == [])
    #expect(session.state.order?.lines.contains { $0.text.contains("CJ-1002") } == true)
  }
}

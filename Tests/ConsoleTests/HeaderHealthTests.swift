import Canvas
import Console
import Fulfillment
import Testing

/// The figures of the first line stay in sight whatever the accounts are up to.
struct HeaderHealthTests {
  private func account(
    _ name: String, fresh: Span? = nil, failures: Int = 0, pulls: Int = 0, stale: Bool = true
  ) -> ActivityRow {
    ActivityRow(
      account: name, service: "cj", role: .supplier, freshAt: fresh.map { SampleBoard.now - $0 },
      failures: failures, isStale: stale, pulls: pulls)
  }

  private func header(_ accounts: [ActivityRow], columns: Int, undoable: Bool = false) -> String {
    var board = SampleBoard()
    board.accounts = accounts
    if undoable {
      board.undoable = DecisionReceipt(
        batch: DecisionID(1), applied: 1, title: "approve the return of #18231",
        undoableUntil: SampleBoard.now + .minutes(9))
    }
    let session = SampleSession(size: Size(columns: columns, rows: 24), board: board)
    return view(session.state).lines[0]
  }

  private var manyStale: [ActivityRow] {
    [
      account("CJ", fresh: .hours(1)), account("easypost", failures: 3, pulls: 3),
      account("17track", fresh: .days(2)), account("outlet", failures: 1, pulls: 1),
      account("main", fresh: .seconds(12), pulls: 9, stale: false),
    ]
  }

  @Test(arguments: Panel.allCases)
  func everyPanelHasItsTabAt80Columns(_ panel: Panel) {
    var session = SampleSession(size: Size(columns: 80, rows: 24))
    session.press("\(panel.digit)")
    let tabs = view(session.state).lines[1]
    #expect(tabs.contains("[\(panel.digit) \(panel.title)"))
    for other in Panel.allCases {
      #expect(tabs.contains("\(other.digit) \(other.title.prefix(3))"))
    }
    #expect(tabs.contains("7 Claims 2"))
  }

  @Test func liveIsSaidWhateverElseMustBe() {
    let line = header(
      [account("main", fresh: .seconds(12), pulls: 9, stale: false)], columns: 80, undoable: true)
    #expect(line.contains("●"))
  }

  @Test(arguments: [80, 100, 120, 160, 200], [false, true])
  func figuresStayInSight(_ columns: Int, _ undoable: Bool) {
    let line = header(manyStale, columns: columns, undoable: undoable)
    #expect(line.contains(" open"))
    #expect(line.contains(" exc"))
    #expect(line.contains(" risk"))
    #expect(!undoable || line.contains("9:00"))
  }

  /// After six hours at it: nothing that asks for a hand is pushed out, however narrow it is.
  @Test(arguments: [80, 90, 100, 120, 200], [false, true])
  func whatAsksForAHandStaysInSight(_ columns: Int, _ undoable: Bool) {
    var board = SampleBoard.buying()
    board.notices = SampleBoard.telling.notices
    board.suppliers[0].pause = SupplierPause(at: board.now, by: "Mina", reason: "")
    if undoable {
      board.undoable = DecisionReceipt(
        batch: DecisionID(1), applied: 1, title: "approve the return of #18231",
        undoableUntil: SampleBoard.now + .minutes(9))
    }
    let session = SampleSession(size: Size(columns: columns, rows: 24), board: board)
    let line = view(session.state).lines[0]
    for words in ["stale", "unknown", " due ", " exc"] { #expect(line.contains(words), "\(words)") }
    #expect(!undoable || line.contains("9:00"))
    for words in [" paused", " return", " notice"] where columns >= 200 || !undoable {
      #expect(columns < 120 || line.contains(words), "\(words)")
    }
  }

  @Test func whereItIsNarrowestWhatCannotBeBelievedComesFirst() {
    #expect(header(manyStale, columns: 20).contains("! CJ stale 1h"))
    var board = SampleBoard()
    board.buyingStop = BuyingStop(at: board.now, by: "Mina", reason: "")
    let session = SampleSession(size: Size(columns: 40, rows: 24), board: board)
    let line = view(session.state).lines[0]
    #expect(line.contains("STOPPED") && line.contains("stale"))
  }

  @Test(arguments: [80, 120, 160])
  func oneStaleAccountIsNamedAndTheRestCounted(_ columns: Int) {
    let line = header(manyStale, columns: columns)
    #expect(line.contains("! CJ stale 1h +3"))
    #expect(!line.contains("easypost"))
  }

  @Test func anAccountThatWasNeverTriedIsNotStale() {
    let line = header([account("main")], columns: 120)
    #expect(line.contains("main: first pull"))
    #expect(!line.contains("stale"))
    let two = header([account("main"), account("cj")], columns: 120)
    #expect(two.contains("2 accounts: first pull"))
  }

  @Test func anAccountThatOnlyEverFailedIs() {
    let line = header([account("main", failures: 2, pulls: 2)], columns: 120)
    #expect(line.contains("! main stale never pulled"))
  }

  @Test func theTabAndTheListAgreeWithTheHeader() {
    var board = SampleBoard()
    board.accounts = [account("fresh one")]
    var session = SampleSession(size: .narrow, board: board)
    session.press("6")
    #expect(!session.screen.contains("Activity !"))
    #expect(!session.screen.contains("1 stale"))
    session.board.accounts = [account("fresh one", failures: 1, pulls: 1)]
    session.send(.storeChanged(session.board.now))
    #expect(session.screen.contains("1 stale"))
  }
}

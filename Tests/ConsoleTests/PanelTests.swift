import Canvas
import Console
import Fulfillment
import Testing

struct PanelTests {
  @Test func wideScreensShowThreePanelsSideBySide() throws {
    let session = SampleSession(size: .wide)
    let layout = Layout(session.state)
    #expect(layout.frames.map(\.panel) == [.queue, .exceptions, .suppliers])
    let queue = try #require(layout.frame(of: .queue)).rect
    let exceptions = try #require(layout.frame(of: .exceptions)).rect
    #expect(queue.endColumn == exceptions.column)
    #expect(layout.tabs == nil)
  }

  @Test func narrowScreensShowOneAndTabs() {
    let session = SampleSession(size: .narrow)
    #expect(Layout(session.state).frames.map(\.panel) == [.queue])
    #expect(session.screen.contains("[1 Queue]"))
  }

  @Test(arguments: [
    Size.narrow, .wide, .huge, Size(columns: 20, rows: 6), Size(columns: 33, rows: 9),
  ])
  func framesNeitherOverlapNorLeaveTheScreen(_ size: Size) {
    for keys in ["", "2", "3", "4", "6", "<enter>", "o"] {
      var session = SampleSession(size: size)
      session.press(keys)
      let layout = Layout(session.state)
      let rects = layout.frames.map(\.rect) + [layout.order].compactMap { $0 }
      for (index, rect) in rects.enumerated() {
        #expect(rect.column >= 0 && rect.endColumn <= size.columns && rect.endRow <= size.rows)
        for other in rects[(index + 1)...] {
          let common = rect.intersection(other)
          #expect(common.columns == 0 || common.rows == 0)
        }
      }
      for frame in layout.frames {
        #expect(frame.rows.rows >= 1)
        #expect(frame.strip.map { $0.row > frame.rows.endRow - 1 } ?? true)
      }
    }
  }

  @Test func twentyBySixStillShowsRowStageAndKeys() {
    var session = SampleSession(size: Size(columns: 20, rows: 6))
    session.press("j")
    #expect(session.screen.contains("▸ #18230"))
    #expect(session.screen.contains("→ in tran"))
    #expect(session.screen.contains("? help"))
  }

  @Test func tabGoesAroundAllPanels() {
    var session = SampleSession(size: .narrow)
    var met: [Panel] = []
    for _ in Panel.allCases {
      session.press("<tab>")
      met.append(session.state.focus)
    }
    #expect(met == [.exceptions, .suppliers, .returns, .numbers, .activity, .claims, .queue])
    session.press("<left>")
    #expect(session.state.focus == .claims)
    session.press("l")
    #expect(session.state.focus == .queue)
  }

  @Test func zoomGivesOnePanelTheScreenAndBack() {
    var session = SampleSession(size: .wide)
    session.press("2o")
    #expect(Layout(session.state).frames.map(\.panel) == [.exceptions])
    session.press("o")
    #expect(Layout(session.state).frames.count == 3)
  }

  @Test func apanelThatComesOnTheScreenAsksForItsRows() {
    var session = SampleSession(size: .narrow)
    #expect(!session.state.returns.isLoaded)
    session.press("4")
    #expect(session.state.returns.isLoaded)
    #expect(!session.state.returns.window.rows.isEmpty)
  }

  @Test func growingToABoardFillsTheNewPanels() {
    var session = SampleSession(size: .narrow)
    #expect(!session.state.exceptions.isLoaded)
    session.send(.resize(.wide))
    #expect(session.state.exceptions.isLoaded)
    #expect(session.state.suppliers.isLoaded)
  }

  @Test(arguments: [
    (Size.narrow, "supercargo import shopify-csv"), (.narrow, "supercargo demo"),
    (.narrow, "supercargo init"), (.wide, "supercargo demo"),
  ])
  func anEmptyStoreTellsHowToBegin(_ size: Size, _ words: String) {
    var settings = ConsoleSettings.sample
    settings.hasStorefront = false
    let session = SampleSession(size: size, board: SampleBoard(orders: 0), settings: settings)
    #expect(session.screen.contains(words))
  }

  @Test func nothingMatchingTellsHowToGoBack() {
    var session = SampleSession(size: .narrow)
    session.press("/")
    session.type("state:lost")
    session.press("<enter>")
    #expect(session.screen.contains("Nothing matches \"state:lost\""))
    #expect(session.screen.contains("esc shows everything again"))
  }

  @Test func theHeaderTellsWhatIsStaleAndWhatIsLive() {
    let session = SampleSession(size: .wide)
    #expect(session.screen.contains(" 12s  "))
    #expect(session.screen.contains("! cj stale 26h"))
    #expect(SampleSession(size: .huge).screen.contains("● live 12s"))
  }

  @Test func withoutAccountsTheHeaderSaysSo() {
    #expect(
      SampleSession(size: .wide, board: SampleBoard(orders: 0)).screen.contains("○ no account"))
  }

  @Test func staleTrackingIsMarkedAndFreshIsNot() {
    var session = SampleSession(size: .huge)
    session.press("o")
    let lines = view(session.state).lines
    #expect(lines.contains { $0.contains("#18230") && $0.contains(" 3h LX") })
    #expect(lines.contains { $0.contains("#18205") && $0.contains("!3d LX") })
  }

  @Test func activityTellsTheLastErrorInFull() {
    var session = SampleSession(size: .narrow)
    session.press("6j")
    #expect(session.screen.contains("refused the token (1600101 Invalid access"))
  }

  @Test func pullingAsksForTheAccountUnderTheCursor() {
    var session = SampleSession(size: .narrow)
    session.press("6jP")
    #expect(session.seen.last == .pull(account: "cj"))
    session.press("1P")
    #expect(session.seen.last == .pull(account: nil))
  }

  @Test(arguments: [
    (SyncHealth.elsewhere("host:42"), "host:42 does the pulling"),
    (.off("sync is off"), "sync is off"),
  ])
  func whoeverElsePullsIsNamed(_ health: SyncHealth, _ words: String) {
    var session = SampleSession(size: .narrow)
    session.send(.syncHealth(health))
    session.press("P")
    #expect(session.notice == words)
  }
}

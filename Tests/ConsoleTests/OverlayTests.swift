import Canvas
import Console
import Fulfillment
import Testing

struct PaletteTests {
  private func typed(_ text: String) -> SampleSession {
    var session = SampleSession(size: .narrow)
    session.press(":")
    session.type(text)
    return session
  }

  @Test(arguments: [
    ("acknowledge", "acknowledge"), ("ack", "acknowledge"), ("snz", "snooze"),
    ("pagd", "page-down"),
    ("undo the", "undo"), ("zoom", "zoom"), ("REDRAW", "redraw"),
  ])
  func lettersInOrderFindTheCommand(_ text: String, _ id: String) {
    var session = typed(text)
    session.press("<enter>")
    #expect(session.state.history == [id])
  }

  @Test func theChosenCommandRuns() {
    var session = typed("activity")
    session.press("<enter>")
    #expect(session.state.focus == .activity)
    #expect(session.state.overlay == nil)
  }

  @Test func whatCannotBeRunSaysWhy() {
    var session = typed("decline")
    #expect(session.screen.contains("works in: Returns, Order"))
    session.press("<enter>")
    #expect(session.notice == "decline works in: Returns, Order")
  }

  @Test func nothingFoundIsSaid() {
    var session = typed("xyzzy")
    session.press("<enter>")
    #expect(session.notice == "No command is called \"xyzzy\"")
  }

  @Test func upBringsBackWhatWasRun() {
    var session = typed("zoom")
    session.press("<enter>:")
    session.type("help")
    session.press("<enter><esc>:<up>")
    guard case .palette(let palette)? = session.state.overlay else {
      Issue.record("the palette is not open")
      return
    }
    #expect(palette.input.text == "help")
    session.press("<up><enter>")
    #expect(!session.state.isZoomed)
    #expect(session.state.history == ["help", "zoom"])
  }

  @Test func tabCompletes() {
    var session = typed("ackn")
    session.press("<tab>")
    guard case .palette(let palette)? = session.state.overlay else { return }
    #expect(palette.input.text == "acknowledge")
  }

  @Test(arguments: ["<esc>", "<ctrl-c>", "<backspace>"])
  func itCloses(_ key: String) {
    var session = typed("")
    session.press(key)
    #expect(session.state.overlay == nil)
  }
}

struct HelpTests {
  @Test func everyCommandIsThereWithItsKeys() {
    var session = SampleSession(size: Size(columns: 160, rows: 200))
    session.press("?")
    let screen = session.screen
    for command in Command.table { #expect(screen.contains(command.title)) }
  }

  @Test func whatCannotBeUsedNowTellsWhy() {
    var session = SampleSession(size: Size(columns: 160, rows: 200))
    session.press("?")
    #expect(session.screen.contains("(there is nothing to undo)"))
    #expect(session.screen.contains("(works in: Returns, Order)"))
  }

  @Test func theFilterLanguageIsExplained() {
    var session = SampleSession(size: Size(columns: 160, rows: 200))
    session.press("?")
    let screen = session.screen
    for field in QueryHelp.fields { #expect(screen.contains(field.example)) }
  }

  @Test func typingNarrowsIt() {
    var session = SampleSession(size: .narrow)
    session.press("?")
    session.type("snooze")
    #expect(session.screen.contains("Snooze until a time"))
    #expect(!session.screen.contains("Acknowledge"))
  }

  @Test func itScrollsAndStopsAtItsEnd() {
    var session = SampleSession(size: .narrow)
    session.press("?<end>")
    let end = session.state.overlay
    session.press("<down><pgdn>")
    #expect(session.state.overlay == end)
    session.press("<home><up>")
    #expect(session.state.overlay == .help(HelpState()))
  }

  @Test(arguments: ["<esc>", "q", "?", "<enter>", "<f1>"])
  func itCloses(_ key: String) {
    var session = SampleSession(size: .narrow)
    session.press("?" + key)
    #expect(session.state.overlay == nil)
  }
}

struct MenuTests {
  @Test func columnsGoOffAndOnInTheirOrder() {
    var session = SampleSession(size: .huge)
    session.press("oSj<space>")
    #expect(!session.state.columns.contains(.shop))
    session.press("j<space>k<space>")
    #expect(session.state.columns.firstIndex(of: .shop) == 1)
    #expect(!session.state.columns.contains(.customer))
    session.press("d<esc>")
    #expect(session.state.columns == QueueColumn.standard)
  }

  @Test func theOrderAndItsStageAlwaysStay() {
    var session = SampleSession(size: .narrow)
    session.press("S<space>")
    #expect(session.state.columns.contains(.order))
    #expect(session.notice == "This column always stays")
  }

  @Test func themesAreChosenByName() {
    var session = SampleSession(size: .narrow)
    session.press("Tj<enter>")
    #expect(session.seen.last == .setTheme("light"))
    #expect(session.state.settings.theme == "light")
  }

  @Test func withOneThemeThereIsNothingToChoose() {
    var settings = ConsoleSettings.sample
    settings.themes = ["harbour"]
    var session = SampleSession(size: .narrow, settings: settings)
    session.press("T")
    #expect(session.notice == "there is only one theme")
  }

  @Test func arrowsStopAtTheEndsOfAMenu() {
    var session = SampleSession(size: .narrow)
    session.press("skkkk")
    #expect(session.state.menu?.cursor == 0)
    session.press(String(repeating: "j", count: 30))
    #expect(session.state.menu?.cursor == QueueSort.allCases.count - 1)
  }

  @Test func theProgramsOwnKeysWorkUnderAnOverlay() {
    var session = SampleSession(size: .narrow)
    session.press("s<ctrl-z><ctrl-l>")
    #expect(session.seen == [.suspend, .redraw])
    #expect(session.state.menu != nil)
  }

  @Test func theProgramsOwnKeysWorkWhileAFilterIsTyped() {
    var session = SampleSession(size: .narrow)
    session.press("/vip")
    let before = session.seen.count
    session.press("<ctrl-z><ctrl-l>")
    #expect(Array(session.seen.dropFirst(before)) == [.suspend, .redraw])
    #expect(session.state.filterInput?.input.text == "vip")
  }
}

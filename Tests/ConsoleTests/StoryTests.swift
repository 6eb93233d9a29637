import Canvas
import Console
import Fulfillment
import Testing

/// Pieces of an operator's day, key by key.
struct StoryTests {
  @Test func theMorningRound() throws {
    var session = SampleSession(size: .wide)
    // Most money first: see why, act, go on.
    session.press("2")
    let first = try #require(session.state.exceptions.selected)
    #expect(session.screen.contains("goes back to the sender"))
    session.press("<enter>")
    #expect(session.state.order?.id == first.order)
    session.press("n")
    session.type("agent asked")
    session.press("<enter><esc>")
    #expect(session.lastDecision?.decision == .note("agent asked"))
    #expect(session.state.exceptions.selected?.id == first.id)
    session.press("z4")
    #expect(session.board.exceptions.first { $0.id == first.id }?.state == .snoozed)
    session.press("u")
    #expect(session.board.exceptions.first { $0.id == first.id }?.state != .snoozed)
  }

  @Test func aSuppliersBadDay() {
    var session = SampleSession(size: .wide)
    session.press("3fo")
    #expect(session.state.queue.filter.text == "supplier:\"CJ\"")
    session.press("V")
    #expect(session.state.queue.marks.count == 60)
    session.press("t")
    session.type("cj-late")
    session.press("<enter>")
    #expect(session.state.confirmation?.title == "Tag 60 orders?")
    session.press("y")
    #expect(session.board.orders.allSatisfy { $0.tags.contains("cj-late") })
    session.press("u")
    #expect(session.board.orders.allSatisfy { !$0.tags.contains("cj-late") })
    session.press("<esc>")
    #expect(session.state.queue.filter.text.isEmpty)
  }

  @Test func returnsBeforeLunch() {
    var session = SampleSession(size: .wide)
    session.press("4yy")
    session.press("jd<down><enter>y")
    #expect(session.lastDecision?.decision == .declineReturn(reason: "outside the return window"))
    session.press("u")
    #expect(session.board.returns.map(\.state).filter { $0 == .declined }.isEmpty)
    #expect(session.board.returns.filter { $0.state == .approved }.count == 1)
    #expect(session.screen.contains("4 Returns"))
  }

  @Test func theLineGoesDownAndComesBack() {
    var session = SampleSession(size: .narrow)
    session.press("10j<space><space>")
    let row = session.state.queue.selected?.id
    for _ in 0..<5 {
      let effects = update(&session.state, .storeChanged(session.board.now))
      for case .load(_, let number) in effects {
        _ = update(&session.state, .failed("the store cannot be read", number, session.board.now))
      }
    }
    #expect(session.state.queue.selected?.id == row)
    #expect(session.state.notices.count == 1)
    session.send(.storeChanged(session.board.now))
    #expect(session.state.queue.selected?.id == row)
    #expect(session.state.queue.marks.count == 2)
  }

  @Test func theScreenIsDraggedSmallerAndLargerMidSentence() {
    var session = SampleSession(size: .huge)
    session.press("8jn")
    session.type("half")
    for size in FuzzTests.sizes {
      session.send(.resize(Size(columns: size.0, rows: size.1)))
      _ = view(session.state)
    }
    session.type(" a note")
    session.press("<enter>")
    #expect(session.lastDecision?.decision == .note("half a note"))
    #expect(session.lastDecision?.targets == [.order(session.board.orders[8].id)])
  }

  @Test func theFirstDay() {
    var settings = ConsoleSettings.sample
    settings.hasStorefront = false
    var session = SampleSession(size: .narrow, board: SampleBoard(orders: 0), settings: settings)
    for key in [
      "a", "z", "R", "n", "t", "C", "c", "<space>", "v", "*", "V", "!", "<enter>", "u", ".",
    ] {
      session.press(key)
      #expect(session.state.overlay == nil, "\(key)")
      #expect((session.notice ?? "").count > 8, "\(key) does not say why it does nothing")
    }
    for key in ["2", "3", "4", "6"] {
      session.press(key)
      session.wait(.seconds(1))
      #expect(session.screen.contains("No "))
    }
    session.board = SampleBoard(orders: 12)
    session.send(.storeChanged(session.board.now))
    session.press("1")
    #expect(session.screen.contains("#18231"))
  }
}

/// What the outside world may have written into the rows.
struct HostileTextTests {
  static let texts = [
    "\u{1B}[2J\u{1B}]0;owned\u{7}", "\u{9B}31mred", "a\u{202E}cod.exe", "x\u{200B}\u{FEFF}y",
    "line\nbreak\r\ttab", String(repeating: "Z\u{0351}\u{0352}\u{0353}\u{0354}", count: 30), "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇩🇪",
    String(repeating: "深", count: 300), String(repeating: "w", count: 5_000), "", " ", "\0",
    "\"; rm -rf / #", "%s%n%@",
  ]

  @Test(arguments: texts.indices)
  func nothingOfItReachesTheTerminalAsAControl(_ index: Int) {
    let text = HostileTextTests.texts[index]
    var board = SampleBoard(orders: 20)
    for place in board.orders.indices {
      board.orders[place].name = "#\(place)" + text
      board.orders[place].customer = text
      board.orders[place].supplier = text
      board.orders[place].storefront = text
      board.orders[place].tags = [text]
      board.orders[place].tracking = text
    }
    for place in board.exceptions.indices {
      board.exceptions[place].reason = text
      board.exceptions[place].subject = text
      board.exceptions[place].supplier = text
    }
    for place in board.returns.indices {
      (board.returns[place].reason, board.returns[place].requestedBy) = (text, text)
      (board.returns[place].items, board.returns[place].externalID) = (text, text)
    }
    for place in board.suppliers.indices { board.suppliers[place].name = text }
    for place in board.accounts.indices {
      (board.accounts[place].account, board.accounts[place].lastError) = (text, text)
    }
    board.savedViews = [SavedView(name: text, text: text)]
    for keys in [
      "", "<enter>", "2<enter>", "3f", "4y", "6j", "C", "c", "f", "zz", "2R", "nab",
    ] {
      for size in [Size.narrow, .huge] {
        var session = SampleSession(size: size, board: board)
        session.press(keys)
        expectHarmless(view(session.state), "\(keys) at \(size.columns)")
      }
    }
  }

  private func expectHarmless(_ grid: Grid, _ place: String) {
    let isHarmless = grid.cells.allSatisfy { cell in
      cell.text.unicodeScalars.allSatisfy { scalar in
        scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
          && !(0x202A...0x202E).contains(scalar.value) && scalar.value != 0x200B
          && scalar.value != 0xFEFF && !(0x2066...0x2069).contains(scalar.value)
      }
    }
    #expect(isHarmless, "\(place)")
  }

  @Test(arguments: texts.indices)
  func whatIsCopiedOrPipedIsHarmlessToo(_ index: Int) {
    var board = SampleBoard(orders: 3)
    board.orders[0].name = "#1" + HostileTextTests.texts[index]
    board.orders[0].customer = HostileTextTests.texts[index]
    var session = SampleSession(size: .narrow, board: board)
    session.press("co")
    session.press("!")
    session.type("cat")
    session.press("<enter>")
    let copied = session.copied ?? ""
    #expect(!copied.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{9B}" })
    guard case .pipe(_, let rows, _)? = session.seen.last else {
      Issue.record("nothing was piped")
      return
    }
    #expect(rows.split(separator: "\n", omittingEmptySubsequences: false).count == 5)
    #expect(!rows.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" || $0 == "\r" })
  }
}

struct SampleBoardTests {
  private let board = SampleBoard(orders: 100)

  private func keys(_ anchor: Anchor, _ count: Int) -> [Int64] {
    guard case .queue(let window) = board.answer(.queue(.all, .risk, anchor, count: count)) else {
      return []
    }
    return window.rows.map(\.key)
  }

  @Test func windowsStartWhereTheyAreAsked() {
    #expect(keys(.start, 3) == [1000, 1001, 1002])
    #expect(keys(.end, 2) == [1098, 1099])
    #expect(keys(.after(1010), 2) == [1011, 1012])
    #expect(keys(.before(1010), 2) == [1008, 1009])
    #expect(keys(.around(1050), 5) == [1048, 1049, 1050, 1051, 1052])
    #expect(keys(.around(1000), 4) == [1000, 1001, 1002, 1003])
  }

  @Test func theEndsAreKnown() {
    guard case .queue(let window) = board.answer(.queue(.all, .risk, .start, count: 10)) else {
      return
    }
    #expect(!window.hasBefore && window.hasAfter)
    #expect(window.offset == 0)
  }

  @Test func aBoardOfNothingIsEmptyEverywhere() {
    let empty = SampleBoard(orders: 0)
    #expect(empty.counts == BoardCounts())
    #expect(empty.answer(.suppliers) == .suppliers([]))
    #expect(empty.answer(.order(OrderID(1), for: .screen)) == .order(nil))
  }

  @Test func everyStageIsOnTheBoard() {
    #expect(Set(board.orders.map(\.state)) == Set(OrderState.allCases))
    #expect(Set(board.exceptions.map(\.severity)) == Set(Severity.allCases))
  }
}

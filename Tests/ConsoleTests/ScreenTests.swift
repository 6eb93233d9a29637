import Canvas
import Fulfillment
import Testing

@testable import Console

/// What a row says, sign by sign.
struct ColumnTests {
  private func row(_ change: (inout QueueRow) -> Void = { _ in }) -> QueueRow {
    var row = QueueRow(
      id: OrderID(1), name: "#1001", storefront: "main", customer: "Ana Souza", country: "BR",
      supplier: "CJ", state: .transit, payment: .paid, placedAt: SampleBoard.now - .days(9),
      updatedAt: SampleBoard.now, total: Money(minor: 21_200, currency: .usd))
    change(&row)
    return row
  }

  private func text(_ column: QueueColumn, _ row: QueueRow) -> String {
    column.field(row, Departure(now: SampleBoard.now)).text
  }

  @Test(arguments: [
    (QueueColumn.order, "#1001"), (.shop, "main"), (.customer, "Ana Souza"), (.country, "BR"),
    (.supplier, "CJ"), (.stage, "→ in transit"), (.age, "9d"), (.value, "$212"), (.risk, ""),
    (.exception, ""), (.tracking, ""), (.tags, ""),
  ])
  func eachColumnShowsItsFact(_ column: QueueColumn, _ expected: String) {
    #expect(text(column, row()) == expected)
  }

  @Test func anExceptionHasItsSignAndRole() {
    let flagged = row {
      ($0.exception, $0.severity) = ("transit.stalled", .serious)
      $0.risk = Money(minor: 4_100, currency: .usd)
    }
    let field = QueueColumn.exception.field(flagged, Departure(now: SampleBoard.now))
    #expect(field.text == "! transit.stalled")
    #expect(field.role == .severitySerious)
    #expect(text(.risk, flagged) == "$41")
  }

  @Test(arguments: [
    (Span.hours(3), false, "3h LX1"), (.hours(26), false, "26h LX1"), (.hours(49), true, "!2d LX1"),
    (.days(9), true, "!9d LX1"),
  ])
  func silenceOfAParcelIsMarked(_ silence: Span, _ isStale: Bool, _ expected: String) {
    let moving = row {
      ($0.tracking, $0.trackingStatus) = ("LX1", .inTransit)
      $0.trackedAt = SampleBoard.now - silence
    }
    let field = QueueColumn.tracking.field(moving, Departure(now: SampleBoard.now))
    #expect(field.text == expected)
    #expect((field.role == .stale) == isStale)
  }

  @Test func aDeliveredParcelMayBeSilent() {
    let done = row {
      ($0.tracking, $0.trackingStatus, $0.state) = ("LX1", .delivered, .delivered)
      $0.trackedAt = SampleBoard.now - .days(90)
    }
    #expect(text(.tracking, done) == "LX1")
  }

  @Test(arguments: OrderState.allCases)
  func everyStageHasSignWordsAndRoleAndFitsItsColumn(_ state: OrderState) {
    let field = state.stageField
    #expect(field.text.hasPrefix(state.sign + " "))
    #expect(field.text.hasSuffix(StateText.text(state)))
    #expect(TextWidth.of(field.text) <= 12)
  }

  @Test func rolesOfStagesDifferInTheirSigns() {
    let signs = Dictionary(grouping: OrderState.allCases, by: \.role).mapValues {
      Set($0.map(\.sign))
    }
    #expect(signs.values.allSatisfy { $0.count == 1 })
    #expect(Set(signs.values.flatMap { $0 }).count == signs.count)
  }

  @Test func severitiesDifferWithoutColourInAnyLocale() {
    let signs = Severity.allCases.map(\.sign)
    #expect(Set(signs).count == signs.count)
    let plain = signs.map { String($0.map { $0.isASCII ? $0 : Glyphs.ascii($0) }) }
    #expect(Set(plain).count == signs.count)
    #expect(Set(Severity.allCases.map(\.role)).count == signs.count)
  }

  @Test func returnStatesDifferWithoutColourInAnyLocale() {
    let plain = ReturnState.allCases.map { state in
      String(state.sign.map { $0.isASCII ? $0 : Glyphs.ascii($0) })
    }
    #expect(Set(plain).count == plain.count)
  }

  @Test func stageSignsDifferInASCIIToo() {
    let plain = Set(OrderState.allCases.map(\.sign)).map { sign in
      String(sign.map { $0.isASCII ? $0 : Glyphs.ascii($0) })
    }
    #expect(Set(plain).count == plain.count)
  }

  @Test func orderAndStageSurviveEveryWidth() {
    for columns in 24...200 {
      let session = SampleSession(size: Size(columns: columns, rows: 10))
      #expect(session.screen.contains("#18230"), "\(columns)")
      #expect(session.screen.contains("→ in trans"), "\(columns)")
    }
  }

  @Test func numbersStandUnderEachOther() throws {
    var session = SampleSession(size: .narrow)
    session.press("o")
    let lines = view(session.state).lines
    let frame = try #require(Layout(session.state).frame(of: .queue))
    let header = Array(lines[try #require(frame.columnHeader)])
    let end = try #require(header.indices.first { String(header[$0...].prefix(5)) == "Value" }) + 5
    for row in frame.rows.row..<frame.rows.endRow {
      let line = Array(lines[row])
      #expect(line[end - 1].isNumber, "\(String(line))")
    }
  }
}

struct HeaderTests {
  private func header(_ columns: Int, _ change: (inout ConsoleState) -> Void = { _ in }) -> String {
    var session = SampleSession(size: Size(columns: columns, rows: 30))
    change(&session.state)
    return view(session.state).lines[0]
  }

  @Test(arguments: [
    (20, "stale 26h"), (40, "stale 26h"), (80, "35 open"), (120, "4 returns"),
  ])
  func moreRoomTellsMore(_ columns: Int, _ words: String) {
    #expect(header(columns).contains(words))
  }

  @Test func theUndoOutlivesTheFigures() {
    let line = header(60) {
      $0.undoable = DecisionReceipt(
        batch: DecisionID(1), applied: 1, title: "approve return #5521",
        undoableUntil: SampleBoard.now + .seconds(582))
    }
    #expect(line.hasSuffix("undo (9:42)"))
    #expect(line.contains("stale 26h") && line.contains("due "))
  }

  @Test func anUndoWithoutALimitHasNoCountdown() {
    let line = header(120) {
      $0.undoable = DecisionReceipt(batch: DecisionID(1), applied: 3, title: "acknowledge 3 rows")
    }
    #expect(line.hasSuffix("undo: acknowledge 3 rows"))
  }

  @Test func manyStaleAccountsAreCounted() {
    let line = header(120) { state in
      state.accounts = (0..<5).map {
        ActivityRow(account: "a\($0)", service: "cj", role: .supplier, failures: 1, isStale: true)
      }
    }
    #expect(line.contains("! a0 stale never pulled +4"))
    #expect(!line.contains("live"))
  }

  @Test func whoPullsElsewhereIsNamed() {
    #expect(header(160) { $0.sync = .elsewhere("desk-2:4711") }.contains("pulled by desk-2:4711"))
  }

  @Test func severalCurrenciesAreNotAddedUp() {
    let line = header(160) {
      $0.counts?.atRisk = [
        Money(minor: 431_000, currency: .usd),
        Money(minor: 8_800, currency: Currency("EUR") ?? .usd),
      ]
    }
    #expect(line.contains("$4,310 + €88 at risk"))
  }

  @Test func hostileNamesStayHarmless() {
    let line = header(160) { state in
      state.accounts = [
        ActivityRow(
          account: "\u{1B}[2Jevil\u{202E}", service: "x", role: .storefront, failures: 1,
          isStale: true)
      ]
    }
    #expect(line.contains("[2Jevil stale"))
  }
}

struct StatusTests {
  private func status(_ session: SampleSession) -> String { view(session.state).lines[22] }

  @Test func aNoticeIsShownAndThenTheFilterAgain() {
    var session = SampleSession(size: .narrow)
    session.press("/")
    session.type("tag:vip")
    session.press("<enter>Z")
    #expect(status(session).contains("Z does nothing here"))
    session.wait(.seconds(30))
    #expect(status(session).contains("filter: tag:vip  esc clears it"))
  }

  @Test func theSameNoticeIsNotPiledUp() {
    var session = SampleSession(size: .narrow)
    session.press("ZZZZ")
    #expect(session.state.notices.count == 1)
  }

  @Test func howAFilterWasReadIsShownWhereItDiffers() {
    var session = SampleSession(size: .narrow)
    session.press("/")
    session.type("not tag:vip")
    #expect(status(session).contains("= -tag:vip"))
  }

  @Test func withoutARowOfItsOwnTheNoticeTakesThePlaceOfTheKeys() {
    var session = SampleSession(size: Size(columns: 40, rows: 8))
    #expect(view(session.state).lines[7].contains("? help"))
    session.press("Z")
    #expect(view(session.state).lines[7].contains("Z does nothing"))
  }

  @Test func theTerminalsCursorStandsWhereOneTypes() throws {
    var session = SampleSession(size: .narrow)
    #expect(view(session.state).cursor == nil)
    session.press("/")
    session.type("深a")
    let cursor = try #require(view(session.state).cursor)
    #expect(cursor.row == 22)
    #expect(cursor.column == 3 + 3)
    session.press("<esc>n")
    session.type("ab")
    let prompt = try #require(view(session.state).cursor)
    #expect(prompt.row > 5 && prompt.row < 20)
  }

  @Test func aLongFilterIsScrolledNotCut() {
    var session = SampleSession(size: .narrow)
    session.press("/")
    session.type(String(repeating: "word ", count: 40) + "theEnd")
    #expect(status(session).contains("theEnd"))
  }
}

struct GlyphTests {
  @Test func everySignOfTheConsoleHasAStandIn() {
    let signs = "●○✓✗→←▸‼·…“”’€£¥─│┌┐└┘├┤▁▂▃▄▅▆▇█░"
    #expect(signs.allSatisfy { Glyphs.ascii($0).isASCII })
    #expect(signs.allSatisfy { Glyphs.ascii($0) != "?" })
  }

  @Test func whatHasNoneIsAQuestionMark() {
    #expect(Glyphs.ascii("深") == "?")
    #expect(Glyphs.ascii("é") == "?")
  }

  @Test func wideCharactersKeepTheirTwoCells() {
    var grid = Grid(size: Size(columns: 6, rows: 1))
    grid.write("a深b", column: 0, row: 0)
    let plain = grid.inASCII
    #expect(plain.lines == ["a? b"])
    #expect(plain.cells.allSatisfy { !$0.isContinuation })
  }

  @Test(arguments: Gallery.scenes.map(\.name))
  func everySceneCanBeShownInASCII(_ name: String) throws {
    let scene = try #require(Gallery.scenes.first { $0.name == name })
    var state = scene.state(size: .wide)
    state.settings.glyphs = .ascii
    #expect(view(state).cells.allSatisfy { $0.text.isASCII })
  }
}

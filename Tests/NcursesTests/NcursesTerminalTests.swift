import Canvas
import Ncurses
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The terminal on a pseudo terminal: the bytes it sends, the keys it reads. One at a time: curses has one
/// screen.
extension TerminalTests {
  @MainActor
  struct Painting {
    private let pty: PseudoTerminal
    private let size = Size(columns: 60, rows: 12)

    init() throws { pty = try PseudoTerminal(columns: 60, rows: 12) }

    private func open(
      _ colour: ColourMode = .automatic, type: String = "xterm-256color"
    ) throws -> NcursesTerminal {
      try NcursesTerminal(
        theme: .sample, colour: colour, input: pty.device, output: pty.device, type: type)
    }

    private func page(_ text: String, role: Role = .text) -> Grid {
      var grid = Grid(size: size)
      for row in 0..<size.rows { grid.write("\(row) \(text)", column: 0, row: row, role: role) }
      return grid
    }

    @Test func aFrameShowsWhatTheGridHolds() throws {
      let terminal = try open()
      defer { terminal.close() }
      var screen = ScreenModel(columns: 60, rows: 12)
      var grid = page("Zürich 深圳 ▂▅█ e\u{301}")
      grid.box(Rect(column: 30, row: 2, columns: 20, rows: 5), title: "Queue")
      terminal.paint(grid)
      screen.take(pty.output())
      #expect(screen.lines == grid.lines)
      #expect(screen.unknown.isEmpty)
    }

    @Test func theSameFrameAgainSendsNothing() throws {
      let terminal = try open()
      defer { terminal.close() }
      terminal.paint(page("order"))
      _ = pty.output()
      terminal.paint(page("order"))
      #expect(pty.output().isEmpty)
    }

    @Test func oneChangedCellSendsAFewBytes() throws {
      let terminal = try open()
      defer { terminal.close() }
      var grid = page("order")
      terminal.paint(grid)
      _ = pty.output()
      grid.write("x", column: 30, row: 6)
      terminal.paint(grid)
      let bytes = pty.output()
      #expect(bytes.contains(UInt8(ascii: "x")))
      #expect(bytes.count <= 24)
    }

    @Test func movingTheCursorOneRowSendsTwoRows() throws {
      let terminal = try open()
      defer { terminal.close() }
      var before = page("order of somebody")
      var after = before
      before.setRole(row: 4, .selected)
      after.setRole(row: 5, .selected)
      terminal.paint(before)
      _ = pty.output()
      terminal.paint(after)
      #expect(pty.output().count <= 200)
    }

    @Test(arguments: 0..<12)
    func everyFrameAfterAnotherShowsWhatTheGridHolds(seed: UInt64) throws {
      let terminal = try open()
      defer { terminal.close() }
      var random = Scrambler(state: seed)
      var screen = ScreenModel(columns: 60, rows: 12)
      var grid = Grid(size: size)
      let texts = ["深圳仓库", "plain words", "é", "👩‍👩‍👧 x", "🇧🇷", "──┐", " ", "e\u{301}世", "ｶﾞ"]
      let roles: [Role] = [.text, .selected, .money, .severityCritical, .header]
      for _ in 0..<40 {
        for _ in 0...random.next(6) {
          let text = texts[random.next(texts.count)]
          grid.write(
            text, column: random.next(64) - 2, row: random.next(12), role: roles[random.next(5)])
        }
        if random.next(8) == 0 { grid.fill(grid.bounds) }
        terminal.paint(grid)
        screen.take(pty.output())
        try #require(screen.lines == grid.lines)
      }
      #expect(screen.unknown.isEmpty)
    }

    @Test(arguments: [
      "\u{1B}]0;owned\u{7}", "\u{9B}2J", "\u{1B}[2J", "\u{202E}abc", "\u{90}q\u{9C}",
      "a\u{0}\u{8}\u{8}b",
      "\u{1B}]52;c;AAAA\u{7}", "\u{E0001}\u{200F}", "\u{1B}c",
    ])
    func hostileTextIsInert(text: String) throws {
      let terminal = try open()
      defer { terminal.close() }
      var screen = ScreenModel(columns: 60, rows: 12)
      var grid = page("order")
      terminal.paint(grid)
      screen.take(pty.output())
      grid.write(text, column: 10, row: 3)
      grid.write(text, column: 10, row: 4, width: 20)
      terminal.paint(grid)
      let bytes = pty.output()
      screen.take(bytes)
      #expect(screen.lines == grid.lines)
      #expect(screen.unknown.isEmpty)
      let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
      #expect(!scalars.contains { (0x80...0x9F).contains($0.value) || $0.value == 0x202E })
      #expect(!bytes.contains(0x07))
    }

    @Test func withoutColoursNoneIsSent() throws {
      let terminal = try open(.none)
      var grid = page("order")
      for (row, role) in zip(0..., Role.allCases.prefix(12)) { grid.setRole(row: row, role) }
      terminal.paint(grid)
      grid.setRole(row: 4, .selected)
      terminal.paint(grid)
      terminal.close()
      let parameters = selectGraphicRendition(pty.output())
      #expect(parameters.contains(7), "reverse still tells the selected row")
      #expect(!parameters.contains { (30...49).contains($0) || (90...107).contains($0) })
    }

    @Test(arguments: [("xterm-256color", 38), ("xterm", 30)])
    func coloursAreThoseTheTerminalHas(type: String, code: Int) throws {
      let terminal = try open(type: type)
      terminal.paint(page("order", role: .money))
      terminal.close()
      let parameters = selectGraphicRendition(pty.output())
      #expect(parameters.contains { code == 38 ? $0 == 38 : (30...37).contains($0) })
    }

    @Test(arguments: [
      ("C", "+ Z?rich |", true), ("C.UTF-8", "┌ Zürich │", false),
      ("xx_XX.UTF-8", "┌ Zürich │", false), ("POSIX", "+ Z?rich |", true),
    ])
    func theLocaleDecidesTheCharacters(locale: String, line: String, isASCII: Bool) throws {
      let before = getenv("LC_ALL").map { String(cString: $0) }
      setenv("LC_ALL", locale, 1)
      defer {
        if let before { setenv("LC_ALL", before, 1) } else { unsetenv("LC_ALL") }
      }
      let terminal = try open()
      defer { terminal.close() }
      var grid = Grid(size: size)
      grid.write("┌ Zürich │", column: 0, row: 0)
      grid.write("深x", column: 0, row: 1)
      terminal.paint(grid)
      let bytes = pty.output()
      var screen = ScreenModel(columns: 60, rows: 12)
      screen.take(bytes)
      #expect(bytes.allSatisfy { $0 < 0x80 } == isASCII)
      #expect(screen.lines.prefix(2) == [line, isASCII ? "? x" : "深x"])
    }

    @Test func anotherThemeRepaintsAll() throws {
      let terminal = try open()
      defer { terminal.close() }
      terminal.paint(page("order"))
      _ = pty.output()
      terminal.use(
        Theme(name: "other") { _ in Style(foreground: Color(red: 0, green: 255, blue: 0)) })
      terminal.paint(page("order"))
      #expect(pty.output().count > 60)
    }

    @Test func redrawSendsTheWholeFrame() throws {
      let terminal = try open()
      defer { terminal.close() }
      terminal.paint(page("order"))
      var screen = ScreenModel(columns: 60, rows: 12)
      _ = pty.output()
      terminal.redraw()
      terminal.paint(page("order"))
      screen.take(pty.output())
      #expect(screen.lines == page("order").lines)
    }

    @Test func theCursorIsShownOnlyWhereTextIsTyped() throws {
      let terminal = try open()
      defer { terminal.close() }
      var grid = page("order")
      var screen = ScreenModel(columns: 60, rows: 12)
      terminal.paint(grid)
      screen.take(pty.output())
      grid.cursor = (7, 3)
      terminal.paint(grid)
      let shown = pty.output()
      screen.take(shown)
      #expect(screen.cursor == [7, 3])
      #expect(String(decoding: shown, as: UTF8.self).contains("[?25h"))
      grid.cursor = nil
      terminal.paint(grid)
      #expect(String(decoding: pty.output(), as: UTF8.self).contains("[?25l"))
    }

    @Test(arguments: [(20, 6), (1, 1), (2, 1), (1, 3), (250, 60)])
    func everySizeCanBePainted(columns: Int, rows: Int) throws {
      pty.resize(columns: columns, rows: rows)
      let terminal = try open()
      defer { terminal.close() }
      #expect(terminal.size == Size(columns: columns, rows: rows))
      var screen = ScreenModel(columns: columns, rows: rows)
      var grid = Grid(size: terminal.size)
      grid.box(grid.bounds, title: "Queue")
      grid.write("深", column: 0, row: 0)
      terminal.paint(grid)
      screen.take(pty.output())
      #expect(screen.lines == grid.lines)
    }

    @Test func aGridOfAnotherSizeIsCut() throws {
      let terminal = try open()
      defer { terminal.close() }
      var large = Grid(size: Size(columns: 200, rows: 50))
      large.fill(large.bounds, with: "x")
      large.write("深", column: 59, row: 0)
      terminal.paint(large)
      terminal.paint(Grid(size: Size(columns: 3, rows: 1)))
      var screen = ScreenModel(columns: 60, rows: 12)
      screen.take(pty.output())
      #expect(screen.lines == Array(repeating: "", count: 12))
    }

    private func selectGraphicRendition(_ bytes: [UInt8]) -> [Int] {
      String(decoding: bytes, as: UTF8.self).split(separator: "\u{1B}[").dropFirst().flatMap {
        part in
        let text = part.prefix { $0.isNumber || $0 == ";" }
        guard part.dropFirst(text.count).first == "m" else { return [Int]() }
        return text.split(separator: ";").compactMap { Int($0) }
      }
    }
  }
}

/// The parent of the suites that start curses.
@Suite(.serialized)
enum TerminalTests {}

extension Theme {
  /// A theme with a few colours.
  static let sample = Theme(name: "sample") { role in
    switch role {
    case .selected:
      Style(
        foreground: Color(red: 255, green: 255, blue: 255),
        background: Color(red: 47, green: 93, blue: 140), bold: true)
    case .money: Style(foreground: Color(red: 95, green: 208, blue: 214))
    case .severityCritical: Style(foreground: Color(red: 255, green: 90, blue: 80), bold: true)
    case .header: Style(background: Color(red: 28, green: 39, blue: 53))
    default: Style()
    }
  }
}

/// A small generator, the same on every run.
struct Scrambler {
  var state: UInt64

  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}

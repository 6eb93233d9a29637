import Canvas
import Ncurses
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension TerminalTests {
  /// Keys and the life of the terminal.
  @MainActor
  struct Living {
    private let pty: PseudoTerminal

    init() throws { pty = try PseudoTerminal(columns: 60, rows: 12) }

    private func start(type: String = "xterm-256color") throws -> NcursesTerminal {
      try NcursesTerminal(theme: .sample, input: pty.device, output: pty.device, type: type)
    }

    @Test(
      arguments: [
        ("j", [.character("j")]), ("é", [.character("é")]),
        ("深圳", [.character("深"), .character("圳")]),
        ("e\u{301}", [.character("é")]), ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]),
        ("\u{7F}", [.backspace]), ("\u{8}", [.backspace]), ("\u{4}", [.control("d")]),
        ("\u{3}", [.control("c")]), ("\u{1A}", [.control("z")]), ("\u{0}", [.control(" ")]),
        ("\u{1C}", [.control("\\")]), ("\u{1B}", [.escape]), ("\u{1B}x", [.alt("x")]),
        ("\u{1B}\u{1B}", [.escape, .escape]), ("\u{1B}OA", [.up]), ("\u{1B}[A", [.up]),
        ("\u{1B}OB\u{1B}OC\u{1B}OD", [.down, .right, .left]),
        ("\u{1B}[5~\u{1B}[6~", [.pageUp, .pageDown]),
        ("\u{1B}OH\u{1B}OF", [.home, .end]), ("\u{1B}[3~", [.delete]), ("\u{1B}[2~", [.insert]),
        ("\u{1B}[Z", [.backTab]),
        ("\u{1B}OP\u{1B}[15~\u{1B}[24~", [.function(1), .function(5), .function(12)]),
        ("\u{1B}[99;5~j", [.character("j")]), ("", []),
      ] as [(String, [Key])])
    func typingGivesKeys(text: String, keys: [Key]) throws {
      let terminal = try start()
      defer { terminal.close() }
      pty.type(text)
      #expect(terminal.readKeys() == keys)
      #expect(terminal.readKeys() == [])
    }

    @Test func aPasteIsOneKey() throws {
      let terminal = try start()
      defer { terminal.close() }
      pty.type("a\u{1B}[200~two\rlines \u{1B}[A深\u{1B}[201~b")
      #expect(
        terminal.readKeys() == [.character("a"), .paste("two\rlines \u{1B}[A深"), .character("b")])
    }

    @Test func aPasteMayComeInPieces() throws {
      let terminal = try start()
      defer { terminal.close() }
      pty.type("\u{1B}[200~one ")
      #expect(terminal.readKeys() == [])
      pty.type("two\u{1B}[201~")
      #expect(terminal.readKeys() == [.paste("one two")])
    }

    @Test func theMouseClicksAndScrolls() throws {
      let terminal = try start()
      defer { terminal.close() }
      #expect(String(decoding: pty.output(), as: UTF8.self).contains("[?1000h"))
      for report in ["<0;5;3M", "<0;5;3m", "<0;5;3M", "<0;5;3m", "<64;1;1M", "<65;2;2M"] {
        pty.type("\u{1B}[\(report)")
      }
      let mouse: [Key.Mouse] = [
        .init(.click, column: 4, row: 2), .init(.doubleClick, column: 4, row: 2),
        .init(.wheelUp, column: 0, row: 0), .init(.wheelDown, column: 1, row: 1),
      ]
      #expect(terminal.readKeys() == mouse.map { .mouse($0) })
    }

    @Test(arguments: [(20, 6), (1, 1), (200, 50)])
    func anotherSizeIsTold(columns: Int, rows: Int) throws {
      let terminal = try start()
      defer { terminal.close() }
      terminal.paint(Grid(size: terminal.size))
      _ = pty.output()
      pty.resize(columns: columns, rows: rows)
      let size = Size(columns: columns, rows: rows)
      #expect(terminal.readKeys() == [.resize(size)])
      #expect(terminal.readKeys() == [])
      #expect(terminal.size == size)
      var grid = Grid(size: size)
      grid.fill(grid.bounds, with: "x")
      var screen = ScreenModel(columns: columns, rows: rows)
      terminal.paint(grid)
      screen.take(pty.output())
      #expect(screen.lines == grid.lines)
    }

    @Test func manySizesInARowEndWithTheLast() throws {
      let terminal = try start()
      defer { terminal.close() }
      for step in 0..<200 {
        pty.resize(columns: 20 + step % 90, rows: 6 + step % 40)
        _ = terminal.readKeys()
        var grid = Grid(size: terminal.size)
        grid.box(grid.bounds, title: "\(step)")
        terminal.paint(grid)
        _ = pty.output()
      }
      #expect(terminal.size == Size(columns: 20 + 199 % 90, rows: 6 + 199 % 40))
    }

    @Test func aTerminalWithoutASizeHasThatOfItsDescription() throws {
      pty.resize(columns: 0, rows: 0)
      let terminal = try start()
      defer { terminal.close() }
      #expect(terminal.size.columns > 0 && terminal.size.rows > 0)
    }

    @Test func closingGivesTheScreenBack() throws {
      let before = pty.modes
      let terminal = try start()
      #expect(pty.modes != before)
      terminal.paint(Grid(size: terminal.size))
      #expect(String(decoding: pty.output(), as: UTF8.self).contains("[?1049h"))
      terminal.close()
      let bytes = String(decoding: pty.output(), as: UTF8.self)
      for sequence in ["[?1049l", "[?2004l", "[?1000l", "[?25h"] {
        #expect(bytes.contains("\u{1B}\(sequence)"), "\(sequence)")
      }
      #expect(pty.modes == before)
      terminal.close()
      terminal.paint(Grid(size: Size(columns: 3, rows: 3)))
      #expect(terminal.readKeys() == [])
      #expect(pty.output().isEmpty)
    }

    @Test func suspendingLendsTheScreenAndResumingTakesIt() throws {
      let before = pty.modes
      let terminal = try start()
      defer { terminal.close() }
      var grid = Grid(size: terminal.size)
      grid.write("order", column: 3, row: 2)
      terminal.paint(grid)
      _ = pty.output()
      terminal.suspend()
      #expect(pty.modes == before)
      let left = String(decoding: pty.output(), as: UTF8.self)
      #expect(left.contains("[?1049l") && left.contains("[?2004l"))
      terminal.paint(grid)
      #expect(pty.output().isEmpty)
      pty.resize(columns: 50, rows: 9)
      terminal.resume()
      #expect(terminal.size == Size(columns: 50, rows: 9))
      #expect(pty.modes != before)
      var screen = ScreenModel(columns: 50, rows: 9)
      terminal.paint(grid)
      let back = pty.output()
      screen.take(back)
      #expect(screen.lines[2] == "   order")
      #expect(String(decoding: back, as: UTF8.self).contains("[?2004h"))
      pty.type("j")
      #expect(terminal.readKeys() == [.character("j")])
    }

    @Test func whatIsCopiedGoesToTheTerminal() throws {
      let terminal = try start()
      defer { terminal.close() }
      _ = pty.output()
      terminal.copy("LX1")
      #expect(String(decoding: pty.output(), as: UTF8.self).hasPrefix("\u{1B}]52;c;TFgx\u{7}"))
      terminal.copy(String(repeating: "x", count: Clipboard.limit + 1))
      #expect(pty.output().isEmpty)
    }

    @Test func theBellRings() throws {
      let terminal = try start()
      defer { terminal.close() }
      _ = pty.output()
      terminal.bell()
      #expect(pty.output().last == 7)
    }

    @Test(arguments: ["", "no-such-terminal", "../../etc/passwd"])
    func anUnknownTypeIsRefused(type: String) throws {
      let before = pty.modes
      let error = #expect(throws: TerminalError.self) { try start(type: type) }
      #expect(error == .unknownType(type))
      #expect(error.map { "\($0)".contains("TERM=xterm-256color") } == true)
      #expect(pty.modes == before)
    }

    @Test func aTypeThatCannotMoveItsCursorIsRefused() throws {
      let before = pty.modes
      let error = #expect(throws: TerminalError.self) { try start(type: "dumb") }
      #expect(error == .tooPlain("dumb") || error == .unknownType("dumb"))
      #expect(pty.modes == before)
    }

    @Test func aFileIsNoTerminal() throws {
      let file = open("/dev/null", O_RDWR)
      defer { close(file) }
      let error = #expect(throws: TerminalError.self) {
        try NcursesTerminal(theme: .sample, input: file, output: file, type: "xterm")
      }
      #expect(error == .notATerminal)
    }

    @Test(arguments: [SIGSEGV, SIGTERM, SIGHUP])
    func signalsAreGivenBack(number: Int32) throws {
      var before = sigaction()
      var during = sigaction()
      var after = sigaction()
      sigaction(number, nil, &before)
      let terminal = try start()
      sigaction(number, nil, &during)
      terminal.close()
      sigaction(number, nil, &after)
      #expect(address(during) != address(before))
      #expect(address(after) == address(before))
    }

    private func address(_ action: sigaction) -> Int {
      #if canImport(Glibc)
        unsafeBitCast(action.__sigaction_handler.sa_sigaction, to: Int.self)
      #else
        unsafeBitCast(action.__sigaction_u.__sa_sigaction, to: Int.self)
      #endif
    }
  }
}

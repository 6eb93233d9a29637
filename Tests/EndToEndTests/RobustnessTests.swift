import Canvas
import Foundation
import Testing

@testable import supercargo

/// What an operator's day does to a console: windows dragged about, rubbish pasted, a line that hangs, a
/// terminal that goes away.
@Suite(.serialized) struct RobustnessTests {
  private func opened(
    _ orders: Int = 20, term: String = "xterm-256color",
    size: Size = Size(columns: 120, rows: 40)
  ) throws -> Session {
    let program = try Program.filled(orders)
    program.environment["TERM"] = term
    return try program.open(["console", "--offline"], size: size)
  }

  @Test(arguments: [
    (1, 1), (2, 1), (1, 40), (9, 3), (20, 6), (39, 12), (79, 23), (119, 39), (500, 150),
  ])
  func everySizeIsDrawn(columns: Int, rows: Int) throws {
    let session = try opened(size: Size(columns: columns, rows: rows))
    #expect(session.waits { !$0.text.allSatisfy(\.isWhitespace) })
    session.type("jjG?")
    session.settle(quiet: 500)
    // Apart from what follows, or the two would be one key with alt.
    session.type("\u{1B}")
    session.settle(quiet: 500)
    session.type("q")
    #expect(session.end(within: 30_000) == 0)
    #expect(session.screen.unknown.isEmpty, "\(session.screen.unknown)")
  }

  @Test func twoHundredSizesInTwoSecondsEndAtTheLast() throws {
    let session = try opened()
    #expect(session.shows("#"))
    let start = Stopwatch.now
    for step in 0..<200 {
      session.resize(Size(columns: 1 + step * 37 % 220, rows: 1 + step * 13 % 70))
      // A hundredth of a second each, spent on reading.
      while Stopwatch.now < start + Int64(step) * 10_000_000 { session.reads(2) }
    }
    session.resize(Size(columns: 120, rows: 40))
    #expect(session.waits { $0.text.contains("Queue ─") && $0.text.contains("Suppliers ─") })
    session.settle()
    session.type("\u{0C}")
    let clears = session.screen.clears
    #expect(session.waits { $0.clears > clears })
    session.settle()
    #expect(session.screen.beforeClear.count == 40)
    #expect(
      Fuzz.fixed(session.screen.beforeClear) == Fuzz.fixed(session.screen.lines),
      "\(session.screen.beforeClear.joined(separator: "\n"))")
    session.type("q")
    #expect(session.end() == 0)
  }

  /// Small and large again before the program looks: its size is the same, what was on it is gone.
  @Test func aWindowThatShrankAndGrewUnseenIsDrawn() throws {
    let session = try opened()
    #expect(session.shows("#"))
    for _ in 0..<20 {
      session.settle(quiet: 50)
      session.resize(Size(columns: 1, rows: 1))
      session.resize(Size(columns: 120, rows: 40))
      #expect(session.waits { $0.text.contains("Queue ─") && $0.text.contains("Suppliers ─") })
    }
    session.type("q")
    #expect(session.end() == 0)
  }

  @Test(arguments: ["xterm-256color", "tmux-256color", "screen", "vt100", "linux"])
  func everyUsualTerminalIsServed(term: String) throws {
    let session = try opened(term: term)
    guard session.shows("#") else {
      // A machine without that description says so and draws nothing.
      #expect(session.screen.text.contains("supercargo:"), "\(session.screen.text)")
      return
    }
    session.type("jj?")
    #expect(session.shows("Help ─"))
    session.type("q")
    #expect(session.waits { !$0.text.contains("Help ─") })
    session.type("q")
    #expect(session.end() == 0)
    #expect(session.screen.unknown.isEmpty, "\(session.screen.unknown)")
    #expect(session.terminal.isCooked)
  }

  /// A megabyte of text in the marks of a paste: nothing of it is a command.
  @Test func aMegabyteOfPastedRubbishIsText() throws {
    let session = try opened()
    #expect(session.shows("#"))
    let rubbish = String(repeating: "q\r\u{1F4A9} rubbish\t\u{7F}\u{2028}深圳 ", count: 40_000)
    #expect(rubbish.utf8.count > 1_000_000)
    session.type("/")
    #expect(session.waits { $0.cursor != nil })
    #expect(session.types("\u{1B}[200~" + rubbish + "\u{1B}[201~", within: 60_000))
    session.settle(quiet: 500, atMost: 30_000)
    #expect(session.waits { $0.text.contains("rubbish") }, "\(session.screen.text)")
    session.type("\u{1B}")
    #expect(session.waits(30_000) { $0.cursor == nil && $0.text.contains("#") })
    session.type("q")
    #expect(session.end(within: 20_000) == 0)
  }

  /// The same without the marks, as a cat that walks over the keyboard: whatever it does can be seen, and
  /// ends.
  @Test func rubbishTypedAsKeysIsSurvived() throws {
    let session = try opened()
    #expect(session.shows("#"))
    session.type(":")
    #expect(session.waits { $0.cursor != nil })
    let rubbish = String(repeating: "\u{1F4A9} rubbish \u{7F}\u{2028}深圳 ", count: 400)
    #expect(session.types(rubbish, within: 60_000))
    session.type("\u{0C}")
    session.settle(quiet: 500, atMost: 30_000)
    session.type("\u{1B}")
    #expect(session.waits(30_000) { $0.cursor == nil && $0.text.contains("#") })
    session.type("q")
    #expect(session.end(within: 20_000) == 0)
  }

  @Test func aTerminalThatGoesAwayEndsIt() throws {
    let program = try Program.filled(20)
    program.environment["TERM"] = "xterm-256color"
    let session = try program.open(["console", "--offline"])
    #expect(session.shows("#"))
    session.type("t")
    #expect(session.waits { $0.cursor != nil })
    session.type("vip\r")
    #expect(session.waits { $0.cursor == nil })
    session.terminal.hangUp()
    #expect(session.terminal.wait(milliseconds: 20_000) == 0)
    // What was decided just before is written.
    #expect(try program.run("orders", "tag:vip", "--json").objects.count == 1)
    #expect(try program.run("doctor").status != 1)
  }

  /// Without the signal that tells of it: a reader of the terminal gets an error (EIO) or nothing.
  @Test func aTerminalThatGoesAwayUnheardEndsItToo() throws {
    let program = try Program.filled(20)
    let session = try program.open(
      through: ["/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh"], ["console", "--offline"])
    #expect(session.shows("#"))
    session.terminal.hangUp()
    #expect(session.terminal.wait(milliseconds: 20_000) != nil)
  }

  /// Nobody reads for a while: keys are drawn together, not one by one.
  @Test func onASlowLineFramesAreLeftOut() throws {
    let session = try opened(300)
    #expect(session.shows("#"))
    session.settle(quiet: 300)
    var before = session.written.count
    session.type("j")
    #expect(session.reads(5000))
    session.settle()
    let step = session.written.count - before
    #expect(step > 0 && step < 2000, "one step came to \(step) bytes")
    before = session.written.count
    for _ in 0..<40 { session.type("jjjjjkkkkkjjjjj") }
    session.type("G")
    session.settle(quiet: 500, atMost: 20_000)
    let frames = session.written.count - before
    #expect(frames > 0 && frames < 120 * step, "601 keys came to \(frames) bytes")
    session.type("q")
    #expect(session.end() == 0)
  }

  /// A reader that has stopped reading altogether must not keep the program from ending.
  @Test func aLineThatHangsDoesNotKeepIt() throws {
    let session = try opened(300)
    #expect(session.shows("#"))
    session.settle(quiet: 300)
    // More than the terminal holds, and nobody takes it.
    for _ in 0..<8 { session.resize(Size(columns: 300, rows: 80)) }
    session.type("\u{0C}G\u{0C}")
    session.terminal.hangUp()
    #expect(session.terminal.wait(milliseconds: 20_000) != nil)
  }

  @Test func stoppedAndContinuedItIsDrawnAnew() throws {
    let session = try opened()
    #expect(session.shows("#"))
    session.type("\u{1A}")
    #expect(session.stops(within: 10_000))
    session.settle()
    #expect(session.terminal.isCooked)
    #expect(!session.screen.modes.contains(1049))
    let clears = session.screen.clears
    session.terminal.signal(SIGCONT)
    #expect(session.waits { $0.clears > clears && $0.text.contains("Queue ─") })
    #expect(session.screen.modes.contains(1049))
    session.settle()
    session.type("q")
    #expect(session.end() == 0)
    #expect(session.terminal.isCooked)
  }

  /// Stopped from outside (`kill -STOP`), its window dragged meanwhile.
  @Test func stoppedFromOutsideItIsDrawnAnewAtTheNewSize() throws {
    let session = try opened()
    #expect(session.shows("#"))
    session.terminal.signal(SIGSTOP)
    #expect(session.stops(within: 10_000))
    session.resize(Size(columns: 80, rows: 24))
    let clears = session.screen.clears
    session.terminal.signal(SIGCONT)
    #expect(session.waits { $0.clears > clears && $0.text.contains("Queue") })
    session.settle()
    session.type("q")
    #expect(session.end() == 0)
  }

  /// ctrl-z of a terminal that another program has, or `kill -TSTP`: the shell gets its terminal back, and
  /// the console takes it again only when it goes on. Curses would draw in its handler, on any thread.
  @Test func stoppedByTheTerminalItGivesItBack() throws {
    let program = try Program.filled(20)
    program.environment["TERM"] = "xterm-256color"
    let note = program.home.path + "/process"
    // A shell with jobs, which waits for a line while its job is stopped.
    let session = try program.open(
      through: [
        "/bin/sh", "-c",
        """
        set -m; /bin/sh -c 'echo $$ > "$0"; exec "$@"' "$0" "$@"; read line; fg; read line; fg
        """, note,
      ], ["console", "--offline"])
    #expect(session.shows("Queue ─"))
    let text = try String(contentsOfFile: note, encoding: .utf8)
    let console = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    session.settle()
    kill(console, SIGTSTP)
    #expect(session.waits { !$0.modes.contains(1049) })
    session.settle()
    #expect(session.terminal.isCooked)
    session.type("\r")
    #expect(session.waits { $0.modes.contains(1049) && $0.text.contains("Queue ─") })
    session.settle()
    #expect(!session.terminal.isCooked)
    // While another program has the terminal.
    session.type("!kill -TSTP 0; printf 'came %s' back\r")
    #expect(session.waits { !$0.modes.contains(1049) })
    session.settle(quiet: 400)
    #expect(session.terminal.isCooked && !session.screen.modes.contains(1049))
    session.type("\r")
    #expect(session.shows("came back"))
    session.settle(quiet: 400)
    #expect(session.terminal.isCooked && !session.screen.modes.contains(1049))
    session.type("\r")
    #expect(session.waits { $0.modes.contains(1049) && $0.text.contains("Queue ─") })
    session.settle()
    session.type("q")
    #expect(session.end(within: 10_000) == 0)
    #expect(session.terminal.isCooked)
  }

  @Test func whatAShopSendsNeverReachesTheTerminal() throws {
    let program = try Program()
    program.environment["TERM"] = "xterm-256color"
    let evil =
      "\u{1B}]0;owned\u{7}\u{1B}[2J\u{9B}31m\u{202E}drab\u{200B}\u{1B}]52;c;ZXZpbA==\u{7}\u{85}"
    let csv = try program.file(
      "orders.csv",
      """
      Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,\
      Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,\
      Lineitem requires shipping,Lineitem fulfillment status,Shipping Name,Shipping Address1,\
      Shipping City,Shipping Zip,Shipping Country,Id
      "#1001\(evil)",a@example.com,paid,2025-06-01 10:00:00 +0000,unfulfilled,USD,10,0,0,10,\
      2025-06-01 10:00:00 +0000,1,"Thing\(evil)",10,"SKU\(evil)",true,pending,"Eve\(evil)",\
      "1 Road\(evil)","Bergen\(evil)",5003,NO,1

      """)
    #expect(try program.run("import", "shopify-csv", csv).status == 0)
    let session = try program.open(["console", "--offline"])
    #expect(session.shows("#1001"))
    session.type("\r")
    #expect(session.waits { $0.text.contains("Eve") })
    session.settle()
    session.type("q")
    session.settle()
    session.type("q")
    #expect(session.end() == 0)
    let text = String(decoding: session.written, as: UTF8.self)
    for sign in ["\u{1B}]", "\u{7}", "\u{9B}", "\u{85}", "\u{202E}", "\u{200B}"] {
      #expect(!text.contains(sign), "\(sign.unicodeScalars.map(\.value)) came through")
    }
  }
}

import Canvas
import Foundation
import TestSupport

@testable import supercargo

/// One console over a simulated store, and what a seed makes of a keyboard and a window. Nothing that is
/// pressed leaves the house: the console is offline, and its shell does nothing.
struct Fuzz {
  /// What was found wrong.
  private(set) var complaints: [String] = []
  /// How often the screen was held against a fresh one.
  private(set) var looks = 0

  private let program: Program
  private var session: Session
  private var random: SplitMix64
  private var done: [String] = []

  /// The last of what was pressed.
  var told: String { done.suffix(40).joined(separator: " ") }

  init(seed: UInt64) throws {
    random = SplitMix64(seed: seed)
    program = try Program.filled(40)
    program.environment["TERM"] = ["xterm-256color", "vt100", "screen"][Int(seed % 3)]
    // A shell that does nothing, for whatever is typed behind `!` or in an editor.
    let folder = program.home.path + "/bin"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Executable.write("#!/bin/sh\nexit 0\n", to: folder + "/sh")
    program.environment["PATH"] = folder
    session = try Self.opened(program, Size(columns: 100, rows: 30))
  }

  private static func opened(_ program: Program, _ size: Size) throws -> Session {
    try program.open(["console", "--offline"], size: size)
  }

  mutating func run(until end: Int64, steps: Int) throws {
    guard session.waits(30_000, until: { $0.text.contains("#") }) else {
      return complaints.append("it never drew an order:\n\(session.screen.text)")
    }
    for step in 1...steps where complaints.isEmpty && Stopwatch.now < end {
      try act()
      if step % 12 == 0 { try look() }
    }
    guard complaints.isEmpty else { return }
    session.terminal.signal(SIGTERM)
    expectEnd()
  }

  // MARK: - What is done

  private mutating func act() throws {
    switch random.pick(0...99) {
    case 0..<8: resize()
    case 8..<10: suspend()
    case 10..<14: press(random.pick(Self.texts))
    case 14..<17:
      let column = random.pick(1...session.screen.size.columns)
      let row = random.pick(1...session.screen.size.rows)
      press("\u{1B}[<\(random.pick([0, 0, 64, 65]));\(column);\(row)M")
    case 17..<20: press("\u{1B}[200~" + random.pick(Self.texts) + "\r\u{1B}[201~")
    case 20..<24:
      press("\u{1B}")
      session.settle(quiet: 60, atMost: 1000)
    default: press(random.pick(Self.keys))
    }
    if random.pick(0...4) == 0 { session.reads(10) }
  }

  private mutating func press(_ keys: String) {
    done.append(keys.debugDescription)
    session.type(keys)
  }

  private mutating func resize() {
    let size = random.pick([
      Size(columns: 1, rows: 1), Size(columns: 20, rows: 6), Size(columns: 80, rows: 24),
      Size(columns: 120, rows: 40),
      Size(columns: random.pick(1...220), rows: random.pick(1...70)),
    ])
    done.append("\(size.columns)x\(size.rows)")
    session.resize(size)
  }

  /// ctrl-z stops it, unless a question or a prompt has the key.
  private mutating func suspend() {
    press("\u{1A}")
    guard session.stops(within: 1000) else { return }
    done.append("fg")
    session.terminal.signal(SIGCONT)
  }

  // MARK: - What must hold

  /// It lives, or has ended well and is started again; what is shown is what a fresh drawing shows.
  private mutating func look() throws {
    session.settle(quiet: 150, atMost: 10_000)
    if session.terminal.hasEnded { return try startAgain() }
    // Another program has the terminal, and waits for enter; a small window can't show that it does.
    if session.terminal.isCooked {
      session.type("\r")
      session.settle(quiet: 150, atMost: 10_000)
    }
    if !session.screen.unknown.isEmpty { complaints.append("\(session.screen.unknown)") }
    let (cursor, clears) = (session.screen.cursor, session.screen.clears)
    session.type("\u{0C}")
    // The first may have been the end of a sequence that was begun.
    let terminal = session.terminal
    let isDrawn = { (screen: VirtualScreen) in screen.clears > clears || terminal.hasEnded }
    if !session.waits(3000, until: isDrawn) { session.type("\u{0C}") }
    guard session.waits(15_000, until: isDrawn) else {
      return complaints.append("ctrl-l drew nothing; on the screen:\n\(session.screen.text)")
    }
    // It was about to end when it was looked at.
    if terminal.hasEnded { return try startAgain() }
    looks += 1
    // What it was to the last moment; its own rows may come anew behind the fresh drawing.
    let before = Self.fixed(session.screen.beforeClear)
    var isTrue = before == Self.fixed(session.screen.lines)
    while !isTrue, session.reads(400) {
      isTrue = before == Self.fixed(session.screen.lines)
    }
    if !isTrue {
      let pairs = zip(session.screen.beforeClear, session.screen.lines).filter { $0 != $1 }
      complaints.append(
        "drawn anew it differs (\(session.screen.size)):\n"
          + pairs.map { "- \($0)\n+ \($1)" }.joined(separator: "\n"))
    }
    session.settle(quiet: 100, atMost: 5000)
    if (cursor == nil) != (session.screen.cursor == nil) {
      complaints.append("the cursor was at \(cursor ?? []), now \(session.screen.cursor ?? [])")
    }
  }

  private mutating func startAgain() throws {
    expectEnd()
    done.append("started again")
    session = try Self.opened(program, session.screen.size)
    _ = session.waits(30_000) { !$0.text.allSatisfy(\.isWhitespace) }
  }

  /// Ended by itself or by us: in good order, the terminal as it was.
  private mutating func expectEnd() {
    let status = session.end(within: 15_000)
    if status != 0 {
      complaints.append("it ended with \(status.map(String.init) ?? "nothing, it still runs")")
    }
    let left = session.screen.modes.intersection([1049, 1000, 1002, 1006, 2004, 2026])
    if !left.isEmpty { complaints.append("modes still set: \(left)") }
    if !session.terminal.isCooked {
      let last = String(decoding: session.written.suffix(200), as: UTF8.self)
      complaints.append("the terminal is still raw after \(last.debugDescription)")
    }
  }

  /// Lines without what a clock changes: digits, the units behind them, and blanks.
  static func fixed(_ lines: [String]) -> [String] {
    lines.map { line in
      var (text, isBehindDigit) = ("", false)
      for character in line where character != " " {
        if character.isNumber {
          isBehindDigit = true
        } else {
          if !isBehindDigit || !"smhd".contains(character) { text.append(character) }
          isBehindDigit = false
        }
      }
      return text
    }
  }

  private static let texts = [
    "/state:transit", "/open age>3d\r", "/(\r", "/smith", ":sort\r", ":rules\r", ":undo\r", ":qu",
    "!x\r", "20j", "03k", "9999999999999999999j", "gg", "深圳é\u{301}👩‍👩‍👧🇩🇪", "t-vip\r", "nword\r",
    "z3d\r", "Rdone\r", "y\r", "\u{1B}[", "\u{1B}O", "\u{1B}]0;x\u{7}", "\u{1B}[1;5C",
  ]

  private static let keys: [String] =
    "abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ0123456789 /?:.*!<>-+=~(|"
    .map { String($0) }
    + ["\r", "\r", "\r", "\t", "\u{7F}", "q"]
    + ["j", "j", "j", "k", "1", "2", "3", "4", "5", "6", "7"]
    + ["A", "B", "C", "D", "H", "F", "Z", "5~", "6~", "3~"].map { "\u{1B}[" + $0 }
    + [1, 2, 3, 4, 5, 6, 7, 11, 15, 17, 18, 20, 21, 23, 25].map {
      String(UnicodeScalar(UInt8($0)))
    }
}

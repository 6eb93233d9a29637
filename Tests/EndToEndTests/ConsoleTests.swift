import Canvas
import Foundation
import Testing

@testable import supercargo

@Suite(.serialized) struct ConsoleSessionTests {
  private func filled(_ orders: Int = 300) throws -> Program {
    let program = try Program()
    let outcome = try program.run("simulate", "fill", "--orders", "\(orders)", "--seed", "3")
    try #require(outcome.status == 0, "\(outcome.errors)")
    return program
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60), (20, 6)])
  func itOpensAtEverySizeAndLeavesTheTerminalAsItWas(columns: Int, rows: Int) throws {
    let session = try filled().open(
      ["console", "--offline"], size: Size(columns: columns, rows: rows))
    #expect(session.shows("#"), "\(session.screen.text)")
    session.type("jjk")
    session.type("q")
    #expect(session.end() == 0)
    #expect(session.screen.unknown.isEmpty, "\(session.screen.unknown)")
  }

  @Test func anOrderOpensWithItsTimeline() throws {
    let session = try filled().open(["console", "--offline"])
    #expect(session.shows("#"))
    session.type("j\r")
    #expect(session.waits { $0.text.localizedCaseInsensitiveContains("timeline") })
    session.type("qq")
    #expect(session.end() == 0)
  }

  @Test func theHelpNamesEveryKey() throws {
    let session = try filled(20).open(["console", "--offline"])
    #expect(session.shows("#"))
    session.type("?")
    #expect(session.shows("Help ─"))
    session.type("\u{1B}")
    #expect(session.waits { !$0.text.contains("Help ─") })
    session.type("q")
    #expect(session.end() == 0)
  }

  @Test func aChangeByAnotherProcessIsSeenAtOnce() throws {
    let program = try filled(50)
    let session = try program.open(["console", "--offline"])
    #expect(session.shows("#"))
    session.type("/tag:fresh\r")
    let name = try #require(
      try program.run("orders", "--json", "--limit", "1").objects.first?["name"] as? String)
    #expect(session.waits { !$0.text.contains(name) || $0.text.contains("fresh") })
    #expect(try program.run("note", name, "--tag", "fresh").status == 0)
    #expect(session.shows(name, within: 2000), "\(session.screen.text)")
    session.terminal.signal(SIGTERM)
    #expect(session.end() == 0)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGSEGV, SIGABRT])
  func theTerminalIsRestoredWhateverEndsIt(signal: Int32) throws {
    let program = try filled(20)
    program.environment["TERM"] = "xterm-256color"
    program.environment["SWIFT_BACKTRACE"] = "enable=no"
    let session = try program.open(["console", "--offline"])
    #expect(session.waits { $0.modes.contains(1049) })
    #expect(session.shows("#"))
    session.terminal.signal(signal)
    #expect(session.end() != nil, "it has ended")
    let left = session.screen.modes.intersection([1049, 1000, 1002, 1006, 2004, 2026])
    #expect(left.isEmpty, "still set: \(left)")
  }

  @Test func noColourMeansNoColour() throws {
    let program = try filled(20)
    program.environment["TERM"] = "xterm-256color"
    program.environment["NO_COLOR"] = "1"
    let session = try program.open(["console", "--offline"])
    #expect(session.shows("#"))
    session.type("jjq")
    _ = session.end()
    #expect(!session.screen.usedColour)
  }

  @Test(arguments: ["dumb", "no-such-terminal"])
  func aTerminalThatCannotDrawGetsAClearWord(term: String) throws {
    let program = try filled(5)
    program.environment["TERM"] = term
    let session = try program.open(["console", "--offline"])
    #expect(session.waits { $0.text.contains("supercargo:") }, "\(session.screen.text)")
    #expect(session.end() == 1)
  }

  @Test func resizingInAStormKeepsItAlive() throws {
    let session = try filled(100).open(["console", "--offline"])
    #expect(session.shows("#"))
    for step in 0..<60 {
      session.terminal.resize(Size(columns: 20 + step * 3 % 180, rows: 6 + step % 50))
    }
    session.terminal.resize(Size(columns: 120, rows: 40))
    session.type("gj")
    #expect(session.shows("#"))
    session.type("q")
    #expect(session.end() == 0)
  }

  @Test func anEmptyStoreTeachesHowToBegin() throws {
    let session = try Program().open(["console", "--offline"])
    #expect(session.waits { $0.text.contains("import") && $0.text.contains("demo") })
    session.type("q")
    #expect(session.end() == 0)
  }
}

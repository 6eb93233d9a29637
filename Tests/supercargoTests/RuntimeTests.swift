import Canvas
import Foundation
import Fulfillment
import Logging
import Settings
import Store
import TestSupport
import Testing
import Wire

@testable import supercargo

// MARK: - Home

@Test(
  arguments: [
    ("flag.sqlite", ["SUPERCARGO_STORE": "env.sqlite", "XDG_DATA_HOME": "/x"], "flag.sqlite"),
    (nil, ["SUPERCARGO_STORE": "env.sqlite", "XDG_DATA_HOME": "/x"], "env.sqlite"),
    (nil, ["XDG_DATA_HOME": "/x", "HOME": "/h"], "/x/supercargo/supercargo.sqlite"),
    (nil, ["HOME": "/h"], "/h/.local/share/supercargo/supercargo.sqlite"),
  ] as [(String?, [String: String], String)])
func theStoreIsWhereItWasSaidFirst(flag: String?, variables: [String: String], path: String) {
  #expect(Home(store: flag, environment: variables).storePath == path)
}

@Test(
  arguments: [
    ("flag.toml", ["SUPERCARGO_CONFIG": "env.toml", "XDG_CONFIG_HOME": "/x"], "flag.toml"),
    (nil, ["SUPERCARGO_CONFIG": "env.toml", "XDG_CONFIG_HOME": "/x"], "env.toml"),
    (nil, ["XDG_CONFIG_HOME": "/x", "HOME": "/h"], "/x/supercargo/config.toml"),
    (nil, ["HOME": "/h"], "/h/.config/supercargo/config.toml"),
  ] as [(String?, [String: String], String)])
func theConfigurationIsWhereItWasSaidFirst(
  flag: String?, variables: [String: String], path: String
) {
  #expect(Home(config: flag, environment: variables).configurationPath == path)
}

@Test func aConfigurationNamedAndNotThereIsToldWithARemedy() {
  let home = Home(config: "/nowhere/c.toml", environment: [:])
  #expect {
    try home.configuration()
  } throws: { error in
    let text = (error as? Failure)?.description ?? ""
    return text.contains("/nowhere/c.toml") && text.contains("supercargo init")
  }
}

@Test func aDefaultConfigurationNeedNotBeThere() throws {
  let folder = try TemporaryFolder("home")
  defer { folder.remove() }
  let home = Home(environment: ["HOME": folder.path, "USER": "ana"])
  #expect(try home.configuration().accounts.isEmpty)
}

@Test func theFolderOfTheDefaultStoreIsMade() throws {
  let folder = try TemporaryFolder("home")
  defer { folder.remove() }
  let home = Home(environment: ["XDG_DATA_HOME": folder.path + "/data"])
  try home.openStore().close()
  #expect(
    FileManager.default.fileExists(atPath: folder.path + "/data/supercargo/supercargo.sqlite"))
}

@Test func aStoreThatIsNoneIsAFailureInWords() throws {
  let desk = try Desk()
  let path = try desk.file("text.sqlite", String(repeating: "not a database ", count: 100))
  #expect {
    try Home(store: path, environment: [:]).openStore()
  } throws: { ($0 as? Failure)?.description.contains(path) == true }
}

// MARK: - Failure, exit statuses, sample

@Test(arguments: [
  (Failure("what", "why"), "what: why"), (Failure("what", ""), "what"),
  (Failure("what", "why", remedy: "mend it"), "what: why (mend it)"),
  (Failure("what", "", remedy: "mend it"), "what (mend it)"),
])
func aFailureIsOneLine(failure: Failure, line: String) {
  #expect(failure.description == line)
  #expect(failure.status == .failed)
}

@Test func aStoreErrorKeepsItsWords() {
  let error = StoreError(.busy, what: "can't write", why: "in use", remedy: "try again")
  #expect(Failure(error).description == error.description)
}

@Test func theExitStatusesAreTheContract() {
  let statuses: [supercargo.ExitStatus] = [.done, .failed, .usage, .partly, .nothingFound, .locked]
  #expect(statuses.map(\.rawValue) == [0, 1, 2, 3, 4, 5])
}

@Test(arguments: [(0.0, 1.0), (0.25, 26.0), (0.5, 51.0), (0.99, 100.0), (1.0, 100.0)])
func aPercentileOfAHundredIsItsRank(share: Double, value: Double) {
  let sample = Sample((1...100).reversed().map(Double.init))
  #expect(sample.percentile(share) == value)
  #expect(sample.count == 100)
}

@Test func theStopwatchNeverGoesBack() throws {
  let start = Stopwatch.now
  let taken = Stopwatch.milliseconds { _ = (0..<1000).map { $0 * 2 } }
  #expect(taken >= 0)
  #expect(Stopwatch.now >= start)
  #expect(throws: Failure.self) { try Stopwatch.milliseconds { throw Failure("a", "b") } }
}

@Test func aTemporaryFolderIsOurOwnAndGoesAway() throws {
  let (first, second) = (try TemporaryFolder("same"), try TemporaryFolder("same"))
  defer { second.remove() }
  #expect(first.path != second.path)
  let mode = try FileManager.default.attributesOfItem(atPath: first.path)[.posixPermissions]
  #expect((mode as? NSNumber)?.intValue == 0o700)
  try "x".write(toFile: first.path + "/x", atomically: true, encoding: .utf8)
  first.remove()
  #expect(!FileManager.default.fileExists(atPath: first.path))
  first.remove()
  #expect(FileManager.default.fileExists(atPath: second.path))
}

@Test func theLocalZoneIsWithinADay() {
  #expect((-14 * 60...14 * 60).contains(LocalZone.minutesEast(at: noon)))
}

@Test func aNamedZoneKnowsSummerAndWinter() throws {
  let before = ProcessInfo.processInfo.environment["TZ"]
  defer {
    if let before { setenv("TZ", before, 1) } else { unsetenv("TZ") }
    tzset()
  }
  func at(_ text: String) throws -> Timestamp { try #require(Timestamp(iso8601: text)) }
  let now = try at("2026-11-22T12:00Z")
  let zone = try LocalZone.zone(.named("Europe/Berlin"), around: now)
  #expect(zone.minutes(at: try at("2026-07-01T12:00Z")) == 120)
  #expect(zone.minutes(at: try at("2020-03-29T00:59Z")) == 60)
  #expect(zone.minutes(at: try at("2020-03-29T01:00Z")) == 120)
  #expect(zone.minutes(at: try at("2027-10-31T01:00Z")) == 60)
  #expect(zone.minutes(at: now) == 60)
  #expect(try LocalZone.zone(.offset(-210), around: now) == Zone(minutes: -210))
  #expect(throws: Failure.self) { try LocalZone.zone(.named("Europe/Bern"), around: now) }
}

@Test(arguments: [
  ("CJ", "CJ"), ("Agent Wu", "'Agent Wu'"), ("it's", #"'it'\''s'"#), ("", "''"),
  ("深圳", "'深圳'"), ("a@b.example", "a@b.example"), ("$(x)", "'$(x)'"),
])
func namesAreOneWordOfACommandLine(_ name: String, _ word: String) {
  #expect(name.shellWord == word)
}

// MARK: - Log

@Test func theLogIsPrivateAndOneLineAMessage() throws {
  let folder = try TemporaryFolder("log")
  defer { folder.remove() }
  let path = folder.path + "/deep/down/supercargo.log"
  let log = FileLog.file(path, verbose: false)
  log.warning("first", metadata: ["b": "2", "a": "1"])
  log.error("\(hostile)", metadata: ["url": "x\ny\u{1B}[2J"])
  log.info("too little to be told")
  let text = try String(contentsOfFile: path, encoding: .utf8)
  let lines = text.split(separator: "\n")
  #expect(lines.count == 2)
  #expect(lines.first == "warning: first a=1 b=2")
  #expect(isHarmless(text))
  let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
  #expect((mode as? NSNumber)?.intValue == 0o600)
}

@Test func aVerboseLogTellsMoreAndAppends() throws {
  let folder = try TemporaryFolder("log")
  defer { folder.remove() }
  let path = folder.path + "/supercargo.log"
  FileLog.file(path, verbose: true).debug("one")
  FileLog.file(path, verbose: true).debug("two")
  let text = try String(contentsOfFile: path, encoding: .utf8)
  #expect(text == "debug: one\ndebug: two\n")
}

@Test func aLogThatCannotBeOpenedSaysNothingAndHurtsNobody() {
  let log = FileLog.file("/dev/null/no/folder.log", verbose: true)
  let (output, _) = Captured.both { log.error("lost") }
  #expect(output.isEmpty)
}

// MARK: - Pseudo terminal

private let variables = ["PATH": "/usr/bin:/bin", "TERM": "vt100"]

private func pseudoTerminal(
  _ words: String..., size: Size = Size(columns: 100, rows: 30)
) throws -> PseudoTerminal {
  try PseudoTerminal(words, environment: variables, size: size)
}

/// Reads until that text has come, or nothing more does for long.
private func reads(_ terminal: PseudoTerminal, until words: String) -> String {
  var text = ""
  for _ in 0..<100 where !text.contains(words) {
    text += String(decoding: terminal.read(milliseconds: 100), as: UTF8.self)
  }
  return text
}

@Test func whatIsTypedIntoAPseudoTerminalComesBack() throws {
  let terminal = try pseudoTerminal("cat")
  terminal.type("hello there\n")
  #expect(
    reads(terminal, until: "hello there\r\nhello there").contains("hello there\r\nhello there"))
  terminal.type("\u{4}")
  #expect(terminal.wait(milliseconds: 10_000) == 0)
}

@Test func aProgramSeesItsSizeAndTheNewOne() throws {
  let terminal = try pseudoTerminal("sh", "-c", "stty size; read x; stty size; read y")
  #expect(reads(terminal, until: "30 100").contains("30 100"))
  terminal.resize(Size(columns: 132, rows: 43))
  terminal.type("\n")
  #expect(reads(terminal, until: "43 132").contains("43 132"))
}

@Test(arguments: [0, 1, 7, 127] as [Int32])
func theExitStatusOfAProgramIsTold(status: Int32) throws {
  let terminal = try pseudoTerminal("sh", "-c", "exit \(status)")
  #expect(terminal.wait(milliseconds: 10_000) == status)
}

@Test(arguments: [(SIGTERM, 143), (SIGKILL, 137), (SIGINT, 130)] as [(Int32, Int32)])
func aSignalIsTold(signal: Int32, status: Int32) throws {
  let terminal = try pseudoTerminal("sh", "-c", "echo ready; exec cat")
  #expect(reads(terminal, until: "ready").contains("ready"))
  terminal.signal(signal)
  #expect(terminal.wait(milliseconds: 10_000) == status)
}

@Test func aProgramThatStillRunsHasNoStatus() throws {
  let terminal = try pseudoTerminal("cat")
  #expect(terminal.wait(milliseconds: 1) == nil)
  #expect(terminal.read(milliseconds: 1).isEmpty)
}

@Test func aProgramThatIsNotThereIsAFailure() {
  #expect {
    try pseudoTerminal("/nowhere/program")
  } throws: { ($0 as? Failure)?.description.contains("/nowhere/program") == true }
}

@Test func theTerminalIsTheControllingOne() throws {
  let terminal = try pseudoTerminal("sh", "-c", "echo through > /dev/tty")
  #expect(reads(terminal, until: "through").contains("through"))
}

@Test func settlingEndsWhenItIsQuiet() throws {
  let terminal = try pseudoTerminal("sh", "-c", "printf one; printf two; exec cat")
  let first = reads(terminal, until: "onetwo")
  #expect(first.contains("onetwo"))
  #expect(terminal.settle(quiet: 1, atMost: 1000).isEmpty)
}

@Test func onlyTheVariablesGivenAreThere() throws {
  let terminal = try PseudoTerminal(
    ["/usr/bin/env"], environment: ["ONE": "1"], size: Size(columns: 80, rows: 24))
  let text = reads(terminal, until: "ONE=1")
  #expect(text.contains("ONE=1"))
  #expect(!text.contains("HOME="))
}

// MARK: - Shell work

@Test func theEditorChangesTheText() throws {
  let folder = try TemporaryFolder("editor")
  defer { folder.remove() }
  let script = folder.path + "/editor"
  try Executable.write("#!/bin/sh\nprintf ' and more' >> \"$1\"\n", to: script)
  _ = Captured.output {
    let before = getenv("VISUAL").map { String(cString: $0) }
    defer { if let before { setenv("VISUAL", before, 1) } else { unsetenv("VISUAL") } }
    setenv("VISUAL", script, 1)
    #expect(ShellWork.edit("æ note") == "æ note and more")
    setenv("VISUAL", "false", 1)
    #expect(ShellWork.edit("lost") == nil, "an editor that fails changes nothing")
    setenv("VISUAL", "/nowhere/editor", 1)
    #expect(ShellWork.edit("lost") == nil)
  }
}

/// `read < /dev/tty` needs a controlling terminal; without one the command has still run.
@Test(
  arguments: [("wc -l", "3", 0), ("head -1; exit 5", "one", 5), ("exit 0", "", 0)]
    as [(String, String, Int)])
func rowsAreFedToACommand(command: String, last: String, status: Int) {
  var result = (status: -1, line: "")
  _ = Captured.output {
    let terminal = open("/dev/tty", O_RDWR)
    guard terminal < 0 else {
      close(terminal)
      result = (status, last)
      return
    }
    result = ShellWork.pipe("one\ntwo\nthree\n", into: command)
  }
  #expect(result.status == status)
  #expect(result.line.trimmingCharacters(in: .whitespaces) == last)
}

@Suite struct WorldTimeTests {
  @Test(arguments: [
    (144.0, "600", "5"), (144, "1", "1"), (1, "600", "600"),
    (144, "Sun, 22 Nov 2026 09:15:30 GMT", "Sun, 22 Nov 2026 09:15:30 GMT"),
  ])
  func aPauseIsToldByTheClockOnTheWall(rate: Double, told: String, waited: String) {
    var response = HTTPResponse(status: 503, headers: ["Retry-After": told], body: [])
    response.tellTimeOfWall(rate: rate)
    #expect(response.headers["Retry-After"] == waited)
  }
}

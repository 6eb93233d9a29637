import Canvas
import Foundation
import Testing

@testable import supercargo

/// The built binary, run as a user runs it, with a home of its own.
final class Program {
  /// Beside the test bundle, where the package manager puts it.
  static let path: String = {
    let tests = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    var folder = tests.deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appending(path: "supercargo").path
      if FileManager.default.isExecutableFile(atPath: candidate),
        !FileManager.default.fileExists(atPath: candidate + "/Package.swift")
      {
        return candidate
      }
      folder = folder.deletingLastPathComponent()
    }
    return "supercargo"
  }()

  let home: TemporaryFolder
  var environment: [String: String]

  init() throws {
    home = try TemporaryFolder("end-to-end")
    environment = [
      "HOME": home.path, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "LANG": "C.UTF-8", "TERM": "vt100", "TMPDIR": home.path,
    ]
  }

  deinit { home.remove() }

  /// With a store of that many orders.
  static func filled(_ orders: Int) throws -> Program {
    let program = try Program()
    let outcome = try program.run("simulate", "fill", "--orders", "\(orders)", "--seed", "3")
    try #require(outcome.status == 0, "\(outcome.errors)")
    return program
  }

  /// Where its store is.
  var store: String { home.path + "/.local/share/supercargo/supercargo.sqlite" }

  /// A file in the home.
  func file(_ name: String, _ text: String) throws -> String {
    let path = home.path + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// What came of a run.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String

    /// The JSON object on each line of the output.
    var objects: [[String: Any]] {
      output.split(separator: "\n").compactMap {
        (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
      }
    }
  }

  /// Runs a verb to its end.
  func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

  func run(_ arguments: [String]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: Self.path)
    process.arguments = arguments
    process.environment = environment
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    // Both pipes are drained at once: a full one would stop the program.
    nonisolated(unsafe) var complaint = Data()
    let draining = DispatchQueue(label: "errors")
    draining.async { complaint = errors.fileHandleForReading.readDataToEndOfFile() }
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    draining.sync {}
    return Outcome(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: complaint, as: UTF8.self))
  }

  /// Starts `simulate serve` with its configuration in `world.toml`; its secrets go into the environment.
  func serve(_ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: Self.path)
    process.arguments =
      [
        "simulate", "serve", "--seed", "5", "--port", "0", "--config-out",
        home.path + "/world.toml",
      ] + arguments
    process.environment = environment
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    var text = ""
    while !text.contains("ready") {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { break }
      text += String(decoding: more, as: UTF8.self)
    }
    for line in text.split(separator: "\n") where line.hasPrefix("export ") {
      let parts = line.dropFirst(7).split(separator: "=", maxSplits: 1)
      environment[String(parts[0])] = parts[1].trimmingCharacters(
        in: CharacterSet(charactersIn: "'"))
    }
    try #require(text.contains("ready"), "\(text)")
    return process
  }

  /// Starts it in a pseudo terminal.
  func open(
    through wrapper: [String] = [], _ arguments: [String],
    size: Size = Size(columns: 120, rows: 40)
  ) throws -> Session {
    Session(
      self,
      terminal: try PseudoTerminal(
        wrapper + [Self.path] + arguments, environment: environment, size: size),
      size: size)
  }
}

/// The program on a screen.
final class Session {
  let terminal: PseudoTerminal
  /// Keeps the home of the program while it runs.
  private let program: Program
  private(set) var screen: VirtualScreen
  private(set) var written: [UInt8] = []

  init(_ program: Program, terminal: PseudoTerminal, size: Size) {
    self.program = program
    self.terminal = terminal
    screen = VirtualScreen(size: size)
  }

  /// Types keys, and waits until the screen satisfies the condition; returns whether it did in time.
  func type(_ keys: String) { terminal.type(keys) }

  /// Types what is more than a terminal holds; false where it was not all taken in that time.
  func types(_ text: String, within milliseconds: Int64) -> Bool {
    terminal.type(Array(text.utf8), within: milliseconds) { take($0) }
  }

  /// Gives the screen another size.
  func resize(_ size: Size) {
    screen.resize(size)
    terminal.resize(size)
  }

  /// Reads until nothing has come for that long and the program waits for something; false: not yet after
  /// the limit.
  @discardableResult
  func settle(quiet milliseconds: Int32 = 150, atMost limit: Int64 = 5000) -> Bool {
    let end = Stopwatch.now + limit * 1_000_000
    while Stopwatch.now < end {
      let bytes = terminal.read(milliseconds: milliseconds)
      if bytes.isEmpty, !isAtWork { return true }
      take(bytes)
    }
    return false
  }

  /// One of the program's threads runs or wants to: on a crowded machine it may be silent for long and yet
  /// not be done. Told by Linux only.
  private var isAtWork: Bool {
    let tasks = "/proc/\(terminal.process)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
    return threads.contains { thread in
      guard let stat = try? String(contentsOfFile: "\(tasks)/\(thread)/stat", encoding: .utf8),
        let name = stat.lastIndex(of: ")")
      else { return false }
      return ["R", "D"].contains(stat[name...].dropFirst(2).prefix(1))
    }
  }

  /// Reads once, for at most that long; false: nothing came.
  @discardableResult
  func reads(_ milliseconds: Int32) -> Bool {
    let bytes = terminal.read(milliseconds: milliseconds)
    take(bytes)
    return !bytes.isEmpty
  }

  /// Reads until the program has stopped itself or been stopped, for at most that long, and then what it
  /// wrote before.
  func stops(within milliseconds: Int64) -> Bool {
    let end = Stopwatch.now + milliseconds * 1_000_000
    while !terminal.hasStopped {
      guard Stopwatch.now < end else { return false }
      reads(10)
    }
    while reads(0) {}
    return true
  }

  /// Reads until the screen shows that text, for at most that long.
  func shows(_ text: String, within milliseconds: Int64 = 10_000) -> Bool {
    waits(milliseconds) { $0.text.contains(text) }
  }

  /// Reads until the screen satisfies the condition, for at most that long.
  func waits(_ milliseconds: Int64 = 10_000, until isReached: (VirtualScreen) -> Bool) -> Bool {
    let end = Stopwatch.now + milliseconds * 1_000_000
    while !isReached(screen) {
      guard Stopwatch.now < end else { return false }
      take(terminal.read(milliseconds: 50))
    }
    return true
  }

  /// Reads what is written until the program has ended; its exit status.
  func end(within milliseconds: Int64 = 5000) -> Int32? {
    let end = Stopwatch.now + milliseconds * 1_000_000
    var quiet = 0
    while Stopwatch.now < end, quiet < 3 {
      let bytes = terminal.read(milliseconds: 100)
      take(bytes)
      quiet = bytes.isEmpty ? quiet + 1 : 0
    }
    return terminal.wait(milliseconds: 2000)
  }

  private func take(_ bytes: [UInt8]) {
    written += bytes
    screen.feed(bytes)
  }
}

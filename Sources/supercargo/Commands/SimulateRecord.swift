import ArgumentParser
import Canvas

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension SimulateCommand {
  /// `supercargo simulate record`
  struct Record: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "record",
      abstract: "Record the demo, with a script at the keyboard, for asciinema's players.",
      discussion: """
        A script says what is typed, a line each: wait SECONDS, press KEY KEY (named as under [keys]: j, \
        enter, ctrl-d), type TEXT. The recording (asciicast v2) is played with `asciinema play FILE`.
        """)

    @Argument(help: "The recording.")
    var file: String

    @Option(name: .long, help: ArgumentHelp("What is typed.", valueName: "file"))
    var script: String?

    @Option(name: .long, help: "The width of the screen.")
    var columns = 120

    @Option(name: .long, help: "The height of the screen.")
    var rows = 36

    @Option(name: .long, help: "The same seed makes the same world.")
    var seed: UInt64 = 7

    /// What is worth a look in half a minute.
    static let tour = """
      wait 3
      press j j j
      press enter
      wait 2
      press q
      press /
      type state:transit
      press enter
      wait 2
      press esc
      press 2
      wait 1
      press 3
      wait 1
      press 5
      wait 2
      press 1 ?
      wait 2
      press esc
      """

    func validate() throws {
      guard (20...500).contains(columns), (6...200).contains(rows) else {
        throw ValidationError("the screen has 20 to 500 columns and 6 to 200 rows")
      }
    }

    func run() throws {
      let steps = try KeyScript(try script.map(text) ?? Self.tour).steps
      var environment = GlobalOptions.environment
      environment["TERM"] = "xterm-256color"
      environment["LANG"] = "C.UTF-8"
      let terminal = try PseudoTerminal(
        [CommandLine.arguments[0], "demo", "--calm", "--seed", String(seed)],
        environment: environment, size: Size(columns: columns, rows: rows))
      var cast = Cast(columns: columns, rows: rows, title: "Supercargo")
      let start = Stopwatch.now
      func watch(_ milliseconds: Int64) {
        let end = Stopwatch.now + milliseconds * 1_000_000
        while true {
          let left = (end - Stopwatch.now) / 1_000_000
          guard left > 0 else { return }
          let bytes = terminal.read(milliseconds: Int32(left))
          if !bytes.isEmpty { cast.add(bytes, at: (Stopwatch.now - start) / 1_000_000) }
        }
      }
      for step in steps {
        terminal.type(step.keys)
        watch(step.milliseconds)
      }
      terminal.signal(15)
      guard let status = terminal.wait(milliseconds: 10_000), status == 0 else {
        throw Failure("the demo did not end well", "the recording may be cut short")
      }
      try write((cast.lines + [""]).joined(separator: "\n"), to: file)
    }

    private func text(_ path: String) throws -> String {
      do {
        return try String(contentsOf: URL(filePath: path), encoding: .utf8)
      } catch {
        throw Failure(path, "it can't be read", remedy: "name a file of text")
      }
    }
  }
}

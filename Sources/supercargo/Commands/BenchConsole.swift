import ArgumentParser
import Canvas
import Fulfillment
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension BenchCommand {
  /// `supercargo bench console`
  struct ConsoleBench: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "console",
      abstract: "Start to full paint and key to paint of the console, in a pseudo terminal.",
      discussion: """
        Every key is measured from the press to the last byte of what it painted. With --live another \
        process of this program takes orders and scans into the store meanwhile; a store named with --store \
        is copied first, so that nothing made up gets into it. --against measures any other program in the \
        same run, its start and the arrow and page keys.
        """)

    @OptionGroup var global: GlobalOptions

    @Option(
      name: .long, help: "Orders in the store that is made for it (unless --store names one).")
    var orders = 100_000

    @Option(name: .long, help: "Measure that command the same way and print the ratio.")
    var against: String?

    @Option(name: .long, help: "How many starts.")
    var starts = 10

    @Option(name: .long, help: "How many presses of each key.")
    var presses = 200

    @Option(name: .long, help: "Seconds without a key, for what it does on its own.")
    var idle = 20

    @Flag(name: .long, help: "Take orders and scans into the store while measuring.")
    var live = false

    @Option(name: .customLong("orders-a-minute"), help: "With --live.")
    var ordersAMinute = 1000

    @Option(name: .customLong("events-a-minute"), help: "With --live.")
    var eventsAMinute = 10_000

    @Flag(name: .long, help: "One JSON object.")
    var json = false

    func validate() throws {
      guard orders > 0, starts > 0, presses > 0, idle >= 0, ordersAMinute >= 0, eventsAMinute >= 0
      else { throw ValidationError("counts start at 1, rates and seconds at 0") }
    }

    func run() throws {
      let folder = try TemporaryFolder("bench")
      defer { folder.remove() }
      let path = try store(in: folder.path)
      let count = try Store.open(path).counts().orders
      var environment = GlobalOptions.environment
      environment["TERM"] = "xterm-256color"
      environment["SUPERCARGO_CONFIG"] = folder.path + "/none.toml"
      let measure = ScreenMeasure(environment: environment, size: Size(columns: 120, rows: 40))
      let program = CommandLine.arguments[0]
      let words = [program, "console", "--store", path, "--offline"]
      let feed = try live ? feed(program, path, environment) : nil
      var figures = ConsoleFigures()
      figures.orders = count
      var (own, rivals): ([Press], [Press]) = ([], [])
      let rival = against.map { ["/bin/sh", "-c", "exec " + $0] }
      for _ in 0..<starts {
        own.append(try measure.start(words))
        if let rival { rivals.append(try measure.start(rival)) }
        feed?.drain()
      }
      figures.add("start", own)
      let session = try measure.open(words)
      if let rival {
        figures.addRival("start", rivals)
        let other = try measure.open(rival)
        for step in KeyStep.plain {
          figures.addRival(step.name, other.times(step, presses: presses))
        }
        other.end()
      }
      for step in KeyStep.plain + KeyStep.own {
        figures.add(step.name, session.times(step, presses: presses))
        feed?.drain()
      }
      if idle > 0 { figures.idle = session.idle(seconds: idle) }
      figures.memory = session.screen.memory
      session.end()
      if let feed { figures.fed = feed.last }
      if json { return Standard.print(JSON.object(figures.fields).line) }
      for line in figures.table { Standard.print(line) }
    }

    /// The store to measure on: made, or named, or a copy of the named one.
    private func store(in folder: String) throws -> String {
      let path = folder + "/bench.sqlite"
      guard let named = global.store else {
        try SimulateCommand.Fill.fill(path, orders: orders, seed: 1, quiet: global.quiet)
        return path
      }
      guard live else { return named }
      do {
        let files = FileManager.default
        for suffix in ["", "-wal"] where files.fileExists(atPath: named + suffix) {
          try files.copyItem(atPath: named + suffix, toPath: path + suffix)
        }
      } catch {
        throw Failure("the store can't be copied", "\(error)", remedy: "free some space")
      }
      return path
    }

    private func feed(
      _ program: String, _ path: String, _ environment: [String: String]
    ) throws -> FeedProcess {
      try FeedProcess(
        [
          program, "bench", "console-feed", "--store", path, "--orders-a-minute",
          String(ordersAMinute), "--events-a-minute", String(eventsAMinute),
        ], environment: environment)
    }
  }
}

import ArgumentParser
import Canvas
import Connectors
import Fulfillment
import Simulator
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `supercargo bench console|import|plan|crash|backtest|numbers`
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure; prints figures, never a verdict.",
    subcommands: [
      ConsoleBench.self, ImportBench.self, PlanBench.self, DetectBench.self, CrashBench.self,
      CrashTrial.self, SyncBench.self, SyncServer.self,
      BacktestBench.self, NumbersBench.self,
    ])

  struct ConsoleBench: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "console",
      abstract: "Start to full paint and key to paint of the console, in a pseudo terminal.")

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

    @Flag(name: .long, help: "One JSON object.")
    var json = false

    func run() throws {
      let folder = try TemporaryFolder("bench")
      defer { folder.remove() }
      let path = global.store ?? folder.path + "/bench.sqlite"
      if global.store == nil {
        try SimulateCommand.Fill.fill(path, orders: orders, seed: 1, quiet: global.quiet)
      }
      let program = CommandLine.arguments[0]
      let words = [program, "console", "--store", path, "--offline"]
      var environment = GlobalOptions.environment
      environment["TERM"] = "xterm-256color"
      environment["SUPERCARGO_CONFIG"] = folder.path + "/none.toml"
      let measure = ScreenMeasure(environment: environment, size: Size(columns: 120, rows: 40))
      var fields: [(String, JSON)] = [("orders", .count(global.store == nil ? orders : nil))]
      var starts: [Double] = []
      var rivals: [Double] = []
      let rival = against.map { ["/bin/sh", "-c", "exec " + $0] }
      for _ in 0..<self.starts {
        starts.append(try measure.start(words))
        if let rival { rivals.append(try measure.start(rival)) }
      }
      fields += figures("start", Sample(starts))
      if !rivals.isEmpty {
        fields += figures("against_start", Sample(rivals))
        fields.append(
          ("start_ratio", .number(round(Sample(starts).median / Sample(rivals).median))))
      }
      let keys = [("down", "j"), ("page", "\u{1B}[6~"), ("up", "k"), ("panel", "\t")]
      for (name, times) in try measure.keys(words, keys, presses: presses) {
        fields += figures(name, Sample(times))
      }
      print(fields)
    }

    private func figures(_ name: String, _ sample: Sample) -> [(String, JSON)] {
      [
        ("\(name)_p50_ms", .number(round(sample.percentile(0.5)))),
        ("\(name)_p99_ms", .number(round(sample.percentile(0.99)))),
      ]
    }

    private func print(_ fields: [(String, JSON)]) {
      if json { return Standard.print(JSON.object(fields).line) }
      for (name, value) in fields { Standard.print("\(name)  \(value.line)") }
    }
  }

  struct ImportBench: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "import", abstract: "Orders a second read from CSV and taken into a new store.")

    @Option(name: .long, help: "How many orders.")
    var orders = 20_000

    @Flag(name: .long, help: "One JSON object.")
    var json = false

    func run() throws {
      let folder = try TemporaryFolder("bench")
      defer { folder.remove() }
      let text = Array(SyntheticExport.csv(orders: orders).utf8)
      var found = FileImport<Order>(items: [], refused: [])
      let reading = Stopwatch.milliseconds { found = ShopifyCSV.read(text, file: "bench.csv") }
      let store = try Store.open(folder.path + "/bench.sqlite")
      let now = Timestamp(seconds: 1_750_000_000)
      try store.register(
        [
          AccountSetup(
            account: Account(name: "bench", service: "files", role: .storefront),
            cadence: .milliseconds(0))
        ], now: now)
      func take() throws -> Double {
        try Stopwatch.milliseconds {
          for start in stride(from: 0, to: found.items.count, by: 500) {
            let batch = Array(found.items[start..<min(start + 500, found.items.count)])
            _ = try store.take(batch, from: "bench", isHistory: false, cursor: nil, now: now)
          }
        }
      }
      let (first, second) = (try take(), try take())
      let fields: [(String, JSON)] = [
        ("orders", .count(found.items.count)), ("bytes", .count(text.count)),
        ("read_ms", .number(round(reading))),
        ("read_mb_per_s", .number(round(Double(text.count) / 1000 / reading))),
        ("take_ms", .number(round(first))),
        ("take_orders_per_s", .number((Double(found.items.count) * 1000 / first).rounded())),
        ("repeat_ms", .number(round(second))),
      ]
      if json { return Standard.print(JSON.object(fields).line) }
      for (name, value) in fields { Standard.print("\(name)  \(value.line)") }
    }
  }
}

/// Two digits after the point.
private func round(_ value: Double) -> Double { (value * 100).rounded() / 100 }

/// A Shopify orders export of any size for measuring; every order has one to three lines.
enum SyntheticExport {
  static func csv(orders: Int) -> String {
    var text =
      "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,"
      + "Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,"
      + "Lineitem requires shipping,Lineitem fulfillment status,Shipping Name,Shipping Address1,"
      + "Shipping City,Shipping Zip,Shipping Country,Id\n"
    for number in 0..<orders {
      let lines = number % 3 + 1
      for line in 0..<lines {
        let item =
          "\(line + 1),Item \(number % 97) / \(line),12.50,SKU-\(number % 97)-\(line),true,pending"
        if line == 0 {
          let total = (0..<lines).reduce(0) { $0 + ($1 + 1) * 1250 } + 500
          text +=
            "#\(1001 + number),c\(number)@example.com,paid,2025-06-0\(number % 9 + 1) 10:00:00 +0000,"
            + "unfulfilled,USD,\(total / 100 - 5).\(total % 100 < 10 ? "0" : "")\(total % 100),5.00,0.00,"
            + "\(total / 100).\(total % 100 < 10 ? "0" : "")\(total % 100),"
            + "2025-06-0\(number % 9 + 1) 10:00:00 +0000,\(item),Customer \(number),\(number) Harbour Road,"
            + "Bergen,'5003,NO,\(7_000_000 + number)\n"
        } else {
          text += "#\(1001 + number),c\(number)@example.com,,,,,,,,,,\(item),,,,,,\n"
        }
      }
    }
    return text
  }
}

/// Measures a program in a pseudo terminal from outside, as an operator would feel it.
struct ScreenMeasure {
  var environment: [String: String]
  var size: Size

  /// Milliseconds from starting the program to the last byte of its first screen (nothing more comes
  /// for 60 ms).
  func start(_ words: [String]) throws -> Double {
    let start = Stopwatch.now
    let screen = try PseudoTerminal(words, environment: environment, size: size)
    var last = start
    while true {
      let bytes = screen.read(milliseconds: last == start ? 5000 : 60)
      if bytes.isEmpty { break }
      last = Stopwatch.now
    }
    guard last != start else { throw Failure(words[0], "it drew nothing within 5 s") }
    screen.type("q")
    if screen.wait(milliseconds: 1000) == nil { screen.signal(SIGTERM) }
    return Double(last - start) / 1_000_000
  }

  /// Milliseconds from each key press to the last byte of what it painted (nothing more for 5 ms).
  func keys(
    _ words: [String], _ keys: [(name: String, bytes: String)], presses: Int
  ) throws -> [(String, [Double])] {
    let screen = try PseudoTerminal(words, environment: environment, size: size)
    _ = screen.settle(quiet: 300, atMost: 5000)
    var result: [(String, [Double])] = []
    for key in keys {
      var times: [Double] = []
      for _ in 0..<presses {
        let start = Stopwatch.now
        screen.type(key.bytes)
        var last: Int64?
        while true {
          let bytes = screen.read(milliseconds: last == nil ? 200 : 5)
          if bytes.isEmpty { break }
          last = Stopwatch.now
        }
        if let last { times.append(Double(last - start) / 1_000_000) }
      }
      result.append((key.name, times))
    }
    screen.type("q")
    if screen.wait(milliseconds: 1000) == nil { screen.signal(SIGTERM) }
    return result
  }
}

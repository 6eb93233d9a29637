import ArgumentParser
import Connectors
import Fulfillment
import Simulator
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `supercargo bench console|import|plan|crash|backtest|numbers`
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure; prints figures, never a verdict.",
    subcommands: [
      ConsoleBench.self, ConsoleFeed.self, ImportBench.self, PlanBench.self, DetectBench.self,
      CrashBench.self,
      CrashTrial.self, SyncBench.self, SyncServer.self,
      BacktestBench.self, NumbersBench.self,
    ])

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

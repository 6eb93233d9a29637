import ArgumentParser
import Connectors
import Fulfillment

extension BenchCommand {
  /// `supercargo bench backtest FILE`
  struct BacktestBench: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "backtest",
      abstract: "Read a file of timelines and replay all its orders, learning as it goes.")

    @Argument(help: "The file, plain or packed by gzip.")
    var file: String

    @Flag(name: .long, help: "One JSON object.")
    var json = false

    func run() throws {
      var orders: [FinishedOrder] = []
      let reading = try Stopwatch.milliseconds {
        orders = try BacktestCommand.orders(in: file).items
      }
      let judged = orders.map(\.order)
      var verdicts = 0
      let replaying = Stopwatch.milliseconds {
        var replay = Replay()
        replay.run(train: [], replay: judged) { _, _ in verdicts += 1 }
      }
      let whole = Stopwatch.milliseconds { _ = Backtest.run(train: [], replay: orders) }
      let fields: [(String, JSON)] = [
        ("orders", .count(orders.count)), ("verdicts", .count(verdicts)),
        ("read_ms", .number(reading.rounded())), ("replay_ms", .number(replaying.rounded())),
        ("backtest_ms", .number(whole.rounded())),
        (
          "verdicts_per_s",
          .number((Double(verdicts) * 1000 / max(replaying, 0.001)).rounded())
        ),
      ]
      if json { return Standard.print(JSON.object(fields).line) }
      for (name, value) in fields { Standard.print("\(name)  \(value.line)") }
    }
  }
}

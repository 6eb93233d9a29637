import ArgumentParser
import Fulfillment
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `supercargo bench detect`
struct DetectBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect",
    abstract:
      "The rules alone, a first look at every open order, events after it, idle looks, a backtest.")

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: "Open orders in the store that is made for it.")
  var orders = 100_000

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Keep that store, and use it again where it is there.", valueName: "file"))
  var keep: String?

  @Option(name: .long, help: "Orders that something is heard of after the first look.")
  var events = 10_000

  @Option(name: .long, help: "Ended orders that are replayed day by day, with the rivals.")
  var backtest = 90_000

  @Flag(name: .long, help: "One JSON object.")
  var json = false

  func run() throws {
    let folder = try TemporaryFolder("bench")
    defer { folder.remove() }
    let path = keep ?? folder.path + "/detect.sqlite"
    let isFresh = !FileManager.default.fileExists(atPath: path)
    let store = try Store.open(path)
    if isFresh {
      var progress = ProgressLine("filling", quiet: global.quiet)
      try OpenOrders.fill(store, orders: orders, seed: 1) { progress.show($0, of: orders) }
      progress.finish()
    }
    try store.lookAgain()
    let measure = DetectMeasure(store: store, now: OpenOrders.now)
    let rules = DetectMeasure.rules(1_000_000)
    var rows = 0
    let bare = try DetectMeasure.Cost { rows = try store.readBare() }
    var first = (examined: 0, opened: 0)
    let full = try DetectMeasure.Cost { first = try measure.detect() }
    let after = try measure.events(events, batch: 500)
    let tick = try measure.ticks(10_000)
    let ended = EndedOrders.make(max(0, backtest), seed: 1)
    let replay = DetectMeasure.Cost { _ = Backtest.run(train: [], replay: ended) }
    let each = 1000 / Double(max(1, first.examined))
    let fields: [(String, JSON)] = [
      ("cores", .count(ProcessInfo.processInfo.activeProcessorCount)),
      ("rules_us_per_order", number(rules.processor / 1000)),
      ("rules_orders_per_s", number(1_000_000_000 / rules.processor)),
      ("orders", .count(first.examined)), ("rows", .count(rows)), ("opened", .count(first.opened)),
      ("first_look_s", number(full.wall / 1000)),
      ("first_look_cpu_s", number(full.processor / 1000)),
      ("first_look_us_per_order", number(full.processor * each)),
      ("first_look_s_per_million", number(full.wall * each)),
      ("first_look_cpu_s_per_million", number(full.processor * each)),
      ("bare_read_us_per_order", number(bare.processor * each)),
      ("first_look_to_bare_read", number(full.processor / max(bare.processor, 0.001))),
      ("events", .count(after.taken)),
      ("event_us", number(after.cost.processor * 1000 / Double(max(1, after.taken)))),
      ("event_wall_us", number(after.cost.wall * 1000 / Double(max(1, after.taken)))),
      ("events_per_s", number(Double(after.taken) * 1000 / after.cost.wall)),
      ("idle_tick_us", number(tick.processor * 1000 / 10_000)),
      ("backtest_orders", .count(ended.count)), ("backtest_s", number(replay.wall / 1000)),
    ]
    if json { return Standard.print(JSON.object(fields).line) }
    for (name, value) in fields { Standard.print("\(name)  \(value.line)") }
  }

  /// Two digits after the point.
  private func number(_ value: Double) -> JSON { .number((value * 100).rounded() / 100) }
}

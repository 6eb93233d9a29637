import ArgumentParser
import Fulfillment
import Store

/// `supercargo bench numbers`
struct NumbersBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "numbers", abstract: "Reading all numbers of the panel from the rollups.")

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: "Orders in the store that is made for it (unless --store names one).")
  var orders = 100_000

  @Flag(name: .long, help: "Also count every order anew and compare.")
  var recount = false

  @Flag(name: .long, help: "One JSON object.")
  var json = false

  func run() throws {
    let folder = try TemporaryFolder("bench")
    defer { folder.remove() }
    let path = global.store ?? folder.path + "/numbers.sqlite"
    if global.store == nil {
      try SimulateCommand.Fill.fill(path, orders: orders, seed: 1, quiet: global.quiet)
    }
    let store = try Store.open(path)
    try store.countFigures()
    var fields: [(String, JSON)] = [("orders", .count(try store.counts().orders))]
    var total = 0.0
    for kind in FigureKind.allCases {
      var times: [Double] = []
      var rows = 0
      for _ in 0..<9 {
        let cost = try DetectMeasure.Cost {
          rows = try store.numbers(kind, period: 90, limit: 50, now: global.now).count
        }
        times.append(cost.wall)
      }
      let median = times.sorted()[times.count / 2]
      total += median
      fields.append((kind.name + "_rows", .count(rows)))
      fields.append((kind.name + "_ms", .number((median * 100).rounded() / 100)))
    }
    fields.append(("all_ms", .number((total * 100).rounded() / 100)))
    if recount {
      var result = Recount(orders: 0, wrong: 0)
      let cost = try DetectMeasure.Cost { result = try store.recountFigures() }
      fields += [
        ("recount_s", .number((cost.wall / 10).rounded() / 100)), ("wrong", .count(result.wrong)),
      ]
    }
    if json { return Standard.print(JSON.object(fields).line) }
    for (name, value) in fields { Standard.print("\(name)  \(value.line)") }
  }
}

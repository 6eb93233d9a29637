import ArgumentParser
import Connectors
import Fulfillment
import Settings
import Wire

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `supercargo backtest --train FILE --replay FILE --out DIR`
struct BacktestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Replay finished orders and see how early and how rightly delays are told.",
    discussion: """
      Both files are timelines, a row per order line (as import timeline-csv reads them), plain or packed \
      by gzip. The delay model learns from the first; then the orders of the second are judged at the end \
      of each of their days, and the model goes on learning from what is known by then.

      Nothing is looked at ahead of its day: a hand-over or a delivery dated later does not exist yet, \
      in either file, and final_status is never seen: it is for the score alone. An order that is in both \
      files counts once, as it is in the second. The second file may hold orders bought before the first one \
      ends. Orders without a line are not judged.

      Written: at-risk.csv (5 days and more before the promised day) and act-now.csv (2 days and more), \
      each order with the first day on which it was on the list; and for comparison what fixed rules would \
      have flagged: countdown-5.csv, countdown-2.csv, peer-rules.csv, patient-peer-rules.csv, lane-p90.csv. \
      Documentation/Backtest.md says how to read the figures.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: ArgumentHelp("The orders to learn from.", valueName: "file"))
  var train: String

  @Option(name: .long, help: ArgumentHelp("The orders to judge day by day.", valueName: "file"))
  var replay: String

  @Option(name: .long, help: ArgumentHelp("Where the lists are written.", valueName: "dir"))
  var out: String

  @Flag(name: .long, help: "One JSON object with all figures.")
  var json = false

  func run() throws {
    let isSame = train == replay
    let judged = try Self.orders(in: replay)
    let known = isSame ? FileImport() : try Self.orders(in: train)
    let backtest = Backtest.run(train: known.items, replay: judged.items)
    try write(backtest)
    let refused = known.refused + judged.refused
    for refusal in refused {
      Standard.complain("\(refusal.file):\(refusal.line):\(refusal.column): \(refusal.reason)")
    }
    let report = BacktestReport(
      backtest, trained: (isSame ? judged : known).items.count, refused: refused.count)
    if json {
      Standard.print(report.json.line)
    } else if !global.quiet {
      Standard.print(report.text)
    }
    if !refused.isEmpty { throw PartlyDone() }
  }

  /// The orders of a file of timelines; one that holds none is no such file.
  static func orders(in file: String) throws -> FileImport<FinishedOrder> {
    let bytes = try InputFile.bytes(of: file, remedy: "nothing was replayed")
    let found = TimelineCSV.readFinished(bytes, file: file)
    guard !found.items.isEmpty else {
      let first = found.refused.first
      throw Failure(
        first.map { "\(file):\($0.line):\($0.column)" } ?? file,
        first?.reason ?? "there are no orders in it", remedy: "nothing was replayed")
    }
    return found
  }

  private func write(_ backtest: Backtest) throws {
    do {
      try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
      for list in backtest.lists {
        try OutputFile.write(
          Self.csv(list, of: backtest.orders), to: "\(out)/\(list.name).csv", readers: .usual)
      }
    } catch let problem as ValueProblem {
      throw Failure("\(out) can't be written", problem.what, remedy: "no list may be complete")
    } catch {
      throw Failure(
        "\(out) can't be written", "\(error)", remedy: "no list may be complete")
    }
  }

  /// `order_id,flag_time,probability,reason`. An order's own number stays as it is, so that the list can be
  /// joined to the file; the rest is harmless in a spreadsheet.
  static func csv(_ list: FlagList, of orders: [FinishedOrder]) -> [UInt8] {
    var writer = CSVWriter()
    writer.write(["order_id", "flag_time", "probability", "reason"])
    for (order, flag) in zip(orders, list.flags) {
      guard let flag else { continue }
      writer.write([
        order.order.id, CivilDate(daysSinceEpoch: Int64(flag.day)).iso8601,
        flag.probability.map { Figure.fixed($0, 4) } ?? "", flag.reason.sanitised(limit: 300),
      ])
    }
    return writer.bytes
  }
}

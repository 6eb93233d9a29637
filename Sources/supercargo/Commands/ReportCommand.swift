import ArgumentParser
import Fulfillment
import Settings
import Store

/// `supercargo report`
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "All numbers on one page: storefronts, suppliers, lanes, products, lines.",
    discussion: """
      Without --html it prints one JSON object a line, or CSV with --csv: every row of every kind. The page is \
      one file with its charts in it; it loads nothing from anywhere.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: ArgumentHelp("Write a page with charts.", valueName: "file"))
  var html: String?

  @OptionGroup var period: NumbersCommand.PeriodOptions

  @Option(name: .long, help: "At most so many suppliers, lanes and products of each.")
  var top = 50

  @Flag(name: .long, help: "CSV with a header instead of JSON lines.")
  var csv = false

  @Flag(name: .long, help: "JSON lines, as without --html and --csv.")
  var json = false

  func validate() throws {
    guard [html != nil, csv, json].filter({ $0 }).count < 2 else {
      throw ValidationError("--html, --csv and --json: name one of them")
    }
    guard top > 0 else { throw ValidationError("--top takes a number from 1") }
  }

  func run() throws {
    let store = try global.openStore()
    try NumbersCommand.tellUncounted(store)
    let (now, days) = (period.end(global.now), period.days)
    var report = Report(now: now, days: days)
    report.storefronts = try store.numbers(.storefront, period: days, now: now)
    report.suppliers = try store.numbers(.supplier, period: days, limit: top, now: now)
    report.lanes = try store.numbers(.lane, period: days, limit: top, now: now)
    report.products = try store.numbers(.product, period: days, limit: top, now: now)
    report.verdicts = try NumbersCommand.verdicts(store, home: global.home, now: now)
    if let html { return try write(ReportPage(report).html, to: html) }
    var options = ListingOptions()
    (options.filter, options.json, options.csv) = ([], !csv, csv)
    (options.columns, options.sort, options.limit) = (nil, nil, nil)
    var lister = try Lister(NumbersColumns.all, options: options)
    report.all.forEach { lister.add($0) }
    try lister.finish()
  }

  private func write(_ page: String, to path: String) throws {
    do {
      try OutputFile.write(Array(page.utf8), to: path, readers: .asBefore, makesFolder: true)
    } catch {
      throw Failure("the report can't be written", error.what, remedy: error.remedy)
    }
    if !global.quiet { Standard.print("written: \(path)") }
  }
}

/// What a report tells.
struct Report {
  var now: Timestamp
  var days: Int
  var storefronts: [Numbers] = []
  var suppliers: [Numbers] = []
  var lanes: [Numbers] = []
  var products: [Numbers] = []
  var verdicts: [LineVerdict] = []

  init(now: Timestamp, days: Int) {
    self.now = now
    self.days = days
  }

  var all: [Numbers] { storefronts + suppliers + lanes + products }
}

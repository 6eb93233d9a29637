import ArgumentParser
import Connectors
import Fulfillment
import Settings
import Store

/// `supercargo import KIND FILE...`
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Bring in orders or offers from files; safe to repeat.",
    subcommands: [ShopifyOrders.self, WooCommerceOrders.self, Timelines.self, Offers.self])

  struct ShopifyOrders: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "shopify-csv", abstract: "Shopify's own orders export.")

    @OptionGroup var importing: ImportingOptions

    @Option(name: .long, help: "The shop these orders belong to.")
    var shop = "shopify"

    func run() throws {
      let account = Account(name: shop, service: "files", role: .storefront)
      try importing.run(account: account, read: { ShopifyCSV.read($0, file: $1) }) {
        store, orders, now in
        try store.take(orders, from: shop, isHistory: false, cursor: nil, now: now)
      }
    }
  }

  struct WooCommerceOrders: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "woocommerce-csv",
      abstract: "What WooCommerce's order export extensions write, CSV or JSON.")

    @OptionGroup var importing: ImportingOptions

    @Option(name: .long, help: "The shop these orders belong to.")
    var shop = "woocommerce"

    @Option(name: .long, help: "The currency, where the file names none.")
    var currency: String?

    @Option(name: .long, help: "The shop's zone, such as +01:00: its dates name none.")
    var zone = "+00:00"

    @Flag(name: .long, help: "03/04/2026 is the third of April where no date tells.")
    var dayFirst = false

    func validate() throws {
      guard ZoneText.minutes(zone) != nil else {
        throw ValidationError("--zone takes \(ZoneText.form)")
      }
      guard currency.map({ Currency($0) != nil }) ?? true else {
        throw ValidationError("--currency takes three letters, such as EUR")
      }
    }

    func run() throws {
      let account = Account(name: shop, service: "files", role: .storefront)
      let options = WooCommerceCSV.Options(
        currency: currency.flatMap { Currency($0) }, zone: ZoneText.minutes(zone) ?? 0,
        isDayFirst: dayFirst)
      try importing.run(
        account: account, read: { WooCommerceCSV.read($0, file: $1, options: options) }
      ) { store, orders, now in
        try store.take(orders, from: shop, isHistory: false, cursor: nil, now: now)
      }
    }
  }

  struct Timelines: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "timeline-csv", abstract: "Historical order timelines, a row per order line.")

    @OptionGroup var importing: ImportingOptions

    @Option(name: .long, help: "The shop these orders belong to.")
    var shop = "history"

    func run() throws {
      let account = Account(name: shop, service: "files", role: .storefront)
      try importing.run(account: account, read: { TimelineCSV.read($0, file: $1) }) {
        store, histories, now in
        try store.take(histories: histories, from: shop, now: now)
      }
    }
  }

  struct Offers: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "offers-csv",
      abstract:
        "Which supplier fills which sku: \(OffersCSV.columns.joined(separator: ", "))."
    )

    @OptionGroup var importing: ImportingOptions

    func run() throws {
      try importing.run(account: nil, read: { OffersCSV.read($0, file: $1) }) {
        store, offers, now in
        try store.save(offers, now: now)
      }
    }
  }
}

/// What every import takes, and how each runs.
struct ImportingOptions: ParsableArguments {
  @OptionGroup var global: GlobalOptions

  @Argument(help: "The files, plain or packed by gzip.")
  var files: [String]

  @Flag(name: .long, help: "One JSON object with the counts at the end.")
  var json = false

  func validate() throws {
    guard !files.isEmpty else { throw ValidationError("name at least one file") }
  }

  /// Reads each file and takes its items in batches of one transaction each. What can't be read is a
  /// line on standard error with file, line and column; the rest goes in, and the exit status is 3.
  func run<Item: Sendable>(
    account: Account?, read: ([UInt8], String) -> FileImport<Item>,
    take: (Store, [Item], Timestamp) throws -> IntakeResult
  ) throws {
    let contents = try files.map {
      (
        file: $0, bytes: try InputFile.bytes(of: $0, remedy: "nothing was imported")
      )
    }
    let store = try global.openStore()
    if let account {
      try store.register(
        [AccountSetup(account: account, cadence: .milliseconds(0))], now: global.now)
    }
    var total = IntakeResult()
    var refusals: [Refusal] = []
    for (file, bytes) in contents {
      let found = read(bytes, file)
      refusals += found.refused
      var progress = ProgressLine(file, quiet: global.quiet || json)
      for start in stride(from: 0, to: found.items.count, by: 500) {
        progress.show(start, of: found.items.count)
        let end = min(start + 500, found.items.count)
        total = total + (try take(store, Array(found.items[start..<end]), global.now))
      }
      progress.finish()
    }
    try detect(store)
    try report(total, refusals)
  }

  private func detect(_ store: Store) throws {
    let thresholds = try global.configuration().rulesInForce()
    try store.adopt(thresholds, now: global.now)
    try store.learnDelays(now: global.now, ProgressLine("learning", quiet: global.quiet || json))
    var progress = ProgressLine("checking", quiet: global.quiet || json)
    var (examined, more) = (0, true)
    while more {
      let result = try store.detect(thresholds: thresholds, limit: 100_000, now: global.now)
      examined += result.examined
      more = result.hasMore
      progress.show(examined, of: 0)
    }
    progress.finish()
  }

  private func report(_ total: IntakeResult, _ refusals: [Refusal]) throws {
    for refusal in refusals {
      Standard.complain("\(refusal.file):\(refusal.line):\(refusal.column): \(refusal.reason)")
    }
    total.refused.forEach(Standard.complain)
    let refused = refusals.count + total.refused.count
    if json {
      Standard.print(
        JSON.object([
          ("imported", .count(total.imported)), ("changed", .count(total.changed)),
          ("unchanged", .count(total.unchanged)), ("refused", .count(refused)),
        ]).line)
    } else if !global.quiet {
      Standard.print(
        "imported \(total.imported), changed \(total.changed), unchanged \(total.unchanged), "
          + "refused \(refused)")
    }
    if refused > 0 { throw PartlyDone() }
  }
}

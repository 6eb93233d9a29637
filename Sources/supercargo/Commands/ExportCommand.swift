import ArgumentParser
import Fulfillment
import Store

/// `supercargo export NOUN`
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write out everything of a kind as CSV (formulas defused) or JSON lines.")

  /// What can be written out.
  enum Noun: String, CaseIterable, ExpressibleByArgument {
    case orders, exceptions, returns, suppliers, offers, activity
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: "orders, exceptions, returns, suppliers, offers or activity.")
  var noun: Noun

  @Argument(help: "A filter in the console's language.")
  var filter: [String] = []

  @Flag(name: .long, help: "JSON lines instead of CSV.")
  var json = false

  @Option(name: .long, help: ArgumentHelp("Only these, in this order.", valueName: "a,b"))
  var columns: String?

  func run() throws {
    var words = [noun.rawValue] + filter + [json ? "--json" : "--csv"]
    if let columns { words += ["--columns", columns] }
    if let store = global.store { words += ["--store", store] }
    if let config = global.config { words += ["--config", config] }
    switch noun {
    case .orders: try OrdersCommand.parse(Array(words.dropFirst())).run()
    case .exceptions: try ExceptionsCommand.List.parse(Array(words.dropFirst())).run()
    case .returns: try ReturnsCommand.List.parse(Array(words.dropFirst())).run()
    case .suppliers: try SuppliersCommand.parse(Array(words.dropFirst())).run()
    case .activity: try ActivityCommand.parse(Array(words.dropFirst())).run()
    case .offers: try offers(Array(words.dropFirst()))
    }
  }

  /// Offers have no verb of their own yet; they are written as `import offers-csv` reads them.
  private func offers(_ words: [String]) throws {
    let words = words.filter { !$0.hasPrefix("--store") && !$0.hasPrefix("--config") }
    let listing = try ListingOptions.parse(
      words.filter { $0 != global.store && $0 != global.config })
    var lister = try Lister(OfferColumns.all, options: listing)
    try global.openStore().offers().forEach { lister.add($0) }
    try lister.finish()
  }
}

/// The columns of an offer, with the names that `import offers-csv` reads.
enum OfferColumns {
  static let all: [ListColumn<Offer>] = [
    .text("sku") { $0.sku },
    .text("supplier") { $0.supplier },
    .text("supplier_sku") { $0.supplierSKU },
    .text("cost") { $0.cost?.decimal ?? "" },
    .text("currency") { $0.cost?.currency.code ?? "" },
    .count("handling_days") { $0.handlingDays },
  ]
}

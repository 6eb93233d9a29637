import ArgumentParser
import Connectors
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
    var listing = [json ? "--json" : "--csv"]
    if let columns { listing += ["--columns", columns] }
    // Behind `--` a filter may begin with a dash.
    listing += ["--"] + filter
    var words: [String] = []
    if let store = global.store { words += ["--store", store] }
    if let config = global.config { words += ["--config", config] }
    words += listing
    switch noun {
    case .orders: try OrdersCommand.parse(words).run()
    case .exceptions: try ExceptionsCommand.List.parse(words).run()
    case .returns: try ReturnsCommand.List.parse(words).run()
    case .suppliers: try SuppliersCommand.parse(words).run()
    case .activity: try ActivityCommand.parse(words).run()
    case .offers: try offers(ListingOptions.parse(listing))
    }
  }

  /// Offers have no verb of their own yet; they are written as `import offers-csv` reads them.
  private func offers(_ listing: ListingOptions) throws {
    var lister = try Lister(OfferColumns.all, options: listing)
    let words = listing.filter.map { $0.lowercased() }
    let offers = try global.openStore().offers().filter { offer in
      let text = "\(offer.sku) \(offer.supplier) \(offer.supplierSKU)".lowercased()
      return words.allSatisfy { text.contains($0) }
    }
    offers.forEach { lister.add($0) }
    try lister.finish()
  }
}

/// The columns of an offer, with the names that `import offers-csv` reads.
enum OfferColumns {
  static let all: [ListColumn<Offer>] = OffersCSV.columns.enumerated().map { index, name in
    .text(name) { OffersCSV.cells($0)[index] }
  }
}

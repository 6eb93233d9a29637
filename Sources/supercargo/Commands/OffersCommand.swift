import ArgumentParser
import Connectors
import Fulfillment
import Store

/// `supercargo offers [WORDS]`
struct OffersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "offers", abstract: "List who fills what, and what was changed of it by hand.",
    subcommands: [List.self, Export.self, Changes.self, OffersMissingCommand.self],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List offers by sku; words narrow them by sku and supplier.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var listing: ListingOptions

    func run() throws {
      var lister = try Lister(OfferColumns.all, options: listing)
      let words = listing.filter.map { $0.lowercased() }
      let offers = try global.openStore().offers().filter { offer in
        let text = "\(offer.sku) \(offer.supplier) \(offer.supplierSKU)".lowercased()
        return words.allSatisfy { text.contains($0) }
      }
      offers.prefix(listing.limit ?? .max).forEach { lister.add($0) }
      try lister.finish()
    }
  }

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export", abstract: "Write offers as import offers-csv reads them.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Words that narrow them by sku and supplier.")
    var words: [String] = []

    func run() throws {
      var arguments: [String] = []
      if let store = global.store { arguments += ["--store", store] }
      if let config = global.config { arguments += ["--config", config] }
      try List.parse(arguments + ["--csv", "--"] + words).run()
    }
  }

  struct Changes: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "changes", abstract: "List what operators changed of offers, newest first.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var listing: ListingOptions

    func run() throws {
      let columns: [ListColumn<OfferChange>] = [
        .time("at") { $0.at }, .text("by") { $0.by }, .text("supplier") { $0.supplier },
        .text("sku") { $0.sku }, .text("part", isExtra: true) { $0.part },
        .text("change") { $0.change },
      ]
      var lister = try Lister(columns, options: listing)
      for change in try global.openStore().offerChanges(limit: listing.limit ?? .max) {
        lister.add(change)
      }
      try lister.finish()
    }
  }
}

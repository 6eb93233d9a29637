import ArgumentParser
import Fulfillment

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
    case .suppliers: try SuppliersCommand.List.parse(words).run()
    case .activity: try ActivityCommand.parse(words).run()
    case .offers: try OffersCommand.List.parse(words).run()
    }
  }

}

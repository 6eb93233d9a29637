import ArgumentParser
import Console
import Fulfillment
import Settings
import Store

/// `supercargo suppliers [WORDS]` and what is done about one.
struct SuppliersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suppliers",
    abstract: "Suppliers: how they do, one in full, pause one, move volume to another.",
    subcommands: [
      List.self, Show.self, SupplierPauseCommand.self, SupplierResumeCommand.self,
      SupplierMoveCommand.self, SupplierEditCommand.self,
    ],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List suppliers and how they have done so far.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var listing: ListingOptions

    func run() throws {
      var lister = try Lister(SupplierColumns.all, options: listing)
      let words = listing.filter.map { $0.lowercased() }
      let rows = try global.openStore().suppliers(now: global.now).filter { row in
        words.allSatisfy { row.name.lowercased().contains($0) }
      }
      let sort = try listing.sorting(SupplierSort.name)
      rows.sorted(by: sort.precedes).prefix(listing.limit ?? .max).forEach { lister.add($0) }
      try lister.finish()
    }
  }

  /// `supercargo suppliers show NAME`
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "One supplier in full: figures, money tied up, policy, contacts, what changed.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The supplier's name.")
    var name: String

    @Flag(name: .long, help: "One JSON object.")
    var json = false

    func run() throws {
      let store = try global.openStore()
      let row = try store.onlySupplier(name, now: global.now)
      let card = try ScorecardRun.card(
        row.id, store, try global.configuration(), now: global.now)
      guard let card else { throw Failure("the supplier \(name) is gone", "") }
      if json { return Standard.print(ScorecardJSON.object(card).line) }
      SupplierPage.lines(card, now: global.now, clock: .utc).forEach(Standard.print)
    }
  }
}

extension Store {
  /// The supplier of that name, whatever its case.
  func onlySupplier(_ name: String, now: Timestamp) throws -> SupplierRow {
    let rows = try suppliers(now: now)
    guard let row = rows.first(where: { $0.name.lowercased() == name.lowercased() }) else {
      throw Failure(
        "there is no supplier \(name.sanitised(limit: 60))", "",
        remedy: NearestName.remedy(name, among: rows.map(\.name)), status: .nothingFound)
    }
    return row
  }
}

/// How suppliers are sorted.
enum SupplierSort: String, CaseIterable {
  case name, open, dispatch
  case onTime = "on_time"

  func precedes(_ left: SupplierRow, _ right: SupplierRow) -> Bool {
    switch self {
    case .name: left.name.lowercased() < right.name.lowercased()
    case .open: left.open > right.open
    case .dispatch: (left.dispatchDays ?? .infinity) < (right.dispatchDays ?? .infinity)
    case .onTime: (left.onTime ?? -1) > (right.onTime ?? -1)
    }
  }
}

/// The columns of a supplier, with the stable names of the command line.
enum SupplierColumns {
  static let all: [ListColumn<SupplierRow>] = [
    .count("id", isExtra: true) { Int($0.id.number) },
    .text("name") { $0.name },
    .text("account") { $0.account },
    .text("contact", isExtra: true) { $0.contact },
    .count("offers") { $0.offers },
    .count("purchases") { $0.purchases },
    .count("open") { $0.open },
    .count("exceptions") { $0.exceptions },
    ListColumn(
      "dispatch_days", isNumber: true, json: { $0.dispatchDays.map(JSON.number) ?? .null },
      text: { $0.dispatchDays.map(oneDigit) ?? "-" }),
    .count("dispatched", isExtra: true) { $0.dispatched },
    ListColumn(
      "on_time", isNumber: true, json: { $0.onTime.map(JSON.number) ?? .null },
      text: { $0.onTime.map { "\(Int(($0 * 100).rounded())) %" } ?? "-" }),
    .count("delivered") { $0.delivered },
    .text("paused", isExtra: true) { $0.pause?.text ?? "" },
  ]

  private static func oneDigit(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

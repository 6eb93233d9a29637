import ArgumentParser
import Fulfillment
import Store

/// `supercargo suppliers`
struct SuppliersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suppliers", abstract: "List suppliers and how they have done so far.")

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
  ]

  private static func oneDigit(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

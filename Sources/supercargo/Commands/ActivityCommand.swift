import ArgumentParser
import Fulfillment
import Store

/// `supercargo activity`
struct ActivityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "activity",
    abstract: "Show each account's sync: last good pull, next pull, last error.")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var listing: ListingOptions

  func run() throws {
    var lister = try Lister(ActivityColumns.all, options: listing)
    let words = listing.filter.map { $0.lowercased() }
    let rows = try global.openStore().activity(now: global.now).filter { row in
      words.allSatisfy { "\(row.account) \(row.service) \(row.role)".lowercased().contains($0) }
    }
    rows.prefix(listing.limit ?? .max).forEach { lister.add($0) }
    try lister.finish()
  }
}

/// The columns of an account's health, with the stable names of the command line.
enum ActivityColumns {
  static let all: [ListColumn<ActivityRow>] = [
    .text("account") { $0.account },
    .text("service") { $0.service },
    .text("role") { $0.role.rawValue },
    ListColumn(
      "health", json: { .string(health($0)) }, text: { health($0) }),
    .time("fresh_at") { $0.freshAt },
    .time("next_pull") { $0.nextPull },
    .count("pulls") { $0.pulls },
    .count("pulled") { $0.pulled },
    .count("failures") { $0.failures },
    .text("last_error") { $0.lastError },
    .time("last_error_at", isExtra: true) { $0.lastErrorAt },
  ]

  private static func health(_ row: ActivityRow) -> String {
    row.failures > 0 ? "failing" : row.freshAt == nil ? "not yet" : row.isStale ? "stale" : "live"
  }
}

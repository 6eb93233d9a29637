import ArgumentParser
import Connectors
import Fulfillment
import Settings
import Store
import Sync
import Wire

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `supercargo accounts`
struct AccountsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accounts",
    abstract: "List the accounts of the configuration and how their pulls go; no secrets.")

  @OptionGroup var global: GlobalOptions

  @OptionGroup var listing: ListingOptions

  func run() throws {
    var lister = try Lister(AccountColumns.all, options: listing)
    let words = listing.filter.map { $0.lowercased() }
    let states = try states()
    let now = global.now
    let rows = try global.configuration().accounts.map { entry in
      AccountRow(entry, states.first { $0.account.name == entry.account.name }, now: now)
    }
    .filter { row in
      let text = "\(row.name) \(row.service) \(row.role) \(row.health)".lowercased()
      return words.allSatisfy { text.contains($0) }
    }
    let sort = try listing.sorting(AccountSort.name)
    let sorted = listing.sort == nil ? rows : rows.sorted(by: sort.precedes)
    sorted.prefix(listing.limit ?? .max).forEach { lister.add($0) }
    try lister.finish()
  }

  /// How the pulls went; none where there is no store yet: looking makes none.
  private func states() throws -> [PullState] {
    guard FileManager.default.fileExists(atPath: global.storePath) else { return [] }
    return try global.openStore().pullStates()
  }
}

/// How accounts are sorted.
enum AccountSort: String, CaseIterable {
  case name, service, health

  func precedes(_ left: AccountRow, _ right: AccountRow) -> Bool {
    switch self {
    case .name: left.name.lowercased() < right.name.lowercased()
    case .service: (left.service, left.name) < (right.service, right.name)
    case .health: (left.health, left.name) < (right.health, right.name)
    }
  }
}

/// An account as it is listed.
struct AccountRow {
  let name: String
  let service: String
  let role: String
  /// Where it is asked; "" where nobody is.
  let host: String
  let state: PullState?
  let now: Timestamp

  init(_ entry: ConfiguredAccount, _ state: PullState?, now: Timestamp) {
    name = entry.account.name
    service = entry.account.service
    role = entry.account.role.rawValue
    let fixed = ConnectorTable.service(service)?.defaultURL ?? ""
    host = URLParts(entry.credentials.url.isEmpty ? fixed : entry.credentials.url)?.host ?? ""
    self.state = state
    self.now = now
  }

  /// In one word: `new`, `ok`, `failing` or `paused`.
  var health: String {
    guard let state, state.freshAt != nil || state.failures > 0 else { return "new" }
    if state.circuitOpenUntil.map({ $0 > now }) == true { return "paused" }
    return state.failures > 0 ? "failing" : "ok"
  }
}

/// The columns of an account, with the stable names of the command line.
enum AccountColumns {
  static let all: [ListColumn<AccountRow>] = [
    .text("name") { $0.name },
    .text("service") { $0.service },
    .text("role") { $0.role },
    .text("host") { $0.host },
    .text("health") { $0.health },
    ListColumn(
      "last_pull", json: { .time($0.state?.freshAt) },
      text: { row in
        row.state?.freshAt.map {
          row.now - $0 < .minutes(1) ? "just now" : ShortAge.text(row.now - $0) + " ago"
        } ?? "-"
      }),
    .count("failures") { $0.state?.failures ?? 0 },
    ListColumn(
      "paused_until", isExtra: true,
      json: { row in .time(row.state?.circuitOpenUntil.flatMap { $0 > row.now ? $0 : nil }) },
      text: { $0.state?.circuitOpenUntil?.iso8601 ?? "-" }),
    ListColumn(
      "due_at", json: { .time($0.state?.dueAt) },
      text: { row in
        row.state.map { $0.dueAt <= row.now ? "now" : "in " + ShortAge.text($0.dueAt - row.now) }
          ?? "-"
      }),
    .text("last_error") { $0.state?.lastError ?? "" },
  ]
}

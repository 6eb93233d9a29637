import ArgumentParser
import Fulfillment
import Store

/// `supercargo inbox`
struct InboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inbox",
    abstract: "Show what services sent by themselves, newest first, and what became of it.")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var listing: ListingOptions

  @Flag(name: .long, help: "Only what could not be taken.")
  var failed = false

  func run() throws {
    var lister = try Lister(InboxColumns.all, options: listing)
    let words = listing.filter.map { $0.lowercased() }
    let limit = listing.limit ?? 100
    let rows = try global.openStore().deliveries(
      onlyFailed: failed, limit: words.isEmpty ? limit : .max)
    let found = rows.lazy.filter { row in
      words.allSatisfy { "\(row.account) \(row.topic) \(row.state)".lowercased().contains($0) }
    }
    found.prefix(limit).forEach { lister.add($0) }
    try lister.finish()
  }
}

/// The columns of deliveries, with the stable names of the command line.
enum InboxColumns {
  static let all: [ListColumn<InboxLine>] = [
    .time("received_at") { $0.receivedAt },
    .text("account") { $0.account },
    .text("topic") { $0.topic },
    .text("state") { $0.state },
    .count("bytes") { $0.size },
    .count("attempts", isExtra: true) { $0.attempts },
    .text("note") { $0.note },
  ]
}

import ArgumentParser
import Fulfillment
import Settings
import Store

/// `supercargo disputes [FILTER]` and evidence against them.
struct DisputesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disputes",
    abstract:
      "Chargebacks and inquiries, the nearest deadline for evidence first; hand in evidence.",
    subcommands: [List.self, Submit.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List them, the nearest deadline for evidence first.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var listing: ListingOptions

    @Flag(name: .long, help: "Only those that wait for evidence.")
    var waiting = false

    func run() throws {
      let store = try global.openStore()
      var lister = try Lister(DisputeColumns.all, options: listing)
      let sort = try listing.sorting(DisputeSort.due)
      let isWhole = sort == .due && !waiting
      var rows = try store.disputes(
        listing.query(), limit: isWhole ? listing.limit ?? .max : .max, now: global.now)
      if waiting { rows.removeAll { $0.dispute.state != .open } }
      if sort == .opened {
        let opened = { (row: DisputeRow) in row.dispute.openedAt?.milliseconds ?? 0 }
        rows.sort { opened($0) > opened($1) }
      }
      for row in rows.prefix(listing.limit ?? .max) { lister.add(row) }
      try lister.finish()
    }
  }
}

/// How disputes are sorted.
enum DisputeSort: String, CaseIterable {
  /// Those that wait first, the nearest deadline at the top.
  case due
  /// The newest first.
  case opened
}

/// The columns of a dispute, with the stable names of the command line.
enum DisputeColumns {
  static let all: [ListColumn<DisputeRow>] = [
    .text("id") { $0.dispute.externalID },
    .text("order") { $0.orderName },
    .text("storefront", isExtra: true) { $0.storefront },
    .text("account") { $0.account },
    .text("kind") { $0.dispute.kind.rawValue },
    .text("state") { state($0.dispute.state) },
    .text("reason") { $0.dispute.reason },
    .money("amount") { $0.dispute.amount },
    .time("evidence_due") { $0.dispute.evidenceDueAt },
    .time("evidence_sent") { $0.dispute.evidenceSentAt },
    .time("opened_at", isExtra: true) { $0.dispute.openedAt },
    .time("closed_at", isExtra: true) { $0.dispute.closedAt },
    .text("payment", isExtra: true) { $0.dispute.payment },
    ListColumn(
      "is_matched", isExtra: true, json: { .bool($0.orderID != nil) },
      text: { $0.orderID == nil ? "no" : "yes" }),
  ]

  /// A row as a JSON object.
  static func object(_ row: DisputeRow) -> JSON { .object(all.map { ($0.name, $0.json(row)) }) }

  /// `under_review`
  private static func state(_ state: Dispute.State) -> String {
    state == .underReview ? "under_review" : state.rawValue
  }
}

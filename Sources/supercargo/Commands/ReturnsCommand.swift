import ArgumentParser
import Fulfillment
import Settings
import Store

/// `supercargo returns [FILTER]` and its decisions.
struct ReturnsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "returns", abstract: "List what customers want to send back, and decide.",
    subcommands: [List.self, Approve.self, Decline.self, Ask.self, Record.self],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List returns, those that wait for a decision first.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var listing: ListingOptions

    @Flag(name: .long, help: "Only those that wait for a decision.")
    var waiting = false

    func run() throws {
      let store = try global.openStore()
      let window = try global.configuration().returnWindow
      let (query, now) = (try listing.query(), global.now)
      var lister = try Lister(ReturnColumns.all, options: listing)
      try ListWalk(limit: listing.limit).forEach(
        {
          try store.returns(
            query, openOnly: waiting, at: $0, count: $1, returnWindow: window, now: now)
        },
        id: { $0.id.number }, body: { lister.add($0) })
      try lister.finish()
    }
  }

  struct Approve: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "approve",
      abstract:
        "Grant a return; its message waits out the hold window and can be undone until then.")

    @OptionGroup var deciding: DecidingOptions

    @Option(name: .long, help: "A note that goes with the approval.")
    var reason = ""

    func run() throws {
      try deciding.decide(.approveReturn(note: reason), on: deciding.returns)
    }
  }

  struct Decline: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "decline", abstract: "Refuse a return with a reason.")

    @OptionGroup var deciding: DecidingOptions

    @Option(name: .long, help: "Why; the customer is told.")
    var reason: String

    func run() throws {
      try deciding.decide(.declineReturn(reason: reason), on: deciding.returns)
    }
  }

  struct Ask: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "ask", abstract: "Ask the customer for more before deciding.")

    @OptionGroup var deciding: DecidingOptions

    @Option(name: .long, help: "The question; the customer is asked.")
    var reason: String

    func run() throws {
      try deciding.decide(.askReturn(question: reason), on: deciding.returns)
    }
  }

  struct Record: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "record",
      abstract: "Write down a return that was asked for by mail or telephone.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The order by name (#1001), shop id or id:N.")
    var order: String

    @Option(name: .long, help: "In the customer's words.")
    var reason: String

    @Option(name: .long, help: ArgumentHelp("What comes back; repeat it.", valueName: "sku=count"))
    var item: [String] = []

    func run() throws {
      let items = try item.map { text in
        let parts = text.split(separator: "=", maxSplits: 1)
        guard let sku = parts.first, let count = parts.count == 2 ? Int(parts[1]) : 1, count > 0
        else { throw ValidationError("--item \(text): say SKU or SKU=COUNT") }
        return ReturnRequest.Item(sku: String(sku), quantity: count)
      }
      let store = try global.openStore()
      let id = try store.onlyOrder(order)
      let (now, name) = (global.now, try global.configuration().operatorName)
      let request = ReturnRequest(
        externalID: "by-hand-\(now.milliseconds)", requestedAt: now, requestedBy: name,
        reason: reason, items: items)
      _ = try store.recordReturn(request, for: id, by: name, now: now)
      if !global.quiet {
        Standard.print("return of \(order) written down; it waits for a decision")
      }
    }
  }
}

/// The columns of a return, with the stable names of the command line.
enum ReturnColumns {
  static let all: [ListColumn<ReturnRow>] = [
    .count("id", isExtra: true) { Int($0.id.number) },
    .text("order") { $0.orderName },
    .text("storefront") { $0.storefront },
    .text("state") { $0.state.rawValue },
    .time("requested_at") { $0.requestedAt },
    .text("requested_by") { $0.requestedBy },
    .text("reason") { $0.reason },
    .text("items") { $0.items },
    .money("amount") { $0.amount },
    .time("delivered_at", isExtra: true) { $0.deliveredAt },
    .time("window_ends", isExtra: true) { $0.windowEnds },
    .time("decided_at", isExtra: true) { $0.decidedAt },
    .time("hold_until", isExtra: true) { $0.holdUntil },
  ]

  /// A row as a JSON object.
  static func object(_ row: ReturnRow) -> JSON { .object(all.map { ($0.name, $0.json(row)) }) }
}

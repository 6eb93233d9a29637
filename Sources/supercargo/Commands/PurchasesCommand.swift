import ArgumentParser
import Fulfillment
import Settings
import Store

/// `supercargo purchases [FILTER]` and what can be done with them.
struct PurchasesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purchases", abstract: "List what is bought, and deal with it.",
    subcommands: [
      List.self, Approve.self, Drop.self, Cancel.self, Stop.self, Start.self, Record.self,
    ],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List purchases, newest first: planned, held, sent, unknown, and what came of them."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var listing: ListingOptions

    func run() throws {
      let store = try global.openStore()
      if !global.quiet { try tellStop(store) }
      var lister = try Lister(PurchaseColumns.all, options: listing)
      var waiting: [String: Int] = [:]
      for row in try store.purchases(
        listing.query(), limit: listing.limit ?? .max, now: global.now)
      {
        if row.sending == .ready { waiting[row.receiver, default: 0] += 1 }
        lister.add(row)
      }
      try lister.finish()
      if !global.quiet { try tellTrouble(store, waiting) }
    }

    /// Why purchases that may leave are still here, where it is their account.
    private func tellTrouble(_ store: Store, _ waiting: [String: Int]) throws {
      for row in try store.activity(now: global.now) where row.failures > 0 {
        guard let count = waiting[row.account] else { continue }
        Standard.complain(
          "\(row.account): \(count) wait\(count == 1 ? "s" : ""): \(row.lastError)"
            .sanitised(limit: 400))
      }
    }

    /// That nothing leaves at the moment is said beside the rows, not among them.
    private func tellStop(_ store: Store) throws {
      if let stop = try store.buyingStop() {
        let because = stop.reason.isEmpty ? "" : ": \(stop.reason)"
        Standard.complain(
          "buying is stopped since \(stop.at.iso8601) by \(stop.by)\(because)"
            .sanitised(limit: 400) + " (supercargo purchases start lets it go on)")
      }
      let configuration = try global.configuration()
      if configuration.purchasing.isStopped {
        Standard.complain("buying is stopped by stop = true in \(configuration.file)")
      }
    }
  }

  struct Approve: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "approve",
      abstract: "Let proposed purchases go; each waits out the hold window first.")

    @OptionGroup var deciding: DecidingOptions

    func run() throws { try deciding.decide(.approvePurchase, on: deciding.purchases) }
  }

  struct Drop: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "drop", abstract: "Take back purchases that have not left.")

    @OptionGroup var deciding: DecidingOptions

    @Option(name: .long, help: "Why; kept with the order.")
    var reason = ""

    func run() throws {
      try deciding.decide(.dropPurchase(reason: reason), on: deciding.purchases)
    }
  }

  struct Cancel: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "cancel",
      abstract:
        "Ask the supplier to drop what it has, where it can be asked; it says whether it did.")

    @OptionGroup var deciding: DecidingOptions

    @Option(name: .long, help: "Why; kept with the order.")
    var reason = ""

    func run() throws {
      try deciding.decide(.cancelPurchase(reason: reason), on: deciding.placed)
    }
  }

  struct Stop: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "stop", abstract: "Buy nothing any more, at once, until start.")

    @OptionGroup var global: GlobalOptions

    @Option(name: .long, help: "Why; shown to everybody.")
    var reason = ""

    func run() throws { try switchBuying(.stopBuying(reason: reason), global) }
  }

  struct Start: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "start", abstract: "Buy again after stop.")

    @OptionGroup var global: GlobalOptions

    func run() throws { try switchBuying(.startBuying, global) }
  }

  struct Record: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "record",
      abstract: "Write down a purchase made at a supplier, so that it is tracked.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The order by name (#1001), shop id or id:N.")
    var order: String

    @Option(name: .long, help: "Who was bought from.")
    var supplier: String

    @Option(name: .long, help: "The supplier's own order number.")
    var number: String

    @Option(name: .long, help: ArgumentHelp("What it cost.", valueName: "12.34"))
    var cost: String?

    @Option(name: .long, help: "Currency of the cost.")
    var currency = "USD"

    @Option(name: .long, help: "When it was bought (2026-11-22 or with a time); left out: now.")
    var date: String?

    @Option(name: .long, help: "A tracking number; repeat it for more parcels.")
    var tracking: [String] = []

    @Option(name: .long, help: "The carrier of the tracking numbers.")
    var carrier = ""

    func run() throws {
      guard let currency = Currency(currency) else {
        throw ValidationError("--currency \(currency): say an ISO 4217 code such as USD")
      }
      var money: Money?
      if let cost {
        guard let amount = Money(decimal: cost, currency: currency), amount.minor >= 0 else {
          throw ValidationError("--cost \(cost): say an amount such as 12.34")
        }
        money = amount
      }
      var placedAt = global.now
      if let date {
        guard let instant = Timestamp(iso8601: date) else {
          throw ValidationError("--date \(date): say 2026-11-22 or 2026-11-22T14:09")
        }
        placedAt = instant
      }
      let store = try global.openStore()
      let id = try store.onlyOrder(order)
      let shipments = tracking.map {
        Shipment(number: TrackingNumber.normalised($0), carrier: carrier)
      }
      try store.recordPurchase(
        PurchaseOrder(
          supplier: supplier, number: number, reference: order,
          state: shipments.isEmpty ? .placed : .shipped, cost: money, placedAt: placedAt,
          shipments: shipments),
        for: id, by: global.configuration().operatorName, now: global.now)
      if !global.quiet {
        Standard.print("purchase \(number) at \(supplier) written down for \(order)")
      }
    }
  }
}

private func switchBuying(_ decision: Decision, _ global: GlobalOptions) throws {
  let receipt = try global.openStore().decide(
    decision, on: [.buying], by: global.configuration().operatorName, hold: .seconds(0),
    now: global.now)
  try Receipts.report(receipt, json: false, quiet: global.quiet, verb: decision.verb)
}

/// The columns of a purchase, with the stable names of the command line.
enum PurchaseColumns {
  static let all: [ListColumn<PurchaseRow>] = [
    .count("id", isExtra: true) { Int($0.id.number) },
    .text("key") { $0.key },
    .text("order") { $0.orderName },
    .text("storefront", isExtra: true) { $0.storefront },
    .text("supplier") { $0.supplier },
    .text("number") { $0.number },
    .text("state") { $0.standing },
    .money("cost") { $0.cost },
    .time("placed_at") { $0.placedAt },
    ListColumn("outcome", json: { .string($0.outcome) }, text: { $0.told }),
    .text("items", isExtra: true) { $0.items },
    .text("replaces", isExtra: true) { $0.replacing ?? "" },
    .text("method", isExtra: true) { $0.method },
    .time("hold_until", isExtra: true) { $0.holdUntil },
    .time("not_before", isExtra: true) { $0.notBefore },
    .text("receiver", isExtra: true) { $0.receiver },
    .count("attempts", isExtra: true) { $0.attempts },
    .time("last_sent_at", isExtra: true) { $0.lastSentAt },
    .text("automation", isExtra: true) { $0.automation },
    .text("tracking", isExtra: true) { $0.tracking },
    .text("body", isExtra: true) { $0.body },
  ]

  /// A row as a JSON object.
  static func object(_ row: PurchaseRow) -> JSON { .object(all.map { ($0.name, $0.json(row)) }) }
}

extension PurchaseRow {
  /// What became of it so far, and why it is still here.
  fileprivate var told: String {
    guard sending == .ready, let notBefore else { return outcome }
    return ["not before " + notBefore.iso8601, outcome].filter { !$0.isEmpty }
      .joined(separator: ": ")
  }

  /// Where it stands in one word: on its way out, then at the supplier.
  var standing: String {
    switch sending {
    case nil, .sent: state.rawValue
    case .withdrawn: "withdrawn"
    case let sending?: sending.rawValue
    }
  }
}

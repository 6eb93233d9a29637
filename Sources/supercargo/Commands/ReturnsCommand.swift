import ArgumentParser
import Fulfillment
import Settings
import Store

/// `supercargo returns [FILTER]` and its decisions.
struct ReturnsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "returns", abstract: "List what customers want to send back, and decide.",
    discussion: """
      An order's name stands for its returns. One of them alone is named in its place by return:N, \
      where N is the id that --json and --columns id,order,items list, or by its id in the shop.
      """,
    subcommands: [
      List.self, ReturnsShowCommand.self, Approve.self, Decline.self, Ask.self, Sent.self,
      Receive.self, Refund.self, Replace.self, Close.self, ReturnsPlanCommand.self,
      ReturnsApplyCommand.self, Record.self,
    ],
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
        "Grant a return; its message, and its money, wait out the hold window and can be undone "
        + "until then.")

    @OptionGroup var deciding: DecidingOptions

    @Option(name: .long, help: "A note that goes with the approval.")
    var reason = ""

    @Option(
      name: .long,
      help: "How it ends: refund-keep, partial, reship, return-supplier or return-local.")
    var outcome: ReturnOutcome?

    @OptionGroup var money: RefundOptions

    func run() throws {
      let rules = try deciding.global.configuration().returns
      guard let outcome else {
        if money.amount != nil { throw ValidationError("--amount needs an --outcome") }
        guard rules.secondAbove.isEmpty else {
          throw ValidationError(
            "name an --outcome: two_person_above asks for the amount that goes back")
        }
        return try deciding.decide(.approveReturn(note: reason), on: deciding.returns)
      }
      if outcome == .partialRefund, money.amount == nil {
        throw ValidationError("--outcome partial needs an --amount")
      }
      let keeps = outcome.needsGoods ? try deciding.restocking(rules) : 0
      let amount = try money.sum(deciding)
      if let amount { try deciding.refuseSeveral(amount) }
      let grant = ReturnGrant(
        outcome: outcome, amount: amount, secondAbove: rules.secondAbove, keeps: keeps)
      try deciding.decide(.approveReturn(note: reason, grant: grant), on: deciding.returns)
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

  struct Sent: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sent", abstract: "Note that the customer has sent the goods back.")

    @OptionGroup var deciding: DecidingOptions

    @Option(name: .long, help: "Tracking number of the parcel that comes back.")
    var tracking = ""

    func run() throws {
      try deciding.decide(.sendReturn(tracking: tracking), on: deciding.approved)
    }
  }

  struct Receive: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "receive",
      abstract: "Note that the goods have come back, or with --missing never.")

    @OptionGroup var deciding: DecidingOptions

    @Flag(name: .long, help: "They never came.")
    var missing = false

    @Option(name: .long, help: "What was found; kept with the decision.")
    var reason = ""

    func run() throws {
      try deciding.decide(
        missing ? .missReturn(note: reason) : .receiveReturn(note: reason), on: deciding.approved)
    }
  }

  struct Refund: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "refund",
      abstract: "Send money back for an approved return, once the hold window has passed.")

    @OptionGroup var deciding: DecidingOptions
    @OptionGroup var money: RefundOptions

    @Option(name: .long, help: "A note for the shop's own people.")
    var reason = ""

    @Option(
      name: .long,
      help: ArgumentHelp(
        "The account that sends it: the storefront, or a payments account. Left out: the storefront "
          + "where it moves money itself.", valueName: "account"))
    var through = ""

    @Flag(name: .long, help: "Only say what would go back, and through which account.")
    var preview = false

    func run() throws {
      let limits = try deciding.global.configuration().returns.secondAbove
      let decision = Decision.refundReturn(
        amount: try money.sum(deciding), note: reason, secondAbove: limits, through: through)
      guard preview else { return try deciding.decide(decision, on: deciding.approved) }
      try deciding.foretell(decision, on: deciding.approved)
    }
  }

  struct Replace: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "replace",
      abstract: "Buy the goods of an approved return again, once the hold window has passed.",
      discussion: """
        The purchase is routed as any other and points back to the return, which is replaced once the \
        parcel has set out. Pieces that were paid back are not bought again. With --number it was \
        bought elsewhere, and is only written down.
        """)

    @OptionGroup var deciding: DecidingOptions
    @OptionGroup var replacing: ReplaceOptions

    @Option(name: .long, help: "It was bought by hand: the supplier's own order number.")
    var number: String?

    @Option(name: .long, help: ArgumentHelp("What it cost by hand.", valueName: "12.34"))
    var cost: String?

    @Option(name: .long, help: "Currency of the cost.")
    var currency = "USD"

    func validate() throws {
      guard deciding.ids.count == 1 else { throw ValidationError("name one order") }
      if number == nil, cost != nil { throw ValidationError("--cost goes with --number") }
      if number != nil, replacing.supplier == nil {
        throw ValidationError("--number needs the --supplier")
      }
      if number != nil, replacing.preview {
        throw ValidationError("--preview is for what is to be bought, not for --number")
      }
    }

    func run() throws {
      let global = deciding.global
      let money = try cost.map { try RefundOptions.read($0, currency, "--cost") }
      let (store, now) = (try global.openStore(), global.now)
      let configuration = try global.configuration()
      let named = try store.orderOrReturn(deciding.ids[0])
      guard
        let detail = try store.order(
          named.order, returnWindow: configuration.returnWindow, now: now),
        let id = named.one ?? deciding.newest(detail)
      else { throw Failure("replace", "the order has no return", status: .nothingFound) }
      guard let number, let supplier = replacing.supplier else {
        let request = try store.replacementRequest(for: id, now: now)
        return try replacing.run(request, store, global, json: deciding.json)
      }
      let receipt = try store.recordReplacement(
        PurchaseOrder(
          supplier: supplier, number: number, reference: detail.row.name, state: .placed,
          cost: money, placedAt: now),
        for: id, by: configuration.operatorName, now: now)
      try Receipts.report(
        receipt, json: deciding.json, quiet: global.quiet, verb: Decision.replaceReturn.verb)
    }
  }

  struct Close: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "close", abstract: "Close a return that is done with.")

    @OptionGroup var deciding: DecidingOptions

    @Option(name: .long, help: "Why; kept with the decision.")
    var reason = ""

    func run() throws {
      try deciding.decide(.closeReturn(reason: reason), on: deciding.approved)
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

    @Option(name: .long, help: "A link to a picture that the customer sent; repeat it.")
    var photo: [String] = []

    func run() throws {
      let items = try item.map { try ItemText.read($0, "--item") }
      let store = try global.openStore()
      let id = try store.onlyOrder(order)
      let (now, name) = (global.now, try global.configuration().operatorName)
      let request = ReturnRequest(
        externalID: "by-hand-\(now.milliseconds)", requestedAt: now, requestedBy: name,
        reason: reason, items: items, photos: photo)
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

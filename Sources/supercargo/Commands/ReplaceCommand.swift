import ArgumentParser
import Console
import Fulfillment
import Settings
import Store

/// What buying again takes, for a return and for a parcel that was lost.
struct ReplaceOptions: ParsableArguments {
  @Option(name: .long, help: "Buy it from this supplier; left out: the router chooses.")
  var supplier: String?

  @Flag(name: .long, help: "Only say what would be bought, and what it does to the margin.")
  var preview = false

  /// Shows or buys it.
  func run(
    _ request: RouteRequest, _ store: Store, _ global: GlobalOptions, json: Bool
  ) throws {
    let (configuration, now) = (try global.configuration(), global.now)
    let buyer = try Buyer(store: store, configuration: configuration)
    let prepared = try Replacing(buyer: buyer, supplier: supplier).prepare(request, now: now)
    if preview {
      try show(request, prepared, store, global, json: json)
      return
    }
    let refused = prepared.plan.refused.map { refusal in
      "\(refusal.orderName)\(refusal.sku.isEmpty ? "" : " " + refusal.sku): \(refusal.reason)"
    }
    guard !prepared.plan.entries.isEmpty else {
      refused.forEach { Standard.complain($0.sanitised(limit: 600)) }
      throw Failure("replace", "nothing is bought")
    }
    if !json, !global.quiet {
      try text(request, prepared, store, global).forEach(Standard.print)
    }
    let receipt = try buyer.buy(prepared, now: now)
    try Receipts.report(
      receipt, alsoRefused: refused, json: json, quiet: global.quiet, verb: "replace")
  }

  private func text(
    _ request: RouteRequest, _ prepared: PreparedPlan, _ store: Store, _ global: GlobalOptions
  ) throws -> [String] {
    let rates = try global.configuration().rates
    let detail = try store.order(request.order, returnWindow: .days(0), now: global.now)
    return ReplacementText.lines(
      request, prepared, try store.money(of: request.order, rates: rates, now: global.now),
      rates: rates, recourse: detail?.recourse ?? [])
  }

  private func show(
    _ request: RouteRequest, _ prepared: PreparedPlan, _ store: Store, _ global: GlobalOptions,
    json: Bool
  ) throws {
    if json {
      for (entry, body) in zip(prepared.plan.entries, prepared.bodies) {
        Standard.print(PlanFile.line(entry, body: body).line)
      }
      prepared.plan.refused.forEach { Standard.print(PlanFile.line($0).line) }
    } else {
      try text(request, prepared, store, global).forEach(Standard.print)
      Standard.print("nothing is written down: leave --preview out to buy it")
    }
    if prepared.plan.entries.isEmpty { throw ExitCode(ExitStatus.nothingFound.rawValue) }
  }
}

/// `supercargo replace ORDER`: what was lost on its way, bought again.
struct ReplaceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replace",
    abstract: "Buy again what a customer never got; goods that come back: returns replace.",
    discussion: """
      The purchase is routed as any other, waits out the hold window, and points back to the one whose \
      place it takes. Pieces that were paid back, or are replaced already, are not bought again.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The order by name (#1001), shop id or id:N.")
  var order: String

  @Option(
    name: .long,
    help: ArgumentHelp("What is sent again; repeat it. Left out: all.", valueName: "sku=count"))
  var line: [String] = []

  @OptionGroup var replacing: ReplaceOptions

  @Flag(name: .long, help: "One JSON object that says what was done.")
  var json = false

  func run() throws {
    let items = try line.map { try ItemText.read($0, "--line") }
    let store = try global.openStore()
    let id = try store.onlyOrder(order)
    let request = try store.replacementRequest(for: items, of: id, now: global.now)
    try replacing.run(request, store, global, json: json)
  }
}

/// Items of an order as they are typed.
enum ItemText {
  /// `MUG-1` or `MUG-1=2`.
  static func read(_ text: String, _ option: String) throws -> ReturnRequest.Item {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let sku = parts.first, sku.contains(where: { !$0.isWhitespace }),
      let count = parts.count == 2 ? Int(parts[1]) : 1, count > 0
    else { throw ValidationError("\(option) \(text): say SKU or SKU=COUNT") }
    return ReturnRequest.Item(sku: String(sku), quantity: count)
  }
}

import ArgumentParser
import Console
import Fulfillment
import Settings
import Store
import Sync

/// `supercargo plan [FILTER]`
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Say what would be bought, from whom, for how much, and what is refused and why.",
    discussion: """
      Nothing is written to the store and nothing is sent. --out keeps the plan in a file that \
      supercargo apply buys exactly, or says what has changed since. Of --json the first line tells of \
      the plan, each further one of a purchase or a refusal.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "A filter in the console's language; left out: every open order.")
  var filter: [String] = []

  @Option(name: .long, help: ArgumentHelp("Keep the plan there.", valueName: "file"))
  var out: String?

  @Option(name: .long, help: "At most so many orders.")
  var limit: Int?

  @Flag(name: .long, help: "JSON lines, as in the file.")
  var json = false

  func run() throws {
    let store = try global.openStore()
    let buyer = try Buyer(store: store, configuration: global.configuration())
    let query = try ListingOptions.query(filter.joined(separator: " "))
    let now = global.now
    var catalogue = try buyer.catalogue()
    var whole = PreparedPlan(plan: Plan(madeAt: now), bodies: [])
    var progress = ProgressLine("planning", quiet: global.quiet || (json && out == nil))
    var done = 0
    try store.forEachRouteRequest(query, limit: limit, now: now) { requests in
      let part = try buyer.prepare(requests, catalogue: catalogue, now: now)
      whole.plan.entries += part.plan.entries
      for entry in part.plan.entries { catalogue.use(entry.draft) }
      whole.plan.refused += part.plan.refused
      whole.bodies += part.bodies
      done += requests.count
      progress.show(done, of: 0)
      return true
    }
    progress.finish()
    guard done > 0 else { throw ExitCode(ExitStatus.nothingFound.rawValue) }
    let lines =
      [PlanFile.header(whole.plan)]
      + zip(whole.plan.entries, whole.bodies).map { PlanFile.line($0, body: $1) }
      + whole.plan.refused.map { PlanFile.line($0) }
    if let out { try Self.write(lines, to: out) }
    if json {
      if out == nil { lines.forEach { Standard.print($0.line) } }
    } else if !global.quiet {
      PlanText(whole.plan).lines.forEach(Standard.print)
      if let out, !whole.plan.entries.isEmpty {
        Standard.print("kept in \(out): supercargo apply \(out) buys it")
      }
    }
    if whole.plan.entries.isEmpty { throw ExitCode(ExitStatus.nothingFound.rawValue) }
  }

  private static func write(_ lines: [JSON], to path: String) throws {
    let text = lines.map { $0.line + "\n" }.joined()
    do {
      // It tells where customers live.
      try OutputFile.write(Array(text.utf8), to: path, readers: .owner)
    } catch {
      throw Failure("the plan can't be written", error.what, remedy: "name another place")
    }
  }
}

/// A plan as lines for a person.
struct PlanText {
  let lines: [String]

  init(_ plan: Plan) {
    var lines: [String] = []
    var totals: [String: (count: Int, minor: Int64, currency: Currency)] = [:]
    for entry in plan.entries {
      let (draft, route) = (entry.draft, entry.route)
      let items = draft.items.map { "\($0.quantity) x \($0.supplierSKU)" }.joined(separator: ", ")
      let days = route.days.map { "  \($0.lowerBound)-\($0.upperBound) d" } ?? ""
      let margin = route.margin.map { "  margin \($0.decimal) \($0.currency.code)" } ?? ""
      let cost = draft.cost.map { "\($0.decimal) \($0.currency.code)" } ?? "cost not known"
      let method = draft.method.isEmpty ? "" : " by \(draft.method)"
      lines.append(
        "\(draft.orderName)  \(draft.supplier)\(method)  \(items)  \(cost)\(margin)\(days)"
          .sanitised(
            limit: 400))
      for trip in entry.verdict.trips { lines.append("    ! \(trip)".sanitised(limit: 300)) }
      if let cost = draft.cost {
        var total = totals[cost.currency.code] ?? (0, 0, cost.currency)
        total = (total.count + 1, total.minor + cost.minor, total.currency)
        totals[cost.currency.code] = total
      }
    }
    for refusal in plan.refused {
      let sku = refusal.sku.isEmpty ? "" : " \(refusal.sku)"
      let code = refusal.code.isEmpty ? "" : "  [\(refusal.code)]"
      lines.append(
        "\(refusal.orderName)\(sku)  not bought: \(refusal.reason)\(code)".sanitised(limit: 500))
    }
    let money = totals.values.sorted { $0.currency.code < $1.currency.code }
      .map { "\(Money(minor: $0.minor, currency: $0.currency).decimal) \($0.currency.code)" }
      .joined(separator: " + ")
    lines.append(
      "\(plan.entries.count) purchase\(plan.entries.count == 1 ? "" : "s")"
        + (money.isEmpty ? "" : " for \(money)")
        + ", \(plan.refused.count) refused")
    self.lines = lines
  }
}

import ArgumentParser
import Fulfillment
import Settings
import Store

/// `supercargo rules list|explain|try`
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "The rules behind exceptions, and routing rules tried on history.",
    subcommands: [List.self, Explain.self, Try.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the rules that raise exceptions.")

    @Flag(name: .long, help: "One JSON object a line.")
    var json = false

    func run() {
      for rule in ruleTable {
        if json {
          Standard.print(
            JSON.object([
              ("code", .string(rule.id)), ("title", .string(rule.title)),
              ("severity", .string(rule.severity.name)), ("meaning", .string(rule.meaning)),
            ]).line)
        } else {
          let blanks = String(repeating: " ", count: max(1, 26 - rule.id.count))
          Standard.print("\(rule.id)\(blanks)\(rule.title)")
        }
      }
    }
  }

  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "explain", abstract: "Say when a rule trips, with its examples.")

    @Argument(help: "The code: transit.stalled")
    var code: String

    func run() throws {
      guard let rule = ruleTable.first(where: { $0.id == code }) else {
        throw Failure(
          "there is no rule \(code)", "", remedy: "supercargo rules list shows them",
          status: .nothingFound)
      }
      Standard.print("\(rule.id): \(rule.title) (\(rule.severity.name))")
      Standard.print(rule.meaning)
      for example in rule.examples {
        let trips = example.trips.map { "trips on \($0.iso8601)" } ?? "does not trip"
        Standard.print("  \(example.note): \(trips)")
      }
    }
  }

  struct Try: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "try",
      abstract: "Say which orders of the store would have been routed otherwise by other rules.",
      discussion: """
        The file holds [routing] and [[route]] as in the configuration. Orders are routed as if nothing \
        of them were bought yet, at today's offers; nothing is changed.
        """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The rules: a TOML file with [routing] and [[route]].")
    var file: String

    @Argument(help: "Only orders that match this filter.")
    var filter: [String] = []

    @Option(name: .long, help: "At most so many orders, newest first.")
    var limit: Int?

    @Flag(name: .long, help: "One JSON object a line.")
    var json = false

    func run() throws {
      let store = try global.openStore()
      let configuration = try global.configuration()
      let policy: RoutingPolicy
      do {
        policy = try Configuration.routingFile(path: file)
      } catch {
        throw Failure("the rules can't be used", "\(error)", status: .usage)
      }
      let query = try ListingOptions.query(filter.joined(separator: " "))
      let buyer = try Buyer(store: store, configuration: configuration)
      let (catalogue, now) = (try buyer.catalogue(), global.now)
      var whole = RoutingTrial()
      var progress = ProgressLine("trying", quiet: global.quiet || json)
      var anchor = Anchor.start
      while whole.examined < limit ?? .max {
        let window = try store.queue(
          query, sort: .newest, at: anchor, count: min(500, (limit ?? .max) - whole.examined),
          now: now)
        let part = RoutingTrial.compare(
          try store.routeRequests(window.rows.map(\.id), now: now).map(Self.unbought), catalogue,
          from: configuration.routing, to: policy, rates: configuration.rates, now: now)
        whole.examined += part.examined
        whole.changes += part.changes
        progress.show(whole.examined, of: 0)
        guard window.hasAfter, let last = window.rows.last else { break }
        anchor = .after(last.id.number)
      }
      progress.finish()
      guard whole.examined > 0 else { throw ExitCode(ExitStatus.nothingFound.rawValue) }
      for change in whole.changes { tell(change) }
      let totals = Dictionary(grouping: whole.changes.compactMap(\.costDifference), by: \.currency)
        .sorted { $0.key.code < $1.key.code }
        .map { currency, amounts in
          Money(minor: amounts.reduce(0) { $0 + $1.minor }, currency: currency)
        }
      if json {
        Standard.print(
          JSON.object([
            ("examined", .count(whole.examined)), ("changed", .count(whole.changes.count)),
            ("cost_difference", .array(totals.map { JSON.money($0) })),
          ]).line)
      } else {
        let money = totals.map { ", \($0.decimal) \($0.currency.code)" }.joined()
        Standard.print(
          "\(whole.changes.count) of \(whole.examined) orders would go otherwise\(money)")
      }
    }

    /// The order as it was before anything of it was bought.
    private static func unbought(_ request: RouteRequest) -> RouteRequest {
      var request = request
      request.obstacle = ""
      for index in request.lines.indices { request.lines[index].covered = [:] }
      return request
    }

    private func tell(_ change: RoutingTrial.Change) {
      if json {
        Standard.print(
          JSON.object([
            ("order", .string(change.orderName)), ("order_id", .integer(change.order.number)),
            ("from", .array(change.from.map(JSON.string))),
            ("to", .array(change.to.map(JSON.string))),
            ("cost_difference", .money(change.costDifference)),
            ("reasons", .array(change.reasons.map(JSON.string))),
          ]).line)
      } else if !global.quiet {
        let difference = change.costDifference.map { "  \($0.decimal) \($0.currency.code)" } ?? ""
        Standard.print(
          ("\(change.orderName)  \(change.from.joined(separator: " + ")) -> "
            + "\(change.to.joined(separator: " + "))\(difference)").sanitised(limit: 600))
      }
    }
  }
}

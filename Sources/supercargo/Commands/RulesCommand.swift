import ArgumentParser
import Fulfillment
import Settings
import Store

/// `supercargo rules list|explain|try`
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "The rules behind exceptions, and routing rules tried on history.",
    subcommands: [List.self, Explain.self, Words.self, Try.self], defaultSubcommand: List.self)

  struct Words: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "words", abstract: "List what a rule of your own can ask.")

    @Flag(name: .long, help: "One JSON object a line.")
    var json = false

    func run() {
      for field in ConditionFields.all {
        if json {
          Standard.print(
            JSON.object([
              ("word", .string(field.name)), ("meaning", .string(field.meaning)),
              ("example", .string(field.example)),
            ]).line)
        } else {
          let blanks = String(repeating: " ", count: max(1, 34 - field.example.count))
          Standard.print("\(field.example)\(blanks)\(field.meaning)")
        }
      }
    }
  }

  struct Try: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "try",
      abstract: "Say what other rules would have done with the orders of the store.",
      discussion: """
        The file holds [thresholds], [[rule]], [calendar.XX], [routing] and [[route]] as in the \
        configuration. Every order is replayed event by event, with what was known then: when would \
        each rule have fired first, and did the order come out badly? Routing is tried as if nothing of \
        an order were bought yet, at today's offers. Nothing is changed. What history has taught since is \
        not known of a moment past: limits that are learned are tried by their seeds alone.
        """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The rules: a TOML file.")
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
      let rules: RuleFile
      do {
        rules = try Configuration.ruleFile(path: file, over: configuration.thresholds)
      } catch {
        throw Failure("the rules can't be used", "\(error)", status: .usage)
      }
      guard rules.routing != nil || !rules.codes.isEmpty else {
        throw Failure(
          "there is nothing to try", "\(file) changes no threshold and brings no rule",
          remedy: "write [thresholds], [[rule]], [calendar.XX], [routing] or [[route]] into it",
          status: .usage)
      }
      if !rules.codes.isEmpty { try tryRules(rules, configuration, store) }
      if let policy = rules.routing { try tryRouting(policy, configuration, store) }
    }

    private func tryRules(
      _ rules: RuleFile, _ configuration: Configuration, _ store: Store
    ) throws {
      let query = try ListingOptions.query(filter.joined(separator: " "))
      let run = RuleTrialRun(
        store: store, file: rules, inForce: configuration.thresholds, now: global.now)
      var progress = ProgressLine("trying", quiet: global.quiet || json)
      let comparisons = try run.compare(query, limit: limit) {
        progress.show($0, of: 0)
        return true
      }
      progress.finish()
      guard let comparisons, let first = comparisons.first, first.tried.examined > 0 else {
        throw ExitCode(ExitStatus.nothingFound.rawValue)
      }
      for comparison in comparisons {
        if json {
          Standard.print(RuleTrialReport.json(comparison).line)
        } else {
          RuleTrialReport.lines(comparison, isBrief: global.quiet).forEach { Standard.print($0) }
        }
      }
      if !json, !global.quiet, rules.codes.contains(where: Thresholds.learning.contains) {
        Standard.print(RuleTrialReport.seedsOnly)
      }
    }

    private func tryRouting(
      _ policy: RoutingPolicy, _ configuration: Configuration, _ store: Store
    ) throws {
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

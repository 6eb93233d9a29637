import ArgumentParser
import Fulfillment
import Settings
import Store

/// `supercargo numbers`
struct NumbersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "numbers",
    abstract: "How storefronts, suppliers, lanes and products do, by ripe order cohorts.",
    discussion: """
      Every share rests on days that are ripe: refunds and returns on orders of at least 60 days, disputes of \
      90, cancellations of 14, tracking numbers of 7; dispatch and delivery on promises that have run out. What \
      is younger is told apart, so that nobody looks good by youth. A ~ marks a share of which a fifth or more \
      is still too young. Durations count what is not through yet for as long as it was watched.
      """,
    subcommands: [Table.self, Compare.self, Lines.self], defaultSubcommand: Table.self)

  /// `supercargo numbers [KIND] [NAME...]`
  struct Table: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "table", abstract: "The numbers of storefronts, suppliers, lanes or products.")

    @OptionGroup var global: GlobalOptions

    @Option(
      name: .long,
      help: ArgumentHelp(
        "storefronts, suppliers, lanes or products.", valueName: "kind"))
    var by = By.suppliers

    @OptionGroup var period: PeriodOptions
    @OptionGroup var listing: ListingOptions

    enum By: String, CaseIterable, ExpressibleByArgument {
      case storefronts, suppliers, lanes, products

      var kind: FigureKind {
        switch self {
        case .storefronts: .storefront
        case .suppliers: .supplier
        case .lanes: .lane
        case .products: .product
        }
      }
    }

    enum Sort: String, CaseIterable {
      case placed, name
      case onTime = "on_time"
      case refunded
      case lateDispatch = "late_dispatch"

      func precedes(_ left: Numbers, _ right: Numbers) -> Bool {
        switch self {
        case .placed: left.placed > right.placed
        case .name: left.name < right.name
        case .onTime: (left.onTime.share ?? 2) < (right.onTime.share ?? 2)
        case .refunded: (left.refunded.share ?? -1) > (right.refunded.share ?? -1)
        case .lateDispatch: (left.lateDispatch.share ?? -1) > (right.lateDispatch.share ?? -1)
        }
      }
    }

    func run() throws {
      let store = try global.openStore()
      try NumbersCommand.tellUncounted(store)
      var lister = try Lister(NumbersColumns.all, options: listing)
      let sort = try listing.sorting(Sort.placed)
      let words = listing.filter.map { $0.lowercased() }
      try store.numbers(by.kind, period: period.days, now: period.end(global.now))
        .filter { row in words.allSatisfy { row.name.lowercased().contains($0) } }
        .sorted(by: sort.precedes).prefix(listing.limit ?? .max).forEach { lister.add($0) }
      try lister.finish()
    }
  }

  /// `supercargo numbers compare SUPPLIER OTHER [--to BR]`
  struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "compare", abstract: "Would another supplier have been faster on this lane?")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The supplier that fills the orders now.")
    var supplier: String

    @Argument(help: "The one that could.")
    var other: String

    @Option(name: .long, help: "Only parcels to that country, by its two letters.")
    var to: String?

    @Option(name: .long, help: "How many days back.")
    var days = 180

    @Flag(name: .long, help: "One JSON object.")
    var json = false

    func validate() throws {
      guard (1...3650).contains(days) else {
        throw ValidationError("--days takes a number from 1 to 3650")
      }
    }

    func run() throws {
      let store = try global.openStore()
      let names = try store.suppliers(now: global.now).map(\.name)
      for wanted in [supplier, other]
      where !names.contains(where: { $0.lowercased() == wanted.lowercased() }) {
        throw Failure(
          "can't compare", "there is no supplier \(wanted)",
          remedy: NearestName.remedy(wanted, among: names), status: .nothingFound)
      }
      let (own, others) = try store.comparison(
        of: supplier, with: other, to: to?.uppercased(), period: days, now: global.now)
      guard let comparison = LaneComparison(own: own, other: others) else {
        throw Failure(
          "can't compare",
          "one of the two has delivered nothing \(to == nil ? "" : "there ")in \(days) days",
          remedy: (to == nil ? "" : "leave out --to, or ") + "look further back with --days",
          status: .nothingFound)
      }
      guard json else { return Standard.print("\(others.name): \(comparison.text)") }
      Standard.print(
        JSON.object([
          ("supplier", .string(own.name)), ("other", .string(others.name)),
          ("chance_sooner", .number((comparison.chanceSooner * 1000).rounded() / 1000)),
          ("median_days", comparison.ownMedian.map(JSON.number) ?? .null),
          ("other_median_days", comparison.otherMedian.map(JSON.number) ?? .null),
          ("sample", .integer(comparison.ownSample)),
          ("other_sample", .integer(comparison.otherSample)),
          (
            "is_enough",
            .bool(min(comparison.ownSample, comparison.otherSample) >= LaneComparison.enough)
          ),
        ]).line)
    }
  }

  /// `supercargo numbers lines`
  struct Lines: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lines",
      abstract: "How each storefront stands against the lines of marketplaces and card networks.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var listing: ListingOptions

    func run() throws {
      let words = listing.filter.map { $0.lowercased() }
      var lister = try Lister(LineColumns.all, options: listing)
      let verdicts = try NumbersCommand.verdicts(
        try global.openStore(), home: global.home, now: global.now)
      for verdict in verdicts {
        let text = (verdict.line.name + " " + verdict.storefront).lowercased()
        if words.allSatisfy(text.contains) { lister.add(verdict) }
      }
      try lister.finish()
    }
  }

  /// What every reading of the numbers takes.
  struct PeriodOptions: ParsableArguments {
    @Option(name: .long, help: "How many ripe days each figure covers.")
    var days = 90

    @Option(
      name: .long,
      help: ArgumentHelp(
        "The day the periods end, with what is known today; default: today.",
        valueName: "yyyy-mm-dd"))
    var until: String?

    func validate() throws {
      guard (1...3650).contains(days) else {
        throw ValidationError("--days takes a number from 1 to 3650")
      }
      if let until, Timestamp(iso8601: until) == nil || until.utf8.count != 10 {
        throw ValidationError("--until takes a day as 2026-11-20")
      }
    }

    func end(_ now: Timestamp) -> Timestamp { until.flatMap { Timestamp(iso8601: $0) } ?? now }
  }

  /// Every storefront against every line, the worst first.
  static func verdicts(_ store: Store, home: Home, now: Timestamp) throws -> [LineVerdict] {
    let lines: [JudgingLine]
    do {
      lines = try JudgingLines.load(home.folder.lines)
    } catch {
      throw Failure("the lines can't be read", error.description)
    }
    let paces = try store.monthPaces(now: now)
    let order: [JudgingLine.Standing] = [.over, .near, .clear, .below, .unknown]
    return try store.numbers(.storefront, period: 30, now: now).flatMap { numbers in
      lines.compactMap { $0.verdict(numbers, month: paces[numbers.name], on: now.date) }
    }.sorted {
      let (left, right) = (order.firstIndex(of: $0.standing), order.firstIndex(of: $1.standing))
      return left != right
        ? (left ?? 9) < (right ?? 9)
        : ($0.storefront, $0.line.name) < ($1.storefront, $1.line.name)
    }
  }

  /// Numbers that are not whole yet say so.
  static func tellUncounted(_ store: Store) throws {
    let missing = try store.uncountedOrders()
    guard missing > 0 else { return }
    Standard.complain(
      "\(missing) orders from before the numbers are not counted yet: they come in with the next sync, "
        + "or at once with: supercargo doctor --recount")
  }
}

/// The columns of a line's verdict.
enum LineColumns {
  static let all: [ListColumn<LineVerdict>] = [
    .text("storefront") { $0.storefront },
    .text("line") { $0.line.name },
    .text("party", isExtra: true) { $0.line.party },
    .text("measure") { $0.line.measure.rawValue },
    ListColumn(
      "limit", isNumber: true, json: { .number($0.line.limit) },
      text: { ($0.line.isCeiling ? "< " : "> ") + "\(($0.line.limit * 100).oneDigit) %" }),
    ListColumn(
      "now", isNumber: true, json: { NumbersColumns.json($0.rate) }, text: { $0.rate.text }),
    ListColumn(
      "month_end_cases", isNumber: true,
      json: { $0.projectedHits.map(JSON.integer) ?? .null },
      text: { $0.projectedHits.map { "\($0)" } ?? "" }),
    .text("standing") { $0.standing.rawValue },
    .text("source", isExtra: true) { $0.line.source },
    .text("as_of", isExtra: true) { String($0.line.asOf.midnight.iso8601.prefix(10)) },
  ]
}

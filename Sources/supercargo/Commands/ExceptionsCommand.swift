import ArgumentParser
import Fulfillment
import Settings
import Store

/// `supercargo exceptions [FILTER]` and its decisions.
struct ExceptionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exceptions", abstract: "List what needs a hand, and deal with it.",
    subcommands: [List.self, Acknowledge.self, Snooze.self, Resolve.self],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the exceptions that stand, one an order.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var listing: ListingOptions

    func run() throws {
      let store = try global.openStore()
      let (query, sort, now) = (
        try listing.query(), try listing.sorting(ExceptionSort.money), global.now
      )
      var lister = try Lister(ExceptionColumns.all, options: listing)
      try ListWalk(limit: listing.limit).forEach(
        { try store.exceptions(query, sort: sort, at: $0, count: $1, now: now) },
        id: { $0.id.number }, body: { lister.add($0) })
      try lister.finish()
    }
  }

  struct Acknowledge: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "ack", abstract: "Acknowledge: seen, being worked on.")

    @OptionGroup var deciding: DecidingOptions

    func run() throws {
      try deciding.decide(.acknowledge, on: deciding.exceptions)
    }
  }

  struct Snooze: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "snooze", abstract: "Put aside until a time or until something moves.")

    @OptionGroup var deciding: DecidingOptions

    @Option(
      name: .long,
      help: "For how long (4h, 3d, 1w) or until when (2026-11-30); left out: until something moves."
    )
    var until: String?

    func run() throws {
      let now = deciding.global.now
      guard let until else {
        return try deciding.decide(.snooze(.untilMoved), on: deciding.exceptions)
      }
      guard
        let instant = Timestamp(iso8601: until) ?? SpanText.span(until).map({ now + $0 }),
        instant > now
      else {
        throw ValidationError("--until \(until): say 4h, 3d, 1w or a date to come")
      }
      try deciding.decide(.snooze(.until(instant)), on: deciding.exceptions)
    }
  }

  struct Resolve: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "resolve", abstract: "Close with a reason; it is raised again only if it is new."
    )

    @OptionGroup var deciding: DecidingOptions

    @Option(name: .long, help: "Why; kept with the order.")
    var reason: String

    func run() throws {
      try deciding.decide(.resolve(reason: reason), on: deciding.exceptions)
    }
  }
}

/// Walks a list in windows up to a limit.
struct ListWalk {
  var limit: Int?

  func forEach<Row>(
    _ load: (Anchor, Int) throws -> Window<Row>, id: (Row) -> Int64, body: (Row) throws -> Void
  ) throws {
    var (anchor, left) = (Anchor.start, limit ?? .max)
    while left > 0 {
      let window = try load(anchor, min(left, 500))
      try window.rows.forEach(body)
      left -= window.rows.count
      guard window.hasAfter, let last = window.rows.last else { return }
      anchor = .after(id(last))
    }
  }
}

/// The columns of an exception, with the stable names of the command line.
enum ExceptionColumns {
  static let all: [ListColumn<ExceptionRow>] = [
    .count("id", isExtra: true) { Int($0.id.number) },
    .text("code") { $0.code },
    .text("order") { $0.subject },
    .text("severity") { $0.severity.name },
    .text("state") { $0.state.rawValue },
    .time("since") { $0.since },
    .time("due") { $0.due },
    .money("money") { $0.money },
    .text("reason") { $0.reason },
    ListColumn(
      "learned", isExtra: true, json: { .bool($0.learned) }, text: { $0.learned ? "yes" : "no" }),
    .text("supplier", isExtra: true) { $0.supplier },
    .text("storefront", isExtra: true) { $0.storefront },
    .time("snoozed_until", isExtra: true) { $0.snoozedUntil },
    .count("hidden", isExtra: true) { $0.hidden },
  ]

  /// A row as a JSON object.
  static func object(_ row: ExceptionRow) -> JSON {
    .object(all.map { ($0.name, $0.json(row)) })
  }
}

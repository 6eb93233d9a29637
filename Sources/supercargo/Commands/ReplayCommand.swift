import ArgumentParser
import Fulfillment
import Settings
import Store

/// `supercargo replay ORDER`
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Show what was known of an order at a moment, or every change of it.",
    discussion: """
      Without --at: every change that the event log holds, oldest first, with who, why and where from. \
      With --at: the order as it was known then, whatever became known later.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The order's name (#1001), its id in the shop, or id:N.")
  var order: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "That moment: 2026-11-22T14:09Z, 2026-11-22 (its end, UTC), or how long ago: 3d, 12h.",
      valueName: "time"))
  var at: String?

  @Flag(name: .long, help: "One JSON object, or one a change without --at.")
  var json = false

  func run() throws {
    let time = try at.map { try PastMoment.read($0, now: global.now) }
    let store = try global.openStore()
    let id = try store.onlyOrder(order)
    guard let ledger = try store.ledger(of: id) else {
      throw Failure(order, "there is no such order", status: .nothingFound)
    }
    guard let time else { return printChanges(ledger) }
    let replay = ledger.replay(at: time)
    guard replay.order != nil else {
      throw Failure(
        "\(order) at \(time.iso8601)", "nothing was known of it then",
        remedy: ledger.beginsAt.map { "it came at \($0.iso8601)" } ?? "", status: .nothingFound)
    }
    let deeds = ledger.entries.filter {
      $0.at <= time && $0.subject == .decision || $0.at <= time && $0.subject == .target
    }
    let sheet = ReplaySheet(
      replay: replay, at: time, deeds: deeds,
      isReconstructed: ledger.isOlder && ledger.beginsAt.map { time < $0 } ?? true)
    Standard.print(json ? sheet.json.line : sheet.text)
  }

  private func printChanges(_ ledger: OrderLedger) {
    if !json, ledger.isOlder {
      Standard.print(
        "The log began after this order came: what was there before has no who and why.")
    }
    let entries = ledger.entries.withoutRewriting
    for (entry, currency) in zip(entries, entries.currencies) {
      Standard.print(json ? entry.json(in: currency).line : entry.line(in: currency))
    }
  }
}

/// A moment that has been, as an operator writes it.
enum PastMoment {
  /// `2026-11-22T14:09Z`, `2026-11-22` (the end of that day) or `3d` (ago); fails for what is none.
  static func read(_ text: String, now: Timestamp) throws -> Timestamp {
    if let span = SpanText.span(text) { return now - span }
    if let time = Timestamp(iso8601: text) {
      return text.count == 10 ? time + .days(1) - .milliseconds(1) : time
    }
    throw Failure(
      "--at \(text)", "this is no moment", remedy: "2026-11-22T14:09Z, 2026-11-22 or 3d",
      status: .usage)
  }
}

extension [LedgerEntry] {
  /// Without rows that were taken out and put back as they were in one transaction.
  var withoutRewriting: [LedgerEntry] {
    var dropped: Set<Int> = []
    for (place, entry) in enumerated() where entry.verb == .gone {
      let again = self[(place + 1)...].firstIndex {
        $0.verb == .new && $0.subject == entry.subject && $0.at == entry.at
          && $0.row.fields == entry.row.fields && $0.number == entry.number
      }
      if let again, !dropped.contains(again) { dropped.formUnion([place, again]) }
    }
    return enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
  }
}

extension [LedgerEntry] {
  /// What the amounts of each are in: its row's own currency as told last, for a line that of the order.
  var currencies: [Currency?] {
    var (order, rows) = (Currency?.none, [String: Currency]())
    return map { entry in
      let row = "\(entry.subject.rawValue) \(entry.number)"
      let told = entry.fields.first { $0.name == "currency" }?.after.flatMap { Currency($0.text) }
      if let told { rows[row] = told }
      if entry.subject == .order { order = told ?? order }
      return entry.subject == .line ? order : rows[row]
    }
  }
}

extension LedgerEntry {
  /// One line of the list of changes.
  func line(in currency: Currency?) -> String {
    let by = source.isEmpty ? who : "\(who) (\(source))"
    let happened = happenedAt.map { verb == .new ? ", happened \($0.iso8601)" : "" } ?? ""
    let what = fields.filter { !LedgerEntry.isQuiet($0.name) }.prefix(8).map { field in
      // `granted` beside `grantedCurrency`.
      let own = fields.first { $0.name == field.name + "Currency" }?.after
      return field.shown(in: own.flatMap { Currency($0.text) } ?? currency)
    }
    let line =
      "\(at.iso8601)  \(by)  \(subject.rawValue) \(verb.word): "
      + what.joined(separator: ", ") + happened + (reason.isEmpty ? "" : "  [\(reason)]")
    return line.sanitised(limit: 1000)
  }

  private static func isQuiet(_ name: String) -> Bool {
    ["body", "key", "recordedAt", "createdAt", "isHistory", "externalID"].contains(name)
  }

  /// As a JSON object; of a change each column is what it was and what it is.
  func json(in currency: Currency?) -> JSON {
    func value(_ field: Field, _ value: LedgerValue?) -> JSON {
      LedgerColumns.json(field.name, value) { column in
        let own = fields.first { $0.name == column }
        return (own?.after ?? own?.before).flatMap { Currency($0.text) } ?? currency
      }
    }
    return .object([
      ("id", .integer(id)), ("at", .time(at)), ("who", .string(who)), ("source", .string(source)),
      ("reason", .string(reason)), ("subject", .string(subject.rawValue)),
      ("verb", .string(verb.rawValue)), ("number", .integer(number)),
      ("happened_at", .time(happenedAt)),
      (
        "fields",
        .object(
          fields.map { field in
            (
              LedgerColumns.key(field.name),
              verb == .set
                ? .array([value(field, field.before), value(field, field.after)])
                : value(field, field.after ?? field.before)
            )
          })
      ),
    ])
  }
}

extension LedgerEntry.Verb {
  fileprivate var word: String {
    switch self {
    case .new: "came"
    case .set: "changed"
    case .gone: "went"
    }
  }
}

extension LedgerEntry.Field {
  /// `state ready -> shipped`, with times and amounts as one reads them.
  func shown(in currency: Currency?) -> String {
    func shown(_ value: LedgerValue) -> String {
      LedgerColumns.text(name, value, currency: currency)
    }
    switch (before, after) {
    case (let before?, let after?): return "\(name) \(shown(before)) -> \(shown(after))"
    case (nil, let after?): return "\(name) \(shown(after))"
    case (let before?, nil): return "\(name) was \(shown(before))"
    case (nil, nil): return name
    }
  }
}

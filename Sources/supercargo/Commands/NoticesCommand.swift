import ArgumentParser
import Fulfillment
import Settings
import Store
import Sync

/// `supercargo notices [FILTER]` and what is done with them.
struct NoticesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notices", abstract: "List what customers were told, or are to be told; send it.",
    subcommands: [
      List.self, Preview.self, Send.self, Skip.self, Settle.self, OptOut.self,
      NoticeTemplatesCommand.self,
    ],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List notices, the newest first.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var listing: ListingOptions

    @Option(
      name: .long,
      help: "Only those that stand so: proposed, queued, sent, skipped, failed, unknown; repeat it."
    )
    var state: [NoticeState] = []

    func run() throws {
      let store = try global.openStore()
      var lister = try Lister(NoticeColumns.all, options: listing)
      let sort = try listing.sorting(NoticeSort.newest)
      let limit = sort == .newest ? listing.limit ?? .max : .max
      var rows = try store.notices(
        listing.query(), states: Set(state), limit: limit, now: global.now)
      if sort == .oldest { rows.reverse() }
      for row in rows.prefix(listing.limit ?? .max) { lister.add(row) }
      try lister.finish()
    }
  }

  struct Preview: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "preview",
      abstract: "Show exactly what would go to the customer, by which way and why; nothing is sent."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var wanted: WantedNotice

    @Argument(help: "The order by name (#1001), shop id or id:N.")
    var order: String

    @Flag(name: .long, help: "The message as it leaves, with its head.")
    var raw = false

    func run() throws {
      let (store, configuration) = (try global.openStore(), try global.configuration())
      let id = try store.onlyOrder(order)
      let waiting = try store.notices(of: id).filter {
        [.proposed, .queued].contains($0.state) && (wanted.kind == nil || $0.kind == wanted.kind)
      }
      if !waiting.isEmpty, wanted.language == nil {
        for row in waiting { show(row) }
        return
      }
      guard let kind = wanted.kind else {
        throw Failure(
          "no notice waits on \(order)", "its customer is told nothing now",
          remedy: "--kind shows one of your choice", status: .nothingFound)
      }
      let found: (due: DueNotice, draft: NoticeDraft)
      do {
        found = try store.previewNotice(
          kind, of: id, language: wanted.language, Services.notices(configuration),
          now: global.now)
      } catch let refusal as NoticeRefusal {
        throw Failure("there is no such notice of \(order)", refusal.reason, status: .nothingFound)
      }
      let (due, draft) = found
      show(
        NoticeRow(
          id: 0, order: id, orderName: order, storefront: "", kind: kind, fact: due.fact,
          state: .proposed, way: draft.way, address: draft.address, language: draft.text.language,
          subject: draft.text.subject, text: draft.text.text, body: draft.body, factAt: due.at,
          createdAt: global.now))
    }

    private func show(_ row: NoticeRow) {
      if raw {
        Standard.print(row.body.replacing("\r\n", with: "\n"))
        return
      }
      var lines = ["kind: \(row.kind.text)", "state: \(NoticeColumns.state(row))"]
      lines.append("by: \(row.way.text)" + (row.address.isEmpty ? "" : " to \(row.address)"))
      lines.append("why: \(row.fact), since \(row.factAt.iso8601)")
      if let language = row.language { lines.append("language: \(language.rawValue)") }
      lines += ["subject: \(row.subject)", "", row.text]
      Standard.print(
        lines.joined(separator: "\n").sanitised(limit: 30_000, keepsLineBreaks: true) + "\n")
    }
  }

  struct Send: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "send",
      abstract: "Send the notices that wait, or with --kind one of your choice, after the hold.")

    @OptionGroup var deciding: DecidingOptions
    @OptionGroup var wanted: WantedNotice

    func run() throws {
      let configuration = try deciding.global.configuration()
      guard configuration.notices.isOn else {
        throw Failure(
          "nothing was sent", "the configuration has no [notices]",
          remedy: "supercargo init writes an example", status: .usage)
      }
      if let kind = wanted.kind {
        let store = try deciding.global.openStore()
        let desk = try Services.notices(configuration)
        for name in deciding.ids {
          try propose(kind, name, store, desk)
        }
      }
      try deciding.decide(.tellCustomer(wanted.kind), on: deciding.orders)
    }

    /// Where none waits, it is written first; what is in its way is said by the decision.
    private func propose(
      _ kind: NoticeKind, _ name: String, _ store: Store, _ desk: NoticeDesk
    ) throws {
      let id = try store.onlyOrder(name)
      let own = try store.notices(of: id).filter { $0.kind == kind }
      guard own.isEmpty || own.allSatisfy({ $0.state == .sent }) else { return }
      do {
        _ = try store.proposeNotice(
          kind, of: id, language: wanted.language, desk, now: deciding.global.now)
      } catch let refusal as NoticeRefusal {
        throw Failure("\(name) was not written to", refusal.reason, status: .nothingFound)
      }
    }
  }

  struct Skip: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "skip", abstract: "Do not send what waits, or take back what has not left.")

    @OptionGroup var deciding: DecidingOptions
    @OptionGroup var wanted: KindOption

    @Option(name: .long, help: "Why; kept with the decision.")
    var reason = ""

    func run() throws {
      try deciding.decide(.withholdNotice(wanted.kind, reason: reason), on: deciding.orders)
    }
  }

  struct Settle: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "settle",
      abstract:
        "Say what became of a notice whose outcome is unknown; it is never sent again blindly.")

    @OptionGroup var deciding: DecidingOptions
    @OptionGroup var wanted: KindOption

    @Flag(help: "The customer has it, or has it not.")
    var outcome: Outcome

    enum Outcome: String, EnumerableFlag { case arrived, lost }

    func run() throws {
      try deciding.decide(
        outcome == .arrived ? .noticeArrived(wanted.kind) : .noticeLost(wanted.kind),
        on: deciding.orders)
    }
  }

  struct OptOut: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "opt-out",
      abstract:
        "Mail nothing to an address any more but answers to returns; only its digest is kept.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The customer's mail address.")
    var address: String

    @Flag(name: .long, help: "Write to it again.")
    var lift = false

    func run() throws {
      let (store, configuration) = (try global.openStore(), try global.configuration())
      let digest = try Services.notices(configuration).digest(address)
      let isNew = try store.setNotices(
        off: !lift, for: digest, by: configuration.operatorName, now: global.now)
      if !global.quiet {
        Standard.print(
          isNew
            ? (lift ? "it is written to again" : "it is not written to any more")
            : "it is so already")
      }
    }
  }
}

/// A kind of notice.
struct KindOption: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("Only of that kind.", valueName: "kind"))
  var kind: NoticeKind?
}

/// A kind of notice, and in which language.
struct WantedNotice: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Of that kind: \(NoticeKind.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "kind"))
  var kind: NoticeKind?

  @Option(name: .long, help: "In that language, whatever the country: en, pt, es, de or fr.")
  var language: NoticeLanguage?
}

extension NoticeKind: ExpressibleByArgument {}
extension NoticeState: ExpressibleByArgument {}

extension NoticeLanguage: ExpressibleByArgument {
  init?(argument: String) { self.init(tag: argument) }
}

/// How notices are sorted.
enum NoticeSort: String, CaseIterable {
  case newest, oldest
}

/// The columns of a notice, with the stable names of the command line.
enum NoticeColumns {
  static let all: [ListColumn<NoticeRow>] = [
    .count("id", isExtra: true) { Int($0.id) },
    .text("order") { $0.orderName },
    .text("storefront", isExtra: true) { $0.storefront },
    .text("kind") { $0.kind.rawValue },
    .text("state") { $0.state.rawValue },
    .text("way") { $0.way.rawValue },
    .text("to") { $0.address },
    .text("language") { $0.language?.rawValue ?? "" },
    .text("subject") { $0.subject },
    .text("fact", isExtra: true) { $0.fact },
    .text("reason") { $0.reason },
    .time("fact_at", isExtra: true) { $0.factAt },
    .time("created_at", isExtra: true) { $0.createdAt },
    .time("hold_until", isExtra: true) { $0.holdUntil },
    .time("sent_at", isExtra: true) { $0.sentAt },
    .text("text", isExtra: true) { $0.text },
  ]

  /// A row as a JSON object.
  static func object(_ row: NoticeRow) -> JSON { .object(all.map { ($0.name, $0.json(row)) }) }

  /// `queued, leaves at 2026-11-23T09:10:00Z`
  static func state(_ row: NoticeRow) -> String {
    let leaves = row.holdUntil.map { ", leaves at \($0.iso8601)" } ?? ""
    return row.state.rawValue + leaves + (row.reason.isEmpty ? "" : ": \(row.reason)")
  }
}

import ArgumentParser
import Connectors
import Foundation
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
      // What send would send, and what is about to leave.
      let waiting = try store.noticesToTell(wanted.kind, of: id)
      let leaving = try store.notices(of: id).filter {
        $0.state == .queued && (wanted.kind == nil || $0.kind == wanted.kind)
      }
      if wanted.language == nil, !(leaving + waiting).isEmpty {
        for row in leaving + waiting { show(row) }
        return
      }
      let kinds =
        wanted.kind.map { [$0] } ?? NoticeKind.allCases.filter(waiting.map(\.kind).contains)
      guard !kinds.isEmpty else {
        throw Failure(
          "no notice waits on \(order)", "its customer is told nothing now",
          remedy: "--kind shows one of your choice", status: .nothingFound)
      }
      do {
        let desk = try Services.notices(configuration)
        for kind in kinds {
          let found = try store.previewNotice(
            kind, of: id, language: wanted.language, desk, now: global.now)
          for (due, draft) in found { show(NoticeRow(due, draft, of: id, order, now: global.now)) }
        }
      } catch let refusal as NoticeRefusal {
        throw Failure("there is no such notice of \(order)", refusal.reason, status: .nothingFound)
      }
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
      if wanted.kind != nil || wanted.language != nil {
        let store = try deciding.global.openStore()
        let desk = try Services.notices(configuration)
        for name in deciding.ids { try write(name, store, desk) }
      }
      try deciding.decide(.tellCustomer(wanted.kind), on: deciding.orders)
    }

    /// Where none waits, it is written first, and what waits in another language is written anew; what is in
    /// its way is said by the decision.
    private func write(_ name: String, _ store: Store, _ desk: NoticeDesk) throws {
      let (id, now) = (try store.onlyOrder(name), deciding.global.now)
      do {
        guard try store.noticesToTell(wanted.kind, of: id).isEmpty else {
          guard let language = wanted.language else { return }
          _ = try store.rewriteNotices(wanted.kind, of: id, in: language, desk, now: now)
          return
        }
        guard let kind = wanted.kind else { return }
        let own = try store.notices(of: id).filter { $0.kind == kind }
        let isNew = own.allSatisfy { $0.state == .sent || $0.state == .failed && $0.body.isEmpty }
        guard isNew else { return }
        _ = try store.proposeNotice(kind, of: id, language: wanted.language, desk, now: now)
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
        "Mail nothing to an address any more but answers to returns; only its digest is kept.",
      discussion: "`-` reads addresses from the input, one a line.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The customer's mail address, or - for those of the input.")
    var address: String

    @Flag(name: .long, help: "Write to it again.")
    var lift = false

    func run() throws {
      let (store, configuration) = (try global.openStore(), try global.configuration())
      let desk = try Services.notices(configuration)
      func note(_ address: String) throws -> Bool {
        try store.setNotices(
          off: !lift, for: address, desk, by: configuration.operatorName, now: global.now)
      }
      guard address == "-" else {
        guard NoticeLetter.isAddress(address) else { throw OptOut.refusal(of: [address]) }
        let isNew = try note(address)
        let word = lift ? "it is written to again" : "it is not written to any more"
        if !global.quiet { Standard.print(isNew ? word : "it is so already") }
        return
      }
      let input = FileHandle.standardInput.readDataToEndOfFile()
      let (addresses, refused) = OptOut.addresses(in: String(decoding: input, as: UTF8.self))
      guard !addresses.isEmpty else { throw OptOut.refusal(of: refused) }
      let count = try addresses.count { try note($0) }
      if !global.quiet {
        let word = lift ? "are written to again" : "are not written to any more"
        Standard.print(
          "\(count) \(word)"
            + (count == addresses.count ? "" : ", \(addresses.count - count) were so already"))
      }
      for entry in refused { Standard.complain(OptOut.word(on: entry)) }
      if !refused.isEmpty { throw PartlyDone() }
    }

    /// The addresses of a list, each once, and what stands there that is none.
    static func addresses(in text: String) -> (addresses: [String], refused: [String]) {
      var (addresses, refused): ([String], [String]) = ([], [])
      var seen: Set<String> = []
      for line in text.split(whereSeparator: \.isNewline) {
        let entry = line.trimmingCharacters(in: .whitespaces.union(["\u{FEFF}"]))
        guard !entry.isEmpty, seen.insert(entry).inserted else { continue }
        if NoticeLetter.isAddress(entry) { addresses.append(entry) } else { refused.append(entry) }
      }
      return (addresses, refused)
    }

    private static func word(on entry: String) -> String {
      "\(entry.sanitised(limit: 80)) is no mail address"
    }

    private static func refusal(of entries: [String]) -> Failure {
      Failure(
        "nothing was noted", entries.first.map(word) ?? "no address was given", status: .usage)
    }
  }
}

extension NoticeRow {
  /// A notice that is only shown.
  fileprivate init(
    _ due: DueNotice, _ draft: NoticeDraft, of id: OrderID, _ order: String, now: Timestamp
  ) {
    self.init(
      id: 0, order: id, orderName: order, storefront: "", kind: due.kind, fact: due.fact,
      state: .proposed, way: draft.way, address: draft.address, language: draft.text.language,
      subject: draft.text.subject, text: draft.text.text, body: draft.body, factAt: due.at,
      createdAt: now)
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

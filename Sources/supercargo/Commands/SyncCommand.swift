import ArgumentParser
import Connectors
import Fulfillment
import Settings
import Store
import Sync

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `supercargo sync [--once]`
struct SyncCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract:
      "Pull orders, supplier states and tracking, raise what needs a hand, send what is bought; no screen."
  )

  @OptionGroup var global: GlobalOptions

  @Flag(name: .long, help: "Pull everything once and end.")
  var once = false

  @Option(name: .long, help: "Only this account.")
  var account: String?

  @Flag(name: .long, help: "One JSON object an account at the end (with --once).")
  var json = false

  func run() async throws {
    let configuration = try global.configuration(withSecrets: true)
    guard !configuration.accounts.isEmpty else {
      throw Failure(
        "there is nothing to pull", "the configuration names no account",
        remedy:
          "add an [[account]] to \(global.configurationPath); supercargo init writes an example")
    }
    if let account, !configuration.accounts.contains(where: { $0.account.name == account }) {
      let known = configuration.accounts.map(\.account.name).joined(separator: ", ")
      throw Failure(
        "there is no account \(account)", "the configuration has \(known)", status: .usage)
    }
    let store = try global.openStore()
    let isLive = isLive
    let services = try Services(
      store: store, configuration: configuration,
      log: FileLog.standardError(verbose: global.verbose),
      sent: { event in if isLive { SyncLines.text(event).map(Standard.print) } })
    do {
      if once {
        try await runOnce(services, store)
      } else {
        let telling = Task { isLive ? await tellAll(services.events) : () }
        defer { telling.cancel() }
        try await services.runUntilSignalled()
      }
    } catch {
      await services.close()
      throw error
    }
    await services.close()
  }

  /// Somebody watches: each pull and each message is told as it ends.
  private var isLive: Bool { !global.quiet && !json && Standard.isTerminal(STDOUT_FILENO) }

  private func tellAll(_ events: AsyncStream<SyncEvent>) async {
    for await event in events { SyncLines.text(event, isBrief: true).map(Standard.print) }
  }

  private func runOnce(_ services: Services, _ store: Store) async throws {
    let following = Task { await follow(services.events) }
    let report = try await services.engine.runOnce(only: account)
    let sent =
      report.heldBy == nil && account == nil ? try await services.dispatcher.runOnce() : nil
    following.cancel()
    let told = await following.value
    if let holder = report.heldBy {
      throw Failure(
        "nothing was pulled", "\(holder) is syncing this store already",
        remedy: "end it first, or leave the work to it", status: .locked)
    }
    let asked = report.accounts.filter { $0.leftAlone == nil }
    for line in report.accounts { tell(line, isTold: told.contains(line.account.name)) }
    if !json, !global.quiet {
      Standard.print(
        "exceptions: \(report.detection.opened) raised, \(report.detection.cleared) cleared, "
          + "\(report.detection.examined) orders checked")
    }
    if let sent { try tell(sent, store) }
    if let holder = sent?.heldBy, !global.quiet {
      Standard.complain("nothing was sent: \(holder) sends from this store")
    }
    if !asked.isEmpty, asked.allSatisfy({ $0.error != nil }) {
      throw Failure(
        "nothing was pulled", "every account failed", remedy: "supercargo doctor says more")
    }
    if report.hasTrouble || sent?.hasTrouble == true { throw PartlyDone() }
  }

  /// What left the outbox, a line for each receiver something went to.
  private func tell(_ report: DispatchReport, _ store: Store) throws {
    for line in report.receivers where line.hasProgress || !line.troubles.isEmpty {
      let name = line.receiver.isEmpty ? "spool" : line.receiver
      let refusals = try line.refusals.prefix(20).map { refusal in
        let order = try store.order(refusal.order, returnWindow: .days(0), now: global.now)
        return (order: order?.row.name ?? "", refusal: refusal)
      }
      if json {
        Standard.print(
          JSON.object([
            ("receiver", .string(name)), ("accepted", .count(line.accepted)),
            ("rejected", .count(line.refused)), ("not_sent", .count(line.notSent)),
            ("unknown", .count(line.lost)), ("absent", .count(line.absent)),
            ("files", .count(line.files)),
            (
              "refusals",
              .array(
                refusals.map { order, refusal in
                  .object([
                    ("order", .string(order)), ("kind", .string(refusal.kind)),
                    ("reason", .string(refusal.reason)),
                  ])
                })
            ),
          ]).line)
      } else if !global.quiet {
        Standard.print(
          "\(name): \(line.accepted) accepted, \(line.refused) refused, "
            + "\(line.lost) with unknown outcome, \(line.notSent) not sent")
      }
      line.troubles.forEach { Standard.complain("\(name): \($0)".sanitised(limit: 400)) }
      for (order, refusal) in refusals {
        let text = "\(name): \(Self.deed(refusal.kind)) \(order) was refused: \(refusal.reason)"
        Standard.complain(
          text.sanitised(limit: 400) + "; `supercargo order '\(order)'` shows it")
      }
    }
  }

  /// What a kind of message does, before the name of its order.
  private static func deed(_ kind: String) -> String {
    switch kind {
    case "place": "the purchase for"
    case "pay": "the payment for"
    case "cancel": "the cancellation for"
    case "fulfil": "word of the parcel of"
    default: "what was sent (\(kind)) for"
    }
  }

  /// One account's line: what came, and what went wrong on standard error.
  private func tell(_ line: AccountReport, isTold: Bool) {
    let (name, intake) = (line.account.name, line.intake)
    if json {
      Standard.print(
        JSON.object([
          ("account", .string(name)), ("items", .count(line.items)),
          ("imported", .count(intake.imported)), ("changed", .count(intake.changed)),
          ("unchanged", .count(intake.unchanged)), ("refused", .count(line.refused.count)),
          ("error", .text(line.error)),
        ]).line)
    } else if !global.quiet, line.leftAlone == nil, line.error == nil, !isTold {
      Standard.print(SyncLines.text(line))
    }
    if let reason = line.leftAlone, !global.quiet, account == nil || account == name {
      Standard.complain("\(name): left alone: \(reason)")
    }
    if let error = line.error { Standard.complain("\(name): \(error)") }
    line.refused.forEach { Standard.complain("\(name): \($0)") }
  }

  /// Shows how far the pulls are until there is nothing more to hear; returns the accounts that were
  /// told.
  private func follow(_ events: AsyncStream<SyncEvent>) async -> Set<String> {
    var progress = ProgressLine("syncing", quiet: global.quiet || json)
    var items: [String: Int] = [:]
    var told: Set<String> = []
    for await event in events {
      switch event {
      case .page(let account, _, let count): items[account] = count
      case .finished(let report):
        items[report.account.name] = report.items
        if isLive, report.error == nil, report.leftAlone == nil {
          progress.finish()
          Standard.print(SyncLines.text(report))
          told.insert(report.account.name)
        }
      case .started, .waiting, .detecting, .standingBy, .lostLease, .storeTrouble: continue
      }
      progress.show(items.values.reduce(0, +), of: 0)
    }
    progress.finish()
    return told
  }
}

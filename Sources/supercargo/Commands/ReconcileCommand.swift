import ArgumentParser
import Fulfillment
import Settings
import Store
import Sync

/// `supercargo reconcile [ORDER...]`
struct ReconcileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconcile",
    abstract: "Find out what became of purchases whose outcome is not known.",
    discussion: """
      Without an order every supplier that can be asked is asked now; what else waits in the outbox is \
      sent, too. Where it can't be, an operator \
      looks at the supplier's own list and says what is there: --placed NUMBER or --absent. Nothing is \
      ever sent again on a guess.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "Orders by name (#1001), shop id or id:N; left out: all.")
  var ids: [String] = []

  @Option(name: .long, help: "The supplier has it under this number.")
  var placed: String?

  @Flag(name: .long, help: "The supplier does not have it: its lines may be bought again.")
  var absent = false

  @Option(name: .long, help: "How you know; kept with the order.")
  var reason = ""

  @Flag(name: .long, help: "JSON lines.")
  var json = false

  func validate() throws {
    guard placed == nil || !absent else {
      throw ValidationError("--placed and --absent exclude each other")
    }
    guard (placed == nil && !absent) || !ids.isEmpty else {
      throw ValidationError("name the order that this is about")
    }
    guard placed == nil || ids.count == 1 else {
      throw ValidationError("a number belongs to one order")
    }
  }

  func run() async throws {
    let store = try global.openStore()
    let configuration = try global.configuration(withSecrets: placed == nil && !absent)
    if placed != nil || absent { return try settle(store, configuration) }
    let before = try unknown(store)
    guard !before.isEmpty else {
      if !global.quiet, !json { Standard.print("no purchase has an unknown outcome") }
      throw ExitCode(ExitStatus.nothingFound.rawValue)
    }
    let services = try Services(
      store: store, configuration: configuration,
      log: FileLog.standardError(verbose: global.verbose))
    let report: DispatchReport
    do {
      let powers = try Buyer(store: store, configuration: configuration).powers
      for row in before {
        // One that can't be asked stays as it is, and is listed below.
        do { _ = try store.askAgain(about: row.id, powers: powers, now: global.now) } catch {
          Standard.complain("\(row.orderName): \(error)".sanitised(limit: 400))
        }
      }
      report = try await services.dispatcher.runOnce()
    } catch {
      await services.close()
      throw error
    }
    await services.close()
    if let holder = report.heldBy {
      throw Failure(
        "nothing was asked", "\(holder) is sending from this store",
        remedy: "it asks by itself; end it first, or wait", status: .locked)
    }
    let rows = try store.purchases(Query.all, limit: .max, now: global.now)
    let keys = Set(before.map(\.key))
    var left = 0
    for row in rows where keys.contains(row.key) {
      if row.sending?.isInDoubt == true { left += 1 }
      if json {
        Standard.print(PurchaseColumns.object(row).line)
      } else {
        Standard.print(
          "\(row.orderName)  \(row.key)  \(row.standing)  \(row.outcome)".sanitised(limit: 400))
      }
    }
    report.receivers.flatMap(\.troubles).forEach { Standard.complain($0.sanitised(limit: 400)) }
    if left > 0 { throw PartlyDone() }
  }

  private func unknown(_ store: Store) throws -> [PurchaseRow] {
    let wanted = Set(try ids.map { try store.onlyOrder($0) })
    return try store.purchases(Query.all, limit: .max, now: global.now).filter {
      $0.sending?.isInDoubt == true && (wanted.isEmpty || wanted.contains($0.order))
    }
  }

  private func settle(_ store: Store, _ configuration: Configuration) throws {
    let decision: Decision =
      placed.map { .settlePlaced(number: $0) } ?? .settleAbsent(reason: reason)
    let targets = try unknown(store).map { Target.purchase($0.id) }
    guard !targets.isEmpty else {
      throw Failure(
        "reconcile", "no purchase of \(ids.joined(separator: ", ")) has an unknown outcome",
        status: .nothingFound)
    }
    let receipt = try store.decide(
      decision, on: targets, by: configuration.operatorName, hold: .seconds(0), now: global.now)
    try Receipts.report(receipt, json: json, quiet: global.quiet, verb: decision.verb)
  }
}

import ArgumentParser
import Console
import Dispatch
import Foundation
import Fulfillment
import Settings
import Store
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `supercargo apply PLAN`
struct ApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Buy exactly what a plan says; what has changed since is refused and said.",
    discussion: """
      The purchases wait out the hold window and are sent by whoever syncs (the console, supercargo \
      sync); supercargo undo takes back those that have not left. Applying a plan twice buys nothing \
      twice. Ctrl-c stops between two steps: what is applied stays applied.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The plan, as supercargo plan --out wrote it; - reads standard input.")
  var plan: String

  @Flag(name: .long, help: "One JSON object that says what was done.")
  var json = false

  /// Purchases intended in one transaction: few enough to stop soon.
  private static let step = 50

  func run() throws {
    let store = try global.openStore()
    let buyer = try Buyer(store: store, configuration: global.configuration())
    let lines = try PlanFile.read(try bytes(), file: plan)
    guard !lines.isEmpty else { throw ExitCode(ExitStatus.nothingFound.rawValue) }
    let interruption = Interruption()
    var catalogue = try buyer.catalogue()
    var progress = ProgressLine("buying", quiet: global.quiet || json)
    var (applied, refused): (Int, [String]) = (0, [])
    var (undoable, done): (Timestamp?, Int) = (nil, 0)
    while done < lines.count, !interruption.isAsked {
      let part = Array(lines[done..<min(lines.count, done + Self.step)])
      let receipt = try apply(part, buyer, &catalogue)
      applied += receipt.applied
      refused += receipt.refused.map { "\($0.target): \($0.reason)" }
      undoable = [undoable, receipt.undoableUntil].compactMap { $0 }.min()
      done += part.count
      progress.show(done, of: lines.count)
    }
    progress.finish()
    if done < lines.count {
      refused.append("stopped: \(lines.count - done) purchases of the plan were not looked at")
    }
    if json {
      Standard.print(
        JSON.object([
          ("applied", .count(applied)), ("refused", .count(refused.count)),
          ("undo_until", .time(undoable)),
        ]).line)
    } else if !global.quiet {
      let until = undoable.map { "; supercargo undo takes a step back until \($0.iso8601)" } ?? ""
      Standard.print(
        "\(applied) purchase\(applied == 1 ? "" : "s") written down, to be sent" + until)
    }
    refused.forEach { Standard.complain($0.sanitised(limit: 600)) }
    if applied == 0 { throw Failure("apply", "nothing was written down") }
    if !refused.isEmpty { throw PartlyDone() }
  }

  /// Plans the same orders anew, and buys what comes out the same.
  private func apply(
    _ lines: [PlanFile.Line], _ buyer: Buyer, _ catalogue: inout Catalogue
  ) throws -> DecisionReceipt {
    let now = global.now
    let requests = try buyer.store.routeRequests(
      Array(Set(lines.map(\.entry.draft.order))).sorted(), now: now)
    let made = try buyer.prepare(requests, catalogue: catalogue, now: now)
    let bodies = Dictionary(
      zip(made.plan.entries.map(\.draft.key), made.bodies), uniquingKeysWith: { first, _ in first })
    var same = PreparedPlan(plan: Plan(madeAt: now), bodies: [])
    var refused: [DecisionReceipt.Refusal] = []
    for line in lines {
      let draft = line.entry.draft
      if let difference = PlanDifference.of(line.entry, in: made.plan) {
        refused.append(
          .init(
            target: draft.orderName,
            reason: difference.changes.map(\.text).joined(separator: "; ")))
      } else if bodies[draft.key] != line.body {
        refused.append(
          .init(target: draft.orderName, reason: "what would be sent has changed since"))
      } else {
        same.plan.entries.append(line.entry)
        same.bodies.append(line.body)
        catalogue.use(draft)
      }
    }
    guard !same.plan.entries.isEmpty else {
      return DecisionReceipt(batch: nil, applied: 0, refused: refused, title: "buy")
    }
    var receipt = try buyer.buy(same, now: now)
    receipt.refused = refused + receipt.refused
    return receipt
  }

  private func bytes() throws -> [UInt8] {
    if plan == "-" { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
    guard let data = FileManager.default.contents(atPath: plan) else {
      throw Failure(
        plan, "there is no such plan", remedy: "supercargo plan --out \(plan) makes one",
        status: .usage)
    }
    return Array(data)
  }
}

/// Hears ctrl-c (and SIGTERM) instead of dying of it.
final class Interruption {
  private final class Asked: Sendable {
    let value = Atomic(false)
  }

  private let asked = Asked()
  private let sources: [any DispatchSourceSignal]

  init() {
    let asked = asked
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { asked.value.store(true, ordering: .relaxed) }
      source.activate()
      return source
    }
  }

  deinit {
    sources.forEach { $0.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }

  /// Somebody wants it to stop.
  var isAsked: Bool { asked.value.load(ordering: .relaxed) }
}

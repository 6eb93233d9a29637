import ArgumentParser
import Console
import Fulfillment
import Settings
import Store

/// `supercargo route ORDER --explain`
struct RouteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "route",
    abstract: "Say whom an order would be bought from; with --explain why, and who else there was.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The order by name (#1001), shop id or id:N.")
  var order: String

  @Flag(name: .long, help: "The reasons, the runners-up, and exactly what would be sent.")
  var explain = false

  @Flag(name: .long, help: "One JSON object a purchase or refusal.")
  var json = false

  func run() throws {
    let store = try global.openStore()
    let buyer = try Buyer(store: store, configuration: global.configuration())
    let now = global.now
    let requests = try store.routeRequests([try store.onlyOrder(order)], now: now)
    let prepared = try buyer.prepare(requests, now: now)
    if json {
      for (entry, body) in zip(prepared.plan.entries, prepared.bodies) {
        Standard.print(PlanFile.line(entry, body: body).line)
      }
      prepared.plan.refused.forEach { Standard.print(PlanFile.line($0).line) }
    } else {
      var lines = PlanText(prepared.plan).lines
      lines.removeLast()
      lines.forEach(Standard.print)
      if explain {
        for (entry, body) in zip(prepared.plan.entries, prepared.bodies) {
          Self.explanation(entry, body).forEach(Standard.print)
        }
      }
    }
    if prepared.plan.entries.isEmpty { throw ExitCode(ExitStatus.nothingFound.rawValue) }
  }

  private static func explanation(_ entry: Plan.Entry, _ body: String) -> [String] {
    var lines = ["", "\(entry.draft.supplier): why"]
    lines += entry.route.reasons.map { "  \($0)" }
    lines.append(
      "  mode \(entry.verdict.mode.rawValue)"
        + (entry.verdict.automation.isEmpty ? "" : " (\(entry.verdict.automation))"))
    if !entry.route.runnersUp.isEmpty { lines.append("who else") }
    for other in entry.route.runnersUp {
      let method = other.method.isEmpty ? "" : " by \(other.method)"
      let cost = other.cost.map { "  \($0.decimal) \($0.currency.code)" } ?? ""
      lines.append(
        "  \(other.isEligible ? "+" : "-") \(other.supplier)\(method)\(cost)  \(other.reason)")
    }
    lines.append("what would be sent under the key \(entry.draft.key)")
    lines += body.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
    return lines.map { line in
      // Sanitised, but for the indent that tells what belongs together.
      let indent = line.prefix { $0 == " " }
      return indent + String(line.dropFirst(indent.count)).sanitised(limit: 4000)
    }
  }
}

import ArgumentParser
import Connectors
import Console
import Fulfillment
import Settings
import Store
import Sync

/// `supercargo route ORDER --explain`
struct RouteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "route",
    abstract: "Say whom an order would be bought from; with --explain why, and who else there was.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The order by name (#1001), shop id or id:N.")
  var order: String

  @Flag(name: .long, help: "The reasons, the runners-up, and exactly what would be sent.")
  var explain = false

  @Flag(name: .long, help: "Ask the suppliers what it takes to send it now, where they tell.")
  var freight = false

  @Flag(name: .long, help: "One JSON object a purchase or refusal.")
  var json = false

  func run() async throws {
    let store = try global.openStore()
    let configuration = try global.configuration(withSecrets: freight)
    let buyer = try Buyer(store: store, configuration: configuration)
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
    if freight { try await ask(prepared.plan.entries.map(\.draft), configuration) }
    if prepared.plan.entries.isEmpty { throw ExitCode(ExitStatus.nothingFound.rawValue) }
  }

  private func ask(_ drafts: [PurchaseDraft], _ configuration: Configuration) async throws {
    let transport = HTTPClientTransport()
    for draft in drafts {
      switch await FreightCheck.run(
        draft, configuration, transport: transport)
      {
      case nil: Standard.complain("\(draft.supplier) does not tell its freight")
      case .failure(let error)?: Standard.complain("\(draft.supplier): \(error.message)")
      case .success(let methods)?:
        for method in methods {
          let cost = method.cost.map { "\($0.decimal) \($0.currency.code)" } ?? "cost not told"
          let days = method.days.map { "  \($0.lowerBound)-\($0.upperBound) d" } ?? ""
          let line = "\(draft.supplier) now: \(method.name)  \(cost)\(days)"
          if json {
            Standard.print(
              JSON.object([
                ("supplier", .string(draft.supplier)), ("method", .string(method.name)),
                ("cost", .money(method.cost)),
                ("days", .text(method.days.map { "\($0.lowerBound)-\($0.upperBound)" })),
              ]).line)
          } else {
            Standard.print(line.sanitised(limit: 300))
          }
        }
      }
    }
    try await transport.shutdown()
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

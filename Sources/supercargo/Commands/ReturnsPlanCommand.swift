import ArgumentParser
import Fulfillment
import Settings
import Store
import Wire

/// `supercargo returns plan FILTER --outcome O > plan.json`
struct ReturnsPlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Write down what approving many returns would do, for returns apply; changes nothing."
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var listing: ListingOptions

  @Option(
    name: .long, help: "How they end: refund-keep, reship, return-supplier or return-local.")
  var outcome: ReturnOutcome

  func run() throws {
    guard outcome != .partialRefund else {
      throw ValidationError("--outcome partial: a part is granted one by one")
    }
    let (store, now) = (try global.openStore(), global.now)
    let configuration = try global.configuration()
    let query = try listing.query()
    var count = 0
    Standard.print(JSON.object([("returns_plan", .count(1)), ("made_at", .time(now))]).line)
    try ListWalk(limit: listing.limit).forEach(
      {
        try store.returns(
          query, openOnly: true, at: $0, count: $1, returnWindow: configuration.returnWindow,
          now: now)
      },
      id: { $0.id.number },
      body: { row in
        guard
          let matter = try store.returnCase(
            row.id, returnWindow: configuration.returnWindow, rates: configuration.rates, now: now)
        else { return }
        let advice = ReturnAdvice.of(
          matter, configuration.returns, rates: configuration.rates,
          defaultWindow: configuration.returnWindow, now: now)
        let option = advice.options.first { $0.outcome == outcome }
        count += 1
        Standard.print(
          JSON.object([
            ("return_id", .integer(row.id.number)), ("order", .string(row.orderName)),
            ("outcome", .string(outcome.rawValue)), ("refund", .money(option?.refund)),
            ("margin_after", .money(option?.margin)),
            ("suggested", .text(advice.suggested?.rawValue)),
            ("warnings", .array(advice.warnings.map(JSON.string))),
            ("obstacle", .string(option?.obstacle ?? "")),
          ]).line)
      })
    if count == 0 { throw ExitCode(ExitStatus.nothingFound.rawValue) }
  }
}

/// `supercargo returns apply PLAN`
struct ReturnsApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Approve exactly what a plan of returns says, as one decision with one undo.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The plan, as supercargo returns plan wrote it.")
  var plan: String

  @Flag(name: .long, help: "One JSON object that says what was done.")
  var json = false

  @Option(name: .long, help: "A note that goes with every approval.")
  var reason = ""

  func run() throws {
    let (store, now) = (try global.openStore(), global.now)
    let configuration = try global.configuration()
    var (targets, refused): ([Target], [String]) = ([], [])
    var outcome: ReturnOutcome?
    var keeps: Int?
    for (index, text) in try bytes().split(separator: UInt8(ascii: "\n")).enumerated() {
      let line: Wire.JSON
      do {
        line = try Wire.JSON(Array(text))
      } catch {
        throw problem(index + 1, "it is no JSON: \(error)")
      }
      if index == 0 {
        guard line["returns_plan"].integer == 1 else {
          throw problem(1, "it is no plan of returns")
        }
        continue
      }
      guard let id = line["return_id"].integer,
        let named = line["outcome"].text.flatMap({ ReturnOutcome(rawValue: $0) }),
        outcome == nil || outcome == named
      else { throw problem(index + 1, "it names no return, or another outcome than the others") }
      outcome = named
      // What was planned with another amount is not what would be granted now.
      let matter = try store.returnCase(
        ReturnID(id), returnWindow: configuration.returnWindow, rates: configuration.rates, now: now
      )
      guard let matter else {
        refused.append("return \(id): there is no such return")
        continue
      }
      let advice = ReturnAdvice.of(
        matter, configuration.returns, rates: configuration.rates,
        defaultWindow: configuration.returnWindow, now: now)
      guard matter.row.state.isOpen else {
        refused.append("\(matter.row.orderName): it is \(StateText.text(matter.row.state)) by now")
        continue
      }
      let refund = advice.options.first { $0.outcome == named }?.refund
      guard line["refund"]["amount"].text == refund?.decimal else {
        refused.append("\(matter.row.orderName): what would go back has changed since")
        continue
      }
      let share = advice.grant(named).keeps
      guard keeps == nil || keeps == share else {
        refused.append("\(matter.row.orderName): its storefront keeps another share")
        continue
      }
      keeps = share
      targets.append(.return(ReturnID(id)))
    }
    guard let outcome, !targets.isEmpty else {
      refused.forEach { Standard.complain($0.sanitised(limit: 300)) }
      throw ExitCode(ExitStatus.nothingFound.rawValue)
    }
    let receipt = try store.decide(
      .approveReturn(
        note: reason,
        grant: ReturnGrant(
          outcome: outcome, secondAbove: configuration.returns.secondAbove, keeps: keeps ?? 0)),
      on: targets, by: configuration.operatorName, hold: configuration.hold, now: now)
    try Receipts.report(
      receipt, alsoRefused: refused, json: json, quiet: global.quiet, verb: "approve")
  }

  private func bytes() throws -> [UInt8] {
    try InputFile.bytes(of: plan, remedy: "supercargo returns plan makes one")
  }

  private func problem(_ line: Int, _ why: String) -> Failure {
    Failure(
      "\(plan), line \(line)", why, remedy: "make it again with supercargo returns plan",
      status: .usage)
  }
}

import ArgumentParser
import Foundation
import Fulfillment
import Settings
import Store

extension RulesCommand {
  /// `supercargo rules list`
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the rules that raise exceptions, built-in and your own.")

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "One JSON object a line.")
    var json = false

    func run() throws {
      let rules = try global.configuration().thresholds.ruleEntries
      for rule in rules {
        if json {
          Standard.print(JSON.object(RulesCommand.fields(rule)).line)
        } else {
          Standard.print(RulesListing.line(rule))
        }
      }
    }
  }

  /// `supercargo rules explain`
  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "explain",
      abstract: "Say when a rule trips, with its limit, what it has learned, and examples.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The code: transit.stalled")
    var code: String

    @Flag(name: .long, help: "One JSON object.")
    var json = false

    func run() throws {
      let rules = try global.configuration().thresholds.ruleEntries
      guard let rule = rules.first(where: { $0.code == code }) else {
        throw Failure(
          "there is no rule \(code)", "", remedy: "supercargo rules list shows them",
          status: .nothingFound)
      }
      let learned = try learned(rule)
      if json {
        Standard.print(
          JSON.object(
            RulesCommand.fields(rule) + [
              (
                "learned",
                .array(
                  learned.map {
                    .object([
                      ("lane", .string($0.lane)), ("days", .count($0.days)),
                      ("sample", .integer(Int64($0.sample.rounded()))),
                    ])
                  })
              ),
              (
                "examples",
                .array(
                  rule.examples.map {
                    .object([("facts", .string($0.note)), ("trips", .time($0.trips))])
                  })
              ),
            ]
          ).line)
      } else {
        RulesListing.lines(rule, learned: learned).forEach { Standard.print($0) }
      }
    }

    /// Nothing where there is no store yet: a rule can be explained without one.
    private func learned(_ rule: RuleEntry) throws -> [LearnedLimit] {
      guard rule.learns, FileManager.default.fileExists(atPath: global.storePath) else { return [] }
      let store = try global.openStore()
      return try store.learnedLimits(now: global.now).filter { $0.code == rule.code }
    }
  }

  fileprivate static func fields(_ rule: RuleEntry) -> [(String, JSON)] {
    [
      ("code", .string(rule.code)), ("title", .string(rule.title)),
      ("severity", .string(rule.severity.name)), ("meaning", .string(rule.meaning)),
      ("limit", .string(rule.limit)), ("seed", rule.isOwn ? .null : .string(rule.seed)),
      ("learns", .bool(rule.learns)), ("own", .bool(rule.isOwn)),
    ]
  }
}

/// Rules as lines.
enum RulesListing {
  /// `transit.stalled  notice    Stalled: 19 in 20 of the lane's gaps, else 3 business days`
  static func line(_ rule: RuleEntry) -> String {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.count))
    }
    return padded(rule.code, 26) + padded(rule.severity.name, 10)
      + "\(rule.title): \(rule.limitText)".sanitised(limit: 300)
  }

  static func lines(_ rule: RuleEntry, learned: [LearnedLimit]) -> [String] {
    var lines = [
      "\(rule.code): \(rule.title) (\(rule.severity.name))", rule.meaning,
      "  limit: \(rule.limitText)",
    ]
    if let first = learned.first {
      lines.append("  " + LearnedLimit.heading(first.code))
      lines += learned.map { "    " + $0.text }
    } else if rule.learns {
      lines.append("  nothing learned yet: fixed limits count")
    }
    return lines + rule.examples.map { "  " + $0.text }
  }
}

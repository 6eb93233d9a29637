import ArgumentParser
import Canvas
import Fulfillment
import Ncurses
import Settings
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `supercargo doctor`
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check terminal, locale, configuration, store, clock and accounts; say what to mend.")

  @OptionGroup var global: GlobalOptions

  @Flag(name: .long, help: "Don't ask the accounts.")
  var offline = false

  @Flag(name: .long, help: "First learn anew, from every order, how long stages take.")
  var relearn = false

  @Flag(
    name: .long,
    help: "First count every order anew, compare that with the numbers, put them right.")
  var recount = false

  @Flag(
    name: .long,
    help: "Compare every order with the event log, too; its chain is looked along in any case.")
  var log = false

  @Flag(name: .long, help: "One JSON object a line.")
  var json = false

  func run() async throws {
    if relearn {
      let store = try global.openStore()
      try store.relearnDelays()
      try store.learnDelays(
        now: global.now, ProgressLine("learning", quiet: global.quiet || json))
    }
    var findings = [
      Finding(.good, "version", "supercargo \(Version.text)"), terminal, locale,
    ]
    if recount {
      let result = try global.openStore().recount(
        ProgressLine("counting", quiet: global.quiet || json))
      let text = result.text
      findings.append(Finding(result.isEqual ? .good : .warning, "numbers", text))
    }
    findings += await storeAndAccounts()
    for finding in findings {
      if json {
        Standard.print(
          JSON.object([
            ("check", .string(finding.check)), ("result", .string(finding.result.rawValue)),
            ("text", .string(finding.text)), ("remedy", .string(finding.remedy)),
          ]).line)
      } else {
        let mark =
          ["good": "ok  ", "warning": "warn", "bad": "BAD "][finding.result.rawValue] ?? ""
        let remedy = finding.remedy.isEmpty ? "" : " -> \(finding.remedy)"
        Standard.print("\(mark)  \(finding.check): \(finding.text)\(remedy)")
      }
    }
    let bad = findings.filter { $0.result == .bad }.count
    if bad > 0 { throw Failure("doctor", "\(bad) of \(findings.count) checks are bad") }
  }

  private var terminal: Finding {
    let name = GlobalOptions.environment["TERM"] ?? ""
    guard !name.isEmpty, name != "dumb" else {
      return Finding(
        .warning, "terminal", "TERM is \(name.isEmpty ? "not set" : name)",
        remedy: "the verbs work; the console needs a terminal such as xterm-256color")
    }
    return Finding(
      .good, "terminal", name + (Standard.isTerminal(1) ? "" : " (output is no terminal)"))
  }

  private var locale: Finding {
    let variables = GlobalOptions.environment
    let name = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { variables[$0] }.first {
      !$0.isEmpty
    }
    guard let name, name.lowercased().contains("utf") else {
      return Finding(
        .warning, "locale", "\(name ?? "none set") is not UTF-8: lines are drawn in ASCII",
        remedy: "export LANG=C.UTF-8")
    }
    return Finding(.good, "locale", name)
  }

  private func storeAndAccounts() async -> [Finding] {
    var findings: [Finding] = []
    let path = global.storePath
    if FileManager.default.fileExists(atPath: path) {
      do {
        let store = try global.openStore()
        let problems = try store.integrityProblems()
        if problems.isEmpty {
          let counts = try store.counts()
          findings.append(
            Finding(
              .good, "store", "\(path): \(counts.orders) orders, \(counts.exceptions) exceptions"))
          findings += try LogFindings.of(store, comparesOrders: log, now: global.now)
          findings.append(InboxFinding.of(try store.inbox(), now: global.now))
        } else {
          findings += problems.prefix(5).map {
            Finding(.bad, "store", $0, remedy: "supercargo restore FILE from a backup")
          }
        }
      } catch {
        findings.append(Finding(.bad, "store", "\(error)"))
      }
    } else {
      findings.append(
        Finding(.good, "store", "\(path): not there yet; it is made at the first use"))
    }
    do {
      let configuration = try global.configuration(withSecrets: !offline)
      let isThere = FileManager.default.fileExists(atPath: global.configurationPath)
      findings.append(
        Finding(
          isThere ? .good : .warning, "configuration",
          isThere ? global.configurationPath : "none at \(global.configurationPath)",
          remedy: isThere ? "" : "supercargo init"))
      findings.append(zone(configuration.zone))
      findings += try strangers(configuration)
      findings += await accounts(configuration)
    } catch {
      findings.append(Finding(.bad, "configuration", "\(error)"))
    }
    return findings
  }

  /// Whose clock the console goes by, and what it shows.
  private func zone(_ choice: ZoneChoice) -> Finding {
    let now = global.now
    let name = if case .named(let name) = choice { name } else { "as this machine" }
    do {
      let clock = try LocalZone.zone(choice, around: now).local(now).minuteText
      if case .offset = choice { return Finding(.good, "time zone", "fixed: now \(clock)") }
      return Finding(.good, "time zone", "\(name): now \(clock)")
    } catch {
      return Finding(.bad, "time zone", "\(error)")
    }
  }

  /// Suppliers that the configuration names and nobody knows: what is said of them holds for none. Before the
  /// first supplier is known there is nothing to compare.
  private func strangers(_ configuration: Configuration) throws -> [Finding] {
    var known = configuration.accounts.filter { $0.account.role == .supplier }
      .map(\.account.name)
    if FileManager.default.fileExists(atPath: global.storePath) {
      known += try global.openStore().suppliers(now: global.now).map(\.name)
    }
    return Self.strangers(configuration, known: known)
  }

  static func strangers(_ configuration: Configuration, known: [String]) -> [Finding] {
    guard !known.isEmpty else { return [] }
    var named = configuration.routing.postBoxes.map { (place: "post_boxes of [routing]", name: $0) }
    for rule in configuration.routing.rules {
      named += (rule.only + rule.never).map { ("the route \(rule.name)", $0) }
    }
    for automation in configuration.purchasing.automations {
      named += automation.suppliers.map { ("the automation \(automation.name)", $0) }
    }
    return named.filter { entry in
      !known.contains { NamePattern.any([entry.name], match: $0) }
    }.map { place, name in
      Finding(
        .warning, "configuration", "\(place) names \(name), and no supplier is called so",
        remedy: "supercargo suppliers lists them")
    }
  }

  private func accounts(_ configuration: Configuration) async -> [Finding] {
    guard !configuration.accounts.isEmpty else {
      return [
        Finding(.warning, "accounts", "none", remedy: "supercargo connect lists what can be added")
      ]
    }
    return await AccountFindings(
      configuration: configuration, storePath: global.storePath, isOffline: offline
    ).all()
  }
}

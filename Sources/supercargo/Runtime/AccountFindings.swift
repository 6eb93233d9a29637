import Connectors
import Fulfillment
import Settings
import Store
import Sync

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One thing that `doctor` looked at.
struct Finding {
  enum Result: String { case good, warning, bad }
  var result: Result
  var check: String
  var text: String
  var remedy: String

  init(_ result: Result, _ check: String, _ text: String, remedy: String = "") {
    self.result = result
    self.check = check
    self.text = text
    self.remedy = remedy
  }
}

/// What `doctor` finds about the accounts: each is asked once, with the token that the sync uses.
struct AccountFindings {
  let configuration: Configuration
  let storePath: String
  let isOffline: Bool

  func all() async -> [Finding] {
    let tokens = Services.tokens { _ in }
    let states = states()
    var findings: [Finding] = []
    if isOffline {
      for entry in configuration.accounts {
        findings.append(
          Finding(.good, name(entry), "\(entry.account.service), not asked"))
        findings += sync(entry, states)
      }
      return findings
    }
    let transport = HTTPClientTransport()
    for entry in configuration.accounts {
      let before = SystemTime().now()
      let check = await AccountCheck.run(entry, transport: transport, tokens: tokens)
      findings.append(answer(entry, check))
      findings += scopes(entry, check)
      findings += token(entry, tokens)
      findings += hooks(entry)
      findings += sync(entry, states)
      if let theirs = check.date { findings.append(clock(theirs - before, entry)) }
    }
    return findings
  }

  private func name(_ entry: ConfiguredAccount) -> String { "account \(entry.account.name)" }

  private func answer(_ entry: ConfiguredAccount, _ check: AccountCheck) -> Finding {
    switch check.outcome {
    case .success(let text): return Finding(.good, name(entry), text)
    case .failure(let error):
      let remedy =
        switch error {
        case .unauthorized:
          "make a new key there (Documentation/Accounts.md says where) and put it in place of the old one"
        case .unavailable: "see whether the service works, and url and network of this account"
        case .throttled: "wait"
        case .rejected, .malformed, .unknownOutcome:
          "check url, key and secret of [[account]] \(entry.account.name)"
        }
      return Finding(.bad, name(entry), error.message, remedy: remedy)
    }
  }

  private func scopes(_ entry: ConfiguredAccount, _ check: AccountCheck) -> [Finding] {
    AccountLines.scopes(check.scopes).map { line in
      Finding(
        line.isGap ? .warning : .good, name(entry) + " scopes", line.text,
        remedy: line.isGap ? "grant it there, then run doctor again" : "")
    }
  }

  private func token(_ entry: ConfiguredAccount, _ tokens: any TokenKeeping) -> [Finding] {
    let connection = ConnectorTable.service(entry.account.service)?.connect(
      entry.account, entry.credentials)
    return connection.flatMap {
      AccountLines.token($0, entry.account, tokens, now: SystemTime().now())
    }.map { token in
      [
        Finding(
          token.isBad ? .bad : token.isGap ? .warning : .good, name(entry) + " token", token.text,
          remedy: token.remedy)
      ]
    } ?? []
  }

  /// A service that may send by itself, and nothing to check its proof by.
  private func hooks(_ entry: ConfiguredAccount) -> [Finding] {
    let connection = ConnectorTable.service(entry.account.service)?.connect(
      entry.account, entry.credentials)
    guard let secret = connection?.webhooks?.webhookSecret, !secret.isSet else { return [] }
    return [
      Finding(
        .good, name(entry) + " webhooks",
        "no \(secret.setting): what it sends by itself is not taken, it is only pulled",
        remedy: "where supercargo serve is to take it, add \(secret.setting)")
    ]
  }

  /// How the last pulls went.
  private func sync(_ entry: ConfiguredAccount, _ states: [PullState]) -> [Finding] {
    guard let state = states.first(where: { $0.account.name == entry.account.name }),
      state.failures > 0
    else { return [] }
    let now = SystemTime().now()
    let since = state.freshAt.map { ", the last good one \(ShortAge.since($0, now))" } ?? ""
    let pause = state.circuitOpenUntil.flatMap { $0 > now ? $0 : nil }.map {
      "; it rests for \(ShortAge.text($0 - now))"
    }
    return [
      Finding(
        .warning, name(entry) + " pulls",
        "\(state.failures) failed in a row\(since): \(state.lastError)\(pause ?? "")"
          .sanitised(limit: 400),
        remedy: "supercargo sync --once --account \(entry.account.name.shellWord) tries at once")
    ]
  }

  private func states() -> [PullState] {
    guard FileManager.default.fileExists(atPath: storePath),
      let store = try? Store.open(storePath), let states = try? store.pullStates()
    else { return [] }
    return states
  }

  private func clock(_ difference: Span, _ entry: ConfiguredAccount) -> Finding {
    let skew = abs(difference.milliseconds) / 1000
    return skew > 120
      ? Finding(
        .bad, "clock", "\(skew) s away from that of \(entry.account.name)",
        remedy: "set this machine's clock: signed requests will be refused")
      : Finding(.good, "clock", "within \(skew) s of \(entry.account.name)")
  }
}

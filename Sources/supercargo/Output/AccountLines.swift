import Connectors
import Fulfillment
import Sync

/// What is said of an account's scopes and token, for `connect`, `accounts` and `doctor`.
enum AccountLines {
  /// What a key may do and what it can't, a line each; whether anything is missing.
  static func scopes(_ scopes: AccountCheck.Scopes) -> [(text: String, isGap: Bool)] {
    switch scopes {
    case .untold: return []
    case .failed(let error): return [("its scopes can't be asked: \(error.message)", true)]
    case .told(let granted, let missing):
      let names = granted.sorted().joined(separator: ", ")
      return [("granted: \(names.isEmpty ? "nothing" : names)", false)]
        + missing.map { ("without \($0.name): \($0.without)", true) }
    }
  }

  /// How long an account's token lasts, and what is to be done about it.
  struct Token {
    var text: String
    var remedy: String
    var isBad: Bool
    var isGap: Bool
  }

  /// nil where the account has no token of its own.
  static func token(
    _ connection: Connection, _ entry: Account, _ tokens: any TokenKeeping, now: Timestamp
  ) -> Token? {
    let again = "supercargo connect \(entry.service) --renew --name \(entry.name)"
    guard let authenticating = connection.authenticating else {
      guard entry.service == "aliexpress" else { return nil }
      return Token(
        text: "nobody knows when its session ends, and it can't be renewed",
        remedy: "add refresh_token to [[account]] \(entry.name)", isBad: false, isGap: true)
    }
    let record = tokens.record(authenticating.identity)
    guard !record.access.isEmpty, let end = record.expiresAt else { return nil }
    let age = record.issuedAt.map { ", \(ShortAge.text(now - $0)) old" } ?? ""
    guard let last = TokenLife.lastEnd(record, asksByKey: authenticating.asksByKey) else {
      return Token(
        text: "token good for \(span(end - now))\(age), renewed in time", remedy: "", isBad: false,
        isGap: false)
    }
    let isNear = last < now + .days(10)
    return Token(
      text: "session good for \(span(end - now))\(age)"
        + (isNear
          ? ", and can't be renewed after \(day(last))" : ", renewed in time until \(day(last))"),
      remedy: isNear ? "sign in again: \(again)" : "", isBad: last <= now, isGap: isNear)
  }

  private static func span(_ span: Span) -> String {
    span <= .seconds(0) ? "no time" : ShortAge.text(span)
  }

  private static func day(_ instant: Timestamp) -> String { String(instant.iso8601.prefix(10)) }
}

import Fulfillment

/// What the columns of the event log mean, for whoever prints them: one table for the list of changes and
/// for what was known at a moment.
enum LedgerColumns {
  private enum Meaning {
    case money(currency: String)
    case time, day, flag, plain
  }

  /// Columns that hold minor units, with the column that says of which currency.
  private static let amounts: [String: String] = [
    "total": "currency", "subtotal": "currency", "shipping": "currency", "tax": "currency",
    "discount": "currency", "refunded": "currency", "price": "currency", "cost": "currency",
    "unitCost": "currency", "amount": "currency", "granted": "grantedCurrency",
    "recovered": "recoveredCurrency",
  ]

  private static let flags: Set<String> = [
    "isHistory", "isCharged", "isLive", "learned", "requiresShipping", "fulfilled",
  ]

  private static let times: Set<String> = [
    "due", "since", "until", "snoozedUntil", "unpaidSince", "validUntil",
  ]

  private static func meaning(of name: String) -> Meaning {
    if let currency = amounts[name] { return .money(currency: currency) }
    if flags.contains(name) { return .flag }
    if name == "expected" { return .day }
    return times.contains(name) || name.hasSuffix("At") ? .time : .plain
  }

  /// `evidence_due_at` for `evidenceDueAt`, `external_id` for `externalID`. A row's own `number` is its reference out there.
  static func key(_ name: String) -> String {
    guard name != "number" else { return "reference" }
    var (text, wasUppercase) = ("", false)
    for character in name {
      if character.isUppercase, !wasUppercase { text += "_" }
      text += character.lowercased()
      wasUppercase = character.isUppercase
    }
    return text
  }

  /// - Parameter currency: what a column of that name says beside it.
  static func json(_ name: String, _ value: LedgerValue?, currency: (String) -> Currency?) -> JSON {
    guard let value, value != .text("") else { return .null }
    guard case .number(let number) = value else { return .string(value.text) }
    switch meaning(of: name) {
    case .money(let column):
      guard let known = currency(column) else { return .integer(number) }
      return .money(Money(minor: number, currency: known))
    case .time: return .time(Timestamp(milliseconds: number))
    case .day:
      return .string(String(Timestamp(milliseconds: number * 86_400_000).iso8601.prefix(10)))
    case .flag: return .bool(number != 0)
    case .plain: return .integer(number)
    }
  }

  /// As one reads it in a line.
  static func text(_ name: String, _ value: LedgerValue, currency: Currency?) -> String {
    guard case .number(let number) = value else {
      return value.text.isEmpty ? "nothing" : value.text
    }
    switch meaning(of: name) {
    case .money:
      return currency.map { Money(minor: number, currency: $0).decimal + " " + $0.code }
        ?? String(number)
    case .time: return Timestamp(milliseconds: number).iso8601
    case .day: return String(Timestamp(milliseconds: number * 86_400_000).iso8601.prefix(10))
    case .flag: return number == 0 ? "no" : "yes"
    case .plain: return String(number)
    }
  }
}

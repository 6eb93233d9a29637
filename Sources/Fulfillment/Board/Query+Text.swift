extension Query: CustomStringConvertible {
  /// The filter text that means this query; reading it back gives the same query.
  package var description: String { text(isInside: false) }

  /// `isInside`: it stands inside another query, where several terms need parentheses.
  private func text(isInside: Bool) -> String {
    switch self {
    case .all: ""
    case .match(let predicate): predicate.text
    case .not(let query): "-" + query.text(isInside: true)
    case .and(let terms): Query.join(terms, " ", isInside)
    case .or(let sides): Query.join(sides, " or ", isInside)
    }
  }

  private static func join(_ sides: [Query], _ separator: String, _ isInside: Bool) -> String {
    let texts = sides.map { $0.text(isInside: true) }.filter { !$0.isEmpty }
    let text = texts.joined(separator: separator)
    return isInside && texts.count > 1 ? "(" + text + ")" : text
  }
}

extension Predicate {
  /// As it is typed: `state:transit,pickup`.
  fileprivate var text: String {
    switch self {
    case .state(let states): Predicate.list("state", states.map(\.rawValue))
    case .stuck: "state:stuck"
    case .open: "state:open"
    case .payment(let states): Predicate.list("payment", states.map(\.rawValue))
    case .purchase(let states): Predicate.list("purchase", states.map(\.rawValue))
    case .supplier(let names): Predicate.list("supplier", names)
    case .shop(let names): Predicate.list("shop", names)
    case .country(let codes): Predicate.list("country", codes)
    case .flag(let codes): Predicate.list("flag", codes)
    case .tag(let tags): Predicate.list("tag", tags)
    case .tracking(let start): Predicate.list("tracking", [start])
    case .sku(let start): Predicate.list("sku", [start])
    case .age(let comparison, let span): "age" + comparison.rawValue + span.filterText
    case .value(let comparison, let hundredths):
      "value" + comparison.rawValue + Predicate.amount(hundredths)
    case .risk(let comparison, let hundredths):
      "risk" + comparison.rawValue + Predicate.amount(hundredths)
    case .text(let words): Predicate.word(words)
    }
  }

  private static func list(_ field: String, _ values: [String]) -> String {
    field + ":" + values.map(value).joined(separator: ",")
  }

  private static func amount(_ hundredths: Int64) -> String {
    let text = Money(minor: hundredths, currency: .usd).decimal
    return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
  }

  /// A value, quoted where a bare one would end early.
  private static func value(_ text: String) -> String {
    let isBare = !text.isEmpty && !text.contains { $0.isWhitespace || "()\",<>=".contains($0) }
    return isBare ? text : quoted(text)
  }

  /// A free word, quoted where it would be read as something else.
  private static func word(_ text: String) -> String {
    let isBare =
      !text.isEmpty && !text.contains { $0.isWhitespace || "()\":<>=".contains($0) }
      && !text.hasPrefix("-") && !["or", "not"].contains(text.lowercased())
      && RuleCode.pattern(text) == nil
    return isBare ? text : quoted(text)
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.reduce(into: "") { result, character in
      if character == "\"" || character == "\\" { result.append("\\") }
      result.append(character)
    }
    return "\"" + escaped + "\""
  }
}

extension Span {
  /// `3d`: in the largest unit that is exact, minutes at least.
  fileprivate var filterText: String {
    let minutes = milliseconds / 60_000
    let units: [(Int64, String)] = [(10_080, "w"), (1440, "d"), (60, "h")]
    for (size, name) in units where minutes > 0 && minutes % size == 0 {
      return "\(minutes / size)\(name)"
    }
    return "\(minutes)m"
  }
}

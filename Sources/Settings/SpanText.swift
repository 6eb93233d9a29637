package import Fulfillment

/// Spans of time as people write them: `90s`, `10m`, `24h`, `3d`, `2w`, `1h30m`.
package enum SpanText {
  /// What a span may look like, for error texts.
  package static let form = #"a span such as "90s", "10m", "24h", "3d""#

  /// Reads such a text; `0` needs no unit. nil for anything else and for more than 1,000 years.
  package static func span(_ text: some StringProtocol) -> Span? {
    let text = Substring(text)
    if text == "0" { return .seconds(0) }
    var (total, number, digits) = (Int64(0), Int64(0), 0)
    for character in text {
      if let digit = character.asciiDigit {
        guard digits < 9 else { return nil }
        (number, digits) = (number * 10 + digit, digits + 1)
        continue
      }
      guard digits > 0, let unit = units[character] else { return nil }
      total += number * unit
      (number, digits) = (0, 0)
    }
    guard digits == 0, !text.isEmpty, total <= 1_000 * 366 * 86_400 else { return nil }
    return .seconds(total)
  }

  /// Reads a number of business days: `4bd`.
  package static func businessDays(_ text: some StringProtocol) -> Int? {
    let text = Substring(text)
    guard text.hasSuffix("bd"), let days = Int(text.dropLast(2)), (0...1000).contains(days) else {
      return nil
    }
    return days
  }

  /// The shortest text that reads back as the same span (whole seconds).
  package static func text(_ span: Span) -> String {
    var left = span.milliseconds / 1000
    guard left > 0 else { return "0" }
    var text = ""
    for (unit, name) in [(86_400, "d"), (3600, "h"), (60, "m"), (1, "s")] as [(Int64, String)] {
      guard left >= unit else { continue }
      text += "\(left / unit)" + name
      left %= unit
    }
    return text
  }

  private static let units: [Character: Int64] = [
    "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800,
  ]
}

extension Character {
  /// 0...9 of ASCII only.
  fileprivate var asciiDigit: Int64? {
    guard let value = asciiValue, (48...57).contains(value) else { return nil }
    return Int64(value) - 48
  }
}

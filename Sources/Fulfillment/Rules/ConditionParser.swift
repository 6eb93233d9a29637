/// Reads the language of an operator's own rules, which is that of filters with clocks:
///
///     either = all { "or" all }          all = term { [ "and" ] term }
///     term   = ( "-" | "not" ) term | "(" either ")" | field ":" values | field comparison number
///
/// Blanks may stand around a comparison.
package enum ConditionParser {
  /// The longest text read, in characters.
  package static let longest = 1000

  /// The condition a text means. Errors name the character and what is allowed there.
  package static func parse(_ text: String) throws(QueryError) -> Condition {
    var reader = ConditionReader(text)
    guard reader.count <= longest else {
      throw QueryError(
        offset: longest, message: "the condition is longer than \(longest) characters")
    }
    reader.skipBlanks()
    guard !reader.isAtEnd else { throw QueryError(offset: 0, message: "the condition is empty") }
    let condition = try reader.either(depth: 0)
    guard reader.isAtEnd else {
      throw QueryError(offset: reader.position, message: "this ) closes nothing")
    }
    return condition
  }

  /// Reads `36h`, `3d`, `2w`, `5bd`; nil for anything else and for more than three years.
  package static func limit(_ text: some StringProtocol) -> Condition.Limit? {
    let word = text.lowercased()
    let digits = word.prefix { $0.isASCII && $0.isNumber }
    guard (1...5).contains(digits.count), let number = Int64(digits) else { return nil }
    let limit: Condition.Limit
    switch word.dropFirst(digits.count) {
    case "bd": limit = .businessDays(Int(number))
    case "m": limit = .span(.minutes(number))
    case "h": limit = .span(.hours(number))
    case "d": limit = .span(.days(number))
    case "w": limit = .span(.days(7 * number))
    case "" where number == 0: limit = .span(.days(0))
    default: return nil
    }
    switch limit {
    case .span(let span): return span <= .days(1100) ? limit : nil
    case .businessDays(let days): return days <= 750 ? limit : nil
    }
  }

  /// What a limit may look like, for error texts.
  package static let limitForm = "a span such as 36h, 3d, 2w, or business days such as 5bd"
}

/// Reads a condition from left to right.
struct ConditionReader {
  private let text: [Character]
  private(set) var position = 0

  init(_ text: String) { self.text = Array(text) }

  var count: Int { text.count }
  var isAtEnd: Bool { position >= text.count }
  private var next: Character? { isAtEnd ? nil : text[position] }

  mutating func skipBlanks() {
    while let character = next, character.isWhitespace { position += 1 }
  }

  mutating func either(depth: Int) throws(QueryError) -> Condition {
    guard depth < 20 else { throw error("too many parentheses inside each other") }
    var sides = [try all(depth: depth)]
    while takeKeyword("or") { sides.append(try all(depth: depth)) }
    return sides.count == 1 ? sides[0] : .any(sides)
  }

  private mutating func all(depth: Int) throws(QueryError) -> Condition {
    var terms = [try term(depth: depth)]
    skipBlanks()
    while !isAtEnd, next != ")", !isKeyword("or") {
      _ = takeKeyword("and")
      terms.append(try term(depth: depth))
      skipBlanks()
    }
    return terms.count == 1 ? terms[0] : .all(terms)
  }

  private mutating func term(depth: Int) throws(QueryError) -> Condition {
    skipBlanks()
    let start = position
    if next == nil || next == ")" || isKeyword("or") || isKeyword("and") {
      throw error("expected a field or (")
    }
    if next == "-" || isKeyword("not") {
      if next == "-" { position += 1 } else { _ = takeKeyword("not") }
      guard depth < 20 else { throw error("too many negations inside each other") }
      let inner = try term(depth: depth + 1)
      guard inner.isOfFacts else {
        throw QueryError(
          offset: start,
          message: "a clock can't be turned round: time alone would clear what it found")
      }
      return .not(inner)
    }
    if next == "(" {
      position += 1
      let condition = try either(depth: depth + 1)
      guard next == ")" else {
        throw QueryError(offset: start, message: "this ( is not closed")
      }
      position += 1
      return condition
    }
    return try field()
  }

  private mutating func field() throws(QueryError) -> Condition {
    let start = position
    while let character = next, character.isASCII, character.isLetter { position += 1 }
    let name = String(text[start..<position]).lowercased()
    let known = try ConditionFields.find(name, at: start)
    skipBlanks()
    if next == ":" {
      position += 1
      guard known.isMatched else {
        throw QueryError(
          offset: start, message: "\(known.name) is compared, as in \(known.example)")
      }
      skipBlanks()
      return .fact(try ConditionFields.matched(known, values()))
    }
    guard let comparison = takeComparison() else {
      throw error("expected a comparison or : after \(known.name), as in \(known.example)")
    }
    guard !known.isMatched else {
      throw QueryError(
        offset: start, message: "\(known.name) takes a colon, as in \(known.example)")
    }
    skipBlanks()
    return try ConditionFields.compared(known, comparison, at: start, word())
  }

  private mutating func takeComparison() -> Comparison? {
    for length in [2, 1] where position + length <= text.count {
      let sign = String(text[position..<position + length])
      if let comparison = Comparison(rawValue: sign) {
        position += length
        return comparison
      }
    }
    return nil
  }

  private func isKeyword(_ keyword: String) -> Bool {
    let end = position + keyword.count
    guard end <= text.count, String(text[position..<end]).lowercased() == keyword else {
      return false
    }
    return end == text.count || text[end].isWhitespace || "()".contains(text[end])
  }

  private mutating func takeKeyword(_ keyword: String) -> Bool {
    skipBlanks()
    guard isKeyword(keyword) else { return false }
    position += keyword.count
    return true
  }

  /// Values with commas between them and no blanks.
  private mutating func values() throws(QueryError) -> [QueryValue] {
    var values = [try word()]
    while next == "," {
      position += 1
      values.append(try word())
    }
    return values
  }

  private mutating func word() throws(QueryError) -> QueryValue {
    let start = position
    var word = ""
    if next == "\"" {
      position += 1
      while let character = next, character != "\"" {
        word.append(character)
        position += 1
      }
      guard next != nil else {
        throw QueryError(offset: start, message: "this quotation mark is not closed")
      }
      position += 1
    } else {
      while let character = next, !character.isWhitespace, !"()\",".contains(character) {
        word.append(character)
        position += 1
      }
    }
    guard !word.isBlank else { throw QueryError(offset: start, message: "expected a value here") }
    return QueryValue(text: word, offset: start)
  }

  private func error(_ message: String) -> QueryError {
    QueryError(offset: position, message: message)
  }
}

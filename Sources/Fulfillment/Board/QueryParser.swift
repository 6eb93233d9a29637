/// Reads the filter language:
///
///     either = all { "or" all }          all = term { term }
///     term   = ( "-" | "not" ) term | "(" either ")" | field ":" values | field comparison number | word
///
/// A blank means "and". A word that must not be read as anything else is put in quotation marks.
package enum QueryParser {
  /// The longest text read, in characters.
  package static let longest = 2000

  /// The query a text means; blank text means everything.
  package static func parse(_ text: String) throws(QueryError) -> Query {
    var parser = QueryReader(text)
    guard parser.count <= longest else {
      throw QueryError(
        offset: longest, message: "the filter is longer than \(longest) characters")
    }
    parser.skipBlanks()
    guard !parser.isAtEnd else { return .all }
    let query = try parser.either(depth: 0)
    guard parser.isAtEnd else {
      throw QueryError(offset: parser.position, message: "this ) closes nothing")
    }
    return query
  }
}

/// Reads a filter from left to right.
struct QueryReader {
  private let text: [Character]
  private(set) var position = 0

  init(_ text: String) { self.text = Array(text) }

  var count: Int { text.count }
  var isAtEnd: Bool { position >= text.count }

  /// No value can start here.
  var isAtValueEnd: Bool {
    next.map { $0.isWhitespace || $0 == ")" || $0 == "(" || $0 == "," } ?? true
  }

  private var next: Character? { isAtEnd ? nil : text[position] }

  mutating func skipBlanks() {
    while let character = next, character.isWhitespace { position += 1 }
  }

  mutating func either(depth: Int) throws(QueryError) -> Query {
    guard depth < 40 else {
      throw QueryError(offset: position, message: "too many parentheses inside each other")
    }
    var sides = [try all(depth: depth)]
    while takeKeyword("or") {
      skipBlanks()
      sides.append(try all(depth: depth))
    }
    return Query.joined(sides, by: Query.or)
  }

  private mutating func all(depth: Int) throws(QueryError) -> Query {
    var terms = [try term(depth: depth)]
    skipBlanks()
    while !isAtEnd, next != ")", !isKeyword("or") {
      terms.append(try term(depth: depth))
      skipBlanks()
    }
    return Query.joined(terms, by: Query.and)
  }

  private mutating func term(depth: Int) throws(QueryError) -> Query {
    let start = position
    if next == nil || next == ")" || isKeyword("or") {
      throw QueryError(offset: position, message: "expected a word, a field or (")
    }
    if next == "-" {
      position += 1
      guard let character = next, !character.isWhitespace else {
        throw QueryError(offset: start, message: "expected what not to show directly after the -")
      }
      return .not(try nested(depth: depth))
    }
    if takeKeyword("not") {
      skipBlanks()
      return .not(try nested(depth: depth))
    }
    if next == "(" { return try group(depth: depth) }
    return try fieldOrWord()
  }

  private mutating func nested(depth: Int) throws(QueryError) -> Query {
    guard depth < 40 else {
      throw QueryError(offset: position, message: "too many negations inside each other")
    }
    return try term(depth: depth + 1)
  }

  private mutating func group(depth: Int) throws(QueryError) -> Query {
    let start = position
    position += 1
    skipBlanks()
    let query = try either(depth: depth + 1)
    guard next == ")" else {
      throw QueryError(offset: start, message: "this ( is not closed")
    }
    position += 1
    return query
  }

  private mutating func fieldOrWord() throws(QueryError) -> Query {
    let start = position
    if let name = takeName() {
      if next == ":" {
        position += 1
        return try QueryFields.matched(name, at: start, reader: &self)
      }
      if let comparison = takeComparison() {
        return try QueryFields.compared(name, at: start, comparison, reader: &self)
      }
    }
    position = start
    let isQuoted = next == "\""
    let word = try word(isValue: false).text
    // No name or number looks like the beginning of a rule's code, and the code is what is on the screen.
    if !isQuoted, let code = RuleCode.pattern(word) { return .match(.flag([code])) }
    return .match(.text(word))
  }

  /// Letters directly before `:` or a comparison.
  private mutating func takeName() -> String? {
    var end = position
    while end < text.count, text[end].isASCII, text[end].isLetter { end += 1 }
    guard end > position, end < text.count, ":<>=".contains(text[end]) else { return nil }
    defer { position = end }
    return String(text[position..<end])
  }

  mutating func takeComparison() -> Comparison? {
    let longer = String(text[position..<min(position + 2, text.count)])
    if let comparison = Comparison(rawValue: longer), longer.count == 2 {
      position += 2
      return comparison
    }
    if let comparison = Comparison(rawValue: String(longer.prefix(1))) {
      position += 1
      return comparison
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
    guard isKeyword(keyword) else { return false }
    position += keyword.count
    return true
  }

  /// Values after `field:`, with commas between them and no blanks.
  mutating func values() throws(QueryError) -> [QueryValue] {
    var values = [try word(isValue: true)]
    while next == "," {
      position += 1
      values.append(try word(isValue: true))
    }
    return values
  }

  /// A word, or the text between quotation marks.
  mutating func word(isValue: Bool) throws(QueryError) -> QueryValue {
    let start = position
    if next == "\"" { return QueryValue(text: try quoted(), offset: start) }
    var word = ""
    while let character = next, !character.isWhitespace, !"()\"".contains(character),
      !(isValue && character == ",")
    {
      word.append(character)
      position += 1
    }
    guard !word.isEmpty else { throw QueryError(offset: start, message: "expected a value here") }
    return QueryValue(text: word, offset: start)
  }

  private mutating func quoted() throws(QueryError) -> String {
    let start = position
    var (value, isEscaped) = ("", false)
    position += 1
    while let character = next {
      position += 1
      if isEscaped || (character != "\\" && character != "\"") {
        value.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if value.isBlank {
        throw QueryError(offset: start, message: "there is nothing between these quotation marks")
      } else {
        return value
      }
    }
    throw QueryError(offset: start, message: "this quotation mark is not closed")
  }
}

/// A value and where it starts.
struct QueryValue: Hashable {
  var text: String
  var offset: Int
}

extension Query {
  /// One side stays itself; several of the same kind are not nested.
  static func joined(_ sides: [Query], by join: ([Query]) -> Query) -> Query {
    guard sides.count > 1 else { return sides.first ?? .all }
    let kind = join([])
    return join(
      sides.flatMap { side -> [Query] in
        switch (side, kind) {
        case (.and(let inner), .and): inner
        case (.or(let inner), .or): inner
        default: [side]
        }
      })
  }
}

/// Words that mean exceptions.
enum RuleCode {
  /// `tracking.inv` as `tracking.inv*`, a whole code as it is; nil: no rule's code begins so.
  static func pattern(_ word: String) -> String? {
    let code = word.lowercased()
    guard code.contains(".") else { return nil }
    let codes = ruleTable.map(\.id).filter { $0.hasPrefix(code) }
    guard !codes.isEmpty else { return nil }
    return codes.contains(code) ? code : code + "*"
  }
}

import Canvas
import Fulfillment

/// The last word of a filter, as far as it is typed.
struct FilterWord: Equatable {
  /// The field before its colon, in lower case; nil: there is no colon yet.
  var field: String?
  /// What is typed of the field's name, or of its last value.
  var typed: String
  /// Values before that one.
  var given: Set<String>

  /// nil: it is between quotation marks.
  init?(_ text: String) {
    let characters = Array(text)
    guard characters.count(where: { $0 == "\"" }) % 2 == 0 else { return nil }
    let start = (characters.lastIndex { " ()".contains($0) }).map { $0 + 1 } ?? 0
    var word = characters[start...]
    while word.first == "-" { word = word.dropFirst() }
    guard let colon = word.firstIndex(of: ":") else {
      typed = String(word)
      given = []
      return
    }
    let from = (word.lastIndex { $0 == "," || $0 == ":" } ?? colon) + 1
    field = String(word[..<colon]).lowercased()
    typed = String(word[from...])
    given = Set(word[(colon + 1)..<from].split(separator: ",").map { String($0).lowercased() })
  }
}

/// What Tab can make of the word that is being typed in a filter.
struct FilterCompletion: Equatable {
  /// What has been typed of a name or a value, at the end of the text.
  var typed: String
  /// What could stand there, in the order of the help.
  var candidates: [String]
  /// Whether it is a value, behind a colon.
  var isValue: Bool

  /// nil: nothing known begins as the last word does.
  /// - Parameter known: values beside those of the language itself, by field.
  static func of(_ text: String, known: [String: [String]] = [:]) -> FilterCompletion? {
    guard let word = FilterWord(text) else { return nil }
    guard let name = word.field else { return field(word.typed) }
    guard let help = QueryHelp.fields.first(where: { $0.name == name }) else { return nil }
    let begun = word.typed.lowercased()
    let values = (help.values + (known[name] ?? [])).filter { value in
      let bare = value.drop { $0 == "\"" }.lowercased()
      return bare.hasPrefix(begun) && !word.given.contains(bare)
    }
    return values.isEmpty
      ? nil : FilterCompletion(typed: word.typed, candidates: values, isValue: true)
  }

  private static func field(_ begun: String) -> FilterCompletion? {
    guard !begun.isEmpty else { return nil }
    let fields = QueryHelp.fields.filter { $0.name.hasPrefix(begun.lowercased()) }
    return fields.isEmpty
      ? nil
      : FilterCompletion(
        typed: begun, candidates: fields.map { $0.name + ($0.isCompared ? ">" : ":") },
        isValue: false)
  }

  /// What all candidates begin with; longer than what was typed where Tab brings anything.
  var common: String {
    guard var shared = candidates.first else { return "" }
    for candidate in candidates {
      while !candidate.hasPrefix(shared) { shared.removeLast() }
    }
    return shared
  }

  /// There is something to choose, or to go on with.
  var isOpen: Bool { candidates != [typed] }

  /// The text with its last word gone on as far as that is certain; nil where that brings nothing, or would
  /// leave a quotation mark open.
  func applied(to text: String) -> String? {
    guard candidates.count == 1 || !common.contains("\"") else { return nil }
    return common.count > typed.count || candidates.count == 1 && isOpen
      ? String(text.dropLast(typed.count)) + common : nil
  }
}

extension FilterInput {
  /// What Tab would do now; only at the end of the text.
  func completion(_ known: [String: [String]]) -> FilterCompletion? {
    input.cursor == input.text.count ? FilterCompletion.of(input.text, known: known) : nil
  }
}

extension ConsoleState {
  /// Values of a filter that are known here beside those of the language itself, by field.
  var knownValues: [String: [String]] {
    let names = suppliers.window.rows.map { row in
      let isBare = !row.name.contains { $0.isWhitespace || "()\",<>=".contains($0) }
      return isBare ? row.name : "\"" + row.name.replacingQuotes + "\""
    }
    return ["supplier": names, "flag": ruleCodes]
  }

  /// Codes that an exception may have: of every rule, of the operator's own, and of what stands at hand.
  var ruleCodes: [String] {
    var seen: Set<String> = []
    var codes = ruleTable.map(\.id)
    codes.append(feedRule.id)
    codes += settings.ownCodes
    codes += exceptions.window.rows.map(\.code)
    codes += queue.window.rows.map(\.exception)
    return codes.filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  /// What a text lets through while it is typed; nil: its last word is no value yet, and what is shown stays.
  func query(typing text: String) throws(QueryError) -> Query? {
    let query = try QueryParser.parse(withHalfCode(text)).whileTyping
    guard let word = FilterWord(text), word.field == "tag", !word.typed.isEmpty else {
      return query
    }
    let tags = queue.window.rows.flatMap(\.tags).map { $0.lowercased() }
    let typed = word.typed.lowercased()
    let isHalf = !tags.contains(typed) && tags.contains { $0.hasPrefix(typed) }
    return isHalf ? nil : query
  }

  /// The text with a `*` behind its last word where that is an exception's code that is not whole: what
  /// begins so is meant.
  func withHalfCode(_ text: String) -> String {
    guard let word = FilterWord(text), let field = word.field, !word.typed.isEmpty,
      ["flag", "exception", "code"].contains(field), word.typed.last != "*",
      !word.typed.contains("\""), !ruleCodes.contains(word.typed.lowercased())
    else { return text }
    return text + "*"
  }
}

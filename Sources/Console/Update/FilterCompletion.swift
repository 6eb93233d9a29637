import Canvas
import Fulfillment

/// What Tab can make of the word that is being typed in a filter.
struct FilterCompletion: Equatable {
  /// What has been typed of a name or a value, at the end of the text.
  var typed: String
  /// What could stand there, in the order of the help.
  var candidates: [String]
  /// Whether it is a value, behind a colon.
  var isValue: Bool

  /// nil: nothing known begins as the last word does.
  static func of(_ text: String) -> FilterCompletion? {
    let characters = Array(text)
    guard characters.count(where: { $0 == "\"" }) % 2 == 0 else { return nil }
    let start = (characters.lastIndex { " ()".contains($0) }).map { $0 + 1 } ?? 0
    var word = characters[start...]
    while word.first == "-" { word = word.dropFirst() }
    guard let colon = word.firstIndex(of: ":") else { return field(String(word)) }
    let name = String(word[..<colon]).lowercased()
    let from = (word.lastIndex { $0 == "," || $0 == ":" } ?? colon) + 1
    let begun = String(word[from...])
    guard let field = QueryHelp.fields.first(where: { $0.name == name }) else { return nil }
    let given = Set(word[(colon + 1)..<from].split(separator: ",").map { String($0).lowercased() })
    let values = field.values.filter {
      $0.lowercased().hasPrefix(begun.lowercased()) && !given.contains($0.lowercased())
    }
    return values.isEmpty
      ? nil : FilterCompletion(typed: begun, candidates: values, isValue: true)
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

  /// The text with its last word gone on as far as that is certain; nil where that brings nothing.
  func applied(to text: String) -> String? {
    common.count > typed.count || candidates.count == 1 && isOpen
      ? String(text.dropLast(typed.count)) + common : nil
  }
}

extension FilterInput {
  /// What Tab would do now; only at the end of the text.
  var completion: FilterCompletion? {
    input.cursor == input.text.count ? FilterCompletion.of(input.text) : nil
  }
}

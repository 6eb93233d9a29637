/// A notice with holes for facts: a line `Subject: ...`, an empty line, and the text. `{order}` is a fact,
/// `{{` and `}}` are braces. A sentence that names a fact which is missing is left out, and with it its line
/// where nothing else stands there; a subject without its fact makes no notice.
package struct NoticeTemplate: Hashable, Sendable {
  /// What is wrong with one, and where.
  package struct Problem: Error, Hashable, Sendable {
    /// From 1.
    package var line: Int
    /// In characters, from 1.
    package var column: Int
    package var reason: String

    package init(line: Int, column: Int, reason: String) {
      self.line = line
      self.column = column
      self.reason = reason
    }
  }

  enum Piece: Hashable, Sendable {
    case text(String)
    case field(NoticeField)
  }

  typealias Sentence = [Piece]

  let subject: Sentence
  /// The sentences of each line.
  let lines: [[Sentence]]

  /// Every fact that it names.
  package var fields: Set<NoticeField> {
    Set(
      (lines.joined() + [subject]).joined().compactMap {
        if case .field(let field) = $0 { field } else { nil }
      })
  }

  private static let longest = 20_000
  private static let head = "subject:"

  package init(_ text: String) throws(Problem) {
    guard text.utf8.count <= NoticeTemplate.longest else {
      throw Problem(line: 1, column: 1, reason: "it is longer than \(NoticeTemplate.longest) bytes")
    }
    let all = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let first = all.first ?? ""
    guard first.lowercased().hasPrefix(NoticeTemplate.head) else {
      throw Problem(line: 1, column: 1, reason: #"it must begin with "Subject: ...""#)
    }
    let after = first.dropFirst(NoticeTemplate.head.count)
    let words = after.drop { $0 == " " }
    let skipped = first.count - words.count
    subject = try NoticeTemplate.sentences(words, line: 1, skipped: skipped).flatMap(\.self)
    guard !subject.isEmpty else {
      throw Problem(line: 1, column: first.count + 1, reason: "the subject is empty")
    }
    guard all.count > 1, all[1].allSatisfy({ $0 == " " }) else {
      throw Problem(line: 2, column: 1, reason: "an empty line must follow the subject")
    }
    var lines: [[Sentence]] = []
    for (index, line) in all.enumerated().dropFirst(2) {
      lines.append(try NoticeTemplate.sentences(line, line: index + 1, skipped: 0))
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    guard !lines.isEmpty else { throw Problem(line: 3, column: 1, reason: "it has no text") }
    self.lines = lines
  }

  /// The pieces of one line, sentence by sentence.
  private static func sentences(
    _ text: Substring, line: Int, skipped: Int
  ) throws(Problem) -> [Sentence] {
    var (sentences, sentence, words) = ([Sentence](), Sentence(), "")
    let characters = Array(text)
    var at = 0
    func problem(_ reason: String) -> Problem {
      Problem(line: line, column: skipped + at + 1, reason: reason)
    }
    while at < characters.count {
      let character = characters[at]
      let next = at + 1 < characters.count ? characters[at + 1] : nil
      switch character {
      case "{" where next == "{", "}" where next == "}":
        words.append(character)
        at += 1
      case "{":
        guard let end = characters[at...].firstIndex(of: "}") else {
          throw problem("the brace is not closed")
        }
        let name = String(characters[(at + 1)..<end])
        guard let field = NoticeField(rawValue: name) else {
          let known = NoticeField.allCases.map(\.rawValue).sorted().joined(separator: ", ")
          throw problem("there is no {\(name)}; there is \(known)")
        }
        if !words.isEmpty { sentence.append(.text(words)) }
        words = ""
        sentence.append(.field(field))
        at = end
      case "}": throw problem("the brace was not opened; write }} for one")
      default:
        words.append(character)
        if ".!?".contains(character), next == " " {
          words.append(" ")
          at += 1
          sentence.append(.text(words))
          words = ""
          sentences.append(sentence)
          sentence = []
        }
      }
      at += 1
    }
    if !words.isEmpty { sentence.append(.text(words)) }
    if !sentence.isEmpty { sentences.append(sentence) }
    return sentences
  }

  /// Subject and text with the facts in them. Throws where a fact is missing that the subject names or that
  /// the kind can't be without.
  package func filled(
    _ kind: NoticeKind, _ matter: NoticeMatter, in language: NoticeLanguage, _ sender: NoticeSender
  ) throws(NoticeRefusal) -> (subject: String, text: String) {
    func fact(_ field: NoticeField) -> String? { matter.text(field, in: language, sender) }
    let missing = kind.needs.filter { fact($0) == nil }
    guard missing.isEmpty else {
      let names = missing.map(\.rawValue).sorted().joined(separator: ", ")
      throw NoticeRefusal("the \(names) is not known")
    }
    guard let head = NoticeTemplate.text(of: subject, fact) else {
      throw NoticeRefusal("a fact that the subject names is not known")
    }
    var written: [String] = []
    for line in lines {
      let sentences = line.compactMap { NoticeTemplate.text(of: $0, fact) }
      if !line.isEmpty, sentences.isEmpty {
        // What only announces it goes with it.
        if written.last?.hasSuffix(":") == true { written.removeLast() }
        continue
      }
      var text = sentences.joined()
      while text.last == " " { text.removeLast() }
      // Where a paragraph went, one empty line is enough.
      if text.isEmpty, written.last?.isEmpty ?? true { continue }
      written.append(text)
    }
    while written.last?.isEmpty == true { written.removeLast() }
    return (head.sanitised(limit: 200), written.joined(separator: "\n") + "\n")
  }

  private static func text(of sentence: Sentence, _ fact: (NoticeField) -> String?) -> String? {
    var text = ""
    for piece in sentence {
      switch piece {
      // The words of others bring their own full stop, or not.
      case .text(let words):
        text += words.first == "." && text.last == "." ? words.dropFirst() : words[...]
      case .field(let field):
        guard let value = fact(field) else { return nil }
        text += value
      }
    }
    return text
  }
}

/// Why there is no notice, in the operator's words.
package struct NoticeRefusal: Error, Hashable, Sendable {
  package var reason: String

  package init(_ reason: String) { self.reason = reason }
}

/// The built-in words of one language, from which its templates are made.
struct NoticeWords {
  /// Where a parcel can be followed: whole lines.
  var parcel: String
  /// What follows the list of goods.
  var items: String
  /// The last lines.
  var closing: String
  /// Subject and paragraphs of each kind. `%parcel` and `%items` stand for the lines of that name.
  var texts: [NoticeKind: (subject: String, text: String)]

  static func of(_ language: NoticeLanguage) -> NoticeWords {
    switch language {
    case .english: english
    case .portuguese: portuguese
    case .spanish: spanish
    case .german: german
    case .french: french
    }
  }
}

extension NoticeTemplate {
  /// The text that a kind has in a language unless the operator has his own.
  package static func builtIn(_ kind: NoticeKind, _ language: NoticeLanguage) -> String {
    let words = kind == .support ? NoticeWords.english : NoticeWords.of(language)
    guard let (subject, text) = words.texts[kind] else { return "" }
    // After the comma of the greeting only German goes on in small letters.
    let first = language == .german ? String(text.prefix(1)) : text.prefix(1).uppercased()
    let body = (first + text.dropFirst()).split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        switch line {
        case "%parcel": words.parcel
        case "%items": words.items
        default: String(line)
        }
      }
    let closing = kind == .support ? "" : "\n\n" + words.closing
    let head = kind == .support ? "" : "{greeting}\n\n"
    return "Subject: " + subject + "\n\n" + head + body.joined(separator: "\n") + closing + "\n"
  }
}

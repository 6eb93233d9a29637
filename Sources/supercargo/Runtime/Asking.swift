import Connectors

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the answers of an operator come from: the terminal, a line each from a pipe, or nowhere.
struct Asking {
  /// Somebody sits there and can be asked.
  var isTerminal: Bool
  /// An answer to a prompt; nil: there are no more.
  var answer: (_ prompt: String, _ isSecret: Bool) throws -> String?

  /// From standard input. Prompts go to standard error, so that what is printed stays as asked for.
  static func standard() -> Asking {
    let isTerminal = Standard.isTerminal(STDIN_FILENO) && Standard.isTerminal(STDERR_FILENO)
    return Asking(isTerminal: isTerminal) { prompt, isSecret in
      if isTerminal, isSecret { return try SilentInput.line(prompt) }
      if isTerminal { Standard.write(prompt, to: STDERR_FILENO) }
      return readLine(strippingNewline: true)
    }
  }

  /// Says something to who is asked; nothing to a pipe.
  func say(_ text: String) {
    if isTerminal { Standard.write(text + "\n", to: STDERR_FILENO) }
  }

  /// A question with where to find the answer. "" where it may be left out and is.
  /// - Parameters:
  ///   - isOver: nothing may be asked any more.
  ///   - before: what was answered before; an empty answer is that again.
  func ask(
    _ question: AccountQuestion, flag: String, isOver: Bool = false, before: String? = nil
  ) throws -> String {
    if !question.place.isEmpty, !isOver, before == nil {
      say("\(question.name): \(question.place)")
    }
    let empty =
      before.map { $0.isEmpty ? "none" : question.isSecret ? "as before" : $0 }
      ?? (question.isNeeded ? "" : "none")
    let ways = question.isSecret ? ["not shown; or env:NAME, file:PATH"] : []
    let how = (ways + (empty.isEmpty ? [] : ["empty: \(empty)"])).joined(separator: "; ")
    // A second chance for a slip of the key; a pipe has none.
    for _ in 0..<(isOver ? 0 : isTerminal ? 3 : 1) {
      let text = try answer(
        question.name + (how.isEmpty ? ": " : " (\(how)): "), question.isSecret)
      guard let text else { break }
      let trimmed = text.trimmed
      if trimmed.isEmpty, let before { return before }
      if !trimmed.isEmpty || !question.isNeeded { return trimmed }
    }
    throw Failure(
      "the \(question.name) is missing", "nothing was written", remedy: "give it with \(flag)",
      status: .usage)
  }

  /// Yes or no; `otherwise` where nobody can be asked, or only Return was pressed.
  func confirm(_ text: String, otherwise: Bool) throws -> Bool {
    guard isTerminal else { return otherwise }
    let reply = try answer("\(text) \(otherwise ? "[Y/n]" : "[y/N]") ", false)
    switch reply?.trimmed.lowercased().first {
    case "y": return true
    case "n": return false
    case nil where reply != nil: return otherwise
    default: return false
    }
  }
}

extension String {
  /// Without blanks at either end.
  fileprivate var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}

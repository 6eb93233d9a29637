import Canvas
import Fulfillment

// The answer to a return: what its customer will read is worked out by the store, word by word, and shown
// before anything is decided.

extension ConsoleState {
  /// Asks at once where nothing leaves by itself; else the words are worked out first.
  mutating func askAnswer(
    _ decision: Decision, about rows: [ReturnRow], _ pending: PendingAnswer,
    amounts: [ReturnGrant] = []
  ) -> [Effect] {
    guard settings.tellsCustomers else {
      return ask(
        pending,
        rows.map { row in
          let message = ReturnMessage.of(decision, about: row.matter, grant: amounts.first)
          return ["  nothing is sent: it stays with the order, for you to tell the customer"]
            + (message?.body ?? "").split(separator: "\n").map { "    \($0)" }
        })
    }
    let number = requests.next()
    overlay = .working(
      Working("Writing what the customer will read", number: number, answer: pending))
    return [.rehearse(decision, rows.map(\.id), number)]
  }

  /// The words are there.
  mutating func rehearsed(_ answers: [AnswerPreview], _ number: RequestNumber) -> [Effect] {
    guard let working = endWorking(number), let pending = working.answer else { return [] }
    return ask(pending, answers.map(\.lines))
  }

  private mutating func ask(_ pending: PendingAnswer, _ words: [[String]]) -> [Effect] {
    var question = pending.question
    question.lines = pending.parts.enumerated().flatMap { place, part in
      part + (words.indices.contains(place) ? words[place] : [])
    }
    question.lines += pending.end
    overlay = .confirm(question)
    return []
  }

  /// Takes the overlay that waited for that answer away; nil: nobody waits for it any more.
  mutating func endWorking(_ number: RequestNumber) -> Working? {
    guard case .working(let working) = overlay, working.number == number else { return nil }
    overlay = nil
    return working
  }

  /// Escape gives up what is being worked out; other keys wait for it.
  mutating func press(_ key: Key, in working: Working) -> [Effect] {
    switch key {
    case .escape, .control("c"), .character("q"):
      overlay = nil
      say(.info, "Given up: \(working.title.prefix(1).lowercased() + working.title.dropFirst())")
    default: break
    }
    return []
  }
}

extension AnswerPreview {
  /// How it is told under its return.
  fileprivate var lines: [String] {
    switch self {
    case .silent(let why):
      return ["  nothing is sent: \(why.sanitised(limit: 300))"]
    case .told(let letter):
      let to = letter.address.isEmpty ? "" : " to " + letter.address.sanitised(limit: 80)
      return ["  the customer reads, by \(letter.way.text)\(to), in \(letter.text.language.name):"]
        + NoticeWords.letter(subject: letter.text.subject, text: letter.text.text)
        .map { $0.isEmpty ? "" : "    " + $0 }
    }
  }
}

import Fulfillment

/// A decision that could not be written.
package struct Unwritten: Hashable, Sendable {
  package var verb: Verb
  package var selection: Selection
}

extension ConsoleState {
  /// A full disk, a locked store, one that was moved away: the decision is kept, and the operator told.
  mutating func notWritten(_ text: String, _ number: RequestNumber) -> [Effect] {
    let sent = requests.sent[number]
    let effects = failed(text, number)
    guard let sent else { return effects }
    unwritten.append(sent)
    let key = keymap.shortest(of: "write-again") ?? ":write-again"
    say(
      .error,
      "Not written, but kept: \(sent.verb.word) \(sent.selection.title). \(key) writes it again")
    return effects
  }

  var writeAgainAvailability: Availability {
    unwritten.isEmpty ? .unavailable("every decision is written") : .available
  }

  /// Sends what could not be written once more, in its order.
  mutating func writeAgain() -> [Effect] {
    let again = unwritten
    unwritten = []
    return again.flatMap { commit($0.verb, on: $0.selection) }
  }
}

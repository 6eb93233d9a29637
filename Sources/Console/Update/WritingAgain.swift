import Fulfillment

/// Something an operator has decided that could not be written.
package struct Unwritten: Equatable, Sendable {
  /// Numbered anew when it is written again.
  package var effect: Effect
  /// `acknowledge #1001`
  package var title: String
  /// What kind of decision it is; nil: none that a key repeats.
  package var verb: Verb?
  /// The file whose rows it names; nil: not known.
  package var file: String?
}

extension ConsoleState {
  /// Sends off what is to be written, and keeps it until that is done.
  mutating func write(_ effect: Effect, title: String, verb: Verb? = nil) -> [Effect] {
    write(Unwritten(effect: effect, title: title, verb: verb, file: storeFile))
  }

  private mutating func write(_ what: Unwritten) -> [Effect] {
    let number = requests.next()
    requests.decisions.insert(number)
    requests.sent[number] = what
    if let verb = what.verb {
      if verb.isFinal { requests.finals.insert(number) }
      if verb.isSwitch { requests.switches.insert(number) }
      if verb.leaves, verb.targetKind != .returns { requests.leaving.insert(number) }
    }
    return [what.effect.numbered(number)]
  }

  /// A full disk, a locked store, one that was moved away: what was decided is kept, and the operator told.
  mutating func notWritten(_ text: String, _ number: RequestNumber) -> [Effect] {
    let sent = requests.sent[number]
    let effects = failed(text, number)
    guard let sent else { return effects }
    unwritten.append(sent)
    let key = keymap.shortest(of: "write-again") ?? ":write-again"
    say(.error, "Not written, but kept: \(sent.title). \(key) writes it again")
    return effects
  }

  var writeAgainAvailability: Availability {
    unwritten.isEmpty ? .unavailable("every decision is written") : .available
  }

  /// Sends what could not be written once more, in its order. Asks first where the store is another file
  /// since: rows are named by number, and a restored store may have others under the same.
  mutating func writeAgain() -> [Effect] {
    let foreign = unwritten.filter { $0.file != nil && $0.file != storeFile }
    guard !foreign.isEmpty else { return writeAll() }
    overlay = .confirm(
      Confirmation(
        title: "Write into another store?",
        lines: [
          "The file of the store is another one since: restored, or put in its place. If its orders"
            + " are not the same, say no and decide anew.", "",
        ] + foreign.map { "  " + $0.title.sanitised(limit: 120) }, action: .writeAgain))
    return []
  }

  mutating func writeAll() -> [Effect] {
    let again = unwritten
    unwritten = []
    return again.flatMap { what in
      var what = what
      what.file = storeFile
      return write(what)
    }
  }
}

extension Effect {
  /// The same under that number; what writes nothing stays as it is.
  fileprivate func numbered(_ number: RequestNumber) -> Effect {
    switch self {
    case .decide(let decision, let targets, _): .decide(decision, targets, number)
    case .recordPurchase(let order, let purchase, _): .recordPurchase(order, purchase, number)
    case .saveOffer(let before, let after, let change, _):
      .saveOffer(before, to: after, change: change, number)
    case .openClaim(let row, _): .openClaim(row, number)
    case .stepClaim(let claim, let step, _): .stepClaim(claim, step, number)
    case .submitEvidence(let sheet, _): .submitEvidence(sheet, number)
    default: self
    }
  }
}

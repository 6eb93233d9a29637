import Fulfillment

// Taking back: what the header names, and nothing else.

extension ConsoleState {
  /// `u`: at once where it was decided here just now; asks where it was decided elsewhere, or where
  /// something newer is in the way.
  mutating func undo() -> [Effect] {
    // One that is still on its way to the store is the newest, and is what is meant.
    guard requests.decisions.isEmpty, let undoable, let batch = undoable.batch else {
      return takeBack(nil)
    }
    let isOwn = ownBatches.contains(batch)
    if isOwn, undoable.newer == nil { return takeBack(batch) }
    let title = undoable.title.sanitised(limit: 80)
    var lines: [String] = []
    if let newer = undoable.newer {
      lines.append("\(newer.target): \(newer.reason).".sanitised(limit: 300))
      lines.append("What was decided before it would be taken back instead: \(title).")
    }
    if !isOwn {
      lines.append(
        "It was not decided here since this console was opened: another one, or the command line,"
          + " works under the name \(settings.operatorName), or it is from an earlier session.")
    }
    if undoable.left > 0 {
      lines.append(
        "\(Noun.of(undoable.left, "purchase has left and stays", "purchases have left and stay")):"
          + " \(cancelHint).")
    }
    overlay = .confirm(
      Confirmation(title: "Take back: \(title)?", lines: lines, action: .undo(batch)))
    return []
  }

  /// Takes that batch back; nil: the newest.
  mutating func takeBack(_ batch: DecisionID?) -> [Effect] {
    let number = requests.next()
    requests.decisions.insert(number)
    return [.undo(batch, number)]
  }

  mutating func redo() -> [Effect] {
    let number = requests.next()
    requests.decisions.insert(number)
    return [.redo(number)]
  }

  /// The store has taken a decision back, done it again, or neither.
  mutating func reversed(
    _ receipt: DecisionReceipt, _ number: RequestNumber, word: String, nothing: String
  ) -> [Effect] {
    guard requests.decisions.remove(number) != nil else { return [] }
    let title = receipt.title.sanitised(limit: 80)
    if receipt.applied > 0, let batch = receipt.batch { ownBatches.insert(batch) }
    switch (receipt.applied, receipt.refused.first) {
    case (0, nil): say(.info, nothing)
    case (0, let refusal?):
      let rest = receipt.refused.count > 1 ? ", and \(receipt.refused.count - 1) more" : ""
      let hint = receipt.left > 0 ? "; " + cancelHint : ""
      say(.warning, "\(refusal.target): \(refusal.reason)\(rest)\(hint)")
    case (let applied, nil):
      say(.info, title + (applied > 1 ? ": all \(applied.grouped) \(word)" : ": \(word)"))
    case (let applied, let refusal?):
      let others = receipt.refused.count - receipt.left
      var parts = ["\(applied.grouped) \(word)"]
      if receipt.left > 0 { parts.append("\(receipt.left.grouped) had left: \(cancelHint)") }
      if others > 0 {
        parts.append("\(others.grouped) not: \(refusal.target): \(refusal.reason)")
      }
      say(.warning, title + ": " + parts.joined(separator: ", "))
    }
    return reloadVisible()
  }

  private var cancelHint: String {
    (keymap.shortest(of: "cancel-purchase") ?? ":cancel-purchase") + " asks the supplier to cancel"
  }

  /// What a decision has come to so far: what leaves has not left yet.
  func fate(of receipt: DecisionReceipt, _ number: RequestNumber) -> String {
    guard requests.leaving.contains(number) else {
      guard let left = receipt.undoableUntil.flatMap(departure.left) else { return "done" }
      return "done, final in \(left.countdown)"
    }
    if buyingStop != nil { return "written down, but buying is stopped" }
    guard let left = receipt.undoableUntil.flatMap(departure.left) else {
      return "written down, leaves now"
    }
    return "written down, leaves in \(left.countdown)"
  }
}

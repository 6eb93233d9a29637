package import Canvas
package import Fulfillment

/// A console over a sample board, driven by keys: every effect is answered at once, as the loop and a
/// store would.
package struct SampleSession: Sendable {
  package var state: ConsoleState
  package var board: SampleBoard
  /// Effects that are not questions: what left the console, oldest first.
  package private(set) var seen: [Effect] = []
  private var earlier: [SampleBoard] = []

  package init(
    size: Size, board: SampleBoard = SampleBoard(), settings: ConsoleSettings = .sample,
    keymap: Keymap = .standard
  ) {
    self.board = board
    state = ConsoleState(size: size, now: board.now, settings: settings, keymap: keymap)
    send(.started(board.now))
  }

  /// Presses keys written as in `KeyScript`.
  package mutating func press(_ script: String) { press(KeyScript.keys(script)) }

  package mutating func press(_ keys: [Key]) { for key in keys { send(.key(key, board.now)) } }

  /// Types text as it is, blanks included.
  package mutating func type(_ text: String) { press(text.map { .character($0) }) }

  /// Lets time pass on the board and tells the console.
  package mutating func wait(_ span: Span) {
    board.now = board.now + span
    send(.tick(board.now))
  }

  /// Sends a message and answers what comes of it until nothing more is asked.
  package mutating func send(_ message: Message) {
    var waiting = [message]
    // A console that asks for ever is a fault: the bound lets a test see it instead of hanging.
    for _ in 0..<200 where !waiting.isEmpty {
      let effects = update(&state, waiting.removeFirst())
      waiting += effects.compactMap { answer($0) }
    }
  }

  /// What the loop would answer to an effect; nil: nothing comes back.
  package mutating func answer(_ effect: Effect) -> Message? {
    switch effect {
    case .load(let load, let number): return .loaded(board.answer(load), number, board.now)
    case .decide(let decision, let targets, let number):
      seen.append(effect)
      return .decided(decide(decision, targets), number, board.now)
    case .undo(let number):
      seen.append(effect)
      return .undone(undo(), number, board.now)
    case .redo(let number):
      seen.append(effect)
      return .redone(DecisionReceipt(batch: nil, applied: 0, title: ""), number, board.now)
    case .recordPurchase(_, let purchase, let number):
      seen.append(effect)
      return .recorded("\(purchase.supplier) \(purchase.number)", number, board.now)
    case .saveFilter(let name, let text, let number):
      seen.append(effect)
      board.savedViews.removeAll { $0.name == name }
      if let text { board.savedViews.append(SavedView(name: name, text: text)) }
      return .savedFilter(number, board.now)
    default:
      seen.append(effect)
      return nil
    }
  }

  private mutating func decide(_ decision: Decision, _ targets: [Target]) -> DecisionReceipt {
    earlier.append(board)
    for target in targets { apply(decision, to: target) }
    let isHeld = ["approve", "decline", "ask"].contains(decision.verb)
    let receipt = DecisionReceipt(
      batch: DecisionID(Int64(earlier.count)), applied: targets.count,
      title: "\(decision.verb) \(targets.count == 1 ? name(targets[0]) : "\(targets.count) rows")",
      undoableUntil: isHeld ? board.now + state.settings.hold : nil)
    board.undoable = receipt
    return receipt
  }

  private mutating func undo() -> DecisionReceipt {
    guard let before = earlier.popLast(), let receipt = board.undoable else {
      return DecisionReceipt(batch: nil, applied: 0, title: "")
    }
    let now = board.now
    board = before
    board.now = now
    return receipt
  }

  private mutating func apply(_ decision: Decision, to target: Target) {
    switch target {
    case .exception(let id): settle(decision) { $0.id == id }
    case .order(let id):
      settle(decision) { $0.order == id }
      guard let place = board.orders.firstIndex(where: { $0.id == id }) else { return }
      if case .tag(let tag) = decision { board.orders[place].tags.append(tag) }
      if case .untag(let tag) = decision { board.orders[place].tags.removeAll { $0 == tag } }
    case .return(let id):
      guard let place = board.returns.firstIndex(where: { $0.id == id }) else { return }
      switch decision {
      case .approveReturn: board.returns[place].state = .approved
      case .declineReturn: board.returns[place].state = .declined
      case .askReturn: board.returns[place].state = .asked
      default: return
      }
      board.returns[place].decidedAt = board.now
      board.returns[place].holdUntil = board.now + state.settings.hold
    }
  }

  private mutating func settle(_ decision: Decision, _ isMeant: (ExceptionRow) -> Bool) {
    if case .resolve = decision { board.exceptions.removeAll(where: isMeant) }
    for place in board.exceptions.indices where isMeant(board.exceptions[place]) {
      if case .acknowledge = decision { board.exceptions[place].state = .acknowledged }
      if case .snooze(let snooze) = decision {
        board.exceptions[place].state = .snoozed
        if case .until(let instant) = snooze { board.exceptions[place].snoozedUntil = instant }
      }
    }
  }

  private func name(_ target: Target) -> String {
    switch target {
    case .order(let id): board.orders.first { $0.id == id }?.name ?? "order"
    case .exception(let id): board.exceptions.first { $0.id == id }?.subject ?? "exception"
    case .return(let id): "return #\(id.number)"
    }
  }
}

extension ConsoleSettings {
  /// The settings of the gallery.
  package static let sample = ConsoleSettings(
    operatorName: "Mina", utcOffsetMinutes: 60,
    themes: ["harbour", "light", "monochrome"], theme: "harbour", hasStorefront: true,
    storePath: "/tmp/supercargo.sqlite")
}

import Canvas
import Fulfillment

// Macros: keys are recorded and pressed again, one after the other, each once the one before has had its
// whole effect. What leaves the house is agreed to by the operator alone.

extension ConsoleState {
  /// A key of the operator's.
  mutating func typed(_ key: Key) -> [Effect] {
    if macro.replay != nil { return typedInReplay(key) }
    let wasRecording = macro.recording != nil
    let isAnswer = macro.isHandedOver
    let joins =
      count.isOpen || count.switched.map { now - $0.at < felt(CountInput.together) } ?? false
    let effects = press(key)
    guard wasRecording, !isAnswer, key.isRecordable else { return effects }
    macro.recording?.append(Macro.Step(key: key, joins: joins))
    if let steps = macro.recording, steps.count >= Macro.longest {
      say(.warning, "The macro has \(Macro.longest) keys: it ends here")
      endRecording()
    }
    return effects
  }

  /// While a macro runs: an answer to what it asks, or the end of it.
  private mutating func typedInReplay(_ key: Key) -> [Effect] {
    guard macro.isHandedOver else {
      if case .mouse = key { return [] }
      return endReplay(.warning, "a key was pressed")
    }
    let isNo = key == .escape || key == .control("c")
    let effects = press(key)
    guard isNo, overlay == nil else { return effects }
    return effects + endReplay(.warning, "you left its question")
  }

  mutating func toggleRecording() -> [Effect] {
    if macro.recording == nil {
      macro.recording = []
      let key = keymap.shortest(of: "macro-record") ?? ":macro-record"
      say(.info, "Recording keys; \(key) ends it")
    } else {
      endRecording()
    }
    return []
  }

  private mutating func endRecording() {
    let steps = macro.recording ?? []
    macro.recording = nil
    guard !steps.isEmpty else {
      return say(.info, "Nothing was recorded; the macro stays as it was")
    }
    macro.steps = steps
    let key = keymap.shortest(of: "macro-replay") ?? ":macro-replay"
    say(.info, "Recorded \(Noun.of(steps.count, "key", "keys")); \(key) presses them again")
  }

  var replayAvailability: Availability {
    if macro.recording != nil {
      return .unavailable("a macro is being recorded: end it first")
    }
    return macro.steps.isEmpty ? .unavailable("no macro is recorded") : .available
  }

  mutating func openReplay(_ count: Int) -> [Effect] {
    macro.replay = Macro.Replay(rounds: min(max(1, count), Macro.mostRounds))
    return []
  }

  /// Presses the next keys of the macro, as far as what they ask for is there already.
  mutating func playOn() -> [Effect] {
    var effects: [Effect] = []
    noteHandover()
    while let replay = macro.replay {
      if let trouble = replay.trouble { return effects + endReplay(.warning, trouble) }
      guard !macro.isHandedOver, requests.isSettled else { break }
      guard replay.place < macro.steps.count else {
        guard replay.round < replay.rounds else {
          macro.replay = nil
          if replay.rounds > 1 {
            say(.info, "The macro is done, \(replay.rounds) times")
          }
          break
        }
        macro.replay?.place = 0
        macro.replay?.round += 1
        continue
      }
      macro.replay?.place += 1
      let step = effects.count
      effects += press(again: macro.steps[replay.place])
      noteHandover()
      // Another program has the terminal, or there is no screen any more: what follows waits.
      if effects[step...].contains(where: \.leavesTheScreen) { break }
    }
    return effects
  }

  private mutating func noteHandover() {
    macro.isHandedOver = overlay?.isOutward == true || macro.isHandedOver && overlay != nil
  }

  private mutating func press(again step: Macro.Step) -> [Effect] {
    if step.joins { count.switched?.at = now } else { count.switched = nil }
    let command = hasInput ? nil : command(for: step.key)
    let isMotion = command.map { Self.motions.contains($0.id) } ?? false
    let before = (selectedKey(of: focus), order?.id, order?.scroll)
    let effects = press(step.key)
    if isMotion, !isOwed, before == (selectedKey(of: focus), order?.id, order?.scroll) {
      if macro.replay?.trouble == nil { macro.replay?.trouble = "the list ends here" }
    }
    return effects
  }

  /// What leads to another row: where it does not, the same row would be done again.
  private static let motions: Set<String> = [
    "down", "up", "half-down", "half-up", "page-down", "page-up", "next-order", "previous-order",
  ]

  /// Keys go into something else than the panels and the order.
  private var hasInput: Bool {
    overlay != nil || filterInput != nil || finding?.input != nil || order?.findInput != nil
  }

  /// The focused list waits for rows that the cursor is to go on in.
  private var isOwed: Bool {
    switch focus {
    case .queue: queue.owed != 0
    case .exceptions: exceptions.owed != 0
    case .returns: returns.owed != 0
    case .claims: claims.owed != 0
    case .suppliers, .numbers, .activity: false
    }
  }

  private mutating func endReplay(_ kind: Notice.Kind, _ why: String) -> [Effect] {
    guard let replay = macro.replay else { return [] }
    macro.replay = nil
    count = CountInput()
    let key = replay.place > 0 ? " at key \(replay.place) of \(macro.steps.count)" : ""
    let round = replay.rounds > 1 ? ", round \(replay.round) of \(replay.rounds)" : ""
    say(kind, "The macro stopped\(key)\(round): \(why)")
    return []
  }
}

extension Key {
  /// Where a mouse pointed, and what size the window had, means nothing later.
  fileprivate var isRecordable: Bool {
    switch self {
    case .mouse, .resize: false
    default: true
    }
  }
}

extension Effect {
  fileprivate var leavesTheScreen: Bool {
    switch self {
    case .edit, .pipe, .page, .pageFile, .open, .suspend, .quit: true
    default: false
    }
  }
}

import Canvas
import Fulfillment

/// Takes one message and says what is to be done. The only writer of the state.
package func update(_ state: inout ConsoleState, _ message: Message) -> [Effect] {
  let style = state.numberStyle
  return NumberStyle.$current.withValue(style) { updated(&state, message) }
}

private func updated(_ state: inout ConsoleState, _ message: Message) -> [Effect] {
  let before = state.counts?.exceptions
  let figures = state.counts
  let arrangement = state.arrangement
  var effects = take(message, into: &state)
  state.forgetOldMarks()
  state.tellChange(from: figures)
  effects += state.playOn()
  effects += state.keeping(arrangement)
  return state.ringing(effects, exceptionsBefore: before)
}

private func take(_ message: Message, into state: inout ConsoleState) -> [Effect] {
  switch message {
  case .started(let now):
    state.advance(to: now)
    return state.start()
  case .key(.resize(let size), let now):
    state.advance(to: now)
    return state.resize(to: size)
  case .key(let key, let now):
    state.advance(to: now)
    return state.typed(key)
  case .tick(let now):
    state.advance(to: now)
    return state.relay() + state.nextDeadline()
  case .resize(let size):
    return state.resize(to: size)
  case .storeChanged(let now):
    state.advance(to: now)
    return state.reloadVisible() + state.askNew()
  case .storeFile(let file):
    state.storeFile = file
    return []
  case .syncHealth(let health):
    state.sync = health
    return []
  case .loaded(let answer, let number, let now):
    state.advance(to: now)
    return state.take(answer, number)
  case .decided(let receipt, let number, let now):
    state.advance(to: now)
    return state.decided(receipt, number)
  case .undone(let receipt, let number, let now):
    state.advance(to: now)
    return state.reversed(receipt, number, word: "taken back", nothing: "Nothing to undo")
  case .redone(let receipt, let number, let now):
    state.advance(to: now)
    return state.reversed(receipt, number, word: "done again", nothing: "Nothing to redo")
  case .planned(let plan, let number, let now):
    state.advance(to: now)
    return state.planned(plan, number)
  case .progress(let done, let total, let number):
    state.progress(done: done, total: total, number)
    state.tryingRules(done: done, number)
    return []
  case .asked(let text, _, let now):
    state.advance(to: now)
    return state.asked(text)
  case .evidence(let sheet, let number, let now):
    state.advance(to: now)
    return state.prepared(sheet, number)
  case .rehearsed(let answers, let number, let now):
    state.advance(to: now)
    return state.rehearsed(answers, number)
  case .offerChecked(let check, let number, let now):
    state.advance(to: now)
    return state.checked(check, number)
  case .previewed(let preview, let number, let now):
    state.advance(to: now)
    return state.previewed(preview, number)
  case .rulesTried(let lines, let number, let now):
    state.advance(to: now)
    return state.rulesTried(lines, number)
  case .recorded(let title, let number, let now):
    state.advance(to: now)
    return state.recorded(title, number)
  case .savedFilter(_, let now):
    state.advance(to: now)
    return [.load(.savedFilters, state.requests.next(.savedFilters))]
  case .edited(let text, let number, let now):
    state.advance(to: now)
    return state.edited(text, number)
  case .piped(let status, let line, _, let now):
    state.advance(to: now)
    state.piped(status: status, line: line)
    return []
  case .notWritten(let text, let number, let now):
    state.advance(to: now)
    return state.notWritten(text, number)
  case .failed(let text, let number, let now):
    state.advance(to: now)
    return state.failed(text, number)
  }
}

extension ConsoleState {
  /// Notices whose time has passed go; time never runs backward on the screen.
  mutating func advance(to instant: Timestamp) {
    now = max(now, instant)
    notices.removeAll { $0.until <= now }
  }

  /// What was said of marks goes once they have changed.
  mutating func forgetOldMarks() {
    let marks = markTotal
    notices.removeAll { notice in notice.marks.map { $0 != marks } ?? false }
  }

  /// Asks for what the first screen shows.
  mutating func start() -> [Effect] {
    reloadVisible() + [
      .load(.savedFilters, requests.next(.savedFilters)), .load(.past, requests.next(.past)),
    ] + askNew()
  }

  mutating func resize(to new: Size) -> [Effect] {
    guard new != size else { return [] }
    size = new
    for panel in visiblePanels { measureRows(of: panel) }
    for panel in Panel.allCases { apply(.settle, to: panel) }
    return relay() + fillVisible()
  }

  /// Lays the order's sheet out again after its width or its ages changed.
  mutating func relay() -> [Effect] {
    layOutOrder()
    return []
  }

  /// Says something at the bottom for a while.
  mutating func say(_ kind: Notice.Kind, _ text: String) {
    if kind != .info, macro.replay?.trouble == nil { macro.replay?.trouble = text }
    if notices.last?.text != text { tell(text) }
    let stay: Span = kind == .info ? .seconds(6) : kind == .warning ? .seconds(10) : .seconds(20)
    notices.removeAll { $0.text == text }
    notices.append(Notice(kind, text, until: now + felt(stay)))
    if notices.count > 3 { notices.removeFirst(notices.count - 3) }
  }

  /// Tells somebody who may be here for the first time where to begin.
  package mutating func welcome() {
    let text = "New here? :tour shows in a minute how to get about; ? names every key"
    notices.append(Notice(.info, text, until: now + felt(.seconds(30))))
  }

  /// A length of the operator's own time on the console's clock, which a demo runs faster.
  func felt(_ span: Span) -> Span { span * max(1, settings.timeRate) }

  /// Says why something cannot be done.
  mutating func refuse(_ reason: String) -> [Effect] {
    say(.warning, reason)
    return []
  }

  mutating func piped(status: Int, line: String) {
    let text = line.sanitised(limit: 300)
    if status == 0 {
      say(.info, text.isEmpty ? "The command is done" : "The command is done: " + text)
    } else {
      say(.error, "The command failed with status \(status)" + (text.isEmpty ? "" : ": " + text))
    }
  }

  mutating func failed(_ text: String, _ number: RequestNumber?) -> [Effect] {
    let clean = text.sanitised(limit: 500)
    var asked: Prompt?
    if let number {
      requests.decisions.remove(number)
      requests.sent[number] = nil
      requests.finals.remove(number)
      requests.leaving.remove(number)
      requests.switches.remove(number)
      requests.purchaseVerbs[number] = nil
      endPlanning(number)
      asked = endTrying(number)
      endChecking(number)
      asked = endWorking(number)?.asked ?? asked
      requests.editors[number] = nil
      requests.panels[number] = nil
      if let slot = requests.take(number) { lose(slot) }
    }
    // What is typed next is another answer, and no command.
    if var prompt = asked {
      prompt.problem = clean
      overlay = .prompt(prompt)
      return [.bell]
    }
    // What goes wrong again and again, as a store that is gone, is heard once.
    let isKnown = notices.contains { $0.text == clean }
    say(.error, clean)
    return isKnown ? [] : [.bell]
  }
}

import Canvas
import Fulfillment

extension ConsoleState {
  /// One key, to whatever has the keys now.
  mutating func press(_ key: Key) -> [Effect] {
    apply(.touch, to: focus)
    if case .mouse(let mouse) = key { return click(mouse) }
    if overlay != nil || filterInput != nil || order?.findInput != nil {
      // Whatever is being typed, a spoilt screen can be drawn again.
      if key == .control("l") { return [.redraw] }
      if key == .control("z") { return [.suspend] }
    }
    if overlay != nil { return pressInOverlay(key) }
    if filterInput != nil { return pressInFilter(key) }
    if finding?.input != nil { return pressInListFind(key) }
    if order?.findInput != nil { return pressInFind(key) }
    if case .character(let character) = key, let digit = character.wholeNumberValue,
      character.isASCII, takeDigit(digit)
    {
      return []
    }
    return runCommand(for: key)
  }

  private mutating func runCommand(for key: Key) -> [Effect] {
    let switched = justSwitched
    if let switched, switched.value > 9, command(for: key)?.group == .move { comeBack(switched) }
    let (typed, wasCounting) = (count.value, count.isOpen)
    count = CountInput()
    if wasCounting, command(for: key)?.id == "cancel" { return [] }
    guard let command = command(for: key) else {
      let elsewhere = Command.table.first { keymap.keys(of: $0.id).contains(key) }
      if let elsewhere {
        return refuse("\(KeyName.text(key)) (\(elsewhere.id)) works in: \(elsewhere.places.text)")
      }
      let name = KeyName.text(key)
      return name.isEmpty ? [] : refuse("\(name) does nothing here; ? shows what does")
    }
    if typed == 0, let panel = Panel(rawValue: command.id), case .character(let character) = key,
      let digit = character.wholeNumberValue
    {
      let left = CountInput.Switched(
        value: min(99_999, (switched?.value ?? 0) * 10 + digit), from: switched?.from ?? focus,
        wasOrderFocused: switched?.wasOrderFocused ?? isOrderFocused,
        wasZoomed: switched?.wasZoomed ?? isZoomed, at: now)
      let effects = run(command)
      if focus == panel { count.switched = left }
      return effects
    }
    return run(command, count: typed)
  }

  /// Runs a command if it can be run, else says why not.
  mutating func run(_ command: Command, count: Int = 0) -> [Effect] {
    if let reason = command.availability(self).reason { return refuse(reason) }
    return command.run(&self, count)
  }

  /// Digits of panels that were pressed just now.
  private var justSwitched: CountInput.Switched? {
    count.switched.flatMap { now - $0.at < felt(CountInput.together) ? $0 : nil }
  }

  /// They were a count: to where they were typed.
  private mutating func comeBack(_ switched: CountInput.Switched) {
    focus = switched.from
    isOrderFocused = switched.wasOrderFocused && order != nil
    isZoomed = switched.wasZoomed
    count = CountInput()
    count.value = switched.value
    count.isOpen = true
  }

  /// Whether a digit belongs to a count. The digit of a panel goes there, so that panels can be changed as
  /// fast as keys are pressed; 0 and digits without a panel start a count, or make those just before them
  /// one.
  private mutating func takeDigit(_ digit: Int) -> Bool {
    if count.value > 0 || count.isOpen {
      count.value = min(99_999, count.value * 10 + digit)
      return true
    }
    guard keymap.command(for: .character(Character(String(digit))), in: place) == nil else {
      return false
    }
    if let switched = justSwitched { comeBack(switched) }
    count.value = min(99_999, count.value * 10 + digit)
    count.isOpen = true
    return true
  }

  /// Escape: takes back one thing at a time.
  mutating func cancel() -> [Effect] {
    if order != nil, isOrderFocused {
      if order?.find.isEmpty == false {
        order?.find = ""
        return []
      }
      return closeOrder()
    }
    if isFinding {
      finding = nil
      return []
    }
    if hasRange {
      apply(.endRange, to: focus)
      return []
    }
    if markCount(of: focus) > 0 {
      apply(.clearMarks, to: focus)
      return []
    }
    if order != nil { return closeOrder() }
    if focus.isFilterable, !filter(of: focus).text.isEmpty {
      return set(Filter(), of: focus, placement: .keep)
    }
    if isZoomed { return toggleZoom() }
    notices.removeAll()
    return []
  }

  /// q: closes the order, else quits.
  mutating func back() -> [Effect] {
    if order != nil { return closeOrder() }
    return quit()
  }

  /// Quits; asks first where something would be lost.
  mutating func quit() -> [Effect] {
    var losses: [String] = []
    if markTotal > 1 { losses.append("\(Noun.rows(markTotal)) marked") }
    for (purpose, text) in drafts.sorted(by: { $0.key.title < $1.key.title }) {
      losses.append("what you began to type: \(purpose.title) \"\(text.sanitised(limit: 60))\"")
    }
    if !unwritten.isEmpty {
      losses.append(Noun.of(unwritten.count, "decision", "decisions") + " not written yet")
    }
    if !requests.decisions.isEmpty { losses.append("a decision is still being written") }
    guard !losses.isEmpty else { return [.quit] }
    overlay = .confirm(
      Confirmation(
        title: "Quit?", lines: ["This would be lost:"] + losses.map { "  " + $0 }, action: .quit))
    return []
  }
}

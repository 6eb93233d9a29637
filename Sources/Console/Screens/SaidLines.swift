import Canvas
import Fulfillment

/// What was said last, the newest at the bottom, for those who hear the screen.
enum SaidLines {
  static func draw(_ state: ConsoleState, in rect: Rect, on grid: inout Grid) {
    let lines = state.said.suffix(rect.rows).flatMap { $0.wrapped(max(1, rect.columns)) }
    for (index, line) in lines.suffix(rect.rows).enumerated() {
      grid.write(
        line, column: rect.column, row: rect.row + index, role: .text, width: rect.columns)
    }
  }
}

/// The signs that stand for words, as words.
enum SpokenSigns {
  static let words: [Character: String] = [
    "·": "notice", "-": "warning", "!": "serious", "‼": "critical", "x": "paused",
    // The words behind these say the same.
    "○": "", "→": "", "✓": "", "✗": "", "~": "about",
  ]

  /// Without a sign in front whose words stand behind it.
  static func without(_ text: String) -> String {
    guard let sign = text.first, words[sign] == "" else { return text }
    return String(text.dropFirst().drop { $0 == " " })
  }
}

extension ConsoleState {
  /// Lines said that are kept for reading.
  private static let saidLimit = 50

  /// Adds to what can be read again, and is read as lines.
  mutating func tell(_ line: String) {
    said.append(clock.time(now) + " " + line)
    if said.count > ConsoleState.saidLimit { said.removeFirst() }
  }

  /// Tells how the figures of the board have changed.
  mutating func tellChange(from before: BoardCounts?) {
    guard settings.isLinear, let before, let counts, before != counts else { return }
    let changes = [
      (counts.exceptions, before.exceptions, "exceptions"),
      (counts.open, before.open, "open orders"),
      (counts.returnsWaiting, before.returnsWaiting, "returns waiting"),
    ].filter { $0.0 != $0.1 }.map { "\($0.0.grouped) \($0.2), were \($0.1.grouped)" }
    if !changes.isEmpty { tell(changes.joined(separator: "; ")) }
  }

  /// Lines to be heard, or a screen to be looked at.
  mutating func toggleLinear() -> [Effect] {
    settings.isLinear.toggle()
    say(
      .info,
      settings.isLinear
        ? "Lines in reading order; the command linear ends it" : "The screen with its panels again")
    for panel in visiblePanels { measureRows(of: panel) }
    for panel in Panel.allCases { apply(.settle, to: panel) }
    return relay() + fillVisible() + [.redraw]
  }
}

import Canvas
import Fulfillment

/// The help screen's lines, made from the command table.
enum HelpText {
  static func lines(_ state: ConsoleState, matching typed: String) -> [[Table.Field]] {
    let wanted = typed.lowercased().trimmed
    var lines: [[Table.Field]] = []
    for group in Command.Group.allCases {
      let commands = Command.table.filter { $0.group == group && $0.matches(wanted) }
      guard !commands.isEmpty else { continue }
      if !lines.isEmpty { lines.append([]) }
      lines.append([Table.Field(group.rawValue, role: .overlayTitle)])
      lines += commands.flatMap { entry($0, state) }
    }
    lines += counts(wanted, after: lines.isEmpty)
    lines += filterLanguage(wanted, after: lines.isEmpty)
    return lines
  }

  /// How keys are repeated.
  private static func counts(_ wanted: String, after isEmpty: Bool) -> [[Table.Field]] {
    let rows = [
      ("12j", "twelve rows down: digits typed fast, one after the other, and then a motion"),
      ("05j", "a digit alone goes to its panel; a 0 before it makes it a count for any key"),
    ].filter { example, meaning in
      wanted.isEmpty || "counts repeat".contains(wanted) || example.contains(wanted)
        || meaning.contains(wanted)
    }
    guard !rows.isEmpty else { return [] }
    return (isEmpty ? [] : [[]]) + [[Table.Field("Counts", role: .overlayTitle)]]
      + rows.map { example, meaning in
        [
          Table.Field(example + String(repeating: " ", count: 15), role: .footerKey),
          Table.Field(meaning, role: .overlay),
        ]
      }
  }

  /// Columns of the keys.
  private static func keyColumns(_ state: ConsoleState) -> Int { columns(state) < 50 ? 8 : 18 }

  /// Columns of the help box, its line and margins aside.
  static func columns(_ state: ConsoleState) -> Int { min(110, state.size.columns) - 4 }

  /// A command with its keys; the reason why it cannot be used goes below where it does not fit beside.
  private static func entry(_ command: Command, _ state: ConsoleState) -> [[Table.Field]] {
    let keys = state.keymap.text(of: command.id)
    let availability = command.availabilityHere(state)
    let wide = keyColumns(state)
    let shown = TextWidth.truncate(keys.isEmpty ? ":" + command.id : keys, to: wide - 1)
    let key = shown + String(repeating: " ", count: max(1, wide - shown.columns))
    let line = [
      Table.Field(key, role: availability.isAvailable ? .footerKey : .dim),
      Table.Field(command.title, role: availability.isAvailable ? .overlay : .dim),
    ]
    guard let reason = availability.reason else { return [line] }
    let why = Table.Field("(\(reason))", role: .inputHint)
    let room = columns(state) - key.columns - command.title.columns - 2
    if why.text.columns <= room { return [line + [Table.Field("  ")] + [why]] }
    return [line, [Table.Field(String(repeating: " ", count: wide)), why]]
  }

  private static func filterLanguage(_ wanted: String, after isEmpty: Bool) -> [[Table.Field]] {
    let rows =
      QueryHelp.fields.map { ($0.example, $0.meaning) }
      + QueryHelp.grammar.map { ($0.example, $0.meaning) }
    let fitting = rows.filter { example, meaning in
      wanted.isEmpty || example.lowercased().contains(wanted)
        || meaning.lowercased().contains(wanted)
    }
    guard !fitting.isEmpty else { return [] }
    let title = [Table.Field("What a filter ( / ) understands", role: .overlayTitle)]
    return (isEmpty ? [] : [[]]) + [title]
      + fitting.map { example, meaning in
        let pad = String(repeating: " ", count: max(1, 34 - example.columns))
        return [
          Table.Field(example + pad, role: .footerKey), Table.Field(meaning, role: .overlay),
        ]
      }
  }
}

extension Command {
  fileprivate func matches(_ wanted: String) -> Bool {
    wanted.isEmpty || id.contains(wanted) || title.lowercased().contains(wanted)
      || group.rawValue.lowercased().contains(wanted) || keys.contains(wanted)
  }
}

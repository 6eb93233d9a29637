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
      lines += commands.map { line($0, state) }
    }
    lines += filterLanguage(wanted, after: lines.isEmpty)
    return lines
  }

  private static func line(_ command: Command, _ state: ConsoleState) -> [Table.Field] {
    let keys = state.keymap.text(of: command.id)
    let availability = command.availabilityHere(state)
    let shown = TextWidth.truncate(keys.isEmpty ? ":" + command.id : keys, to: 17)
    let key = shown + String(repeating: " ", count: max(1, 18 - shown.columns))
    var fields = [
      Table.Field(key, role: availability.isAvailable ? .footerKey : .dim),
      Table.Field(command.title, role: availability.isAvailable ? .overlay : .dim),
    ]
    if let reason = availability.reason {
      fields.append(Table.Field("  (\(reason))", role: .inputHint))
    }
    return fields
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

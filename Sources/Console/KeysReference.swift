/// The reference of keys, made from the command table: Documentation/Keys.md is this text.
package enum KeysReference {
  /// The whole page.
  package static var markdown: String {
    var page = """
      # Keys

      Made from the command table; `supercargo keys` prints the keys in use. Every key can be changed under
      `[keys]` in `config.toml`: `acknowledge = ["a", "ctrl-a"]`; an empty list takes the keys away, and the
      command can still be run by its name in the palette (`:`). Digits make a count where they do not name a
      panel: `20j`, `03j`.

      """
    for group in Command.Group.allCases {
      page += "\n## \(group.rawValue)\n\n| keys | command | does | in |\n|---|---|---|---|\n"
      for command in Command.table where command.group == group {
        let keys =
          command.keys.isEmpty
          ? "`:`" : command.keys.map { "`\($0)`" }.joined(separator: " ")
        page += "| \(keys) | `\(command.id)` | \(command.title) | \(command.places.text) |\n"
      }
    }
    page += """

      ## Mouse

      A click selects a row or goes to a panel or tab, a double click opens the row, the wheel scrolls, a click
      on a column's name sorts by it. Shift leaves the mouse to the terminal, for selecting text.

      """
    return page
  }
}

/// What stands for a character on a terminal whose character set is not UTF-8. A `Terminal` applies it
/// while painting; nothing else needs to know.
package enum ASCII {
  /// A printable ASCII character that is read alike; `?` if there is none.
  package static func character(for character: Character) -> Character {
    if let byte = character.asciiValue { return byte &- 0x20 < 0x5F ? character : " " }
    return table[character] ?? "?"
  }

  private static let table: [Character: Character] = [
    "─": "-", "│": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+",
    "┴": "+", "┼": "+", "═": "=", "║": "|", "▸": ">", "◂": "<", "▾": "v", "▴": "^", "▲": "^",
    "▼": "v", "▶": ">", "◀": "<", "●": "*", "○": "o", "•": "*", "·": ".", "…": "~", "→": ">",
    "←": "<", "↑": "^", "↓": "v", "✓": "x", "✗": "x", "×": "x", "▁": "_", "▂": "_", "▃": ".",
    "▄": "-", "▅": "-", "▆": "=", "▇": "=", "█": "#", "▓": "#", "▒": ":", "░": ".", "–": "-",
    "—": "-", "‘": "'", "’": "'", "“": "\"", "”": "\"", "€": "E", "£": "L",
  ]
}

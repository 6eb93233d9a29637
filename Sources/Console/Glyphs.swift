import Canvas

/// The signs that carry meaning beside the colours, for UTF-8 terminals and for plain ASCII ones.
package struct Glyphs: Hashable, Sendable {
  package var isASCII: Bool

  package static let unicode = Glyphs(isASCII: false)
  package static let ascii = Glyphs(isASCII: true)

  /// What stands for a character where only ASCII can be shown; signs that differ stay different.
  static func ascii(_ character: Character) -> Character {
    switch character {
    case "●", "✓": "+"
    case "○": "o"
    case "✗": "x"
    case "→", "▸": ">"
    case "←": "<"
    case "‼": "X"
    case "·": "."
    case "…": "~"
    case "“", "”", "„", "«", "»": "\""
    case "‘", "’": "'"
    case "–", "—": "-"
    case "•": "*"
    case "×": "x"
    case "€": "E"
    case "£": "L"
    case "¥": "Y"
    case "─": "-"
    case "│", "┃": "|"
    case "┌", "┐", "└", "┘", "├", "┤", "┬", "┴", "┼": "+"
    case "▁": "_"
    case "▂": "."
    case "▃": "-"
    case "▄": "="
    case "▅": "+"
    case "▆": "*"
    case "▇": "#"
    case "█": "@"
    case "░": "."
    default: "?"
    }
  }
}

extension Grid {
  /// The same frame with nothing but ASCII in it; a character that has no stand-in is `?`.
  var inASCII: Grid {
    var grid = self
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        let cell = self[column, row]
        guard !cell.isContinuation, !cell.text.isASCII else { continue }
        let isWide = column + 1 < size.columns && self[column + 1, row].isContinuation
        grid[column, row] = Cell(Glyphs.ascii(cell.text), role: cell.role)
        if isWide { grid[column + 1, row] = Cell(" ", role: cell.role) }
      }
    }
    return grid
  }
}

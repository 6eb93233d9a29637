/// One line of text being typed, with its cursor. A value: `update` takes the keys.
package struct TextInput: Hashable, Sendable {
  /// More than anyone types; a longer paste is cut.
  package static let limit = 4_096

  private var characters: [Character]
  /// Characters before the cursor.
  package private(set) var cursor: Int

  /// Text with the cursor at its end.
  package init(_ text: String = "") {
    characters = Self.printable(text, room: Self.limit)
    cursor = characters.count
  }

  package var text: String { String(characters) }
  package var isEmpty: Bool { characters.isEmpty }

  /// Takes an editing key; false, with nothing changed, if the key is not for a text field. Enter,
  /// escape, tab, up and down are the owner's.
  package mutating func update(_ key: Key) -> Bool {
    switch key {
    case .character(let character): insert(String(character))
    case .paste(let text): insert(text)
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(characters.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = characters.count
    case .alt("b"): cursor = wordStart()
    case .alt("f"): cursor = wordEnd()
    case .backspace, .control("h"): remove(max(0, cursor - 1)..<cursor)
    case .delete, .control("d"): remove(cursor..<min(characters.count, cursor + 1))
    case .control("u"): remove(0..<cursor)
    case .control("k"): remove(cursor..<characters.count)
    case .control("w"): remove(wordStart()..<cursor)
    case .alt("d"): remove(cursor..<wordEnd())
    default: return false
    }
    return true
  }

  /// Draws the text in a field, scrolled so that the cursor is seen, and a hint where there is no text.
  /// With `isFocused` the terminal's cursor is put there.
  package func draw(
    on grid: inout Grid, column: Int, row: Int, width: Int, role: Role = .input, hint: String = "",
    isFocused: Bool = true
  ) {
    let field = Rect(column: column, row: row, columns: width, rows: 1)
    grid.clipped(to: field) { grid in
      grid.fill(field, role)
      if isEmpty { grid.write(hint, column: column, row: row, role: .inputHint, width: width) }
      let before = TextWidth.of(String(characters[..<cursor]))
      // The cursor itself takes a column.
      let offset = max(0, before - max(0, width - 1))
      if !isEmpty { grid.write(text, column: column - offset, row: row, role: role) }
      if isFocused, width > 0 { grid.cursor = (column + before - offset, row) }
    }
  }

  private mutating func insert(_ text: String) {
    let new = Self.printable(text, room: Self.limit - characters.count)
    characters.insert(contentsOf: new, at: cursor)
    cursor += new.count
  }

  private mutating func remove(_ range: Range<Int>) {
    characters.removeSubrange(range)
    cursor = range.lowerBound
  }

  /// Back over blanks, then over what is not blank.
  private func wordStart() -> Int {
    var index = cursor
    while index > 0, characters[index - 1] == " " { index -= 1 }
    while index > 0, characters[index - 1] != " " { index -= 1 }
    return index
  }

  private func wordEnd() -> Int {
    var index = cursor
    while index < characters.count, characters[index] == " " { index += 1 }
    while index < characters.count, characters[index] != " " { index += 1 }
    return index
  }

  /// Line ends and tabs become blanks, other invisible characters go.
  private static func printable(_ text: String, room: Int) -> [Character] {
    var kept: [Character] = []
    for character in text where kept.count < room {
      TextWidth.forEachGlyph(of: character) { kept.append($0.text) }
    }
    return Array(kept.prefix(max(0, room)))
  }
}

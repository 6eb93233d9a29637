/// Where text stands in the columns given to it.
package enum Alignment: Hashable, Sendable { case left, right, center }

extension Grid {
  /// Writes text at a cell and returns the columns that it takes, clipped or not, so that the next text
  /// can stand beside it. With a `width` the text fills exactly so many columns: padded with blanks by
  /// `align`, or cut with `truncation` at its end. Control and other invisible characters are dropped.
  @discardableResult
  package mutating func write(
    _ text: String, column: Int, row: Int, role: Role = .text, width: Int? = nil,
    align: Alignment = .left, truncation: String = "…"
  ) -> Int {
    guard let width else { return put(text, column: column, row: row, role: role) }
    guard width > 0 else { return 0 }
    guard row >= clip.row, row < clip.endRow else { return width }
    let length = text.utf8.count
    if length <= width, TextWidth.isPlain(text) {
      let before = indent(width - length, align)
      let start = column + before
      place(repeating: " ", columns: column..<start, row: row, role: role)
      place(plain: text, column: start, row: row, role: role)
      place(repeating: " ", columns: start + length..<column + width, row: row, role: role)
      return width
    }
    let fitting = TextWidth.truncate(text, to: width, ellipsis: truncation)
    let room = width - TextWidth.of(fitting)
    let before = indent(room, align)
    blank(column: column, row: row, columns: before, role: role)
    put(fitting, column: column + before, row: row, role: role)
    blank(column: column + width - (room - before), row: row, columns: room - before, role: role)
    return width
  }

  /// Fills a rectangle with one character of one column, blanks by default.
  package mutating func fill(_ rect: Rect, _ role: Role = .text, with character: Character = " ") {
    let (text, width) = TextWidth.safe(character)
    let visible = rect.intersection(clip)
    for row in visible.row..<visible.endRow {
      place(
        repeating: width == 1 ? text : " ", columns: visible.column..<visible.endColumn, row: row,
        role: role)
    }
  }

  /// Keeps the text of a rectangle and changes what it means.
  package mutating func setRole(_ rect: Rect, _ role: Role) {
    let visible = rect.intersection(clip)
    for row in visible.row..<visible.endRow {
      mark(columns: visible.column..<visible.endColumn, row: row, role: role)
    }
  }

  /// Keeps the text of a whole row and changes what it means.
  package mutating func setRole(row: Int, _ role: Role) {
    setRole(Rect(column: 0, row: row, columns: size.columns, rows: 1), role)
  }

  /// Draws a frame with a title at its upper left and another text at its upper right. Its inside
  /// (`rect.inset()`) is left as it is. Terminals without line drawing get `+`, `-` and `|`.
  package mutating func box(
    _ rect: Rect, title: String = "", trailing: String = "", focused: Bool = false
  ) {
    frame(
      rect, title: title, trailing: trailing, border: focused ? .borderFocused : .border,
      titleRole: focused ? .title : .dim)
  }

  /// `box` with roles of one's own.
  package mutating func frame(
    _ rect: Rect, title: String, trailing: String = "", border: Role, titleRole: Role
  ) {
    guard rect.columns > 1, rect.rows > 1 else { return }
    guard hasLines else {
      let parts = [title, trailing.replacing(" ─ ", with: ", ")]
      let words = parts.filter { !$0.isEmpty }.joined(separator: ", ")
      write(words, column: rect.column, row: rect.row, role: titleRole, width: rect.columns)
      cursor = (rect.column, rect.row)
      return
    }
    let right = rect.endColumn - 1
    let bottom = rect.endRow - 1
    let inner = rect.columns - 2
    fill(Rect(column: rect.column + 1, row: rect.row, columns: inner, rows: 1), border, with: "─")
    fill(Rect(column: rect.column + 1, row: bottom, columns: inner, rows: 1), border, with: "─")
    let sides = rect.rows - 2
    fill(Rect(column: rect.column, row: rect.row + 1, columns: 1, rows: sides), border, with: "│")
    fill(Rect(column: right, row: rect.row + 1, columns: 1, rows: sides), border, with: "│")
    write("┌", column: rect.column, row: rect.row, role: border)
    write("┐", column: right, row: rect.row, role: border)
    write("└", column: rect.column, row: bottom, role: border)
    write("┘", column: right, row: bottom, role: border)
    caption(rect, title: title, trailing: trailing, border: border, titleRole: titleRole)
  }

  /// The title has the room; the trailing text shows only if it fits beside it.
  private mutating func caption(
    _ rect: Rect, title: String, trailing: String, border: Role, titleRole: Role
  ) {
    var room = rect.columns - 4
    guard room > 0 else { return }
    if !title.isEmpty {
      let shown = TextWidth.truncate(title, to: room)
      let used = write(" \(shown) ", column: rect.column + 1, row: rect.row, role: titleRole)
      room -= used
    }
    let width = TextWidth.of(trailing)
    if width > 0, room >= width {
      write(" \(trailing) ", column: rect.endColumn - width - 3, row: rect.row, role: border)
    }
  }

  /// Columns left free before a text that has so much room to spare.
  private func indent(_ room: Int, _ align: Alignment) -> Int {
    switch align {
    case .left: 0
    case .right: room
    case .center: room / 2
    }
  }

  private mutating func blank(column: Int, row: Int, columns: Int, role: Role) {
    guard columns > 0 else { return }
    fill(Rect(column: column, row: row, columns: columns, rows: 1), role)
  }

  /// Puts the glyphs of text one beside the other; returns their columns.
  @discardableResult
  private mutating func put(_ text: String, column: Int, row: Int, role: Role) -> Int {
    let isRowVisible = row >= clip.row && row < clip.endRow
    var column = column
    let start = column
    if TextWidth.isPlain(text) {
      guard isRowVisible else { return text.utf8.count }
      place(plain: text, column: column, row: row, role: role)
      return text.utf8.count
    }
    for character in text {
      TextWidth.forEachGlyph(of: character) { glyph in
        place(glyph.text, width: glyph.width, column: column, row: row, role: role)
        column += glyph.width
      }
    }
    return column - start
  }
}

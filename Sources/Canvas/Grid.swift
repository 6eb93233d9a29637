/// Columns and rows of a terminal.
package struct Size: Hashable, Sendable {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// A rectangle of cells.
package struct Rect: Hashable, Sendable {
  package var column: Int
  package var row: Int
  package var columns: Int
  package var rows: Int

  package init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = columns
    self.rows = rows
  }
}

/// One cell: a grapheme cluster and what it means. A wide character owns the cell to its right, which
/// then is a `continuation`.
package struct Cell: Hashable, Sendable {
  package var text: Character
  package var role: Role
  /// The right half of the wide character before it; `text` is a blank.
  package var isContinuation: Bool

  package init(_ text: Character = " ", role: Role = .text, isContinuation: Bool = false) {
    self.text = text
    self.role = role
    self.isContinuation = isContinuation
  }
}

/// A frame as a value: drawn on without a terminal, compared with a text file in tests, painted by a
/// `Terminal`. Drawing outside is clipped, never an error. No cell ever holds a control character, and a
/// wide character always has its continuation beside it.
package struct Grid: Hashable, Sendable {
  package let size: Size
  package private(set) var cells: [Cell]
  /// Where the terminal's own cursor stands (text input); nil: hidden.
  package var cursor: (column: Int, row: Int)? {
    get { cursorColumn >= 0 ? (cursorColumn, cursorRow) : nil }
    set {
      cursorColumn = newValue?.column ?? -1
      cursorRow = newValue?.row ?? -1
    }
  }
  /// Boxes have lines around them; without, only their titles are written, in reading order.
  package var hasLines = true
  /// What drawing may change now; all of the grid outside of `clipped`.
  package private(set) var clip: Rect
  private var cursorColumn = -1
  private var cursorRow = -1

  /// A grid of blanks; a size below zero counts as zero.
  package init(size: Size) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    self.cells = Array(repeating: Cell(), count: self.size.columns * self.size.rows)
    self.clip = Rect(column: 0, row: 0, columns: self.size.columns, rows: self.size.rows)
  }

  /// The cell there; a blank outside. Setting writes the cell's character as `write` would: reduced to
  /// what may be shown, with a continuation if it is wide.
  package subscript(column: Int, row: Int) -> Cell {
    get { isInside(column, row) ? cells[row * size.columns + column] : Cell() }
    set {
      let (text, width) = TextWidth.safe(newValue.text)
      place(text, width: max(1, width), column: column, row: row, role: newValue.role)
    }
  }

  /// Everything the grid covers.
  package var bounds: Rect { Rect(column: 0, row: 0, columns: size.columns, rows: size.rows) }

  /// Draws with everything outside of that rectangle left as it is.
  package mutating func clipped(to rect: Rect, draw: (inout Grid) -> Void) {
    let outer = clip
    clip = outer.intersection(rect)
    draw(&self)
    clip = outer
  }

  /// Puts one glyph; of a wide one that the clip cuts only a blank is drawn.
  mutating func place(_ text: Character, width: Int, column: Int, row: Int, role: Role) {
    guard row >= clip.row, row < clip.endRow else { return }
    let start = row * size.columns
    let isLeftIn = column >= clip.column && column < clip.endColumn
    guard width == 2 else {
      guard isLeftIn else { return }
      detach(start + column, column)
      cells[start + column] = Cell(text, role: role)
      return
    }
    let isRightIn = column + 1 >= clip.column && column + 1 < clip.endColumn
    if isLeftIn { detach(start + column, column) }
    if isRightIn { detach(start + column + 1, column + 1) }
    let isWhole = isLeftIn && isRightIn
    if isLeftIn { cells[start + column] = Cell(isWhole ? text : " ", role: role) }
    if isRightIn {
      cells[start + column + 1] = Cell(" ", role: role, isContinuation: isWhole)
    }
  }

  /// Puts printable ASCII, one column for each byte, as `place` would one by one.
  mutating func place(plain text: String, column: Int, row: Int, role: Role) {
    let end = column + text.utf8.count
    guard let run = opened(column..<end, row: row) else { return }
    var index = row * size.columns + run.lowerBound
    for byte in text.utf8.dropFirst(run.lowerBound - column).prefix(run.count) {
      cells[index] = Cell(Grid.plain[Int(byte &- 0x20)], role: role)
      index += 1
    }
  }

  /// Puts one character of one column into a run of cells.
  mutating func place(repeating text: Character, columns: Range<Int>, row: Int, role: Role) {
    guard let run = opened(columns, row: row) else { return }
    let cell = Cell(text, role: role)
    let start = row * size.columns
    for index in start + run.lowerBound..<start + run.upperBound { cells[index] = cell }
  }

  /// Changes what a run of cells means; a wide character follows its left half.
  mutating func mark(columns: Range<Int>, row: Int, role: Role) {
    let run = columns.clamped(to: clip.column..<max(clip.column, clip.endColumn))
    guard row >= clip.row, row < clip.endRow, !run.isEmpty else { return }
    let start = row * size.columns
    var (first, end) = (start + run.lowerBound, start + run.upperBound)
    if cells[first].isContinuation { first += 1 }
    if run.upperBound < size.columns, cells[end].isContinuation { end += 1 }
    guard first < end else { return }
    for index in first..<end { cells[index].role = role }
  }

  /// The printable ASCII characters from the blank on.
  private static let plain: [Character] = (0x20..<0x7F).map { Character(Unicode.Scalar($0)) }

  /// The part of a run that may be written, freed from wide characters that reach over its ends.
  private mutating func opened(_ columns: Range<Int>, row: Int) -> Range<Int>? {
    let run = columns.clamped(to: clip.column..<max(clip.column, clip.endColumn))
    guard row >= clip.row, row < clip.endRow, !run.isEmpty else { return nil }
    let start = row * size.columns
    if cells[start + run.lowerBound].isContinuation { cells[start + run.lowerBound - 1].text = " " }
    if run.upperBound < size.columns, cells[start + run.upperBound].isContinuation {
      cells[start + run.upperBound].isContinuation = false
    }
    return run
  }

  /// Blanks the other half of a wide character before one half is overwritten.
  private mutating func detach(_ index: Int, _ column: Int) {
    if cells[index].isContinuation {
      cells[index - 1].text = " "
    } else if column + 1 < size.columns, cells[index + 1].isContinuation {
      cells[index + 1].isContinuation = false
    }
  }

  private func isInside(_ column: Int, _ row: Int) -> Bool {
    column >= 0 && row >= 0 && column < size.columns && row < size.rows
  }
}

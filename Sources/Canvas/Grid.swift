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
/// `Terminal`. Drawing outside is clipped, never an error.
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
  private var cursorColumn = -1
  private var cursorRow = -1

  package init(size: Size) {
    self.size = size
    self.cells = Array(repeating: Cell(), count: max(0, size.columns) * max(0, size.rows))
  }

  package subscript(column: Int, row: Int) -> Cell {
    get { cells[row * size.columns + column] }
    set {
      guard column >= 0, row >= 0, column < size.columns, row < size.rows else { return }
      cells[row * size.columns + column] = newValue
    }
  }
}

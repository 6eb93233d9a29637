extension Rect {
  /// The first column to the right of it.
  package var endColumn: Int { column + max(0, columns) }
  /// The first row below it.
  package var endRow: Int { row + max(0, rows) }

  package func contains(column: Int, row: Int) -> Bool {
    column >= self.column && column < endColumn && row >= self.row && row < endRow
  }

  /// What both cover; no columns and rows if nothing.
  package func intersection(_ other: Rect) -> Rect {
    let left = max(column, other.column)
    let top = max(row, other.row)
    return Rect(
      column: left, row: top,
      columns: max(0, min(endColumn, other.endColumn) - left),
      rows: max(0, min(endRow, other.endRow) - top))
  }

  /// The same rectangle without that many columns and rows at each side (1: inside of a box).
  package func inset(columns: Int = 1, rows: Int = 1) -> Rect {
    Rect(
      column: column + columns, row: row + rows,
      columns: max(0, self.columns - 2 * columns), rows: max(0, self.rows - 2 * rows))
  }

  /// A rectangle of that size, or as much as fits, in the middle of this one.
  package func centred(columns: Int, rows: Int) -> Rect {
    let width = max(0, min(columns, self.columns))
    let height = max(0, min(rows, self.rows))
    return Rect(
      column: column + (self.columns - width) / 2, row: row + (self.rows - height) / 2,
      columns: width, rows: height)
  }
}

/// Rows in columns under a header. It draws the rows it is given from the top; which rows those are is
/// the caller's business.
package struct Table: Hashable, Sendable {
  /// How many columns of the screen a column of the table takes.
  package enum Width: Hashable, Sendable {
    case fixed(Int)
    /// At least so many; what is left over is shared by weight.
    case flexible(min: Int, weight: Int = 1)
    /// As wide as the widest field of the rows, at least so many: for what must never be cut.
    case fitted(min: Int)
  }

  /// A column: its title, width and which side its text keeps to.
  package struct Column: Hashable, Sendable {
    package var title: String
    package var width: Width
    package var align: Alignment
    /// 0 always stays; of the others the highest goes first when there is no room.
    package var priority: Int

    package init(_ title: String, _ width: Width, align: Alignment = .left, priority: Int = 0) {
      self.title = title
      self.width = width
      self.align = align
      self.priority = priority
    }
  }

  /// One cell of a row: text and meaning.
  package struct Field: Hashable, Sendable {
    package var text: String
    package var role: Role

    package init(_ text: String, role: Role = .text) {
      self.text = text
      self.role = role
    }
  }

  /// One line of the table.
  package struct Row: Hashable, Sendable {
    /// One for each column of the table, shown or not.
    package var fields: [Field]
    package var isMarked: Bool

    package init(_ fields: [Field], isMarked: Bool = false) {
      self.fields = fields
      self.isMarked = isMarked
    }
  }

  package var columns: [Column]
  package var rows: [Row]
  /// The row under the cursor, counted in `rows`.
  package var selected: Int?
  package var isFocused: Bool
  package var hasHeader: Bool
  /// Rows are read as lines, not looked at as columns: what each sign stands for; nil: in columns.
  package var signs: [Character: String]?

  package init(
    columns: [Column], rows: [Row], selected: Int? = nil, isFocused: Bool = true,
    hasHeader: Bool = true
  ) {
    self.columns = columns
    self.rows = rows
    self.selected = selected
    self.isFocused = isFocused
    self.hasHeader = hasHeader
  }

  /// Columns left of the first one for the signs of the cursor (`▸`) and of a mark (`*`).
  package static let gutter = 2

  /// How many rows fit a height.
  package func capacity(_ rows: Int) -> Int { max(0, rows - (showsHeader(rows) ? 1 : 0)) }

  /// The row of `rows` at a row of the screen; nil for the header and below the last.
  package func row(at row: Int, in rect: Rect) -> Int? {
    let index = row - rect.row - (showsHeader(rect.rows) ? 1 : 0)
    return index >= 0 && index < rows.count && row < rect.endRow ? index : nil
  }

  /// The column of `columns` at a cell of the header; nil elsewhere.
  package func column(at column: Int, row: Int, in rect: Rect) -> Int? {
    guard showsHeader(rect.rows), row == rect.row else { return nil }
    return layout(width: rect.columns).first {
      column >= rect.column + $0.start && column < rect.column + $0.start + $0.width
    }?.index
  }

  /// Draws header and rows and blanks what is left of the rectangle.
  package func draw(on grid: inout Grid, in rect: Rect) {
    let places = layout(width: rect.columns)
    grid.clipped(to: rect) { grid in
      grid.fill(rect)
      var line = rect.row
      if showsHeader(rect.rows) {
        drawHeader(places, on: &grid, rect: rect)
        line += 1
      }
      for (index, row) in rows.prefix(capacity(rect.rows)).enumerated() {
        draw(row, isSelected: index == selected, places, on: &grid, rect: rect, line: line + index)
      }
    }
  }

  /// A single line is better spent on a row than on the header.
  private func showsHeader(_ rows: Int) -> Bool { hasHeader && rows > 1 }

  private func drawHeader(_ places: [Place], on grid: inout Grid, rect: Rect) {
    grid.fill(
      Rect(column: rect.column, row: rect.row, columns: rect.columns, rows: 1), .columnHeader)
    for place in places {
      let column = columns[place.index]
      grid.write(
        column.title, column: rect.column + place.start, row: rect.row, role: .columnHeader,
        width: place.width, align: column.align)
    }
  }

  private func draw(
    _ row: Row, isSelected: Bool, _ places: [Place], on grid: inout Grid, rect: Rect, line: Int
  ) {
    if isSelected { grid.write("▸", column: rect.column, row: line) }
    if row.isMarked { grid.write("*", column: rect.column + 1, row: line, role: .marked) }
    for place in places where place.index < row.fields.count {
      let field = row.fields[place.index]
      grid.write(
        field.text, column: rect.column + place.start, row: line, role: field.role,
        width: place.width, align: columns[place.index].align)
    }
    let whole = Rect(column: rect.column, row: line, columns: rect.columns, rows: 1)
    if isSelected {
      grid.setRole(whole, isFocused ? .selected : .selectedUnfocused)
    } else if row.isMarked {
      grid.setRole(whole, .marked)
    }
  }
}

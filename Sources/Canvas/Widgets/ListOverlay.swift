/// A box over the screen: lines to read, or a list of which one line is chosen.
package struct ListOverlay: Hashable, Sendable {
  /// Pieces of text that stand one beside the other.
  package typealias Line = [Table.Field]

  package var title: String
  package var lines: [Line]
  /// The chosen line; nil: a text to read.
  package var selected: Int?
  /// The first line shown, for a text; a list scrolls to the chosen line by itself.
  package var first: Int
  /// A last line inside of the box: keys, a count.
  package var footer: String

  package init(
    title: String, lines: [Line], selected: Int? = nil, first: Int = 0, footer: String = ""
  ) {
    self.title = title
    self.lines = lines
    self.selected = selected
    self.first = first
    self.footer = footer
  }

  /// A place in the middle of `bounds` for all lines, or as many as fit.
  package func frame(in bounds: Rect, columns: Int) -> Rect {
    bounds.centred(columns: columns, rows: lines.count + 2 + (footer.isEmpty ? 0 : 1))
  }

  /// Lines shown at once in a frame.
  package func capacity(_ frame: Rect) -> Int {
    max(0, frame.rows - 2 - (footer.isEmpty ? 0 : 1))
  }

  package func draw(on grid: inout Grid, in frame: Rect) {
    let inside = frame.inset()
    let capacity = capacity(frame)
    let top = top(capacity)
    grid.clipped(to: frame) { grid in
      grid.fill(frame, .overlay)
      grid.frame(
        frame, title: title, trailing: position(top, capacity), border: .overlayBorder,
        titleRole: .overlayTitle)
      grid.clipped(to: inside) { grid in
        for index in 0..<min(capacity, lines.count - top) {
          draw(lines[top + index], isSelected: top + index == selected, inside, index, on: &grid)
        }
        if !footer.isEmpty {
          grid.write(footer, column: inside.column + 1, row: inside.endRow - 1, role: .dim)
        }
      }
    }
  }

  private func draw(
    _ line: Line, isSelected: Bool, _ inside: Rect, _ index: Int, on grid: inout Grid
  ) {
    let row = inside.row + index
    var column = inside.column + 1
    if selected != nil {
      grid.write(isSelected ? "▸" : " ", column: inside.column, row: row, role: .overlay)
      column += 1
    }
    for field in line {
      let role: Role = field.role == .text ? .overlay : field.role
      let room = max(0, inside.endColumn - column)
      let text = TextWidth.truncate(field.text, to: room)
      column += grid.write(text, column: column, row: row, role: role)
    }
    if isSelected {
      if !grid.hasLines { grid.cursor = (inside.column, row) }
      let whole = Rect(column: inside.column, row: row, columns: inside.columns, rows: 1)
      grid.setRole(whole, .selected)
    }
  }

  private func top(_ capacity: Int) -> Int {
    let last = max(0, lines.count - capacity)
    guard let selected else { return min(max(0, first), last) }
    return min(max(0, selected - capacity + 1, min(first, selected)), last)
  }

  private func position(_ top: Int, _ capacity: Int) -> String {
    lines.count > capacity ? "\(min(top + capacity, lines.count))/\(lines.count)" : ""
  }
}

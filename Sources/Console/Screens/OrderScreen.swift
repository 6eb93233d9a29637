import Canvas
import Fulfillment

/// The order beside or over the panels.
enum OrderScreen {
  static func draw(_ state: ConsoleState, in rect: Rect, on grid: inout Grid) {
    guard let open = state.order else { return }
    let name = open.detail?.row.name ?? "Order"
    let inside = rect.inset(columns: 2)
    guard isFramed(rect) else { return drawSmall(state, open, rect, on: &grid) }
    let last = open.lines.count
    let reached = min(last, open.scroll + inside.rows)
    let trailing = [
      state.orderStepAvailability.isAvailable ? "J next  K previous" : "",
      last > inside.rows ? "\(reached)/\(last)" : "",
    ]
    grid.box(
      rect, title: "Order \(name)",
      trailing: trailing.filter { !$0.isEmpty }.joined(separator: " ─ "),
      focused: state.isOrderFocused)
    guard open.detail != nil else {
      grid.write("Reading...", column: inside.column, row: inside.row, role: .dim)
      return
    }
    draw(open, in: inside, on: &grid)
  }

  /// There is room for a line around it.
  static func isFramed(_ rect: Rect) -> Bool { rect.rows >= 6 && rect.columns >= 30 }

  /// Too small for a frame: the name, the stage, then as much as fits.
  private static func drawSmall(
    _ state: ConsoleState, _ open: OrderView, _ rect: Rect, on grid: inout Grid
  ) {
    guard let row = open.detail?.row else {
      grid.write("Reading...", column: rect.column, row: rect.row, role: .dim)
      return
    }
    grid.clipped(to: rect) { grid in
      let used = grid.write(row.name, column: rect.column, row: rect.row, role: .selected)
      let stage = row.state.stageField
      grid.write(
        state.settings.isLinear ? SpokenSigns.without(stage.text) : stage.text,
        column: rect.column + used + 1, row: rect.row, role: stage.role)
      var rest = rect
      rest.row += 1
      rest.rows = max(0, rest.rows - 1)
      draw(open, in: rest, on: &grid)
    }
  }

  private static func draw(_ open: OrderView, in rect: Rect, on grid: inout Grid) {
    let words = open.find.lowercased()
    grid.clipped(to: rect) { grid in
      for index in 0..<max(0, min(rect.rows, open.lines.count - open.scroll)) {
        let line = open.lines[open.scroll + index]
        let row = rect.row + index
        var column = rect.column
        for field in line.fields {
          column += grid.write(field.text, column: column, row: row, role: field.role)
        }
        if !words.isEmpty, line.text.lowercased().contains(words) {
          let whole = Rect(column: rect.column, row: row, columns: rect.columns, rows: 1)
          grid.setRole(whole, open.scroll + index == open.match ? .selected : .match)
        }
      }
    }
  }
}

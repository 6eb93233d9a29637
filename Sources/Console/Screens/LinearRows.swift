import Canvas

/// The rows of a list that is heard: each a line that goes on below where the screen is too narrow for it.
struct LinearRows {
  private var table: Table
  private var rect: Rect
  /// The lines of each row.
  private var rows: [[String]]

  /// Columns before a line that goes on.
  private static let indent = "    "

  init(_ table: Table, in rect: Rect) {
    self.table = table
    self.rect = rect
    // Narrower than that nothing can be read anyway.
    let width = max(8, rect.columns - LinearRows.indent.columns)
    rows = table.rows.map { table.sentence($0).wrapped(width) }
  }

  init(_ state: ConsoleState, _ frame: PanelFrame) {
    let table =
      switch frame.panel {
      case .queue: QueueScreen.table(state, frame)
      case .exceptions: ExceptionScreen.table(state, frame)
      case .suppliers: SupplierScreen.table(state, frame)
      case .returns: ReturnScreen.table(state, frame)
      case .numbers: NumbersScreen.table(state, frame)
      case .activity: ActivityScreen.table(state, frame)
      case .claims: ClaimsScreen.table(state, frame)
      }
    self.init(table, in: frame.rows)
  }

  /// Lines of the row that takes most.
  var longest: Int { rows.map(\.count).max() ?? 1 }

  /// The first row that is drawn: further down where the selected one would not fit otherwise.
  private var first: Int {
    guard let selected = table.selected, rows.indices.contains(selected) else { return 0 }
    var first = 0
    var lines = rows[...selected].reduce(0) { $0 + $1.count }
    while first < selected, lines > rect.rows {
      lines -= rows[first].count
      first += 1
    }
    return first
  }

  /// The row drawn at that line; beyond the last one where there is none.
  func row(at line: Int) -> Int {
    var end = 0
    for index in rows.indices.dropFirst(first) {
      end += rows[index].count
      if line < end { return index }
    }
    return rows.count
  }

  /// Draws the rows; the terminal's own cursor stands on the selected one.
  func draw(on grid: inout Grid) {
    grid.clipped(to: rect) { grid in
      grid.fill(rect)
      var line = rect.row
      for index in rows.indices.dropFirst(first) {
        // A row is told whole, but for one that is longer than the screen.
        let end = line == rect.row ? line + 1 : line + rows[index].count
        guard end <= rect.endRow else { break }
        let isSelected = index == table.selected
        let role: Role = isSelected ? .selected : table.rows[index].isMarked ? .marked : .text
        if isSelected, table.isFocused { grid.cursor = (rect.column, line) }
        for (part, text) in rows[index].enumerated() {
          let lead = part > 0 ? LinearRows.indent : isSelected ? "> " : "  "
          grid.write(
            lead + text, column: rect.column, row: line + part, role: role, width: rect.columns)
        }
        line += rows[index].count
      }
    }
  }
}

extension ConsoleState {
  /// Where rows are heard: notes how many lines the longest of those at hand takes, so that pages leave none
  /// out.
  mutating func measureRows(of panel: Panel) {
    guard settings.isLinear else { return }
    let layout = Layout(self)
    var frame = layout.frame(of: panel) ?? PanelFrame(panel, in: layout.body, isLinear: true)
    frame.isWhole = true
    linesPerRow[panel] = LinearRows(self, frame).longest
    apply(.settle, to: panel)
  }
}

package import Canvas

/// Where everything stands on the screen, from the size and what is open. Drawing, paging and the mouse
/// all ask here.
package struct Layout: Equatable, Sendable {
  /// Rows of the one-line parts; nil where there is no room for them.
  package var header: Int?
  package var tabs: Int?
  package var status: Int?
  package var footer: Int?
  package var body: Rect
  package var frames: [PanelFrame] = []
  package var order: Rect?
  /// What was said last, where changes are read as lines.
  package var said: Rect?

  /// One panel after the other, lines in reading order, nothing beside anything.
  private let isLinear: Bool

  static let saidRows = 4
  /// From that many columns on, queue, exceptions and suppliers stand side by side.
  static let wide = 120
  /// From that many columns on, an order opens beside the list.
  static let besideOrder = 160
  /// From that many on it can.
  static let leastBesideOrder = 100
  static let boardRows = 16

  package init(_ state: ConsoleState) {
    let (columns, rows) = (max(0, state.size.columns), max(0, state.size.rows))
    isLinear = state.settings.isLinear
    let isBoard =
      columns >= Layout.wide && rows >= Layout.boardRows && !state.isZoomed && !isLinear
      && [.queue, .exceptions, .suppliers].contains(state.focus)
    var (first, last) = (0, rows)
    if rows >= 4 {
      header = 0
      first = 1
    }
    if rows >= 3 {
      footer = rows - 1
      last -= 1
    }
    if rows >= 12 {
      status = last - 1
      last -= 1
    }
    if isLinear, rows >= 12 {
      said = Rect(column: 0, row: last - Layout.saidRows, columns: columns, rows: Layout.saidRows)
      last -= Layout.saidRows
    }
    if rows >= 12, !isBoard, !isLinear {
      tabs = first
      first += 1
    }
    body = Rect(column: 0, row: first, columns: columns, rows: max(0, last - first))
    let isBeside =
      state.order != nil && columns >= Layout.leastBesideOrder && !state.isZoomed && !isLinear
      && (state.splits ?? (columns >= Layout.besideOrder))
      && rows >= Layout.boardRows
    if state.order != nil, !isBeside {
      order = body
      return
    }
    if isBeside {
      let left = columns * 45 / 100
      order = Rect(column: left, row: body.row, columns: columns - left, rows: body.rows)
      place(state.focus, Rect(column: 0, row: body.row, columns: left, rows: body.rows))
    } else if isBoard {
      let left = columns * 57 / 100
      let upper = body.rows * 3 / 5
      place(.queue, Rect(column: 0, row: body.row, columns: left, rows: body.rows))
      place(
        .exceptions, Rect(column: left, row: body.row, columns: columns - left, rows: upper))
      place(
        .suppliers,
        Rect(
          column: left, row: body.row + upper, columns: columns - left, rows: body.rows - upper))
    } else {
      place(state.focus, body)
    }
  }

  private mutating func place(_ panel: Panel, _ rect: Rect) {
    frames.append(PanelFrame(panel, in: rect, isLinear: isLinear))
  }

  /// The frame of that panel where it is on the screen.
  package func frame(of panel: Panel) -> PanelFrame? { frames.first { $0.panel == panel } }
}

/// A panel's place on the screen, divided.
package struct PanelFrame: Equatable, Sendable {
  package var panel: Panel
  package var rect: Rect
  /// There is room for a line around it.
  package var isBoxed: Bool
  /// Row of the column names; nil where there is no room.
  package var columnHeader: Int?
  /// Where the list is drawn, one line a row.
  package var rows: Rect
  /// Where the selected row is told in full; nil where there is no room.
  package var strip: Rect?
  /// Every row at hand is wanted, not only those that are drawn.
  var isWhole = false

  init(_ panel: Panel, in rect: Rect, isLinear: Bool = false) {
    self.panel = panel
    self.rect = rect
    guard !isLinear else {
      // The title, then a line for each row.
      isBoxed = false
      rows = Rect(
        column: rect.column, row: rect.row + min(1, rect.rows), columns: rect.columns,
        rows: max(0, rect.rows - 1))
      return
    }
    isBoxed = rect.rows >= 6 && rect.columns >= 30
    var inside = isBoxed ? rect.inset() : rect
    if inside.rows >= 4 {
      columnHeader = inside.row
      inside.row += 1
      inside.rows -= 1
    }
    let wanted = PanelFrame.stripRows(panel, room: inside.rows)
    if wanted > 0 {
      strip = Rect(
        column: inside.column, row: inside.endRow - wanted, columns: inside.columns, rows: wanted)
      // One row between the list and the strip is the line that parts them.
      inside.rows -= wanted + 1
    }
    rows = inside
  }

  private static func stripRows(_ panel: Panel, room: Int) -> Int {
    switch panel {
    case .queue, .suppliers: 0
    case .exceptions: room >= 9 ? 3 : room >= 6 ? 1 : 0
    case .returns: room >= 16 ? max(9, room / 2) : room >= 8 ? 4 : 0
    case .numbers: room >= 12 ? 5 : room >= 7 ? 2 : 0
    case .activity: room >= 9 ? 3 : room >= 6 ? 1 : 0
    case .claims: room >= 14 ? 6 : room >= 8 ? 3 : 0
    }
  }
}

extension ConsoleState {
  /// Rows of that panel's list that are drawn, or would be.
  func height(of panel: Panel) -> Int {
    let layout = Layout(self)
    let frame =
      layout.frame(of: panel)
      ?? PanelFrame(panel, in: layout.body, isLinear: settings.isLinear)
    let lines = settings.isLinear ? linesPerRow[panel] ?? 1 : 1
    return max(1, frame.rows.rows / max(1, lines))
  }

  /// Panels that are on the screen now, the focused one first.
  var visiblePanels: [Panel] {
    let frames = Layout(self).frames.map(\.panel)
    return frames.isEmpty ? [focus] : frames.sorted { $0 == focus && $1 != focus }
  }
}

extension PanelFrame {
  /// The column names and the list together, as `Table` draws them.
  var table: Rect {
    guard let columnHeader else { return rows }
    return Rect(
      column: rows.column, row: columnHeader, columns: rows.columns, rows: rows.rows + 1)
  }
}

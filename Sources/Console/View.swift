package import Canvas

/// Draws the whole screen. Any size can be drawn, none traps; what does not fit is left out, the
/// selected row and the keys last.
package func view(_ state: ConsoleState) -> Grid {
  NumberStyle.$current.withValue(state.numberStyle) { draw(state) }
}

private func draw(_ state: ConsoleState) -> Grid {
  var grid = Grid(size: state.size)
  grid.hasLines = !state.settings.isLinear
  let layout = Layout(state)
  if state.settings.isLinear, let overlay = state.overlay {
    // What takes the keys is all there is to read.
    OverlayView.draw(overlay, state, on: &grid)
    return state.glyphs.isASCII ? grid.inASCII : grid
  }
  if let rect = layout.said { SaidLines.draw(state, in: rect, on: &grid) }
  for frame in layout.frames { draw(frame, state, on: &grid) }
  if let rect = layout.order { OrderScreen.draw(state, in: rect, on: &grid) }
  if let row = layout.header { HeaderLine.draw(state, row: row, on: &grid) }
  if let row = layout.tabs {
    state.tabBar.draw(on: &grid, column: 0, row: row, columns: state.size.columns)
  }
  if let row = layout.footer { FooterLine.draw(state, row: row, on: &grid) }
  // Without a row of its own the line that is typed, or a notice, takes the place of the keys.
  if let row = layout.status ?? (StatusLine.isUrgent(state) ? layout.footer : nil) {
    StatusLine.draw(state, row: row, on: &grid)
  }
  if let overlay = state.overlay {
    OverlayView.draw(overlay, state, on: &grid)
    // A page covers the line above the keys: what it has to say takes their place.
    if overlay.isPage, let row = layout.footer { StatusLine.drawNotice(state, row: row, on: &grid) }
  }
  return state.glyphs.isASCII ? grid.inASCII : grid
}

private func draw(_ frame: PanelFrame, _ state: ConsoleState, on grid: inout Grid) {
  switch frame.panel {
  case .queue: QueueScreen.draw(state, frame, on: &grid)
  case .exceptions: ExceptionScreen.draw(state, frame, on: &grid)
  case .suppliers: SupplierScreen.draw(state, frame, on: &grid)
  case .numbers: NumbersScreen.draw(state, frame, on: &grid)
  case .returns: ReturnScreen.draw(state, frame, on: &grid)
  case .activity: ActivityScreen.draw(state, frame, on: &grid)
  case .claims: ClaimsScreen.draw(state, frame, on: &grid)
  }
}

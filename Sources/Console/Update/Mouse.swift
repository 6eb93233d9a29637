import Canvas
import Fulfillment

extension ConsoleState {
  /// A click, a double click or the wheel.
  mutating func click(_ mouse: Key.Mouse) -> [Effect] {
    let layout = Layout(self)
    let (column, row) = (mouse.column, mouse.row)
    let isClick = mouse.action == .click || mouse.action == .doubleClick
    if isClick, row == layout.footer { return clickFooter(column) }
    if overlay != nil { return clickInOverlay(mouse) }
    if isClick, row == layout.tabs {
      guard let tab = tabBar.tab(at: column, columns: size.columns) else { return [] }
      return show(tabPanels[tab])
    }
    if isClick, row == layout.header, HeaderLine.undoColumns(self).contains(column) {
      return run(id: "undo")
    }
    if isClick, row == layout.status, notices.isEmpty, filterInput == nil, finding?.input == nil,
      let entry = StatusLine.hiddenPanels(self).first(where: { $0.columns.contains(column) })
    {
      return show(entry.panel)
    }
    if let rect = layout.order, rect.contains(column: column, row: row) {
      isOrderFocused = true
      switch mouse.action {
      case .wheelUp: scrollOrder(by: -3)
      case .wheelDown: scrollOrder(by: 3)
      case .click, .doubleClick: break
      }
      return []
    }
    guard let frame = layout.frames.first(where: { $0.rect.contains(column: column, row: row) })
    else { return [] }
    return click(mouse, in: frame)
  }

  private mutating func click(_ mouse: Key.Mouse, in frame: PanelFrame) -> [Effect] {
    switch mouse.action {
    case .wheelUp, .wheelDown:
      apply(.scroll(mouse.action == .wheelUp ? -3 : 3), to: frame.panel)
      return top(up: frame.panel)
    case .click, .doubleClick: break
    }
    if focus != frame.panel || isOrderFocused {
      focus = frame.panel
      isOrderFocused = false
    }
    if mouse.row == frame.columnHeader { return clickHeader(mouse.column, in: frame) }
    guard frame.rows.contains(column: mouse.column, row: mouse.row) else { return [] }
    let line = mouse.row - frame.rows.row
    let row = settings.isLinear ? LinearRows(self, frame).row(at: line) : line
    apply(.point(row: row), to: frame.panel)
    if mouse.action == .doubleClick { return run(id: "open") }
    return top(up: frame.panel) + followOrder()
  }

  /// A click on a key of the last line presses it.
  private mutating func clickFooter(_ column: Int) -> [Effect] {
    let footer = Footer(FooterLine.items(self))
    guard let item = footer.item(at: column, columns: size.columns),
      let key = KeyName.key(item.key)
    else { return [] }
    return press(key)
  }

  private mutating func clickHeader(_ column: Int, in frame: PanelFrame) -> [Effect] {
    guard frame.panel == .queue else { return frame.panel == .exceptions ? openSort() : [] }
    let table = QueueScreen.table(self, frame)
    guard let index = table.column(at: column, row: frame.rows.row - 1, in: frame.table),
      shownColumns.indices.contains(index), let sort = shownColumns[index].sort
    else { return [] }
    noteJump()
    // Once more on the same column: the other way round.
    isQueueReversed = queueSort == sort && !isQueueReversed
    queueSort = sort
    queue.beginAnew()
    return reload(.queue, .first)
  }

  private mutating func run(id: String) -> [Effect] {
    guard let command = Command.byID[id], command.places.contains(place) else { return [] }
    return run(command)
  }

  private mutating func clickInOverlay(_ mouse: Key.Mouse) -> [Effect] {
    switch mouse.action {
    case .wheelUp: return pressInOverlay(.up)
    case .wheelDown: return pressInOverlay(.down)
    case .click, .doubleClick: break
    }
    guard case .menu(let menu) = overlay else { return [] }
    let rect = OverlayView.frame(of: menu, in: size)
    guard rect.contains(column: mouse.column, row: mouse.row) else {
      overlay = nil
      return []
    }
    let index = OverlayView.firstShown(of: menu, in: rect) + mouse.row - rect.row - 1
    guard menu.items.indices.contains(index) else { return [] }
    return choose(menu.items[index].action)
  }
}

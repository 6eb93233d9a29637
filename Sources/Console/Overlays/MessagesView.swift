import Canvas

/// What was said at the bottom of the screen, the newest first.
enum MessagesView {
  static func draw(_ scroll: Int, _ state: ConsoleState, on grid: inout Grid) {
    ListOverlay(
      title: "Messages", lines: lines(state).map { [Table.Field($0)] }, first: scroll,
      footer: "esc back"
    ).draw(on: &grid, in: OverlayView.room(state.size))
  }

  static func lines(_ state: ConsoleState) -> [String] {
    guard !state.said.isEmpty else { return ["Nothing was said yet."] }
    let width = max(1, OverlayView.room(state.size).columns - 4)
    return state.said.reversed().flatMap { $0.wrappedWithIndent(width) }
  }
}

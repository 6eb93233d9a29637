import Canvas
import Fulfillment

/// The order queue.
enum QueueScreen {
  static func draw(_ state: ConsoleState, _ frame: PanelFrame, on grid: inout Grid) {
    let list = state.queue
    PanelDrawing.frame(
      state, frame,
      trailing: PanelDrawing.trailing(
        total: state.counts?.orders, matching: list.total, isFiltered: list.filter.query != .all,
        state.queueSort.word), on: &grid)
    guard !list.window.rows.isEmpty else {
      return PanelDrawing.empty(EmptyText.lines(state, .queue), frame, on: &grid)
    }
    table(state, frame).draw(on: &grid, in: frame.table)
  }

  static func table(_ state: ConsoleState, _ frame: PanelFrame) -> Table {
    let isNarrow = frame.rows.columns < 24
    var columns = state.columns.map(\.layout)
    if isNarrow {
      // Twenty columns still say which order and at which stage.
      columns = state.columns.map { column in
        switch column {
        case .order: Table.Column(column.title, .fixed(6))
        case .stage: Table.Column(column.title, .flexible(min: 9))
        default: column.layout
        }
      }
    }
    let now = state.now
    return PanelDrawing.table(state.queue, columns, state, frame) { row in
      state.columns.map { $0.field(row, now: now) }
    }
  }
}

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
    let shown = state.shownColumns
    var columns = shown.map(\.layout)
    if isNarrow {
      // Twenty columns still say which order and at which stage.
      columns = shown.map { column in
        switch column {
        case .order: Table.Column(column.title, .fixed(6))
        case .stage: Table.Column(column.title, .flexible(min: 9))
        default: column.layout
        }
      }
    }
    let now = state.now
    // Below that there is no room for a column of its own.
    let sharesStage = frame.rows.columns < 33 && state.showsBuying
    return PanelDrawing.table(state.queue, columns, state, frame) { row in
      shown.map { column in
        sharesStage && column == .stage
          ? row.shortStageField(now: now) : column.field(row, now: now)
      }
    }
  }
}

extension ConsoleState {
  /// The columns of the queue that are drawn: what is being bought only once something is.
  var shownColumns: [QueueColumn] {
    showsBuying ? columns : columns.filter { $0 != .purchase }
  }
}

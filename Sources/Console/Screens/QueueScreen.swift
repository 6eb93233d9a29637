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
        state.queueSort.word + (state.isQueueReversed ? ", reversed" : "")), on: &grid)
    guard !list.window.rows.isEmpty else {
      return PanelDrawing.empty(EmptyText.lines(state, .queue), frame, on: &grid)
    }
    PanelDrawing.draw(table(state, frame), frame, on: &grid)
  }

  static func table(_ state: ConsoleState, _ frame: PanelFrame) -> Table {
    let columns = state.shownColumns
    // Below that there is no room for a column of its own.
    guard frame.rows.columns >= 33 else {
      return table(state, frame, columns, sharesStage: state.showsBuying)
    }
    let whole = table(state, frame, columns, sharesStage: false)
    guard let buying = columns.firstIndex(of: .purchase) else { return whole }
    // Who supplies says more than a stage that has not begun: both share its column.
    let places = whole.layout(width: frame.table.columns).map(\.index)
    let lacks = [QueueColumn.supplier, .exception].contains { column in
      columns.firstIndex(of: column).map { !places.contains($0) } ?? false
    }
    guard lacks || !places.contains(buying) else { return whole }
    return table(state, frame, columns, sharesStage: true)
  }

  private static func table(
    _ state: ConsoleState, _ frame: PanelFrame, _ shown: [QueueColumn], sharesStage: Bool
  ) -> Table {
    let isNarrow = frame.rows.columns < 24
    var columns = state.timed(shown.map(\.layout))
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
    if sharesStage, let buying = shown.firstIndex(of: .purchase) {
      // It goes before anything else.
      columns[buying].priority = .max
    }
    let departure = state.departure
    return PanelDrawing.table(state.queue, columns, state, frame) { row in
      shown.map { column in
        sharesStage && column == .stage
          ? row.shortStageField(departure) : column.field(row, departure)
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

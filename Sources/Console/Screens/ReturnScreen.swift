import Canvas
import Fulfillment

/// The returns that wait for a decision, with what was asked in full below.
enum ReturnScreen {
  static let columns = [
    Table.Column("", .fixed(1)),
    Table.Column("Order", .flexible(min: 7, weight: 1)),
    Table.Column("State", .fixed(14)),
    Table.Column("Age", .fixed(4), align: .right, priority: 1),
    Table.Column("Amount", .fitted(min: 9), align: .right, priority: 2),
    Table.Column("Window", .fixed(9), priority: 3),
    Table.Column("Asked by", .flexible(min: 10, weight: 2), priority: 5),
    Table.Column("Items", .flexible(min: 10, weight: 3), priority: 6),
    Table.Column("Reason", .flexible(min: 12, weight: 4), priority: 4),
    Table.Column("Shop", .flexible(min: 6, weight: 1), priority: 7),
  ]

  static func draw(_ state: ConsoleState, _ frame: PanelFrame, on grid: inout Grid) {
    let list = state.returns
    let waiting = state.counts.map { Noun.of($0.returnsWaiting, "waits", "wait") } ?? ""
    let shown = state.returnsOpenOnly ? waiting : "all"
    PanelDrawing.frame(
      state, frame, trailing: list.filter.text.isEmpty ? shown : "filtered", on: &grid)
    if list.window.rows.isEmpty {
      PanelDrawing.empty(EmptyText.lines(state, .returns), frame, on: &grid)
    } else {
      PanelDrawing.draw(table(state, frame), frame, on: &grid)
    }
    PanelDrawing.strip(strip(state, columns: frame.strip?.columns ?? 0), frame, on: &grid)
  }

  /// From that many lines on there is room for the order below what was asked.
  static let previewRows = 9

  /// What was asked in full, then its order in short.
  private static func strip(_ state: ConsoleState, columns: Int) -> [[Table.Field]] {
    guard let row = state.returns.selected else { return [] }
    let asked = ReturnText(row: row, departure: state.departure, clock: state.clock).lines
    guard let detail = state.preview, detail.row.id == row.order else { return asked }
    let sheet = OrderSheet(
      detail: detail, evidence: nil, departure: state.departure, clock: state.clock,
      width: max(20, columns - 2)
    )
    return asked + sheet.brief.map(\.fields)
  }

  static func table(_ state: ConsoleState, _ frame: PanelFrame) -> Table {
    PanelDrawing.table(state.returns, state.timed(columns), state, frame) { row in
      [
        Table.Field(row.state.sign, role: row.state.role),
        Table.Field(row.orderName, role: .strong),
        Table.Field(StateText.text(row.state), role: row.state.role),
        Table.Field(state.departure.age(of: row.requestedAt)),
        Table.Field(row.amount?.exact ?? "", role: .money),
        window(row),
        Table.Field(row.requestedBy),
        Table.Field(row.items.isEmpty ? "whole order" : row.items),
        Table.Field(row.reason),
        Table.Field(row.storefront, role: .dim),
      ]
    }
  }

  private static func window(_ row: ReturnRow) -> Table.Field {
    guard let ends = row.windowEnds else { return Table.Field("not begun", role: .dim) }
    return row.requestedAt <= ends
      ? Table.Field("inside", role: .stateDone) : Table.Field("! outside", role: .severityWarning)
  }
}

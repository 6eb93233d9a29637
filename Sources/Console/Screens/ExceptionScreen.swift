import Canvas
import Fulfillment

/// The exceptions: one of each order, the weightiest first, the reason of the selected one in full.
enum ExceptionScreen {
  static let columns = [
    Table.Column("", .fitted(min: 1)),
    Table.Column("Order", .flexible(min: 7, weight: 1)),
    Table.Column("Exception", .fixed(18)),
    Table.Column("Money", .fitted(min: 7), align: .right, priority: 1),
    Table.Column("Age", .fixed(4), align: .right, priority: 2),
    Table.Column("Due", .fixed(4), align: .right, priority: 5),
    Table.Column("Reason", .flexible(min: 12, weight: 6), priority: 3),
    Table.Column("Supplier", .flexible(min: 6, weight: 2), priority: 6),
    Table.Column("State", .fixed(10), priority: 4),
  ]

  static func draw(_ state: ConsoleState, _ frame: PanelFrame, on grid: inout Grid) {
    let list = state.exceptions
    PanelDrawing.frame(
      state, frame,
      trailing: PanelDrawing.trailing(
        total: state.counts?.exceptions, matching: list.total,
        isFiltered: list.filter.query != .all,
        state.exceptionSort.word + (state.areExceptionsReversed ? ", reversed" : "")), on: &grid)
    if list.window.rows.isEmpty {
      PanelDrawing.empty(EmptyText.lines(state, .exceptions), frame, on: &grid)
    } else {
      PanelDrawing.draw(table(state, frame), frame, on: &grid)
    }
    PanelDrawing.strip(strip(state, columns: frame.strip?.columns ?? 0), frame, on: &grid)
  }

  static func table(_ state: ConsoleState, _ frame: PanelFrame) -> Table {
    let isLinear = state.settings.isLinear
    return PanelDrawing.table(state.exceptions, state.timed(columns), state, frame) { row in
      let isQuiet = row.state != .open
      let role: Role = isQuiet ? .dim : row.severity.role
      return [
        Table.Field(row.severity.sign + (isLinear ? "" : row.state.seenSign), role: role),
        Table.Field(row.subject, role: isQuiet ? .dim : .strong),
        Table.Field(row.code, role: role),
        Table.Field(row.money?.short ?? "", role: isQuiet ? .dim : .money),
        Table.Field(state.departure.age(of: row.since), role: isQuiet ? .dim : .text),
        due(row, state),
        Table.Field(state.clock.told(row.reason), role: isQuiet ? .dim : .text),
        Table.Field(row.supplier, role: .dim),
        Table.Field(standing(row), role: .dim),
      ]
    }
  }

  private static func due(_ row: ExceptionRow, _ state: ConsoleState) -> Table.Field {
    guard let due = row.due else { return Table.Field("") }
    return due <= state.now
      ? Table.Field("!due", role: .severityCritical)
      : Table.Field(ShortAge.text(due - state.now), role: .text)
  }

  private static func standing(_ row: ExceptionRow) -> String {
    switch row.state {
    case .open: row.hidden > 0 ? "+\(row.hidden) hidden" : ""
    case .acknowledged: "seen"
    case .snoozed: "snoozed"
    case .resolved: "resolved"
    case .cleared: "cleared"
    }
  }

  /// The selected row's reason in full; the last line tells what else is known.
  private static func strip(_ state: ConsoleState, columns: Int) -> [[Table.Field]] {
    guard let row = state.exceptions.selected, columns > 4 else { return [] }
    var rest: [String] = []
    if learningRules.contains(row.code) {
      rest.append(row.learned ? "learned from history" : "fixed threshold")
    }
    if let due = row.due { rest.append("act by " + state.clock.text(due)) }
    if let until = row.snoozedUntil { rest.append("snoozed until " + state.clock.text(until)) }
    if row.state == .snoozed, row.snoozedUntil == nil { rest.append("snoozed until it moves") }
    if row.hidden > 0 { rest.append(Noun.of(row.hidden, "weaker one", "weaker ones") + " hidden") }
    let reason =
      row.reason.isEmpty
      ? "no reason was told" : state.clock.told(row.reason).sanitised(limit: 1_000)
    let text = rest.isEmpty ? reason : "\(reason) (\(rest.joined(separator: ", ")))"
    return text.wrapped(columns - 2).map { [Table.Field($0)] }
  }
}

extension OrderException.State {
  /// Behind the severity, where there may be no room for words: somebody is on it, or it sleeps.
  fileprivate var seenSign: String {
    switch self {
    case .acknowledged: "✓"
    case .snoozed: "z"
    case .open, .resolved, .cleared: ""
    }
  }
}

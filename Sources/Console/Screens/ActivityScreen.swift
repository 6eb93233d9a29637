import Canvas
import Fulfillment

/// How the pulls go, account by account; the last error of the selected one in full.
enum ActivityScreen {
  static let columns = [
    Table.Column("", .fixed(1)),
    Table.Column("Account", .flexible(min: 8, weight: 2)),
    Table.Column("Role", .fixed(10), priority: 3),
    Table.Column("Service", .flexible(min: 8, weight: 1), priority: 4),
    Table.Column("Fresh", .fixed(6), align: .right),
    Table.Column("Next", .fixed(6), align: .right, priority: 1),
    Table.Column("Failed", .fixed(6), align: .right, priority: 2),
    Table.Column("Pulls", .fixed(7), align: .right, priority: 5),
    Table.Column("Items", .fixed(9), align: .right, priority: 6),
    Table.Column("Last error", .flexible(min: 16, weight: 6), priority: 2),
  ]

  static func draw(_ state: ConsoleState, _ frame: PanelFrame, on grid: inout Grid) {
    let stale = state.accounts.count(where: \.isOverdue)
    PanelDrawing.frame(
      state, frame, trailing: stale > 0 ? "\(stale) stale" : "", on: &grid)
    if state.activity.window.rows.isEmpty {
      PanelDrawing.empty(EmptyText.lines(state, .activity), frame, on: &grid)
    } else {
      PanelDrawing.draw(table(state, frame), frame, on: &grid)
    }
    PanelDrawing.strip(strip(state, columns: frame.strip?.columns ?? 0), frame, on: &grid)
  }

  static func table(_ state: ConsoleState, _ frame: PanelFrame) -> Table {
    PanelDrawing.table(state.activity, columns, state, frame) { row in
      let role: Role = row.isOverdue ? .stale : .text
      return [
        Table.Field(row.isOverdue ? "!" : "●", role: row.isOverdue ? .stale : .stateDone),
        Table.Field(row.account, role: .strong),
        Table.Field(row.role.rawValue),
        Table.Field(row.service),
        Table.Field(
          row.freshAt.map { (row.isOverdue ? "!" : "") + (state.now - $0).freshness }
            ?? (row.waitsForFirstPull ? "first" : "never"),
          role: role),
        Table.Field(next(row, state.now)),
        Table.Field(
          row.failures > 0 ? row.failures.grouped : "",
          role: row.failures > 0 ? .severitySerious : .text),
        Table.Field(row.pulls.grouped, role: .dim),
        Table.Field(row.pulled.grouped, role: .dim),
        Table.Field(row.lastError, role: row.failures > 0 ? .severityWarning : .dim),
      ]
    }
  }

  private static func next(_ row: ActivityRow, _ now: Timestamp) -> String {
    guard let next = row.nextPull else { return "-" }
    return next <= now ? "due" : (next - now).countdown
  }

  private static func strip(_ state: ConsoleState, columns: Int) -> [[Table.Field]] {
    guard let row = state.activity.selected, columns > 4 else { return [] }
    if row.lastError.isEmpty {
      return [[Table.Field("\(row.account): the last pull went well")]]
    }
    let when = row.lastErrorAt.map { " at " + state.clock.text($0) } ?? ""
    let text = "\(row.account)\(when): \(row.lastError)".sanitised(limit: 2_000)
    return text.wrapped(columns - 2).map {
      [Table.Field($0, role: row.failures > 0 ? .noticeError : .dim)]
    }
  }
}

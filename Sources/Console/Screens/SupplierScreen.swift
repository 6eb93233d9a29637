import Canvas
import Fulfillment

/// The suppliers and how they have done so far.
enum SupplierScreen {
  static let columns = [
    Table.Column("", .fixed(1)),
    Table.Column("Supplier", .flexible(min: 8, weight: 2)),
    Table.Column("Dispatch", .fixed(8), align: .right, priority: 1),
    Table.Column("On time", .fixed(7), align: .right, priority: 2),
    Table.Column("8 weeks", .fixed(8), align: .right, priority: 4),
    Table.Column("Open", .fitted(min: 4), align: .right, priority: 1),
    Table.Column("Exc", .fitted(min: 4), align: .right),
    Table.Column("Bought", .fixed(7), align: .right, priority: 5),
    Table.Column("Offers", .fixed(6), align: .right, priority: 6),
    Table.Column("Contact", .flexible(min: 16, weight: 3), priority: 7),
  ]

  /// Fewer purchases than this say little; their figures are marked `~`.
  private static let fewPurchases = 20

  static func draw(_ state: ConsoleState, _ frame: PanelFrame, on grid: inout Grid) {
    let count = state.suppliers.window.rows.count
    PanelDrawing.frame(
      state, frame, trailing: count > 0 ? count.grouped : "", on: &grid)
    guard count > 0 else {
      return PanelDrawing.empty(EmptyText.lines(state, .suppliers), frame, on: &grid)
    }
    PanelDrawing.draw(table(state, frame), frame, on: &grid)
  }

  static func table(_ state: ConsoleState, _ frame: PanelFrame) -> Table {
    PanelDrawing.table(state.suppliers, columns, state, frame) { row in
      [
        Table.Field(row.pause == nil ? "" : "x", role: .severityWarning),
        Table.Field(
          row.name + (row.pause == nil ? "" : " paused"),
          role: row.pause == nil ? .strong : .severityWarning),
        Table.Field(
          row.dispatchDays.map { figure($0.tenths + "d", of: row.dispatched) } ?? "-"),
        Table.Field(row.onTime.map { figure($0.shortPercent, of: row.delivered) } ?? "-"),
        Table.Field(Sparkline.text(row.weekly.map(Double.init), width: 8), role: .chart),
        Table.Field(row.open.grouped),
        Table.Field(
          row.exceptions > 0 ? "!" + row.exceptions.grouped : "",
          role: row.exceptions > 0 ? .severitySerious : .text),
        Table.Field(row.purchases.grouped, role: .dim),
        Table.Field(row.offers.grouped, role: .dim),
        Table.Field(row.contact, role: .dim),
      ]
    }
  }

  private static func figure(_ text: String, of sample: Int) -> String {
    (sample < fewPurchases ? "~" : "") + text
  }
}

extension Double {
  /// `2.1`
  var tenths: String {
    guard isFinite, magnitude < 1e6 else { return "?" }
    let scaled = Int(self * 10 + (self < 0 ? -0.5 : 0.5))
    return "\(scaled / 10)\(NumberStyle.current.point)\(Int(scaled.magnitude) % 10)"
  }

  /// `91%` of a share from 0 to 1, for a narrow column.
  var shortPercent: String {
    isFinite && magnitude < 1e4 ? "\(Int(self * 100 + (self < 0 ? -0.5 : 0.5)))%" : "?"
  }
}

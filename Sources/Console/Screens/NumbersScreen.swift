import Canvas
import Fulfillment

/// How suppliers, storefronts, lanes or products do, by ripe cohorts; the selected one in full below.
enum NumbersScreen {
  static let columns = [
    Table.Column("Name", .flexible(min: 8, weight: 2)),
    Table.Column("Placed", .fixed(8), align: .right, priority: 1),
    Table.Column("12 weeks", .fixed(12), align: .right, priority: 5),
    Table.Column("On time", .fixed(8), align: .right),
    Table.Column("Late dsp", .fixed(8), align: .right, priority: 1),
    Table.Column("Tracked", .fixed(8), align: .right, priority: 3),
    Table.Column("Refunds", .fixed(8), align: .right),
    Table.Column("Disputes", .fixed(8), align: .right, priority: 2),
    Table.Column("Process", .fixed(8), align: .right, priority: 2),
    Table.Column("Ship", .fixed(7), align: .right, priority: 2),
    Table.Column("Cost each", .fixed(14), align: .right, priority: 4),
    Table.Column("Changed since last week", .flexible(min: 12, weight: 1), priority: 6),
  ]

  static func draw(_ state: ConsoleState, _ frame: PanelFrame, on grid: inout Grid) {
    let count = state.numbers.window.rows.count
    PanelDrawing.frame(
      state, frame,
      trailing: (count > 0
        ? Noun.of(count, state.numbersKind.one, state.numbersKind.title) : state.numbersKind.title)
        + " ─ s others",
      on: &grid)
    guard count > 0 else {
      return PanelDrawing.empty(EmptyText.lines(state, .numbers), frame, on: &grid)
    }
    PanelDrawing.draw(table(state, frame), frame, on: &grid)
    PanelDrawing.strip(strip(state, columns: frame.strip?.columns ?? 0), frame, on: &grid)
  }

  static func table(_ state: ConsoleState, _ frame: PanelFrame) -> Table {
    PanelDrawing.table(state.numbers, columns, state, frame, fields: fields)
  }

  private static func fields(_ row: Numbers) -> [Table.Field] {
    [
      Table.Field(row.name, role: .strong),
      Table.Field(row.placed.grouped),
      Table.Field(Sparkline.text(row.weekly.map(Double.init), width: 12), role: .chart),
      field(row, .onTime), field(row, .lateDispatch), field(row, .validTracking),
      field(row, .refunded), field(row, .disputed),
      Table.Field(days(row.processing)), Table.Field(days(row.shipping)),
      Table.Field(row.costPerOrder.short),
      Table.Field(
        row.changes.map { change in
          let isBetter =
            ((row[share: change].share ?? 0) > (row.before[change]?.share ?? 0)) == change.isGood
          return change.title + (isBetter ? " +" : " !")
        }.joined(separator: ", "), role: .severityWarning),
    ]
  }

  /// `4.1%`; `~` where a fifth or more is too young to count, `?` where nothing can be counted yet.
  private static func field(_ row: Numbers, _ share: NumbersShare) -> Table.Field {
    let rate = row[share: share]
    guard let value = rate.share else {
      return Table.Field(rate.young > 0 ? "young" : "-", role: .dim)
    }
    return Table.Field(
      (rate.maturity < 0.8 ? "~" : "") + (value * 100).tenths + "%",
      role: row.changes.contains(share) ? .severityWarning : .text)
  }

  private static func days(_ curve: DurationCurve) -> String {
    curve.days(until: 0.5).map { $0.tenths + "d" } ?? "-"
  }

  /// What the figures of the selected row rest on.
  private static func strip(_ state: ConsoleState, columns: Int) -> [[Table.Field]] {
    guard let row = state.numbers.selected, columns > 4 else { return [] }
    let shares = NumbersShare.allCases.compactMap { share -> String? in
      let rate = row[share: share]
      guard let value = rate.share, let interval = rate.interval else { return nil }
      let bounds = "\((interval.lowerBound * 100).tenths)-\((interval.upperBound * 100).tenths)"
      let young = rate.young > 0 ? ", \(rate.young.grouped) too young" : ""
      return "\(share.title) \((value * 100).tenths)% (\(bounds) of \(rate.total.grouped)\(young))"
    }
    let spans = [("processing", row.processing), ("shipping", row.shipping)].compactMap {
      name, curve -> String? in
      guard let median = curve.days(until: 0.5) else { return nil }
      let most = curve.days(until: 0.9).map { ", nine of ten by \($0.tenths)d" } ?? ""
      return "\(name): half by \(median.tenths)d\(most)"
    }
    let faults = FaultParty.allCases.compactMap { party in
      row.faults[party].map { "\(party.name) \($0.grouped)" }
    }
    let fault =
      faults.isEmpty ? [] : ["at fault where it went wrong: " + faults.joined(separator: ", ")]
    let text = ([row.name + ": "] + [(shares + spans + fault).joined(separator: "; ")]).joined()
    return text.wrapped(columns - 2).map { [Table.Field($0)] }
  }
}

extension FigureKind {
  /// `supplier`
  var one: String {
    switch self {
    case .storefront: "storefront"
    case .supplier: "supplier"
    case .lane: "lane"
    case .product: "product"
    }
  }

  /// `suppliers`
  package var title: String {
    switch self {
    case .storefront: "storefronts"
    case .supplier: "suppliers"
    case .lane: "lanes"
    case .product: "products"
    }
  }

  /// What chooses it in a menu.
  var key: Character {
    switch self {
    case .storefront: "f"
    case .supplier: "s"
    case .lane: "l"
    case .product: "p"
    }
  }
}

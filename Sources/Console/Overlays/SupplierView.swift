import Canvas
import Fulfillment

/// The page of a supplier, and how long the orders of a line of the numbers take.
enum SupplierView {
  static func draw(_ sheet: SupplierSheet, _ state: ConsoleState, on grid: inout Grid) {
    let pause = sheet.card?.row.pause == nil ? "p pause" : "p resume"
    draw(
      sheet.name + (sheet.card?.row.pause == nil ? "" : " (paused)"), lines(sheet, state),
      scroll: sheet.scroll,
      footer: "\(pause)   m move volume   f offers   o orders   u undo   esc back",
      state, on: &grid)
  }

  static func draw(_ sheet: DurationSheet, _ state: ConsoleState, on grid: inout Grid) {
    draw(
      sheet.numbers.name, lines(sheet, state), scroll: sheet.scroll, footer: "esc back", state,
      on: &grid)
  }

  private static func draw(
    _ title: String, _ text: [String], scroll: Int, footer: String, _ state: ConsoleState,
    on grid: inout Grid
  ) {
    let lines = text.map { line in
      let isHead = !line.hasPrefix(" ") && !line.isEmpty
      let role: Role =
        line.hasPrefix("! ")
        ? .severityWarning
        : line.contains("█") ? .chart : isHead ? .strong : .overlay
      return [Table.Field(line, role: role)]
    }
    ListOverlay(title: title, lines: lines, first: scroll, footer: footer)
      .draw(on: &grid, in: OverlayView.room(state.size))
  }

  /// Lines that are drawn at once.
  static func rows(_ size: Size) -> Int { max(1, OverlayView.room(size).rows - 3) }

  static func lines(_ sheet: SupplierSheet, _ state: ConsoleState) -> [String] {
    guard let card = sheet.card else { return ["Reading..."] }
    let width = max(1, OverlayView.room(state.size).columns - 4)
    return SupplierPage.lines(card, now: state.now, clock: state.clock, width: width)
      .flatMap { $0.wrappedWithIndent(width) }
  }

  static func lines(_ sheet: DurationSheet, _ state: ConsoleState) -> [String] {
    let room = OverlayView.room(state.size)
    let width = max(1, room.columns - 4)
    // Both fit the page where that is possible; each keeps a handful of bars where it is not.
    let bars = max(5, (rows(state.size) - 4) / 2)
    let bar = max(4, min(60, width - 36))
    let text =
      DurationChart.lines("Processing", sheet.numbers.processing, rows: bars, width: bar) + [""]
      + DurationChart.lines("Shipping", sheet.numbers.shipping, rows: bars, width: bar)
    return text.flatMap { $0.wrappedWithIndent(width) }
  }
}

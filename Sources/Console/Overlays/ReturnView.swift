import Canvas
import Fulfillment

/// The screen on which a return is decided.
enum ReturnView {
  static func draw(_ sheet: ReturnSheet, _ state: ConsoleState, on grid: inout Grid) {
    let room = OverlayView.room(state.size)
    let lines = lines(sheet, state).map { line in
      let role: Role =
        line.hasPrefix("! ") ? .severityWarning : line.hasPrefix(">") ? .strong : .overlay
      return [Table.Field(line, role: role)]
    }
    ListOverlay(
      title: "Return of \(sheet.row.orderName)", lines: lines, first: sheet.scroll,
      footer: footer(sheet)
    ).draw(on: &grid, in: room)
  }

  /// Lines that are drawn at once.
  static func rows(_ size: Size) -> Int { max(1, OverlayView.room(size).rows - 3) }

  static func lines(_ sheet: ReturnSheet, _ state: ConsoleState) -> [String] {
    guard let dossier = sheet.dossier else { return ["Reading..."] }
    let width = max(1, OverlayView.room(state.size).columns - 4)
    let many = sheet.selection.targets.count
    let marked =
      many > 1 ? ["\(many) returns are marked: 1, 3, 4 and 5 are for all of them", ""] : []
    return (marked + ReturnPage.lines(dossier, now: state.now, clock: state.clock))
      .flatMap { $0.wrappedWithIndent(width) }
  }

  private static func footer(_ sheet: ReturnSheet) -> String {
    guard sheet.row.state.isOpen else {
      return ReturnFollowing.all(of: sheet.row.state).map { "\($0.key) \($0.word)   " }.joined()
        + "o order   u undo   esc back"
    }
    return "y as suggested   1-5 choose   d decline   m ask   o order   u undo   esc back"
  }
}

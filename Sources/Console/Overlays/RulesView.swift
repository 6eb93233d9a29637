import Canvas
import Fulfillment

/// Draws the rules.
enum RulesView {
  static func draw(_ sheet: RulesSheet, _ state: ConsoleState, on grid: inout Grid) {
    let room = OverlayView.room(state.size)
    let rect = room.centred(columns: min(140, room.columns), rows: room.rows)
    switch sheet.face {
    case .list:
      ListOverlay(
        title: "Rules", lines: sheet.rules.map { line($0, sheet) },
        selected: sheet.rules.isEmpty ? nil : sheet.cursor,
        footer: sheet.selected.map { "limit: " + $0.limitText.sanitised(limit: 200) } ?? ""
      ).draw(on: &grid, in: rect)
    case .rule(let scroll):
      draw(sheet.selected?.code ?? "", scroll, "t try   f try a file   o orders   esc back")
    case .tried(_, let scroll): draw("Tried on the orders of this store", scroll, "esc back")
    case .trying(_, let done):
      let overlay = ListOverlay(
        title: "Trying rules",
        lines: [[Table.Field(done > 0 ? "\(done.grouped) orders replayed" : "...")]],
        footer: "esc gives it up")
      overlay.draw(on: &grid, in: overlay.frame(in: room, columns: min(50, room.columns)))
    }

    func draw(_ title: String, _ scroll: Int, _ footer: String) {
      let lines = page(sheet, state.size).map { line in
        let isHead = !line.hasPrefix(" ") && !line.isEmpty
        return [Table.Field(line, role: isHead ? .strong : .overlay)]
      }
      ListOverlay(title: title, lines: lines, first: scroll, footer: footer)
        .draw(on: &grid, in: rect)
    }
  }

  private static func line(_ rule: RuleEntry, _ sheet: RulesSheet) -> ListOverlay.Line {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.columns))
    }
    let record = sheet.overview?.record(of: rule.code) ?? RuleRecord(code: rule.code)
    return [
      Table.Field(
        padded(rule.code.sanitised(limit: 30), 26), role: rule.isOwn ? .strong : .overlay),
      Table.Field(
        padded(record.fired > 0 ? record.text : "-", 43),
        role: record.fired > 0 ? .overlay : .dim),
      Table.Field(rule.limitText.sanitised(limit: 200), role: .inputHint),
    ]
  }

  /// The rule under the cursor in full, or what a trial came to, as wide as the screen.
  static func page(_ sheet: RulesSheet, _ size: Size) -> [String] {
    let width = max(1, min(140, OverlayView.room(size).columns) - 4)
    let text: [String] =
      switch sheet.face {
      case .tried(let lines, _): lines
      case .list, .rule, .trying: sheet.selected.map { page($0, sheet) } ?? []
      }
    return text.flatMap { line in
      let indent = String(line.prefix { $0 == " " })
      return (indent + line.sanitised(limit: 400)).wrappedWithIndent(width)
    }
  }

  private static func page(_ rule: RuleEntry, _ sheet: RulesSheet) -> [String] {
    var lines = ["\(rule.title) (\(rule.severity.name))", "  " + rule.meaning, ""]
    lines += ["Limit", "  " + rule.limitText]
    if let learned = sheet.overview?.learned(of: rule.code), let first = learned.first {
      lines += ["", LearnedLimit.heading(first.code)] + learned.map { "  " + $0.text }
    } else if rule.learns {
      lines.append("  nothing learned yet: fixed limits count")
    }
    let record = sheet.overview?.record(of: rule.code) ?? RuleRecord(code: rule.code)
    lines += ["", "In this store", "  " + record.text]
    if !rule.examples.isEmpty {
      lines += ["", "Examples, from an order placed and paid on Monday 2026-03-02 08:00 UTC"]
      lines += rule.examples.map { "  " + $0.text }
    }
    return lines
  }
}

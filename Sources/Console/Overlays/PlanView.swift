import Canvas
import Fulfillment

/// Draws a plan: what would be bought, why, word by word, and what it comes to.
enum PlanView {
  private static let columns = [
    Table.Column("", .fixed(1)),
    Table.Column("Order", .flexible(min: 7, weight: 1)),
    Table.Column("Supplier", .flexible(min: 8, weight: 1), priority: 2),
    Table.Column("Method", .flexible(min: 10, weight: 2), priority: 7),
    Table.Column("Items", .flexible(min: 14, weight: 3), priority: 6),
    Table.Column("Cost", .fitted(min: 9), align: .right, priority: 1),
    Table.Column("Margin", .fitted(min: 8), align: .right, priority: 3),
    Table.Column("Days", .fixed(5), align: .right, priority: 4),
    Table.Column("How", .flexible(min: 14, weight: 3), priority: 5),
  ]

  static func draw(_ sheet: PlanSheet, _ state: ConsoleState, on grid: inout Grid) {
    switch sheet.stage {
    case .planning, .buying: drawProgress(sheet, state, on: &grid)
    case .shown where sheet.face != .list: drawFace(sheet, state, on: &grid)
    case .shown: drawList(sheet, state, on: &grid)
    case .asking:
      drawList(sheet, state, on: &grid)
      drawQuestion(sheet, state, on: &grid)
    }
  }

  // MARK: - The list

  /// How the box of the list is divided.
  private struct Parts {
    var frame: Rect
    var table: Rect
    var strip: Rect?
    var total: Int
    /// Where the last line of the screen, which has the keys, is covered.
    var keys: Int?
  }

  private static func parts(_ sheet: PlanSheet, _ size: Size) -> Parts {
    let room = OverlayView.room(size)
    let wanted = sheet.lineCount + 9
    let frame = room.centred(columns: min(150, room.columns), rows: min(room.rows, max(14, wanted)))
    var inside = frame.inset()
    var keys: Int?
    if room.rows == size.rows, inside.rows >= 3 {
      keys = inside.endRow - 1
      inside.rows -= 1
    }
    let total = inside.endRow - 1
    inside.rows = max(0, inside.rows - 1)
    var strip: Rect?
    if inside.rows >= 9 {
      strip = Rect(
        column: inside.column + 1, row: inside.endRow - 4, columns: inside.columns - 2, rows: 4)
      // One row between the list and the strip is the line that parts them.
      inside.rows -= 5
    }
    return Parts(frame: frame, table: inside, strip: strip, total: total, keys: keys)
  }

  /// Lines of the list that are drawn at once.
  static func rows(_ sheet: PlanSheet, _ size: Size) -> Int {
    let room = parts(sheet, size).table.rows
    return max(1, hasHeader(room) ? room - 1 : room)
  }

  private static func hasHeader(_ rows: Int) -> Bool { rows >= 4 }

  private static func drawList(_ sheet: PlanSheet, _ state: ConsoleState, on grid: inout Grid) {
    let parts = parts(sheet, state.size)
    let shown = rows(sheet, state.size)
    let top = min(max(0, sheet.cursor - shown / 2), max(0, sheet.lineCount - shown))
    grid.clipped(to: parts.frame) { grid in
      grid.fill(parts.frame, .overlay)
      grid.frame(
        parts.frame, title: "Plan \(sheet.title)",
        trailing: sheet.lineCount > shown ? "\(sheet.cursor + 1)/\(sheet.lineCount)" : "",
        border: .overlayBorder, titleRole: .overlayTitle)
      if sheet.lineCount == 0 {
        grid.write(
          "Nothing is left to buy here.", column: parts.table.column + 2, row: parts.table.row,
          role: .overlay)
      } else {
        let lines = top..<min(sheet.lineCount, top + shown)
        Table(
          columns: columns, rows: lines.map { row($0, sheet) }, selected: sheet.cursor - top,
          hasHeader: hasHeader(parts.table.rows)
        ).draw(on: &grid, in: parts.table)
      }
      if let strip = parts.strip { drawStrip(sheet, strip, on: &grid) }
      drawTotal(sheet, state, parts, on: &grid)
    }
  }

  private static func row(_ line: Int, _ sheet: PlanSheet) -> Table.Row {
    let entries = sheet.plan.entries
    guard entries.indices.contains(line) else {
      let refusal = sheet.plan.refused[line - entries.count]
      return Table.Row([
        Table.Field("✗", role: .stateBad), Table.Field(refusal.orderName, role: .strong),
        Table.Field(""), Table.Field(""), Table.Field(refusal.sku), Table.Field(""),
        Table.Field(""), Table.Field(""), Table.Field(refusal.reason, role: .severityWarning),
      ])
    }
    let (draft, route, verdict) = (entries[line].draft, entries[line].route, entries[line].verdict)
    let isLeft = sheet.left.contains(line)
    func field(_ text: String, _ role: Role = .text) -> Table.Field {
      Table.Field(text, role: isLeft ? .dim : role)
    }
    let isLoss = (route.margin?.minor ?? 0) < 0
    let rest = sheet.stays[draft.order]
    let isWarned = !verdict.trips.isEmpty || rest != nil
    let how = [rest.map(\.short) ?? "", verdict.short].filter { !$0.isEmpty }
    return Table.Row([
      isLeft ? field("-") : isWarned ? field("!", .severityWarning) : field("→"),
      field(draft.orderName, .strong), field(draft.supplier),
      field(draft.method.isEmpty ? "any" : draft.method), field(draft.itemsText),
      field(draft.cost?.exact ?? "?", .money),
      field(
        route.margin.map { ($0.minor < 0 ? "!" : "") + $0.exact } ?? "?",
        isLoss ? .severitySerious : .text),
      field(route.days?.text ?? "?"),
      isLeft
        ? field("left out")
        : field(how.joined(separator: "; "), isWarned ? .severityWarning : .text),
    ])
  }

  private static func drawStrip(_ sheet: PlanSheet, _ strip: Rect, on grid: inout Grid) {
    let line = Rect(
      column: strip.column - 1, row: strip.row - 1, columns: strip.columns + 2, rows: 1)
    if grid.hasLines { grid.fill(line, .overlayBorder, with: "─") }
    grid.clipped(to: strip) { grid in
      let lines = summary(sheet).flatMap { text, role in
        text.sanitised(limit: 600).wrapped(strip.columns).map { ($0, role) }
      }
      for (index, (text, role)) in lines.prefix(strip.rows).enumerated() {
        grid.write(text, column: strip.column, row: strip.row + index, role: role)
      }
    }
  }

  /// The line under the cursor in short.
  private static func summary(_ sheet: PlanSheet) -> [(String, Role)] {
    if let refusal = sheet.refusal {
      let what = [refusal.orderName, refusal.sku].filter { !$0.isEmpty }.joined(separator: ", ")
      let code = refusal.code.isEmpty ? "" : "  (\(refusal.code))"
      return [("\(what): \(refusal.reason)\(code)", .overlay)]
    }
    guard let entry = sheet.entry else { return [] }
    let draft = entry.draft
    let method = draft.method.isEmpty ? "" : " by \(draft.method)"
    let stays = sheet.stays[draft.order].map { [($0.text, Role.severityWarning)] } ?? []
    return [
      ("\(draft.orderName) from \(draft.supplier)\(method): \(draft.itemsText)", .overlay)
    ] + stays + [
      (entry.verdict.text, entry.verdict.trips.isEmpty ? .dim : .severityWarning),
      ("because: " + entry.route.reasons.joined(separator: ", "), .dim),
    ]
  }

  private static func drawTotal(
    _ sheet: PlanSheet, _ state: ConsoleState, _ parts: Parts, on grid: inout Grid
  ) {
    let (plan, column) = (sheet.chosen.plan, parts.frame.column + 2)
    let width = max(0, parts.frame.columns - 4)
    var words = plan.entries.isEmpty ? ["nothing to buy"] : [plan.total]
    if sheet.partly > 0 {
      words.append("\(Noun.of(sheet.partly, "order", "orders")) only in part")
    }
    if plan.tripped > 0 { words.append("\(plan.tripped.grouped) tripped") }
    if !sheet.left.isEmpty { words.append("\(sheet.left.count.grouped) left out") }
    if !plan.refused.isEmpty { words.append("\(plan.refused.count.grouped) refused") }
    grid.write(
      words.joined(separator: ", "), column: column, row: parts.total, role: .strong, width: width)
    if let keys = parts.keys {
      grid.write(
        sheet.plan.entries.isEmpty ? "r why" : "y buy  r why  b text",
        column: parts.frame.column + 1, row: keys, role: .dim, width: parts.frame.columns - 2)
    }
  }

  // MARK: - One entry

  /// The width of the text of a face.
  private static func faceWidth(_ size: Size) -> Int {
    max(1, min(100, OverlayView.room(size).columns) - 4)
  }

  /// Lines of it that are drawn at once.
  static func faceRows(_ size: Size) -> Int { max(1, OverlayView.room(size).rows - 3) }

  /// The entry under the cursor told in full, or exactly what would be sent for it.
  static func faceLines(_ sheet: PlanSheet, _ state: ConsoleState) -> [ListOverlay.Line] {
    let width = faceWidth(state.size)
    if sheet.face == .body {
      return sheet.body.sanitised(limit: 100_000, keepsLineBreaks: true).wrapped(width)
        .map { [Table.Field($0)] }
    }
    guard let entry = sheet.entry else {
      return summary(sheet).flatMap { $0.0.wrapped(width) }.map { [Table.Field($0)] }
    }
    return PlanReasons(entry: entry, stays: sheet.stays[entry.draft.order] ?? []).lines.flatMap {
      text, role in
      text.wrappedWithIndent(width).map { [Table.Field($0, role: role)] }
    }
  }

  private static func drawFace(_ sheet: PlanSheet, _ state: ConsoleState, on grid: inout Grid) {
    let name = sheet.entry.map { "\($0.draft.orderName) from \($0.draft.supplier)" } ?? sheet.title
    let title = sheet.face == .body ? "What is sent for \(name)" : "Why \(name)"
    let overlay = ListOverlay(
      title: title.sanitised(limit: 80), lines: faceLines(sheet, state), first: sheet.scroll,
      footer: FooterLine.keys(of: sheet).map { $0.key + " " + $0.label }.joined(separator: "   "))
    let frame = overlay.frame(
      in: OverlayView.room(state.size), columns: faceWidth(state.size) + 4)
    overlay.draw(on: &grid, in: frame)
  }

  // MARK: - Questions and progress

  private static func drawQuestion(_ sheet: PlanSheet, _ state: ConsoleState, on grid: inout Grid) {
    let plan = sheet.chosen.plan
    let room = OverlayView.room(state.size)
    let width = min(70, room.columns)
    var lines = [plan.total]
    let counts = Dictionary(grouping: plan.entries, by: \.draft.supplier).mapValues(\.count)
    let suppliers = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
    let shown = suppliers.prefix(6).map { "\($0.key) \($0.value.grouped)" }
    let rest = suppliers.count > 6 ? ["\(suppliers.count - 6) more suppliers"] : []
    lines.append("from " + (shown + rest).joined(separator: ", "))
    if plan.tripped > 0 {
      lines.append("\(Noun.of(plan.tripped, "tripped a guardrail", "tripped guardrails")): see !")
    }
    if sheet.partly > 0 {
      let orders = Noun.of(sheet.partly, "order is", "orders are")
      lines.append("\(orders) bought only in part: what is refused stays to be bought")
    }
    lines += ["", state.purchaseHoldLine]
    let overlay = ListOverlay(
      title: "Buy \(Noun.of(plan.entries.count, "purchase", "purchases")), \(plan.money.exact)?",
      lines: lines.flatMap { $0.wrappedWithIndent(max(1, width - 4)) }.map { [Table.Field($0)] },
      footer: "y yes   n no")
    overlay.draw(on: &grid, in: overlay.frame(in: room, columns: width))
  }

  private static func drawProgress(_ sheet: PlanSheet, _ state: ConsoleState, on grid: inout Grid) {
    let room = OverlayView.room(state.size)
    let width = min(60, room.columns)
    var (title, text, esc) = ("Plan \(sheet.title)", "Looking for suppliers", "esc stops it")
    if case .buying(_, let isStopping) = sheet.stage {
      title = "Buy " + sheet.chosen.plan.total
      text = isStopping ? "Stopping" : "Writing down"
      esc = isStopping ? "what is written stays; esc closes" : "esc stops; what is written stays"
    }
    var lines: [ListOverlay.Line] = []
    if let progress = sheet.progress, progress.total > 0 {
      lines.append([
        Table.Field("\(text): \(progress.done.grouped) of \(progress.total.grouped)")
      ])
      let bar = max(1, width - 4)
      let done = min(bar, bar * min(progress.done, progress.total) / progress.total)
      lines.append([
        Table.Field(String(repeating: "█", count: done), role: .chart),
        Table.Field(String(repeating: "░", count: bar - done), role: .dim),
      ])
    } else {
      lines.append([Table.Field(text + "...")])
    }
    let overlay = ListOverlay(title: title.sanitised(limit: 56), lines: lines, footer: esc)
    overlay.draw(on: &grid, in: overlay.frame(in: room, columns: width))
  }
}

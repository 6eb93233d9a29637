import Canvas
import Fulfillment

/// Draws a supplier's offers, and one of them while it is changed.
enum OffersView {
  private static let columns = [
    Table.Column("", .fixed(1)),
    Table.Column("Sku", .flexible(min: 10, weight: 3)),
    Table.Column("Part", .flexible(min: 4, weight: 1), priority: 8),
    Table.Column("Theirs", .flexible(min: 8, weight: 2), priority: 4),
    Table.Column("Cost", .fitted(min: 7), align: .right),
    Table.Column("Stock", .fitted(min: 5), align: .right, priority: 1),
    Table.Column("Days", .fixed(4), align: .right, priority: 3),
    Table.Column("Prio", .fixed(4), align: .right, priority: 5),
    Table.Column("Until", .fixed(10), priority: 6),
    Table.Column("To", .flexible(min: 6, weight: 1), priority: 7),
    Table.Column("By", .flexible(min: 12, weight: 3), priority: 2),
  ]

  static func draw(_ sheet: OfferSheet, _ state: ConsoleState, on grid: inout Grid) {
    drawList(sheet, state, on: &grid)
    if let form = sheet.form { drawForm(form, state, on: &grid) }
  }

  private static func frame(_ size: Size) -> Rect {
    let room = OverlayView.room(size)
    return room.centred(columns: min(140, room.columns), rows: room.rows)
  }

  /// Offers that are drawn at once.
  static func rows(_ size: Size) -> Int { max(1, frame(size).rows - 4) }

  private static func drawList(_ sheet: OfferSheet, _ state: ConsoleState, on grid: inout Grid) {
    let frame = frame(state.size)
    let inside = frame.inset()
    let shown = rows(state.size)
    let top = min(max(0, sheet.cursor - shown / 2), max(0, sheet.total - shown))
    grid.clipped(to: frame) { grid in
      grid.fill(frame, .overlay)
      grid.frame(
        frame, title: "Offers of \(sheet.supplier.sanitised(limit: 60))",
        trailing: sheet.total > 0 ? "\((sheet.cursor + 1).grouped)/\(sheet.total.grouped)" : "",
        border: .overlayBorder, titleRole: .overlayTitle)
      var table = inside
      table.rows = min(table.rows, shown + 1)
      if let page = sheet.page, sheet.total > 0 {
        let rows = page.rows.enumerated().filter { $0.offset + page.offset >= top }
          .prefix(shown)
        Table(
          columns: columns, rows: rows.map { row($0.element.offer, state) },
          selected: sheet.cursor - top
        ).draw(on: &grid, in: table)
      } else {
        let text =
          sheet.page == nil
          ? "Reading..." : "No offers: supercargo import offers-csv FILE brings them."
        grid.write(text, column: inside.column + 1, row: inside.row, role: .overlay)
      }
      let last = inside.endRow - 1
      if let why = sheet.row?.offer.renewal, !why.isEmpty, last > inside.row + 1 {
        grid.write(
          "! not taken until it is renewed: " + why.sanitised(limit: 200),
          column: inside.column + 1, row: last, role: .severityWarning,
          width: max(0, inside.columns - 2))
      }
    }
  }

  private static func row(_ offer: Offer, _ state: ConsoleState) -> Table.Row {
    let isOver = offer.validUntil.map { $0 <= state.now } ?? false
    let isKept = isOver || !offer.renewal.isEmpty
    return Table.Row([
      Table.Field(isKept ? "!" : "", role: .severityWarning),
      Table.Field(offer.sku, role: .strong), Table.Field(offer.part),
      Table.Field(offer.supplierSKU), Table.Field(offer.cost?.exact ?? "?", role: .money),
      Table.Field(offer.stock.map(\.grouped) ?? "?"),
      Table.Field(offer.handlingDays.map(String.init) ?? "-"),
      Table.Field(String(offer.priority)),
      Table.Field(
        offer.validUntil.map { String(state.clock.full($0).prefix(10)) } ?? "",
        role: isOver ? .severityWarning : .text),
      Table.Field(offer.countries.isEmpty ? "all" : offer.countries.joined(separator: " ")),
      Table.Field(offer.methods.map(\.name).joined(separator: ", ")),
    ])
  }

  private static func drawForm(_ form: OfferForm, _ state: ConsoleState, on grid: inout Grid) {
    let room = OverlayView.room(state.size)
    let offer = form.row.offer
    let name = [offer.sku, offer.part].filter { !$0.isEmpty }.joined(separator: ", ")
    let title = "\(name) of \(offer.supplier)".sanitised(limit: 60)
    if let outcome = form.outcome {
      let lines = outcome.changes.flatMap {
        $0.text.sanitised(limit: 400).wrapped(max(1, min(76, room.columns) - 4))
      }
      let overlay = ListOverlay(
        title: "Change \(title)?", lines: lines.map { [Table.Field($0)] },
        footer: "y write it   n back")
      return overlay.draw(on: &grid, in: overlay.frame(in: room, columns: min(76, room.columns)))
    }
    let label = (form.fields.map(\.column.columns).max() ?? 0) + 2
    let lines: [ListOverlay.Line] = form.fields.map { field in
      let pad = String(repeating: " ", count: label - field.column.columns)
      return [Table.Field(field.column + pad, role: .inputHint), Table.Field(field.input.text)]
    }
    let footer =
      form.problem.map { "! " + $0 }
      ?? (form.waiting != nil ? "reading..." : "enter shows what changes   esc back")
    let overlay = ListOverlay(
      title: title, lines: lines, selected: form.cursor, footer: footer)
    let frame = overlay.frame(in: room, columns: min(92, room.columns))
    overlay.draw(on: &grid, in: frame)
    let shown = overlay.capacity(frame)
    let top = min(max(0, form.cursor - shown + 1), max(0, lines.count - shown))
    guard form.fields.indices.contains(form.cursor) else { return }
    let column = frame.column + 3 + label
    let width = max(0, frame.columns - 5 - label)
    let row = frame.row + 1 + form.cursor - top
    grid.clipped(to: frame) { grid in
      grid.fill(Rect(column: column, row: row, columns: width, rows: 1), .input)
      form.fields[form.cursor].input.draw(on: &grid, column: column, row: row, width: width)
    }
  }
}

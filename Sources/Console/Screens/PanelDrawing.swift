import Canvas
import Fulfillment

/// What all list panels have in common.
enum PanelDrawing {
  /// The line around the panel with its number, its name and what its right corner says.
  static func frame(
    _ state: ConsoleState, _ frame: PanelFrame, trailing: String, on grid: inout Grid
  ) {
    guard !state.settings.isLinear else {
      let words = [
        "\(frame.panel.digit) \(frame.panel.title)", trailing.replacing(" ─ ", with: ", "),
      ].filter { !$0.isEmpty }
      grid.write(
        words.joined(separator: ", "), column: frame.rect.column, row: frame.rect.row,
        role: .title, width: frame.rect.columns)
      return
    }
    guard frame.isBoxed else { return }
    let isFocused = state.focus == frame.panel && !state.isOrderFocused
    grid.box(
      frame.rect, title: "\(frame.panel.digit) \(frame.panel.title)", trailing: trailing,
      focused: isFocused)
    if let strip = frame.strip {
      let line = Rect(column: strip.column, row: strip.row - 1, columns: strip.columns, rows: 1)
      grid.fill(line, .border, with: "─")
    }
  }

  /// The rows that fit, through `Table`.
  static func table<Row>(
    _ list: ListState<Row>, _ columns: [Table.Column], _ state: ConsoleState, _ frame: PanelFrame,
    fields: (Row) -> [Table.Field]
  ) -> Table {
    let first = frame.isWhole ? 0 : max(0, list.top)
    let height = frame.isWhole ? list.window.rows.count : max(0, frame.rows.rows)
    let places = PanelColumns.places(frame.panel, state)
    let rows = list.window.rows.dropFirst(first).prefix(height).map { row in
      let all = fields(row)
      return Table.Row(
        places.map { $0.map { all[$0] } } ?? all, isMarked: list.marks[row.key] != nil)
    }
    var table = Table(
      columns: places.map { $0.map { columns[$0] } } ?? columns, rows: rows,
      selected: rows.isEmpty ? nil : list.cursor - first,
      isFocused: state.focus == frame.panel && !state.isOrderFocused,
      hasHeader: frame.columnHeader != nil)
    if state.settings.isLinear { table.signs = SpokenSigns.words }
    return table
  }

  /// Draws the rows in columns or, where they are heard, as lines.
  static func draw(_ table: Table, _ frame: PanelFrame, on grid: inout Grid) {
    guard table.signs != nil else { return table.draw(on: &grid, in: frame.table) }
    LinearRows(table, in: frame.rows).draw(on: &grid)
  }

  /// `2,418`, or with a filter `31 of 2,418`; then what else the corner says.
  static func trailing(total: Int?, matching: Int?, isFiltered: Bool, _ words: String) -> String {
    let figure: String =
      if isFiltered { matching.map(matches) ?? "filtered" } else {
        total?.grouped ?? ""
      }
    return [figure, words].filter { !$0.isEmpty }.joined(separator: " ─ ")
  }

  /// `31 match`; of a great many only that they are.
  private static func matches(_ count: Int) -> String {
    let isMore = count > Load.countLimit
    return isMore ? "\(Load.countLimit.grouped)+ match" : "\(count.grouped) match"
  }

  /// Lines of an empty panel: what to do next.
  static func empty(_ lines: [String], _ frame: PanelFrame, on grid: inout Grid) {
    let rect = frame.table
    grid.clipped(to: rect) { grid in
      let wrapped = lines.flatMap { line in
        line.isEmpty ? [""] : line.wrapped(max(1, rect.columns - 4))
      }
      for (index, line) in wrapped.prefix(rect.rows).enumerated() {
        let role: Role = index == 0 ? .strong : .text
        grid.write(line, column: rect.column + 2, row: rect.row + index, role: role)
      }
    }
  }

  /// Lines at the bottom of a panel.
  static func strip(_ lines: [[Table.Field]], _ frame: PanelFrame, on grid: inout Grid) {
    guard let strip = frame.strip else { return }
    grid.clipped(to: strip) { grid in
      for (index, fields) in lines.prefix(strip.rows).enumerated() {
        var column = strip.column + 1
        for field in fields {
          column += grid.write(field.text, column: column, row: strip.row + index, role: field.role)
        }
      }
    }
  }
}

/// What an empty list says: never just nothing.
enum EmptyText {
  static func lines(_ state: ConsoleState, _ panel: Panel) -> [String] {
    let filter = state.filter(of: panel).text
    if !isLoaded(state, panel) { return ["Reading..."] }
    if !filter.isEmpty {
      return [
        "Nothing matches \"\(filter)\".", "", "esc shows everything again, / changes the filter.",
      ]
    }
    switch panel {
    case .queue: return state.settings.hasStorefront ? waiting : begin(state)
    case .exceptions:
      return ["No exceptions.", "", "Whatever gets stuck, late or lost will stand here by itself."]
    case .returns:
      return state.returnsOpenOnly
        ? ["No return waits for a decision.", "", "s shows the decided ones too."]
        : ["No returns yet."]
    case .suppliers:
      return [
        "No suppliers yet.", "", "They come with purchases, with a supplier's account, or from",
        "  supercargo import offers-csv FILE",
      ]
    case .numbers:
      return [
        "No numbers of \(state.numbersKind.title) yet.", "",
        "They come with orders, purchases and tracking; s shows others.",
      ]
    case .claims:
      return [
        "Nothing is to be claimed, and nothing is disputed.", "",
        "Windows to get money back open by themselves once a loss is known.",
      ]
    case .activity:
      return [
        "No account is connected.", "",
        "Add an [[account]] to config.toml (supercargo init writes one with comments).",
      ]
    }
  }

  private static let waiting = [
    "No orders yet.", "", "The shop is connected: they will appear here as they are pulled.",
    "P pulls now, 6 shows how the pulls go.",
  ]

  private static func begin(_ state: ConsoleState) -> [String] {
    [
      "No orders yet. Three ways to begin:", "",
      "Connect a shop:", "  supercargo init      writes a config.toml with comments",
      "  supercargo doctor    says what is still missing", "",
      "Import an export:", "  supercargo import shopify-csv orders.csv", "",
      "Look around in a simulated world:", "  supercargo demo", "",
      ":tour shows in a minute how to get about.",
    ] + (state.settings.storePath.isEmpty ? [] : ["", "This store: " + state.settings.storePath])
  }

  private static func isLoaded(_ state: ConsoleState, _ panel: Panel) -> Bool {
    switch panel {
    case .queue: state.queue.isLoaded
    case .exceptions: state.exceptions.isLoaded
    case .returns: state.returns.isLoaded
    case .suppliers: state.suppliers.isLoaded
    case .numbers: state.numbers.isLoaded
    case .activity: state.activity.isLoaded
    case .claims: state.claims.isLoaded
    }
  }
}

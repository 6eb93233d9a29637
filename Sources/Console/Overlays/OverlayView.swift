import Canvas
import Fulfillment

/// Draws whatever is open over the panels.
enum OverlayView {
  static func draw(_ overlay: Overlay, _ state: ConsoleState, on grid: inout Grid) {
    switch overlay {
    case .help(let help): drawHelp(help, state, on: &grid)
    case .palette(let palette): drawPalette(palette, state, on: &grid)
    case .menu(let menu): drawMenu(menu, state, on: &grid)
    case .prompt(let prompt): drawPrompt(prompt, state, on: &grid)
    case .confirm(let question): drawConfirmation(question, state, on: &grid)
    case .columns(let cursor): drawColumns(cursor, state, on: &grid)
    case .message(let sheet): drawMessage(sheet, state, on: &grid)
    case .plan(let sheet): PlanView.draw(sheet, state, on: &grid)
    case .offers(let sheet): OffersView.draw(sheet, state, on: &grid)
    case .returning(let sheet): ReturnView.draw(sheet, state, on: &grid)
    case .supplier(let sheet): SupplierView.draw(sheet, state, on: &grid)
    case .durations(let sheet): SupplierView.draw(sheet, state, on: &grid)
    case .notices(let sheet): NoticesView.draw(sheet, state, on: &grid)
    case .rules(let sheet): RulesView.draw(sheet, state, on: &grid)
    case .working(let working): drawWorking(working, state, on: &grid)
    case .tour(let stop): TourView.draw(stop, state, on: &grid)
    case .messages(let scroll): MessagesView.draw(scroll, state, on: &grid)
    }
  }

  /// The screen without its first and last line, where there is room for that.
  static func room(_ size: Size) -> Rect {
    let margin = size.rows > 8 ? 1 : 0
    return Rect(
      column: 0, row: margin, columns: size.columns, rows: max(0, size.rows - 2 * margin))
  }

  private static func drawHelp(_ help: HelpState, _ state: ConsoleState, on grid: inout Grid) {
    let lines = HelpText.lines(state, matching: help.input.text)
    let room = room(state.size)
    let rect = room.centred(columns: min(110, room.columns), rows: room.rows)
    let typed = help.input.isEmpty ? "type to find a command" : "find: " + help.input.text
    ListOverlay(title: "Help", lines: lines, first: help.scroll, footer: typed)
      .draw(on: &grid, in: rect)
  }

  private static func drawPalette(
    _ palette: PaletteState, _ state: ConsoleState, on grid: inout Grid
  ) {
    let matches = PaletteMatch.of(state, typed: palette.input.text)
    let lines: [ListOverlay.Line] = matches.map { match in
      let isAvailable = match.availability.isAvailable
      let id = match.command.id
      let pad = String(repeating: " ", count: max(1, 17 - id.columns))
      var line = [Table.Field(id + pad, role: isAvailable ? .footerKey : .dim)]
      if let reason = match.availability.reason {
        line.append(Table.Field("(\(reason))  ", role: .inputHint))
      }
      line.append(Table.Field(match.command.title, role: isAvailable ? .overlay : .dim))
      if isAvailable, let key = state.keymap.shortest(of: id) {
        line.append(Table.Field("  " + key, role: .inputHint))
      }
      return line
    }
    let room = room(state.size)
    let rect = room.centred(columns: min(84, room.columns), rows: min(18, room.rows))
    ListOverlay(
      title: ":", lines: lines, selected: lines.isEmpty ? nil : palette.cursor, footer: " "
    )
    .draw(on: &grid, in: rect)
    let row = rect.endRow - 2
    guard rect.rows > 2 else { return }
    grid.write(":", column: rect.column + 2, row: row, role: .overlayTitle)
    palette.input.draw(
      on: &grid, column: rect.column + 3, row: row, width: max(0, rect.columns - 5),
      hint: "a command; up: what you ran before")
  }

  private static func drawWorking(
    _ working: Working, _ state: ConsoleState, on grid: inout Grid
  ) {
    let room = room(state.size)
    let overlay = ListOverlay(
      title: working.title, lines: [[Table.Field("...")]], footer: "esc gives it up")
    overlay.draw(on: &grid, in: overlay.frame(in: room, columns: min(50, room.columns)))
  }

  static func frame(of menu: Menu, in size: Size) -> Rect {
    let room = room(size)
    let titles = menu.items.map(\.title.columns).max() ?? 0
    let widest = titles + (menu.items.map(\.detail.columns).max() ?? 0) + 10
    let columns = min(room.columns, max(widest, menu.title.columns + 6, 30))
    return room.centred(columns: min(columns, 100), rows: min(menu.items.count + 2, room.rows))
  }

  /// The item at the top of a menu that is scrolled to its cursor, as `ListOverlay` does it.
  static func firstShown(of menu: Menu, in rect: Rect) -> Int {
    max(0, menu.cursor - max(0, rect.rows - 2) + 1)
  }

  private static func drawMenu(_ menu: Menu, _ state: ConsoleState, on grid: inout Grid) {
    let wide = (menu.items.map(\.title.columns).max() ?? 0) + 2
    let lines: [ListOverlay.Line] = menu.items.map { item in
      let pad = String(repeating: " ", count: max(1, wide - item.title.columns))
      return [
        Table.Field((item.key.map(String.init) ?? " ") + "  ", role: .footerKey),
        Table.Field(item.title + pad), Table.Field(item.detail, role: .inputHint),
      ]
    }
    ListOverlay(title: menu.title, lines: lines, selected: menu.cursor)
      .draw(on: &grid, in: frame(of: menu, in: state.size))
  }

  private static func drawPrompt(_ prompt: Prompt, _ state: ConsoleState, on grid: inout Grid) {
    let subject = prompt.selection.title.isEmpty ? "" : " " + prompt.selection.title
    let room = room(state.size)
    let isPurchase = prompt.purpose == .bought
    let columns = min(76, room.columns)
    let hint: (String, Role) =
      prompt.problem.map { ("! " + $0, .inputError) } ?? (hint(prompt, state), .inputHint)
    let texts: [(String, Role)] =
      [hint] + (isPurchase ? [(understood(prompt, state), Role.dim)] : [])
    // Where there are lines enough, all of why it was not taken can be read.
    let isSmall = room.rows == state.size.rows
    let lines: [ListOverlay.Line] = texts.flatMap { text, role in
      (isSmall ? [text] : text.wrapped(max(1, columns - 4))).map {
        [Table.Field(" "), Table.Field($0, role: role)]
      }
    }
    let rect = room.centred(columns: columns, rows: min(lines.count + 3, room.rows))
    ListOverlay(
      title: prompt.purpose.title + subject.sanitised(limit: 60).withBlank, lines: [[]] + lines
    ).draw(on: &grid, in: rect)
    prompt.input.draw(
      on: &grid, column: rect.column + 2, row: rect.row + 1, width: max(0, rect.columns - 4))
  }

  private static func hint(_ prompt: Prompt, _ state: ConsoleState) -> String {
    prompt.purpose == .shell
      ? "\(RowText.extent(state)): \(prompt.purpose.hint)" : prompt.purpose.hint
  }

  /// How the line is read as it stands, or what it still lacks.
  private static func understood(_ prompt: Prompt, _ state: ConsoleState) -> String {
    guard !prompt.input.isEmpty else { return "" }
    switch state.purchaseLine(prompt.input.text) {
    case .success(let line): return "= " + line.preview
    case .failure(let problem): return prompt.problem == nil ? "... " + problem.text : ""
    }
  }

  /// The lines of a question as they are broken.
  static func lines(of question: Confirmation, in size: Size) -> [String] {
    let width = max(1, min(78, room(size).columns) - 4)
    return question.lines.flatMap { $0.wrappedWithIndent(width) }
  }

  /// Lines of a question that are drawn at once.
  static func questionRows(_ size: Size) -> Int { max(1, room(size).rows - 3) }

  private static func drawConfirmation(
    _ question: Confirmation, _ state: ConsoleState, on grid: inout Grid
  ) {
    let room = room(state.size)
    let columns = min(78, room.columns)
    let overlay = ListOverlay(
      title: question.title, lines: lines(of: question, in: state.size).map { [Table.Field($0)] },
      first: question.scroll,
      footer: "y yes   n no" + (question.takesWords ? "   m add words to the customer" : ""))
    overlay.draw(on: &grid, in: overlay.frame(in: room, columns: columns))
  }

  private static func drawColumns(_ cursor: Int, _ state: ConsoleState, on grid: inout Grid) {
    let lines: [ListOverlay.Line] = state.columnChoices(of: state.focus).map { column in
      let sign = !column.isOptional ? "[+] " : column.isShown ? "[x] " : "[ ] "
      return [
        Table.Field(sign, role: .footerKey), Table.Field(column.title),
        Table.Field(column.isOptional ? "" : "  always there", role: .inputHint),
      ]
    }
    let overlay = ListOverlay(title: "Columns", lines: lines, selected: cursor)
    overlay.draw(on: &grid, in: overlay.frame(in: room(state.size), columns: 40))
  }

  private static func drawMessage(
    _ sheet: MessageSheet, _ state: ConsoleState, on grid: inout Grid
  ) {
    let room = room(state.size)
    let columns = min(80, room.columns)
    let lines = sheet.text.sanitised(limit: 8_000, keepsLineBreaks: true)
      .wrapped(max(1, columns - 4))
    let overlay = ListOverlay(
      title: sheet.title.sanitised(limit: 60), lines: lines.map { [Table.Field($0)] },
      first: sheet.scroll, footer: "enter copy and keep   c copy   e edit   esc close")
    overlay.draw(on: &grid, in: overlay.frame(in: room, columns: columns))
  }
}

extension String {
  /// With a blank before it, unless it is empty.
  var withBlank: String { isEmpty ? "" : " " + self }
}

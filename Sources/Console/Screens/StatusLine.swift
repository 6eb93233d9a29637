import Canvas
import Fulfillment

/// The line above the keys: what is being typed, what just happened, what narrows the list.
enum StatusLine {
  /// It has something to say that cannot wait for a bigger window.
  static func isUrgent(_ state: ConsoleState) -> Bool {
    state.filterInput != nil || state.order?.findInput != nil || state.finding?.input != nil
      || !state.notices.isEmpty
  }

  static func draw(_ state: ConsoleState, row: Int, on grid: inout Grid) {
    let width = state.size.columns
    // It may stand over the keys.
    grid.fill(Rect(column: 0, row: row, columns: width, rows: 1))
    if let typing = state.filterInput {
      drawFilter(typing, state, row: row, on: &grid)
    } else if let find = state.finding, let input = find.input {
      drawFind(find, input, row: row, width: width, on: &grid)
    } else if let input = state.order?.findInput {
      grid.write("find ", column: 1, row: row, role: .title)
      input.draw(on: &grid, column: 6, row: row, width: max(0, width - 7), hint: "words")
    } else if !state.notices.isEmpty {
      drawNotice(state, row: row, on: &grid)
    } else {
      drawRest(state, row: row, on: &grid)
    }
    drawMacro(state, row: row, on: &grid)
  }

  /// What was said last, if anything.
  static func drawNotice(_ state: ConsoleState, row: Int, on grid: inout Grid) {
    guard let notice = state.notices.last else { return }
    let width = state.size.columns
    grid.fill(Rect(column: 0, row: row, columns: width, rows: 1))
    grid.write(
      notice.sign + " " + notice.text, column: 1, row: row, role: notice.role,
      width: max(0, width - 2))
  }

  private static func drawFind(
    _ find: ListFind, _ input: TextInput, row: Int, width: Int, on grid: inout Grid
  ) {
    grid.write("\\", column: 1, row: row, role: .title)
    let problem = find.problem?.message ?? ""
    let right = min(problem.columns, max(0, width * 3 / 5))
    input.draw(
      on: &grid, column: 3, row: row, width: max(0, width - 5 - right),
      hint: "words, or whatever a filter understands")
    grid.write(
      problem, column: width - right - 1, row: row, role: .inputError, width: right, align: .right)
  }

  /// At the right end whatever else is said: keys are being recorded, or pressed again.
  private static func drawMacro(_ state: ConsoleState, row: Int, on grid: inout Grid) {
    let text: String
    if let steps = state.macro.recording {
      text = " * recording \(Noun.of(steps.count, "key", "keys")) "
    } else if let replay = state.macro.replay {
      let round = replay.rounds > 1 ? " \(replay.round) of \(replay.rounds)" : ""
      text = " * macro\(round): \(state.macro.isHandedOver ? "your answer" : "any key stops it") "
    } else {
      return
    }
    let column = state.size.columns - text.columns
    guard column > 0 else { return }
    grid.write(text, column: column, row: row, role: .marked)
  }

  private static func drawFilter(
    _ typing: FilterInput, _ state: ConsoleState, row: Int, on grid: inout Grid
  ) {
    let width = state.size.columns
    grid.write("/", column: 1, row: row, role: .title)
    let choices = choices(typing, state)
    let meaning: (String, Role) =
      if let problem = typing.problem, choices.isEmpty { (problem.message, .inputError) } else {
        (
          [typing.problem == nil ? reading(state, typing) : "", choices]
            .filter { !$0.isEmpty }.joined(separator: "   "), .inputHint
        )
      }
    let right = min(meaning.0.columns, max(0, width * 3 / 5))
    let field = max(0, width - 5 - right)
    typing.input.draw(
      on: &grid, column: 3, row: row, width: field,
      hint: "state:transit supplier:cj age>3d value>=100 tag:vip words")
    if let problem = typing.problem, choices.isEmpty {
      // The character at which it went wrong; the field may have scrolled under a long text.
      let before = String(typing.input.text.prefix(problem.offset)).columns
      let toCursor = String(typing.input.text.prefix(typing.input.cursor)).columns
      let place = before - max(0, toCursor - max(0, field - 1))
      if place >= 0, place < field {
        grid.setRole(Rect(column: 3 + place, row: row, columns: 1, rows: 1), .inputError)
      }
    }
    grid.write(
      meaning.0, column: width - right - 1, row: row, role: meaning.1, width: right, align: .right)
  }

  /// The values that Tab chooses from.
  private static func choices(_ typing: FilterInput, _ state: ConsoleState) -> String {
    guard let completion = typing.completion(state.knownValues), completion.isValue,
      completion.isOpen
    else { return "" }
    return "tab: " + completion.candidates.joined(separator: " ")
  }

  /// How the text was read where that is not plain from the text, and how many rows it leaves.
  private static func reading(_ state: ConsoleState, _ typing: FilterInput) -> String {
    let (typed, read) = (
      typing.input.text.trimmed, state.filter(of: typing.panel).query.description
    )
    let found = count(state, typing.panel)
    guard typed != read, !typed.isEmpty, !read.isEmpty else { return found }
    return "= " + read + (found.isEmpty ? "" : "  ") + found
  }

  private static func count(_ state: ConsoleState, _ panel: Panel) -> String {
    switch panel {
    case .queue: state.queue.total.map { $0.grouped + " match" } ?? ""
    case .exceptions: state.exceptions.total.map { $0.grouped + " match" } ?? ""
    case .returns, .suppliers, .numbers, .activity, .claims: ""
    }
  }

  private static func drawRest(_ state: ConsoleState, row: Int, on grid: inout Grid) {
    var parts: [(String, Role)] = []
    if state.count.isOpen {
      parts.append(("\(state.count.value) times... (then a key; esc: not)", .input))
    }
    let marks = state.markCount(of: state.focus)
    if marks > 0 {
      parts.append(("* \(Noun.of(marks, "row", "rows")) marked", .marked))
    }
    let waits = state.focus == .queue && !state.isOrderFocused ? state.queue.selected : nil
    if let row = waits, parts.isEmpty, case let why = row.obstacle(state.departure), !why.isEmpty {
      parts.append(("\(row.name) has not left: \(why)".sanitised(limit: 300), .stale))
    }
    if state.hasRange { parts.append(("range: v or space ends it", .inputHint)) }
    if let find = state.order?.find, !find.isEmpty {
      parts.append(("find: \(find)", .match))
    }
    if state.isFinding, let find = state.finding {
      parts.append(("find: \(find.text)", .match))
      parts.append(("esc ends it", .inputHint))
    }
    let filter = state.filter(of: state.focus).text
    if !filter.isEmpty {
      parts.append(("filter: \(filter)", .match))
      parts.append(("esc clears it", .inputHint))
    }
    var column = 1
    for (text, role) in parts {
      column += grid.write(text, column: column, row: row, role: role) + 2
    }
    let hidden = hiddenPanels(state)
    guard let first = hidden.first, column + 2 < first.columns.lowerBound else { return }
    for entry in hidden {
      grid.write(entry.text, column: entry.columns.lowerBound, row: row, role: .dim)
    }
  }

  /// Panels that are not on the wide screen, at the right end of the line.
  static func hiddenPanels(_ state: ConsoleState) -> [(
    panel: Panel, text: String, columns: Range<Int>
  )] {
    let layout = Layout(state)
    guard layout.tabs == nil, !state.settings.isLinear else { return [] }
    let panels = state.tabPanels.filter { layout.frame(of: $0) == nil }
    var end = state.size.columns - 1
    var places: [(panel: Panel, text: String, columns: Range<Int>)] = []
    for panel in panels.reversed() {
      let badge = state.badge(of: panel)
      let text = "\(panel.digit) \(panel.title)" + (badge.isEmpty ? "" : " " + badge)
      places.append((panel, text, end - text.columns..<end))
      end -= text.columns + 3
    }
    return places.reversed()
  }
}

extension Notice {
  /// Tells the kinds apart without colour.
  var sign: String {
    switch kind {
    case .info: "·"
    case .warning: "!"
    case .error: "‼"
    }
  }

  var role: Role {
    switch kind {
    case .info: .noticeInfo
    case .warning: .noticeWarning
    case .error: .noticeError
    }
  }
}

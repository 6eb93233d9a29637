import Canvas
import Fulfillment

/// Notices to customers: a list, and the words of the one under the cursor below it.
enum NoticesView {
  static func draw(_ sheet: NoticeSheet, _ state: ConsoleState, on grid: inout Grid) {
    let room = OverlayView.room(state.size)
    let words = words(sheet, state).dropFirst(sheet.scroll)
    if let first = sheet.asked.first {
      let overlay = ListOverlay(
        title: "Send this to the customer of \(first.orderName.sanitised(limit: 40))?",
        lines: self.words(sheet, state), first: sheet.scroll,
        footer: "y send   n back   w withhold")
      return overlay.draw(on: &grid, in: overlay.frame(in: room, columns: min(84, room.columns)))
    }
    let title =
      sheet.order == nil ? "Notices that wait" : "Notices of \(sheet.rows?.first?.orderName ?? "")"
    ListOverlay(
      title: title, lines: list(sheet, state) + words.prefix(page(sheet, state)),
      footer: sheet.rows?.isEmpty == true
        ? "esc back" : "y send   w withhold   o order   space more   u undo   esc back"
    ).draw(on: &grid, in: room)
  }

  /// Lines of words that are drawn at once.
  static func page(_ sheet: NoticeSheet, _ state: ConsoleState) -> Int {
    let inside = max(1, OverlayView.room(state.size).rows - 3)
    return sheet.asked.isEmpty ? max(1, inside - list(sheet, state).count) : inside
  }

  /// What is to be read: all that would leave together, or the one under the cursor.
  static func words(_ sheet: NoticeSheet, _ state: ConsoleState) -> [ListOverlay.Line] {
    let room = OverlayView.room(state.size)
    guard sheet.asked.isEmpty else {
      let width = max(1, min(84, room.columns) - 4)
      let parts = sheet.asked.map { NoticeWords.lines(of: $0, state, width: width) }
      let hold = state.settings.hold
      let end =
        hold > .seconds(0)
        ? "Leaves at \(state.clock.time(state.now + hold)) "
          + "(\(state.departure.own(hold).countdown)): u takes it back till then."
        : "It leaves at once."
      return parts.joined(separator: [[]]) + [[], [Table.Field(end, role: .undo)]]
    }
    guard let row = sheet.selected else { return [] }
    return NoticeWords.lines(of: row, state, width: max(1, room.columns - 4))
  }

  /// The part of the list around the cursor, and a line below it.
  private static func list(_ sheet: NoticeSheet, _ state: ConsoleState) -> [ListOverlay.Line] {
    guard let rows = sheet.rows else { return [[Table.Field("Reading...", role: .dim)]] }
    guard !rows.isEmpty else {
      return [[Table.Field("No notice waits for you. What is sent shows on its order's page.")]]
    }
    let width = max(10, OverlayView.room(state.size).columns - 4)
    let inside = max(3, OverlayView.room(state.size).rows - 3)
    let room = min(rows.count, max(1, inside / 3))
    let first = min(max(0, sheet.cursor - room / 2), rows.count - room)
    let lines: [ListOverlay.Line] = rows[first..<(first + room)].enumerated().map { place, row in
      let isSelected = first + place == sheet.cursor
      let sign = row.state == .unknown ? "‼ " : row.state == .proposed ? "" : "  "
      let text =
        (isSelected ? "▸ " : "  ")
        + [
          row.orderName.sanitised(limit: 16), row.kind.text, sign + row.stateText(state),
          row.address.sanitised(limit: 60), row.language?.rawValue ?? "",
          state.age(of: row.factAt),
        ].filter { !$0.isEmpty }.joined(separator: "  ")
      return [
        Table.Field(TextWidth.truncate(text, to: width), role: isSelected ? .strong : .overlay)
      ]
    }
    let position = rows.count > room ? " \(sheet.cursor + 1) of \(rows.count) " : ""
    return lines + [
      [
        Table.Field(
          String(repeating: "─", count: max(0, width - position.columns)) + position,
          role: .overlayBorder)
      ]
    ]
  }
}

/// A notice with its head, as it is read before it is sent.
enum NoticeWords {
  static func lines(
    of row: NoticeRow, _ state: ConsoleState, width: Int
  ) -> [ListOverlay.Line] {
    var head = "\(row.kind.text): by \(row.way.text)"
    if !row.address.isEmpty { head += " to " + row.address.sanitised(limit: 80) }
    if let language = row.language { head += ", in " + language.name }
    let why = "because of \(row.fact.sanitised(limit: 80)), \(state.clock.text(row.factAt))"
    var lines: [ListOverlay.Line] = head.wrapped(width).map { [Table.Field($0, role: .strong)] }
    lines += why.wrapped(width).map { [Table.Field($0, role: .dim)] }
    if !row.reason.isEmpty {
      lines += row.reason.sanitised(limit: 300).wrapped(width).map {
        [Table.Field($0, role: .severityWarning)]
      }
    }
    guard !row.text.isEmpty else { return lines }
    return lines + [[]]
      + NoticeWords.letter(subject: row.subject, text: row.text).flatMap {
        $0.wrappedWithIndent(width)
      }.map { [Table.Field($0)] }
  }

  /// Subject and text, a line each, as the customer reads them.
  static func letter(subject: String, text: String) -> [String] {
    let head = subject.isEmpty ? [] : ["Subject: " + subject.sanitised(limit: 300), ""]
    return head
      + text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { String($0).sanitised(limit: 2_000) }
  }
}

extension NoticeLanguage {
  /// As an operator calls it.
  var name: String {
    switch self {
    case .english: "English"
    case .portuguese: "Portuguese"
    case .spanish: "Spanish"
    case .german: "German"
    case .french: "French"
    }
  }
}

extension NoticeRow {
  /// How it stands, in a few words.
  func stateText(_ state: ConsoleState) -> String {
    stateText(state.departure, state.clock)
  }

  /// The same without a console.
  func stateText(_ departure: Departure, _ clock: LocalTime) -> String {
    switch self.state {
    case .proposed: "waits for you"
    case .queued:
      holdUntil.flatMap { until in
        departure.left(until: until).map {
          "leaves \(clock.text(until)), in \($0.countdown)"
        }
      } ?? "about to leave"
    case .sent: sentAt.map { "sent \(clock.text($0))" } ?? "sent"
    case .skipped: "not sent"
    case .failed: "failed"
    case .unknown: "nobody knows whether it arrived"
    }
  }
}

import Canvas
import Fulfillment

/// Disputes and the recourse calendar: what runs out first at the top, the selected one in full below.
enum ClaimsScreen {
  static let columns = [
    Table.Column("", .fixed(1)),
    Table.Column("Left", .fixed(8), align: .right),
    Table.Column("Order", .flexible(min: 7, weight: 1)),
    Table.Column("Against", .flexible(min: 8, weight: 2), priority: 1),
    Table.Column("About", .flexible(min: 10, weight: 3), priority: 4),
    Table.Column("Amount", .fitted(min: 8), align: .right),
    Table.Column("State", .fixed(12)),
    Table.Column("Still missing", .flexible(min: 12, weight: 4), priority: 3),
    Table.Column("Shop", .flexible(min: 6, weight: 1), priority: 6),
    Table.Column("Rule from", .flexible(min: 10, weight: 2), priority: 7),
  ]

  static func draw(_ state: ConsoleState, _ frame: PanelFrame, on grid: inout Grid) {
    let list = state.claims
    let near = [
      state.deadlines.disputes > 0
        ? Noun.of(state.deadlines.disputes, "dispute", "disputes") : "",
      state.deadlines.closing > 0 ? "\(state.deadlines.closing.grouped) close within 3d" : "",
    ].filter { !$0.isEmpty }.joined(separator: " ─ ")
    PanelDrawing.frame(
      state, frame, trailing: list.filter.text.isEmpty ? near : "filtered", on: &grid)
    if list.window.rows.isEmpty {
      PanelDrawing.empty(EmptyText.lines(state, .claims), frame, on: &grid)
    } else {
      PanelDrawing.draw(table(state, frame), frame, on: &grid)
    }
    PanelDrawing.strip(strip(state, columns: frame.strip?.columns ?? 0), frame, on: &grid)
  }

  static func table(_ state: ConsoleState, _ frame: PanelFrame) -> Table {
    PanelDrawing.table(state.claims, columns, state, frame) { fields($0, state) }
  }

  private static func fields(_ row: DeadlineRow, _ state: ConsoleState) -> [Table.Field] {
    let urgency = row.urgency(state.now)
    return [
      Table.Field(urgency.sign, role: urgency.role),
      Table.Field(row.left(state), role: urgency.role),
      Table.Field(row.orderName.isEmpty ? "?" : row.orderName, role: .strong),
      Table.Field(row.against),
      Table.Field(row.about),
      Table.Field(row.amount?.exact ?? "", role: .money),
      Table.Field(row.stateText, role: row.claim == nil ? .text : .stateMoving),
      Table.Field(row.missingText, role: row.missingText.isEmpty ? .dim : .severityWarning),
      Table.Field(row.storefront, role: .dim),
      Table.Field(row.source, role: .dim),
    ]
  }

  /// The selected line in full.
  private static func strip(_ state: ConsoleState, columns: Int) -> [[Table.Field]] {
    guard let row = state.claims.selected, columns > 4 else { return [] }
    return row.lines(state).flatMap { $0.sanitised(limit: 1_000).wrapped(columns - 2) }
      .map { [Table.Field($0)] }
  }
}

extension DeadlineRow {
  /// Whom the money is with.
  var against: String {
    switch matter {
    case .dispute(let row): row.account
    case .recourse(let row): row.recourse.title
    }
  }

  var about: String {
    switch matter {
    case .dispute(let row):
      "\(row.dispute.kind.rawValue)"
        + (row.dispute.reason.isEmpty ? "" : ": " + row.dispute.reason.replacingUnderscores)
    case .recourse(let row): row.recourse.lossText
    }
  }

  var stateText: String {
    switch matter {
    case .dispute(let row):
      row.dispute.state == .open && row.dispute.evidenceSentAt != nil
        ? "sent" : row.dispute.state == .underReview ? "under review" : row.dispute.state.rawValue
    case .recourse(let row): row.stateText
    }
  }

  /// Evidence that is wanted and neither known nor gathered.
  var missingText: String {
    switch matter {
    case .dispute(let row):
      row.dispute.state == .open && row.dispute.evidenceSentAt == nil ? "our evidence" : ""
    case .recourse(let row):
      row.claim?.state.isMade == true
        ? "" : row.missing.map(\.rawValue).joined(separator: ", ")
    }
  }

  /// What says so.
  var source: String {
    switch matter {
    case .dispute: ""
    case .recourse(let row): row.recourse.source
    }
  }

  /// `3d 4h`, `now`, `-` where no last day is known.
  func left(_ state: ConsoleState) -> String {
    guard let dueAt else { return "-" }
    return dueAt > state.now ? (dueAt - state.now).daysAndHours : "over"
  }

  func urgency(_ now: Timestamp) -> (sign: String, role: Role) {
    guard let dueAt else { return ("·", .dim) }
    let left = dueAt - now
    if case .recourse(let row) = matter, row.recourse.phase == .ahead { return ("·", .dim) }
    if left <= .hours(24) { return ("‼", .severityCritical) }
    if left <= Deadlines.near { return ("!", .severitySerious) }
    return left <= .days(7) ? ("-", .severityWarning) : (" ", .text)
  }

  /// The whole of it in sentences.
  func lines(_ state: ConsoleState) -> [String] {
    switch matter {
    case .dispute(let row):
      let dispute = row.dispute
      var lines = [
        "\(dispute.kind.rawValue.capitalised) \(dispute.externalID) at \(row.account): "
          + "\(dispute.amount?.exact ?? "amount not told"), "
          + (dispute.reason.isEmpty ? "no reason told" : dispute.reason.replacingUnderscores)
      ]
      if let dueAt { lines.append("Evidence is due by \(state.clock.full(dueAt))") }
      if let sent = dispute.evidenceSentAt {
        lines.append("Evidence was sent \(state.clock.full(sent))")
      }
      if row.orderID == nil { lines.append("It is not known which order it is about.") }
      return lines
    case .recourse(let row):
      var lines = [row.text.capitalised]
      if let dueAt { lines.append("Last moment: \(state.clock.full(dueAt))") }
      let present = row.recourse.present.map(\.rawValue)
      if !present.isEmpty { lines.append("There: " + present.joined(separator: ", ")) }
      if !row.recourse.note.isEmpty { lines.append(row.recourse.note) }
      if !row.recourse.source.isEmpty {
        lines.append("By \(row.recourse.source), as of \(row.recourse.asOf)")
      }
      return lines
    }
  }
}

extension Span {
  /// `3d 4h`, `5h`, `12m`: exact enough for a last day.
  var daysAndHours: String {
    let hours = milliseconds / Span.hours(1).milliseconds
    guard hours >= 24 else { return ShortAge.text(self) }
    let rest = hours % 24
    return hours >= 240 || rest == 0 ? "\(hours / 24)d" : "\(hours / 24)d \(rest)h"
  }
}

extension String {
  /// `product not received`
  var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}

import Canvas
import Fulfillment

/// A return told in full: what was asked, by whom, against which window.
struct ReturnText {
  var row: ReturnRow
  var departure: Departure
  var clock: LocalTime

  private var now: Timestamp { departure.now }

  var lines: [[Table.Field]] {
    var lines: [[Table.Field]] = [
      [
        Table.Field("  " + StateText.text(row.state), role: row.state.role),
        Table.Field("  " + (row.amount?.exact ?? "amount not told"), role: .money),
        Table.Field("  " + (row.items.isEmpty ? "the whole order" : row.items)),
      ],
      [
        Table.Field("  asked by ", role: .dim), Table.Field(row.requestedBy, role: .strong),
        Table.Field("  \(clock.text(row.requestedAt)) (\(ShortAge.text(now - row.requestedAt)))"),
      ],
    ]
    if !row.reason.isEmpty {
      lines.append([Table.Field("  “\(row.reason.sanitised(limit: 300))”")])
    }
    lines.append([Table.Field("  "), window])
    if let decided = row.decidedAt {
      lines.append([Table.Field("  decided \(clock.text(decided))", role: .dim)])
    }
    if let left = row.holdUntil.flatMap(departure.left) {
      lines.append([
        Table.Field("  final in \(left.countdown); u takes it back till then", role: .undo)
      ])
    }
    return lines
  }

  /// What the policy says of the day it was asked.
  var window: Table.Field {
    guard let delivered = row.deliveredAt else {
      return Table.Field("not delivered yet: the return window has not begun", role: .dim)
    }
    guard let ends = row.windowEnds else {
      return Table.Field("delivered \(clock.text(delivered))", role: .dim)
    }
    let day = 86_400_000 as Int64
    let dates = "delivered \(clock.text(delivered)), ends \(clock.text(ends))"
    if row.requestedAt <= ends {
      return Table.Field("inside the window: " + dates, role: .stateDone)
    }
    let late = Int(((row.requestedAt - ends).milliseconds + day - 1) / day)
    return Table.Field(
      "outside the window by \(Noun.of(late, "day", "days")): " + dates, role: .severityWarning)
  }
}

extension ReturnState {
  var role: Role {
    switch self {
    case .requested, .proposed, .notReturned: .severityWarning
    case .asked, .inTransit, .received: .stateWaiting
    case .approved, .refunded, .replaced: .stateDone
    case .declined: .stateBad
    case .withdrawn, .closed: .dim
    }
  }

  /// Tells the states apart without colour.
  var sign: String {
    switch self {
    case .requested: "!"
    case .asked: "?"
    case .approved: "✓"
    case .declined: "✗"
    case .withdrawn: "-"
    case .closed: "."
    case .proposed: "2"
    case .inTransit: "<"
    case .received: "#"
    case .notReturned: "0"
    case .refunded: "$"
    case .replaced: "="
    }
  }
}

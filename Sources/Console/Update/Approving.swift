import Canvas
import Fulfillment

extension ConsoleState {
  /// Shows exactly what an approval sends and until when it can be taken back; nothing is decided yet.
  mutating func confirmApproval() -> [Effect] {
    let selection = selection(.returns)
    let rows = openReturns()
    guard let first = rows.first else { return [] }
    var lines: [String] = []
    for row in rows.prefix(30) {
      lines.append("\(row.orderName) at \(row.storefront), asked by \(row.requestedBy):")
      lines.append("  give back \(row.amount?.exact ?? "an amount not told")")
      lines.append("  for " + (row.items.isEmpty ? "the whole order" : row.items))
      if !row.reason.isEmpty { lines.append("  because “\(row.reason)”") }
      lines.append("  " + ReturnText(row: row, now: now, clock: clock).window.text)
    }
    if rows.count > 30 { lines.append("and \(Noun.of(rows.count - 30, "more", "more"))") }
    let count = rows.count == 1 ? "One message" : "\(rows.count) messages"
    lines += ["", "\(count) will be queued, to tell \(destinations(rows)):"]
    lines += ["  the return is approved" + (rows.count == 1 ? "" : ", each for itself")]
    if settings.hold > .seconds(0) {
      let until = now + settings.hold
      lines += [
        "",
        "Held until \(clock.time(until)) (\(settings.hold.countdown)): u takes it back till then.",
      ]
    } else {
      lines += ["", "It leaves at once: it cannot be taken back."]
    }
    overlay = .confirm(
      Confirmation(
        title: rows.count == 1
          ? "Approve the return of \(first.orderName)?"
          : "Approve \(rows.count) returns, \(selection.money.exact)?",
        lines: lines, action: .decide(.decide(.approveReturn(note: "")), selection)))
    return []
  }

  private func destinations(_ rows: [ReturnRow]) -> String {
    Set(rows.map(\.storefront)).sorted().joined(separator: ", ")
  }

  /// The returns that wait among what the verb would be applied to.
  private func openReturns() -> [ReturnRow] {
    if isOrderFocused, let detail = order?.detail {
      return detail.returns.filter { $0.state.isOpen }
    }
    if returns.marks.isEmpty { return returns.selected.map { [$0] } ?? [] }
    return returns.marks.values.filter { $0.state.isOpen }.sorted { $0.key < $1.key }
  }
}

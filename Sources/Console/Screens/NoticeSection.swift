import Canvas
import Fulfillment

extension OrderSheet {
  /// What its customer was told, or is to be told, word by word.
  var notices: [SheetLine] {
    guard !detail.notices.isEmpty else { return [] }
    let waits = detail.notices.contains { $0.state == .proposed }
    let hint =
      waits && width >= OrderSheet.narrow
      ? hint("tell", "reads and sends") + hint("withhold", "withholds") : ""
    return [title("Notices", width < 60 ? "" : "what the customer is told" + hint)]
      + detail.notices.flatMap { row in
        let isWaiting = row.state == .proposed
        var lines = fitted([
          Table.Field("  " + row.kind.text, role: isWaiting ? .strong : .text),
          Table.Field("  " + row.stateText(departure, clock), role: role(of: row)),
          Table.Field("  " + way(of: row), role: .dim),
        ])
        if !row.reason.isEmpty {
          lines += row.reason.sanitised(limit: 200).wrapped(width - 4).map {
            line("    " + $0, .dim)
          }
        }
        return lines + words(of: row)
      }
  }

  /// Subject and text; what nobody will read is not shown.
  private func words(of row: NoticeRow) -> [SheetLine] {
    guard row.state != .skipped else { return [] }
    return NoticeWords.letter(subject: row.subject, text: row.text)
      .flatMap { $0.wrapped(max(10, width - 4)) }
      .map { line("    " + $0, row.state == .sent ? .dim : .text) }
  }

  private func hint(_ id: String, _ does: String) -> String {
    keys[id].map { "; \($0) \(does)" } ?? ""
  }

  private func role(of row: NoticeRow) -> Role {
    switch row.state {
    case .queued: .undo
    case .proposed: .strong
    case .failed, .unknown: .severityWarning
    default: .dim
    }
  }

  private func way(of row: NoticeRow) -> String {
    let address = row.address.isEmpty ? "" : " to " + row.address.sanitised(limit: 80)
    let language = row.language.map { ", " + $0.rawValue } ?? ""
    return "by " + row.way.text + address + language
  }
}

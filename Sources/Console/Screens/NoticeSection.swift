import Canvas
import Fulfillment

extension OrderSheet {
  /// What its customer was told, or is to be told.
  var notices: [SheetLine] {
    guard !detail.notices.isEmpty else { return [] }
    return [title("Notices", width < 60 ? "" : "what the customer is told")]
      + detail.notices.flatMap { row in
        let isWaiting = row.state == .proposed
        var lines = fitted([
          Table.Field("  " + row.kind.text, role: isWaiting ? .strong : .text),
          Table.Field("  " + state(of: row), role: role(of: row)),
          Table.Field("  " + way(of: row), role: .dim),
        ])
        if !row.reason.isEmpty {
          lines += row.reason.sanitised(limit: 200).wrapped(width - 4).map {
            line("    " + $0, .dim)
          }
        }
        return lines
      }
  }

  private func state(of row: NoticeRow) -> String {
    switch row.state {
    case .proposed: "waits for you"
    case .queued:
      row.holdUntil.map {
        "leaves \(clock.text($0)), in \(departure.own($0 - now).countdown)"
      } ?? "about to leave"
    case .sent: row.sentAt.map { "sent \(clock.text($0))" } ?? "sent"
    case .skipped: "not sent"
    case .failed: "failed"
    case .unknown: "nobody knows whether it arrived"
    }
  }

  private func role(of row: NoticeRow) -> Role {
    switch row.state {
    case .queued: .undo
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

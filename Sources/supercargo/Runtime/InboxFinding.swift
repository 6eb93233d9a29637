import Fulfillment
import Store

/// How the deliveries that services sent by themselves stand, for `doctor`.
enum InboxFinding {
  /// One that waits longer than this is not being read.
  private static let patience = Span.minutes(10)

  static func of(_ rows: [InboxRow], now: Timestamp) -> Finding {
    let kept = rows.reduce(0) { $0 + $1.kept }
    guard kept > 0 else { return Finding(.good, "inbox", "nothing was received") }
    let (unread, refused) = (
      rows.reduce(0) { $0 + $1.pending }, rows.reduce(0) { $0 + $1.failed }
    )
    let oldest = rows.compactMap(\.oldestPending).min()
    let age = oldest.map { ", the oldest \(ShortAge.text(now - $0)) old" } ?? ""
    let failure = rows.first { $0.failed > 0 }.map { " (\($0.account): \($0.lastFailure))" } ?? ""
    let text = "\(unread) unread\(age), \(refused) refused\(failure), \(kept) kept"
    if let oldest, now - oldest > patience {
      return Finding(
        .warning, "inbox", text, remedy: "supercargo serve or supercargo sync reads them")
    }
    return Finding(
      refused > 0 ? .warning : .good, "inbox", text,
      remedy: refused > 0 ? "supercargo inbox --failed says why" : "")
  }
}

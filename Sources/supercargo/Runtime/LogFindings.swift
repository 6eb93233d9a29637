import Fulfillment
import Store

/// What the doctor says of the event log.
enum LogFindings {
  static func of(_ store: Store, isFull: Bool, now: Timestamp) throws -> [Finding] {
    let check = try store.checkLedger(isFull: isFull, now: now)
    if let broken = check.broken {
      let rows =
        broken.first == broken.last
        ? "row \(broken.first)" : "rows \(broken.first) to \(broken.last)"
      let when = broken.at.map { ", recorded \($0.iso8601)" } ?? ""
      let orders = broken.orders.isEmpty ? "" : "; orders " + broken.orders.joined(separator: " ")
      return [
        Finding(
          .bad, "log", "\(rows)\(when): \(broken.what)\(orders)",
          remedy: "compare with a backup: supercargo replay ORDER on both")
      ] + differences(check)
    }
    let head = check.head.isEmpty ? "" : ", ends in \(check.head.prefix(16))"
    let looked =
      check.examined == check.rows
      ? "" : " (\(check.examined) new ones looked at; --log looks at all)"
    return [Finding(.good, "log", "\(check.rows) changes, the chain is whole\(looked)\(head)")]
      + outside(check) + differences(check)
  }

  private static func outside(_ check: LedgerCheck) -> [Finding] {
    guard let newest = check.outside.last else { return [] }
    let fields = newest.fields.prefix(3).map(\.shown).joined(separator: ", ")
    return [
      Finding(
        .warning, "log",
        "another program changed this file: last row \(newest.id), \(newest.subject.rawValue) "
          + "\(newest.number) \(fields)",
        remedy: "supercargo replay ORDER shows such changes as made by outside")
    ]
  }

  private static func differences(_ check: LedgerCheck) -> [Finding] {
    check.differing.prefix(5).map {
      Finding(
        .bad, "log", $0, remedy: "the table was changed behind the log: compare with a backup")
    }
  }
}

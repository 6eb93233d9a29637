import Fulfillment
import Store

/// What the doctor says of the event log.
enum LogFindings {
  static func of(_ store: Store, comparesOrders: Bool, now: Timestamp) throws -> [Finding] {
    of(try store.checkLedger(comparesOrders: comparesOrders, now: now))
  }

  /// What a look at it has found, in words.
  static func of(_ check: LedgerCheck) -> [Finding] {
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
    return [Finding(.good, "log", "\(check.rows) changes, the chain is whole\(head)")]
      + outside(check) + differences(check)
  }

  private static func outside(_ check: LedgerCheck) -> [Finding] {
    guard let newest = check.outside.last else { return [] }
    let fields = newest.fields.prefix(3).map { $0.shown(in: nil) }.joined(separator: ", ")
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

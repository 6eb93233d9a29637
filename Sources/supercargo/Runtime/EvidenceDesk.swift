import Console
import Fulfillment
import Settings
import Store

/// Makes evidence packs: one way for the command line and the console.
struct EvidenceDesk: Sendable {
  let store: Store
  let configuration: Configuration

  /// The pack of an order, as known at that moment (nil: now).
  /// - Parameter dispute: the service's id; nil: the newest of the order.
  func pack(
    of id: OrderID, at time: Timestamp?, now: Timestamp, dispute: String? = nil
  ) throws -> EvidencePack {
    guard let ledger = try store.ledger(of: id) else {
      throw Failure("order \(id.number)", "there is no such order", status: .nothingFound)
    }
    let replay = time.map { ledger.replay(at: $0) } ?? ledger.now
    guard let order = replay.order else {
      throw Failure(
        "order \(id.number)", "nothing was known of it then",
        remedy: ledger.beginsAt.map { "it came at \($0.iso8601)" } ?? "", status: .nothingFound)
    }
    var disputed: LedgerRow?
    if let dispute {
      disputed = replay.rows(.dispute).first { $0.text("externalID") == dispute }
      guard disputed != nil else {
        throw Failure(
          "dispute \(dispute)", "\(order.text("name")) has none of that id then",
          remedy: "supercargo disputes lists them", status: .nothingFound)
      }
    }
    let rules = configuration.returns
    return EvidencePack(
      replay, at: time ?? now, disputed: disputed,
      policy: rules.shop(order.text("storefront"))?.words ?? "", head: try store.ledgerHead())
  }
}

extension EvidenceDesk {
  /// The same for the console to show.
  func sheet(of order: OrderID, _ row: DisputeRow, now: Timestamp) throws -> EvidenceSheet {
    let (submission, missing) = try self.submission(
      for: row, at: nil, say: "", now: now)
    return EvidenceSheet(
      order: order, orderName: row.orderName, account: row.account, reason: row.dispute.reason,
      dueAt: row.dispute.evidenceDueAt, submission: submission, missing: missing.map(\.rawValue))
  }
}

extension ReturnPolicy {
  /// What it promises, in a sentence for the customer's bank; "" where nothing is written.
  var words: String {
    var parts: [String] = []
    if let window {
      parts.append(
        "Goods can be returned within \(window.milliseconds / 86_400_000) days of delivery.")
    }
    if let pays {
      parts.append(
        "The postage of a return is paid by the \(pays == .supplier ? "seller" : pays.rawValue).")
    }
    if let restocking, restocking > 0 {
      parts.append("\(Double(restocking) / 100) % of the price is kept for restocking.")
    }
    if !address.isEmpty { parts.append("Goods go to: \(address).") }
    return parts.joined(separator: " ")
  }
}

/// An evidence pack as JSON.
enum EvidenceJSON {
  static func object(_ pack: EvidencePack) -> JSON {
    .object([
      ("title", .string(pack.title)), ("at", .time(pack.at)), ("dispute", .string(pack.dispute)),
      ("reason", .string(pack.reason)), ("evidence_due", .time(pack.dueAt)),
      ("sections", .array(pack.sections.map(section))),
      ("fields", .object(pack.fields.map { ($0.name.rawValue, .string($0.text)) })),
      ("missing", .array(pack.missing.map { .string($0.rawValue) })),
    ])
  }

  private static func section(_ section: EvidencePack.Section) -> JSON {
    .object([
      ("id", .string(section.id)), ("title", .string(section.title)),
      ("heads", .array(section.heads.map(JSON.string))),
      ("rows", .array(section.rows.map { .array($0.map(JSON.string)) })),
      ("note", .string(section.note)),
    ])
  }
}

import Fulfillment
import Store

/// What was known of one order at a moment, as a page of text or as JSON.
struct ReplaySheet {
  let replay: OrderReplay
  let at: Timestamp
  /// What was decided up to then.
  let deeds: [LedgerEntry]
  /// The moment lies before the log began.
  let isReconstructed: Bool

  var json: JSON {
    .object(
      [
        ("at", .time(at)), ("is_reconstructed", .bool(isReconstructed)),
        ("order", replay.order.map { object($0) } ?? .null),
      ]
        + ReplaySheet.lists.map { name, subject in
          (name, .array(replay.rows(subject).map { object($0) }))
        }
        + [
          (
            "decisions",
            .array(
              deeds.map {
                .object([
                  ("at", .time($0.at)), ("who", .string($0.who)), ("reason", .string($0.reason)),
                ])
              })
          )
        ])
  }

  /// What is listed under which name.
  private static let lists: [(String, LedgerSubject)] = [
    ("lines", .line), ("purchases", .purchase), ("parcels", .parcel), ("scans", .scan),
    ("exceptions", .exception), ("returns", .returned), ("refunds", .refund),
    ("disputes", .dispute), ("claims", .claim), ("messages", .message),
    ("notices", .notice), ("notes", .note),
  ]

  private func object(_ row: LedgerRow) -> JSON {
    func currency(_ column: String) -> Currency? {
      Currency(row.text(column)) ?? Currency(replay.order?.text("currency") ?? "")
    }
    var fields: [(String, JSON)] = [("number", .integer(row.number))]
    fields += row.fields.sorted { $0.key < $1.key }.map { name, value in
      (LedgerColumns.key(name), LedgerColumns.json(name, value, currency: currency))
    }
    fields.append(("learned_at", .time(row.learnedAt)))
    return .object(fields)
  }

  var text: String {
    var lines: [String] = []
    if isReconstructed {
      lines.append(
        "Before the event log began: what had been recorded by then, as it was when it began.")
    }
    if let order = replay.order { lines += head(order) }
    for line in replay.rows(.line) {
      let price = line.number("price").flatMap { minor in
        Currency(replay.order?.text("currency") ?? "").map {
          Money(minor: minor, currency: $0).decimal
        }
      }
      lines.append(
        "  \(line.number("quantity") ?? 0) x \(line.text("sku"))  \(line.text("title"))  \(price ?? "")"
      )
    }
    lines += section("purchase", .purchase) { row in
      "\(row.text("supplier")) \(row.text("number"))  \(row.text("state"))  \(money(row, "cost"))"
    }
    lines += parcels
    lines += section(
      "exception", .exception,
      where: { ["open", "acknowledged", "snoozed"].contains($0.text("state")) }
    ) {
      "\($0.text("code"))  \($0.text("state"))  \($0.text("reason"))"
    }
    lines += section("return", .returned) {
      "\($0.text("externalID"))  \($0.text("state"))  \($0.text("reason"))  \(money($0, "amount"))"
    }
    lines += section("refund", .refund) { row in
      "\(money(row, "amount")) by \(row.text("account"))  \(state(ofMessage: row.number("messageID")))"
    }
    lines += section("dispute", .dispute) { row in
      "\(row.text("externalID"))  \(row.text("state"))  \(row.text("reason"))  \(money(row, "amount"))"
        + (row.time("evidenceDueAt").map { "  evidence due " + $0.iso8601 } ?? "")
    }
    lines += section("claim", .claim) {
      "\($0.text("party")) \($0.text("name"))  \($0.text("state"))  \(money($0, "amount"))"
    }
    lines += section("message", .message) {
      "\($0.text("kind")) to \($0.text("receiver"))  \($0.text("state"))  \($0.text("outcome"))"
    }
    lines += section("notice", .notice) { row in
      let to = row.text("address").isEmpty ? "" : "  to " + row.text("address")
      return "\(row.text("kind"))  \(row.text("state"))\(to)  \(row.text("subject"))"
    }
    lines += section("note", .note) { "\($0.text("author")): \($0.text("text"))" }
    for deed in deeds where deed.subject == .target {
      lines.append("\(deed.at.iso8601)  \(deed.who)  \(deed.reason)")
    }
    return lines.map { line in
      String(line.prefix { $0 == " " }) + line.sanitised(limit: 2000)
    }.joined(separator: "\n")
  }

  private func head(_ order: LedgerRow) -> [String] {
    [
      "\(order.text("name"))  \(order.text("storefront"))  \(order.text("state"))  "
        + "\(order.text("payment"))  as known at \(at.iso8601)",
      "placed    \(order.time("placedAt")?.iso8601 ?? "-")  learned \(order.learnedAt?.iso8601 ?? "before the log")",
      "customer  \(order.text("customerName"))  \(order.text("email"))",
      "ship to   "
        + ["shipName", "company", "line1", "line2", "postcode", "city", "province", "country"]
        .map(order.text).filter { !$0.isEmpty }.joined(separator: ", "),
      "total     \(money(order, "total"))  refunded \(money(order, "refunded"))",
    ]
  }

  /// Each with its scans, by both times.
  private var parcels: [String] {
    let scans = replay.rows(.scan)
    return replay.rows(.parcel).flatMap { parcel in
      ["parcel    \(parcel.text("carrier")) \(parcel.text("number"))"]
        + scans.filter { $0.number == parcel.number }
        .sorted { ($0.happenedAt?.milliseconds ?? 0) < ($1.happenedAt?.milliseconds ?? 0) }
        .map { scan in
          "  happened \(scan.happenedAt?.iso8601 ?? "-")  learned "
            + "\((scan.learnedAt ?? scan.time("recordedAt"))?.iso8601 ?? "-")  "
            + "\(scan.text("status"))  \(scan.text("message"))  \(scan.text("location"))"
        }
    }
  }

  private func section(
    _ title: String, _ subject: LedgerSubject, where isWanted: (LedgerRow) -> Bool = { _ in true },
    _ text: (LedgerRow) -> String
  ) -> [String] {
    let label = title + String(repeating: " ", count: max(1, 10 - title.count))
    return replay.rows(subject).filter(isWanted).map { label + text($0) }
  }

  private func money(_ row: LedgerRow, _ name: String) -> String {
    row.money(name).map { "\($0.decimal) \($0.currency.code)" } ?? "-"
  }

  private func state(ofMessage id: Int64?) -> String {
    replay.rows(.message).first { $0.number == id }?.text("state") ?? ""
  }
}

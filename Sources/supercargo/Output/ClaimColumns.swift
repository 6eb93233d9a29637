import Fulfillment
import Store

/// The columns of the recourse calendar, with the stable names of the command line.
enum ClaimColumns {
  static let all: [ListColumn<RecourseRow>] = [
    .count("id") { $0.claim.map { Int($0.id.number) } },
    .text("order") { $0.orderName },
    .text("state") { $0.stateText },
    .text("party") { $0.recourse.party.rawValue },
    .text("name") { $0.recourse.name },
    .text("kind") { $0.recourse.kind.rawValue },
    .text("parcel", isExtra: true) { $0.recourse.parcel },
    .time("noticed_at", isExtra: true) { $0.recourse.noticedAt },
    ListColumn(
      "opens_at", json: { .time($0.recourse.window.opensAt) },
      text: { $0.recourse.window.opens.columnText }),
    ListColumn(
      "closes_at", json: { .time($0.recourse.window.closesAt) },
      text: { $0.recourse.window.closes.columnText }),
    .money("amount") { $0.claim?.amount ?? $0.recourse.amount },
    .money("recovered") { $0.claim?.recovered },
    ListColumn(
      "missing", json: { .array($0.missing.map { .string($0.rawValue) }) },
      text: { $0.missing.map(\.rawValue).joined(separator: ", ") }),
    ListColumn(
      "by_shipper", isExtra: true, json: { .bool($0.recourse.isShippers) },
      text: { $0.recourse.isShippers ? "yes" : "no" }),
    .text("reference", isExtra: true) { $0.claim?.reference ?? "" },
    .text("note", isExtra: true) { $0.recourse.note },
    .text("source", isExtra: true) { $0.recourse.source },
    .text("as_of", isExtra: true) { $0.recourse.asOf.description },
  ]

  /// A row as a JSON object.
  static func object(_ row: RecourseRow) -> JSON { .object(all.map { ($0.name, $0.json(row)) }) }
}

extension ClaimEdge {
  /// A time as the other columns write it, else why there is none.
  fileprivate var columnText: String { time?.iso8601 ?? text }
}

/// One claim as a page of text or as JSON.
enum ClaimSheet {
  /// What became of a step.
  static func report(_ claim: LossClaim, json: Bool, quiet: Bool) throws {
    if json {
      Standard.print(object(claim).line)
    } else if !quiet {
      let until =
        claim.state == .draft ? claim.closesAt.map { "; submit it by \($0.iso8601)" } : nil
      Standard.print(
        "claim \(claim.id.number) against \(claim.name): \(claim.state.rawValue)\(until ?? "")")
    }
  }

  static func object(_ claim: LossClaim) -> JSON {
    .object([
      ("id", .integer(claim.id.number)), ("party", .string(claim.party.rawValue)),
      ("name", .string(claim.name)), ("kind", .string(claim.kind.rawValue)),
      ("parcel", .string(claim.parcel)), ("state", .string(claim.state.rawValue)),
      ("amount", .money(claim.amount)), ("recovered", .money(claim.recovered)),
      ("reference", .string(claim.reference)), ("opens_at", .time(claim.opensAt)),
      ("closes_at", .time(claim.closesAt)), ("opened_at", .time(claim.openedAt)),
      ("submitted_at", .time(claim.submittedAt)), ("settled_at", .time(claim.settledAt)),
      ("missing", .array(claim.missing.map { .string($0.rawValue) })),
      ("source", .string(claim.source)), ("as_of", .text(claim.asOf?.description)),
    ])
  }

  static func json(_ page: ClaimPage, _ detail: OrderDetail) -> JSON {
    .object([
      ("claim", object(page.claim)), ("order", .string(detail.row.name)),
      (
        "evidence",
        .array(
          page.claim.evidence.map {
            .object([
              ("kind", .string($0.kind.rawValue)), ("at", .time($0.at)), ("by", .string($0.by)),
              ("text", .string($0.text)),
            ])
          })
      ),
      (
        "events",
        .array(
          page.events.map {
            .object([
              ("at", .time($0.at)), ("by", .string($0.by)), ("verb", .string($0.verb)),
              ("state", .string($0.state.rawValue)), ("reason", .string($0.reason)),
            ])
          })
      ),
      ("letter", .string(letter(page, detail))),
    ])
  }

  static func text(_ page: ClaimPage, _ detail: OrderDetail) -> String {
    let claim = page.claim
    func money(_ money: Money?) -> String {
      money.map { "\($0.decimal) \($0.currency.code)" } ?? "-"
    }
    var lines = [
      "claim \(claim.id.number)  \(detail.row.name)  \(claim.party.rawValue) \(claim.name)  "
        + "\(claim.kind.words)  \(claim.state.rawValue)",
      "asked     \(money(claim.amount))  came back \(money(claim.recovered))",
      "window    \(claim.opensAt?.iso8601 ?? "-") to \(claim.closesAt?.iso8601 ?? "-")",
    ]
    if !claim.source.isEmpty {
      lines.append("source    \(claim.source), \(claim.asOf?.description ?? "-")")
    }
    if !claim.missing.isEmpty {
      lines.append("missing   " + claim.missing.map(\.rawValue).joined(separator: ", "))
    }
    for item in claim.evidence {
      lines.append("evidence  \(item.kind.rawValue): \(item.text)  [\(item.by)]")
    }
    for event in page.events {
      let why = event.reason.isEmpty ? "" : ": \(event.reason)"
      lines.append("\(event.at.iso8601)  \(event.verb)\(why)  [\(event.by)]")
    }
    return lines.map { $0.sanitised(limit: 600) }.joined(separator: "\n") + "\n\n"
      + letter(page, detail)
  }

  /// What is to be sent, about the purchases that the claim is about.
  private static func letter(_ page: ClaimPage, _ detail: OrderDetail) -> String {
    let parcel = page.claim.parcel
    let own = detail.purchases.filter { purchase in
      parcel.isEmpty || purchase.shipments.contains { $0.number == parcel }
    }
    return page.claim.letter(detail.order, purchases: own.isEmpty ? detail.purchases : own)
  }
}

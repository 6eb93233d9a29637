import Canvas
import Fulfillment

// The purchases of an order: what was asked of whom, what became of it, and what can be done now.

extension OrderSheet {
  /// A purchase of unknown outcome is told before anything but the exceptions.
  var hasDoubt: Bool { detail.purchaseRows.contains(where: \.isInDoubt) }

  var parcels: [SheetLine] {
    var lines: [SheetLine] = []
    let rows = detail.purchaseRows
    let others = detail.purchases.filter { purchase in !rows.contains { $0.isOf(purchase) } }
    if !rows.isEmpty || !others.isEmpty { lines.append(title("Purchases", "")) }
    for row in rows {
      lines += lines.count > 1 ? [SheetLine([])] : []
      lines += purchase(row)
    }
    for purchase in others {
      lines += heading(purchase) + purchase.shipments.flatMap(parcel)
    }
    let known = Set(detail.purchases.flatMap(\.shipments).map(\.number))
    let told = order.shipments.filter { !known.contains($0.number) }
    if !told.isEmpty {
      lines.append(title("Parcels the shop knows", ""))
      lines += told.flatMap(parcel)
    }
    return lines
  }

  private func heading(_ purchase: PurchaseOrder) -> [SheetLine] {
    var head = [
      Table.Field("  " + purchase.supplier, role: .strong),
      Table.Field("  " + purchase.number), Table.Field("  " + StateText.text(purchase.state)),
      Table.Field("  bought \(time(purchase.placedAt))", role: .dim),
    ]
    if let cost = purchase.cost { head.append(Table.Field("  \(cost.exact)", role: .money)) }
    return fitted(head)
  }

  private func purchase(_ row: PurchaseRow) -> [SheetLine] {
    let standing = row.standing(departure)
    var head = [
      Table.Field("  " + row.supplier, role: .strong),
      Table.Field("  " + standing.text, role: standing.role),
      Table.Field("  " + (row.number.isEmpty ? "no number yet" : row.number)),
    ]
    if let cost = row.cost { head.append(Table.Field("  \(cost.exact)", role: .money)) }
    if !row.method.isEmpty { head.append(Table.Field("  by " + row.method)) }
    head.append(Table.Field("  \(row.deed) \(time(row.placedAt))", role: .dim))
    if !row.automation.isEmpty {
      head.append(Table.Field("  by the automation \(row.automation)", role: .dim))
    }
    var lines = fitted(head)
    if !row.items.isEmpty { lines += wrapped("    ", row.items, .text) }
    if let words = row.replacing { lines += wrapped("    ", words, .strong) }
    if !row.outcome.isEmpty {
      lines += wrapped("    ", row.outcome, row.isInDoubt ? .severityCritical : .severityWarning)
    }
    let obstacle = row.obstacle(departure)
    if !obstacle.isEmpty { lines += wrapped("    ", obstacle, .severityWarning) }
    if row.isInDoubt { lines += choices(row) }
    lines += detail.purchases.first(where: row.isOf)?.shipments.flatMap(parcel) ?? []
    if !row.key.isEmpty { lines += wrapped("    ", "key \(row.key)  \(sent(row))", .dim) }
    lines += row.evidence.flatMap(attempt)
    if !row.body.isEmpty {
      let verb = row.attempts > 0 ? "was sent" : "would be sent"
      lines.append(line("    exactly this \(verb):", .dim))
      lines += row.body.sanitised(limit: 100_000, keepsLineBreaks: true).wrapped(width - 6)
        .map { line("      " + $0, .text) }
    }
    return lines
  }

  /// What an operator can do about an outcome that is not known.
  private func choices(_ row: PurchaseRow) -> [SheetLine] {
    var choices = [
      ("placed", "it was placed, as number ..."), ("absent", "it was not placed"),
    ]
    var lines: [SheetLine] = []
    if PurchaseVerb.ask.fits(row) {
      choices.insert(("ask-supplier", "ask the supplier again now"), at: 0)
    } else {
      lines += wrapped("    ", row.remedy(departure), .text)
    }
    return lines
      + choices.map { id, text in
        SheetLine([
          Table.Field("    " + (keys[id] ?? ":" + id), role: .footerKey),
          Table.Field(" " + text, role: .strong),
        ])
      }
  }

  private func sent(_ row: PurchaseRow) -> String {
    guard row.attempts > 0 else { return "not sent yet" }
    let times = row.attempts == 1 ? "once" : "\(row.attempts) times"
    return "sent " + times + (row.lastSentAt.map { ", last \(time($0))" } ?? "")
  }

  private func attempt(_ step: PurchaseRow.Evidence) -> [SheetLine] {
    let head = "    \(clock.second(step.at))  #\(step.attempt) \(step.event)"
    return wrapped(head + "  ", step.text, .text, hang: 6)
  }

  /// Words after a head, going on below it.
  private func wrapped(
    _ head: String, _ text: String, _ role: Role, hang: Int = 4
  ) -> [SheetLine] {
    let clean = (head + text).sanitised(limit: 2_000)
    let indent = String(repeating: " ", count: hang)
    let bare = String(clean.drop { $0 == " " })
    let lines = bare.wrapped(max(1, width - hang - 2))
    return lines.enumerated().map { index, text in
      line((index == 0 ? String(repeating: " ", count: 4) : indent) + text, role)
    }
  }
}

extension PurchaseRow {
  /// What happened when it came about: nothing is bought before the supplier has it.
  var deed: String {
    switch sending {
    case .proposed: "proposed"
    case nil, .sent: "bought"
    default: "written down"
    }
  }

  /// What can be done where the supplier can't be asked.
  fileprivate func remedy(_ departure: Departure) -> String {
    let who = supplier.sanitised(limit: 60)
    let look = "look at its own list for the key, the address or the time"
    guard sending == .unknown, powers?.deduplicates != nil else {
      return "\(who) can't be asked: " + look
    }
    let next = notBefore.flatMap(departure.left).map { ", next in \($0.countdown)" } ?? ""
    return "\(who) can't be asked, but refuses a second order under the same key: the same goes"
      + " again by itself\(next). Or " + look
  }

  /// Both tell of the same purchase.
  fileprivate func isOf(_ purchase: PurchaseOrder) -> Bool {
    guard supplier == purchase.supplier else { return false }
    return key.isEmpty ? number == purchase.number : key == purchase.key
  }
}

import Canvas
package import Fulfillment

/// Everything that is needed to decide a return, as lines of text: the same on the screen and on the
/// command line.
package enum ReturnPage {
  /// - Parameter now: for ages.
  package static func lines(
    _ dossier: ReturnDossier, now: Timestamp, clock: LocalTime
  ) -> [String] {
    let matter = dossier.matter
    let lines =
      asked(matter, now, clock) + options(dossier) + customer(matter, clock)
      + policies(dossier) + order(matter, clock)
    return lines.map { line in
      String(line.prefix { $0 == " " }) + line.sanitised(limit: 500)
    }
  }

  private static func asked(
    _ matter: ReturnCase, _ now: Timestamp, _ clock: LocalTime
  ) -> [String] {
    let (row, value) = (matter.row, matter.value)
    var lines = [
      "\(row.orderName) at \(row.storefront): \(StateText.text(row.state)), asked by "
        + "\(row.requestedBy) \(clock.full(row.requestedAt)) "
        + "(\(ShortAge.since(row.requestedAt, now)))",
      "  “\(row.reason.isEmpty ? "no reason given" : row.reason)”",
    ]
    let items = value.request.items
    if items.isEmpty { lines.append("  the whole order") }
    lines += items.map { item in
      "  \(item.quantity) x \(item.sku)" + (item.reason.isEmpty ? "" : ": " + item.reason)
    }
    lines += value.request.photos.map { "  photo: " + $0 }
    if !value.proposedBy.isEmpty, row.state == .proposed {
      lines.append("  \(value.proposedBy) has approved it; another operator must, too")
    }
    if let grant = value.grant {
      let money = grant.amount.map { " " + $0.exact } ?? ""
      lines.append("  granted: \(grant.outcome.text)\(money)")
    }
    if !value.tracking.isEmpty { lines.append("  parcel back: " + value.tracking) }
    for refund in matter.refunds {
      lines.append(
        "  refund \(refund.amount.exact) through \(refund.account): \(StateText.text(refund.state))"
          + (refund.outcome.isEmpty ? "" : ", " + refund.outcome))
    }
    for row in matter.replacements {
      let standing =
        row.sending.flatMap { $0.isFinal ? nil : StateText.text($0) } ?? StateText.text(row.state)
      let parts = [
        "\(row.supplier) \(row.number.isEmpty ? row.key : row.number)", row.items,
        row.cost?.exact ?? "cost not known", standing, row.tracking, row.outcome,
      ]
      lines.append(
        "  replacement: " + parts.filter { !$0.isEmpty }.joined(separator: ", "))
    }
    return lines
  }

  private static func options(_ dossier: ReturnDossier) -> [String] {
    let (advice, ledger) = (dossier.advice, dossier.matter.ledger)
    func money(_ minor: Int64?) -> String {
      minor.map { Money(minor: $0, currency: ledger.currency).exact } ?? "not known"
    }
    var lines = [
      "",
      "Paid \(money(ledger.paid)), gone back \(money(ledger.committed)), left "
        + money(ledger.left),
    ]
    if !dossier.matter.through.isEmpty {
      lines.append("Money goes back through " + dossier.matter.through)
    } else if !dossier.matter.noWayBack.isEmpty {
      lines.append("! " + dossier.matter.noWayBack)
    } else if dossier.matter.isPaidByHand {
      lines.append("! " + dossier.matter.byHand)
    }
    if let due = dossier.matter.due, due.minor > 0 {
      lines.append("Still to go back: \(due.exact)")
    }
    if !dossier.matter.costGap.isEmpty {
      lines.append("Cost of the goods not known: " + dossier.matter.costGap)
    }
    lines += advice.warnings.map { "! " + $0 }
    for (index, option) in advice.options.enumerated() {
      let isSuggested = option.outcome == advice.suggested
      lines.append("\(isSuggested ? ">" : " ")\(index + 1) \(option.outcome.text)")
      guard option.obstacle.isEmpty else {
        lines.append("     not now: " + option.obstacle)
        continue
      }
      var parts = ["refund \(option.refund?.exact ?? "not known")"]
      if let fee = option.fee, fee.minor > 0 { parts.append("keep \(fee.exact)") }
      if let lost = option.lost, lost.minor > 0 { parts.append("goods \(lost.exact)") }
      if let back = option.recoverable { parts.append("to recover \(back.exact)") }
      if let postage = option.postage, postage.minor > 0 {
        parts.append("postage \(postage.exact)")
      }
      parts.append("margin after \(option.margin?.exact ?? "not known")")
      lines.append("     " + parts.joined(separator: ", "))
      if !option.unknown.isEmpty {
        lines.append("     not known: " + option.unknown.joined(separator: ", "))
      }
    }
    return lines + ["Suggested: " + advice.reason]
  }

  private static func customer(_ matter: ReturnCase, _ clock: LocalTime) -> [String] {
    let record = matter.customer
    guard record.orders > 0 else { return ["", "Customer: nothing else is known"] }
    let since = record.firstOrderAt.map { " since " + clock.full($0) } ?? ""
    return [
      "",
      "Customer: \(Noun.of(record.orders, "order", "orders"))\(since), "
        + "\(Noun.of(record.returns, "return", "returns")), "
        + "\(record.refunded) refunded, \(Noun.of(record.disputes, "dispute", "disputes"))",
    ]
  }

  private static func policies(_ dossier: ReturnDossier) -> [String] {
    let supplier = dossier.matter.supplier
    return [
      "Shop's policy: " + text(dossier.advice.shop),
      "Supplier \(supplier.isEmpty ? "(not known)" : supplier): " + text(dossier.advice.supplier),
    ]
  }

  private static func text(_ policy: ReturnPolicy?) -> String {
    guard let policy else { return "none is written ([[returns.policy]] in config.toml)" }
    var parts: [String] = []
    if let window = policy.window { parts.append("within \(window.limitText)") }
    if let pays = policy.pays { parts.append("the \(pays.rawValue) pays the postage") }
    if !policy.keepBelow.isEmpty {
      parts.append("goods up to \(policy.keepBelow.map(\.exact).joined(separator: " or ")) stay")
    }
    if let share = policy.restocking { parts.append("keeps \(share / 100) % of goods returned") }
    if let takes = policy.takesBack { parts.append(takes ? "takes goods back" : "takes none back") }
    if let share = policy.credits { parts.append("credits \(share / 100) % of its price") }
    if !policy.address.isEmpty { parts.append("goods to " + policy.address) }
    return parts.isEmpty ? "says nothing" : parts.joined(separator: "; ")
  }

  private static func order(_ matter: ReturnCase, _ clock: LocalTime) -> [String] {
    let order = matter.order.order
    var lines = ["", "Order of \(clock.full(order.placedAt)), \(order.customerName), to "]
    lines[1] += [order.shipTo.city, order.shipTo.country].filter { !$0.isEmpty }
      .joined(separator: " ")
    lines += order.lines.map { line in
      "  \(line.quantity) x \(line.sku.isEmpty ? line.title : line.sku)"
        + (line.price.map { " at \($0.exact)" } ?? "")
    }
    lines += matter.order.purchases.map {
      "  bought from \($0.supplier) \($0.number): \(StateText.text($0.state))"
        + ($0.cost.map { ", \($0.exact)" } ?? "")
    }
    lines.append("Timeline, newest first")
    lines += matter.order.timeline.sorted { $1.occurredAt < $0.occurredAt }.prefix(40).map {
      "  \(clock.text($0.occurredAt)) \($0.text)"
    }
    return lines
  }
}

extension LocalTime {
  /// Coordinated universal time.
  package static let utc = LocalTime(zone: .utc)
}

import Canvas
package import Fulfillment

/// A supplier on one page, as lines of text: the same on the screen and on the command line.
package enum SupplierPage {
  /// - Parameter width: of the lines, for the bars.
  package static func lines(
    _ card: Scorecard, now: Timestamp, clock: LocalTime, width: Int = 100
  ) -> [String] {
    let lines =
      head(card, clock) + changes(card) + figures(card) + money(card) + exceptions(card)
      + durations(card, width) + offers(card) + policies(card) + contacts(card)
    return lines.map { line in
      String(line.prefix { $0 == " " }) + line.sanitised(limit: 500)
    }
  }

  private static func head(_ card: Scorecard, _ clock: LocalTime) -> [String] {
    let row = card.row
    var lines = [
      "\(row.name): \(Noun.of(row.purchases, "purchase", "purchases")), "
        + "\(row.open.grouped) open, \(Noun.of(row.offers, "offer", "offers"))"
        + (row.account.isEmpty ? "" : ", account \(row.account)")
    ]
    if let pause = row.pause {
      lines.append(
        "! \(pause.text.capitalised), since \(clock.full(pause.at)): nothing more is bought of it")
    }
    lines += card.moves.map { move in
      "! \(move.text.capitalised) goes to \(move.to)"
        + (move.until.map { " until \(clock.full($0))" } ?? "")
    }
    return lines
  }

  private static func changes(_ card: Scorecard) -> [String] {
    let all = card.moved + card.news
    return ["", "Changed since last week"]
      + (all.isEmpty ? ["  nothing that chance would not explain"] : all.map { "  " + $0 })
  }

  private static func figures(_ card: Scorecard) -> [String] {
    guard let numbers = card.numbers else { return ["", "Nothing was bought of it yet"] }
    var lines = ["", "Figures of 90 ripe days; in brackets where the true share lies"]
    for share in NumbersShare.allCases {
      let rate = numbers[share: share]
      let pad = String(repeating: " ", count: max(1, 16 - share.title.count))
      guard let value = rate.share, let interval = rate.interval else {
        lines.append("  \(share.title)\(pad)" + (rate.young > 0 ? "too young to tell" : "-"))
        continue
      }
      let isYoung = rate.maturity < 0.8
      let trend = Sparkline.text((numbers.trends[share] ?? []).map { $0 ?? .nan }, width: 12)
      lines.append(
        "  \(share.title)\(pad)\(isYoung ? "~" : " ")\(value.tenthsPercent) "
          + "(\(interval.lowerBound.tenthsPercent) to \(interval.upperBound.tenthsPercent) of "
          + "\(rate.total.grouped)\(rate.young > 0 ? ", \(rate.young.grouped) too young" : ""))"
          + (trend.allSatisfy { $0 == " " } ? "" : "  \(trend)"))
    }
    if !numbers.costPerOrder.isEmpty {
      lines.append("  cost each       \(numbers.costPerOrder.exact)")
    }
    lines.append(
      "  bought a week   " + Sparkline.text(numbers.weekly.map(Double.init), width: 12))
    return lines
  }

  private static func money(_ card: Scorecard) -> [String] {
    var lines = ["", "Money tied up: " + (card.tiedUp.isEmpty ? "none" : card.tiedUp.exact)]
    lines[1] += " in \(Noun.of(card.underWay, "purchase", "purchases")) that have not arrived"
    if card.waiting > 0 {
      lines.append(
        "  \(Noun.of(card.waiting, "purchase waits", "purchases wait")) here to be sent to it")
    }
    if !card.claimed.isEmpty { lines.append("  asked back of it: \(card.claimed.exact)") }
    return lines
  }

  private static func exceptions(_ card: Scorecard) -> [String] {
    guard !card.exceptions.isEmpty else { return ["", "No exception stands on its orders"] }
    return ["", "Exceptions that stand on its orders"]
      + card.exceptions.map { "  \($0.count.grouped) x \($0.code)" }
  }

  private static func durations(_ card: Scorecard, _ width: Int) -> [String] {
    guard let numbers = card.numbers else { return [] }
    let bar = max(8, min(40, width - 40))
    return [""] + DurationChart.lines("Processing", numbers.processing, rows: 8, width: bar)
      + [""] + DurationChart.lines("Shipping", numbers.shipping, rows: 10, width: bar)
  }

  private static func offers(_ card: Scorecard) -> [String] {
    var parts = [Noun.of(card.row.offers, "offer", "offers")]
    if card.outOfStock > 0 { parts.append("\(card.outOfStock.grouped) out of stock") }
    if card.risen > 0 { parts.append("\(card.risen.grouped) dearer than a week ago") }
    return ["", "Offers: " + parts.joined(separator: ", ")]
  }

  private static func policies(_ card: Scorecard) -> [String] {
    var lines = ["", "Policy"]
    for policy in card.policies {
      lines.append("  claims: \(policy.title), \(policy.source), as of \(policy.asOf)")
      for term in policy.terms.prefix(8) {
        let kinds = term.kinds.map(\.words).sorted().joined(separator: ", ")
        let closes = term.closes.map { "within \($0.text)" } ?? "no last day is named"
        lines.append("    \(kinds): \(closes)")
      }
    }
    if card.policies.isEmpty {
      lines.append("  claims: none is known (supercargo policies list)")
    }
    if let returns = card.returns {
      let window = returns.window.map { "within \($0.limitText)" } ?? "no window"
      let takes = returns.takesBack.map { $0 ? "takes goods back" : "takes none back" }
      lines.append("  returns: " + [window, takes].compactMap { $0 }.joined(separator: ", "))
    } else {
      lines.append("  returns: none is written ([[returns.policy]] in config.toml)")
    }
    return lines
  }

  private static func contacts(_ card: Scorecard) -> [String] {
    var lines = ["", "Contacts"]
    if !card.row.contact.isEmpty { lines.append("  orders go to \(card.row.contact)") }
    lines += card.contacts.map { "  \($0.kind.rawValue): \($0.text)" }
    if lines.count == 2 {
      lines.append("  none: supercargo suppliers edit \"\(card.row.name)\" --contact mail:ADDRESS")
    }
    return lines
  }
}

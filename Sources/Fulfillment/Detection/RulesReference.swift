/// The rules as documentation, made from the table itself.
package enum RulesReference {
  /// `Documentation/Rules.md`.
  package static func markdown() -> String {
    let seeds = Thresholds()
    var text = introduction
    for rule in ruleTable {
      text += row(rule.id, rule.title, rule.severity, seeds)
    }
    text += row(feedRule.id, feedRule.title, feedRule.severity, seeds)
    for rule in ruleTable {
      text += "\n## \(rule.id)\n\n\(rule.meaning)\n\n"
      for example in rule.examples { text += line(example.note, example.trips) }
    }
    text += "\n## \(feedRule.id)\n\n\(feedRule.meaning)\n\n"
    for example in feedRule.examples { text += line(example.note, example.trips) }
    return text
  }

  private static let introduction = """
    # Rules

    Made from the rules themselves (`RECORD=1 swift test --filter RulesReference` rewrites it).

    A rule says when the facts of an order become an exception. One exception of an order is shown:
    the most severe, then the one that stands first below. An exception clears by itself once its facts no
    longer trip. A limit marked *silence* counts only while the feed that would break the silence is
    fresh. Business days are those on which both ends of the lane work: week-ends and holidays of
    either do not count. The examples start from an
    order placed and paid on Monday 2026-03-02 08:00 UTC.

    | code | title | severity | limit |
    |---|---|---|---|

    """

  private static func row(
    _ id: String, _ title: String, _ severity: Severity, _ seeds: Thresholds
  ) -> String {
    "| `\(id)` | \(title) | \(severity.name) | \(seeds.limitText(of: id)) |\n"
  }

  private static func line(_ note: String, _ trips: Timestamp?) -> String {
    "- \(note): " + (trips.map { "trips on \($0.minuteText)" } ?? "does not trip") + "\n"
  }
}

extension Thresholds {
  /// The limit of a rule in words: `2 h`, `4 business days`, `at once` where it has none.
  package func limitText(of rule: String) -> String {
    switch rule {
    case "payment.pending": paymentPending.limitText
    case "purchase.unsent": purchaseUnsent.limitText
    case "order.stale": orderStale.limitText
    case "purchase.unknown": purchaseUnknown.limitText
    case "purchase.unpaid": purchaseUnpaid.limitText
    case "purchase.unacknowledged": purchaseUnacknowledged.limitText + " silence"
    case "dispatch.late":
      "9 in 10 of the supplier's own, else its handling days, else \(dispatchLate.limitText); silence"
    case "tracking.missing": trackingMissing.limitText + " silence"
    case "tracking.unscanned":
      "9 in 10 of the lane, else \(trackingUnscannedBusinessDays) business days; silence"
    case "transit.stalled":
      "19 in 20 of the lane's gaps, else \(stalledDomesticBusinessDays) business days, "
        + "\(stalledForeignBusinessDays) across a border; silence"
    case "transit.delayed": "P(late) of the lane, else the promised day is over; silence"
    case "delivery.pickup": deliveryPickup.limitText + " silence"
    case "parcel.lost":
      "at once where reported, else the lane's P(lost), else \(parcelLost.limitText); silence"
    case "dispute.due": "\(disputeDue.limitText) before"
    case "return.waiting": returnWaiting.limitText
    case "refund.overdue": refundOverdue.limitText
    case "claim.closing": "\(claimClosing.limitText) before"
    case "feed.stale": "\(feedStaleCadences) times the account's cadence"
    default: "at once"
    }
  }
}

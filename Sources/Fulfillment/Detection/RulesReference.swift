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
    the most severe, then the one that tripped first. An exception clears by itself once its facts no
    longer trip. A limit marked *silence* counts only while the feed that would break the silence is
    fresh. Business days are Monday to Friday, UTC. The examples start from an order placed and paid on
    Monday 2026-03-02 08:00 UTC.

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
      "the supplier's handling days, else \(dispatchLate.limitText); silence"
    case "tracking.missing": trackingMissing.limitText + " silence"
    case "tracking.unscanned": "\(trackingUnscannedBusinessDays) business days silence"
    case "transit.stalled":
      "\(stalledDomesticBusinessDays) business days silence, "
        + "\(stalledForeignBusinessDays) across a border"
    case "delivery.pickup": deliveryPickup.limitText + " silence"
    case "parcel.lost": "at once where reported, else \(parcelLost.limitText) silence"
    case "return.waiting": returnWaiting.limitText
    case "feed.stale": "\(feedStaleCadences) times the account's cadence"
    default: "at once"
    }
  }
}

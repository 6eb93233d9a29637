/// The rule about our own data: when an account counts as stale. It mutes the rules of silence, so it
/// is about an account and not about an order.
package struct FeedRule: Sendable {
  package let id: String
  package let title: String
  package let severity: Severity
  package let trips: @Sendable (FeedFacts, Thresholds) -> Trip?
  package let examples: [FeedExample]
  package let meaning: String
}

/// An example of the feed rule.
package struct FeedExample: Sendable {
  package let note: String
  package let feed: FeedFacts
  /// When it trips with the seed thresholds; nil: never.
  package let trips: Timestamp?
}

/// `feed.stale`: no good pull for a number of cadences.
package let feedRule = FeedRule(
  id: "feed.stale", title: "Feed stale", severity: .serious,
  trips: { feed, thresholds in
    guard feed.cadence > Span(milliseconds: 0) else { return nil }
    let limit = feed.cadence * Int64(max(1, thresholds.feedStaleCadences))
    let start = feed.freshAt ?? feed.since
    let seen = feed.freshAt.map { "no good pull since \($0.minuteText)" } ?? "never read well"
    return Trip(
      at: start + limit,
      reason: "\(feed.account.quotedBriefly): \(seen); limit \(limit.limitText)",
      key: "feed \(feed.account)")
  },
  examples: [
    FeedExample(
      note: "Pulled every 10 minutes, last read at 8:00",
      feed: FeedFacts(
        account: "main-shop", freshAt: ExampleFacts.monday, since: ExampleFacts.monday - .days(9),
        cadence: .minutes(10)),
      trips: ExampleFacts.monday + .minutes(20)),
    FeedExample(
      note: "Never read since it was set up at 8:00",
      feed: FeedFacts(
        account: "cj", freshAt: nil, since: ExampleFacts.monday, cadence: .hours(1)),
      trips: ExampleFacts.monday + .hours(2)),
    FeedExample(
      note: "An account that is not pulled (files)",
      feed: FeedFacts(
        account: "files", freshAt: nil, since: ExampleFacts.monday,
        cadence: Span(milliseconds: 0)),
      trips: nil),
  ],
  meaning: "An account has not been read well for too long; rules of silence wait until it is.")

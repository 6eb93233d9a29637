import Fulfillment
import Testing

/// An example with the rule it belongs to.
struct RuleExample: Sendable, CustomTestStringConvertible {
  let rule: Rule
  let example: Example
  var testDescription: String { "\(rule.id): \(example.note)" }

  static let all = ruleTable.flatMap { rule in
    rule.examples.map { RuleExample(rule: rule, example: $0) }
  }

  /// When it trips under some thresholds.
  func trips(_ thresholds: Thresholds) -> Timestamp? { rule.trips(example.facts, thresholds)?.at }
}

@Suite struct RuleExampleTests {
  @Test(arguments: RuleExample.all)
  func exampleTripsWhenItSays(_ example: RuleExample) {
    let trip = example.rule.trips(example.example.facts, Thresholds())
    #expect(trip?.at.minuteText == example.example.trips?.minuteText)
    #expect(trip?.at == example.example.trips)
  }

  @Test(arguments: ruleTable.map(\.id))
  func ruleShowsWhatTripsItAndWhatDoesNot(_ id: String) throws {
    let rule = try #require(ruleTable.first { $0.id == id })
    #expect(rule.examples.contains { $0.trips != nil })
    #expect(rule.examples.contains { $0.trips == nil })
    #expect(!rule.meaning.isEmpty)
    #expect(rule.meaning.hasSuffix("."))
    #expect(Set(rule.examples.map(\.note)).count == rule.examples.count)
  }

  @Test(arguments: RuleExample.all.filter { $0.example.trips != nil })
  func reasonIsOneCleanSentenceThatStaysTrue(_ example: RuleExample) throws {
    let trip = try #require(example.rule.trips(example.example.facts, Thresholds()))
    #expect(!trip.reason.isEmpty)
    #expect(trip.reason == trip.reason.sanitised(limit: 400))
    #expect(!trip.reason.contains(" ago"))
    #expect(!trip.key.isEmpty)
  }

  @Test func codesAreUniqueAndNamedAfterTheirStage() {
    let ids = ruleTable.map(\.id) + [feedRule.id]
    #expect(Set(ids).count == ids.count)
    let stages: Set = [
      "payment", "order", "purchase", "dispatch", "tracking", "transit", "parcel", "delivery",
      "return", "feed", "stock", "price", "refund", "claim",
      "dispute",
    ]
    #expect(ids.allSatisfy { id in stages.contains(String(id.prefix { $0 != "." })) })
  }

  @Test func tableIsSortedByUrgency() {
    let severities = ruleTable.map(\.severity)
    #expect(severities == severities.sorted(by: >))
  }

  /// Returned before carrier exceptions before undispatched and no tracking before stalled.
  @Test(arguments: [
    ("parcel.returned", "parcel.damaged"), ("parcel.returned", "transit.customs"),
    ("parcel.returned", "delivery.failed"), ("parcel.lost", "dispatch.late"),
    ("delivery.failed", "purchase.unsent"), ("dispatch.late", "transit.stalled"),
    ("tracking.missing", "transit.stalled"), ("tracking.unscanned", "transit.stalled"),
    ("purchase.unsent", "payment.pending"), ("purchase.unknown", "order.changed"),
    ("purchase.unknown", "purchase.rejected"), ("purchase.unknown", "parcel.lost"),
    ("order.changed", "dispatch.late"), ("purchase.rejected", "purchase.unsent"),
    ("purchase.cancelled", "purchase.unsent"), ("order.stale", "purchase.unsent"),
    ("order.duplicate", "purchase.unsent"), ("order.blocked", "price.rise"),
  ])
  func strongerRuleIsMoreSevere(_ stronger: String, _ weaker: String) throws {
    let first = try #require(ruleTable.first { $0.id == stronger })
    let second = try #require(ruleTable.first { $0.id == weaker })
    #expect(first.severity > second.severity)
  }

  /// Money may have been spent twice, or not at all: nothing is louder but a bank's deadline.
  @Test func unknownOutcomeIsTheLoudest() {
    #expect(ruleTable.prefix(2).map(\.id) == ["dispute.due", "purchase.unknown"])
    #expect(ruleTable.first?.severity == Severity.allCases.max())
  }

  @Test(arguments: feedRule.examples.map(\.note))
  func feedExampleTripsWhenItSays(_ note: String) throws {
    let example = try #require(feedRule.examples.first { $0.note == note })
    #expect(feedRule.trips(example.feed, Thresholds())?.at == example.trips)
  }
}

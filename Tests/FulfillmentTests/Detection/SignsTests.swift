import Testing

@testable import Fulfillment

@Suite struct SignsTests {
  /// A rule that trips without its signs would never be asked.
  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func noRuleTripsWithoutItsSigns(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      var facts = random.facts()
      facts.fold()
      let signs = facts.digest?.signs ?? []
      for rule in ruleTable where !signs.isSuperset(of: rule.needs) {
        #expect(rule.trips(facts, Thresholds()) == nil, "seed \(seed): \(rule.id) of \(facts)")
      }
    }
  }

  @Test(arguments: ruleTable.map(\.id))
  func everyExampleThatTripsHasTheSignsOfItsRule(id: String) throws {
    let rule = try #require(ruleTable.first { $0.id == id })
    for example in rule.examples where example.trips != nil {
      var facts = example.facts
      facts.fold()
      let signs = try #require(facts.digest?.signs)
      #expect(signs.isSuperset(of: rule.needs), "\(example.note)")
    }
  }

  @Test func orderUnderWayIsAskedFewRules() {
    var facts = ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 2)])
    facts.fold()
    let signs = facts.digest?.signs ?? []
    let asked = ruleTable.filter { signs.isSuperset(of: $0.needs) }
    #expect(asked.contains { $0.id == "transit.stalled" })
    #expect(!asked.contains { $0.id == "tracking.unscanned" || $0.id == "purchase.unsent" })
    #expect(asked.count < ruleTable.count / 2)
  }

  @Test func foldedFactsFindTheSameAsFactsThatAreNot() {
    var random = SplitMix64(seed: 77)
    for _ in 0..<300 {
      let (facts, now) = (random.facts(), random.instant())
      var folded = facts
      folded.fold()
      let whole = Detector.examine(facts, Thresholds(), now: now)
      let quick = Detector.examine(folded: folded, Thresholds(), now: now)
      #expect(whole.findings == quick.findings && whole.nextCheck == quick.nextCheck)
      #expect(folded.state == OrderState.of(facts))
      #expect(folded.tracks == facts.tracks)
    }
  }

  /// Facts folded for a moment spare the words of what lies ahead, and nothing else.
  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func whatLiesAheadIsTheSameWithoutItsWords(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 5000)
    for _ in 0..<50 {
      let (facts, now) = (random.facts(), random.instant())
      var (whole, brief) = (facts, facts)
      whole.fold()
      brief.fold(asOf: now)
      let told = Detector.examine(folded: whole, Thresholds(), now: now)
      let spared = Detector.examine(folded: brief, Thresholds(), now: now)
      #expect(told.findings == spared.findings && told.nextCheck == spared.nextCheck)
      for rule in ruleTable {
        let (left, right) = (rule.trips(whole, Thresholds()), rule.trips(brief, Thresholds()))
        #expect(left?.at == right?.at, "seed \(seed): \(rule.id)")
        if let left, left.at <= now { #expect(left == right, "seed \(seed): \(rule.id)") }
      }
    }
  }

  @Test func wordsOfWhatLiesAheadAreSpared() throws {
    var facts = ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 3)])
    facts.fold(asOf: ExampleFacts.monday + .days(4))
    let trip = try #require(Rule.transitStalled.trips(facts, Thresholds()))
    #expect(trip.at == ExampleFacts.monday + .days(8) && trip.reason.isEmpty && trip.key.isEmpty)
    facts.fold(asOf: ExampleFacts.monday + .days(8))
    #expect(Rule.transitStalled.trips(facts, Thresholds())?.reason.isEmpty == false)
  }

  /// What is found out between the two halves is not lost.
  @Test func foldingInTwoHalvesIsFoldingAtOnce() {
    var random = SplitMix64(seed: 78)
    for _ in 0..<300 {
      var (once, halves) = (random.facts(), OrderFacts?.none)
      halves = once
      halves?.follow()
      once.duplicateOf = ["#1"]
      halves?.duplicateOf = ["#1"]
      for index in once.shipments.indices {
        once.shipments[index].sharedWith = ["#2"]
        halves?.shipments[index].sharedWith = ["#2"]
      }
      once.fold()
      halves?.fold(followed: nil)
      #expect(once == halves)
    }
  }

  /// Folding by sorting and filtering, as a reader would write it down.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func tracksFoldAsIfEventsWereSortedFirst(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 900)
    for _ in 0..<100 {
      let shipment = random.shipment()
      let start = random.instant()
      let own = shipment.events.filter { $0.happenedAt >= start }
      let scans = own.filter(\.status.isScan).map(\.happenedAt)
      let track = ParcelTrack(shipment.events, since: start)
      #expect(track.firstScanAt == scans.min() && track.lastMovedAt == scans.max())
      #expect(track.lastHeardAt == own.map(\.happenedAt).max())
      #expect(
        track.countries
          == Set(own.filter(\.status.isScan).map(\.country).filter { !$0.isEmpty }))
      #expect(track == ParcelTrack(shipment.events.reversed(), since: start))
    }
  }

  @Test(
    arguments: [
      (0, "1970-01-01 00:00"), (1_772_438_459_999, "2026-03-02 08:00"),
      (253_402_300_799_000, "9999-12-31 23:59"),
    ] as [(Int64, String)])
  func minutesAreWritten(milliseconds: Int64, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).minuteText == text)
  }
}

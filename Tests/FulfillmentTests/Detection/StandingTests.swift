import Testing

@testable import Fulfillment

/// What a learned limit has found stands until its parcel or purchase moves, whatever the limit becomes.
@Suite struct StandingTests {
  private func find(_ facts: OrderFacts, _ code: String, day: Int64 = 20) -> Finding? {
    Detector.findings(facts, Thresholds(), now: ExampleFacts.midnight(day: day))
      .first { $0.code == code }
  }

  /// Facts in which a limit has passed on day 20, and the same with a later limit.
  private static func facts(_ code: String, late: Bool, isLearned: Bool = true) -> OrderFacts {
    switch code {
    case "dispatch.late":
      return ExampleFacts.bought {
        $0.handlingDays = 60
        $0.outlook = Outlook(
          stage: .processing, age: 0, probabilityLate: 0, lateAt: nil,
          normalUntil: ExampleFacts.midnight(day: late ? 2 : 30).day, doneByNow: 0.4, lane: "CJ",
          sample: isLearned ? 80 : 4, isLearned: isLearned)
      }
    case "transit.delayed":
      return ExampleFacts.expected(late: 1, probability: 0.8, isLearned: isLearned)
        .with { $0.promisedAt = ExampleFacts.monday + .days(50) }
    default:
      let days = isLearned ? late ? 2 : 40 : nil
      let events = code == "tracking.unscanned" ? [] : [ExampleFacts.scan(.inTransit, day: 2)]
      var facts = ExampleFacts.silent(events, scan: days, gap: days, lost: days)
      // No fixed limit speaks before day 20.
      if code != "parcel.lost" { facts.shipments[0].createdAt = ExampleFacts.midnight(day: 16) }
      if code == "transit.stalled" {
        facts.shipments[0].events = [ExampleFacts.scan(.inTransit, day: 16, country: "CN")]
      }
      return facts
    }
  }

  @Test(
    arguments: ["dispatch.late", "tracking.unscanned", "transit.stalled", "parcel.lost"],
    [true, false])
  func aLaterLimitTakesNothingBack(code: String, isLearned: Bool) throws {
    let found = try #require(find(Self.facts(code, late: true), code))
    #expect(found.learned)
    var facts = Self.facts(code, late: false, isLearned: isLearned)
    #expect(find(facts, code) == nil, "a new one would not be found")
    facts.standing = [found]
    #expect(find(facts, code) == found)
  }

  @Test func aThinnedSampleTakesNoDelayBack() throws {
    let found = try #require(find(Self.facts("transit.delayed", late: true), "transit.delayed"))
    #expect(found.learned)
    var facts = Self.facts("transit.delayed", late: true, isLearned: false)
    #expect(find(facts, "transit.delayed") == nil)
    facts.standing = [found]
    #expect(find(facts, "transit.delayed") == found)
  }

  @Test(
    arguments: ["dispatch.late", "tracking.unscanned", "transit.stalled", "parcel.lost"])
  func whatMovesIsFree(code: String) throws {
    let found = try #require(find(Self.facts(code, late: true), code))
    var facts = Self.facts(code, late: false)
    facts.standing = [found]
    if code == "dispatch.late" {
      facts = ExampleFacts.sent([ExampleFacts.scan(.pickedUp, day: 19)])
      facts.standing = [found]
    } else {
      facts.shipments[0].events.append(ExampleFacts.scan(.inTransit, day: 19, country: "CN"))
    }
    #expect(find(facts, code) == nil)
  }

  @Test func aNewsOfAnEarlierDayIsNewsToo() throws {
    let found = try #require(find(Self.facts("parcel.lost", late: true), "parcel.lost"))
    var facts = Self.facts("parcel.lost", late: false)
    facts.standing = [found]
    let scanned = ExampleFacts.monday + .days(4)
    facts.shipments[0].events.append(
      TrackingEvent(
        occurredAt: scanned, recordedAt: ExampleFacts.midnight(day: 19), status: .inTransit))
    #expect(find(facts, "parcel.lost") == nil)
  }

  @Test func anotherParcelsExceptionKeepsNothing() throws {
    var found = try #require(find(Self.facts("dispatch.late", late: true), "dispatch.late"))
    found.trip.key = "purchase CJ other"
    var facts = Self.facts("dispatch.late", late: false)
    facts.standing = [found]
    #expect(find(facts, "dispatch.late") == nil)
  }

  @Test func theDeadlineIsThePromiseOfToday() throws {
    let found = try #require(find(Self.facts("dispatch.late", late: true), "dispatch.late"))
    var facts = Self.facts("dispatch.late", late: false)
    facts.standing = [found]
    facts.promisedAt = ExampleFacts.monday + .days(33)
    #expect(find(facts, "dispatch.late")?.trip.due == facts.promisedAt)
  }
}

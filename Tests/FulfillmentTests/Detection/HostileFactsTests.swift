import Fulfillment
import Testing

/// Facts as large and as strange as a hostile source may make them.
@Suite struct HostileFactsTests {
  private let monday = ExampleFacts.monday
  private let late = ExampleFacts.monday + .days(400)

  private func findings(_ facts: OrderFacts) -> [Finding] {
    Detector.findings(facts, Thresholds(), now: late)
  }

  private func expectSound(_ findings: [Finding]) {
    for finding in findings {
      #expect(finding.trip.reason.count <= 500, "\(finding.code)")
      #expect(finding.trip.reason == finding.trip.reason.sanitised(limit: 500))
    }
  }

  @Test func manyLinesGiveOneShortReason() {
    let facts = ExampleFacts.order {
      $0.lines = (0..<60).map {
        LineFacts(sku: "SKU\u{202E}-\($0)", title: "\u{1B}[31m", quantity: 1)
      }
    }
    let found = findings(facts)
    #expect(found.map(\.code) == ["order.unmapped"])
    expectSound(found)
  }

  @Test func manyParcelsGiveOneShortReason() {
    let facts = ExampleFacts.sent([]) {
      $0.shipments = (0..<50).map {
        ShipmentFacts(
          number: "LX12345678\($0)CN", carrier: "", createdAt: monday,
          events: [ExampleFacts.scan(.returned, day: 3, message: "back\u{7}\n at sender")])
      }
    }
    let found = findings(facts)
    #expect(found.first?.code == "parcel.returned")
    #expect(found.first?.trip.reason.hasSuffix("; and 49 more parcels") == true)
    expectSound(found)
  }

  @Test func manyEventsFoldToOne() {
    let events = (0..<3000).map { ExampleFacts.scan(.inTransit, day: Int64($0 % 30)) }
    let facts = ExampleFacts.sent(events + [ExampleFacts.scan(.delivered, day: 31)])
    #expect(findings(facts).isEmpty)
    #expect(OrderState.of(facts) == .delivered)
  }

  @Test func hugeMessagesAndNamesAreCut() {
    let huge = String(repeating: "damaged \u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", count: 2000)
    var facts = ExampleFacts.sent([ExampleFacts.scan(.exception, day: 3, message: huge)])
    facts.purchases[0].supplier = huge
    facts.shipments[0].sharedWith = Array(repeating: huge, count: 40)
    facts.returns = [ReturnFacts(externalID: huge, state: .requested, requestedAt: monday)]
    let found = findings(facts)
    #expect(Set(found.map(\.code)).isSuperset(of: ["parcel.damaged", "tracking.invalid"]))
    expectSound(found)
  }

  @Test(arguments: [Int64(-62_135_596_800), 0, 4_102_444_800, 253_402_300_799])
  func clocksFarOffAreSurvived(_ seconds: Int64) {
    let then = Timestamp(seconds: seconds)
    var facts = ExampleFacts.sent([
      TrackingEvent(occurredAt: then, recordedAt: monday, status: .inTransit),
      TrackingEvent(occurredAt: monday, recordedAt: then, status: .pickedUp),
    ])
    facts.purchases[0].placedAt = then
    facts.promisedAt = then
    expectSound(findings(facts))
    facts.placedAt = then
    expectSound(findings(facts))
    let next = Detector.nextCheck(facts, Thresholds(), now: late)
    #expect(next.map { $0 > late } ?? true)
  }

  @Test func eventFromTheFutureIsBelievedAsOfItsRecording() {
    let event = TrackingEvent(
      occurredAt: monday + .days(300), recordedAt: monday + .days(2), status: .returned)
    let found = Detector.findings(
      ExampleFacts.sent([event]), Thresholds(), now: monday + .days(2))
    #expect(found.map(\.code) == ["parcel.returned"])
  }

  @Test func sameNumberTwiceInOneOrderIsSurvived() {
    let facts = ExampleFacts.sent([ExampleFacts.scan(.inTransit, day: 3)]) {
      $0.shipments.append($0.shipments[0])
    }
    expectSound(findings(facts))
    #expect(OrderState.of(facts) == .transit)
  }

  @Test func absurdThresholdsAreSurvived() {
    var thresholds = Thresholds()
    thresholds.purchaseUnsent = .days(-5)
    thresholds.parcelLost = .days(0)
    thresholds.trackingUnscannedBusinessDays = 100_000
    let facts = ExampleFacts.sent([ExampleFacts.scan(.label, day: 3)])
    let found = Detector.findings(facts, thresholds, now: monday + .days(9)).map(\.code)
    #expect(found.contains("parcel.lost"))
    #expect(!found.contains("tracking.unscanned"))
    let unsent = Detector.findings(ExampleFacts.order(), thresholds, now: monday).map(\.code)
    #expect(unsent == ["purchase.unsent"])
  }
}
